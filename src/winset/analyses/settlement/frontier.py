"""The acceptable packages that no other acceptable package dominates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Ints, WinSet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier:
    """The undominated packages of a win-set, over the bargaining parties.

    vectors: (vector, bargaining party) the distinct undominated values, numerators. members: positions in the win-set
    of the packages that realise them, packages of equal value included. complete: False where a limit cut the list.
    """

    vectors: Ints
    members: NDArray[np.intp]
    complete: bool = True


def frontier(win_set: WinSet) -> Frontier:
    """The frontier of the win-set.

    y dominates x where every bargaining party values it as high and one of them higher.
    """
    values = win_set.values[list(win_set.reading.structure.bargaining)].T
    kept = maxima(values)
    return Frontier(vectors=values[kept.distinct], members=np.sort(kept.members))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maxima:
    """Positions of undominated vectors. distinct: one for each different vector. members: all, equal ones included."""

    distinct: NDArray[np.intp]
    members: NDArray[np.intp]


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
