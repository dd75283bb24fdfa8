"""What a party demands that does not know the other's cost of fighting, and the chance of war that it accepts.

The first party makes one demand, which the other takes or fights. The other's cost is anything from 0 to a largest one,
each as likely as any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from winset.analyses.timing.given import not_negative, share


@dataclass(frozen=True, slots=True, kw_only=True)
class BestDemand:
    """The demand that is worth most to who makes it. demand: the share of the stake that it claims. war: the chance
    that the other fights. kind: `safe` where no cost of the other makes it fight; `risky` where some do; `whole` where
    the demand is the whole stake and more cannot be asked.
    """

    demand: Fraction
    war: Fraction
    kind: Literal["safe", "risky", "whole"]


def best_demand(chance: Fraction, cost: Fraction, largest: Fraction) -> BestDemand:
    """The best demand: the chance plus half of what the other's largest cost exceeds the own one by.

    chance: of the first party to win, from 0 to 1. cost: its own. largest: the largest cost that the other may have;
    costs are shares of the stake, not negative. Raises WinsetError for others. Where the other cannot lose more than
    the first party, the demand runs no risk. The chance of war rises with the largest cost until the whole stake is
    demanded, and falls from there on. Source: Fearon 1995, International Organization 49(3), 379–414.
    """
    share(chance, "a chance")
    not_negative(cost, "a cost")
    if not_negative(largest, "a cost") <= cost:
        return BestDemand(demand=chance, war=Fraction(0), kind="safe")
    demand = chance + (largest - cost) / 2
    if demand > 1:
        return BestDemand(demand=Fraction(1), war=min((1 - chance) / largest, Fraction(1)), kind="whole")
    return BestDemand(demand=demand, war=(demand - chance) / largest, kind="risky")
