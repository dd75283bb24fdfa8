"""The egalitarian solution."""

from fractions import Fraction

import numpy as np

from winset.analyses.settlement.solutions.register import Bound, Context, Floats, Gain, KeyRule, Weights, solution


def screen(gains: Floats, context: Context) -> Floats:
    smallest: Floats = gains.min(axis=1)
    return smallest


def shares(context: Context) -> Floats:
    return np.ones(len(context.ideal))


def ceiling(weights: Weights, total: int, context: Context) -> Fraction:
    """min g ≤ Σ λg / Σ λ."""
    return Fraction(total) / sum(weights)


def rule(context: Context) -> KeyRule:
    return KeyRule(kind="least", unit=(Fraction(1),) * len(context.ideal), first=True)


@solution(
    key="egalitarian",
    title="Egalitarian",
    source="Kalai 1977, Econometrica 45(7), 1623–1630",
    monotone="weakly",
    screen=screen,
    bound=Bound(ceiling=ceiling, rule=rule, shares=shares),
)
def worth(gain: Gain, context: Context) -> int:
    """The largest smallest gain, in points; it compares points across parties, so it depends on their scales.

    Weakly efficient only: some of its maximisers may be dominated.
    """
    return min(gain)
