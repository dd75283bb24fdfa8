"""The divisions of a stake that all who would fight over it prefer to fighting, and what keeps them from one.

The stake is 1. Of two parties the first wins it with a chance, and fighting costs each a share of it. What stands in
the way may be that both expect too much of fighting, that one does not know what fighting costs the other or whether
the other is strong, that no option lies between, or that somebody at home must ratify.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from winset.analyses.timing.given import not_negative, share
from winset.errors import WinsetError


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """Two options of which one is drawn, or between which the parties take turns. lower, upper: their places in the
    list of options; least, most: the chances of the upper one, or its part of the time, with which the lottery lies in
    the range.
    """

    lower: int
    upper: int
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingMiddle:
    """The options of an issue against a range. inside: the places of those that both prefer to fighting. lottery: what
    would take their place, where none is inside and the options lie on both sides. payment: what a side payment must be
    worth, as a share of the stake, where all lie on one side; to_first: whether the first party is to receive it.
    """

    inside: tuple[int, ...]
    lottery: Lottery | None = None
    payment: Fraction = Fraction(0)
    to_first: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether no option lies in the range."""
        return not self.inside


def missing_middle(options: Sequence[Fraction], between: BargainingRange) -> MissingMiddle:
    """Which options lie in the range; and what restores a deal where none does.

    options: the share of the stake that each gives the first party, from 0 to 1; at least one. between: a range that is
    not empty. Raises WinsetError for shares outside 0 to 1. Source: Fearon 1995, International Organization 49(3),
    379–414, and Powell 2006, International Organization 60(1), 169–203 (that a lottery would do, if it bound).
    """
    for option in options:
        share(option, "a share")
    inside = tuple(place for place, option in enumerate(options) if option in between)
    if inside:
        return MissingMiddle(inside=inside)
    below = [place for place, option in enumerate(options) if option < between.low]
    above = [place for place, option in enumerate(options) if option > between.high]
    if below and above:
        lower, upper = max(below, key=lambda place: options[place]), min(above, key=lambda place: options[place])
        apart = options[upper] - options[lower]
        lottery = Lottery(
            lower=lower,
            upper=upper,
            least=(between.low - options[lower]) / apart,
            most=(between.high - options[lower]) / apart,
        )
        return MissingMiddle(inside=(), lottery=lottery)
    if below:
        nearest = max(options[place] for place in below)
        return MissingMiddle(inside=(), payment=between.low - nearest, to_first=True)
    return MissingMiddle(inside=(), payment=min(options[place] for place in above) - between.high)


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
