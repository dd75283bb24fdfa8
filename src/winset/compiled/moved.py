"""A case in positions of which some judged numbers stand elsewhere: only these are put anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from winset.compiled.case import Compiled
from winset.compiled.index import Index
from winset.compiled.numbers import number_alone
from winset.compiled.preferences import levers_of
from winset.model.case import Case
from winset.model.moved import span_at

T = TypeVar("T")


def with_numbers(known: Compiled, case: Case, paths: Iterable[str]) -> Compiled:
    """What compiling the case anew would give. known: the same case, but for the judged numbers under these paths; what
    does not hang on them is taken from it, its structure as the very same one.
    """
    made = known
    for path in paths:
        kind, *names = path.split(".")
        if kind == "levers":
            index = Index(parties=known.parties, issues=known.issues, options=known.options)
            levers = tuple(replace(lever, points=number_alone(lever.points)) for lever in levers_of(case, index))
            made = replace(made, levers=levers)
            continue
        party = known.parties.index(names[0] if kind in ("walk_away", "capability") else names[1])
        span = span_at(case, path)
        if kind == "walk_away":
            walk_away = number_alone(case.judgements.walk_away[names[0]])
            made = replace(made, walk_away=_put(made.walk_away, party, walk_away))
        elif span is not None and kind == "capability":
            made = replace(made, capability=_put(made.capability, party, number_alone(span)))
        elif span is not None:
            issue = known.issues.index(names[0])
            cell = made.cells[party][issue]
            if kind == "salience":
                cell = replace(cell, salience=number_alone(span))
            else:
                option = known.options[issue].index(names[2])
                cell = replace(cell, scores=_put(cell.scores, option, number_alone(span)))
            made = replace(made, cells=_put(made.cells, party, _put(made.cells[party], issue, cell)))
    return made


def parties_moved(case: Compiled, paths: Iterable[str]) -> frozenset[int]:
    """The parties of which a value or the walk-away hangs on one of the numbers: whose they are, and for a score also
    those that leave the issue to that party.
    """
    return frozenset(chain.from_iterable(_moved_by(case, path) for path in paths))


def _moved_by(case: Compiled, path: str) -> Iterable[int]:
    kind, *names = path.split(".")
    if kind == "walk_away":
        return (case.parties.index(names[0]),)
    if kind == "salience":
        return (case.parties.index(names[1]),)
    if kind != "scores":
        return ()
    issue, party = case.issues.index(names[0]), case.parties.index(names[1])
    return (other for other in range(len(case.parties)) if party in (other, case.root(other, issue)))


def _put(row: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*row[:at], value, *row[at + 1 :])
