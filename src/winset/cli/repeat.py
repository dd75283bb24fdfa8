"""Asks the request of a record again, without writing anything of the user's, and says what became of it: first what it
was made from, then whether every number is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.record import HOW_READ, KEEPING, STOPPED, UNRECORDED, PendingRecord, options_of
from winset.model.record import Decimal, Difference, InputChange, Record, Repeated
from winset.model.version import VERSION
from winset.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from winset.model.record import Record

Json = dict[str, object]
LONGEST = 60
"""Characters of a value that differs, as it is shown; beyond, it is cut."""
HASH = 12
"""Characters of a hash that are shown, of SHA256."""
SHA256 = 64


def run_again(record: Record, cases: tuple[File, ...], folder: File) -> PendingRecord:
    """What the recorded command leaves when it is run on the cases; what it writes goes into the folder.

    Raises WinsetError where the record names no such command or option, or the command has nothing to say.
    """
    from winset.errors import WinsetError

    command = _command(record.command)
    keep, here, context = PendingRecord(is_silent=True), click.get_current_context(), _context(command)
    try:
        given = _given(context, record, cases, folder)
        with context:
            context.meta[KEEPING] = keep
            context.invoke(command, **given)
    except click.UsageError as error:
        raise WinsetError(f"the options of the record cannot be used: {error.format_message()}") from error
    except (SystemExit, click.exceptions.Exit) as end:
        if (end.code if isinstance(end, SystemExit) else end.exit_code) == STOPPED:
            raise click.Abort from end
    except WinsetError:
        if keep.document is None:
            raise
    finally:
        here.meta.pop(KEEPING, None)
    return keep


def _command(name: str) -> click.Command:
    from winset.cli import group
    from winset.errors import WinsetError

    named_command: click.Command | None = group
    for word in name.split():
        named_command = (
            named_command.get_command(click.get_current_context(), word)
            if isinstance(named_command, click.Group)
            else None
        )
    if named_command is None or isinstance(named_command, click.Group) or name in UNRECORDED:
        raise WinsetError(f"the record is of a command `{name}`, and winset has no such command that keeps records")
    return named_command


def changed_options(record: Record) -> tuple[tuple[str, ...], tuple[tuple[str, object], ...]]:
    """The options of the record that its command does not have, and those it has more, with what is taken for them."""
    context = _context(_command(record.command))
    options, asked = options_of(context.command), _by_todays_names(record.options, context.command)
    more = tuple((name, context.params.get(name)) for name in options if name not in asked)
    return tuple(name for name in asked if name not in options), more


def _by_todays_names(options: Mapping[str, object], command: click.Command) -> dict[str, object]:
    """The options of a record, those under an older name by that of today."""
    older = {formerly: str(param.name) for param in command.params if (formerly := getattr(param, "formerly", ""))}
    return {older.get(name, name): value for name, value in options.items()}


def _context(command: click.Command) -> click.Context:
    """The command with nothing said: every option at its default."""
    return command.make_context(command.name, [], parent=click.get_current_context(), resilient_parsing=True)


def _given(context: click.Context, record: Record, cases: tuple[File, ...], folder: File) -> dict[str, object]:
    """What the command is called with: the defaults, what the record holds, the cases, and where its files go.

    Whatever else a record says is not taken. Raises click.BadParameter for what an option does not take, and
    WinsetError for what a command must be told and the record does not hold.
    """
    from winset.errors import WinsetError

    command, paths, given = context.command, list(map(str, cases)), dict(context.params)
    kept = {
        **_by_todays_names(record.options, command),
        "variants": list(record.variants),
        "numbers": list(record.numbers),
        **record.dates,
    }
    asked, places = {*options_of(command), *HOW_READ}, _places(command, record, folder)
    for param in command.params:
        name = param.name or ""
        if name in places:
            given[name] = places[name]
        elif isinstance(param, click.Argument) and isinstance(param.type, click.Path):
            taken = len(paths) if param.nargs == -1 else param.nargs
            given[name] = tuple(paths[:taken]) if param.nargs == -1 else paths[0] if taken else None
            del paths[:taken]
        elif name in asked and name in kept:
            given[name] = _taken(context, param, kept[name])
        if param.required and given.get(name) in (None, ()):
            raise WinsetError(
                f"the record does not say `{name}`, without which `winset {record.command}` cannot run; it is not "
                "whole, or from before this was asked: run the command again with `--record`"
            )
    return given


def _taken(context: click.Context, param: click.Parameter, value: object) -> object:
    """A value of a record as the command takes it, read as it would be typed. Raises click.BadParameter."""
    from winset.runs.record_changes import json_text

    several = param.multiple or param.nargs == -1
    if value is None and context.params.get(param.name or "") is None:
        return None
    each = value if isinstance(value, list) else [value]
    if isinstance(value, list) != several or any(item is None or isinstance(item, list | dict) for item in each):
        raise click.BadParameter(f"{json_text(value)} is no value of it", context, param)
    typed = [_typed(item) for item in each]
    return param.type_cast_value(context, typed if several else typed[0])


def _typed(value: object) -> object:
    if isinstance(value, Decimal):
        return value.text
    return value if isinstance(value, bool) else str(value)


def _places(command: click.Command, record: Record, folder: File) -> dict[str, File]:
    """Where files go, by the name of the option that says so: below the folder, whatever it was when the record was
    made. A chart is drawn again where one was recorded.
    """
    for param in command.params:
        asked = {"--output", *(["--chart"] if record.files else [])} & {*param.opts}
        if asked and isinstance(param.type, click.Path):
            name = File(next(iter(record.files), "output")).name
            is_file = param.type.file_okay and not param.type.dir_okay
            return {param.name or "": folder / (name if is_file else "output")}
    return {}


def repeated_lines(record: Record, repeated: Repeated, *, limit: int) -> list[str]:
    """The lines of `winset verify` for a record; at most `limit` values that differ, 0 shows all."""
    lines = [f"Record of `winset {record.command}`, made by winset {record.version}."]
    lines += [_change(change) for change in repeated.changes] or [_unchanged(record)]
    lines += record.notes
    lines += _made(record, repeated) if not record.is_repeatable else _answer(record, repeated)
    lines += _differences(repeated, limit)
    return list(map(printable, lines))


def _unchanged(record: Record) -> str:
    if not record.inputs:
        return "The version is the same, and the record is as it was written."
    sources = sum(len(inputs.sources) + len(inputs.closed) for inputs in record.inputs)
    what = f"its {sources} sources" if sources != 1 else "its source"
    if len(record.inputs) > 1:
        what = f"their {sources} sources" if sources else "which have no sources"
        return f"The {len(record.inputs)} case files, {what}, the options and the version are the same."
    return f"The case file, {what if sources else 'which has no sources'}, the options and the version are the same."


def _change(change: InputChange) -> str:
    text = _told(change)
    return f"{text} (case {change.case})" if change.case else text


def _told(change: InputChange) -> str:
    before, after = _short(change.recorded), _short(change.now)
    if change.what == "version":
        return f"CHANGED    version: recorded {before}, now {after}"
    if change.what == "case":
        return f"CHANGED    case file: sha256 recorded {before}, now {after}"
    if change.what == "source":
        return f"CHANGED    source `{change.name}`{_source(change, before, after)}"
    if change.what == "closed":
        return f"CHANGED    sources above the level of handling: {_closed(change)}"
    if change.what == "option":
        gone = f"is recorded as {before}, and this winset has no such option"
        return (
            f"CHANGED    option `{change.name}` {gone if change.now is None else f'is not recorded; {after} is taken'}"
        )
    if change.what == "results":
        return f"EDITED     `{change.name}` is {before} in the record's options and {after} in its results"
    return "EDITED     the record is not as winset wrote it: something in it was changed since"


def _source(change: InputChange, before: str, after: str) -> str:
    if change.now is None:
        return f" is missing, or cannot be read: sha256 recorded {before}"
    return f" is new: sha256 {after}" if change.recorded is None else f": sha256 recorded {before}, now {after}"


def _closed(change: InputChange) -> str:
    return f"{change.recorded} that were recorded are no longer there as they were, {change.now} are new or changed"


def _short(text: str | None) -> str:
    if text is None:
        return "none"
    if len(text) == SHA256 and text.isalnum():
        return f"{text[:HASH]}…"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _answer(record: Record, repeated: Repeated) -> Iterator[str]:
    if repeated.obstacle:
        yield f"It could not be run again, and no number was compared: {repeated.obstacle}"
    elif repeated.differences:
        yield f"{_values(len(repeated.differences))} not the same, of {repeated.values:,} that were recorded:"
    elif repeated.changes:
        yield f"All the same, every number is what it was: {repeated.values:,} values were compared."
    else:
        yield f"Every number is the same: {repeated.values:,} values were compared."
    if record.files and repeated.is_same:
        count = len(record.files)
        what = "The file" if count == 1 else f"Each of the {count} files"
        yield f"{what} that it wrote was made anew in a temporary folder, and is the same byte for byte."


def _made(record: Record, repeated: Repeated) -> Iterator[str]:
    """Of files that were made without a case: they are not made again."""
    yield f"`winset {record.command}` is not run again; the files that it made are compared with what stands there now."
    if not repeated.differences:
        yield f"All {repeated.values:,} files are as they were made."
        return
    yield f"{len(repeated.differences):,} of {repeated.values:,} files are not as they were made:"


def _values(count: int) -> str:
    return f"{count:,} values are" if count != 1 else "1 value is"


def _differences(repeated: Repeated, limit: int) -> Iterator[str]:
    shown = repeated.differences[: limit or None]
    for difference in shown:
        yield f"  {difference.path}: {_sides(difference)}"
    rest = len(repeated.differences) - len(shown)
    if rest:
        yield f"  … and {rest:,} more; `--limit 0` lists all"


def _sides(difference: Difference) -> str:
    before, after = ("not there" if side is None else _value(side) for side in (difference.recorded, difference.now))
    return f"recorded {before}, now {after}"


def _value(side: str) -> str:
    return f"{side[1 : 1 + HASH]}…" if len(side) == SHA256 + 2 and side[1:-1].isalnum() else _short(side)


def repeated_document(record: Record, repeated: Repeated, *, limit: int) -> Json:
    """What `winset verify --json` prints of a record; values that differ are JSON texts, as written."""
    return {
        "winset": VERSION,
        "command": record.command,
        "case": record.inputs[0].case if record.inputs else None,
        "repeated": record.is_repeatable and not repeated.obstacle,
        "obstacle": repeated.obstacle or None,
        "inputs_same": not repeated.changes,
        "changes": [
            {
                "what": change.what,
                "name": change.name or None,
                "recorded": change.recorded,
                "now": change.now,
                "case": change.case,
            }
            for change in repeated.changes
        ],
        "same": repeated.is_same,
        "values": repeated.values,
        "differing": len(repeated.differences),
        "differences": [
            {"path": difference.path, "recorded": difference.recorded, "now": difference.now}
            for difference in repeated.differences[: limit or None]
        ],
        "notes": list(record.notes),
    }
