"""Nash's solution."""

from fractions import Fraction
from math import prod

from winset.analyses.settlement.solutions.register import (
    Bound,
    Context,
    Floats,
    Gain,
    KeyRule,
    Weights,
    logarithms,
    positive_or_none,
    solution,
)


def screen(gains: Floats, context: Context) -> Floats:
    return positive_or_none(logarithms(gains).sum(axis=1), gains)


def slope(gains: Floats, context: Context) -> Floats:
    rise: Floats = 1.0 / gains
    return rise


def ceiling(weights: Weights, total: int, context: Context) -> Fraction | None:
    """By the inequality of arithmetic and geometric means: Π g ≤ (Σ λg / k)^k / Π λ."""
    if not all(weights):
        return None
    return Fraction(total, len(weights)) ** len(weights) / prod(weights)


def rule(context: Context) -> KeyRule:
    return KeyRule(kind="product", unit=(Fraction(1),) * len(context.ideal))


@solution(
    key="nash",
    title="Nash",
    source="Nash 1950, Econometrica 18(2), 155–162",
    monotone="strictly",
    screen=screen,
    bound=Bound(ceiling=ceiling, rule=rule, slope=slope),
)
def worth(gain: Gain, context: Context) -> int | None:
    """The largest product of the gains.

    None, no candidate, where some bargaining party gains nothing: the product is then zero whatever the others get,
    and says nothing.
    """
    return prod(gain) if min(gain) > 0 else None
