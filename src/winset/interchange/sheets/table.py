"""What stands on a sheet, whatever file it is in: columns, rows of texts, and the words in their heads.

A number that is written reads as the same number, and nothing passes through rounding.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pydantic_core import PydanticCustomError

from winset.errors import Path
from winset.model.numbers import number

WHOLE = re.compile(r"-?[0-9]{1,30}")
DECIMAL = re.compile(r"-?[0-9]{1,30}\.[0-9]{1,30}")
WITH_COMMA = re.compile(r"(-?[0-9]{1,30}),([0-9]{1,2}|[0-9]{4,6})")
"""A comma before one, two or more than three digits can only be that of a decimal; before three it may be either."""
MINUS = str.maketrans({"\u2212": "-", "\u00a0": None, "\u202f": None})


class NotANumber(ValueError):
    """The text is no number of a case; the message says what would be right."""


def number_text(value: int | Decimal | str) -> str:
    """A number of a case file as it is written into a cell."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def number_of(text: str) -> int | Decimal | str:
    """The number that a text says: an integer, a decimal, or a fraction such as 300/7. Raises NotANumber."""
    plain = text.strip().translate(MINUS)
    comma = WITH_COMMA.fullmatch(plain)
    if comma:
        plain = f"{comma[1]}.{comma[2]}"
    value: int | Decimal | str = plain
    if WHOLE.fullmatch(plain):
        value = int(plain)
    elif DECIMAL.fullmatch(plain):
        value = Decimal(plain)
    try:
        number(value)
    except PydanticCustomError as error:
        raise NotANumber(error.message()) from error
    return value


def normal_number(text: str) -> str:
    """One text for all that say the same number; the text itself where it says none."""
    try:
        return str(number(number_of(text)))
    except NotANumber:
        return text


Kind = Literal["key", "stamp", "label", "choice", "text", "number", "date"]
WITHHELD = "(not shown at this level)"
"""Stands in a cell that lies above the level of a sheet; a cell that still says so is not read."""
BLANK = "blank"
"""Level in the stamp of a row that was written empty, to be filled in."""
KEY_HEAD, STAMP_HEAD = "Row", "As exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet. list_name: of the choices that its cells have; one name for each issue where it is `issue`.

    words: what is said of it to whoever fills it in.
    """

    name: str
    head: str
    kind: Kind
    width: int
    list_name: str = ""
    words: str = ""

    @property
    def is_input(self) -> bool:
        """True where a person writes."""
        return self.kind in ("choice", "text", "number", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: what it is about, its texts by column, and which list of choices holds in it.

    path: what it is about in the case file. is_walk_away: its numbers may count from the status quo.
    """

    key: str
    path: Path
    texts: Mapping[str, str]
    issue: str = ""
    is_walk_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet as it is written: rows in order. level: who may see what stands in it, or `blank`."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    level: str

    @property
    def inputs(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_input)

    def written(self, row: Row) -> Iterator[str]:
        """The texts of a row, column by column."""
        for column in self.columns:
            if column.kind == "key":
                yield row.key
            elif column.kind == "stamp":
                yield self.stamp(row.texts)
            elif column.is_input and self.level == BLANK:
                yield ""
            else:
                yield row.texts.get(column.name, "")

    def stamp(self, texts: Mapping[str, str]) -> str:
        """What tells whether a row was written on since, or says another thing in the case by now."""
        if self.level == BLANK:
            return BLANK
        return f"{self.level}:{fingerprint(self.inputs, texts)}"


def fingerprint(columns: tuple[Column, ...], texts: Mapping[str, str]) -> str:
    """A short hash of what a row says; numbers that are equal are the same."""
    said = {
        column.name: normal_number(text) if column.kind == "number" else text
        for column in columns
        if (text := texts.get(column.name, ""))
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """Everything that is written: the tables, the lists of choices by name with their titles, and what is to be read
    first.
    """

    tables: tuple[Table, ...]
    lists: Mapping[str, tuple[str, tuple[str, ...]]]
    read_me: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """A cell as it was found. at: its place, "Positions!D7". fault: why it cannot be taken, or nothing. is_day: a
    spreadsheet keeps it as a date.
    """

    at: str
    line: int
    column: int
    text: str = ""
    fault: str = ""
    is_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row as it was found, by the head of its columns in small letters; `line`, counted from 1."""

    line: int
    cells: Mapping[str, ReadCell]


@dataclass(slots=True, kw_only=True)
class ReadTable:
    """A sheet as it was found. heads: the heads in their order, with the number of the column, counted from 1."""

    title: str
    file: str
    heads: dict[str, int] = field(default_factory=dict)
    rows: list[ReadRow] = field(default_factory=list)

    def take(self, line: int, found: Iterable[tuple[int, str, str, bool]]) -> None:
        """Takes a row in, the first as the heads. found: of each cell the column, the text, why it cannot be taken, and
        whether a spreadsheet keeps it as a date; of columns under one head the first counts.
        """
        if line == 1:
            for column, text, _, _ in found:
                if head := " ".join(text.split()).casefold():
                    self.heads.setdefault(head, column)
            return
        head_of = {column: head for head, column in self.heads.items()}
        cells = {
            head_of[column]: ReadCell(
                at=f"{self.title}!{letters(column)}{line}", line=line, column=column, text=text, fault=fault,
                is_day=is_day,
            )
            for column, text, fault, is_day in found
            if column in head_of and (text or fault)
        }  # fmt: skip
        self.rows.append(ReadRow(line=line, cells=cells))


def letters(column: int) -> str:
    """The letters of a column, counted from 1."""
    named = ""
    while column:
        column, rest = divmod(column - 1, 26)
        named = chr(ord("A") + rest) + named
    return named
