"""Marks that overlap, as runs of text within each of which the same marks lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
