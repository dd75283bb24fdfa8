"""The mean: every party that cares counts the same."""

from __future__ import annotations

import numpy as np

from winset.analyses.forecast.averages import weighted_mean
from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    Floats,
    RuleForecast,
    complete,
    points_of,
    register,
)
from winset.analyses.forecast.stances import Batch, Stances


def _mean(position: Floats, weight: Floats) -> Floats:
    return weighted_mean(position, (weight > 0).astype(np.float64))


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    complete((), choices)
    return RuleForecast(points=points_of(_mean(stances.position, stances.weight)))


def many(batch: Batch, choices: Choices) -> Floats:
    complete((), choices)
    return _mean(batch.position, batch.weight)


RULE = register(
    BargainingRule(
        key="mean",
        title="Mean of the positions",
        source="Thomson, Stokman, Achen & König (eds.) 2006, The European Union Decides",
        assumes="Every party that cares about an issue at all pulls its outcome equally strongly.",
        kind="point",
        settle=settle,
        many=many,
    )
)
