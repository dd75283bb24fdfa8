"""The dates over many readings: in which of them each date has a deal, and each flag holds.

A trial takes each judged number at one value for all dates: a change that is one range is drawn once, and a list by its
items. What is drawn of walk-aways, values and levers is what every other question draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.draw_evaluator import DrawEvaluator, walk_away_constraints
from winset.analyses.settlement.methods.selection import FEW
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, feasible_packages, total_packages
from winset.analyses.settlement.search.extremes import witness
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.settlement.subproblem import subproblems
from winset.analyses.timing.paths import Shift, moved_reading, pressure, shifts
from winset.analyses.timing.ripeness import PartyFlags, flags
from winset.compiled import Compiled
from winset.compiled.timing import CompiledTiming
from winset.errors import TooLarge
from winset.readings import Draws, Reading, draw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.judged import JudgedDraws
from winset.readings.shapes import Drawer
from winset.readings.shares import Share

AT_ONCE = 4_000_000
"""Values of packages that are held at once."""
MOST_KNOWN = 500
"""Packages, acceptable at a date before, that are tried first at the next one; beyond, the oldest are forgotten, which
costs time alone.
"""
MOST_AT_ONCE = 500
LIMIT = 2**61


@dataclass(slots=True, kw_only=True, eq=False)
class DateCounts(Accumulator):
    """Sums over draws. deals: (period) with a deal. hurting, no_victory: (party) where the flag holds now."""

    draws: int
    deals: Ints
    hurting: Ints
    no_victory: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShares:
    """Shares of trials. deals: (period) with a deal. hurting, no_victory: by party, None where not enough is given."""

    draws: int
    deals: tuple[Share, ...]
    hurting: tuple[Share | None, ...]
    no_victory: tuple[Share | None, ...]


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
            return MOST_AT_ONCE // 10
        return max(1, min(MOST_AT_ONCE, AT_ONCE // max(1, len(self.evaluator.view.packages))))

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
            hurting=np.zeros(parties, dtype=np.int64),
            no_victory=np.zeros(parties, dtype=np.int64),
        )

    def of(self, numbers: range) -> DateCounts:
        """What these draws add up to."""
        draws = draw_readings(self.case, self.seed, numbers)
        judged = JudgedDraws(Drawer(self.case, self.seed, numbers, ranges=True))
        paths = [self._paths(judged, draw) for draw in range(len(numbers))]
        deals = self._deals(draws, paths) if self.is_listed else self._deals_at_size(draws, paths)
        counts = self.nothing()
        counts.draws, counts.deals = len(numbers), deals.sum(axis=1)
        for draw, path in enumerate(paths):
            for flag in self._flags(draws.reading(draw), judged, draw, path):
                counts.hurting[flag.party] += bool(flag.hurting)
                counts.no_victory[flag.party] += bool(flag.no_victory)
        return counts

    def _paths(self, judged: JudgedDraws, draw: int) -> tuple[Shift, ...]:
        value = judged.of(draw)
        return shifts(self.timing, pressure(self.case.levers, value), value, max(1, self.periods))

    def _flags(self, reading: Reading, judged: JudgedDraws, draw: int, path: Sequence[Shift]) -> tuple[PartyFlags, ...]:
        """The flags now, in one draw."""
        levels = [
            None if level is None else reading.points(party, level) + path[0][party]
            for party, level in enumerate(reading.walk_away)
        ]
        return flags(self.timing, judged.of(draw), self.case.structure.bargaining, levels, (path[0], path[1]))

    def _deals(self, draws: Draws, paths: Sequence[Sequence[Shift]]) -> Bools:
        """(period, draw) whether a listed package is acceptable.

        A deal at walk-aways that are nowhere lower than those of another date is a deal at that date. So draws without
        one at the lowest walk-aways of all dates have none at any, and those with one at the highest have one at each.
        """
        found = np.zeros((self.periods + 1, len(draws)), dtype=bool)
        if not len(self.evaluator.view.packages):
            return found
        moved = self._moved(draws, paths)
        lowest = {party: rows.min(axis=0) for party, rows in moved.items()}
        highest = {party: rows.max(axis=0) for party, rows in moved.items()}
        fine = self._acceptable(draws, self.evaluator, lowest).any(axis=1)
        sure = self._acceptable(draws, self.evaluator, highest).any(axis=1)
        found[:, sure] = True
        which = np.asarray(fine & ~sure)
        if which.any():
            left = draws.only(which)
            for period in range(self.periods + 1):
                here = {party: rows[period][which] for party, rows in moved.items()}
                found[period, which] = self._acceptable(left, self.evaluator, here).any(axis=1)
        return found

    def _moved(self, draws: Draws, paths: Sequence[Sequence[Shift]]) -> dict[int, Ints]:
        """By party (period, draw) by how many numerators its walk-away lies higher."""
        return {
            party: np.array(
                [
                    [_within(_ceil(path[period][party], int(draws.denominator[draw, party])))
                     for draw, path in enumerate(paths)]
                    for period in range(self.periods + 1)
                ],
                dtype=np.int64,
            )
            for party in range(len(self.case.parties))
        }  # fmt: skip

    def _acceptable(self, draws: Draws, evaluator: DrawEvaluator, moved: Mapping[int, Ints]) -> Bools:
        """(draw, package) True where nobody that the package needs falls below its walk-away as moved."""
        items: tuple[Constraint, ...] = walk_away_constraints(self.case.structure, draws)
        values = evaluator.values_behind(draws, items)
        fine = np.ones((len(draws), len(evaluator.view.packages)), dtype=bool)
        for item in items:
            fine &= ~evaluator.falls_short(draws, item, values, moved)
        return fine

    def _deals_at_size(self, draws: Draws, paths: Sequence[Sequence[Shift]]) -> Bools:
        """The same where packages are not listed: each draw is asked for one acceptable package at each date."""
        found = np.zeros((self.periods + 1, len(draws)), dtype=bool)
        known: Packages = np.zeros((0, len(self.case.issues)), dtype=np.int16)
        for draw, path in enumerate(paths):
            reading = draws.reading(draw)
            for period in range(self.periods + 1):
                has_deal, known = _has_deal(moved_reading(reading, path[period]), known)
                found[period, draw] = has_deal
        return found

    def result(self, counts: DateCounts) -> DateShares:
        """The shares of trials."""
        bargaining = self.case.structure.bargaining
        parties = range(len(self.case.parties))
        hurt = [
            bool(self.timing.parties[p].change) or any(m.party == p for m in self.timing.walk_away) for p in parties
        ]
        return DateShares(
            draws=counts.draws,
            deals=tuple(Share(number=int(number), draws=counts.draws) for number in counts.deals),
            hurting=tuple(
                Share(number=int(counts.hurting[p]), draws=counts.draws) if p in bargaining and hurt[p] else None
                for p in parties
            ),
            no_victory=tuple(
                Share(number=int(counts.no_victory[p]), draws=counts.draws)
                if p in bargaining and self.timing.parties[p].best_escalation is not None
                else None
                for p in parties
            ),
        )


def _ceil(points: Fraction, unit: int) -> int:
    return -((-points.numerator * unit) // points.denominator)


def _within(number: int) -> int:
    """A threshold that no value reaches, or every one does, stays such where it is cut to 64 bits."""
    return max(-LIMIT, min(LIMIT, number))


def _has_deal(reading: Reading, known: Packages) -> tuple[bool, Packages]:
    """Whether a reading has a deal, with the packages that are worth trying next, the one found among them."""
    if len(known):
        view = View(reading.structure, known)
        if bool((~view.falls_short(reading, view.values(reading))).any()):
            return True, known
    example = witness(list(subproblems(reading)), Budget(Effort()))
    if example.package is None and not example.proven:
        raise TooLarge("a search stopped before it knew whether a trial has a deal at some date", 0)
    if example.package is None:
        return False, known
    return True, np.concatenate([known, np.array([example.package], dtype=np.int16)])[-MOST_KNOWN:]
