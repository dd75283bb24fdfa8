"""A source as it is read: without what a page puts between two halves of a sentence."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from winset.casefile.fold import FoldedText, fold

FurnitureKind = Literal["running header or footer", "page number", "footnote", "footnote mark"]
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A stretch of a source that belongs to its pages and not to its sentences."""

    start: int
    end: int
    kind: FurnitureKind


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots: the cached property lives in the instance
class RunningText:
    """A text, the way back to the source that it was made from, and the same under the typographic fold.

    pieces: None where the text is the source's own.
    """

    text: str
    pieces: FoldedText | None = None

    @cached_property
    def folded(self) -> FoldedText:
        """The text under the typographic fold."""
        return fold(self.text)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that text[start:end] came from; the slice must not be empty."""
        return (start, end) if self.pieces is None else self.pieces.original(start, end)

    def at(self, offset: int) -> int:
        """The first character of `text` that came from the source at `offset` or later."""
        return offset if self.pieces is None else self.pieces.at(offset)


def running_text(text: str, furniture: Sequence[Furniture]) -> RunningText:
    """The text with one line break in the place of what is furniture, with the white space around it; a footnote's mark
    alone leaves nothing behind.
    """
    if not furniture:
        return RunningText(text=text)
    parts: list[str] = []
    firsts, starts = array("i", [0]), array("i", [0])
    first = position = 0
    for start, end, is_mark in _regions(text, furniture):
        between = "" if is_mark else "\n"
        parts += (text[position:start], between)
        first += start - position
        firsts.append(first)
        first += len(between)
        firsts.append(first)
        starts.extend((start, end))
        position = end
    parts.append(text[position:])
    firsts.append(first + len(text) - position)
    starts.append(len(text))
    return RunningText(text="".join(parts), pieces=FoldedText(text="".join(parts), firsts=firsts, starts=starts))


def _regions(text: str, furniture: Sequence[Furniture]) -> list[tuple[int, int, bool]]:
    """Where furniture stands, with the white space around it; what white space alone keeps apart is one region."""
    regions: list[tuple[int, int, bool]] = []
    for piece in sorted(furniture, key=lambda piece: piece.start):
        is_mark = piece.kind == "footnote mark"
        start, end = (piece.start, piece.end) if is_mark else _widened(text, piece.start, piece.end)
        if regions and start <= regions[-1][1]:
            before = regions[-1]
            regions[-1] = (before[0], max(before[1], end), before[2] and is_mark)
        else:
            regions.append((start, end, is_mark))
    return regions


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isspace():
        start -= 1
    space = _SPACE.match(text, end)
    return start, space.end() if space else end
