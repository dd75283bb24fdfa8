"""What is asked of every reading of a plan's numbers: whether it holds, and with which number alone that turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from winset.analyses.settlement.packages import Bools, Ints
from winset.analyses.staging.readings import HOLDS, PlanDriver, PlanQuestion, PlanRobustness, inputs, plan_draws
from winset.compiled import Compiled
from winset.readings.accumulator import Accumulator

AT_ONCE = 50


@dataclass(slots=True, kw_only=True, eq=False)
class PlanCounts(Accumulator):
    """Sums over draws. holds: (finding) in how many it holds. redrawn: draws in which each number was drawn anew by
    itself; holding: in how many of these the plan holds; turns: (number) in how many of them that alone turns it.
    """

    draws: int
    holds: Ints
    redrawn: int
    holding: int
    turns: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanTrials:
    """Counts what holds of a plan. redrawn: over the first so many draws it is counted what each number alone turns."""

    case: Compiled
    seed: int
    redrawn: int
    automatic: frozenset[str] = frozenset()
    at_once: int = AT_ONCE

    @cached_property
    def question(self) -> PlanQuestion:
        return PlanQuestion(parties=self.case.parties, automatic=self.automatic)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The paths of the numbers that are ranges."""
        return inputs(self.case)

    def nothing(self) -> PlanCounts:
        """The sums over no draws."""
        holds, turns = (np.zeros(len(each), dtype=np.int64) for each in (self.question.findings, self.numbers))
        return PlanCounts(draws=0, holds=holds, redrawn=0, holding=0, turns=turns)

    def of(self, numbers: range) -> PlanCounts:
        """What these draws add up to."""
        holding = self.question.of(self.case, plan_draws(self.case, self.seed, numbers))
        again = range(numbers.start, min(numbers.stop, self.redrawn))
        holds = holding[HOLDS][: len(again)]
        return PlanCounts(
            draws=len(numbers),
            holds=np.array([holding[finding].sum() for finding in self.question.findings]),
            redrawn=len(again),
            holding=int(holds.sum()),
            turns=np.array([self._turns(path, again, holds) for path in self.numbers], dtype=np.int64),
        )

    def _turns(self, path: str, numbers: range, holds: Bools) -> int:
        """In how many of the draws the answer changes where this number alone is drawn anew."""
        if not numbers:
            return 0
        drawn = plan_draws(self.case, self.seed, numbers, anew=frozenset({path}))
        alone = PlanQuestion(parties=(), automatic=self.automatic)
        return int((alone.of(self.case, drawn)[HOLDS] != holds).sum())

    def result(self, sums: PlanCounts) -> PlanRobustness:
        """The share of readings in which the plan holds, and what that hangs on."""
        share = sums.holding / sums.redrawn if sums.redrawn else 0.0
        variance = share * (1 - share)
        drivers = (
            PlanDriver(
                path=path,
                changes=int(turns),
                total=int(turns) / sums.redrawn / 2 / variance if variance > 0 else None,
            )
            for path, turns in zip(self.numbers, sums.turns, strict=True)
        )
        return PlanRobustness(
            seed=self.seed,
            draws=sums.draws,
            redrawn=sums.redrawn,
            counts=self._counts(sums),
            drivers=tuple(sorted(drivers, key=lambda driver: (-driver.changes, driver.path))),
        )

    def _counts(self, sums: PlanCounts) -> Mapping[str, int]:
        return {name: int(number) for name, number in zip(self.question.findings, sums.holds, strict=True)}
