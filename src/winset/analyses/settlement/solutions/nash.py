"""Nash's solution."""

from math import prod

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, logarithms, positive_or_none, solution


def screen(gains: Floats, context: Context) -> Floats:
    return positive_or_none(logarithms(gains).sum(axis=1), gains)


@solution(
    key="nash",
    title="Nash",
    source="Nash 1950, Econometrica 18(2), 155–162",
    monotone="strictly",
    screen=screen,
)
def worth(gain: Gain, context: Context) -> int | None:
    """The largest product of the gains.

    None, no candidate, where some bargaining party gains nothing: the product is then zero whatever the others get,
    and says nothing.
    """
    return prod(gain) if min(gain) > 0 else None
