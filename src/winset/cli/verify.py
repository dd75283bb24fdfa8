"""`winset verify`: whether a file of proofs proves what it says, or a record is what the same run gives today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from winset.cli.options import cases_argument, json_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from winset.analyses.settlement.proofs import Proofs
    from winset.model.record import InputChange, Record, Repeated
    from winset.session import Session


@click.command("verify", short_help="Check a file of proofs, or run a record again and compare every number.")
@click.argument("file", type=click.Path(path_type=Path))
@cases_argument("cases", metavar="[CASE]...", nargs=-1)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Most values that differ to be listed, of a record; 0 lists all.",
)
@json_option
def command(file: Path, cases: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Check a file of proofs that `winset certify` wrote, or run a record again that a command kept with `--record`.

    Of proofs: with CASE it is also checked that they are about this case: that no package is left out, and that the
    tables, the walk-aways and the rule of every solution are those of the case.

    Of a record: the command is run again on the case, and what it reads and finds is compared with the record. CASE
    says where the case is now, if it was moved. Nothing of yours is written: a brief or another file is made in a
    temporary folder and compared by its hash. A new case, an import and a copied example are not made again; their
    files are compared as they stand, in the folder CASE if it is given.

    The exit code is 1 where a proof fails, or where anything differs from the record.

    \b
    Example:   winset verify classroom.proof.json
               winset verify classroom.proof.json examples/classroom
               winset verify monday.record.json
    """
    from winset.casefile.json_file import LARGEST, proofs_in, read_json
    from winset.runs.record_file import is_record, record_in

    content = read_json(file, LARGEST)
    if is_record(content):
        _verify_record(file, record_in(content, file), cases, limit=limit, as_json=as_json)
    else:
        if len(cases) > 1:
            raise click.UsageError("proofs are about one case; name no other")
        _verify_proofs(proofs_in(content, file), cases[0] if cases else None, as_json=as_json)


def _verify_proofs(proofs: Proofs, case: str | None, *, as_json: bool) -> None:
    from winset.analyses.settlement.proofs import check_proofs
    from winset.cli.output import write_json
    from winset.cli.proofs import proof_document, proof_lines
    from winset.session import Session

    session = Session.read(case, tuple(proofs.variants)) if case is not None else None
    own, is_unchanged = None, None
    if session is not None:
        own = _statement(session, proofs.table)
        is_unchanged = session.checked.sha256 == proofs.sha256 and session.case.case.id == proofs.case
    check = check_proofs(proofs.statement, proofs.certificates, own)
    if as_json:
        write_json(proof_document(proofs, check, is_unchanged))
    else:
        click.echo("\n".join(proof_lines(proofs, check, is_unchanged)))
    if not check.is_whole or is_unchanged is False:
        raise click.exceptions.Exit(1)


def _statement(session: Session, table: str | None) -> dict[str, object]:
    """What the proofs of a case are about, made anew. Raises TooLarge."""
    from winset.analyses.settlement.layers import TooJoined
    from winset.analyses.settlement.packages import total_packages
    from winset.analyses.settlement.statement import statement
    from winset.analyses.settlement.subproblem import subproblems
    from winset.errors import TooLarge

    case, reading = session.compiled(table), session.central(table)
    try:
        return statement(case, reading, list(subproblems(reading)), session.case)
    except TooJoined:
        message = "rules and links join too many issues for a proof to be compared with them"
        raise TooLarge(message, total_packages(case.structure)) from None


def _verify_record(file: Path, record: Record, cases: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    from winset.cli.output import write_json
    from winset.cli.repeat import repeated_document, repeated_lines

    repeated = _repeated(record, file, cases) if record.is_repeatable else _compared(record, file, cases)
    if as_json:
        write_json(repeated_document(record, repeated, limit=limit))
    else:
        click.echo("\n".join(repeated_lines(record, repeated, limit=limit)))
    if repeated.changes or not repeated.is_same:
        raise click.exceptions.Exit(1)


def _repeated(record: Record, file: Path, cases: tuple[str, ...]) -> Repeated:
    """The record's command is run again; what it read and found is compared."""
    from winset.cli.repeat import run_again
    from winset.errors import CaseError, WinsetError
    from winset.model.record import Repeated
    from winset.runs.record_changes import as_written, count, differences

    paths = tuple(_paths(record, file, cases))
    changes = tuple(_changes(record, paths))
    recorded = {**record.results, "files": record.files} if record.files else record.results
    with TemporaryDirectory(prefix="winset-") as folder:
        try:
            kept = run_again(record, paths, Path(folder))
        except CaseError as refusal:
            return Repeated(changes=changes, obstacle=f"{refusal}, which `winset check` lists")
        except WinsetError as refusal:
            return Repeated(changes=changes, obstacle=str(refusal))
        now = {**kept.results(), "files": kept.digests()} if kept.files else kept.results()
    changed = tuple(differences(recorded, as_written(now)))
    return Repeated(changes=changes, differences=changed, values=count(recorded))


def _paths(record: Record, file: Path, cases: tuple[str, ...]) -> Iterator[Path]:
    """The case files that the record is about. Raises WinsetError where it is not known where one is, or not there."""
    from winset.casefile.read import case_file
    from winset.errors import WinsetError

    again = f"winset verify {file} {' '.join(['CASE'] * len(record.inputs))}"
    if cases and len(cases) != len(record.inputs):
        raise WinsetError(f"the record is about {len(record.inputs)} cases; name so many: {again}")
    for n, recorded in enumerate(record.inputs):
        if not cases and recorded.place is None:
            raise WinsetError(f"the record does not say where its case is; name the case: {again}")
        path = case_file(cases[n]) if cases else file.resolve().parent / (recorded.place or "")
        if not path.is_file():
            where = path if cases else recorded.place
            raise WinsetError(f"there is no case file at {where}; say where the case is now: {again}")
        yield path


def _changes(record: Record, paths: tuple[Path, ...]) -> Iterator[InputChange]:
    """Every input that is not what the record says."""
    from winset.casefile.read import check_case
    from winset.cli.record import inputs_of
    from winset.cli.repeat import changed_options
    from winset.model.numbers import HANDLING, Handling
    from winset.model.record import InputChange
    from winset.model.version import VERSION
    from winset.runs.record_changes import changed_inputs, changed_version, contradictions, json_text

    yield from changed_version(record, VERSION)
    handling = record.options.get("handling")
    level: Handling = next((level_name for level_name in HANDLING if level_name == handling), "team")
    for recorded, path in zip(record.inputs, paths, strict=True):
        now = inputs_of(check_case(path, every_variant=False), level, None)
        for input_change in changed_inputs(recorded, now):
            yield replace(input_change, case=recorded.case) if len(paths) > 1 else input_change
    unknown, more = changed_options(record)
    yield from (InputChange(what="option", name=name, recorded=json_text(record.options[name])) for name in unknown)
    yield from (InputChange(what="option", name=name, now=json_text(value)) for name, value in more)
    yield from contradictions(record)


def _compared(record: Record, file: Path, cases: tuple[str, ...]) -> Repeated:
    """The files that the command made, as they stand now, against what it wrote."""
    from winset.errors import WinsetError
    from winset.model.record import Repeated
    from winset.model.version import VERSION
    from winset.runs.record_changes import changed_version, contradictions, differences
    from winset.runs.record_file import sha256_of

    if not cases and record.place is None:
        raise WinsetError(f"the record does not say where its files are; name the folder: winset verify {file} FOLDER")
    folder = Path(cases[0]) if cases else file.resolve().parent / (record.place or "")
    now = {name: sha256 for name in record.files if (sha256 := sha256_of(folder / name)) is not None}
    changed = tuple(differences({"files": record.files}, {"files": now}))
    changes = (*changed_version(record, VERSION), *contradictions(record))
    return Repeated(changes=changes, differences=changed, values=len(record.files))
