"""The leximin solution."""

from winset.analyses.settlement.solutions.egalitarian import screen
from winset.analyses.settlement.solutions.register import Context, Gain, solution


@solution(
    key="leximin",
    title="Leximin",
    source="Imai 1983, Econometrica 51(2), 389–402",
    monotone="strictly",
    screen=screen,
)
def worth(gain: Gain, context: Context) -> tuple[int, ...]:
    """The gains from the smallest up: first help whoever gains least, then the next; it compares points across
    parties.
    """
    return tuple(sorted(gain))
