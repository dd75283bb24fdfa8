"""`winset verify`: whether a file of proofs proves what it says."""

from __future__ import annotations

from pathlib import Path

import click

from winset.cli.options import complete_case, json_option


@click.command("verify", short_help="Check a file of proofs, by itself and against its case.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("case", required=False, type=click.Path(), shell_complete=complete_case)
@json_option
def command(file: Path, case: str | None, as_json: bool) -> None:
    """Check a file of proofs that `winset certify` wrote, by itself and against its case.

    With CASE it is also checked that the proofs are about this case: that no package is left out, and that the tables,
    the walk-aways and the rule of every solution are those of the case. The exit code is 1 where one proof fails.

    \b
    Example:   winset verify classroom.proof.json
               winset verify classroom.proof.json examples/classroom
    """
    from winset.casefile.proof_file import read_proofs
    from winset.casefile.read import read_case
    from winset.cli.output import write_json
    from winset.present.proofs import proof_document, proof_lines
    from winset.study import Study, verified_proofs

    proofs = read_proofs(file)
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
