"""Proofs of every optimum, or that there is no deal: made for a case, checked against one, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from winset.analyses.settlement.proofs import ProofCheck, Proofs
from winset.model.version import VERSION
from winset.report.printable import printable

if TYPE_CHECKING:
    from winset.analyses.settlement.search.certificate import Attempt

Json = dict[str, object]


def made_lines(attempts: Sequence[Attempt], where: str) -> list[str]:
    """How many proofs were made, where they are, and what was not proven."""
    made = sum(1 for attempt in attempts if attempt.certificate is not None)
    unmade = [
        f"not proven: {attempt.asked.title}: {attempt.why}" for attempt in attempts if attempt.certificate is None
    ]
    return [f"{made} of {len(attempts)} proofs are in {where}", *unmade]


def made_document(document: Mapping[str, Any], attempts: Sequence[Attempt], file: str) -> Json:
    """The same as data, with all that the file says but the proofs and their tables."""
    proofs = [
        {"claim": attempt.asked.title, "made": attempt.certificate is not None, "why": attempt.why or None}
        for attempt in attempts
    ]
    kept = {key: value for key, value in document.items() if key not in ("proofs", "statement", "certificates")}
    return {**kept, "file": file, "proofs": proofs}


def proof_lines(proofs: Proofs, proof_check: ProofCheck, is_unchanged: bool | None) -> list[str]:
    """One line for each proof, what is missing, and what was compared with what.

    is_unchanged: whether the case file is the one that the proofs were made for; None where no case was given.
    """
    lines = [
        f"FAILS      {check.title}: {check.wrong}"
        if check.wrong
        else f"proven     {check.title}: {check.proven} ({check.rows:,} combinations of options looked at)"
        for check in proof_check.checks
    ]
    lines += [f"MISSING    {title}: the file holds no proof of it" for title in proof_check.missing]
    lines += [f"left out   {title}: {why}" for title, why in proof_check.beyond]
    if not proof_check.checks:
        lines.append("There are no proofs in this file.")
    return [*map(printable, lines), printable(_closing(proofs, proof_check, is_unchanged))]


def _closing(proofs: Proofs, check: ProofCheck, is_unchanged: bool | None) -> str:
    """What was compared with what; a success is only said where everything is proven."""
    if not check.is_whole:
        return "NOT PROVEN: a proof that the answer needs fails or is missing."
    if is_unchanged is None:
        return "Each proof was checked by itself; name the case as well to check that it is about its tables."
    if not is_unchanged:
        return (
            "NOT PROVEN of this case file: it has changed since the proofs were made, though its tables are the same."
        )
    under = f" under {', '.join(proofs.variants)}" if proofs.variants else ""
    table = f" at the table {proofs.table}" if proofs.table is not None else ""
    return f"The proofs are about this case file{under}{table}, and their tables are its tables."


def proof_document(proofs: Proofs, proof_check: ProofCheck, is_unchanged: bool | None) -> Json:
    """The same as data."""
    return {
        "winset": VERSION,
        "case": proofs.case,
        "sha256": proofs.sha256,
        "variants": list(proofs.variants),
        "table": proofs.table,
        "case_unchanged": is_unchanged,
        "proven": proof_check.is_whole and is_unchanged is not False,
        "proofs": [
            {
                "claim": check.title,
                "proven": not check.wrong,
                "says": check.proven or None,
                "rows": check.rows,
                "wrong": check.wrong or None,
            }
            for check in proof_check.checks
        ],
        "missing": list(proof_check.missing),
        "left_out": [{"claim": title, "why": why} for title, why in proof_check.beyond],
    }
