"""Nash's solution where not everyone can gain."""

from math import prod

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, logarithms, solution

_STEP = 1e6  # larger than any sum of logarithms of gains, so that one more gaining party outweighs every product


def screen(gains: Floats, context: Context) -> Floats:
    worth: Floats = (gains > 0).sum(axis=1) * _STEP + logarithms(gains).sum(axis=1)
    return worth


@solution(
    key="nash_max_support",
    title="Nash among the most that can gain",
    source="Caragiannis et al. 2016, EC '16, 305–322 (maximum Nash welfare)",
    monotone="strictly",
    screen=screen,
)
def worth(gain: Gain, context: Context) -> tuple[int, int]:
    """As many parties as possible gain something; then the largest product of the gains of those that do.

    The same as Nash's solution where everyone can gain.
    """
    gaining = [g for g in gain if g > 0]
    return len(gaining), prod(gaining)
