"""`winset verify`: whether a file of proofs proves what it says, or a record is what the same run gives today."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from winset.cli.options import complete_case, json_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from winset.analyses.settlement.proofs import Proofs
    from winset.model.record import Change, Record, Repeated


@click.command("verify", short_help="Check a file of proofs, or run a record again and compare every number.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("case", required=False, type=click.Path(), shell_complete=complete_case)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Most values that differ to be listed, of a record; 0 lists all.",
)
@json_option
def command(file: Path, case: str | None, limit: int, as_json: bool) -> None:
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
    from winset.casefile.json_file import read_json
    from winset.casefile.proof_file import LARGEST, proofs_in
    from winset.casefile.record_file import is_record, record_in

    told = read_json(file, LARGEST)
    if is_record(told):
        _verify_record(file, record_in(told, file), case, limit=limit, as_json=as_json)
    else:
        _verify_proofs(proofs_in(told, file), case, as_json=as_json)


def _verify_proofs(proofs: Proofs, case: str | None, *, as_json: bool) -> None:
    from winset.casefile.read import read_case
    from winset.cli.output import write_json
    from winset.present.proofs import proof_document, proof_lines
    from winset.study import Study, verified_proofs

    study = None
    if case is not None:
        variants = tuple(proofs.variants)
        study = Study(checked=read_case(case, variants), variants=variants)
    found = verified_proofs(proofs, study)
    if as_json:
        write_json(proof_document(proofs, found, study.checked.sha256 if study is not None else None))
    else:
        for line in proof_lines(proofs, found, study.checked.sha256 if study is not None else None):
            click.echo(line)
    if any(one.wrong for one in found):
        raise click.exceptions.Exit(1)


def _verify_record(file: Path, record: Record, case: str | None, *, limit: int, as_json: bool) -> None:
    from winset.cli.output import write_json
    from winset.present.record_data import repeated_document
    from winset.present.record_text import repeated_lines

    found = _repeated(record, file, case) if record.is_repeatable else _compared(record, file, case)
    if as_json:
        write_json(repeated_document(record, found, limit=limit))
    else:
        for line in repeated_lines(record, found, limit=limit):
            click.echo(line)
    if found.changes or not found.is_same:
        raise click.exceptions.Exit(1)


def _repeated(record: Record, file: Path, case: str | None) -> Repeated:
    """The record's command is run again; what it read and found is compared."""
    from winset.casefile.record_changes import as_written, count, differences
    from winset.cli.repeat import run_again
    from winset.errors import CaseError, WinsetError
    from winset.model.record import Repeated

    path = _case_of(record, file, case)
    changes = tuple(_changes(record, path))
    recorded = {**record.results, "files": record.files} if record.files else record.results
    with TemporaryDirectory(prefix="winset-") as folder:
        try:
            kept = run_again(record, path, Path(folder))
        except CaseError as refusal:
            return Repeated(changes=changes, obstacle=f"{refusal}, which `winset check` lists")
        except WinsetError as refusal:
            return Repeated(changes=changes, obstacle=str(refusal))
        now = {**kept.results(), "files": kept.digests()} if kept.files else kept.results()
    found = tuple(differences(recorded, as_written(now)))
    return Repeated(changes=changes, differences=found, values=count(recorded))


def _case_of(record: Record, file: Path, case: str | None) -> Path | None:
    """The case file that the record is about. Raises WinsetError where it is not known where it is, or not there."""
    from winset.casefile.read import case_file
    from winset.errors import WinsetError

    if record.inputs is None:
        return None
    again = f"winset verify {file} CASE"
    if case is None and record.inputs.place is None:
        raise WinsetError(f"the record does not say where its case is; name the case: {again}")
    path = case_file(case) if case is not None else file.resolve().parent / (record.inputs.place or "")
    if not path.is_file():
        where = path if case is not None else record.inputs.place
        raise WinsetError(f"there is no case file at {where}; say where the case is now: {again}")
    return path


def _changes(record: Record, path: Path | None) -> Iterator[Change]:
    """Every input that is not what the record says."""
    from winset.casefile.read import check_case
    from winset.casefile.record_changes import changed_inputs, changed_version, contradictions, json_text
    from winset.cli.record import inputs_of
    from winset.cli.repeat import changed_options
    from winset.model.numbers import HANDLING, Handling
    from winset.model.record import Change
    from winset.model.version import VERSION

    yield from changed_version(record, VERSION)
    if record.inputs is not None and path is not None:
        told = record.options.get("handling")
        level: Handling = next((one for one in HANDLING if one == told), "team")
        yield from changed_inputs(record.inputs, inputs_of(check_case(path, every_variant=False), level, None))
    unknown, more = changed_options(record)
    yield from (Change(what="option", name=name, recorded=json_text(record.options[name])) for name in unknown)
    yield from (Change(what="option", name=name, now=json_text(value)) for name, value in more)
    yield from contradictions(record)


def _compared(record: Record, file: Path, case: str | None) -> Repeated:
    """The files that the command made, as they stand now, against what it wrote."""
    from winset.casefile.record_changes import changed_version, contradictions, differences
    from winset.casefile.record_file import sha256_of
    from winset.errors import WinsetError
    from winset.model.record import Repeated
    from winset.model.version import VERSION

    if case is None and record.place is None:
        raise WinsetError(f"the record does not say where its files are; name the folder: winset verify {file} FOLDER")
    folder = Path(case) if case is not None else file.resolve().parent / (record.place or "")
    now = {name: sha256 for name in record.files if (sha256 := sha256_of(folder / name)) is not None}
    found = tuple(differences({"files": record.files}, {"files": now}))
    changes = (*changed_version(record, VERSION), *contradictions(record))
    return Repeated(changes=changes, differences=found, values=len(record.files))
