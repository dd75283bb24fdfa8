"""The printed lines of a page of a PDF: which stretch of its text each is, and where and how large it stands.

Most programs write a column to its end before they begin the next. Some write line by line over the whole page, so that
the words of two columns alternate, and a text in that order says what nobody wrote. Where the page shows two columns of
prose (a gutter that lines keep to, several words on either side of it) and was written so, its text is put in the order
in which it is read. A table keeps its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from winset.casefile.pdf_letters import Letters
from winset.casefile.pdf_words import MOST_WORDS, Word

_UPRIGHT = 0.99
_RAISED = 0.1  # of the size of letters: a footnote's mark stands higher by so much at least


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWord:
    """A word of a page: its stretch of the page's text, where it stands, and how high its letters are, in points."""

    start: int
    end: int
    left: float
    right: float
    base: float
    height: float
    space: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of the text of a page; base, height: of most of its letters, first_height: of its first.

    raised: the words that are smaller than the one before and stand higher, as the mark of a footnote does.
    """

    start: int
    end: int
    left: float
    right: float
    base: float
    height: float
    first_height: float
    raised: tuple[SetWord, ...] = ()


def set_words(text: str, words: Sequence[Word], letters: Letters) -> list[SetWord] | None:
    """The words of a page in the order of its text; None where the text does not have their letters in their order, as
    some from right to left, where some are not upright, or there are too many.
    """
    if not words or len(words) > MOST_WORDS or any(word.along[0] < _UPRIGHT for word in words):
        return None
    read = letters.of(words)
    kept = [(word, letter) for word, letter in zip(words, read, strict=True) if letter]
    if "".join(letter for _, letter in kept) != "".join(text.split()):
        return None
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    ends = accumulate(len(letter) for _, letter in kept)
    return [
        SetWord(
            start=places[end - len(letter)], end=places[end - 1] + 1, left=word.start[0], right=word.end[0],
            base=word.start[1], height=word.height, space=word.space,
        )
        for (word, letter), end in zip(kept, ends, strict=True)
    ]  # fmt: skip


def printed_lines(text: str, words: Sequence[SetWord]) -> list[PrintedLine]:
    """The lines of the text that have words, in its order."""
    lines: list[list[SetWord]] = []
    for number, word in enumerate(words):
        if not number or "\n" in text[words[number - 1].end : word.start]:
            lines.append([])
        lines[-1].append(word)
    return [
        PrintedLine(
            start=line[0].start, end=line[-1].end, left=min(word.left for word in line),
            right=max(word.right for word in line), first_height=line[0].height,
            raised=tuple(word for before, word in pairwise(line) if _is_raised(before, word)),
            base=_most([(word.base, word.end - word.start) for word in line]),
            height=_most([(word.height, word.end - word.start) for word in line]),
        )
        for line in lines
    ]  # fmt: skip


def _is_raised(before: SetWord, word: SetWord) -> bool:
    return (
        before.end == word.start and word.height < before.height and word.base > before.base + _RAISED * before.height
    )


def common_height(lines: Sequence[PrintedLine]) -> float:
    """The size of most letters; 0 where there are none."""
    return _most([(line.height, line.end - line.start) for line in lines]) if lines else 0.0


def _most(weighted: list[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighted:
        counts[round(value, 1)] += weight
    return counts.most_common(1)[0][0]


_SAME_LINE = 0.35  # of the size of letters: how far apart words of one line stand above each other at most
_GUTTER = 1.0  # of the size of letters: the narrowest gap between columns
_LEAST_ROWS = 5  # lines with words in both columns
_MIDDLE = (0.3, 0.7)  # of the width of the text: where a gutter is looked for
_CROSSED = 0.3  # the share of lines, as titles, that may run over the gutter
_ALTERNATING = 0.6  # the share of lines that are written over both columns, one after the other
_WORDS = 3.0  # on a line of a column, on average: a table has fewer in a cell

Row = tuple[int, ...]
"""Words side by side, from left to right, by their number in the order in which they were written."""


def in_columns(text: str, words: Sequence[SetWord]) -> tuple[str, list[SetWord]]:
    """The text of the page, and its words, with its columns one after the other where it alternates between them; else
    as they are.
    """
    order = _order(words)
    return (text, list(words)) if order is None else _written(text, words, order)


def _order(words: Sequence[SetWord]) -> list[list[int]] | None:
    """The words line by line as they are read; None where they are written so, or no two columns are seen."""
    rows = _rows(words)
    if len(rows) < _LEAST_ROWS:
        return None
    gutter = _gutter(words, rows)
    if gutter is None:
        return None
    sides = [_sides(words, row, gutter) for row in rows]
    both = [side for side in sides if side is not None and side[0] and side[1]]
    if len(both) < _LEAST_ROWS or sum(side is None for side in sides) > _CROSSED * len(rows):
        return None
    alternating = sum(side[1][0] == side[0][-1] + 1 for side in both)
    counts = [len(column) for side in both for column in side]
    if alternating < _ALTERNATING * len(both) or sum(counts) < _WORDS * len(counts):
        return None
    return list(_columns(rows, sides))


def _rows(words: Sequence[SetWord]) -> list[Row]:
    """The words in lines over the whole page, from its top to its foot."""
    rows: list[list[int]] = []
    for number in sorted(range(len(words)), key=lambda number: -words[number].base):
        word = words[number]
        if rows and words[rows[-1][0]].base - word.base <= _SAME_LINE * word.height:
            rows[-1].append(number)
        else:
            rows.append([number])
    return [tuple(sorted(row, key=lambda number: words[number].left)) for row in rows]


def _gutter(words: Sequence[SetWord], rows: Sequence[Row]) -> float | None:
    """The place between the columns that most lines leave free."""
    left, right = min(word.left for word in words), max(word.right for word in words)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    ends: list[tuple[float, int]] = []
    for row in rows:
        for first, second in pairwise(row):
            begin, end = words[first].right, words[second].left
            if end - begin >= _GUTTER * words[first].height:
                ends += [(max(begin, low), 1), (min(end, high), -1)] if begin < high and end > low else []
    best, depth, place = 0, 0, None
    ordered = sorted(ends)
    for (at, step), (following, _) in pairwise([*ordered, (high, 0)]):
        depth += step
        if depth > best:
            best, place = depth, (at + following) / 2
    return place if best >= _LEAST_ROWS else None


def _sides(words: Sequence[SetWord], row: Row, gutter: float) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The words of a line left and right of the gutter; None where one stands over it."""
    if any(words[number].left < gutter < words[number].right for number in row):
        return None
    first = tuple(number for number in row if words[number].right <= gutter)
    second = row[len(first) :]
    if first and second and words[second[0]].left - words[first[-1]].right < _GUTTER * words[first[-1]].height:
        return None
    return first, second


def _columns(
    rows: Sequence[Row], sides: Sequence[tuple[tuple[int, ...], tuple[int, ...]] | None]
) -> Sequence[list[int]]:
    """The lines as they are read: what runs over both columns parts those above it from those below."""
    read: list[list[int]] = []
    left: list[list[int]] = []
    right: list[list[int]] = []
    for row, side in zip(rows, sides, strict=True):
        if side is None:
            read += [*left, *right, sorted(row)]
            left, right = [], []
            continue
        left += [sorted(side[0])] if side[0] else []
        right += [sorted(side[1])] if side[1] else []
    return [*read, *left, *right]


def _written(text: str, words: Sequence[SetWord], order: Sequence[Sequence[int]]) -> tuple[str, list[SetWord]]:
    """The text with its words in that order; between two that follow each other as before, what stood there."""
    parts: list[str] = []
    placed: list[SetWord] = []
    length = 0
    for line in order:
        for before, number in pairwise([None, *line]):
            between = ""
            if before is None:
                between = "\n" if parts else ""
            elif number is not None:
                stood = text[words[before].end : words[number].start] if number == before + 1 else " "
                between = " " if "\n" in stood else stood
            if number is None:
                continue
            word = text[words[number].start : words[number].end]
            parts += [between, word]
            start = length + len(between)
            length = start + len(word)
            placed.append(replace(words[number], start=start, end=length))
    return "".join(parts), placed
