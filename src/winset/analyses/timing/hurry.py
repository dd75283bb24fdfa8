"""Who gains from patience: what bargaining over one divisible stake would give whoever is in less of a hurry.

An explanation of who has time, not a forecast: it supposes one stake, known to all, that can be divided at will, and
offers in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.patience import DrawnShare, drawn_offers, rate, stationary
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedValue

DISCOUNTS = "what a period later is worth to each of them, below 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurry:
    """Parties that bargain over one stake. discounts: what a period later is worth to each. first, last: the share of
    each if it makes the first offer and if it is the last in turn, the others following in the order of the case; with
    more than two, in the stationary equilibrium, which is one of many. short: the share of each as offers follow each
    other ever faster, in inverse proportion to what it loses by waiting; a floating point number. drawn: the share of
    each where it is drawn who offers, each being as likely; stationary too.
    """

    parties: tuple[int, ...]
    discounts: tuple[Fraction, ...]
    first: tuple[Fraction, ...]
    last: tuple[Fraction, ...]
    short: tuple[float, ...]
    drawn: tuple[DrawnShare, ...]


def hurry(timing: CompiledTiming, parties: Sequence[int], judged: JudgedValue) -> Hurry | NotEnoughGiven:
    """The shares of parties whose patience is known, and below 1. parties: two or more."""
    numbers = [timing.parties[party].discount for party in parties]
    discounts = tuple(judged(number.stream, number.span) for number in numbers if number is not None)
    if len(parties) <= 1 or len(discounts) < len(parties) or max(discounts) >= 1:
        return NotEnoughGiven(missing=(DISCOUNTS,))
    places = range(len(parties))
    turns = [[*discounts[place:], *discounts[:place]] for place in places]
    by_turn = [stationary(turn) for turn in turns]
    speeds = [1 / rate(discount) for discount in discounts]
    return Hurry(
        parties=tuple(parties),
        discounts=discounts,
        first=tuple(by_turn[place][0] for place in places),
        last=tuple(by_turn[(place + 1) % len(parties)][-1] for place in places),
        short=tuple(speed / sum(speeds) for speed in speeds),
        drawn=drawn_offers(discounts),
    )
