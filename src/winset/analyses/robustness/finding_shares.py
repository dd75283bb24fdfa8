"""In how many draws the findings of a question hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from winset.analyses.robustness.drivers import MOST_VALUES
from winset.analyses.robustness.readings_question import ReadingsQuestion
from winset.analyses.settlement.packages import Ints, total_packages
from winset.compiled import Compiled
from winset.readings import draw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.shares import Share

AT_ONCE = 1_000


@dataclass(slots=True, kw_only=True, eq=False)
class ShareCounts(Accumulator):
    """Sums over draws. holds: (finding) in how many it holds."""

    draws: int
    holds: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FindingShares:
    """Counts the findings of a question."""

    case: Compiled
    question: ReadingsQuestion
    seed: int

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        return max(1, min(AT_ONCE, MOST_VALUES // total_packages(self.case.structure)))

    def nothing(self) -> ShareCounts:
        """The sums over no draws."""
        return ShareCounts(draws=0, holds=np.zeros(len(self.question.findings), dtype=np.int64))

    def of(self, numbers: range) -> ShareCounts:
        """What these draws add up to."""
        findings = self.question(self.case)(draw_readings(self.case, self.seed, numbers))
        return ShareCounts(
            draws=len(numbers), holds=np.array([findings[finding].sum() for finding in self.question.findings])
        )

    def result(self, sums: ShareCounts) -> Mapping[str, Share]:
        """The share of each finding."""
        return {
            finding: Share(number=int(number), draws=sums.draws)
            for finding, number in zip(self.question.findings, sums.holds, strict=True)
        }
