"""The mean: every party counts the same."""

from __future__ import annotations

import numpy as np

from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    Floats,
    RuleOption,
    complete,
    of_formula,
    register,
)
from winset.analyses.forecast.stances import Stances, weighted_mean

PARTIES = RuleOption(
    name="parties",
    choices=("caring", "all"),
    default="caring",
    says="whose positions count: those of parties that care and have some strength, or those of all; where nobody "
    "cares there is no forecast",
)


def points(stances: Stances, choices: Choices) -> Floats:
    counts = stances.weight > 0
    if complete((PARTIES,), choices)["parties"] == "all":
        counts = np.isfinite(stances.position) & counts.any(axis=-2, keepdims=True)
    return weighted_mean(stances.position, counts.astype(np.float64))


RULE = register(
    BargainingRule(
        key="mean",
        title="Mean of the positions",
        source="Thomson, Stokman, Achen & König (eds.) 2006, The European Union Decides",
        assumes="Every party that cares about an issue at all pulls its outcome equally strongly.",
        kind="point",
        settle=of_formula(points),
        options=(PARTIES,),
        many=points,
    )
)
