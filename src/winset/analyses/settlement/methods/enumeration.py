"""Every package is looked at, some ten thousand at a time, and the acceptable ones are kept."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from winset.analyses.settlement.blockers import NoDeal, no_deal
from winset.analyses.settlement.choose import SolutionChoice, choices
from winset.analyses.settlement.frontier import Frontier, TiedPackages, maxima
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.packages import (
    Ints,
    PackageCounts,
    Packages,
    feasible_packages,
    total_packages,
    win_set,
)
from winset.readings import Reading


class Enumeration(Method):
    """The win-set as a list. feasible: the feasible packages, where they are known already."""

    key = "enumeration"
    most_listed = None

    def __init__(self, reading: Reading, feasible: Packages | None = None) -> None:
        super().__init__(reading)
        self.feasible = feasible_packages(reading.structure) if feasible is None else feasible
        self.win_set = win_set(reading, self.feasible)
        self._values: Ints = self.win_set.values[list(reading.structure.bargaining)].T

    @property
    def counts(self) -> PackageCounts:
        return PackageCounts(
            total=total_packages(self.reading.structure),
            feasible=len(self.feasible),
            acceptable=len(self.win_set),
        )

    @property
    def has_deal(self) -> bool:
        return len(self.win_set) > 0

    @cached_property
    def frontier(self) -> Frontier:
        kept = maxima(self._values)
        return Frontier(
            vectors=self._values[kept.distinct],
            packages=self.win_set.packages[np.sort(kept.members)],
            members=len(kept.members),
        )

    def realising(self, vector: Ints) -> TiedPackages:
        return TiedPackages(packages=self.win_set.packages[(self._values == vector).all(axis=1)], complete=True)

    def reaching(self, least: Ints) -> TiedPackages:
        return TiedPackages(packages=self.win_set.packages[(self._values >= least).all(axis=1)], complete=True)

    def ideal(self) -> Ints:
        return np.asarray(self._values.max(axis=0))

    def least(self) -> Ints:
        return np.asarray(self._values.min(axis=0))

    def choices(self, only: str | None = None) -> dict[str, SolutionChoice]:
        return choices(self, only)

    def load_bearing(self) -> tuple[int, ...]:
        structure = self.reading.structure
        if not self.has_deal:
            return ()
        return tuple(
            issue
            for issue, quo in enumerate(structure.status_quo)
            if quo is not None
            and issue not in structure.left_out
            and not (self.win_set.packages[:, issue] == quo).any()
        )

    def no_deal(self) -> NoDeal:
        return no_deal(self.reading)
