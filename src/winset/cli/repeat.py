"""Asks the request of a record again, without writing anything of the user's."""

from __future__ import annotations

from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.record import HOW_READ, KEEPING, STOPPED, UNRECORDED, PendingRecord, options_of
from winset.model.record import Decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from winset.model.record import Record


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
