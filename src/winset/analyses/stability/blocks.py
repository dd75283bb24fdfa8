"""Blocks: the states that a party can move between, to and fro, and from which blocks it can move into which.

Of each issue that a party changes, options that it can change into one another are a class; a block is the states that
agree in the classes of the party's issues and in the options of all others. Between blocks it moves by changing classes
one way. Where nobody is hindered a party's block is all states that agree on the issues of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from winset.analyses.stability.labels import compiled_loop, sort_by_key
from winset.analyses.stability.moves import ProductMoves
from winset.analyses.stability.space import Bools, Ranks, StateSpace
from winset.analyses.stability.sweeps import Control, chains


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classes:
    """Options that can be changed into one another. of: (option) its class. into: (class, class) whether the one can be
    changed into the other. loose: whether two such changes cannot always be made as one; then each option is a class.
    """

    of: Ranks
    into: Bools
    loose: bool

    @classmethod
    def under(cls, can: Bools) -> Classes:
        """can: (option, option) whether the one can be changed into the other, staying included."""
        if not chains(can):
            return cls(of=np.arange(len(can), dtype=np.int32), into=can, loose=True)
        same = can & can.T
        first, of = np.unique(same.argmax(axis=1), return_inverse=True)
        return cls(of=of.astype(np.int32), into=can[np.ix_(first, first)], loose=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockTransitions:
    """From which blocks each party moves to one by changing the class of one issue.

    axes: (party + 1) where the issues of each party begin, of those that it cannot change to and fro; loose: (party)
    where those end that do not chain, which come first and of which each is changed once in a move. weight, size:
    (axis) what the next class adds to a block's number, and how many classes there are. base: (axis) where its classes
    begin in first; first: where the classes that lead to each begin in sources. most: blocks that lead to one.
    """

    axes: Ranks
    loose: Ranks
    weight: Ranks
    size: Ranks
    base: Ranks
    first: Ranks
    sources: Ranks
    most: int

    @classmethod
    def of(cls, partitions: Sequence[dict[int, Classes]], shape: tuple[int, ...]) -> BlockTransitions:
        axes, loose, weight, size, base, first, sources, most = [0], [], [], [], [], [0], [], 1
        for own in partitions:
            counts = [len(own[issue].into) if issue in own else options for issue, options in enumerate(shape)]
            partial = [issue for issue in own if len(own[issue].into) > 1]
            partial.sort(key=lambda issue: not own[issue].loose)
            loose.append(axes[-1] + sum(own[issue].loose for issue in partial))
            for issue in partial:
                weight.append(prod(counts[issue + 1 :]))
                size.append(counts[issue])
                base.append(len(first) - 1)
                for end, column in enumerate(own[issue].into.T):
                    sources += [start for start in np.flatnonzero(column).tolist() if start != end]
                    first.append(len(sources))
            axes.append(len(weight))
            most = max(most, prod(counts[issue] for issue in partial))
        rows = (np.array(row, dtype=np.int32) for row in (axes, loose, weight, size, base, first, sources))
        return cls(
            **dict(zip(("axes", "loose", "weight", "size", "base", "first", "sources"), rows, strict=True)), most=most
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blocks:
    """The blocks of each party. block: (party, state) its number. members: (party, position) the states block by block,
    in ascending rank; of parties that move. ends: where each block ends among them, those of one party after those of
    another; offset: (party + 1) where those of each party begin.
    """

    block: Ranks
    members: Ranks
    ends: Ranks
    offset: Ranks
    transitions: BlockTransitions

    @classmethod
    def of(cls, moves: Sequence[ProductMoves], rank: Ranks, *, fast: bool) -> Blocks:
        """fast: by compiled loops."""
        space = moves[0].space
        partitions = [_classes(own.control) for own in moves]
        block = np.empty((len(moves), space.states), dtype=np.int32)
        members = np.empty_like(block)
        ends, offset = [], [0]
        for party, own in enumerate(partitions):
            if not own:  # who moves nothing has no blocks, and its rows stay empty
                ends.append(np.zeros(0, dtype=np.int32))
                offset.append(offset[-1])
                continue
            numbers = _numbers(space, own)
            block[party] = space.gather(numbers)
            ranked, _ = sorted_by(rank[party], fast=fast)
            members[party], last = sorted_by(block[party], ranked, values=int(numbers.max()) + 1, fast=fast)
            ends.append(last)
            offset.append(offset[-1] + len(last))
        return cls(
            block=block,
            members=members,
            ends=np.concatenate(ends),
            offset=np.array(offset, dtype=np.int32),
            transitions=BlockTransitions.of(partitions, space.shape),
        )

    def begins(self) -> Ranks:
        """Where each block begins among the members."""
        begins = np.roll(self.ends, 1)
        begins[self.offset[:-1][np.diff(self.offset) > 0]] = 0
        return begins


def _classes(control: Control) -> dict[int, Classes]:
    return {issue: Classes.under(can) for issue, can in control.items()}


def _numbers(space: StateSpace, own: dict[int, Classes]) -> Ranks:
    """(place) the number of its block."""
    numbers = np.zeros(1, dtype=np.int32)
    for issue, options in enumerate(space.shape):
        classes = own[issue].of if issue in own else np.arange(options, dtype=np.int32)
        numbers = np.add.outer(numbers * np.int32(classes.max() + 1), classes).reshape(-1)
    return numbers


def sorted_by(key: Ranks, among: Ranks | None = None, *, values: int = 0, fast: bool) -> tuple[Ranks, Ranks]:
    """The states by key, those of one key as they stand in `among`; and (key) where those of each end.

    values: how many keys there are, if more than occur. fast: by a compiled loop that counts them.
    """
    states = np.arange(len(key), dtype=np.int32) if among is None else among
    if fast:
        ends = np.zeros(max(values, int(key.max(initial=-1)) + 1), dtype=np.int32)
        ordered = np.empty(len(key), dtype=np.int32)
        compiled_loop(sort_by_key)(states, key, ends, ordered)
        return ordered, ends
    ends = np.cumsum(np.bincount(key, minlength=values), dtype=np.int32)
    return states[np.argsort(key[states], kind="stable")], ends
