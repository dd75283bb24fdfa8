"""The packages that are looked at together: those of the frontier, or, without a deal, those nearest to one."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.frontier import evenly_chosen
from winset.analyses.settlement.packages import Ints, Packages, View
from winset.analyses.settlement.settle import Settlement
from winset.readings import Reading

MOST = 300
"""Packages that are drawn; beyond, an even choice of the frontier is, and the caption says so."""
NEAREST = 60
"""Packages that are drawn where there is no deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedPackages:
    """Some packages. of: how many there are in all of what they are, None where that is not known. are_nearest: there
    is no deal, and these fall short by least.
    """

    packages: tuple[Package, ...]
    of: int | None
    are_nearest: bool


def inspected_packages(settled: Settlement) -> InspectedPackages:
    """The packages of the frontier, at most so many of them, evenly chosen; without a deal those feasible ones whose
    shortfalls below walk-aways, in points of every party whose consent they need, add up to least.
    """
    if settled.status == "answered":
        front = settled.frontier
        packages = front.packages
        chosen = np.linspace(0, len(packages) - 1, min(MOST, len(packages))).astype(np.int64)
        return InspectedPackages(
            packages=_listed(packages[chosen]), of=front.members if front.complete else None, are_nearest=False
        )
    opened = [opening.package for opening in settled.openings]
    feasible = evenly_chosen(settled.reading.structure)
    near = nearest(settled.reading, feasible, NEAREST)
    return InspectedPackages(
        packages=tuple(dict.fromkeys([*opened, *near])), of=settled.counts.feasible, are_nearest=True
    )


def nearest(reading: Reading, packages: Packages, most: int) -> tuple[Package, ...]:
    """At most so many of the packages, that which falls short by least first; in the order of the case where they fall
    short by as much. Points of several parties are added here only to choose what is looked at first.
    """
    if not len(packages):
        return ()
    view = View(reading.structure, packages)
    values = view.values(reading)
    common = lcm(*reading.denominator)
    total: Ints = np.zeros(len(packages), dtype=object)
    for party, walk_away in enumerate(reading.walk_away):
        if walk_away is not None:
            short = np.where(view.required[party], np.maximum(walk_away - values[party], 0), 0)
            total = total + short.astype(object) * (common // reading.denominator[party])
    return _listed(packages[np.argsort(total, kind="stable")[:most]])


def _listed(packages: Packages) -> tuple[Package, ...]:
    return tuple(tuple(package) for package in packages.tolist())
