"""The compromise: the mean of the positions, weighted by capability and salience."""

from __future__ import annotations

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


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    complete((), choices)
    return RuleForecast(points=points_of(weighted_mean(stances.position, stances.weight)))


def many(batch: Batch, choices: Choices) -> Floats:
    complete((), choices)
    return weighted_mean(batch.position, batch.weight)


RULE = register(
    BargainingRule(
        key="compromise",
        title="Compromise (mean weighted by capability and salience)",
        source="Thomson, Stokman, Achen & König (eds.) 2006, The European Union Decides",
        assumes="Every party pulls the outcome towards its position, as strongly as its capability times its salience.",
        kind="point",
        settle=settle,
        many=many,
    )
)
