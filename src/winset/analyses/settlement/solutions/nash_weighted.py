"""Nash's solution with bargaining power."""

from math import prod

import numpy as np

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, logarithms, positive_or_none, solution


def screen(gains: Floats, context: Context) -> Floats:
    weights = np.array(context.weights, dtype=np.float64)
    return positive_or_none(logarithms(gains) @ (weights / weights.sum()), gains)


@solution(
    key="nash_weighted",
    title="Nash, weighted by capability",
    source="Kalai 1977, International Journal of Game Theory 6(3), 129–133",
    monotone="weakly",
    screen=screen,
    needs_weights=True,
)
def worth(gain: Gain, context: Context) -> int | None:
    """The largest product of the gains, each raised to the power of the party's judged capability.

    The capabilities are brought to whole numbers without a common factor, so that the powers are exact. A party whose
    capability is 0 must gain all the same, but how much does not count: a dominated package may then tie. None where
    some party gains nothing.
    """
    if context.weights is None or min(gain) <= 0:
        return None
    powers: list[int] = [g**weight for g, weight in zip(gain, context.weights, strict=True)]
    return prod(powers)
