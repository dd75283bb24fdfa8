"""The weighted median: the place that wins every vote against another one, each party voting with its weight."""

from __future__ import annotations

import numpy as np

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
from winset.analyses.forecast.stances import Stances, weighted_median

WEIGHTS = RuleOption(
    name="weights",
    choices=("capability_and_salience", "equal"),
    default="capability_and_salience",
    says="what a party counts for: its capability times its salience, or the same as any other that cares",
)


def counted(weight: Floats, weights: str) -> Floats:
    """The weights, or 1 for every weight above 0 where parties count equally."""
    return (weight > 0).astype(np.float64) if weights == "equal" else weight


def both(stances: Stances, choices: Choices) -> tuple[Floats, Floats]:
    """(…, issue) the lower and the upper median."""
    return weighted_median(stances.position, counted(stances.weight, complete((WEIGHTS,), choices)["weights"]))


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    lower, upper = both(stances, choices)
    return RuleForecast(points=points_of(lower), other=points_of(np.where(upper > lower, upper, np.nan)))


RULE = register(
    BargainingRule(
        key="median",
        title="Median weighted by capability and salience",
        source="Black 1948, Journal of Political Economy 56(1), 23–34",
        assumes="Places are put to the vote in pairs, and each party votes for the nearer one with its whole weight.",
        kind="point",
        settle=settle,
        options=(WEIGHTS,),
        many=lambda stances, choices: both(stances, choices)[0],
    )
)
