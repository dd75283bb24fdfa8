"""The leximin solution."""

from fractions import Fraction
from math import inf

from winset.analyses.settlement.solutions.egalitarian import screen, shares
from winset.analyses.settlement.solutions.register import Bound, Context, Gain, KeyRule, Weights, solution


def ceiling(weights: Weights, total: int, context: Context) -> tuple[Fraction, float]:
    """min g ≤ Σ λg / Σ λ; nothing is said of the next gains."""
    return Fraction(total) / sum(weights), inf


def rule(context: Context) -> KeyRule:
    return KeyRule(kind="least", unit=(Fraction(1),) * len(context.ideal))


@solution(
    key="leximin",
    title="Leximin",
    source="Imai 1983, Econometrica 51(2), 389–402",
    monotone="strictly",
    screen=screen,
    bound=Bound(ceiling=ceiling, rule=rule, shares=shares),
)
def worth(gain: Gain, context: Context) -> tuple[int, ...]:
    """The gains from the smallest up: first help whoever gains least, then the next; it compares points across
    parties.
    """
    return tuple(sorted(gain))
