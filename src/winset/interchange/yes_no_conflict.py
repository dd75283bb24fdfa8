"""What a graph model of yes/no options says: who owns which option, what cannot be, and how the parties rank states.

A state takes or leaves each option. States are numbered from 1 among those that can be, in the order of Σ 2^k over the
options k that they take, the first option counting least.

Source: Fang, Hipel & Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution; statements:
Fang, Hipel, Kilgour & Peng 2003, IEEE Transactions on Systems, Man, and Cybernetics C 33(1), 42-55.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_STATES = 2**17
"""States of an imported conflict that are ranked one by one; beyond, a ranking is refused, and statements are asked
for.
"""
MOST_OPTIONS = 60
"""Options of an imported conflict whose states have numbers of 64 bits; beyond, a ranking is refused, and statements
are asked for.
"""

Pattern = dict[int, bool]
"""Options by position, each taken or not: all must match."""
Statement = tuple[Pattern, ...]
"""Patterns joined by OR."""
Tied = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option. owner: the position of the party that takes or leaves it, None where nobody does alone. can_take,
    can_leave: the changes that its owner can make.
    """

    name: str
    owner: int | None
    can_take: bool
    can_leave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictParty:
    """A party. statements: what it wants to hold, most important first. ranking: groups of tied states by number, best
    first; None where the statements rank them.
    """

    name: str
    statements: tuple[Statement, ...]
    ranking: tuple[Tied, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A graph model. impossible: patterns that no state matches. notes: what of the file is not in here."""

    sides: tuple[ConflictParty, ...]
    choices: tuple[Choice, ...]
    impossible: tuple[Pattern, ...]
    notes: tuple[str, ...]

    def package(self, state: int) -> Pattern:
        """The options that a state takes and leaves, from its sum of powers of two."""
        return {option: bool(state >> option & 1) for option in range(len(self.choices))}


def possible(options: int, impossible: Sequence[Pattern]) -> NDArray[np.int64] | None:
    """The states that match no impossible pattern, ascending; None where they are too many to be written out."""
    if options > MOST_OPTIONS:
        return None
    due: list[list[Pattern]] = [[] for _ in range(options)]
    for pattern in impossible:
        due[max(pattern)].append(pattern)
    states = np.zeros(1, dtype=np.int64)
    for option in range(options):
        states = np.concatenate([states, states + (1 << option)])
        for pattern in due[option]:
            mask = sum(1 << chosen_option for chosen_option in pattern)
            states = states[
                states & mask != sum(1 << chosen_option for chosen_option, taken in pattern.items() if taken)
            ]
        if len(states) > MOST_STATES:
            return None
    return states
