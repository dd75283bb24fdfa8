"""The judged numbers of a case by name, and the case with another value in the place of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from winset.compiled import Compiled
from winset.model.judgements import WalkAway
from winset.model.numbers import Span

Item = TypeVar("Item")
CaseWithValue = Callable[[Fraction], Compiled]
"""The case with this value of a number instead of its range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedNumber:
    """A judged number. kind: walk_away, salience, score, link or ratifier. party: whose it is. names: what it is about,
    as in the case file.
    """

    kind: str
    party: int
    names: tuple[str, ...]
    span: Span
    with_value: CaseWithValue

    @property
    def name(self) -> str:
        return ".".join((self.kind, *self.names))


def judged_numbers(case: Compiled) -> Iterator[JudgedNumber]:
    """Every judged number of a case."""
    for kind, party, names, span, moved in _judged(case):
        yield JudgedNumber(kind=kind, party=party, names=names, span=span, with_value=moved)


def _judged(case: Compiled) -> Iterator[tuple[str, int, tuple[str, ...], Span, CaseWithValue]]:
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
    row, fixed = case.cells[party], Span.of(value)
    cell = row[issue]
    cell = replace(cell, salience=fixed) if option is None else replace(cell, scores=_with(cell.scores, option, fixed))
    return replace(case, cells=_with(case.cells, party, _with(row, issue, cell)))


def _link(case: Compiled, place: int, value: Fraction) -> Compiled:
    return replace(case, links=_with(case.links, place, replace(case.links[place], points=Span.of(value))))


def _floor(case: Compiled, place: int, value: Fraction) -> Compiled:
    return replace(case, floors=_with(case.floors, place, replace(case.floors[place], above=Span.of(value))))


def _with(items: tuple[Item, ...], place: int, other: Item) -> tuple[Item, ...]:
    return (*items[:place], other, *items[place + 1 :])
