"""In how many draws the findings of a question hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from winset.analyses.robustness.drivers import draws_at_once
from winset.analyses.robustness.readings_question import ReadingsQuestion, undecided
from winset.analyses.settlement.packages import Ints
from winset.compiled import Compiled
from winset.readings import draw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.shares import Share


@dataclass(slots=True, kw_only=True, eq=False)
class ShareCounts(Accumulator):
    """Sums over draws. holds: (finding) in how many it holds. undecided: (finding) in how many a limit left it open."""

    draws: int
    holds: Ints
    undecided: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FindingShares:
    """Counts the findings of a question."""

    case: Compiled
    question: ReadingsQuestion
    seed: int

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        return draws_at_once(self.case.structure)

    def nothing(self) -> ShareCounts:
        """The sums over no draws."""
        none = np.zeros(len(self.question.findings), dtype=np.int64)
        return ShareCounts(draws=0, holds=none, undecided=none.copy())

    def of(self, numbers: range) -> ShareCounts:
        """What these draws add up to."""
        findings = self.question(self.case)(draw_readings(self.case, self.seed, numbers))
        return ShareCounts(
            draws=len(numbers),
            holds=np.array([findings[finding].sum() for finding in self.question.findings]),
            undecided=np.array([undecided(findings, finding).sum() for finding in self.question.findings]),
        )

    def result(self, sums: ShareCounts) -> Mapping[str, Share]:
        """The share of each finding."""
        return {
            finding: Share(number=int(number), draws=sums.draws, undecided=int(left_open))
            for finding, number, left_open in zip(self.question.findings, sums.holds, sums.undecided, strict=True)
        }
