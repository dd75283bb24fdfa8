"""A conflict of the oracle in the form that the package reads."""

from __future__ import annotations

import numpy as np

from tests.oracles.stability_oracle import Conflict
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.space import StateSpace


def graph_of(conflict: Conflict) -> Graph:
    """The same conflict as a graph; the states of one with names are packages."""
    rank = np.array([np.unique(row, return_inverse=True)[1] for row in conflict.pay], dtype=np.int64)
    names = conflict.names
    return Graph(
        rank=rank,
        moves=tuple(Moves.from_lists(row) for row in conflict.moves),
        space=None if names is None else StateSpace.of_packages(names),
    )
