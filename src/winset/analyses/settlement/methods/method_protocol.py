"""What every method of settlement can say of a reading; the answers do not depend on the method."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.choose import Package, SolutionChoice, choices
from winset.analyses.settlement.frontier import Frontier, TiedPackages
from winset.analyses.settlement.packages import Ints, PackageCounts
from winset.analyses.settlement.solutions import leading_solution
from winset.readings import Reading

TIES = 1_000
"""Packages that are listed of a tie, and of a frontier that is larger than memory; beyond, the rest is counted, and the
answer says that not all are listed.
"""


def chosen_by(chosen: SolutionChoice, front: Callable[[], Frontier]) -> Package | None:
    """The package that a solution chooses, of one that cannot be asked the first of the frontier."""
    if chosen.packages:
        return chosen.packages[0]
    return next((tuple(int(option) for option in package) for package in front().packages[:1]), None)


class Method(ABC):
    """One way to answer for one reading.

    key: its name. most_listed: packages of a tie that are listed, None for all. counts: packages in all, feasible,
    acceptable. frontier: of the win-set. has_deal: True where some package is acceptable.
    """

    key: ClassVar[str]
    most_listed: int | None = TIES
    is_plain: ClassVar[bool] = False
    """True where no compiled code is used though there is some for the method."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @property
    @abstractmethod
    def counts(self) -> PackageCounts: ...

    @property
    @abstractmethod
    def has_deal(self) -> bool: ...

    @property
    def is_proven(self) -> bool:
        """False where it is not known whether any package is acceptable."""
        return True

    @property
    @abstractmethod
    def frontier(self) -> Frontier: ...

    @abstractmethod
    def realising(self, vector: Ints) -> TiedPackages:
        """The acceptable packages with these values to the bargaining parties, a vector of the frontier."""

    @abstractmethod
    def reaching(self, least: Ints) -> TiedPackages:
        """The acceptable packages that are worth at least so much to each bargaining party, numerators."""

    @abstractmethod
    def ideal(self) -> Ints:
        """(bargaining party) the most that an acceptable package is worth, a numerator; asked only with a deal."""

    @abstractmethod
    def least(self) -> Ints:
        """(bargaining party) the least that an acceptable package is worth, numerators."""

    def choices(self, only: str | None = None) -> dict[str, SolutionChoice]:
        """What every registered solution chooses, or only one, by its key: from the frontier where that is known."""
        return choices(self, only)

    def leading_package(self) -> Package | None:
        """The package that the leading solution chooses; where gains cannot be counted, the first of the frontier; None
        where nothing is acceptable.
        """
        if not self.has_deal:
            return None
        leads = leading_solution().key
        return chosen_by(self.choices(leads)[leads], lambda: self.frontier)

    def load_bearing(self) -> tuple[int, ...]:
        """The issues that no acceptable package leaves at the status quo; none where nothing is acceptable."""
        structure = self.reading.structure
        return tuple(
            issue
            for issue, quo in enumerate(structure.status_quo)
            if self.has_deal and quo is not None and issue not in structure.left_out and self._always_moves(issue, quo)
        )

    @abstractmethod
    def _always_moves(self, issue: int, quo: int) -> bool:
        """True where no acceptable package leaves the issue at its status quo; asked only with a deal."""

    @abstractmethod
    def no_deal(self) -> NoDeal:
        """Why nothing is acceptable."""
