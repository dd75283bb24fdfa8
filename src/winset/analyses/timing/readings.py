"""The dates over many readings: in which of them each date has a deal, and each flag holds.

A trial takes each judged number at one value for all dates: a change that is one range is drawn once, and a list by its
items. What is drawn of walk-aways, values and levers is what every other question draws.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.draw_evaluator import DrawEvaluator, walk_away_constraints
from winset.analyses.settlement.packages import FEW, Bools, Ints, Packages, View, feasible_packages, total_packages
from winset.analyses.settlement.silence import deal_in
from winset.analyses.timing.paths import Shift, moved_reading, pressure, shifts
from winset.analyses.timing.ripeness import is_judged
from winset.compiled import Compiled
from winset.compiled.timing import CompiledTiming
from winset.model.numbers import Span
from winset.readings import Draws, draw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.shapes import Drawer
from winset.readings.shares import Share
from winset.readings.streams import HUNDREDTHS, Table, Unit

AT_ONCE = 4_000_000
"""Values of packages that are held at once."""
TOGETHER, ALONE = 500, 50
"""Draws taken at once at most, where packages are listed and where each draw is searched."""
LIMIT = 2**61


@dataclass(slots=True, kw_only=True, eq=False)
class DateCounts(Accumulator):
    """Sums over draws. deals: (period) with a deal; undecided: not known. hurting, no_victory: (party)
    where the flag holds now.
    """

    draws: int
    deals: Ints
    undecided: Ints
    hurting: Ints
    no_victory: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShares:
    """Shares of trials. deals: (period) with a deal. hurting, no_victory: by party, None where not enough is given.
    undecided: (period) in how many more a search stopped before it was known whether there is a deal.
    """

    draws: int
    deals: tuple[Share, ...]
    hurting: tuple[Share | None, ...]
    no_victory: tuple[Share | None, ...]
    undecided: tuple[int, ...] = ()

    def undecided_at(self, period: int) -> int:
        """In how many trials it is not known whether there is a deal at a date."""
        return self.undecided[period] if self.undecided else 0


@dataclass(frozen=True, kw_only=True, eq=False)
class TimingTrials:
    """Counts, over draws of a case, at which dates there is a deal. periods: those looked at, besides now."""

    case: Compiled
    timing: CompiledTiming
    seed: int
    periods: int

    @property
    def is_listed(self) -> bool:
        return total_packages(self.case.structure) <= FEW

    @property
    def at_once(self) -> int:
        """How many draws are best taken at once."""
        if not self.is_listed:
            return ALONE
        return max(1, min(TOGETHER, AT_ONCE // max(1, len(self.evaluator.view.packages))))

    @cached_property
    def evaluator(self) -> DrawEvaluator:
        return DrawEvaluator(View(self.case.structure, feasible_packages(self.case.structure)))

    def __getstate__(self) -> Mapping[str, Any]:
        """What another process needs; the packages are listed there anew."""
        return {name: value for name, value in self.__dict__.items() if name != "evaluator"}

    def nothing(self) -> DateCounts:
        """The sums over no draws."""
        parties = len(self.case.parties)
        return DateCounts(
            draws=0,
            deals=np.zeros(self.periods + 1, dtype=np.int64),
            undecided=np.zeros(self.periods + 1, dtype=np.int64),
            hurting=np.zeros(parties, dtype=np.int64),
            no_victory=np.zeros(parties, dtype=np.int64),
        )

    def of(self, numbers: range) -> DateCounts:
        """What these draws add up to."""
        draws, drawn = draw_readings(self.case, self.seed, numbers), self._drawn(numbers)
        counts = self.nothing()
        counts.draws = len(numbers)
        if self.is_listed:
            counts.deals = self._deals(draws, drawn).sum(axis=1)
        else:
            deals, undecided = self._deals_at_size(draws, drawn)
            counts.deals, counts.undecided = deals.sum(axis=1), undecided.sum(axis=1)
        for party in filter(self._has_walk_away, self.case.structure.bargaining):
            counts.hurting[party] = int((drawn.shift(0, party) > drawn.shift(1, party)).sum())
            best = drawn.best_escalation[party]
            if best is not None:
                level = draws.walk_away[:, party].astype(object) * drawn.parts
                level = level + drawn.shift(0, party) * draws.denominator[:, party]
                counts.no_victory[party] = int((best.astype(object) * draws.denominator[:, party] <= level).sum())
        return counts

    def _has_walk_away(self, party: int) -> bool:
        """True where a walk-away is judged, or follows from the status quo."""
        judged = self.case.walk_away[party]
        return (judged is not None and judged.points is not None) or self.case.structure.status_quo_package is not None

    def _drawn(self, numbers: range) -> _Drawn:
        """What is judged of time, in these draws."""
        drawer = Drawer(self.case, self.seed, numbers, ranges=True)
        unit = Unit(parts=self._parts, exact=True)

        def judged(path: str, span: Span) -> Table:
            return drawer.span(span, path, unit)

        best = (party.best_escalation for party in self.timing.parties)
        return _Drawn(
            parts=self._parts,
            count=len(numbers),
            shifts=shifts(self.timing, pressure(self.case.levers, judged), judged, max(1, self.periods)),
            best_escalation=tuple(None if number is None else judged(number.stream, number.span) for number in best),
        )

    @cached_property
    def _parts(self) -> int:
        """Parts of a point in which every number of the draws is whole."""
        numbers = [number for party in self.timing.parties for number in (*party.change, party.best_escalation)]
        numbers += [move.by for move in self.timing.walk_away]
        spans = [number.span for number in numbers if number is not None]
        spans += [lever.points for lever in self.case.levers]
        return lcm(HUNDREDTHS, *(span.central.denominator for span in spans))

    def _deals(self, draws: Draws, drawn: _Drawn) -> Bools:
        """(period, draw) whether a listed package is acceptable.

        A deal at walk-aways that are nowhere lower than those of another date is a deal at that date. So draws without
        one at the lowest walk-aways of all dates have none at any, and those with one at the highest have one at each.
        """
        deals = np.zeros((self.periods + 1, len(draws)), dtype=bool)
        if not len(self.evaluator.view.packages):
            return deals
        moved = {party: self._moved(draws, drawn, party) for party in range(len(self.case.parties))}
        lowest = {party: rows.min(axis=0) for party, rows in moved.items()}
        highest = {party: rows.max(axis=0) for party, rows in moved.items()}
        fine = self._acceptable(draws, self.evaluator, lowest).any(axis=1)
        sure = self._acceptable(draws, self.evaluator, highest).any(axis=1)
        deals[:, sure] = True
        which = np.asarray(fine & ~sure)
        if which.any():
            left = draws.only(which)
            for period in range(self.periods + 1):
                here = {party: rows[period][which] for party, rows in moved.items()}
                deals[period, which] = self._acceptable(left, self.evaluator, here).any(axis=1)
        return deals

    def _moved(self, draws: Draws, drawn: _Drawn, party: int) -> Ints:
        """(period, draw) by how many numerators the party's walk-away lies higher, upwards to the next whole one.

        A threshold that no value reaches, or every one does, stays such where it is cut to 64 bits.
        """
        unit = draws.denominator[:, party].astype(object)
        rows = [-((-drawn.shift(period, party) * unit) // drawn.parts) for period in range(self.periods + 1)]
        return np.asarray(np.clip(np.stack(rows), -LIMIT, LIMIT), dtype=np.int64)

    def _acceptable(self, draws: Draws, evaluator: DrawEvaluator, moved: Mapping[int, Ints]) -> Bools:
        """(draw, package) True where nobody that the package needs falls below its walk-away as moved."""
        items: tuple[Constraint, ...] = walk_away_constraints(self.case.structure, draws)
        values = evaluator.values_behind(draws, items)
        fine = np.ones((len(draws), len(evaluator.view.packages)), dtype=bool)
        for item in items:
            fine &= ~evaluator.falls_short(draws, item, values, moved)
        return fine

    def _deals_at_size(self, draws: Draws, drawn: _Drawn) -> tuple[Bools, Bools]:
        """The same where packages are not listed: each draw is asked for one acceptable package at each date; and where
        a search stopped first.
        """
        deals = np.zeros((self.periods + 1, len(draws)), dtype=bool)
        undecided = np.zeros_like(deals)
        known: Packages = np.zeros((0, len(self.case.issues)), dtype=np.int16)
        for draw in range(len(draws)):
            reading = draws.reading(draw)
            for period in range(self.periods + 1):
                has_deal, known = deal_in(moved_reading(reading, drawn.at(period, draw)), known)
                deals[period, draw] = has_deal is True
                undecided[period, draw] = has_deal is None
        return deals, undecided

    def result(self, counts: DateCounts) -> DateShares:
        """The shares of trials."""
        known = tuple(filter(self._has_walk_away, self.case.structure.bargaining))
        escalating = {party for party in known if self.timing.parties[party].best_escalation is not None}
        moved = {party for party in known if is_judged(self.timing, party) or counts.hurting[party]}
        return DateShares(
            draws=counts.draws,
            deals=tuple(Share(number=int(number), draws=counts.draws) for number in counts.deals),
            hurting=_shares(counts.hurting, counts.draws, moved),
            no_victory=_shares(counts.no_victory, counts.draws, escalating),
            undecided=tuple(counts.undecided.tolist()),
        )


def _shares(numbers: Ints, draws: int, known: Container[int]) -> tuple[Share | None, ...]:
    """By party; None of those of whom not enough is given."""
    return tuple(
        Share(number=int(number), draws=draws) if party in known else None for party, number in enumerate(numbers)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """What is judged of time in so many draws, in parts of a point. shifts: (period, party) by how much a walk-away
    lies higher, per draw, or 0. best_escalation: per party, None where it is not judged.
    """

    parts: int
    count: int
    shifts: tuple[tuple[Any, ...], ...]
    best_escalation: tuple[Table | None, ...]

    def shift(self, period: int, party: int) -> Table:
        """(draw) by how many parts of a point a walk-away lies higher."""
        return np.asarray(self.shifts[period][party] + np.zeros(self.count, dtype=object))

    def at(self, period: int, draw: int) -> Shift:
        """By how many points each walk-away lies higher in one draw."""
        return tuple(
            Fraction(int(self.shift(period, party)[draw]), self.parts) for party in range(len(self.best_escalation))
        )
