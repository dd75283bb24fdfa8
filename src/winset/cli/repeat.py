"""Runs the command of a record again, from its options, without writing anything of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.record import KEEPING, STOPPED, UNRECORDED, Kept, options_of

if TYPE_CHECKING:
    from winset.model.record import Record


def run_again(record: Record, cases: tuple[File, ...], folder: File) -> Kept:
    """What the recorded command leaves when it is run on the cases; what it writes goes into the folder.

    Raises WinsetError where the record names no such command or option, or the command has nothing to say.
    """
    from winset.errors import WinsetError

    command = _command(record.command)
    words = _words(command, record.options, cases, _output(command, record, folder))
    keep, here = Kept(is_silent=True), click.get_current_context()
    try:
        with command.make_context(record.command, words, parent=here) as context:
            context.meta[KEEPING] = keep
            command.invoke(context)
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


def _output(command: click.Command, record: Record, folder: File) -> dict[str, str]:
    """The option that says where files go, by its name: below the folder, whatever it was when the record was made. A
    chart is drawn again where one was recorded.
    """
    for param in command.params:
        asked = {"--output", *(["--chart"] if record.files else [])} & {*param.opts}
        if asked and isinstance(param.type, click.Path):
            name = File(next(iter(record.files), "output")).name
            is_file = param.type.file_okay and not param.type.dir_okay
            return {asked.pop(): str(folder / (name if is_file else "output"))}
    return {}


def _words(
    command: click.Command, asked: Mapping[str, object], cases: tuple[File, ...], places: Mapping[str, str]
) -> list[str]:
    """The command line of the recorded run."""
    from winset.casefile.record_changes import json_text

    known, options, arguments = options_of(command), [f"{name}={place}" for name, place in places.items()], list[str]()
    paths = list(map(str, cases))
    for param in command.params:
        if isinstance(param, click.Argument) and isinstance(param.type, click.Path):
            taken = len(paths) if param.nargs == -1 else param.nargs
            arguments += paths[:taken]
            del paths[:taken]
        elif isinstance(param, click.Argument):
            value = asked.get(param.name or "")
            arguments += [value] if isinstance(value, str) else []
    for name, param in known.items():
        told = asked.get(name)
        if isinstance(param, click.Argument) or told is None or told is False:
            continue
        if told is True:
            options.append(f"--{name}")
            continue
        options += [
            f"--{name}={one if isinstance(one, str) else json_text(one)}"
            for one in (told if isinstance(told, list) else [told])
        ]
    return [*options, "--", *arguments]
