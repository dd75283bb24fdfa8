"""A forecast as a distribution over the line of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ENDS = (0.0, 100.0)
"""The ends of the line."""
ROUNDING = 1e-9
"""Mass by which sums of floating-point numbers may miss a level: sums of a million parts are right to 1e-10."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distribution:
    """Mass at points of the line. points (place): rising, 0 to 100, read-only. mass (place): above 0, sums to 1."""

    points: Floats
    mass: Floats

    @classmethod
    def of(cls, points: Floats, mass: Floats) -> Distribution:
        """Mass at these points, in any order; where points are the same it is added. Points beyond the ends of the
        line stand at the ends.
        """
        places, which = np.unique(np.clip(points, *ENDS), return_inverse=True)
        held = np.bincount(which, weights=mass, minlength=len(places))
        kept = held > 0
        places, held = places[kept], held[kept] / held[kept].sum()
        places.setflags(write=False)
        held.setflags(write=False)
        return cls(points=places, mass=held)

    @property
    def mean(self) -> float:
        return float(self.points @ self.mass)

    def interval(self, level: float) -> tuple[float, float]:
        """The points between which the middle part of the mass lies: below the lower one and above the upper one is at
        most half of the rest each. Reversing the line reverses it.
        """
        rest = (1 - level) / 2
        below, above = np.cumsum(self.mass), np.cumsum(self.mass[::-1])
        low = int(np.searchsorted(below, rest - ROUNDING))
        high = len(self.points) - 1 - int(np.searchsorted(above, rest - ROUNDING))
        return float(self.points[low]), float(self.points[high])

    @property
    def median(self) -> tuple[float, float]:
        """The lower and the upper median, mostly the same."""
        return self.interval(0)

    def quantiles(self, count: int) -> Floats:
        """So many equally likely points that stand for all: the middles of equal parts of the mass."""
        levels = (np.arange(count) + 0.5) / count
        places = np.searchsorted(np.cumsum(self.mass), levels - ROUNDING)
        chosen: Floats = self.points[np.minimum(places, len(self.points) - 1)]
        return chosen

    def within(self, low: float, high: float) -> float:
        """The mass from one point to another, both included."""
        return float(self.mass[(self.points >= low) & (self.points <= high)].sum())

    def nearest(self, places: Sequence[float | None]) -> tuple[float | None, ...]:
        """Per place, the mass that lies nearer to it than to any other; what lies between two is shared. None where
        there is no place.
        """
        known = [place for place in places if place is not None]
        distance = np.abs(self.points[:, None] - np.array(known)[None, :])
        is_near = distance <= distance.min(axis=1)[:, None] + ROUNDING
        shares = iter((self.mass[:, None] * is_near / is_near.sum(axis=1)[:, None]).sum(axis=0))
        return tuple(None if place is None else float(next(shares)) for place in places)

    def crps(self, outcome: float) -> float:
        """The continuous ranked probability score against what came out: 0 is best, and for one point it is the
        distance. Source: Gneiting & Raftery 2007, JASA 102, 359-378, section 4.2.
        """
        below = np.cumsum(self.mass) - self.mass / 2
        apart = float((self.mass * self.points * (2 * below - 1)).sum())
        return float(self.mass @ np.abs(self.points - outcome)) - apart


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Residuals:
    """How far outcomes lay from a rule's point. errors: equally likely, in points of the line. position_share: the
    part of the mass that stands at parties' positions instead, as they weigh.
    """

    errors: Floats
    position_share: float = 0.0

    @classmethod
    def both_ways(cls, sizes: Floats, position_share: float = 0.0) -> Residuals:
        """Each distance to both sides: which end of a line is called 0 is a matter of chance."""
        return cls(errors=np.concatenate((-sizes, sizes)), position_share=position_share)


def summary(errors: Floats, count: int) -> Floats:
    """So many distances that stand for all: the middles of equal parts of them."""
    sizes: Floats = np.quantile(np.abs(errors), (np.arange(count) + 0.5) / count)
    return sizes


def forecast(points: Floats, position: Floats, weight: Floats, residuals: Residuals) -> Distribution:
    """The forecast of one issue: the errors of the record about the rule's point, and the parties' positions as they
    weigh.

    points (trial): the rule's; one where there are no trials. position, weight (trial, party): NaN where a party has
    none, with weight 0. Every trial counts the same.
    """
    around = (points[:, None] + residuals.errors[None, :]).ravel()
    share = residuals.position_share
    total = weight.sum(axis=1, keepdims=True)
    stands = (weight > 0) & np.isfinite(position)
    at = (share / len(points)) * (weight / np.where(total > 0, total, 1))
    near = np.full(len(around), (1 - share) / len(around))
    return Distribution.of(np.concatenate((around, position[stands])), np.concatenate((near, at[stands])))
