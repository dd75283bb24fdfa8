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
    """The frontier of the win-set: y dominates x where every bargaining party values it as high and one of them
    higher.
    """
    values = win_set.values[list(win_set.reading.structure.bargaining)].T
    if not len(values):
        return Frontier(vectors=values, members=np.zeros(0, dtype=np.intp))
    vectors, inverse = np.unique(values, axis=0, return_inverse=True)
    keep = undominated(vectors)
    return Frontier(vectors=vectors[keep], members=np.flatnonzero(keep[inverse.ravel()]))


def undominated(vectors: Ints) -> NDArray[np.bool_]:
    """(vector) True where no other vector is as large in every coordinate; the vectors must be distinct.

    The vector of the largest sum of ranks is never dominated; it is kept, all that it dominates go, and so on with
    the rest.
    """
    ranks = np.stack([np.unique(column, return_inverse=True)[1].ravel() for column in vectors.T], axis=1)
    order = np.argsort(-ranks.sum(axis=1), kind="stable")
    result = np.zeros(len(vectors), dtype=bool)
    while len(order):
        best, rest = order[0], order[1:]
        result[best] = True
        order = rest[(ranks[rest] > ranks[best]).any(axis=1)]
    return result
