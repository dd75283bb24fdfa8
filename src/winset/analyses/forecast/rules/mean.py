"""The mean: every party counts the same."""

from __future__ import annotations

import numpy as np

from winset.analyses.forecast.averages import weighted_mean
from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    Floats,
    RuleForecast,
    RuleOption,
    complete,
    points_of,
    register,
)
from winset.analyses.forecast.stances import Batch, Stances

PARTIES = RuleOption(
    name="parties",
    choices=("caring", "all"),
    default="caring",
    says="whose positions count: those of parties that care and have some strength, or those of all; where nobody "
    "cares there is no forecast",
)


def _mean(position: Floats, weight: Floats, choices: Choices) -> Floats:
    counts = weight > 0
    if complete((PARTIES,), choices)["parties"] == "all":
        counts = np.isfinite(position) & counts.any(axis=-2, keepdims=True)
    return weighted_mean(position, counts.astype(np.float64))


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    return RuleForecast(points=points_of(_mean(stances.position, stances.weight, choices)))


def many(batch: Batch, choices: Choices) -> Floats:
    return _mean(batch.position, batch.weight, choices)


RULE = register(
    BargainingRule(
        key="mean",
        title="Mean of the positions",
        source="Thomson, Stokman, Achen & König (eds.) 2006, The European Union Decides",
        assumes="Every party that cares about an issue at all pulls its outcome equally strongly.",
        kind="point",
        settle=settle,
        options=(PARTIES,),
        many=many,
    )
)
