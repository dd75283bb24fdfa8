"""`--record FILE`, on every command: what a run was asked, read and found, to be run again by `winset verify`.

A command does nothing for it but end in `output.finish`; the option is added, and the file written, here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import click

from winset.errors import CaseError, WinsetError

if TYPE_CHECKING:
    from winset.model.evidence import Checked
    from winset.model.numbers import Handling
    from winset.model.record import Inputs, Record

UNRECORDED = ("verify", "completion", "benchmark", "score", "open", "source", "sheet", "draft")
"""Commands that find nothing which could be found again in a case, be it that decisions beside it count as well."""
WITHOUT_EFFECT = (
    *(
        "as_json",
        "record",
        "workers",
        "full",
        "everything",
        "fix",
        "cluster",
        "trust_network",
        "resume",
        "force",
        "keep",
    ),
)
"""What changes no result, and is not kept; neither are places of files. `--fix` changes the case before it is checked:
the record is about the case as it then stands."""
DATES = ("as_of", "old_as_of")
"""Options that say as it stood on which date a case is read."""
HOW_READ = ("variants", "numbers", *DATES)
"""What says how a case is read, and is no field of a request."""
SHOWN = ("handling", "limit", "exact")
"""What bears on how an answer is shown."""
BY_THE_CLOCK_TOLD = "`{}` was given: what is found by then depends on the machine, and another run may differ"
"""Said of an option that makes a result depend on the machine: whoever reads the record is told."""
NOT_RESULTS = ("winset", "sha256", "timings", "file", "folder")
"""Keys of a document that are no results: version and hash stand elsewhere in a record; the rest is time and place."""
MOST_ENTRIES = 100_000
"""Packages in lists of an answer up to which a record holds them; beyond, the command with `--record` is refused."""
STOPPED = 130
KEEPING = "winset.kept"
"""Where the context of a command holds what it leaves for its record."""


@dataclass(slots=True, kw_only=True)
class PendingRecord:
    """What a run leaves for its record. is_silent: it is run again only to compare, and prints nothing.

    folder: where `files` were written. refusal: why nothing may be kept.
    """

    is_silent: bool = False
    document: dict[str, object] | None = None
    checked: tuple[Checked, ...] = ()
    folder: File | None = None
    files: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def reason(self) -> str:
        """Why no record is written; empty where one is."""
        if not self.refusal and not all(checked.sha256 for checked in self.checked):
            return "the case file cannot be read"
        return self.refusal or ("" if self.document is not None else "this run gave no result")

    def hold(self, document: dict[str, object]) -> None:
        """Keeps the document. Raises WinsetError where its lists are longer than a record holds."""
        from winset.report.long_lists import entries_in_long_lists, whole

        entries = entries_in_long_lists(document)
        if entries > MOST_ENTRIES:
            raise WinsetError(
                f"this answer lists {entries:,} packages, and a record holds {MOST_ENTRIES:,} at most; give a lower "
                "`--limit`, or leave out `--record`"
            )
        self.document = whole(document)

    def results(self) -> dict[str, object]:
        return {key: value for key, value in (self.document or {}).items() if key not in NOT_RESULTS}

    def digests(self) -> dict[str, str]:
        """The sha256 of each file that was written, by name."""
        from winset.runs.record_file import sha256_of

        folder = self.folder or File()
        return {name: sha256_of(folder / name) or "" for name in self.files}


def pending_record() -> PendingRecord | None:
    """Where the run that is going on leaves what it finds; None where nobody asked."""
    context = click.get_current_context(silent=True)
    pending = context.meta.get(KEEPING) if context is not None else None
    return pending if isinstance(pending, PendingRecord) else None


def refuse_record(reason: str) -> None:
    """No record of this run is written."""
    keep = pending_record()
    if keep is not None:
        keep.refusal = reason


def recorded(command: click.Command) -> click.Command:
    """The command with `--record FILE`; of a group, each of its commands."""
    made = copy(command)
    if isinstance(made, click.Group):
        made.commands = {name: recorded(command) for name, command in made.commands.items()}
        return made
    option = click.Option(
        ["--record"],
        type=click.Path(dir_okay=False, path_type=File),
        metavar="FILE",
        help="Keep what was asked, read and found in this file; `winset verify FILE` runs it again and compares.",
    )
    made.params = [*command.params, option]

    def callback(record: File | None, **params: Any) -> Any:
        with _refused_at(params.get("handling", "team")):
            if record is None or command.callback is None:
                return command.callback(**params) if command.callback is not None else None
            with _recording(click.get_current_context(), record):
                return command.callback(**params)

    made.callback = callback
    return made


@contextmanager
def _refused_at(level: Handling) -> Iterator[None]:
    """Problems of a case that a command refuses are shown at its own level."""
    try:
        yield
    except CaseError as refusal:
        refusal.level = level
        raise


@contextmanager
def _recording(context: click.Context, target: File) -> Iterator[None]:
    """Writes the record when the command has ended, with whatever exit code, unless it was stopped."""
    from winset.runs.record_file import refuse_other, write_record

    refuse_other(target)
    keep = context.meta[KEEPING] = PendingRecord()
    is_stopped = True
    try:
        yield
        is_stopped = False
    except (SystemExit, click.exceptions.Exit) as end:
        is_stopped = (end.code if isinstance(end, SystemExit) else end.exit_code) == STOPPED
        raise
    except Exception:
        is_stopped = False
        raise
    finally:
        del context.meta[KEEPING]
        reason = "the run was stopped" if is_stopped else keep.reason
        if reason:
            click.echo(f"no record was written: {reason}", err=True)
        else:
            refuse_other(target)  # once more: the command itself may have written there
            write_record(target, _record(context, keep, target))
            click.echo(f"The record is in {target.resolve()}", err=True)


def _record(context: click.Context, keep: PendingRecord, target: File) -> Record:
    from winset.model.record import Record
    from winset.model.version import VERSION
    from winset.runs.record_file import place_of

    asked = {name: _plain(context.params[name]) for name in options_of(context.command)}
    clocks = [
        param.opts[0]
        for param in context.command.params
        if getattr(param, "by_the_clock", False) and asked.get(str(param.name)) is not None
    ]
    level = context.params.get("handling", "team")
    inputs = tuple(inputs_of(checked, level, place_of(File(checked.path), target)) for checked in keep.checked)
    folder = keep.folder if not keep.checked else None
    return Record(
        version=VERSION,
        command=" ".join(_names(context)),
        request={name: value for name, value in asked.items() if name not in SHOWN},
        variants=tuple(context.params.get("variants", ())),
        numbers=tuple(context.params.get("numbers", ())),
        dates={name: context.params[name] for name in DATES if context.params.get(name) is not None},
        shown={name: value for name, value in asked.items() if name in SHOWN},
        inputs=inputs,
        results=keep.results(),
        files=keep.digests(),
        place=place_of(folder, target) if folder is not None else None,
        notes=tuple(BY_THE_CLOCK_TOLD.format(name) for name in clocks),
    )


def inputs_of(checked: Checked, handling: Handling, place: str | None) -> Inputs:
    """What a run read: of sources above the level of handling only the hash, and not the name."""
    from winset.model.record import Inputs
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership

    case = checked.case
    owners = Ownership(case=case) if case is not None else None
    shown = [name for name in checked.sources if owners and not is_above(owners.source(name).level, handling)]
    return Inputs(
        case=case.case.id if case is not None else None,
        place=place,
        sha256=checked.sha256,
        sources={name: checked.sources[name] for name in shown},
        closed=tuple(sha256 or "" for name, sha256 in checked.sources.items() if name not in shown),
    )


def _names(context: click.Context) -> list[str]:
    """The command's name below `winset`, and below its group."""
    if context.parent is None:
        return []
    return [*_names(context.parent), context.info_name or ""]


def options_of(command: click.Command) -> dict[str, click.Parameter]:
    """The options and arguments that bear on a result, by the name that a record gives them: that of the field of a
    request.
    """
    return {
        param.name: param
        for param in command.params
        if param.name and not isinstance(param.type, click.Path) and param.name not in (*WITHOUT_EFFECT, *HOW_READ)
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
