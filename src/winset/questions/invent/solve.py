"""The answer about new options: what they would have to be worth, and in how many readings that is enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

from winset.analyses.robustness.new_options import NewOptionCounter, NewOptionShares
from winset.analyses.robustness.violation_index import MOST_PACKAGES
from winset.analyses.settlement.invent import Invention, Inventions, inventions
from winset.analyses.settlement.packages import total_packages
from winset.errors import TooLarge
from winset.questions.invent.request import InventRequest
from winset.questions.question import Given
from winset.readings.shares import Share

MOST_TRIED = 4_500_000
"""Options times parties in all trials and of all issues on which the least worth of a new option is tried, where
packages are too many to go through, some seconds; beyond, it is tried on fewer issues, and the answer says on how many.
"""
FEWEST_TRIED = 5
"""Issues on which it is tried however many trials are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InventAnswer:
    """What is known of new options. offered: what readings say of them, None where none were counted. refusal: why
    none were.
    """

    request: InventRequest
    invented: Inventions
    offered: NewOptionShares | None = None
    refusal: str = ""

    @property
    def status(self) -> str:
        return "limit" if self.stopped else "answered"

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped."""
        done, asked = self.request.trials if self.offered is None else self.offered.draws, self.request.trials
        return f"stopped after {done:,} of {asked:,} readings" if done < asked else ""

    def share(self, invention: Invention, place: int) -> Share | None:
        """In how many readings what stands at a place of a frontier is enough; None where that was not counted."""
        return None if self.offered is None else self.offered.shares.get((invention.issues, place))


def issues_tried(trials: int, size: int) -> int:
    """On how many issues, those that ask least, the least worth is tried in so many trials, where packages are too many
    to go through. size: options times parties.
    """
    return max(FEWEST_TRIED, MOST_TRIED // (trials * size))


def solve(request: InventRequest, given: Given) -> InventAnswer:
    """Raises UnknownName, TooLarge and NumberTooFine, and KeyboardInterrupt where no reading was done by then."""
    case = given.session.compiled(request.table)
    given.prepare(request.table)
    inventions_found = inventions(case)
    if not request.trials:
        return InventAnswer(request=request, invented=inventions_found)
    opening = [issue for issue in inventions_found.issues if issue.opens]
    too_many = total_packages(case.structure) > MOST_PACKAGES
    tried = opening[: issues_tried(request.trials, case.structure.columns * len(case.parties))] if too_many else opening
    shown = (*tried, *inventions_found.smallest[: request.asks])
    try:
        counted = replace(inventions_found, case=inventions_found.case.without_levers())
        offers = NewOptionCounter(inventions=counted, shown=shown, most=request.asks, seed=request.seed)
    except TooLarge as refusal:
        return InventAnswer(request=request, invented=inventions_found, refusal=str(refusal))
    done = given.running.of({"offers": offers}, request.trials)
    if not done.draws("offers"):
        raise KeyboardInterrupt
    return InventAnswer(request=request, invented=inventions_found, offered=offers.result(done.sums["offers"]))
