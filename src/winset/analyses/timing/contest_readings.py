"""Contests over many readings: in how many trials beliefs close the range, no option lies in it, or promises hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from winset.analyses.timing.contest_answers import ContestAnswer, contest_answer
from winset.analyses.timing.given import NotEnoughGiven
from winset.compiled import Compiled
from winset.compiled.contests import CompiledContest
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedDraws, Kind
from winset.readings.shapes import Drawer
from winset.readings.shares import Share

MOST_DRAWS = 1_000
"""Trials in which contests are looked at; beyond, no more are: the standard error is below 1.6 of 100."""


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
    answers = [contest_answer(timing, contest, judged.of(draw), periods) for draw in range(len(judged))]
    found = [tuple(_findings(answer)) for answer in answers]
    optimism, missing, holds = (_share([row[place] for row in found]) for place in range(3))
    return ContestShares(optimism=optimism, missing=missing, holds=holds)


def _findings(answer: ContestAnswer) -> Iterator[bool | None]:
    optimism, middle, power = answer.tests.optimism, answer.tests.middle, answer.power
    yield None if isinstance(optimism, NotEnoughGiven) else optimism.closes
    yield None if isinstance(middle, NotEnoughGiven) else middle.is_missing
    yield None if isinstance(power, NotEnoughGiven) else power.commitment.holds


def _share(found: list[bool | None]) -> Share | None:
    """None where some trial does not say."""
    if not found or None in found:
        return None
    return Share(number=sum(bool(one) for one in found), draws=len(found))
