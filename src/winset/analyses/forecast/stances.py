"""What a rule of bargaining reads: where parties stand, how much they care, and what they weigh; and the
weighted averages of positions.
"""

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


HALF = 1e-9
"""Weights within this share of half the total are half of it: sums of some hundred weights are right to 1e-14."""


def weighted_mean(position: Floats, weight: Floats) -> Floats:
    """(…, issue) Σ w x / Σ w over the parties, NaN where nobody has a weight; never outside the positions weighed.

    position, weight: (…, party, issue); a position may be NaN where the weight is 0.
    """
    weighed = weight > 0
    share = weight / np.where(weighed, weight, 0.0).max(axis=-2, keepdims=True, initial=np.finfo(np.float64).tiny)
    total = share.sum(axis=-2)
    place = np.where(weighed, position, 0.0)
    mean = (share * place).sum(axis=-2) / np.where(total > 0, total, 1.0)
    low = np.where(weighed, position, np.inf).min(axis=-2, initial=np.inf)
    high = np.where(weighed, position, -np.inf).max(axis=-2, initial=-np.inf)
    return np.where(total > 0, np.clip(mean, low, np.maximum(low, high)), np.nan)


def weighted_median(position: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """(…, issue) the lower and the upper weighted median, NaN where nobody has a weight.

    They differ only where exactly half of the weight is on each side. position, weight: (…, party, issue); a position
    may be NaN where the weight is 0.
    """
    weighed = weight > 0
    place = np.where(weighed, position, np.inf)
    share = np.where(weighed, weight, 0.0)
    share = share / share.max(axis=-2, keepdims=True, initial=np.finfo(np.float64).tiny)
    order = np.lexsort((share, place), axis=-2)
    place = np.take_along_axis(place, order, axis=-2)
    reached = np.cumsum(np.take_along_axis(share, order, axis=-2), axis=-2)
    if not reached.shape[-2]:
        nowhere = np.full(reached.shape[:-2] + reached.shape[-1:], np.nan)
        return nowhere, nowhere
    half = reached[..., -1:, :] / 2
    return _place(place, reached < half * (1 - HALF)), _place(place, reached <= half * (1 + HALF))


def _place(place: Floats, before: NDArray[np.bool_]) -> Floats:
    """(…, issue) the first place that does not come before, NaN where there is none."""
    number = np.minimum(before.sum(axis=-2, keepdims=True), place.shape[-2] - 1)
    chosen = np.take_along_axis(place, number, axis=-2)[..., 0, :]
    return np.where(np.isfinite(chosen), chosen, np.nan)
