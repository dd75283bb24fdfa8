"""The egalitarian solution."""

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, solution


def screen(gains: Floats, context: Context) -> Floats:
    smallest: Floats = gains.min(axis=1)
    return smallest


@solution(
    key="egalitarian",
    title="Egalitarian",
    source="Kalai 1977, Econometrica 45(7), 1623–1630",
    monotone="weakly",
    screen=screen,
)
def worth(gain: Gain, context: Context) -> int:
    """The largest smallest gain, in points; it compares points across parties, so it depends on their scales.

    Weakly efficient only: some of its maximisers may be dominated.
    """
    return min(gain)
