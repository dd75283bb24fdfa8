"""The loops behind labels; plain functions, which Python runs on lists for small graphs and numba compiles for others.

A label of a state is the smallest worth that the others can bring about from it by a joint move. States are taken in
the order of their worth, and each gives its own to all states that lead to it and have no label yet: one search
backwards, in which every state is met once, or twice where it matters who moved last.
"""

from __future__ import annotations

from functools import cache
from typing import Any

EVERY = (1 << 31) - 1
"""More than any rank."""
NOBODY, ALL, ALONE = -1, -2, 1000
"""Nobody yet; everybody; what is added to a party that alone moves."""
Row = Any
"""Whole numbers by position: a list, or an array for compiled code."""


def spread_in_turn(order: Row, worth: Row, ends: Row, sources: Row, todo: Row, label: Row) -> None:  # noqa: PLR0913 - one loop
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


def pass_down(  # noqa: PLR0913, C901 - one loop: calls and objects cost there
    order: Row,
    worth: Row,
    others: Row,
    improving: Row,
    in_turn: Row,
    rank: Row,
    block: Row,
    members: Row,
    ends: Row,
    offset: Row,
    axes: Row,
    loose: Row,
    weight: Row,
    size: Row,
    base: Row,
    first: Row,
    sources: Row,
    pointer: Row,
    passed: Row,
    stack: Row,
    by: Row,
    todo: Row,
    turn: Row,
    label: Row,
) -> None:
    """Fills in label, where the moves of each party lead through blocks.

    order: states by worth. others: the parties that answer; improving: only to their own advantage; in_turn: no party
    twice in succession. rank, block: (party, state). members: (party, position) the states block by block, in ascending
    rank; ends: where each block ends among them; offset: where the blocks of a party begin in ends, pointer and passed.
    pointer: the first of a block that has not been passed; passed: the rank up to which a block and all that lead to it
    have been gone through, −1 at first. axes, loose, weight, size, base, first, sources: from which blocks a party
    moves to one, see `BlockTransitions`. stack: room for the blocks that lead to one.

    by: (state) whose move leads on from it, `NOBODY` at first, `ALL` once it does not matter who moved there. todo,
    turn: room for states that something is known of, each with who does not move there, or as `ALONE` + party who alone
    does; twice as many as states where they move in turn.
    """
    for last in order:
        if by[last] == ALL:
            continue
        value = worth[last]
        todo[0] = last
        turn[0] = NOBODY if by[last] == NOBODY else ALONE + by[last]
        if by[last] == NOBODY:
            label[last] = value
        by[last] = ALL
        head, tail = 0, 1
        while head < tail:
            state, who = todo[head], turn[head]
            head += 1
            for party in others:
                if who == party or (who >= ALONE and who != ALONE + party):
                    continue
                least = rank[party][state] if improving else EVERY
                start = offset[party]
                mine = block[party][state]
                if passed[start + mine] >= least and axes[party] == loose[party]:
                    continue
                stack[0] = mine
                top = 1
                for axis in range(axes[party], loose[party]):
                    option = mine // weight[axis] % size[axis]
                    known = top
                    for n in range(first[base[axis] + option], first[base[axis] + option + 1]):
                        for m in range(known):
                            stack[top] = stack[m] + (sources[n] - option) * weight[axis]
                            top += 1
                kept = 0
                for n in range(top):
                    if passed[start + stack[n]] < least:
                        passed[start + stack[n]] = least
                        stack[kept] = stack[n]
                        kept += 1
                top = kept
                while top:
                    top -= 1
                    here = stack[top]
                    place = pointer[start + here]
                    end = ends[start + here]
                    while place < end:
                        before = members[party][place]
                        if rank[party][before] >= least:
                            break
                        if in_turn and before == state:  # to stay is no move: it is left for another state
                            if place == end - 1:
                                passed[start + here] = 0
                                break
                            members[party][place] = members[party][end - 1]
                            members[party][end - 1] = before
                            continue
                        place += 1
                        was = by[before]
                        if was == NOBODY:
                            label[before] = value
                            by[before] = party if in_turn else ALL
                            todo[tail] = before
                            turn[tail] = by[before]
                            tail += 1
                        elif was != ALL and was != party:
                            by[before] = ALL
                            todo[tail] = before
                            turn[tail] = ALONE + was
                            tail += 1
                    pointer[start + here] = place
                    for axis in range(loose[party], axes[party + 1]):
                        option = here // weight[axis] % size[axis]
                        for n in range(first[base[axis] + option], first[base[axis] + option + 1]):
                            there = here + (sources[n] - option) * weight[axis]
                            if passed[start + there] < least:
                                passed[start + there] = least
                                stack[top] = there
                                top += 1


def sort_by_key(among: Row, key: Row, ends: Row, ordered: Row) -> None:
    """Fills in found, the states of `among` by key, those of one key as they stand there; and ends, (key) where those
    of each key end, zeros at first.
    """
    for state in among:
        ends[key[state]] += 1
    total = 0
    for value in range(len(ends)):
        count = ends[value]
        ends[value] = total
        total += count
    for state in among:
        ordered[ends[key[state]]] = state
        ends[key[state]] += 1


@cache
def compiled_loop(loop: object) -> Row:
    """The loop, compiled."""
    from winset.analyses.machine_code import machine_code

    made: Row = machine_code(loop)
    return made
