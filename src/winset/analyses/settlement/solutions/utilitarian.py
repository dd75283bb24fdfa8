"""The utilitarian solution."""

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, solution


def screen(gains: Floats, context: Context) -> Floats:
    total: Floats = gains.sum(axis=1)
    return total


@solution(
    key="utilitarian",
    title="Utilitarian",
    source="Harsanyi 1955, Journal of Political Economy 63(4), 309–321",
    monotone="strictly",
    screen=screen,
)
def worth(gain: Gain, context: Context) -> int:
    """The largest sum of the gains, every party counted alike; it compares points across parties."""
    return sum(gain)
