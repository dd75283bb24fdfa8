"""`winset certify`: the proof of the answer, for somebody who does not trust the program that found it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from winset.cli.options import (
    case_argument,
    force_option,
    handling_option,
    json_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling


@click.command(
    "certify", short_help="Write a proof of every optimum, or that there is no deal, to be checked by others."
)
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. [default: CASE-ID.proof.json]",
)
@variant_option
@table_option
@handling_option
@click.option(
    "--nodes",
    type=click.IntRange(min=1),
    default=2_000_000,
    show_default=True,
    help="Stop each search after so many nodes; what is not proven by then is said to be so.",
)
@force_option
@json_option
def command(
    case: str,
    output: Path | None,
    variants: tuple[str, ...],
    table: str | None,
    handling: Handling,
    nodes: int,
    force: bool,
    as_json: bool,
) -> None:
    """Write a proof of every optimum, or that there is no deal, to be checked by others.

    The file holds what every option is worth to every party that is needed, the bounds, and what became of every
    combination. `winset verify` checks it, and so does a short program of one's own; the one of winset is
    `winset/analyses/settlement/checker.py`, which knows nothing of how the proof was found.

    \b
    Example:   winset certify examples/classroom --output classroom.proof.json
               winset verify classroom.proof.json examples/classroom
    """
    from winset.analyses.settlement.proofs import FORM
    from winset.analyses.settlement.search.certificate import certificates
    from winset.casefile.output import Output
    from winset.cli.output import Wrote, finish
    from winset.cli.proofs import made_document, made_lines
    from winset.errors import WinsetError
    from winset.model.version import VERSION
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership
    from winset.session import Session

    session = Session.read(case, variants)
    read, owners = session.case, Ownership(case=session.case)
    closed = [party for party in read.parties if is_above(owners.values(party).level, handling)]
    if closed:
        names = ", ".join(read.name(party) for party in closed)
        raise WinsetError(f"a proof holds every number, and those of {names} may not be shown at this level")
    target = output or Path(f"{read.case.id}.proof.json")
    written_to = Output(path=target, purpose="proof", kept=session.files, is_forced=force)
    written_to.refuse_taken()
    statement, attempts = certificates(session.compiled(table), session.central(table), nodes, read)
    document = {
        "proofs": FORM,
        "winset": VERSION,
        "case": read.case.id,
        "sha256": session.checked.sha256,
        "variants": list(variants),
        "table": table,
        "statement": statement,
        "certificates": [attempt.certificate for attempt in attempts if attempt.certificate is not None],
    }
    written_to.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    finish(
        lambda: made_document(document, attempts, str(target)),
        lambda: click.echo("\n".join(made_lines(attempts, str(target.resolve())))),
        as_json=as_json,
        checked=session.checked,
        wrote=Wrote(folder=target.parent, names=(target.name,)),
    )
