"""Every sentence, cell and row of a report that carries a number, as a reader reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from winset.report.blocks import Bullets, Figure, Grid, PackageTable, Report, Sentence
from winset.report.pieces import plain

WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|nineteen|twenty|thirty|half|once|twice"
NUMBER = re.compile(rf"\d|\b(?:{WORDS})\b", re.IGNORECASE)
ENDS = re.compile(r"(?<=[.?!])\s+(?=[A-Z“*])|(?<=[.?!])\s+(?=\d+ (?:points|trials|packages tie|cells))")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence. section, kind: where it stands, and in which block; heads: above the columns of a row."""

    section: str
    kind: str
    text: str
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def said_in(report: Report) -> Iterator[Said]:
    """Every sentence and row, in the order of the report."""
    for block in report.lead:
        yield from said_by("lead", block)
    for section in report.sections:
        for block in section.blocks:
            yield from said_by(section.key, block)


def with_numbers(report: Report) -> Iterator[Said]:
    """Those of them that carry a number."""
    return (one for one in said_in(report) if NUMBER.search(one.text))


def said_by(section: str, block: Any) -> Iterator[Said]:
    kind = type(block).__name__
    match block:
        case Sentence():
            for text in split(block.text):
                yield Said(section, kind, text)
        case Bullets():
            for item in block.items:
                for text in split(item):
                    yield Said(section, kind, text)
        case Grid():
            heads = tuple(read(cell) for cell in block.head)
            for row in block.rows:
                yield _row(section, kind, heads, row)
        case PackageTable():
            heads = ("", *(read(cell) for cell in block.headings))
            for row in block.options:
                yield _row(section, "Options", heads, row)
            for row in (heads[1:], *block.worth, *block.more):
                yield _row(section, kind, heads, row)
        case Figure():
            for words in block.words:
                yield from said_by(section, words)


def _row(section: str, kind: str, heads: tuple[str, ...], row: Any) -> Said:
    cells = tuple(read(cell) for cell in (row if isinstance(row, tuple | list) else (row,)))
    return Said(section, kind, " | ".join(cells), heads, cells)


def read(text: Any) -> str:
    note = getattr(text, "note", "")
    return plain(str(text)) + (f" ({plain(str(note))})" if note else "")


def split(text: Any) -> list[str]:
    return ENDS.split(read(text))
