"""Where the answer turns when one judged number moves through its range, all others at their central values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from winset.analyses.robustness.judged_numbers import CaseWithValue, JudgedNumber, judged_numbers
from winset.analyses.robustness.readings_question import (
    DEAL,
    FindingDraws,
    ReadingsQuestion,
    SettlementFindings,
    undecided,
)
from winset.compiled import Compiled
from winset.readings import Draws, draw_readings, redraw_readings
from winset.readings.draws import differing_parties

HUNDREDTH = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A value of a judged number at which the answer is another one than centrally, a hundredth closer to the central
    value it is not, or a limit left it open.
    """

    number: JudgedNumber
    at: Fraction

    @property
    def name(self) -> str:
        return self.number.name

    @property
    def central(self) -> Fraction:
        return self.number.span.central


def holds_centrally(case: Compiled, question: ReadingsQuestion | None = None, finding: str = DEAL) -> bool | None:
    """True where the finding of a question holds with every number at its central value; None where a limit left that
    open. question: whether there is a deal, if none is given.
    """
    return _holds((question or SettlementFindings())(case)(_central(case)), finding)


def _holds(findings: FindingDraws, finding: str) -> bool | None:
    """Whether a finding holds in the first draw; None where a limit left that open."""
    return None if undecided(findings, finding)[0] else bool(findings[finding][0])


def _central(case: Compiled) -> Draws:
    """The central reading as the only one of some draws."""
    return draw_readings(case, 0, range(1), "nothing")


def flips(case: Compiled, question: ReadingsQuestion | None = None, finding: str = DEAL) -> tuple[Flip, ...]:
    """Every judged number that turns the finding of a question within its range, those first that lie closest to their
    central value for the width of their range. question: whether there is a deal, if none is given.
    """
    answer, base = (question or SettlementFindings())(case), _central(case)  # of packages that all values share
    before = _holds(answer(base), finding)
    if before is None:
        return ()

    def turned(moved: CaseWithValue, value: Fraction) -> bool:
        other = moved(value)
        now = _holds(answer(redraw_readings(base, other, differing_parties(case, other))), finding)
        return now is not None and now != before

    by_distance = []
    for number in judged_numbers(case):
        span = number.span
        for end in (span.low, span.high):
            at = _turn(span.central, end, partial(turned, number.with_value))
            if at is not None:
                distance = abs(at - span.central) / (span.high - span.low)
                by_distance.append((distance, Flip(number=number, at=at)))
    return tuple(flip for _, flip in sorted(by_distance, key=lambda pair: (pair[0], pair[1].name)))


def _turn(start: Fraction, end: Fraction, turns: Callable[[Fraction], bool]) -> Fraction | None:
    """The number between two, in steps of a hundredth, at which the answer turns; None where it does not at the end."""
    steps = int(abs(end - start) / HUNDREDTH)
    if not steps or not turns(end):
        return None
    step = HUNDREDTH if end > start else -HUNDREDTH
    low, high = 0, steps + 1  # at `low` the answer is the central one, at `high` it is not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if turns(start + middle * step) else (middle, high)
    return end if high > steps else start + high * step
