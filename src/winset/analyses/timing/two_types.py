"""Whether to make an offer that only a weak other party would take."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from winset.analyses.timing.given import share
from winset.errors import WinsetError


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoTypes:
    """The other party is strong or weak, and only it knows. threshold: the chance that it is weak above which the offer
    that only the weak one takes is worth more; None where there is nothing to weigh. best: `risky` and `safe` offers;
    `indifferent` at the threshold; `fight` where no offer is worth as much as fighting.
    """

    threshold: Fraction | None
    best: Literal["risky", "safe", "indifferent", "fight"]


def two_types(strong: Fraction, weak: Fraction, fighting: Fraction, chance: Fraction) -> TwoTypes:
    """Whether the offer that a strong party would refuse is worth its risk.

    strong, weak: the share of the stake that the other party wants in either case, the strong one more. fighting: what
    fighting is worth to who offers, as a share. chance: that the other is weak. Raises WinsetError where shares lie
    outside 0 to 1 or the strong one wants no more than the weak one. Source: Fearon 1995, International Organization
    49(3), 379–414 (the trade-off of risk and return, here with two types).
    """
    for number, what in ((strong, "a share"), (weak, "a share"), (chance, "a chance")):
        share(number, what)
    if strong <= weak:
        raise WinsetError("a strong party wants a larger share than a weak one")
    if 1 - weak <= fighting:
        return TwoTypes(threshold=None, best="fight")
    if 1 - strong < fighting:
        return TwoTypes(threshold=Fraction(0), best="risky")
    threshold = (1 - strong - fighting) / (1 - weak - fighting)
    if chance == threshold:
        return TwoTypes(threshold=threshold, best="indifferent")
    return TwoTypes(threshold=threshold, best="risky" if chance > threshold else "safe")
