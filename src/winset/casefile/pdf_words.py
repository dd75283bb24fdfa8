"""Where the words stand that a page of a PDF writes: each run of letters without a gap, from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from winset.casefile.pdf_tags import Cell
from winset.casefile.pdf_widths import FontWidths

Point = tuple[float, float]

MOST_WORDS = 200_000
"""Words on a page of a PDF whose places are known; beyond, all groups of digits on it that may be one number are kept
apart.
"""
TOUCHING = 0.12
"""Of the size of the letters: a smaller gap is one between letters, as kerning makes it, and not between words."""
BACK = 0.3
"""Of the size of the letters: how far letters may lie over those before them."""

LOOSEST = 0.6
"""Of the size of the letters: how far letters are set apart at most that are still one word, as in a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Letters that one operation writes side by side.

    text: the number of the operation; start, end: of the line that the letters stand on, in points of the page; along:
    the direction in which they are read, of length 1; em, height: the size of the letters along and across; space: that
    of a space between words.
    """

    text: int
    font: FontWidths
    letters: bytes
    start: Point
    end: Point
    along: Point
    em: float
    height: float
    space: float
    is_spaced: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How the letters of one operation are set: in what font and size, how far apart, how wide, how high above the
    line, where on the page a point of the text lies, whether a space was written last, and in which cell of a table.
    """

    matrix: tuple[float, float, float, float, float, float]
    font: FontWidths
    size: float
    stretch: float
    rise: float
    between_letters: float
    at_spaces: float
    is_spaced: bool = False
    cell: Cell | None = None

    def at(self, pen: float) -> Point:
        a, b, c, d, e, f = self.matrix
        return a * pen + c * self.rise + e, b * pen + d * self.rise + f


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters and from where to where they stand along the line, in the units of the text."""

    letters: bytes
    start: float
    end: float
    is_spaced: bool


def words_of(text: int, pieces: Sequence[Any], pen: Pen) -> tuple[list[Word], float, bool]:
    """The words that one operation writes, how far it moves the pen, and whether it ends with a space."""
    runs: list[_Run] = []
    letters: list[bytes] = []
    place, start, end = 0.0, 0.0, 0.0
    was_spaced = is_spaced = pen.is_spaced
    scale = pen.size * pen.stretch
    back, gap = -BACK * abs(scale), TOUCHING * abs(scale)
    loose = pen.between_letters if 0 < pen.between_letters <= LOOSEST * abs(pen.size) else 0.0
    for piece in pieces:
        if isinstance(piece, int | float):
            place -= float(piece) / 1000 * scale
            continue
        for letter, width, is_space in pen.font.codes(
            piece.encode("latin-1", "replace") if isinstance(piece, str) else piece
        ):
            apart = place - end
            if len(runs) > MOST_WORDS:
                letters = []
            if letters and (is_space or not back <= apart <= gap):
                runs.append(_Run(b"".join(letters), start, end, was_spaced))
                letters = []
            after = place + width * scale
            if not is_space:
                if not letters:
                    start, was_spaced = place, is_spaced
                end = after + loose * pen.stretch
                letters.append(letter)
            is_spaced = is_space
            place = after + (pen.between_letters + (pen.at_spaces if letter == b" " else 0.0)) * pen.stretch
    if letters:
        runs.append(_Run(b"".join(letters), start, end, was_spaced))
    return [_word(text, pen, run) for run in runs], place, is_spaced


def _word(text: int, pen: Pen, run: _Run) -> Word:
    a, b, c, d, _e, _f = pen.matrix
    across = hypot(a, b)
    sign = 1.0 if pen.size >= 0 else -1.0
    em = abs(pen.size) * pen.stretch * across
    return Word(
        text=text,
        font=pen.font,
        letters=run.letters,
        start=pen.at(run.start),
        end=pen.at(run.end),
        along=(sign * a / across, sign * b / across) if across else (1.0, 0.0),
        em=em,
        height=abs(pen.size) * hypot(c, d),
        space=pen.font.word_space * em,
        is_spaced=run.is_spaced,
        cell=pen.cell,
    )
