"""What becomes of the answer if the numbers on which it hangs most were not independent of one another.

In a trial every number is drawn by itself. Where one cause moves several of them, the trials spread otherwise. How far
that could matter is asked of the strongest ones: all taken at the same place of their ranges, turned so that each makes
a deal more frequent as the first does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from winset.analyses.robustness.drivers import Driver, Input, Kind
from winset.compiled import Compiled
from winset.compiled.together import MovedTogether
from winset.readings.shares import Share

NUMBERS: tuple[Kind, ...] = ("walk_away", "salience", "link", "ratifier")
"""Inputs that are one number each."""
MOST_TIED = 3
"""Numbers that are moved together; beyond, weaker ones stay independent."""
LEAST = 0.02
"""Share of trials that a number must turn by itself to be among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrongestTogether:
    """The strongest numbers moved together. deal: the trials with a deal then, of as many as the answer has."""

    inputs: tuple[Input, ...]
    deal: Share


def strongest_numbers(drivers: Iterable[Driver], finding: str) -> tuple[Driver, ...]:
    """The numbers that turn a finding most often, at most three, if there are two that matter; else none."""
    strongest = [
        driver
        for driver in drivers
        if driver.input.kind in NUMBERS
        and len(driver.input.paths) == 1
        and driver.effects[finding].changes.share >= LEAST
    ]
    return tuple(strongest[:MOST_TIED]) if len(strongest) > 1 else ()


def moved_together(case: Compiled, drivers: Iterable[Driver], finding: str) -> Compiled:
    """The case in which these numbers move together, each in the direction in which it brings the finding about."""
    members = [(next(iter(driver.input.paths)), driver.effects[finding].leaning < 0) for driver in drivers]
    first = members[0][1]
    tie = MovedTogether(members=tuple((path, falls != first) for path, falls in members))
    return replace(case, together=(*case.together, tie))
