"""What a record keeps of one run, and what became of it when the run was repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FORMAT = 2
"""The form of the record files that are written here, and the only one that is read."""
Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number with a point or exponent, as it is written: 0.5 and 0.50 differ."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a run read. place: of the case file, from the record's folder; None where they share no folder.

    sources: the sha256 of each source that may be named at the run's level of handling; None of one that could not be
    read. closed: those of the others, in no order that tells which is which.
    """

    case: str | None = None
    place: str | None = None
    sha256: str = ""
    sources: Mapping[str, str | None]
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One run: the command, what it was asked and read, what it found, and the sha256 of each file that it wrote.

    request: what was asked, by the names of its fields. variants: under which the case was read. numbers: judged ones
    that were tried at another value, as they are typed. dates: as it stood on which it was read, by the names of the
    options that say so. shown: how the answer
    was shown: the level of handling, and how much of it. inputs: of each case in the order of the command line, none
    where the command reads no case. place: of the folder of the files, where the run cannot be repeated. edited: True
    where the file is not as it was written.
    """

    version: str
    command: str
    request: Json
    variants: tuple[str, ...]
    shown: Json
    inputs: tuple[Inputs, ...]
    results: Json
    files: Mapping[str, str]
    place: str | None = None
    notes: tuple[str, ...] = ()
    edited: bool = False
    numbers: tuple[str, ...] = ()
    dates: Json = field(default_factory=dict)

    @property
    def options(self) -> Json:
        """What was asked and how it was shown, in one."""
        return {**self.request, **self.shown}

    @property
    def is_repeatable(self) -> bool:
        """False for files that were made without a case: they are compared with what stands there now."""
        return bool(self.inputs) or not self.files


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChange:
    """An input that is not what it was. recorded, now: None where there was, or is, nothing. case: whose it is, where
    the run read several.
    """

    what: Literal["version", "case", "source", "closed", "option", "results", "record"]
    name: str = ""
    recorded: str | None = None
    now: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value that is not the same, placed among the results. recorded, now: as JSON, None where it is missing."""

    path: str
    recorded: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What became of a record. values: how many were compared. obstacle: why the run could not be repeated, if so."""

    changes: tuple[InputChange, ...]
    differences: tuple[Difference, ...] = ()
    values: int = 0
    obstacle: str = ""

    @property
    def is_same(self) -> bool | None:
        """Whether every value is the same; None where that is not known."""
        return None if self.obstacle else not self.differences
