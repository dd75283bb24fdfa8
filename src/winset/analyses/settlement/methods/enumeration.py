"""Every package is looked at, some ten thousand at a time, and the acceptable ones are kept."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import NoDeal, no_deal
from winset.analyses.settlement.choose import (
    GainScale,
    Package,
    gain_scale,
    solution_context,
    tie_order,
)
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
from winset.analyses.settlement.solutions import leading_solution, screened
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

    def leading_package(self) -> Package | None:
        """From the win-set itself: what the leading solution chooses is found without the frontier."""
        solution, scale = leading_solution(), gain_scale(self.reading)
        if scale is None or not self.has_deal or self.values.dtype == object:
            return super().leading_package()
        context = solution_context(self.reading, scale, self.ideal(), self.least())
        near = screened(solution, _points(self.reading, scale, self.values), context)
        vectors, firsts = _distinct(self.values[near])
        tied = [
            (worth, tie_order(gain, int(first)))
            for gain, first in zip(scale.gains(vectors), near[firsts], strict=True)
            if (worth := solution.worth(gain, context)) is not None
        ]
        if not tied:
            return super().leading_package()
        best = max(worth for worth, _ in tied)
        return self.win_set.package(min(place for worth, place in tied if worth == best)[-1])

    def _always_moves(self, issue: int, quo: int) -> bool:
        return not (self.win_set.packages[:, issue] == quo).any()

    def no_deal(self) -> NoDeal:
        return no_deal(self.reading)


def _distinct(vectors: Ints) -> tuple[Ints, NDArray[np.intp]]:
    """(vector, coordinate) each vector once, and where it first stands."""
    if (vectors == vectors[:1]).all():
        return vectors[:1], np.zeros(len(vectors[:1]), dtype=np.intp)
    order = np.lexsort(vectors.T)
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (vectors[order[1:]] != vectors[order[:-1]]).any(axis=1)
    return vectors[order[begins]], order[begins]


def _points(reading: Reading, scale: GainScale, vectors: Ints) -> NDArray[np.float64]:
    """(vector, party) gains in points."""
    unit = np.array([reading.denominator[party] for party in scale.parties], dtype=np.float64)
    return np.asarray((vectors - np.array(scale.floor, dtype=np.int64)) / unit)
