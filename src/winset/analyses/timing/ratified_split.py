"""How a ratifier at home moves a split of one stake between two parties.

The stake is 1, and a split is the share of the party whose ratifier is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.given import share
from winset.errors import WinsetError


def ratified_split(least: Fraction, most: Fraction) -> Fraction | None:
    """The even split, moved as little as possible to where every ratifier accepts it; None where that is nowhere.

    least, most: the shares between which all ratifiers accept, from 0 to 1. That a tied hand gains is so only where the
    tie is certain and known to the other side: with ties on both sides and private knowledge it may turn round.
    Source: Putnam 1988, International Organization 42(3), 427–460; Tarar 2001, Journal of Conflict Resolution 45(3),
    320–340.
    """
    share(least, "a share")
    share(most, "a share")
    if least > most:
        return None
    return min(max(Fraction(1, 2), least), most)


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainRatifier:
    """The best offer to a ratifier whose least share is not known. offer: the share that it is offered. passes: the
    chance that it ratifies.
    """

    offer: Fraction
    passes: Fraction


def uncertain_ratifier(low: Fraction, high: Fraction) -> UncertainRatifier:
    """The offer that leaves most to who makes it, on average: half of 1 and the lowest demand, or the highest demand if
    that is less.

    low, high: between which the ratifier's least share lies, each as likely; from 0 to 1 and not alike. No deal is
    worth nothing to who offers. Raises WinsetError for others. Source: Iida 1996, Public Choice 89(3–4), 283–303 (that
    what is not known of a ratifier makes ratification fail), here for one offer.
    """
    if share(low, "a share") >= share(high, "a share"):
        raise WinsetError("the highest demand of a ratifier is above its lowest")
    offer = min((1 + low) / 2, high)
    return UncertainRatifier(offer=offer, passes=(offer - low) / (high - low))
