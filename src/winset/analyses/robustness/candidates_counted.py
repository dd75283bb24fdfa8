"""Some packages counted exactly in every trial: those that accept each, and what each brings on average."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from winset.analyses.robustness.mean_worth import Sums, no_worth, summed_gains, worth_in
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Ints, Packages, View
from winset.compiled import Compiled
from winset.readings import draw_readings
from winset.readings.accumulator import Accumulator

AT_ONCE = 8_000_000
"""Values of packages that are held at once."""
FEWEST_AT_ONCE = 16
MOST_AT_ONCE = 1_000


@dataclass(slots=True, kw_only=True, eq=False)
class Counted(Accumulator):
    """What some trials say of some packages. accepted: (package) those that accept it. some: those that accept any of
    them. worth, walk_away: see `mean_worth`.
    """

    accepted: Ints
    worth: Sums
    walk_away: Sums
    draws: int = 0
    some: int = 0


class CandidateCounts:
    """Counts feasible packages in trials; what pieces of them add up to can be added in any order. case: without
    levers. packages: (package, issue).
    """

    def __init__(self, case: Compiled, seed: int, packages: Packages) -> None:
        self.case, self.seed, self.packages = case, seed, packages

    def __reduce__(self) -> tuple[object, ...]:
        return CandidateCounts, (self.case, self.seed, self.packages)

    @property
    def at_once(self) -> int:
        """How many trials are taken at once."""
        affordable = AT_ONCE // max(1, len(self.packages) * len(self.case.parties))
        return min(MOST_AT_ONCE, max(FEWEST_AT_ONCE, affordable))

    def nothing(self) -> Counted:
        """The sums over no trials."""
        return Counted(
            accepted=np.zeros(len(self.packages), dtype=np.int64),
            worth=no_worth(self.case),
            walk_away=np.zeros(len(self.case.parties), dtype=object),
        )

    def of(self, numbers: range) -> Counted:
        """What these trials add up to."""
        draws = draw_readings(self.case, self.seed, numbers)
        accepting = self._evaluator.acceptable(draws)
        worth, walk_away = worth_in(draws)
        return Counted(
            accepted=accepting.sum(axis=0),
            worth=worth,
            walk_away=walk_away,
            draws=len(draws),
            some=int(accepting.any(axis=1).sum()),
        )

    def gains(self, counted: Counted) -> Sums:
        """(package, bargaining party) gains summed up over the trials, in parts of a point."""
        return summed_gains(self.case, self.packages, counted.worth, counted.walk_away)

    @cached_property
    def _evaluator(self) -> DrawEvaluator:
        return DrawEvaluator(View(self.case.structure, self.packages))
