"""The best schedule of the steps of a plan: the most secure, the most worthwhile, the earliest.

The security ratio is found by halving: at a given ratio the question is a linear programme. Every schedule is tested
again, as a plan, under every breach, after its shares have been rounded to numbers that can be read; and it says what
it is worth to each party beside the plan that it takes the place of, so that nobody pays for enforceability unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from winset.analyses.staging.programme import (
    SECONDS,
    Programme,
    ProgrammeResult,
    ScheduleTarget,
    SearchStatus,
    as_floors,
)
from winset.analyses.staging.security import Security, security, shortfall, tails
from winset.analyses.staging.terms import NEGLIGIBLE, SAME_SHARE, Floats, PlanTerms

Objective = Literal["security", "worth", "end"]
CLOSE = 1e-4
"""To this the greatest ratio is found: four decimals are shown."""
ENOUGH = 8.0
"""The greatest ratio that is looked for: a breach that costs eight times what it brings needs no better schedule."""
LOOSE = 9e-4
"""By so much may the ratio of the most secure schedule lie below the greatest, so that its shares can be read."""
READABLE = 0.01
"""The part of its worth that a schedule may lose so that its shares can be read."""
ROUND = (20, 100)
"""Parts of 1 in which a schedule is sought when its shares cannot be rounded as they are: 5 %, and 1 %."""
PARTS = (1, 2, 4, 5, 10, 20, 100, 100_000_000_000)
"""Shares are rounded to the largest of these parts of 1 under which the schedule still keeps what was asked. The last
has twelve digits, as many as a fraction in a case file may have, and moves no margin that counts.
"""
Shares = tuple[tuple[Fraction, ...], ...]
"""(step, period) exact, each step's summing to 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schedule:
    """A schedule and how it was found.

    objective: what was sought. status: "gave up at a limit" with a schedule means that it may not be the best. ratio:
    that was asked of it; for the most secure one, the greatest that was found, and bound, above which there is none.
    most: a weighted sum of values, in points, that no schedule passes; its own may lie below by the part READABLE, so
    that its shares can be read, and by the part GAP where steps are not divisible.
    shares: (step, period) exact, each step's summing to 1; None where there is none. tested: the schedule under every
    breach, worst margin included. before, after: the value of the plan to each party as it was and in this schedule.
    meets: True where the rounded schedule still keeps the ratio, the floors and the largest shares.
    """

    objective: Objective
    status: SearchStatus
    ratio: float
    bound: float
    before: tuple[float, ...]
    most: float | None = None
    shares: Shares | None = None
    tested: Security | None = None
    after: tuple[float, ...] | None = None
    meets: bool = False

    @property
    def last(self) -> int | None:
        """The last period with a step; None where there is no schedule."""
        if self.shares is None:
            return None
        return max(period for row in self.shares for period, share in enumerate(row) if share)

    @property
    def payers(self) -> tuple[int, ...]:
        """The parties to which this schedule is worth less than the plan as it was."""
        if self.after is None:
            return ()
        pairs = enumerate(zip(self.before, self.after, strict=True))
        return tuple(party for party, (before, after) in pairs if after < before - NEGLIGIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleConstraints:
    """What is asked of every schedule. ratio: the least security ratio, for the objectives other than security. floors:
    the least value to each party in points; 0 where none is given. periods: how many there are; those of the plan if
    none are given. weights: of the values in their sum; 1 each if none are given. seconds: before a search gives up.
    """

    ratio: float = 1.0
    floors: Mapping[int, float] | None = None
    periods: int | None = None
    weights: tuple[float, ...] | None = None
    seconds: float = SECONDS


def best_schedule(terms: PlanTerms, objective: Objective, constraints: ScheduleConstraints | None = None) -> Schedule:
    """The schedule that is best for an objective: security, the greatest security ratio; worth, the largest weighted
    sum of the values to the parties, a sum of points of different parties, which is a judgement; end, the earliest last
    period. Steps that are not divisible are taken at once, no step runs ahead of those that must come first, and none
    goes faster than its largest share allows.
    """
    return _ScheduleSearch(terms, constraints or ScheduleConstraints()).best(objective)


class _ScheduleSearch:
    """One search: its wishes share the rows that were found."""

    def __init__(self, terms: PlanTerms, constraints: ScheduleConstraints) -> None:
        self.constraints, self.before = constraints, tuple(float(value) for value in terms.values())
        self.terms = terms.lasting(constraints.periods or terms.periods)
        if constraints.periods is not None and constraints.periods < self.terms.periods:
            self.terms = terms.cut(constraints.periods)
        self.programme = Programme(terms=self.terms, seconds=constraints.seconds)
        self.floors = as_floors(terms, constraints.floors)
        self.weights = constraints.weights or (1.0,) * len(terms.parties)
        self.last = self.terms.periods - 1

    def best(self, objective: Objective) -> Schedule:
        if objective == "security":
            return self._most_secure()
        return (
            self._earliest() if objective == "end" else self._most_worth(self.constraints.ratio, self.last, objective)
        )

    def _wish(self, ratio: float, last: int, *, worth: bool = False) -> ScheduleTarget:
        return ScheduleTarget(ratio=ratio, floors=self.floors, last=last, weights=self.weights if worth else None)

    def _most_worth(self, ratio: float, last: int, objective: Objective) -> Schedule:
        wish = self._wish(ratio, last, worth=True)
        solved = self.programme.solve(wish)
        return self._told(objective, solved, wish, ratio)

    def _earliest(self) -> Schedule:
        """The earliest end, and among the schedules with it the one of most worth."""
        ratio = self.constraints.ratio
        latest = self.programme.solve(self._wish(ratio, self.last))
        if latest.share is None:
            return self._told("end", latest, self._wish(ratio, self.last), ratio)
        low, high, sure = -1, self.last, True
        while high - low > 1:
            middle = (low + high) // 2
            solved = self.programme.solve(self._wish(ratio, middle))
            sure = sure and solved.status != "gave up at a limit"
            low, high = (low, middle) if solved.share is not None else (middle, high)
        best = self._most_worth(ratio, high, "end")
        return best if sure or best.status != "found" else replace(best, status="gave up at a limit")

    def _most_secure(self) -> Schedule:
        """The greatest ratio by halving, between one that is reached and one that none reaches; among the schedules
        with it, the one of most worth.
        """
        bound = min([ENOUGH, *(tail.ratio for tail in tails(self.terms) if tail.ratio is not None)])
        bound = max(bound, 0.0)
        low, high, sure = 0.0, bound, True
        solved = self.programme.solve(self._wish(bound, self.last))
        if solved.share is not None:
            return self._at_ratio(bound, bound, sure=True)
        start = self.programme.solve(self._wish(0.0, self.last))
        if start.share is None:
            return self._told("security", start, self._wish(0.0, self.last), bound)
        while high - low > CLOSE:
            middle = (low + high) / 2
            solved = self.programme.solve(self._wish(middle, self.last))
            sure = sure and solved.status != "gave up at a limit"
            low, high = (middle, high) if solved.share is not None else (low, middle)
        return self._at_ratio(low, high, sure=sure)

    def _at_ratio(self, ratio: float, bound: float, *, sure: bool) -> Schedule:
        wish = self._wish(ratio, self.last, worth=True)
        solved = self.programme.solve(wish)
        status: SearchStatus = solved.status if sure else "gave up at a limit"
        return self._told("security", replace(solved, status=status), wish, bound)

    def _told(self, objective: Objective, solved: ProgrammeResult, wish: ScheduleTarget, bound: float) -> Schedule:
        """What was found, in shares that can be read, and tested again under every breach."""
        nothing = Schedule(objective=objective, status=solved.status, ratio=wish.ratio, bound=bound, before=self.before)
        if solved.share is None:
            return nothing
        shares, meets = self._in_words(solved.share, wish, LOOSE if objective == "security" else 0.0)
        tested = security(self.terms.with_share(_floats(shares)))
        bound_by = solved.share if solved.relaxed is None else solved.relaxed
        most = float(np.array(self.weights) @ self.terms.with_share(bound_by).values())
        return replace(nothing, most=most, shares=shares, tested=tested, after=tested.values, meets=meets)

    def _in_words(self, share: Floats, wish: ScheduleTarget, loose: float) -> tuple[Shares, bool]:
        """The shares in the largest parts of 1 under which the schedule keeps what was asked, but for a loss of ratio,
        and whether it does.
        """
        wish = replace(wish, ratio=max(0.0, wish.ratio - loose))
        for parts in PARTS:
            if parts > ROUND[-1]:
                break
            rounded = shares_in(share, parts)
            if self._keeps(_floats(rounded), share, wish.ratio):
                return rounded, True
        for parts in ROUND:
            other = self.programme.readable(wish, share, parts)
            if other.share is not None and self._keeps(other.share, share, wish.ratio):
                return shares_in(other.share, parts), True
        rounded = shares_in(share, PARTS[-1])
        return rounded, self._keeps(_floats(rounded), share, wish.ratio)

    def _keeps(self, share: Floats, aimed: Floats, ratio: float) -> bool:
        """True where a rounded schedule keeps the ratio, the floors and the largest shares as well as the one that was
        found, and loses hardly any worth.
        """
        plan = self.terms.with_share(share)
        values, aim = plan.values(), self.terms.with_share(aimed).values()
        weights = np.array(self.weights)
        return (
            bool((share <= plan.at_most[:, None] + SAME_SHARE).all())
            and shortfall(plan, ratio) <= NEGLIGIBLE
            and bool((values >= np.array(self.floors) - NEGLIGIBLE).all())
            and float(weights @ (aim - values)) <= READABLE * float(np.abs(weights) @ np.abs(aim))
        )


def shares_in(share: Floats, parts: int) -> Shares:
    """The shares as whole parts of 1, summing to 1: what is done up to each period is rounded, so that no step comes to
    run ahead of one that it did not run ahead of.
    """
    done = np.round(np.cumsum(share, axis=1) * parts).astype(np.int64)
    done[:, -1] = parts
    taken = np.diff(np.concatenate([np.zeros((len(done), 1), dtype=np.int64), done], axis=1), axis=1)
    return tuple(tuple(Fraction(int(part), parts) for part in row) for row in taken)


def _floats(shares: Shares) -> Floats:
    return np.array([[float(share) for share in row] for row in shares])
