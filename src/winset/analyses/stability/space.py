"""The packages of some issues as numbers: places in lexicographic order, and states where only some are lawful.

A place is a number in mixed radix, one digit for each issue, the last issue changing first. Where every package is a
state, states are places; otherwise lawful packages are counted in the order of their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Ranks = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class StateSpace:
    """Which packages are states. shape: how many options each issue has. places: (state) the place of each, None where
    every package is a state.
    """

    shape: tuple[int, ...]
    places: Ranks | None = None

    @classmethod
    def of_packages(cls, options: Sequence[Sequence[int]] | NDArray[np.int16]) -> StateSpace:
        """The states are these packages, (state, issue), in this order."""
        rows = np.asarray(options, dtype=np.int64)
        shape = tuple(int(most) + 1 for most in rows.max(axis=0))
        return cls(shape=shape, places=(rows @ np.array(_weights(shape), dtype=np.int64)).astype(np.int32))

    @property
    def total(self) -> int:
        """All packages, those included that are no states."""
        return prod(self.shape)

    @property
    def states(self) -> int:
        return self.total if self.places is None else len(self.places)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """Per issue, what the next option adds to a place."""
        return _weights(self.shape)

    @cached_property
    def numbers(self) -> Ranks | None:
        """(place) the state there, −1 where there is none; None where every package is a state."""
        if self.places is None:
            return None
        numbers = np.full(self.total, -1, dtype=np.int32)
        numbers[self.places] = np.arange(len(self.places), dtype=np.int32)
        return numbers

    def place(self, state: int) -> int:
        return state if self.places is None else int(self.places[state])

    def state(self, place: int) -> int | None:
        """The state at a place, None where there is none."""
        if self.numbers is None:
            return place
        number = int(self.numbers[place])
        return number if number >= 0 else None

    def places_of(self, states: Ints) -> Ints:
        """(state) the place of each."""
        return states if self.places is None else self.places[states].astype(np.int64)

    def states_at(self, places: Ints) -> Ints:
        """(place) the states there, −1 where there is none."""
        return places if self.numbers is None else self.numbers[places].astype(np.int64)

    def option(self, place: int, issue: int) -> int:
        """The option of an issue, by its position among those that are open."""
        return place // self.weights[issue] % self.shape[issue]

    def options(self, state: int) -> tuple[int, ...]:
        """The option of each issue."""
        place = self.place(state)
        return tuple(self.option(place, issue) for issue in range(len(self.shape)))

    def around(self, place: int, issues: Sequence[int]) -> Ints:
        """The places that differ from one on these issues alone, the place itself included, ascending."""
        places = np.array([place - sum(self.option(place, n) * self.weights[n] for n in issues)], dtype=np.int64)
        for issue in sorted(issues):
            places = np.add.outer(places, self.weights[issue] * np.arange(self.shape[issue])).ravel()
        return places

    def scatter(self, worth: NDArray[np.int32], nothing: int = -1) -> NDArray[np.int32]:
        """(place) the worth of the state there, and `nothing` where there is none. worth: (state)."""
        if self.places is None:
            return worth
        scattered = np.full(self.total, nothing, dtype=worth.dtype)
        scattered[self.places] = worth
        return scattered

    def gather(self, worth: NDArray[np.int32]) -> NDArray[np.int32]:
        """(state) what stands at its place."""
        return worth if self.places is None else worth[self.places]


def _weights(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(prod(shape[issue + 1 :]) for issue in range(len(shape)))
