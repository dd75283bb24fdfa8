"""Contests over many readings: in how many trials beliefs close the range, no option lies in it, or promises hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from winset.analyses.timing.contest_answers import contest_numbers
from winset.analyses.timing.contests import contest_tests
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.power import holds
from winset.compiled import Compiled
from winset.compiled.contests import CompiledContest
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedDraws, JudgedValue, Kind
from winset.readings.shapes import Drawer
from winset.readings.shares import Share

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
