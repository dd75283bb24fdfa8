"""What a table can agree and what of it holds, by a list of all packages or, where they are too many, by settlement.

R is what the seated can agree on: on the agenda, moving something, breaking no rule, below no seated party's walk-away
and across no red line of theirs. A is what of R is carried out and ratified: no needed party refuses its part, and no
ratifier says no for certain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from winset.analyses.settlement.choose import SolutionChoice
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.solutions import solution_of_all_gaining
from winset.analyses.tables.ballots import Ballot
from winset.analyses.tables.terms import Package, TableTerms
from winset.compiled import CompiledTable, Floor

NASH = solution_of_all_gaining()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSet:
    """Packages that answer a question, their number and Nash's deal of the seated among them. error: of the number,
    where it is estimated.
    """

    number: CountEstimate
    deal: SolutionChoice

    @property
    def package(self) -> Package | None:
        return self.deal.packages[0] if self.deal.packages else None


class PackageSpace(Protocol):
    """All packages of a case under one reading, asked about tables."""

    terms: TableTerms

    @property
    def effort(self) -> Effort | None:
        """Of each search; None for what is spent where nothing is said."""

    @property
    def method(self) -> str: ...

    def reachable(self, table: CompiledTable) -> PackageSet:
        """R."""

    def holding(self, table: CompiledTable) -> PackageSet:
        """A: with whatever can still be ratified."""

    def holding_count(self, table: CompiledTable) -> CountEstimate:
        """How many packages A has."""

    def decided(self, table: CompiledTable, ballot: Ballot, party: int) -> CountEstimate:
        """How many packages, in R and carried out, a ballot lets through with the vote of a party and not without.

        table: with no ratifiers but that ballot's body.
        """

    def something_holds(self, table: CompiledTable) -> bool | None:
        """Whether A has a package; None where a search stopped before that was known."""

    def surely_ratified(self, table: CompiledTable) -> CountEstimate:
        """How many packages of A are ratified whatever the members do of whom nothing is known."""

    def above(self, table: CompiledTable, floors: Iterable[Floor]) -> SolutionChoice:
        """Nash's deal among A where further bodies follow parties."""

    def load_bearing(self, table: CompiledTable) -> tuple[int, ...]:
        """Issues that no package of A leaves at the status quo; none where A is empty."""


def none_exists(reason: str) -> SolutionChoice:
    """No package answers."""
    return SolutionChoice(solution=NASH, status="none exists", reason=reason)


def less(number: CountEstimate, other: CountEstimate) -> CountEstimate:
    """How many packages are in a set and not in another that is a part of it."""
    error = (number.error**2 + other.error**2) ** 0.5
    return CountEstimate(packages=max(0, number.packages - other.packages), error=error)
