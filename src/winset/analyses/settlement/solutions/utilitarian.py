"""The utilitarian solution."""

from fractions import Fraction

import numpy as np

from winset.analyses.settlement.solutions.register import Bound, Context, Floats, Gain, KeyRule, Weights, solution


def screen(gains: Floats, context: Context) -> Floats:
    total: Floats = gains.sum(axis=1)
    return total


def slope(gains: Floats, context: Context) -> Floats:
    return np.ones(len(gains))


def ceiling(weights: Weights, total: int, context: Context) -> Fraction | None:
    """Σ g ≤ Σ λg / min λ, since no gain is below 0."""
    return Fraction(total) / min(weights) if min(weights) > 0 else None


def rule(context: Context) -> KeyRule:
    return KeyRule(kind="sum", unit=(Fraction(1),) * len(context.ideal))


@solution(
    key="utilitarian",
    title="Utilitarian",
    source="Harsanyi 1955, Journal of Political Economy 63(4), 309–321",
    monotone="strictly",
    screen=screen,
    bound=Bound(ceiling=ceiling, rule=rule, slope=slope),
)
def worth(gain: Gain, context: Context) -> int:
    """The largest sum of the gains, every party counted alike; it compares points across parties."""
    return sum(gain)
