"""Reads a file of proofs: anybody may have written it."""

from __future__ import annotations

from pathlib import Path

from winset.analyses.settlement.proofs import FORM, Proofs
from winset.errors import WinsetError
from winset.model.record import Decimal

FIELDS = {"proofs", "winset", "case", "sha256", "variants", "table", "statement", "certificates"}
LARGEST = 500_000_000
"""Bytes of a file of proofs; beyond, it is not read."""


def proofs_in(content: object, path: Path) -> Proofs:
    """The proofs that the JSON of a file holds. Raises WinsetError where there are none, with what is wrong."""
    if not isinstance(content, dict) or not isinstance(content.get("certificates"), list):
        raise WinsetError(
            f"{path} is not a file of proofs and not a record: it has neither `certificates` nor `record`"
        )
    if not all(isinstance(certificate, dict) for certificate in content["certificates"]):
        raise WinsetError(f"{path} is not a file of proofs: its `certificates` are not mappings")
    variants, table = content.get("variants", []), content.get("table")
    if not isinstance(variants, list) or not all(isinstance(variant, str) for variant in variants):
        raise WinsetError(f"{path} is not a file of proofs: its `variants` are not names")
    if table is not None and not isinstance(table, str):
        raise WinsetError(f"{path} is not a file of proofs: its `table` is not a name")
    _refuse_decimals(content, path)
    _refuse_other_forms(content, path)
    return Proofs(
        file=str(path),
        case=str(content.get("case", "")),
        sha256=str(content.get("sha256", "")),
        variants=tuple(variants),
        table=table,
        statement=content["statement"],
        certificates=content["certificates"],
    )


def _refuse_other_forms(content: dict[str, object], path: Path) -> None:
    """Raises WinsetError for a file of another form than the one that is written here, and for what no form holds."""
    form = content.get("proofs", 1)
    if type(form) is not int or form != FORM:
        newer = type(form) is int and form > FORM
        advice = "a newer winset wrote it; update winset" if newer else "make the proofs again with `winset certify`"
        raise WinsetError(f"{path} holds proofs of form {form}, and form {FORM} is read here: {advice}")
    if set(content) != FIELDS or not isinstance(content["statement"], dict):
        fields = ", ".join(f"`{field}`" for field in sorted(FIELDS ^ set(content))) or "`statement`"
        raise WinsetError(f"{path} is not a file of proofs as winset writes it; look at {fields}")
    if not isinstance(content["case"], str) or not isinstance(content["sha256"], str):
        raise WinsetError(f"{path} is not a file of proofs: its `case` or `sha256` is not text")


def _refuse_decimals(content: object, path: Path) -> None:
    """Raises WinsetError for a number that is not whole: a proof holds none."""
    stack = [content]
    while stack:
        value = stack.pop()
        if isinstance(value, Decimal):
            raise WinsetError(f"{path} is not a file of proofs: {value.text} is not a whole number")
        if isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
