"""Where the answer turns when one judged number moves through its range, all others at their central values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from winset.analyses.robustness.question import DEAL, Question, Settled
from winset.compiled import Compiled
from winset.model.judgements import WalkAway
from winset.model.numbers import Span
from winset.readings import drawn, redrawn
from winset.readings.draws import parties_that_differ

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


def flips(case: Compiled, question: Question | None = None, finding: str = DEAL) -> tuple[Flip, ...]:
    """Every judged number that turns the finding of a question within its range, those first that lie closest to their
    central value for the width of their range. question: whether there is a deal, if none is given.
    """
    asked, base = question or Settled(), drawn(case, 0, range(1), "nothing")
    before = asked(case)(base)[finding][0]

    def turned(moved: Moved, value: Fraction) -> bool:
        other = moved(value)
        return bool(asked(other)(redrawn(base, other, parties_that_differ(case, other)))[finding][0] != before)

    found = []
    for kind, party, names, span, moved in _judged(case):
        for end in (span.low, span.high):
            at = _turn(span.central, end, partial(turned, moved))
            if at is not None:
                distance = abs(at - span.central) / (span.high - span.low)
                found.append((distance, Flip(kind=kind, party=party, names=names, central=span.central, at=at)))
    return tuple(flip for _, flip in sorted(found, key=lambda one: (one[0], one[1].name)))


def _turn(start: Fraction, end: Fraction, turns: Callable[[Fraction], bool]) -> Fraction | None:
    """The number between two, in steps of a hundredth, at which the answer turns; None where it does not at the end."""
    steps = int(abs(end - start) / HUNDREDTH)
    if not steps or not turns(end):
        return None
    step = HUNDREDTH if end > start else -HUNDREDTH
    low, high = 0, steps + 1  # at `low` the answer is the central one, at `high` it is not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if turns(start + middle * step) else (middle, high)
    return end if high > steps else start + high * step


def _judged(case: Compiled) -> Iterator[tuple[str, int, tuple[str, ...], Span, Moved]]:
    """Every judged number with a range, and the case with another value in its place."""
    for party, judged in enumerate(case.walk_away):
        for field in ("points", "status_quo") if judged is not None else ():
            span = getattr(judged, field)
            if span is not None:
                yield "walk_away", party, (case.parties[party],), span, partial(_walk, case, party, field)
    for party, row in enumerate(case.cells):
        for issue, cell in enumerate(row):
            where = (case.issues[issue], case.parties[party])
            if cell.salience is not None:
                yield "salience", party, where, cell.salience, partial(_cell, case, party, issue, None)
            for option, span in enumerate(cell.scores):
                if span is not None:
                    name = case.options[issue][option]
                    yield "score", party, (*where, name), span, partial(_cell, case, party, issue, option)
    for n, link in enumerate(case.links):
        yield "link", link.party, (case.parties[link.party], link.path), link.points, partial(_link, case, n)
    for n, floor in enumerate(case.floors):
        yield "ratifier", floor.party, (floor.name,), floor.above, partial(_floor, case, n)


def _walk(case: Compiled, party: int, field: str, value: Fraction) -> Compiled:
    other = WalkAway.model_validate({field: Span.of(value)})
    return replace(case, walk_away=_with(case.walk_away, party, other))


def _cell(case: Compiled, party: int, issue: int, option: int | None, value: Fraction) -> Compiled:
    """With another score of an option, or another salience where none is named."""
    row, told = case.cells[party], Span.of(value)
    cell = row[issue]
    cell = replace(cell, salience=told) if option is None else replace(cell, scores=_with(cell.scores, option, told))
    return replace(case, cells=_with(case.cells, party, _with(row, issue, cell)))


def _link(case: Compiled, place: int, value: Fraction) -> Compiled:
    return replace(case, links=_with(case.links, place, replace(case.links[place], points=Span.of(value))))


def _floor(case: Compiled, place: int, value: Fraction) -> Compiled:
    return replace(case, floors=_with(case.floors, place, replace(case.floors[place], above=Span.of(value))))


def _with(held: tuple[One, ...], place: int, other: One) -> tuple[One, ...]:
    return (*held[:place], other, *held[place + 1 :])
