"""The acceptable packages that no other acceptable package dominates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Ints, Packages, each_once


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier:
    """The undominated packages of a win-set, over the bargaining parties.

    y dominates x where every bargaining party values it as high and one of them higher.

    vectors: (vector, bargaining party) the distinct undominated values, numerators. packages: (package, issue) those
    that realise them, packages of equal value included, in the order of the case. members: how many realise them, None
    where that is not known. complete: False where a limit cut the vectors; then all that are listed are acceptable, and
    others may dominate them.
    """

    vectors: Ints
    packages: Packages
    members: int | None
    complete: bool = True

    @property
    def all_listed(self) -> bool:
        """True where no package is missing from the list."""
        return self.complete and self.members == len(self.packages)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TiedPackages:
    """Packages that answer a question alike. packages: (package, issue). complete: False where a limit cut the list."""

    packages: Packages
    complete: bool


def maxima(vectors: Ints) -> Maxima:
    """The vectors that no other is as large as in every coordinate and larger in one.

    The vector of the largest sum of ranks is never dominated; it is kept with its equals, all that it dominates go, and
    so on with the rest. vectors: (vector, coordinate), equal ones allowed.
    """
    if not len(vectors):
        return Maxima(distinct=np.zeros(0, dtype=np.intp), members=np.zeros(0, dtype=np.intp))
    ranks = np.stack([np.unique(column, return_inverse=True)[1].ravel() for column in vectors.T], axis=1)
    order = np.argsort(-ranks.sum(axis=1), kind="stable")
    rest = np.ascontiguousarray(ranks[order].T.astype(np.int32))
    distinct, members = [], []
    while len(order):
        best = rest[:, :1]
        above = (rest > best).any(axis=0)
        equal = np.flatnonzero((rest == best).all(axis=0))
        distinct.append(order[equal[0]])
        members.append(order[equal])
        rest, order = rest[:, above], order[above]
    return Maxima(distinct=np.array(distinct, dtype=np.intp), members=np.concatenate(members))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maxima:
    """Positions of undominated vectors. distinct: one for each different vector. members: all, equal ones included."""

    distinct: NDArray[np.intp]
    members: NDArray[np.intp]


def in_case_order(packages: Packages) -> Packages:
    """(package, issue) each package once, in lexicographic order of the options."""
    return each_once(packages, axis=0) if len(packages) else packages
