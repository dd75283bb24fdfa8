"""Nash's solution where not everyone can gain."""

from fractions import Fraction
from math import prod

import numpy as np

from winset.analyses.settlement.solutions.register import (
    Bound,
    Context,
    Floats,
    Gain,
    KeyRule,
    Weights,
    logarithms,
    solution,
)

_STEP = 1e6  # larger than any sum of logarithms of gains, so that one more gaining party outweighs every product


def screen(gains: Floats, context: Context) -> Floats:
    worth: Floats = (gains > 0).sum(axis=1) * _STEP + logarithms(gains).sum(axis=1)
    return worth


def slope(gains: Floats, context: Context) -> Floats:
    rise = np.zeros(len(gains))
    who = list(context.gaining or ())
    rise[who] = 1.0 / gains[who]
    return rise


def ceiling(weights: Weights, total: int, context: Context) -> tuple[int, Fraction] | None:
    """As for Nash's solution, over the parties that gain."""
    who = context.gaining or ()
    if not all(weights[p] for p in who):
        return None
    if not who:
        return 0, Fraction(1)
    return len(who), Fraction(total, len(who)) ** len(who) / prod(weights[p] for p in who)


def rule(context: Context) -> KeyRule:
    who = context.gaining or ()
    return KeyRule(kind="product", unit=tuple(Fraction(int(p in who)) for p in range(len(context.ideal))))


@solution(
    key="nash_max_support",
    title="Nash among the most that can gain",
    source="Caragiannis et al. 2016, EC '16, 305–322 (maximum Nash welfare)",
    monotone="strictly",
    screen=screen,
    bound=Bound(ceiling=ceiling, rule=rule, slope=slope),
    by_support=True,
    same_as="nash",
    leads=True,
)
def worth(gain: Gain, context: Context) -> tuple[int, int]:
    """As many parties as possible gain something; then the largest product of the gains of those that do.

    The same as Nash's solution where everyone can gain. Where different parties could gain in place of one another, the
    products compare points across parties.
    """
    gaining = [g for g in gain if g > 0]
    return len(gaining), prod(gaining)
