"""Schedules under which no breach pays, as a linear programme over the shares of the steps.

The loss and the gain of every breach are linear in the shares, so each asks for one row, loss − κ·gain ≥ 0. There are
as many breaches as parties × dates × periods hidden; a row is added only when a schedule that was found breaks it.
Steps that are not divisible make the programme a mixed-integer one. Solver: HiGHS (Huangfu & Hall 2018, Mathematical
Programming Computation 10, 119–142).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

import numpy as np
import scipy  # its parts are imported as they are used: a plan that is only shown needs none

from winset.analyses.solver_output import off_standard_output
from winset.analyses.staging.breach import BreachRow, breach_row, breaches
from winset.analyses.staging.security import NOTHING
from winset.analyses.staging.terms import Floats, PlanTerms

SearchStatus = Literal["found", "none exists", "gave up at a limit"]
MOST_ROUNDS = 200
"""Times that a search for a schedule is run again with the breaches that it missed; beyond, it gives up, and the answer
says so.
"""
SECONDS = 30.0
"""Seconds of one search for a schedule; beyond, it gives up, and the answer says so."""
EXACT = 1e-9
"""Points: by so much may a row be missed in a linear programme, well below what is negligible."""
BROKEN = 1e-7
"""Points: a row is added where a breach is missed by more than this; what is negligible besides is left to rounding.
"""
EARLIER = 1e-6
"""How much of the largest worth of a step a period of delay counts where schedules are worth the same."""
OPTIMAL, INFEASIBLE = 0, 2
"""The status by which scipy says that a solution is the best, and that there is none."""
NODES, NODES_FOR_READING = 20_000, 20
"""Branches that a mixed-integer programme may try: for a schedule, and for one whose shares can be read; the latter
betters nothing but the numbers' look.
"""
MOST_READABLE = 600
"""Shares, steps × periods, up to which those are sought that can be read; beyond, shares stay as they are found, with
long decimals.
"""
Least = tuple[Any, Floats]
"""Rows over the shares, and the least that each must come to."""
GAP, GAP_FOR_READING = 3e-3, 1e-2
"""How far from the best a mixed-integer schedule may stay, as a part of it: worths are judged no more closely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleTarget:
    """What is asked of a schedule. ratio: the least security ratio. floors: the least value of the plan to each party,
    in points. last: the last period with a step. weights: of each party's value in what is made as large as possible;
    None where any schedule will do.
    """

    ratio: float
    floors: tuple[float, ...]
    last: int
    weights: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProgrammeResult:
    """status: whether there is such a schedule; "gave up at a limit" with one means that it may not be the best. share:
    (step, period) of it, None where none was found. relaxed: a schedule in which every step may be taken in parts: what
    was asked to be as large as possible is larger in no other.
    """

    status: SearchStatus
    share: Floats | None = None
    relaxed: Floats | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Programme:
    """The rows of a plan, kept from one wish to the next: each is about one breach and holds for every κ. seconds:
    before it gives up, counted from started.
    """

    terms: PlanTerms
    rows: dict[tuple[int, int, int], BreachRow] = field(default_factory=dict)
    seconds: float = SECONDS
    started: float = field(default_factory=monotonic)

    def solve(self, wish: ScheduleTarget) -> ProgrammeResult:
        """A schedule that meets the wish, with the rows that it takes. First the steps are taken as divisible: that is
        quick, and most rows are found by it.
        """
        whole = bool((~self.terms.divisible).any())
        relaxed = self._solve(wish, whole=False)
        solved = self._solve(wish, whole=True) if whole and relaxed.status == "found" else relaxed
        return ProgrammeResult(status=solved.status, share=solved.share, relaxed=relaxed.share)

    def readable(self, wish: ScheduleTarget, shares: Floats, parts: int) -> ProgrammeResult:
        """A schedule that meets the wish with every share in whole parts of 1; the steps that are not divisible are
        taken as in a schedule that was found. Not sought where there are too many shares.
        """
        if self.terms.share.size > MOST_READABLE:
            return ProgrammeResult(status="gave up at a limit")
        fixed = ~self.terms.divisible[:, None]
        upper = np.where(fixed, shares, _upper(self.terms, wish))
        kept = (np.where(fixed, shares, 0.0) * parts, upper * parts)
        for _ in range(MOST_ROUNDS):
            solved = self._at(wish, kept, whole=True, parts=parts)
            if solved.share is None or not self._adds_rows(solved.share, wish.ratio):
                return solved
        return ProgrammeResult(status="gave up at a limit")

    def _solve(self, wish: ScheduleTarget, *, whole: bool) -> ProgrammeResult:
        for _ in range(MOST_ROUNDS):
            solved = self._once(wish, whole=whole)
            if solved.share is None:
                return solved
            if not self._adds_rows(solved.share, wish.ratio):
                return solved
        return ProgrammeResult(status="gave up at a limit")

    def _adds_rows(self, share: Floats, ratio: float) -> bool:
        """True where the schedule breaks the wish and the programme has new rows for it."""
        broken = self._broken(share, ratio)
        for key in broken:
            self.rows[key] = breach_row(self.terms, *key)
        return bool(broken)

    def _broken(self, share: Floats, ratio: float) -> list[tuple[int, int, int]]:
        """Per party and date, the breach that breaks the wish most, where one does and has no row yet."""
        plan, broken = self.terms.with_share(share), []
        for party in range(len(plan.parties)):
            own = breaches(plan, party)
            short = np.where(own.gain > NOTHING, own.loss - ratio * own.gain, np.inf)
            for date, hidden in enumerate(short.argmin(axis=1)):
                key = (party, date, int(hidden))
                if short[date, hidden] < -BROKEN and key not in self.rows:
                    broken.append(key)
        return broken

    def _once(self, wish: ScheduleTarget, *, whole: bool) -> ProgrammeResult:
        """A schedule under the rows so far; with whole steps it is solved once more for the parts of the others, since
        a mixed-integer programme keeps its rows less exactly.
        """
        upper = _upper(self.terms, wish)
        solved = self._at(wish, (np.zeros(upper.shape), upper), whole=whole)
        if not whole or solved.share is None:
            return solved
        fixed = ~self.terms.divisible[:, None]
        chosen = np.round(solved.share)
        polished = self._at(wish, (np.where(fixed, chosen, 0.0), np.where(fixed, chosen, upper)), whole=False)
        if polished.share is None:
            return ProgrammeResult(status="gave up at a limit")
        return ProgrammeResult(status=solved.status, share=polished.share)

    @off_standard_output()
    def _at(
        self, wish: ScheduleTarget, bounds: tuple[Floats, Floats], *, whole: bool, parts: int = 1
    ) -> ProgrammeResult:
        """A schedule within bounds of every share; all are counted in parts of 1."""
        left = self.seconds - (monotonic() - self.started)
        if left <= 0:
            return ProgrammeResult(status="gave up at a limit")
        terms, shape = self.terms, self.terms.share.shape
        fixed = np.repeat(~terms.divisible[:, None], shape[1], axis=1)
        rows, bound = (list(blocks) for blocks in zip(self._kept(wish), *_together(terms, wish), strict=True))
        least, cost = scipy.sparse.vstack(rows) / parts, _cost(terms, wish).ravel() / parts
        limits = np.column_stack([side.ravel() for side in bounds])
        if whole:
            answer = scipy.optimize.milp(
                cost,
                integrality=(fixed | (parts > 1)).ravel().astype(int),
                bounds=scipy.optimize.Bounds(limits[:, 0], limits[:, 1]),
                constraints=[
                    scipy.optimize.LinearConstraint(least, lb=np.concatenate(bound)),
                    scipy.optimize.LinearConstraint(_sums(shape), lb=float(parts), ub=float(parts)),
                ],
                options={
                    "time_limit": left,
                    "mip_rel_gap": GAP_FOR_READING if parts > 1 else GAP,
                    "node_limit": NODES_FOR_READING if parts > 1 else NODES,
                },
            )
        else:
            answer = scipy.optimize.linprog(
                cost,
                A_ub=-least,
                b_ub=-np.concatenate(bound),
                A_eq=_sums(shape),
                b_eq=np.ones(shape[0]),
                bounds=limits,
                options={"time_limit": left, "primal_feasibility_tolerance": EXACT},
            )
        if answer.x is None:
            return ProgrammeResult(status="none exists" if answer.status == INFEASIBLE else "gave up at a limit")
        counted = np.round(answer.x) if parts > 1 else answer.x
        return ProgrammeResult(
            status="found" if answer.status == OPTIMAL else "gave up at a limit",
            share=np.clip(counted.reshape(shape) / parts, 0.0, terms.at_most[:, None]),
        )

    def _kept(self, wish: ScheduleTarget) -> Least:
        """No breach that has a row brings more than its loss over the ratio."""
        rows = list(self.rows.values())
        matrix = [(row.lost - wish.ratio * row.gained).ravel() for row in rows]
        least = [wish.ratio * row.taken - row.sure for row in rows]
        return scipy.sparse.csr_array(np.array(matrix).reshape(len(rows), self.terms.share.size)), np.array(least)


def _upper(terms: PlanTerms, wish: ScheduleTarget) -> Floats:
    """(step, period) the largest shares: what a step allows up to the last period that is asked for, 0 after it."""
    return np.asarray(terms.at_most[:, None] * (np.arange(terms.periods) <= wish.last))


def _sums(shape: tuple[int, ...]) -> scipy.sparse.csr_array:
    """Row per step: what is taken of it in all periods."""
    steps, periods = shape
    columns = np.arange(steps * periods)
    return scipy.sparse.csr_array((np.ones(len(columns)), (columns // periods, columns)), (steps, steps * periods))


def _together(terms: PlanTerms, wish: ScheduleTarget) -> list[Least]:
    """No step runs ahead of those that come before it, and every party has its floor."""
    steps, periods = terms.share.shape
    place = np.arange(steps * periods).reshape(steps, periods)
    pairs = [(before, step) for step, earlier in enumerate(terms.after) for before in earlier]
    ahead = np.zeros((len(pairs) * periods, steps * periods))
    for n, (before, step) in enumerate(pairs):
        for period in range(periods):
            ahead[n * periods + period, place[before, : period + 1]] = 1.0
            ahead[n * periods + period, place[step, : period + 1]] = -1.0
    worths = np.array([_worth(terms, _only(terms, party)).ravel() for party in range(len(terms.parties))])
    floors = np.array(wish.floors)
    bounded = np.isfinite(floors) & worths.any(axis=1)
    return [
        (scipy.sparse.csr_array(ahead), np.zeros(len(ahead))),
        (scipy.sparse.csr_array(worths[bounded]), floors[bounded]),
    ]


def _cost(terms: PlanTerms, wish: ScheduleTarget) -> Floats:
    """(step, period) what is made as small as possible: the worth that is missed, and of equal schedules the later."""
    later = np.repeat(np.arange(terms.periods, dtype=float)[None, :], len(terms.steps), axis=0)
    if wish.weights is None:
        return later * 0.0
    worth = _worth(terms, wish.weights)
    return np.asarray(later * EARLIER * max(1.0, float(np.abs(worth).max())) - worth)


def _only(terms: PlanTerms, party: int) -> tuple[float, ...]:
    return tuple(float(place == party) for place in range(len(terms.parties)))


def _worth(terms: PlanTerms, weights: tuple[float, ...]) -> Floats:
    """(step, period) what a whole step in a period adds to the weighted sum of values, in points."""
    present = terms.discount[:, None] ** np.arange(terms.periods)[None, :]
    return np.asarray(np.einsum("p,ps,pt->st", np.array(weights), terms.worth(), present))


def as_floors(terms: PlanTerms, floors: Mapping[int, float] | None) -> tuple[float, ...]:
    """The least value to each party; 0, no worse than no deal, for those that are not named."""
    given = floors or {}
    return tuple(float(given.get(party, 0.0)) for party in range(len(terms.parties)))
