"""The loops behind labels; plain functions, which Python runs on lists for small graphs and numba compiles for others.

A label of a state is the smallest worth that the others can bring about from it by a joint move. States are taken in
the order of their worth, and each gives its own to all states that lead to it and have no label yet: one search
backwards, in which every state is met once.
"""

from __future__ import annotations

from functools import cache
from typing import Any

Row = Any
"""Whole numbers by position: a list, or an array for compiled code."""


def spread(order: Row, worth: Row, ends: Row, sources: Row, label: Row, todo: Row) -> None:  # noqa: PLR0913 - one loop
    """Fills in label, −1 at first, where no more than reachability counts.

    order: states by worth. ends, sources: (state) from which states one move of the others leads there. todo: room for
    a number of each state.
    """
    for last in order:
        if label[last] >= 0:
            continue
        value = worth[last]
        label[last] = value
        todo[0] = last
        head, tail = 0, 1
        while head < tail:
            state = todo[head]
            head += 1
            for place in range(ends[state], ends[state + 1]):
                before = sources[place]
                if label[before] < 0:
                    label[before] = value
                    todo[tail] = before
                    tail += 1


def spread_in_turn(order: Row, worth: Row, ends: Row, sources: Row, label: Row, todo: Row) -> None:  # noqa: PLR0913 - one loop
    """Fills in label, −1 at first, of (state, party that moves next): no party moves twice in succession.

    ends, sources: (party, state) from which states one move of the party leads there, none for who is not among the
    others. label, todo: (state, party) as one row.
    """
    states = len(order)
    parties = (len(ends) - 1) // states
    for last in order:
        value = worth[last]
        head, tail = 0, 0
        for party in range(parties):
            for place in range(ends[party * states + last], ends[party * states + last + 1]):
                node = sources[place] * parties + party
                if label[node] < 0:
                    label[node] = value
                    todo[tail] = node
                    tail += 1
        while head < tail:
            state, follows = todo[head] // parties, todo[head] % parties
            head += 1
            for party in range(parties):
                if party == follows:
                    continue
                for place in range(ends[party * states + state], ends[party * states + state + 1]):
                    node = sources[place] * parties + party
                    if label[node] < 0:
                        label[node] = value
                        todo[tail] = node
                        tail += 1


def pass_down(  # noqa: PLR0913 - one loop: calls and objects cost there
    order: Row, worth: Row, block: Row, members: Row, rank: Row, size: Row, pointer: Row, label: Row, todo: Row
) -> None:
    """Fills in label, −1 at first, where parties move freely within blocks and to their own advantage.

    order: states by worth. block, members, rank, pointer: (party that answers, state): the block of a state; the states
    block by block in ascending rank; the rank; where the states of a block begin that have not been passed. size: of
    the blocks of each of them. todo: room for a number of each state.
    """
    for last in order:
        if label[last] >= 0:
            continue
        value = worth[last]
        label[last] = value
        todo[0] = last
        head, tail = 0, 1
        while head < tail:
            state = todo[head]
            head += 1
            for party in range(len(size)):
                mine = block[party][state]
                least = rank[party][state]
                place = pointer[party][mine]
                end = (mine + 1) * size[party]
                while place < end:
                    before = members[party][place]
                    if rank[party][before] >= least:
                        break
                    place += 1
                    if label[before] < 0:
                        label[before] = value
                        todo[tail] = before
                        tail += 1
                pointer[party][mine] = place


@cache
def compiled(loop: object) -> Row:
    """The loop, compiled; what has been compiled is kept beside this file."""
    from numba import njit

    return njit(cache=True)(loop)
