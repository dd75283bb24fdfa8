"""The divisions of a stake that all who would fight over it prefer to fighting.

The stake is 1. Of two parties the first wins it with a chance, and fighting costs each a share of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.given import not_negative, share


@dataclass(frozen=True, slots=True, kw_only=True)
class BargainingRange:
    """The shares of the first party that neither gives up for fighting. low, high: shares of the stake, as they come
    out, so that they may lie below 0 or above 1; low is above high where no division is preferred by both.
    """

    low: Fraction
    high: Fraction

    @property
    def is_empty(self) -> bool:
        """Whether there is no such division."""
        return self.low > self.high

    @property
    def divisions(self) -> tuple[Fraction, Fraction] | None:
        """The range without what lies outside 0 to 1; None where nothing of it lies inside."""
        low, high = max(self.low, Fraction(0)), min(self.high, Fraction(1))
        return (low, high) if low <= high else None

    def __contains__(self, division: Fraction) -> bool:
        return self.low <= division <= self.high


def bargaining_range(chance: Fraction, cost: Fraction, other_cost: Fraction) -> BargainingRange:
    """The range from the chance of the first party less its own cost to the chance plus the cost of the other.

    chance: of the first party to win, from 0 to 1, on which both agree. cost, other_cost: shares of the stake, not
    negative. Raises WinsetError for others. Source: Fearon 1995, International Organization 49(3), 379–414.
    """
    share(chance, "a chance")
    return BargainingRange(low=chance - not_negative(cost, "a cost"), high=chance + not_negative(other_cost, "a cost"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedStake:
    """Several parties and one stake. demanded: the sum of what fighting is worth to those to whom it is worth anything,
    in shares of the stake. exists: whether some division gives every party as much as fighting.
    """

    demanded: Fraction
    exists: bool


def shared_stake(values: Sequence[Fraction]) -> SharedStake:
    """Whether a stake can be divided so that no party gets less than fighting is worth to it.

    values: of fighting, by party, in shares of the stake, costs taken off. One below 0 counts as 0, since no division
    gives a party less than nothing. That fighting is costly is no ground to expect a range among three or more: the
    values come from different fights and need not add up to 1. Source: Jordan 2015, A Bargain Might Not Exist (draft).
    """
    demanded = sum((max(value, Fraction(0)) for value in values), Fraction(0))
    return SharedStake(demanded=demanded, exists=demanded <= 1)
