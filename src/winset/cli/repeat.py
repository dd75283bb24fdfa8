"""Asks the request of a record again, without writing anything of the user's."""

from __future__ import annotations

from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.record import KEEPING, STOPPED, UNRECORDED, Kept, options_of
from winset.model.record import Decimal

if TYPE_CHECKING:
    from winset.model.record import Record


def run_again(record: Record, cases: tuple[File, ...], folder: File) -> Kept:
    """What the recorded command leaves when it is run on the cases; what it writes goes into the folder.

    Raises WinsetError where the record names no such command or option, or the command has nothing to say.
    """
    from winset.errors import WinsetError

    command = _command(record.command)
    keep, here = Kept(is_silent=True), click.get_current_context()
    context = command.make_context(record.command, [], parent=here, resilient_parsing=True)
    given = _given(context, record, cases, folder)
    try:
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

    found: click.Command | None = group
    for word in name.split():
        found = found.get_command(click.get_current_context(), word) if isinstance(found, click.Group) else None
    if found is None or isinstance(found, click.Group) or name in UNRECORDED:
        raise WinsetError(f"the record is of a command `{name}`, and winset has no such command that keeps records")
    return found


def changed_options(record: Record) -> tuple[tuple[str, ...], tuple[tuple[str, object], ...]]:
    """The options of the record that its command does not have, and those it has more, with what is taken for them."""
    options = options_of(_command(record.command))
    more = ((name, param.default) for name, param in options.items() if name not in record.options)
    return tuple(name for name in record.options if name not in options), tuple(more)


def _given(context: click.Context, record: Record, cases: tuple[File, ...], folder: File) -> dict[str, object]:
    """What the command is called with: the defaults, what the record holds, the cases, and where its files go."""
    command, paths, given = context.command, list(map(str, cases)), dict(context.params)
    kept = {**record.request, **record.shown, "variants": list(record.variants)}
    places = _places(command, record, folder)
    for param in command.params:
        name = param.name or ""
        if name in places:
            given[name] = places[name]
        elif isinstance(param, click.Argument) and isinstance(param.type, click.Path):
            taken = len(paths) if param.nargs == -1 else param.nargs
            given[name] = tuple(paths[:taken]) if param.nargs == -1 else paths[0] if taken else None
            del paths[:taken]
        elif name in kept:
            given[name] = param.type_cast_value(context, _plain(kept[name]))
    return given


def _plain(value: object) -> object:
    """A value of a record as a command takes it."""
    if isinstance(value, Decimal):
        return float(value.text)
    return tuple(map(_plain, value)) if isinstance(value, list) else value


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
