"""The compromise: the mean of the positions, weighted by capability and salience."""

from __future__ import annotations

import numpy as np

from winset.analyses.forecast.register import Choices, Floats, Rule, Settlement, complete, points_of, register
from winset.analyses.forecast.stances import Batch, Stances


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


def settle(stances: Stances, choices: Choices) -> Settlement:
    complete((), choices)
    return Settlement(points=points_of(weighted_mean(stances.position, stances.weight)))


def many(batch: Batch, choices: Choices) -> Floats:
    complete((), choices)
    return weighted_mean(batch.position, batch.weight)


RULE = register(
    Rule(
        key="compromise",
        title="Compromise (mean weighted by capability and salience)",
        source="Thomson, Stokman, Achen & König (eds.) 2006, The European Union Decides; Achen 2006, ibid.",
        assumes="Every party pulls the outcome towards its position, as strongly as its capability times its salience.",
        kind="point",
        settle=settle,
        many=many,
    )
)
