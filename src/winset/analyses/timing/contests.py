"""What a two-party question says of war and peace: its bargaining range, and whether one of its breakers is at work.

Each test is made of what it needs; where that is not given it says so. All numbers are shares of what is at stake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.bargaining_range import (
    BargainingRange,
    BestDemand,
    MissingMiddle,
    MutualOptimism,
    SharedStake,
    TwoTypes,
    bargaining_range,
    best_demand,
    missing_middle,
    mutual_optimism,
    shared_stake,
    two_types,
)
from winset.analyses.timing.given import NotEnoughGiven, lacks
from winset.compiled.contests import CompiledContest

Number = Fraction | None
CHANCE = "how strong both parties are now"
COSTS = "what fighting costs both"
COST = "what fighting costs who makes the demand"
BELIEFS = "how likely each thinks it is to prevail"
LARGEST = "the most that fighting may cost the other"
KINDS = "what a strong and a weak opponent would want, and how likely it is weak"
BATTLES = "how often a strong and a weak opponent would lose a battle"
SHARES = "what share of the stake each option gives"
PRIZES = "what each would win if the other gave in, and what holding out costs it"
RATIFIED = "the least share that either ratifier would accept"
DISCOUNTS = "what a period later is worth to both, below 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """What a party wants if it is strong and if it is weak, and how likely the other thinks it weak."""

    strong: Fraction
    weak: Fraction
    chance: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestNumbers:
    """What is given of a two-party question in one reading; None where it is not.

    chance: of the first party to prevail. By party: costs of fighting, beliefs in its own success, the largest cost
    that it may have in the eyes of the other, and the kinds between which the other is uncertain. options: what each
    option of an issue gives the first party.
    """

    chance: Number
    costs: tuple[Number, Number]
    beliefs: tuple[Number, Number]
    largest: tuple[Number, Number] = (None, None)
    kinds: tuple[Kinds | None, Kinds | None] = (None, None)
    options: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestTests:
    """The tests of a two-party question, each with its answer or with what it lacks. demands, offers: by the party that
    makes them.
    """

    range: BargainingRange | NotEnoughGiven
    optimism: MutualOptimism | NotEnoughGiven
    demands: tuple[BestDemand | NotEnoughGiven, BestDemand | NotEnoughGiven]
    offers: tuple[TwoTypes | NotEnoughGiven, TwoTypes | NotEnoughGiven]
    middle: MissingMiddle | NotEnoughGiven


def contest_tests(numbers: ContestNumbers) -> ContestTests:
    """Every test that can be made of what is given. Raises WinsetError for numbers outside the models."""
    between = _range(numbers)
    return ContestTests(
        range=between,
        optimism=_optimism(numbers),
        demands=(_demand(numbers, 0), _demand(numbers, 1)),
        offers=(_offer(numbers, 0), _offer(numbers, 1)),
        middle=_middle(numbers, between),
    )


def _range(numbers: ContestNumbers) -> BargainingRange | NotEnoughGiven:
    cost, other = numbers.costs
    if numbers.chance is None or cost is None or other is None:
        return lacks((CHANCE, numbers.chance is None), (COSTS, None in numbers.costs))
    return bargaining_range(numbers.chance, cost, other)


def _optimism(numbers: ContestNumbers) -> MutualOptimism | NotEnoughGiven:
    (own, others), (cost, other) = numbers.beliefs, numbers.costs
    if own is None or others is None or cost is None or other is None:
        return lacks((BELIEFS, None in numbers.beliefs), (COSTS, None in numbers.costs))
    return mutual_optimism((own, others), (cost, other))


def _demand(numbers: ContestNumbers, party: int) -> BestDemand | NotEnoughGiven:
    cost, largest = numbers.costs[party], numbers.largest[1 - party]
    if numbers.chance is None or cost is None or largest is None:
        return lacks((CHANCE, numbers.chance is None), (COST, cost is None), (LARGEST, largest is None))
    return best_demand(_of(party, numbers.chance), cost, largest)


def _offer(numbers: ContestNumbers, party: int) -> TwoTypes | NotEnoughGiven:
    cost, kinds = numbers.costs[party], numbers.kinds[1 - party]
    if numbers.chance is None or cost is None or kinds is None:
        return lacks((CHANCE, numbers.chance is None), (COST, cost is None), (KINDS, kinds is None))
    return two_types(kinds.strong, kinds.weak, _of(party, numbers.chance) - cost, kinds.chance)


def _middle(numbers: ContestNumbers, between: BargainingRange | NotEnoughGiven) -> MissingMiddle | NotEnoughGiven:
    if isinstance(between, NotEnoughGiven) or not numbers.options:
        lacking = between.missing if isinstance(between, NotEnoughGiven) else ()
        return NotEnoughGiven(missing=(*lacking, *(() if numbers.options else (SHARES,))))
    return missing_middle(numbers.options, between)


def _of(party: int, chance: Fraction) -> Fraction:
    """The chance of a party, given that of the first."""
    return 1 - chance if party else chance


STRENGTHS = "how strong each of them is now"
COSTS_OF_EACH = "what fighting costs each of them"
THREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedIssue:
    """An issue over which three or more parties have contests. values: by party, what the fight that is worth most to
    it is worth, its chance less its cost, as a share of the stake; empty where not enough is given.
    """

    issue: int
    parties: tuple[int, ...]
    values: tuple[Fraction, ...]
    stake: SharedStake | NotEnoughGiven


def contested_issues(
    contests: Sequence[tuple[CompiledContest, ContestNumbers]],
) -> tuple[ContestedIssue, ...]:
    """The issues over which three or more parties have contests, in the order of the case. A contest that names no
    issue is about a stake of its own.
    """
    issues = sorted({contest.issue for contest, _ in contests if contest.issue is not None})
    found = (_contested(issue, [pair for pair in contests if pair[0].issue == issue]) for issue in issues)
    return tuple(contested for contested in found if len(contested.parties) >= THREE)


def _contested(issue: int, contests: Sequence[tuple[CompiledContest, ContestNumbers]]) -> ContestedIssue:
    parties = tuple(sorted({party for contest, _ in contests for party in contest.parties}))
    lacking = lacks(
        (STRENGTHS, any(numbers.chance is None for _, numbers in contests)),
        (COSTS_OF_EACH, any(None in numbers.costs for _, numbers in contests)),
    )
    if lacking.missing:
        return ContestedIssue(issue=issue, parties=parties, values=(), stake=lacking)
    fights = [fight for pair in contests for fight in _worth(*pair)]
    values = tuple(max(worth for who, worth in fights if who == party) for party in parties)
    return ContestedIssue(issue=issue, parties=parties, values=values, stake=shared_stake(values))


def _worth(contest: CompiledContest, numbers: ContestNumbers) -> Iterator[tuple[int, Fraction]]:
    """What a contest is worth to each of its two parties, as far as that is given."""
    chance = numbers.chance
    if chance is None:
        return
    for party, odds, cost in zip(contest.parties, (chance, 1 - chance), numbers.costs, strict=True):
        if cost is not None:
            yield party, odds - cost
