"""What a rule of bargaining reads: where parties stand, how much they care, and what they weigh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stances:
    """What a rule reads, once or in many trials: every array then has an axis for the trial before the others.

    position: (…, party, issue) place on the line, 0 to 100, NaN where a party has none. salience: (…, party, issue) 0
    to 100, NaN as 0 where there is no position. capability: (…, party), any unit, not negative. reference: (…, issue)
    the place where an issue stays without agreement, NaN where it is not known; None where it is known for no issue.
    """

    position: Floats
    salience: Floats
    capability: Floats
    reference: Floats | None = None

    @property
    def parties(self) -> int:
        return int(self.position.shape[-2])

    @property
    def issues(self) -> int:
        return int(self.position.shape[-1])

    @property
    def trials(self) -> int:
        return int(self.position.shape[0])

    @property
    def weight(self) -> Floats:
        """(…, party, issue) capability × salience / 100, 0 where a party has no position."""
        return weights(self.position, self.salience, self.capability)

    def trial(self, number: int | slice) -> Stances:
        """The stances of one trial, or of some."""
        return Stances(
            position=self.position[number],
            salience=self.salience[number],
            capability=self.capability[number],
            reference=None if self.reference is None else self.reference[number],
        )

    def only(self, issue: int) -> Stances:
        """One issue of one trial, without the parties of weight 0."""
        kept = self.weight[:, issue] > 0
        column = slice(issue, issue + 1)
        return Stances(
            position=self.position[kept, column],
            salience=self.salience[kept, column],
            capability=self.capability[kept],
            reference=None if self.reference is None else self.reference[column],
        )


def weights(position: Floats, salience: Floats, capability: Floats) -> Floats:
    """(…, party, issue) capability × salience / 100, 0 where a party has no position."""
    cared = np.where(np.isfinite(salience), salience, 0.0)
    result: Floats = np.where(np.isfinite(position), capability[..., None] * cared / 100, 0.0)
    return result
