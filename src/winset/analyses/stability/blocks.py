"""Verdicts on all states where parties change their options freely: no move is written out.

Where no package is forbidden and every party can change each of its issues between any two options, the states that a
party moves between are a block: all that agree on the issues of the others. Then what others can bring about from a
state by any moves is every state that agrees with it on the issues that none of them can change, so that the smallest
worth among them is a minimum along axes of an array; and by improvements alone a state is led to from all in the block
that its mover ranks lower, which one pointer for each block passes once.

The rules are those of the definitions: nothing here depends on who asks.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, Ints
from winset.analyses.stability.definitions import Definition
from winset.analyses.stability.labels import compiled, pass_down

SMALL = 1 << 13
"""States up to which Python's loops take less time than to load what compiles them."""
SMALL_LOADED = 1 << 10
"""The same where that is loaded already."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocks:
    """A conflict whose states are all packages of some issues. shape: options of each issue; states are numbered with
    the last issue changing first. controls: per party, the issues that it can change. rank: (party, state), the larger
    the better.
    """

    shape: tuple[int, ...]
    controls: tuple[frozenset[int], ...]
    rank: NDArray[np.int64]

    @property
    def states(self) -> int:
        return int(self.rank.shape[1])

    def stable(self, definition: Definition, party: int) -> Bools | None:
        """(state) True where it is stable for the party; None for what is not decided by countermoves in a row."""
        rank, own = self.rank[party], self.controls[party]
        if definition.by == "changes at once":
            return None
        if definition.by == "nothing":
            return np.asarray(self._best(rank, own) <= rank)
        worth = self._best(rank, own) if definition.lasting else rank
        label = self._improving(party, worth) if definition.by == "improvements" else self._least(party, worth)
        return np.asarray(self._best(np.minimum(rank, label), own) <= rank)

    def equilibria(self, definition: Definition) -> Bools | None:
        """(state) True where it is stable for every party."""
        found = np.ones(self.states, dtype=bool)
        for party in range(len(self.rank)):
            stable = self.stable(definition, party)
            if stable is None:
                return None
            found &= stable
        return found

    def _best(self, worth: Ints, issues: frozenset[int]) -> Ints:
        """(state) the largest worth in its block."""
        return self._along(np.maximum, worth, issues)

    def _least(self, party: int, worth: Ints) -> Ints:
        """(state) the smallest worth that the others can bring about by any moves."""
        others = frozenset[int]().union(*(own for n, own in enumerate(self.controls) if n != party))
        return self._along(np.minimum, worth, others)

    def _along(self, reduced: np.ufunc, worth: Ints, issues: frozenset[int]) -> Ints:
        whole = worth.reshape(self.shape)
        if not issues:
            return worth
        told = reduced.reduce(whole, axis=tuple(sorted(issues)), keepdims=True)
        return np.broadcast_to(told, self.shape).reshape(-1)

    def _improving(self, party: int, worth: Ints) -> Ints:
        """(state) the smallest worth that the others can bring about, each to its own advantage."""
        others = [other for other in range(len(self.rank)) if other != party and self.controls[other]]
        label = np.full(self.states, -1, dtype=np.int64)
        todo = np.zeros(self.states, dtype=np.int64)
        order = np.argsort(worth, kind="stable")
        nothing = np.zeros((0, self.states), dtype=np.int64)
        block = np.stack([self._blocks[other][0] for other in others]) if others else nothing
        members = np.stack([self._blocks[other][1] for other in others]) if others else nothing
        sizes = np.array([self._size(other) for other in others], dtype=np.int64)
        pointer = np.stack([np.arange(self.states, dtype=np.int64) * size for size in sizes]) if others else nothing
        rows = (order, worth, block, members, self.rank[others], sizes, pointer)
        if self.states > (SMALL_LOADED if "numba" in sys.modules else SMALL):
            compiled(pass_down)(*rows, label, todo)
            return label
        told = [row.tolist() for row in (*rows, label, todo)]
        pass_down(*told)
        return np.array(told[-2], dtype=np.int64)

    def _size(self, party: int) -> int:
        """How many states a block of the party holds."""
        return int(np.prod([self.shape[issue] for issue in self.controls[party]], dtype=np.int64))

    @cached_property
    def _blocks(self) -> tuple[tuple[Ints, Ints], ...]:
        """Per party: (state) the number of its block; the states, block by block, in ascending rank."""
        found = []
        for party, own in enumerate(self.controls):
            block = np.zeros(self.shape, dtype=np.int64)
            for issue, size in enumerate(self.shape):
                if issue not in own:
                    along = [1] * len(self.shape)
                    along[issue] = size
                    block *= size
                    block += np.arange(size, dtype=np.int64).reshape(along)
            flat = block.reshape(-1)
            rank = self.rank[party]
            found.append((flat, np.argsort(flat * (int(rank.max(initial=0)) + 1) + rank, kind="stable")))
        return tuple(found)
