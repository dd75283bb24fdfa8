"""The weighted median: the place that wins every vote against another one, each party voting with its weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.register import Choices, Floats, Option, Rule, Settlement, complete, points_of, register
from winset.analyses.forecast.stances import Batch, Stances

HALF = 1e-9
"""Weights within this share of half the total are half of it: sums of some hundred weights are right to 1e-14."""

WEIGHTS = Option(
    name="weights",
    choices=("capability_and_salience", "equal"),
    default="capability_and_salience",
    says="what a party counts for: its capability times its salience, or the same as any other that cares",
)


def counted(weight: Floats, weights: str) -> Floats:
    """The weights, or 1 for every weight above 0 where parties count equally."""
    return (weight > 0).astype(np.float64) if weights == "equal" else weight


def _counted(weight: Floats, choices: Choices) -> Floats:
    return counted(weight, complete((WEIGHTS,), choices)["weights"])


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


def settle(stances: Stances, choices: Choices) -> Settlement:
    lower, upper = weighted_median(stances.position, _counted(stances.weight, choices))
    return Settlement(points=points_of(lower), other=points_of(np.where(upper > lower, upper, np.nan)))


def many(batch: Batch, choices: Choices) -> Floats:
    return weighted_median(batch.position, _counted(batch.weight, choices))[0]


RULE = register(
    Rule(
        key="median",
        title="Median weighted by capability and salience",
        source="Black 1948, Journal of Political Economy 56(1), 23–34",
        assumes="Places are put to the vote in pairs, and each party votes for the nearer one with its whole weight.",
        kind="point",
        settle=settle,
        options=(WEIGHTS,),
        many=many,
    )
)
