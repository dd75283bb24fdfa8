"""Where the answer turns when one judged number moves through its range, all others at their central values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from winset.analyses.settlement.packages import Packages, feasible_packages, win_set
from winset.compiled import Compiled
from winset.model.judgements import WalkAway
from winset.model.numbers import Span
from winset.readings import central

HUNDREDTH = Fraction(1, 100)
One = TypeVar("One")
Moved = Callable[[Fraction], Compiled]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A number at which the answer is another one than centrally, a hundredth closer to the central value it is not.

    kind: walk_away, salience, score, link or ratifier. party: whose number it is. names: what it is about, as in the
    case file.
    """

    kind: str
    party: int
    names: tuple[str, ...]
    central: Fraction
    at: Fraction

    @property
    def name(self) -> str:
        return ".".join((self.kind, *self.names))


def flips(case: Compiled) -> tuple[Flip, ...]:
    """Every judged number that turns the answer within its range, those first that lie closest to their central value
    for the width of their range.
    """
    feasible = feasible_packages(case.structure)
    answer = _has_deal(case, feasible)
    found = []
    for kind, party, names, span, moved in _judged(case):
        at = [
            one
            for end in (span.low, span.high)
            if (one := _turn(span.central, end, moved, feasible, answer)) is not None
        ]
        for one in at:
            distance = abs(one - span.central) / (span.high - span.low)
            found.append((distance, Flip(kind=kind, party=party, names=names, central=span.central, at=one)))
    return tuple(flip for _, flip in sorted(found, key=lambda one: (one[0], one[1].name)))


def _has_deal(case: Compiled, feasible: Packages) -> bool:
    return len(win_set(central(case), feasible)) > 0


def _turn(start: Fraction, end: Fraction, moved: Moved, feasible: Packages, answer: bool) -> Fraction | None:
    """The number between two, in steps of a hundredth, at which the answer turns; None where it does not at the end."""
    steps = int(abs(end - start) / HUNDREDTH)
    if not steps or _has_deal(moved(end), feasible) == answer:
        return None
    step = HUNDREDTH if end > start else -HUNDREDTH
    low, high = 0, steps + 1  # at `low` the answer is the central one, at `high` it is not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _has_deal(moved(start + middle * step), feasible) == answer else (low, middle)
    return end if high > steps else start + high * step


def _judged(case: Compiled) -> Iterator[tuple[str, int, tuple[str, ...], Span, Moved]]:
    """Every judged number with a range, and the case with another value in its place."""
    for party, judged in enumerate(case.walk_away):
        for field in ("points", "status_quo") if judged is not None else ():
            span = getattr(judged, field)
            if span is not None:
                yield "walk_away", party, (case.parties[party],), span, _Walk(case, party, field)
    for party, row in enumerate(case.cells):
        for issue, cell in enumerate(row):
            where = (case.issues[issue], case.parties[party])
            if cell.salience is not None:
                yield "salience", party, where, cell.salience, _Salience(case, party, issue)
            for option, span in enumerate(cell.scores):
                if span is not None:
                    name = case.options[issue][option]
                    yield "score", party, (*where, name), span, _Score(case, party, issue, option)
    for n, link in enumerate(case.links):
        yield "link", link.party, (case.parties[link.party], link.path), link.points, _Link(case, n)
    for n, floor in enumerate(case.floors):
        yield "ratifier", floor.party, (floor.name,), floor.above, _Floor(case, n)


@dataclass(frozen=True, slots=True)
class _Walk:
    case: Compiled
    party: int
    field: str

    def __call__(self, value: Fraction) -> Compiled:
        other = WalkAway.model_validate({self.field: Span.of(value)})
        return replace(self.case, walk_away=_with(self.case.walk_away, self.party, other))


@dataclass(frozen=True, slots=True)
class _Salience:
    case: Compiled
    party: int
    issue: int

    def __call__(self, value: Fraction) -> Compiled:
        row = self.case.cells[self.party]
        cell = replace(row[self.issue], salience=Span.of(value))
        return replace(self.case, cells=_with(self.case.cells, self.party, _with(row, self.issue, cell)))


@dataclass(frozen=True, slots=True)
class _Score:
    case: Compiled
    party: int
    issue: int
    option: int

    def __call__(self, value: Fraction) -> Compiled:
        row = self.case.cells[self.party]
        cell = row[self.issue]
        cell = replace(cell, scores=_with(cell.scores, self.option, Span.of(value)))
        return replace(self.case, cells=_with(self.case.cells, self.party, _with(row, self.issue, cell)))


@dataclass(frozen=True, slots=True)
class _Link:
    case: Compiled
    place: int

    def __call__(self, value: Fraction) -> Compiled:
        link = replace(self.case.links[self.place], points=Span.of(value))
        return replace(self.case, links=_with(self.case.links, self.place, link))


@dataclass(frozen=True, slots=True)
class _Floor:
    case: Compiled
    place: int

    def __call__(self, value: Fraction) -> Compiled:
        floor = replace(self.case.floors[self.place], above=Span.of(value))
        return replace(self.case, floors=_with(self.case.floors, self.place, floor))


def _with(held: tuple[One, ...], place: int, other: One) -> tuple[One, ...]:
    return (*held[:place], other, *held[place + 1 :])
