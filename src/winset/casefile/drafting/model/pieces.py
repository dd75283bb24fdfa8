"""A long source in pieces that a model can be asked about one after the other, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from winset.casefile.sources import SourceText

PIECE = 12_000
"""Characters of a source that are sent at once where nobody says otherwise."""
_BORDERS = (
    re.compile(r"(?:\r\n|\r|\n)[^\S\r\n\f]*(?:\r\n|\r|\n)\s*|\f\s*"),
    re.compile(r"[.!?…。！？؟]+[\"”’»)\]」』]*\s+|\r\n|\r|\n"),
    re.compile(r"\s+"),
)
"""Where a piece may end, from the best place to the worst: after a paragraph, a sentence or a line, a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a source. source: its short name in the case; start, end: places in its text, in code points."""

    source: str
    start: int
    end: int
    text: str


def pieces_of(name: str, source: SourceText, size: int = PIECE) -> Iterator[Piece]:
    """The whole text in pieces of at most `size` characters, in order, none of them without a word."""
    text, start = source.text, 0
    while start < len(text):
        end = len(text) if len(text) - start <= size else _end(text, start, start + size)
        if text[start:end].strip():
            yield Piece(source=name, start=start, end=end, text=text[start:end])
        start = end


def _end(text: str, start: int, most: int) -> int:
    """Where a piece ends: at the last good border in its second half, else at the last of a worse kind."""
    least = start + (most - start) // 2
    for border in _BORDERS:
        ends = [found.end() for found in border.finditer(text, least, most) if found.end() > start]
        if ends:
            return ends[-1]
    return most
