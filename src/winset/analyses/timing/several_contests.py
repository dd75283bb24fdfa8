"""Three or more parties that could fight over one stake, two at a time: whether some division contents them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.bargaining_range import SharedStake, shared_stake
from winset.analyses.timing.contests import ContestNumbers
from winset.analyses.timing.given import NotEnoughGiven, lacks
from winset.compiled.contests import CompiledContest

STRENGTHS = "how strong each of them is now"
COSTS = "what fighting costs each of them"
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
        (COSTS, any(None in numbers.costs for _, numbers in contests)),
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
