"""How long two parties hold out against each other where each waits for the other to give in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.errors import WinsetError


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """A war of attrition. hazards: by party, the rate per period at which it gives in. length: the mean number of
    periods until one does. first: the chance that it is the first party.
    """

    hazards: tuple[Fraction, Fraction]
    length: Fraction
    first: Fraction


def attrition(prizes: tuple[Fraction, Fraction], costs: tuple[Fraction, Fraction]) -> Attrition:
    """The equilibrium in which neither is sure to give in at once: each gives in at the rate that leaves the other
    indifferent between holding out and giving in, so that whoever has less to win or more to pay gives in more rarely.

    prizes: what is won if the other gives in; costs: of each period of holding out; by party, in the same unit, above
    0. Raises WinsetError for others. There are others, in which one party gives in at once. Source: Hendricks, Weiss
    and Wilson 1988, International Economic Review 29(4), 663–680.
    """
    if min(*prizes, *costs) <= 0:
        raise WinsetError("a prize and a cost are above 0 in a war of attrition")
    of_first, of_second = costs[1] / prizes[1], costs[0] / prizes[0]
    total = of_first + of_second
    return Attrition(hazards=(of_first, of_second), length=1 / total, first=of_first / total)
