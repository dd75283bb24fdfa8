"""The graph model of a conflict: states, what each party can move alone, and how it ranks the states.

Source: Kilgour, Hipel & Fang 1987, Automatica 23, 41–55; Fang, Hipel & Kilgour 1993, Interactive Decision Making.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.analyses.stability.moves import AnyMoves, Improving, Moves, ProductMoves, Reaches
from winset.analyses.stability.space import Ints, StateSpace

__all__ = ["Graph", "Ints", "Moves"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph:
    """A conflict. rank: (party, state) dense ranks from 0, the larger the better, equal where the party is indifferent.
    moves: of each party. space: which packages the states are; without it nothing can be said of changes that are made
    at the same time.
    """

    rank: NDArray[np.int32] | Ints
    moves: tuple[AnyMoves, ...]
    space: StateSpace | None = None
    _best: dict[int, NDArray[np.int32]] = field(default_factory=dict, init=False, repr=False)

    @property
    def parties(self) -> int:
        return len(self.moves)

    @property
    def states(self) -> int:
        return int(self.rank.shape[1])

    @property
    def is_listed(self) -> bool:
        """Whether all states are there to be gone through."""
        return True

    @cached_property
    def chained(self) -> tuple[bool, ...]:
        """Of each party, whether any two moves of it in a row can be made as one (or lead back to the start).

        Then it does not matter that no party moves twice in succession. Of moves that are products, a False is only
        what could not be ruled out.
        """
        return tuple(moves.chains() for moves in self.moves)

    @cached_property
    def products(self) -> tuple[ProductMoves, ...] | None:
        """The moves of each party where all of them are products, so that none need be written out."""
        products = tuple(moves for moves in self.moves if isinstance(moves, ProductMoves))
        return products if len(products) == self.parties else None

    @cached_property
    def improvements(self) -> tuple[Reaches, ...]:
        """Of each party, the moves to states that it ranks higher."""
        return tuple(
            moves.improving(rank) if isinstance(moves, Moves) else Improving(moves=moves, rank=rank)
            for rank, moves in zip(self.rank, self.moves, strict=True)
        )

    def best(self, party: int) -> NDArray[np.int32]:
        """(state) the rank to a party of the best that it can reach in one move or by staying."""
        if party not in self._best:
            self._best[party] = self.moves[party].best(self.rank[party].astype(np.int32, copy=False))
        return self._best[party]
