"""Compiled: depth first through the choices of each part, leaving out what some sum shows to fall short."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code

Ints = NDArray[np.int64]

FOUND, DONE, PAUSED, FULL = 0, 1, 2, 3
SPLIT, LEAF = -1, -2


@machine_code
def next_leaf(
    rows: Ints,
    starts: Ints,
    to: Ints,
    rest: Ints,
    least: Ints,
    cursor: Ints,
    at: Ints,
    sums: Ints,
    state: Ints,
    trail: Ints,
    raising: Ints,
    budget: int,
) -> int:
    """Goes on to the next combination none of whose sums falls short; returns FOUND, DONE, PAUSED or FULL.

    rows: (row, form) of all parts, one after the other, in each those of one state before it after the other. starts:
    (place) where those of each state begin; a place is a state before a part, the last one the end. to: (row) the place
    that a row leads to. rest: (place, form) the most that the parts from there on add. least: (form) what must be
    reached. cursor: (part) the next row to try. at: (part + 1) places. sums: (part + 1, form). state: depth, nodes,
    length of the trail. trail: what became of each row that was tried, in order: SPLIT, LEAF or the form that falls
    short; empty where it is not wanted. raising: empty, or a form whose value every next combination must exceed, by
    how much and from where the first form then rises with it, whether one was found, and (part) the rows of the last
    one and of the combination that does not count; the search then goes on by itself. budget: nodes until PAUSED.
    """
    parts, forms = len(cursor), rows.shape[1]
    depth, nodes, length = state[0], state[1], state[2]
    stop = nodes + budget
    result = DONE
    while depth >= 0:
        if nodes >= stop:
            result = PAUSED
            break
        if len(trail) > 0 and length + 1 >= len(trail):
            result = FULL
            break
        row = cursor[depth]
        if row == starts[at[depth] + 1]:
            depth -= 1
            continue
        cursor[depth] = row + 1
        nodes += 1
        place = to[row]
        code = SPLIT if depth + 1 < parts else LEAF
        for form in range(forms):
            total = sums[depth, form] + rows[row, form]
            sums[depth + 1, form] = total
            if total + rest[place, form] < least[form]:
                code = form
                break
        if len(trail) > 0:
            trail[length] = code
            length += 1
        if code == LEAF and len(raising) > 0:
            counts = False
            for part in range(parts):
                counts = counts or cursor[part] - 1 != raising[4 + parts + part]
            if counts:
                least[raising[0]] = sums[parts, raising[0]] + 1
                least[0] = max(least[0], raising[1] * least[raising[0]] + raising[2])
                raising[3] = 1
                for part in range(parts):
                    raising[4 + part] = cursor[part]
        elif code == LEAF:
            result = FOUND
            break
        if code == SPLIT:
            depth += 1
            at[depth] = place
            cursor[depth] = starts[place]
    state[0], state[1], state[2] = depth, nodes, length
    return result
