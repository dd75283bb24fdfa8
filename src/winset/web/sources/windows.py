"""A source in windows: stretches of its text that are short enough to be shown at once, cut where a reader would."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from winset.casefile.sentences import sentences_of
from winset.casefile.sources import SourceText
from winset.web.sources.segments import Span

LONGEST = 9_000
"""Characters of a source that a page shows at once; beyond, it is divided where a paragraph ends."""
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n\f]*(?:\r\n|\r|\n)\s*|\f\s*")
_LINE = re.compile(r"\r\n|[\r\n]")
_WORD = re.compile(r"\s+")


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
