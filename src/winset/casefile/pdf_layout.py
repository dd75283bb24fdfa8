"""The printed lines of a page of a PDF: which stretch of its text each is, and where and how large it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from winset.casefile.pdf_letters import Letters
from winset.casefile.pdf_words import MOST_WORDS, Word

_UPRIGHT = 0.99


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
    """A line of the text of a page with its words; base, height: of most of its letters."""

    start: int
    end: int
    words: tuple[SetWord, ...]
    base: float
    height: float

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)


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
            start=line[0].start, end=line[-1].end, words=tuple(line),
            base=_most([(word.base, word.end - word.start) for word in line]),
            height=_most([(word.height, word.end - word.start) for word in line]),
        )
        for line in lines
    ]  # fmt: skip


def common_height(lines: Sequence[PrintedLine]) -> float:
    """The size of most letters; 0 where there are none."""
    return _most([(line.height, line.end - line.start) for line in lines]) if lines else 0.0


def _most(weighted: list[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighted:
        counts[round(value, 1)] += weight
    return counts.most_common(1)[0][0]
