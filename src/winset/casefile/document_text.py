"""What a document of a source gives: its text, also as it is read on from page to page, or why it was not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from winset.casefile.fold import FoldedText, fold, with_pieces

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
    regions = ((start, end, "" if is_mark else "\n") for start, end, is_mark in _regions(text, furniture))
    pieces = with_pieces(text, regions)
    return RunningText(text=pieces.text, pieces=pieces)


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


UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and lone surrogates, which the text of a source never holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """The words of a document that are seen; whole: with those that are not, empty where there are none.

    pictured: pages of a PDF, from 1, of which some text is seen only as part of a picture, as on a scanned page whose
    words were recognised. furniture: what belongs to the pages. elsewhere: style sheets that a page of HTML loads,
    which may hide more.
    """

    text: str
    whole: str = ""
    pictured: frozenset[int] = frozenset()
    furniture: tuple[Furniture, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRefused:
    """Why a source was not read: a code from E120 to E125, and what would be right."""

    code: str
    message: str


def too_large(file: str, size: str, limit: str) -> SourceRefused:
    """That the source has more of something than a source may have."""
    message = f"`{file}` has {size}; a source may have at most {limit}: keep the part that is quoted"
    return SourceRefused(code="E122", message=message)
