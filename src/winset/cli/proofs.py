"""Proofs of every optimum, or that there is no deal: made for a case, checked against one, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from winset.analyses.settlement.proofs import CertificateCheck, Proofs
from winset.model.version import VERSION

Json = dict[str, object]


def made_lines(proofs: Sequence[Mapping[str, Any]], where: str) -> list[str]:
    """How many proofs were made, where they are, and what was not proven."""
    made = sum(1 for one in proofs if one["made"])
    unmade = [f"not proven: {one['claim']}: {one['why']}" for one in proofs if not one["made"]]
    return [f"{made} of {len(proofs)} proofs are in {where}", *unmade]


def made_document(document: Mapping[str, Any], file: str) -> Json:
    """The same as data, with all that the file says but the proofs themselves."""
    proofs = [
        {"claim": one["claim"], "made": one["made"], "why": None if one["made"] else one["why"]}
        for one in document["certificates"]
    ]
    return {**{key: value for key, value in document.items() if key != "certificates"}, "file": file, "proofs": proofs}


def proof_lines(proofs: Proofs, found: tuple[CertificateCheck, ...], sha256: str | None) -> list[str]:
    """One line for each proof, and what was compared with what."""
    lines = []
    for one in found:
        if one.unmade:
            lines.append(f"not made   {one.claim}: {one.unmade}")
        elif one.wrong:
            lines.append(f"FAILS      {one.claim}: {one.wrong}")
        else:
            lines.append(f"proven     {one.claim} ({one.rows:,} combinations of options looked at)")
    if not found:
        lines.append("There are no proofs in this file.")
    if sha256 is None:
        lines.append("Each proof was checked by itself; name the case as well to check that it is about its tables.")
    elif sha256 != proofs.sha256:
        lines.append("The case file has changed since the proofs were made; its tables were compared all the same.")
    else:
        lines.append("The proofs are about this case file, and their tables are its tables.")
    return lines


def proof_document(proofs: Proofs, found: tuple[CertificateCheck, ...], sha256: str | None) -> Json:
    """The same as data."""
    return {
        "winset": VERSION,
        "case": proofs.case,
        "sha256": proofs.sha256,
        "case_unchanged": None if sha256 is None else sha256 == proofs.sha256,
        "proofs": [
            {
                "claim": one.claim,
                "proven": not one.wrong and not one.unmade,
                "rows": one.rows,
                "wrong": one.wrong or None,
                "unmade": one.unmade or None,
            }
            for one in found
        ],
    }
