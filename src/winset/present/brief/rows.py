"""The rows that a brief is laid out from: plain texts with their footnotes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """One line on a party: what it wants, refuses, is pressed by, and what is not known of it."""

    name: str
    wants: tuple[Noted, ...]
    refuses: tuple[Noted, ...]
    pressed_by: tuple[Noted, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A text with the numbers of the footnotes that carry it; inferred: True where no source states it."""

    text: str
    notes: tuple[int, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageColumn:
    """A package in a column: why it is shown, and who objects."""

    heading: str
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """A party's walk-away and its value for each package shown, in points; below: which of them fall short."""

    party: str
    walk_away: str
    values: tuple[str, ...]
    below: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """An issue with one text per party, its basis and its footnotes."""

    issue: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    basis: str
    text: str
    refuses: str
    because: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """A judged number: of what, whose, and its range in words."""

    what: str
    party: str
    value: str
