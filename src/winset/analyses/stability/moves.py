"""What one party can move alone: written out, or worked out for each state that is asked about.

Where states are packages a party moves by changing some of its issues, several of them in one move, each as far as it
can change that issue alone. Only where a move leads must be lawful. Such moves are a product over issues, and are never
more than some numbers for each issue until they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from winset.analyses.stability.implicit import ImplicitOrder
from winset.analyses.stability.space import Ints, StateSpace
from winset.analyses.stability.sweeps import Control, chains, sweep

AnyRank = NDArray[np.int32] | Ints
AnyOrder = AnyRank | ImplicitOrder


class Reaches(Protocol):
    """Where one party can go: by all its moves, or by some of them."""

    def of(self, state: int) -> Ints:
        """The states that the party reaches from a state in one move, ascending, never the state itself."""


class AnyMoves(Reaches, Protocol):
    """All moves of one party."""

    def leads(self, state: int, to: int) -> bool:
        """Whether one move leads from a state to another."""

    def chains(self) -> bool:
        """Whether any two of the moves in a row can be made as one or lead back; a False is always safe."""

    def best(self, worth: NDArray[np.int32]) -> NDArray[np.int32]:
        """(state) the largest worth of the state itself and of those that the party reaches from it in one move."""

    def written_out(self) -> Moves:
        """The moves of all states."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moves:
    """Moves written out. ends: (state + 1) where the targets of each state begin and end.

    targets: (move) states, ascending for each state, never the state itself.
    """

    ends: Ints
    targets: Ints

    @classmethod
    def from_lists(cls, targets: Iterable[Iterable[int]]) -> Moves:
        """From the targets of each state in turn."""
        rows = [sorted(set(row)) for row in targets]
        ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(ends=ends, targets=np.array([target for row in rows for target in row], dtype=np.int64))

    @classmethod
    def from_pairs(cls, source: Ints, target: Ints, states: int) -> Moves:
        """From the start and the end of each move, in order of both."""
        ends = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=states))]).astype(np.int64)
        return cls(ends=ends, targets=target)

    @property
    def sources(self) -> Ints:
        """(move) where it starts."""
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))

    def of(self, state: int) -> Ints:
        return self.targets[self.ends[state] : self.ends[state + 1]]

    def leads(self, state: int, to: int) -> bool:
        return bool((self.of(state) == to).any())

    def chains(self) -> bool:
        from scipy.sparse import csr_array

        states = len(self.ends) - 1
        once = csr_array((np.ones(len(self.targets), dtype=bool), self.targets, self.ends), shape=(states, states))
        stays = csr_array((np.ones(states, dtype=bool), np.arange(states), np.arange(states + 1)), (states, states))
        twice = (once @ once).astype(bool)
        return bool((twice > (once + stays).astype(bool)).nnz == 0)

    def best(self, worth: NDArray[np.int32]) -> NDArray[np.int32]:
        best = worth.copy()
        np.maximum.at(best, self.sources, worth[self.targets])
        return best

    def improving(self, rank: AnyRank) -> Moves:
        """Those that lead to a higher rank."""
        source = self.sources
        better = rank[self.targets] > rank[source]
        return Moves.from_pairs(source[better], self.targets[better], len(self.ends) - 1)

    def written_out(self) -> Moves:
        return self


@dataclass(frozen=True, kw_only=True, eq=False)
class ProductMoves:
    """Moves by which a party changes packages. control: per issue that it can change, what into what."""

    space: StateSpace
    control: Control

    def of(self, state: int) -> Ints:
        place = self.space.place(state)
        places = np.array([place], dtype=np.int64)
        for issue, changes in self._changes:
            places = np.add.outer(places, changes[self.space.option(place, issue)]).ravel()
        states = self.space.states_at(places[places != place])
        return states if self.space.numbers is None else states[states >= 0]

    def leads(self, state: int, to: int) -> bool:
        return bool((self.of(state) == to).any())

    def chains(self) -> bool:
        return all(chains(can) for can in self.control.values())

    def best(self, worth: NDArray[np.int32]) -> NDArray[np.int32]:
        space = self.space
        return space.gather(sweep(np.maximum, space.scatter(worth), space.shape, self.control))

    def written_out(self) -> Moves:
        space, issues = self.space, tuple(self.control)
        places = np.arange(space.total) if space.places is None else space.places.astype(np.int64)
        option = {issue: places // space.weights[issue] % space.shape[issue] for issue in issues}
        rest = places - sum(option[issue] * space.weights[issue] for issue in issues)
        sources, targets = [places[:0]], [places[:0]]
        for ends in product(*(range(space.shape[issue]) for issue in issues)):
            to = rest + sum(space.weights[issue] * end for issue, end in zip(issues, ends, strict=True))
            can = to != places
            for issue, end in zip(issues, ends, strict=True):
                can &= self.control[issue][option[issue], end]
            reached = space.states_at(to[can])
            sources.append(np.flatnonzero(can)[reached >= 0])
            targets.append(reached[reached >= 0])
        source, target = np.concatenate(sources), np.concatenate(targets)
        order = np.lexsort((target, source))
        return Moves.from_pairs(source[order], target[order], space.states)

    @cached_property
    def _changes(self) -> list[tuple[int, list[Ints]]]:
        """Per issue, and by the option that a package holds, what each change adds to its place."""
        return [
            (issue, [self.space.weights[issue] * (np.flatnonzero(row) - option) for option, row in enumerate(can)])
            for issue, can in sorted(self.control.items())
        ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Improving:
    """Those of a party's moves that lead to a higher rank. rank: (state)."""

    moves: AnyMoves
    rank: AnyOrder

    def of(self, state: int) -> Ints:
        reached = self.moves.of(state)
        better: Ints = reached[self.rank[reached] > self.rank[state]]
        return better
