"""The printed lines of a page of a PDF: which stretch of its text each is, and where and how large it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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
