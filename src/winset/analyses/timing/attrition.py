"""How long two parties hold out: where each waits for the other to give in, and until one has learnt who is strong."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.given import share
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


MOST_BATTLES = 1_000
"""Battles until beliefs have moved far enough; beyond, they hardly move, and the answer says so instead of a count."""


def posterior(weak: Fraction, loses: tuple[Fraction, Fraction], battles: int) -> Fraction:
    """The chance that the other party is weak after so many battles that it won.

    weak: the chance before. loses: the chance that a weak and that a strong party loses a battle.
    """
    of_weak, of_strong = (1 - share(loss, "a chance") for loss in loses)
    still_weak, still_strong = share(weak, "a chance") * of_weak**battles, (1 - weak) * of_strong**battles
    total = still_weak + still_strong
    if not total:
        raise WinsetError("no party of either kind would have won so many battles")
    return still_weak / total


def battles_until_safe(weak: Fraction, loses: tuple[Fraction, Fraction], threshold: Fraction) -> int | None:
    """The fewest battles won by the other after which the offer that only a weak party would take is no longer worth
    its risk; None where not even `MOST_BATTLES` would do.

    weak: the chance that the other is weak, before. loses: the chance that a weak and that a strong party loses a
    battle; the weak one loses more often. threshold: the chance of a weak party above which the risky offer is made
    (`two_types`). Raises WinsetError for others. Bayes' rule with two kinds, in the manner of Slantchev 2003, American
    Political Science Review 97(4), 621–632, and Filson and Werner 2002, American Journal of Political Science; the
    equilibrium of neither. Where parties fight and talk at every instant they need not converge (British Journal of
    Political Science, 2012).
    """
    of_weak, of_strong = (1 - share(loss, "a chance") for loss in loses)
    if of_weak >= of_strong:
        raise WinsetError("a weak party loses battles more often than a strong one")
    share(weak, "a chance")
    share(threshold, "a chance")
    left, right = weak * (1 - threshold), (1 - weak) * threshold
    for battles in range(MOST_BATTLES + 1):
        if left <= right:
            return battles
        left, right = left * of_weak, right * of_strong
    return None
