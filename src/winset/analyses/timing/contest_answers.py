"""What is said of a contest of two parties in one reading: its range, its breakers, the fight as a way out of talks,
and the shift of power; and in how many of many readings some of that holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.attrition import Attrition, attrition, battles_until_safe, posterior
from winset.analyses.timing.bargaining_range import UncertainRatifier, ratified_split, uncertain_ratifier
from winset.analyses.timing.contests import (
    BATTLES,
    CHANCE,
    COSTS,
    DISCOUNTS,
    KINDS,
    PRIZES,
    RATIFIED,
    ContestNumbers,
    ContestTests,
    Kinds,
    Number,
    contest_tests,
)
from winset.analyses.timing.given import NotEnoughGiven, lacks
from winset.analyses.timing.patience import alternating_offers, outside_option
from winset.analyses.timing.power import PowerAnswer, chances, holds, power
from winset.compiled import Compiled
from winset.compiled.contests import CompiledContest, CompiledKinds
from winset.compiled.numbers import TimedNumber
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedDraws, JudgedValue, Kind
from winset.readings.shapes import Drawer
from winset.readings.shares import Share

PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Battles:
    """How many battles the other must win until a party stops asking for what only a weak one would give; None where
    beliefs hardly move. believed: the chance that the party then takes for a weak other; None without a number, or
    where no opponent of either kind could have won so many.
    """

    number: int | None
    believed: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatifiedSplit:
    """How ratifiers bound a split. split: the even one, moved to where both accept, as the share of the first party;
    None where they exclude each other. uncertain: by party, the best offer to its ratifier where the least share that
    it accepts is a range.
    """

    split: Fraction | None
    uncertain: tuple[UncertainRatifier | None, UncertainRatifier | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestAnswer:
    """What is said of a contest; each part its answer, or what it lacks. battles: by the party that would learn.
    outside: by the party that could leave talks for the fight.
    """

    contest: CompiledContest
    numbers: ContestNumbers
    tests: ContestTests
    power: PowerAnswer | NotEnoughGiven
    attrition: Attrition | NotEnoughGiven
    battles: tuple[Battles | NotEnoughGiven, Battles | NotEnoughGiven]
    ratified: RatifiedSplit | NotEnoughGiven
    outside: tuple[OutsideOption | NotEnoughGiven, OutsideOption | NotEnoughGiven]


def contest_answer(
    timing: CompiledTiming, contest: CompiledContest, judged: JudgedValue, periods: int
) -> ContestAnswer:
    """Everything that can be said of a contest of what is given."""
    numbers = contest_numbers(timing, contest, judged)
    tests = contest_tests(numbers)
    return ContestAnswer(
        contest=contest,
        numbers=numbers,
        tests=tests,
        power=_power(timing, contest, numbers, judged, periods),
        attrition=_attrition(contest, judged),
        battles=(_battles(contest, tests, judged, 0), _battles(contest, tests, judged, 1)),
        ratified=_ratified(contest, judged),
        outside=(
            fight_to_leave_for(timing, contest, numbers, judged, 0),
            fight_to_leave_for(timing, contest, numbers, judged, 1),
        ),
    )


def contest_numbers(timing: CompiledTiming, contest: CompiledContest, judged: JudgedValue) -> ContestNumbers:
    """The numbers of a contest in one reading, as shares of the stake."""

    def share(number: TimedNumber | None) -> Number:
        return None if number is None else judged(number.stream, number.span) / PERCENT

    def kinds(given: CompiledKinds | None) -> Kinds | None:
        if given is None:
            return None
        strong, weak, chance = (
            judged(number.stream, number.span) / PERCENT for number in (given.strong, given.weak, given.chance)
        )
        return Kinds(strong=strong, weak=weak, chance=chance)

    path = chances(timing, contest.parties, judged, 0)
    rows = [timing.parties[party] for party in contest.parties]
    return ContestNumbers(
        chance=None if path is None else path[0],
        costs=(share(rows[0].cost), share(rows[1].cost)),
        beliefs=(share(rows[0].believes), share(rows[1].believes)),
        largest=(share(contest.largest[0]), share(contest.largest[1])),
        kinds=(kinds(contest.kinds[0]), kinds(contest.kinds[1])),
        options=tuple(judged(number.stream, number.span) / PERCENT for _, number in contest.shares),
    )


def _power(
    timing: CompiledTiming, contest: CompiledContest, numbers: ContestNumbers, judged: JudgedValue, periods: int
) -> PowerAnswer | NotEnoughGiven:
    cost, other = numbers.costs
    power_answer = (
        None if cost is None or other is None else power(timing, contest.parties, (cost, other), judged, periods)
    )
    if power_answer is not None:
        return power_answer
    lacks = [CHANCE] if numbers.chance is None else []
    lacks += [COSTS] if None in numbers.costs else []
    given = [timing.parties[party].discount for party in contest.parties]
    if any(number is None or judged(number.stream, number.span) >= 1 for number in given):
        lacks.append(DISCOUNTS)
    return NotEnoughGiven(missing=tuple(lacks))


def _attrition(contest: CompiledContest, judged: JudgedValue) -> Attrition | NotEnoughGiven:
    first, second = contest.holding_out
    if first is None or second is None:
        return NotEnoughGiven(missing=(PRIZES,))
    prizes = tuple(judged(side.prize.stream, side.prize.span) for side in (first, second))
    costs = tuple(judged(side.each.stream, side.each.span) for side in (first, second))
    return attrition((prizes[0], prizes[1]), (costs[0], costs[1]))


def _battles(
    contest: CompiledContest, tests: ContestTests, judged: JudgedValue, party: int
) -> Battles | NotEnoughGiven:
    """What a party learns of the other one's kind by fighting it."""
    other, offer = contest.kinds[1 - party], tests.offers[party]
    if other is None or isinstance(offer, NotEnoughGiven):
        return offer if isinstance(offer, NotEnoughGiven) else NotEnoughGiven(missing=(KINDS,))
    if other.loses is None or offer.threshold is None:
        return NotEnoughGiven(missing=(BATTLES,))
    weak, strong = (judged(number.stream, number.span) / PERCENT for number in other.loses)
    chance = judged(other.chance.stream, other.chance.span) / PERCENT
    number = battles_until_safe(chance, (weak, strong), offer.threshold)
    impossible = number and weak == chance == 1
    believed = None if number is None or impossible else posterior(chance, (weak, strong), number)
    return Battles(number=number, believed=believed)


def _ratified(contest: CompiledContest, judged: JudgedValue) -> RatifiedSplit | NotEnoughGiven:
    """How far ratifiers move the even split."""
    if contest.ratified == (None, None):
        return NotEnoughGiven(missing=(RATIFIED,))
    least = [
        Fraction(0) if number is None else judged(number.stream, number.span) / PERCENT for number in contest.ratified
    ]
    uncertain = tuple(
        None
        if number is None or number.span.is_fixed
        else uncertain_ratifier(number.span.low / PERCENT, number.span.high / PERCENT)
        for number in contest.ratified
    )
    return RatifiedSplit(split=ratified_split(least[0], 1 - least[1]), uncertain=(uncertain[0], uncertain[1]))


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


MOST_DRAWS = 1_000
"""Trials in which contests are looked at, a standard error of at most 1.6 of 100; beyond, the first so many are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestShares:
    """Shares of trials; None where the test is not made. optimism: with beliefs that close the range. missing: without
    an option in the range. holds: with promises that can hold in every period.
    """

    optimism: Share | None
    missing: Share | None
    holds: Share | None


NOT_COUNTED = ContestShares(optimism=None, missing=None, holds=None)


def contest_shares(
    case: Compiled, timing: CompiledTiming, *, seed: int, draws: int, periods: int
) -> tuple[ContestShares, ...]:
    """For each contest the shares of so many trials, at most `MOST_DRAWS`."""
    numbers = range(min(draws, MOST_DRAWS))
    judged = JudgedDraws(Drawer(case, seed, numbers, ranges=True), kind_of)
    return tuple(_shares(timing, contest, judged, periods) for contest in timing.contests)


def kind_of(stream: str) -> Kind:
    """Discounts are drawn as finely as chances, all else in hundredths."""
    return "chance" if stream.endswith(".discount") else "points"


def _shares(timing: CompiledTiming, contest: CompiledContest, judged: JudgedDraws, periods: int) -> ContestShares:
    findings_of_draws = [tuple(_findings(timing, contest, judged.of(draw), periods)) for draw in range(len(judged))]
    optimism, missing, holding = (_share([row[place] for row in findings_of_draws]) for place in range(3))
    return ContestShares(optimism=optimism, missing=missing, holds=holding)


def _findings(
    timing: CompiledTiming, contest: CompiledContest, judged: JudgedValue, periods: int
) -> Iterator[bool | None]:
    numbers = contest_numbers(timing, contest, judged)
    tests, (cost, other) = contest_tests(numbers), numbers.costs
    yield None if isinstance(tests.optimism, NotEnoughGiven) else tests.optimism.closes
    yield None if isinstance(tests.middle, NotEnoughGiven) else tests.middle.is_missing
    yield None if cost is None or other is None else holds(timing, contest.parties, (cost, other), judged, periods)


def _share(verdicts: list[bool | None]) -> Share | None:
    """None where some trial does not say."""
    if not verdicts or None in verdicts:
        return None
    return Share(number=sum(bool(verdict) for verdict in verdicts), draws=len(verdicts))
