"""The DEU record of European Union decisions, read from a folder of its tables: issues, positions and outcomes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

import numpy as np

from winset.analyses.forecast.record.public_record import RecordedIssue
from winset.analyses.forecast.stances import Stances
from winset.casefile.opening import NotRegular, open_regular
from winset.errors import WinsetError

ISSUES, ACTORS = "issues.csv", "actors_long.csv"
COLUMNS = {ISSUES: ("isnr", "prnr", "outcome"), ACTORS: ("isnr", "actor", "position", "salience")}
LARGEST = 20_000_000
"""Bytes of a table of the record; beyond, it is refused."""
MOST_PROBLEMS = 10
"""Problems of a record that are named; beyond, the rest is counted."""
NICE_VOTES = {
    "de": 29, "fr": 29, "it": 29, "uk": 29, "es": 27, "pl": 27, "ro": 14, "nl": 13, "be": 12, "cz": 12, "el": 12,
    "hu": 12, "pt": 12, "at": 10, "bu": 10, "se": 10, "cr": 7, "dk": 7, "fi": 7, "ie": 7, "lt": 7, "sk": 7, "cy": 4,
    "ee": 4, "lu": 4, "lv": 4, "si": 4, "mt": 3,
}  # fmt: skip
"""Votes in the Council under the Treaty of Nice, by the record's short names. Source: Declaration 20 annexed to the
Treaty of Nice 2001, and the Act of Accession of Croatia 2012, article 20.
"""
_Standing = tuple[str, float, float, float]
"""A party with its position, its salience and its votes."""
INSTITUTIONS = ("com", "ep")
"""The Commission and the Parliament have no votes in the Council, and count as its largest member."""


def read_record(folder: Path) -> tuple[RecordedIssue, ...]:
    """The issues with an outcome, in the order of the file, with whoever has a position on each. A missing salience is
    0. Raises WinsetError with what is wrong in the tables, and OSError.
    """
    wrong: list[str] = []
    stances = _stances(folder, wrong)
    found = []
    for line, row in _rows(folder, ISSUES):
        name, group = row["isnr"], row["prnr"]
        if not row["outcome"].strip():
            continue
        outcome = _number(row["outcome"], (ISSUES, line, "outcome"), wrong)
        if name not in stances:
            wrong.append(f"{ISSUES}, line {line}: nobody has a position on `{name}` in {ACTORS}")
            continue
        who = tuple(party for party, *_ in stances[name])
        found.append(RecordedIssue(name=name, group=group, parties=who, stances=_of(stances[name]), outcome=outcome))
    if not found and not wrong:
        wrong.append(f"{ISSUES}: no issue has an outcome")
    if wrong:
        more = f"\nand {len(wrong) - MOST_PROBLEMS} more" if len(wrong) > MOST_PROBLEMS else ""
        raise WinsetError("this is no record as expected:\n" + "\n".join(wrong[:MOST_PROBLEMS]) + more)
    return tuple(found)


def _stances(folder: Path, wrong: list[str]) -> dict[str, list[_Standing]]:
    """By issue, of each party the position, the salience and the votes."""
    found: dict[str, list[_Standing]] = {}
    largest = max(NICE_VOTES.values())
    for line, row in _rows(folder, ACTORS):
        if not row["position"].strip():
            continue
        party = row["actor"].strip()
        votes = largest if party in INSTITUTIONS else NICE_VOTES.get(party)
        if votes is None:
            wrong.append(f"{ACTORS}, line {line}: `{party}` is no member of the Council as the record names them")
            continue
        position = _number(row["position"], (ACTORS, line, "position"), wrong)
        salience = _number(row["salience"] or "0", (ACTORS, line, "salience"), wrong)
        found.setdefault(row["isnr"], []).append((party, position, salience, float(votes)))
    return found


def _of(each: list[_Standing]) -> Stances:
    position, salience, votes = np.array([numbers for _, *numbers in each]).T
    return Stances(position=position[:, None], salience=salience[:, None], capability=votes)


def _number(text: str, where: tuple[str, int, str], wrong: list[str]) -> float:
    """A number from 0 to 100; 0 where it is none, which is then among what is wrong."""
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if isfinite(number) and 0 <= number <= 100:
        return number
    wrong.append(f"{where[0]}, line {where[1]}: the {where[2]} `{text[:20]}` is no number from 0 to 100")
    return 0.0


def _rows(folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their lines. Raises WinsetError where it is too large or has other columns."""
    try:
        with open_regular(folder / name) as stream:
            data = stream.read(LARGEST + 1)
    except NotRegular as refusal:
        raise WinsetError(f"`{name}`: {refusal}") from None
    if len(data) > LARGEST:
        raise WinsetError(f"`{name}` has more than {LARGEST:,} bytes")
    reader = csv.DictReader(data.decode("utf-8-sig", "replace").splitlines())
    missing = [column for column in COLUMNS[name] if column not in (reader.fieldnames or ())]
    if missing:
        raise WinsetError(f"`{name}` has no column {' and no column '.join(missing)}")
    for row in reader:
        yield reader.line_num, {column: row[column] or "" for column in COLUMNS[name]}
