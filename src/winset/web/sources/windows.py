"""A source in windows: stretches of its text that are short enough to be shown at once, cut where a reader would."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from winset.casefile.sentences import sentences_of
from winset.casefile.sources import SourceText

LONGEST = 9_000
"""Characters of a source that a page shows at once; beyond, it is divided where a paragraph ends."""
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n\f]*(?:\r\n|\r|\n)\s*|\f\s*")
_LINE = re.compile(r"\r\n|[\r\n]")
_WORD = re.compile(r"\s+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text. marks: by their places in the list of marks, those that lie on all of it, the first to begin
    first. ending: those that end where it ends.
    """

    start: int
    end: int
    marks: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


def windows(source: SourceText) -> tuple[Span, ...]:
    """The windows of a source in their order: every character stands in exactly one. Pages of a PDF are kept apart."""
    text, edges = source.text, [0]
    if source.kind == "pdf":
        edges += [match.end() for match in re.finditer("\f", text)]
    edges = [edge for edge in edges if edge < len(text)] + [len(text)]
    return tuple(window for start, end in pairwise(edges) for window in _divided(text, start, end)) or ((0, len(text)),)


def _divided(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        cut = _cut(text, start, start + LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _cut(text: str, start: int, most: int) -> int:
    """Where a window that begins at `start` ends: in its second half, after a paragraph, sentence, line or word."""
    middle = start + (most - start) // 2
    paragraphs = [match.end() for match in _PARAGRAPH.finditer(text, middle, most) if match.end() < most]
    if paragraphs:
        return paragraphs[-1]
    sentences = [begin for begin, _ in sentences_of(text, start, most)][1:]
    if sentences and sentences[-1] > middle:
        return sentences[-1]
    for border in (_LINE, _WORD):
        found = [match.end() for match in border.finditer(text, middle, most) if match.end() < most]
        if found:
            return found[-1]
    return most


def window_of(places: tuple[Span, ...], offset: int) -> int:
    """Which of the windows an offset stands in, counted from 0."""
    return max(0, bisect_right([start for start, _ in places], offset) - 1)


def paragraphs(text: str, within: Span) -> list[Span]:
    """The paragraphs of a window: stretches between blank lines and page breaks, none of them blank."""
    start, end = within
    spans: list[Span] = []
    begin = start
    for gap in _PARAGRAPH.finditer(text, start, end):
        spans.append((begin, gap.start()))
        begin = gap.end()
    spans.append((begin, end))
    return [span for span in spans if text[slice(*span)].strip()]


def segments(within: Span, marks: Sequence[Span]) -> list[Segment]:
    """The runs of a stretch of text one after the other: together they are all of it, and none is empty."""
    start, end = within
    there = [n for n, mark in enumerate(marks) if mark[0] < mark[1] and mark[0] < end and mark[1] > start]
    there.sort(key=lambda n: (marks[n][0], -marks[n][1], n))
    edges = {start, end, *(edge for n in there for edge in marks[n] if start < edge < end)}
    ordered = sorted(edges)
    runs: list[Segment] = []
    lying: list[int] = []
    upcoming = 0
    for first, last in pairwise(ordered):
        lying = [n for n in lying if marks[n][1] > first]
        while upcoming < len(there) and marks[there[upcoming]][0] <= first:
            lying.append(there[upcoming])
            upcoming += 1
        ending = tuple(n for n in lying if marks[n][1] == last)
        runs.append(Segment(first, last, tuple(lying), ending))
    return runs
