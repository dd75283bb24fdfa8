"""The graph model of a conflict: states, what each party can move alone, and how it ranks the states.

Source: Kilgour, Hipel & Fang 1987, Automatica 23, 41–55; Fang, Hipel & Kilgour 1993, Interactive Decision Making.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moves:
    """What one party can move alone, each in one move. ends: (state + 1) where the targets of each state begin and end.

    targets: (move) states, ascending for each state, never the state itself.
    """

    ends: Ints
    targets: Ints

    def of(self, state: int) -> Ints:
        """The states that the party reaches from a state in one move."""
        return self.targets[self.ends[state] : self.ends[state + 1]]

    @classmethod
    def from_lists(cls, targets: Iterable[Iterable[int]]) -> Moves:
        """From the targets of each state in turn."""
        rows = [sorted(set(row)) for row in targets]
        ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(ends=ends, targets=np.array([one for row in rows for one in row], dtype=np.int64))


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph:
    """A conflict with its states written out. rank: (party, state) dense ranks from 0, the larger the better, equal
    where the party is indifferent. moves: of each party. options: (state, issue) the option of each issue that a state
    holds, where states are packages; without it nothing can be said of changes that are made at the same time. chains:
    what is known of `chained` beforehand; a False is always safe. shape, controls: where the states are all packages of
    some issues, the last issue changing first, and each party changes its issues freely, how many options each issue
    has and which issues each party can change.
    """

    rank: Ints
    moves: tuple[Moves, ...]
    options: NDArray[np.int16] | None = None
    chains: tuple[bool, ...] | None = None
    shape: tuple[int, ...] | None = None
    controls: tuple[frozenset[int], ...] | None = None

    @property
    def parties(self) -> int:
        return len(self.moves)

    @property
    def states(self) -> int:
        return int(self.rank.shape[1])

    @cached_property
    def place(self) -> dict[bytes, int]:
        """The state that holds some options, by these as bytes; empty where states are no packages."""
        rows = () if self.options is None else self.options
        return {row.tobytes(): state for state, row in enumerate(rows)}

    @cached_property
    def chained(self) -> tuple[bool, ...]:
        """Of each party, whether any two moves of it in a row can be made as one (or lead back to the start).

        Then it does not matter that no party moves twice in succession.
        """
        if self.chains is not None:
            return self.chains
        from scipy.sparse import csr_array

        found = []
        for moves in self.moves:
            shape = (self.states, self.states)
            once = csr_array((np.ones(len(moves.targets), dtype=bool), moves.targets, moves.ends), shape=shape)
            twice = (once @ once).astype(bool)
            stays = csr_array(
                (np.ones(self.states, dtype=bool), np.arange(self.states), np.arange(self.states + 1)), shape
            )
            found.append(bool((twice > (once + stays).astype(bool)).nnz == 0))
        return tuple(found)

    @cached_property
    def improvements(self) -> tuple[Moves, ...]:
        """Of each party, the moves to states that it ranks higher."""
        found = []
        for rank, moves in zip(self.rank, self.moves, strict=True):
            source = np.repeat(np.arange(self.states), np.diff(moves.ends))
            better = rank[moves.targets] > rank[source]
            counts = np.bincount(source[better], minlength=self.states)
            ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
            found.append(Moves(ends=ends, targets=moves.targets[better]))
        return tuple(found)
