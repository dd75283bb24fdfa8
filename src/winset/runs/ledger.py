"""A ledger of forecasts: files that are written once, dated and sealed, and read with their seal checked."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path as File
from typing import Any, Literal

from winset.casefile.opening import open_regular
from winset.casefile.save import write_new
from winset.errors import SaveRefused, WinsetError

Kind = Literal["forecast", "outcome"]
FORMAT = 1
LARGEST = 20_000_000
"""Bytes of a file of the ledger; beyond, it is refused."""
STAMP = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """A file of the ledger. content: what was sealed. seal: the sha256 of it."""

    path: File
    kind: Kind
    case: str
    date: str
    content: Mapping[str, Any]
    seal: str


def keep(folder: File, kind: Kind, case: str, content: Mapping[str, Any], now: datetime | None = None) -> LedgerEntry:
    """The content as a new file of the ledger, which its owner alone can read and which nothing is written over.

    now: the time, of the clock if not given. Raises SaveRefused where it cannot be written, or one of this second is
    there.
    """
    date = (now or datetime.now(UTC)).strftime(STAMP)
    body: dict[str, Any] = {"kept": kind, "format": FORMAT, "date": date, "case": case, **content}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveRefused(f"there is no folder `{folder}` for the ledger: {error.strerror}") from None
    path = folder / f"{case}.{date}.{kind}.json"
    if os.path.lexists(path):
        raise SaveRefused(f"`{path}` is there, and nothing of a ledger is written over; ask again in a second")
    seal = seal_of(body)
    write_new(path, json.dumps({**body, "seal": seal}, ensure_ascii=False, indent=1) + "\n", over=False, private=True)
    return LedgerEntry(path=path, kind=kind, case=case, date=date, content=body, seal=seal)


def entries(folder: File) -> tuple[LedgerEntry, ...]:
    """Every file of the ledger by date. Raises WinsetError with those whose seal is broken or that cannot be read."""
    found, broken = [], []
    for path, kind in _files(folder):
        try:
            found.append(_read(path, kind))
        except OSError as error:
            broken.append(f"`{path.name}` cannot be read: {error.strerror}")
        except WinsetError as error:
            broken.append(f"`{path.name}` {error}")
    if broken:
        raise WinsetError("files of the ledger are not as they were kept: " + "; ".join(broken))
    return tuple(sorted(found, key=lambda entry: (entry.date, entry.path.name)))


def seal_of(body: Mapping[str, Any]) -> str:
    """The sha256 of everything but the seal, however the file is laid out."""
    rest = {key: value for key, value in body.items() if key != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _files(folder: File) -> Iterator[tuple[File, Kind]]:
    if not folder.is_dir():
        raise WinsetError(f"there is no ledger `{folder}`; `winset forecast CASE --keep` begins one")
    for path in sorted(folder.iterdir()):
        if path.name.endswith(".forecast.json"):
            yield path, "forecast"
        elif path.name.endswith(".outcome.json"):
            yield path, "outcome"


def _read(path: File, kind: Kind) -> LedgerEntry:
    with open_regular(path) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise WinsetError(f"has more than {LARGEST:,} bytes")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise WinsetError("is no JSON: it was cut off, or changed") from None
    if not isinstance(body, dict) or body.get("kept") != kind or body.get("format") != FORMAT:
        raise WinsetError("is no file of a ledger as this version writes them")
    if not _is_sealed(body):
        raise WinsetError("was changed after it was sealed")
    return LedgerEntry(
        path=path, kind=kind, case=str(body["case"]), date=str(body["date"]), content=body, seal=body["seal"]
    )


def _is_sealed(body: Mapping[str, Any]) -> bool:
    """Whether it has what every file of the ledger has, and the seal of it."""
    try:
        return {"seal", "case", "date"} <= body.keys() and bool(body["seal"] == seal_of(body))
    except (ValueError, RecursionError):  # a number that is none
        return False
