"""Reads a file of proofs: anybody may have written it."""

from __future__ import annotations

from pathlib import Path

from winset.analyses.settlement.proofs import Proofs
from winset.errors import WinsetError
from winset.model.record import Decimal

LARGEST = 500_000_000
"""Bytes of a file of proofs; beyond, it is not read."""


def proofs_in(told: object, path: Path) -> Proofs:
    """The proofs that the JSON of a file holds. Raises WinsetError where there are none, with what is wrong."""
    if not isinstance(told, dict) or not isinstance(told.get("certificates"), list):
        raise WinsetError(
            f"{path} is not a file of proofs and not a record: it has neither `certificates` nor `record`"
        )
    if not all(isinstance(one, dict) for one in told["certificates"]):
        raise WinsetError(f"{path} is not a file of proofs: its `certificates` are not mappings")
    variants, table = told.get("variants", []), told.get("table")
    if not isinstance(variants, list) or not all(isinstance(one, str) for one in variants):
        raise WinsetError(f"{path} is not a file of proofs: its `variants` are not names")
    if table is not None and not isinstance(table, str):
        raise WinsetError(f"{path} is not a file of proofs: its `table` is not a name")
    _refuse_decimals(told, path)
    return Proofs(
        file=str(path),
        case=str(told.get("case", "")),
        sha256=str(told.get("sha256", "")),
        variants=tuple(variants),
        table=table,
        certificates=told["certificates"],
    )


def _refuse_decimals(told: object, path: Path) -> None:
    """Raises WinsetError for a number that is not whole: a proof holds none."""
    stack = [told]
    while stack:
        one = stack.pop()
        if isinstance(one, Decimal):
            raise WinsetError(f"{path} is not a file of proofs: {one.text} is not a whole number")
        if isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
