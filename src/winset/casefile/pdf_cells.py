"""Numbers that stand apart on a page of a PDF, as the cells of a table do, kept apart in its text.

A reader sees from where they stand that 250 and 300 are two numbers; in a text that joins what stands on one line by
one space, they would be one of six digits. Between two numbers that a gap, a line or a change of height keeps apart on
the page, the text gets a tab, or a blank line where a line ends; a number that prose breaks at a space stays whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from winset.casefile.pdf_letters import Letters
from winset.casefile.pdf_words import BACK, MOST_WORDS, TOUCHING, Word
from winset.casefile.tokens import DASH, NUMBER_BEGINS, NUMBER_ENDS

_WORD_GAP = 1.1
"""Spaces between words: a wider gap is one between cells, but in a line that is stretched."""
_EXACT = 1.02  # spaces between words, with what rounding adds
_FIXED, _NARROW = 0.5, 0.27
"""Of the size of letters: a wider space is that of a font whose letters all have one width; and the narrowest gap
between cells that is looked for in such a font.
"""
_STRETCHED = 3.0  # spaces between words: the widest gap that a stretched line has
_EVEN = 0.08  # by what share the spaces of a stretched line differ at most
_ALIKE = 0.6  # the share of the gaps of a stretched line that are such spaces; others may be fixed
_GAPS_OF_LINE = 4  # gaps from which on a line is seen to be stretched
_NUMBERS = 5  # groups of digits: as many, and more, in one line are not a cell
_SHIFT = 0.15  # of the size of letters: what is higher or lower stands not on the same line
_LEAST_DROP, _MOST_DROP = 0.6, 3.0  # of the size of letters: how far below a line its next one stands
_INDENT = 4.0  # of the size of letters: how far apart two lines of one paragraph may begin
_PUNCTUATION = ".,;:!?…)»”’"

_TWO_NUMBERS = re.compile(rf"{NUMBER_ENDS}[^\S\f]?{NUMBER_BEGINS}")

Kind = Literal["touch", "word", "cell", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """What lies between a word and the next: they touch, a space, a border of cells, or the end of a line; width: in
    points, along the line.
    """

    kind: Kind
    width: float


def with_cells_apart(text: str, words: Sequence[Word], letters: Letters) -> str:
    """The text of a page with a tab or a blank line between numbers that stand apart on it.

    words: those that the text is made of, in the same order; letters: what is read in them. The text is left as it is
    where nothing in it may be two numbers. Where it does not have the letters of the words in their order, as some
    texts from right to left, or there are too many, all numbers are kept apart that may be one.
    """
    if not _TWO_NUMBERS.search(text):
        return text
    if len(words) > MOST_WORDS:
        return _all_apart(text)
    read = letters.of(words)
    kept = [place for place, word in enumerate(read) if word]
    words, read = [words[place] for place in kept], [read[place] for place in kept]
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    if "".join(read) != "".join(text.split()):
        return _all_apart(text)
    page = _Page(words, read)
    parts, done = [], 0
    for last, end in enumerate(accumulate(len(word) for word in read[:-1])):
        before, after = places[end - 1] + 1, places[end]
        if page.has_two_numbers(last):
            parts += [text[done:before], page.between(last, text[before:after])]
            done = after
        elif before == after and not _is_parallel(words[last], words[last + 1]):
            parts += [text[done:before], "\n"]
            done = after
    return "".join([*parts, text[done:]])


def _all_apart(text: str) -> str:
    """With a tab between groups of digits that may be one number."""
    return re.sub(r"(?<=\d)[^\S\n\f](?=\d{3}(?!\d))", "\t", text)


def _gap(word: Word, following: Word) -> _Gap:
    """What lies between the two, as far as where they stand says so."""
    size = max(word.em, following.em)
    height = max(word.height, following.height)
    along, across = _apart(word, following)
    if not size or not _is_parallel(word, following) or _are_in_two_cells(word, following):
        return _Gap(kind="cell", width=along)
    if abs(across) > _SHIFT * height:
        return _Gap(kind="line" if across < 0 else "cell", width=along)
    if along < -BACK * size:
        return _Gap(kind="cell", width=along)
    if along <= TOUCHING * size:
        return _Gap(kind="touch", width=along)
    space = max(word.space, following.space)
    return _Gap(kind="word" if along <= _WORD_GAP * space else "cell", width=along)


def _are_in_two_cells(word: Word, following: Word) -> bool:
    """True where the marks of the page say so."""
    return word.cell is not None and following.cell is not None and word.cell != following.cell


def _apart(word: Word, following: Word) -> tuple[float, float]:
    """From the end of the word to the beginning of the next: how far along the line, and how far above it."""
    x, y = following.start[0] - word.end[0], following.start[1] - word.end[1]
    c, s = word.along
    return x * c + y * s, y * c - x * s


def _is_parallel(word: Word, following: Word) -> bool:
    return word.along[0] * following.along[0] + word.along[1] * following.along[1] > 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Words side by side, from one place up to another; space: that between its words where it is stretched."""

    first: int
    last: int
    space: float


class _Page:
    """The words of a page with what is read in them, in lines."""

    def __init__(self, words: Sequence[Word], read: Sequence[str]) -> None:
        self.words, self.read = words, read
        self.gaps = [_gap(word, following) for word, following in pairwise(words)]
        self._part_where_no_space_is_written()
        self.lines: list[_Line] = []
        self.line_of: list[int] = []
        first = 0
        for place in range(len(words)):
            if place + 1 == len(words) or self._ends_line(self.gaps[place]):
                line = _Line(first=first, last=place, space=self._space(first, place))
                self.line_of += [len(self.lines)] * (place + 1 - first)
                self.lines.append(line)
                first = place + 1
        self.segments = self._segments()
        self.segment_of = [place for place, (begin, end) in enumerate(self.segments) for _ in range(begin, end + 1)]

    def _part_where_no_space_is_written(self) -> None:
        """In a font that writes spaces between its words, as wide a gap without one is no space between words."""
        spaced: Counter[int] = Counter()
        for place, (word, following) in enumerate(pairwise(self.words)):
            is_worded = self.read[place][-1].isalpha() and self.read[place + 1][0].isalpha()
            if word.font is following.font and self.gaps[place].kind == "word":
                spaced[id(word.font)] += 1 if following.is_spaced else -1 if is_worded else 0
        for place, (gap, following) in enumerate(zip(self.gaps, self.words[1:], strict=True)):
            narrowest = following.space if following.space <= _FIXED * following.em else _NARROW * following.em
            is_wider = gap.width > _EXACT * narrowest
            if gap.kind == "word" and is_wider and not following.is_spaced and spaced[id(following.font)] > 0:
                self.gaps[place] = _Gap(kind="cell", width=gap.width)

    def has_two_numbers(self, last: int) -> bool:
        """True where a number ends with this word and the next begins with one, or a dash alone stands between."""
        read = self.read
        before = read[last]
        if re.fullmatch(DASH, before) and last and read[last - 1][-1].isnumeric():
            before = read[last - 1]
        after = read[last + 1]
        if re.fullmatch(DASH, after) and last + 2 < len(read):
            after = read[last + 2]
        return bool(re.search(rf"{NUMBER_ENDS}\Z", before) and re.match(NUMBER_BEGINS, after))

    def between(self, last: int, gap: str) -> str:
        """What stands in the text between this word and the next, between which it has this gap."""
        kind = self.gaps[last].kind
        if kind == "touch":
            return gap
        if self._is_word_gap(last):
            return gap if len(gap) == 1 or "\n" in gap else " "
        if "\n" not in gap:
            return "\t"
        return gap if kind == "line" and self._is_wrapped(last) else "\n\n"

    @staticmethod
    def _ends_line(gap: _Gap) -> bool:
        return gap.kind == "line" or (gap.kind == "cell" and gap.width < 0)

    def _space(self, first: int, last: int) -> float:
        """The space between the words of a line that is stretched, as justified prose is: with gaps of which most are
        alike, and of more words than numbers where no spaces are written; 0 of another line.
        """
        gaps = sorted(
            self.gaps[place].width
            for place in range(first, last)
            if self.gaps[place].kind in ("word", "cell") and self.read[place][-1] not in _PUNCTUATION
        )
        worded = sum(any(map(str.isalpha, self.read[place])) for place in range(first, last + 1))
        written = sum(word.is_spaced for word in self.words[first + 1 : last + 1])
        is_written = 2 * written > last - first
        if len(gaps) < _GAPS_OF_LINE - is_written or worded < (2 if is_written else (last + 1 - first) / 2):
            return 0.0
        space = gaps[len(gaps) // 2]
        alike = sum(abs(gap - space) <= _EVEN * space for gap in gaps)
        return space if alike >= _ALIKE * len(gaps) else 0.0

    def _is_word_gap(self, place: int) -> bool:
        """True of a space between words, also in a line that is stretched."""
        gap = self.gaps[place]
        if gap.kind == "word":
            return True
        word, following = self.words[place], self.words[place + 1]
        if gap.kind != "cell" or not _is_parallel(word, following) or _are_in_two_cells(word, following):
            return False
        widest = _STRETCHED * max(word.space, following.space)
        return 0 < gap.width <= min(widest, (1 + _EVEN) * self.lines[self.line_of[place]].space)

    def _segments(self) -> list[tuple[int, int]]:
        """The first and last word of what stands together on a line, without a border of cells."""
        segments, first = [], 0
        for place in range(len(self.words)):
            if place + 1 == len(self.words) or not (self.gaps[place].kind == "touch" or self._is_word_gap(place)):
                segments.append((first, place))
                first = place + 1
        return segments

    def _is_wrapped(self, last: int) -> bool:
        """True where prose goes on with the next line, as it does when a line is full and the next begins below it."""
        number = self.segment_of[last]
        segment, following = self.segments[number], self.segments[number + 1]
        word = self.words[last]
        if last + 1 - segment[0] < _NUMBERS and not any(map(str.isalpha, "".join(self.read[segment[0] : last + 1]))):
            return False
        _, across = _apart(word, self.words[last + 1])
        begins = self._along(word, self.words[last + 1].start)
        if not -_MOST_DROP * word.height <= across <= -_LEAST_DROP * word.height or begins >= self._along(
            word, word.start
        ):
            return False
        near = [
            (first, last)
            for first, last in self.segments[max(0, number - 1) : number + 3]
            if abs(self._along(word, self.words[first].start) - begins) <= _INDENT * word.em
            and _is_parallel(word, self.words[first])
        ]
        margin = max(self._along(word, self.words[last].end) for _, last in near)
        needed = word.space + self._along(word, self.words[self._end_of_word(last + 1, following[1])].end) - begins
        return segment in near and self._along(word, word.end) + needed > margin

    def _end_of_word(self, first: int, last: int) -> int:
        """The last piece of the word or number that begins here, with the groups of digits that may belong to it."""
        while first < last and (self.gaps[first].kind == "touch" or self.read[first + 1][0].isnumeric()):
            first += 1
        return first

    @staticmethod
    def _along(word: Word, point: tuple[float, float]) -> float:
        return point[0] * word.along[0] + point[1] * word.along[1]
