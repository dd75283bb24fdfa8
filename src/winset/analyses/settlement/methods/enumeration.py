"""Every package is looked at, some ten thousand at a time, and the acceptable ones are kept."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import NoDeal, no_deal
from winset.analyses.settlement.choose import GainScale, SolutionChoice, choices, gain_scale, solution_context
from winset.analyses.settlement.frontier import Frontier, TiedPackages, maxima
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.packages import (
    Ints,
    PackageCounts,
    Packages,
    WinSet,
    feasible_packages,
    total_packages,
    win_set,
)
from winset.analyses.settlement.solutions import Solution, screened, solutions
from winset.readings import Reading


class Enumeration(Method):
    """The win-set as a list. feasible: the feasible packages, and acceptable: the acceptable ones with what they are
    worth, where they are known already.
    """

    key = "enumeration"
    most_listed = None

    def __init__(self, reading: Reading, feasible: Packages | None = None, acceptable: WinSet | None = None) -> None:
        super().__init__(reading)
        self.feasible = feasible_packages(reading.structure) if feasible is None else feasible
        self.win_set = win_set(reading, self.feasible) if acceptable is None else acceptable
        self.values: Ints = self.win_set.values[list(reading.structure.bargaining)].T

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
        kept = maxima(self.values)
        return Frontier(
            vectors=self.values[kept.distinct],
            packages=self.win_set.packages[np.sort(kept.members)],
            members=len(kept.members),
        )

    def realising(self, vector: Ints) -> TiedPackages:
        return TiedPackages(packages=self.win_set.packages[(self.values == vector).all(axis=1)], complete=True)

    def reaching(self, least: Ints) -> TiedPackages:
        return TiedPackages(packages=self.win_set.packages[(self.values >= least).all(axis=1)], complete=True)

    def ideal(self) -> Ints:
        return np.asarray(self.values.max(axis=0))

    def least(self) -> Ints:
        return np.asarray(self.values.min(axis=0))

    def choices(self, only: str | None = None) -> dict[str, SolutionChoice]:
        return choices(self if only is None else _Candidates(self, solutions[only]), only)

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


class _Candidates:
    """The win-set as one solution sees it: of its frontier, only vectors among which the solution's choice is.

    A solution for which more is always better chooses nothing that is dominated, and every package as good as its
    choice is near the best by its screen. Of any other solution the whole frontier is seen.
    """

    def __init__(self, known: Enumeration, solution: Solution) -> None:
        self.known, self.solution, self.reading = known, solution, known.reading
        self.name, self.most_listed = known.name, known.most_listed
        self.realising, self.reaching = known.realising, known.reaching
        self.ideal, self.least = known.ideal, known.least

    @cached_property
    def frontier(self) -> Frontier:
        scale, vectors = gain_scale(self.reading), self.known.values
        if scale is None or not len(vectors) or vectors.dtype == object:
            return self.known.frontier
        context = solution_context(self.reading, scale, self.ideal(), self.least())
        if not self.solution.is_strict(context):
            return self.known.frontier
        near = np.unique(vectors[screened(self.solution, _points(self.reading, scale, vectors), context)], axis=0)
        kept = near[maxima(near).distinct]
        return Frontier(vectors=kept, packages=self.known.win_set.packages[:0], members=None, complete=False)


def _points(reading: Reading, scale: GainScale, vectors: Ints) -> NDArray[np.float64]:
    """(vector, party) gains in points."""
    unit = np.array([reading.denominator[party] for party in scale.parties], dtype=np.float64)
    return np.asarray((vectors - np.array(scale.floor, dtype=np.int64)) / unit)
