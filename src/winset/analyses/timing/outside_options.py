"""What it changes in talks about a stake that one of two parties could break them off and fight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.contests import CHANCE, DISCOUNTS, ContestNumbers
from winset.analyses.timing.given import NotEnoughGiven, lacks
from winset.analyses.timing.patience import alternating_offers, outside_option
from winset.compiled.contests import CompiledContest
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedValue

COST = "what fighting costs who could leave for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideOption:
    """A party that answers the first of offers made in turn, and alone can leave for the fight. worth: of the fight to
    it, its chance less its cost, or 0 where that is less. without: its share where nobody can leave. gets: its share
    where it can; the larger of both.
    """

    worth: Fraction
    without: Fraction
    gets: Fraction


def fight_to_leave_for(
    timing: CompiledTiming, contest: CompiledContest, numbers: ContestNumbers, judged: JudgedValue, party: int
) -> OutsideOption | NotEnoughGiven:
    """What the fight is worth as an outside option to the first (0) or the second party (1) of a contest.

    Both may be able to leave: then many divisions are equilibria, and none is given here (`outside_option`).
    """
    cost = numbers.costs[party]
    discounts = _discounts(timing, contest, judged)
    if numbers.chance is None or cost is None or discounts is None:
        return lacks((CHANCE, numbers.chance is None), (COST, cost is None), (DISCOUNTS, discounts is None))
    chance = 1 - numbers.chance if party else numbers.chance
    worth = max(chance - cost, Fraction(0))
    own, other = discounts[party], discounts[1 - party]
    without = alternating_offers(other, own)
    shares = outside_option(other, own, worth) or without  # a fight is worth no more than the stake
    return OutsideOption(worth=worth, without=without.second, gets=shares.second)


def _discounts(
    timing: CompiledTiming, contest: CompiledContest, judged: JudgedValue
) -> tuple[Fraction, Fraction] | None:
    """Of both parties; None where one is not given or does not lie below 1."""
    first, second = (timing.parties[party].discount for party in contest.parties)
    if first is None or second is None:
        return None
    both = (judged(first.stream, first.span), judged(second.stream, second.span))
    return both if max(both) < 1 else None
