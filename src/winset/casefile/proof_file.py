"""Reads a file of proofs: anybody may have written it."""

from __future__ import annotations

import json
from pathlib import Path

from winset.analyses.settlement.proofs import Proofs
from winset.errors import WinsetError

LARGEST = 500_000_000
"""Bytes of a file of proofs that are read."""


def _whole(number: str) -> None:
    raise ValueError(f"{number} is not a whole number")


def read_proofs(path: Path) -> Proofs:
    """The proofs in a file. Raises WinsetError where there are none, with what is wrong."""
    try:
        if not path.is_file():
            raise WinsetError(f"{path} is not a file" if path.exists() else f"there is no file {path}")
        if path.stat().st_size > LARGEST:
            raise WinsetError(f"{path} is larger than {LARGEST // 1_000_000} MB")
        told = json.loads(path.read_text(encoding="utf-8"), parse_float=_whole, parse_constant=_whole)
    except OSError as error:
        raise WinsetError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise WinsetError(f"{path} is not a file of proofs: {error}") from error
    if not isinstance(told, dict) or not isinstance(told.get("certificates"), list):
        raise WinsetError(f"{path} is not a file of proofs: it has no list `certificates`")
    if not all(isinstance(one, dict) for one in told["certificates"]):
        raise WinsetError(f"{path} is not a file of proofs: its `certificates` are not mappings")
    variants, table = told.get("variants", []), told.get("table")
    if not isinstance(variants, list) or not all(isinstance(one, str) for one in variants):
        raise WinsetError(f"{path} is not a file of proofs: its `variants` are not names")
    if table is not None and not isinstance(table, str):
        raise WinsetError(f"{path} is not a file of proofs: its `table` is not a name")
    return Proofs(
        file=str(path),
        case=str(told.get("case", "")),
        sha256=str(told.get("sha256", "")),
        variants=tuple(variants),
        table=table,
        certificates=told["certificates"],
    )
