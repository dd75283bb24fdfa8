"""How good forecasts were, once outcomes are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEAR = 10.0
"""Points of the line within which a forecast counts as near."""
RESAMPLES = 2_000
"""Resamples of a paired bootstrap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointScores:
    """How far points lay from outcomes. mean, median: absolute error in points of the line. near: the share within ten
    of them. issues: how many were scored.
    """

    mean: float
    median: float
    near: float
    issues: int


def point_scores(points: Floats, outcomes: Floats) -> PointScores:
    """Of points where there are some: NaN is no forecast."""
    errors = np.abs(points - outcomes)
    errors = errors[np.isfinite(errors)]
    return PointScores(
        mean=float(errors.mean()),
        median=float(np.median(errors)),
        near=float((errors <= NEAR).mean()),
        issues=len(errors),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDifference:
    """By how much one mean error exceeds another on the same issues. low, high: of 95 in 100 resamples."""

    mean: float
    low: float
    high: float


def paired_bootstrap(one: Floats, other: Floats, groups: Sequence[str], seed: int) -> ErrorDifference:
    """The difference of two rules' errors, resampled by group: issues of one proposal stay together.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 8 and 13.
    """
    apart = one - other
    known = np.isfinite(apart)
    _, group = np.unique(np.array(groups)[known], return_inverse=True)
    sums = np.bincount(group, weights=apart[known])
    sizes = np.bincount(group).astype(np.float64)
    drawn = np.random.default_rng(seed).integers(len(sums), size=(RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return ErrorDifference(mean=float(apart[known].mean()), low=float(low), high=float(high))


def brier(chances: Sequence[float], came_out: int) -> float:
    """The squared distance between chances of options and what came out, over all options: 0 is best, 2 worst.

    Source: Brier 1950, Monthly Weather Review 78, 1-3.
    """
    return sum((chance - (option == came_out)) ** 2 for option, chance in enumerate(chances))
