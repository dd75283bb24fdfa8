"""Weighted averages of positions, issue by issue: the mean and the median."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

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
