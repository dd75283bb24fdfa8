"""Whether two parties expect so much of fighting that no division contents both."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.bargaining_range import BargainingRange
from winset.analyses.timing.given import not_negative, share


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualOptimism:
    """What two parties believe of their own chances. claimed: the sum of both chances; above 1, one of them is wrong.
    bearable: the sum from which on no range is left. range: the shares of the first party that both prefer to fighting,
    each by its own belief.
    """

    claimed: Fraction
    bearable: Fraction
    range: BargainingRange

    @property
    def closes(self) -> bool:
        """Whether their beliefs leave no division that both prefer."""
        return self.claimed > self.bearable


def mutual_optimism(beliefs: tuple[Fraction, Fraction], costs: tuple[Fraction, Fraction]) -> MutualOptimism:
    """Whether what both believe of their chances exceeds 1 by more than both costs of fighting.

    beliefs: each party's own chance to win as it sees it, from 0 to 1. costs: shares of the stake, not negative.
    Raises WinsetError for others. Source: Fearon 1995, International Organization 49(3), 379–414.
    """
    first, second = (share(belief, "a chance") for belief in beliefs)
    cost, other_cost = (not_negative(cost, "a cost") for cost in costs)
    seen = BargainingRange(low=first - cost, high=1 - (second - other_cost))
    return MutualOptimism(claimed=first + second, bearable=1 + cost + other_cost, range=seen)
