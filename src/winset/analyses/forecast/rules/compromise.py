"""The compromise: the mean of the positions, weighted by capability and salience."""

from __future__ import annotations

from winset.analyses.forecast.register import BargainingRule, Choices, Floats, complete, of_formula, register
from winset.analyses.forecast.stances import Stances, weighted_mean


def points(stances: Stances, choices: Choices) -> Floats:
    complete((), choices)
    return weighted_mean(stances.position, stances.weight)


RULE = register(
    BargainingRule(
        key="compromise",
        title="Compromise (mean weighted by capability and salience)",
        source="Thomson, Stokman, Achen & König (eds.) 2006, The European Union Decides",
        assumes="Every party pulls the outcome towards its position, as strongly as its capability times its salience.",
        kind="point",
        settle=of_formula(points),
        many=points,
    )
)
