"""Compiled: depth first to the packages that the most trials accept, leaving out what too few trials could accept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code

Ints = NDArray[np.int64]

DONE, PAUSED = 1, 2
DEPTH, LOOKS, LEAST, BEST, TIED, FULL, FRESH = range(7)
"""What `state` holds: the depth, the looks so far, the trials that a package must be accepted in, those that accept the
best one, how many such were found, whether there was no room for more, and whether the node has to be opened still.
"""
NEEDED, REJECTED, STILL, PLACE, NEXT, CHILDREN = range(6)
"""What `nodes` holds of each depth: whose consent is needed, who rejects what is chosen, whether nothing has moved, the
place, the next child and how many children there are.
"""


@machine_code
def can_accept(
    trial: int,
    needed: int,
    rejected: int,
    sums: Any,
    row: Any,
    rest: Any,
    coordinate: Ints,
    bit: Ints,
    floor: Any,
    ballots: Ints,
    quorum: Ints,
) -> bool:
    """Whether a trial could still accept a package of which the sums, one more row and the best of the rest are known.

    sums, row, rest: (trial, coordinate). coordinate, bit: (constraint) what must reach its floor, and for whose consent
    alone; 0 where it always must. floor: (trial, constraint). ballots: (ballot) the vote, the constraint that the voter
    must reach to be in favour, −1 for none, its bit and its weight. quorum: (vote) the weight that is needed.
    """
    for n in range(len(coordinate)):
        if bit[n] == 0 or needed & bit[n] != 0:
            at = coordinate[n]
            if sums[trial, at] + row[trial, at] + rest[trial, at] < floor[trial, n]:
                return False
    for vote in range(len(quorum)):
        weight = 0
        for n in range(len(ballots)):
            if ballots[n, 0] != vote:
                continue
            own = ballots[n, 2]
            if needed & own != 0:
                weight += ballots[n, 3]
            elif rejected & own == 0:
                reached = True
                if ballots[n, 1] >= 0:
                    at = coordinate[ballots[n, 1]]
                    reached = sums[trial, at] + row[trial, at] + rest[trial, at] >= floor[trial, ballots[n, 1]]
                if reached:
                    weight += ballots[n, 3]
        if weight < quorum[vote]:
            return False
    return True


@machine_code
def most_accepted_rows(
    worth: Any,
    starts: Ints,
    to: Ints,
    masks: Ints,
    rest: Any,
    coordinate: Ints,
    bit: Ints,
    floor: Any,
    ballots: Ints,
    quorum: Ints,
    state: Ints,
    nodes: Any,
    children: Any,
    bounds: Any,
    living: Any,
    sums: Any,
    tied: Any,
    budget: int,
) -> int:
    """Goes on through the packages that at least so many trials accept; returns DONE or PAUSED.

    worth: (row, trial, coordinate) of all parts, those of one place after the other. starts: (place + 1) where those of
    each begin; a place is a state before a part, the last one the end. to: (row) the place that it leads to. masks:
    (row) whose consent it needs, who rejects it, 1 where it moves nothing, the number of choices that it stands for.
    rest: (place, trial, coordinate) the most that the parts from there on add. nodes: (depth, what). children, bounds:
    (depth, child) rows and how many trials could accept a package with them, the most first. living: (depth, trial) how
    many and which trials could. sums: (depth, trial, coordinate). tied: (package, part) rows. budget: looks at a trial
    until PAUSED.
    """
    parts = len(nodes) - 1
    stop = state[LOOKS] + budget
    while state[DEPTH] >= 0:
        if state[LOOKS] >= stop:
            return PAUSED
        depth = state[DEPTH]
        node = nodes[depth]
        if state[FRESH] == 1:
            state[FRESH] = 0
            number = 0
            total = living[depth, 0]
            for row in range(starts[node[PLACE]], starts[node[PLACE] + 1]):
                needed = node[NEEDED] | masks[row, 0]
                rejected = node[REJECTED] | masks[row, 1]
                if needed & rejected != 0:
                    continue
                still = node[STILL] == 1 and masks[row, 2] == 1 and masks[row, 3] == 1
                if still and depth + 1 == parts:
                    continue
                count, looked = 0, 0
                for n in range(total):
                    looked += 1
                    if can_accept(
                        living[depth, 1 + n], needed, rejected, sums[depth], worth[row], rest[to[row]], coordinate,
                        bit, floor, ballots, quorum,
                    ):  # fmt: skip
                        count += 1
                    elif count + total - n - 1 < state[LEAST]:
                        break
                state[LOOKS] += looked
                if count < state[LEAST]:
                    continue
                at = number
                while at > 0 and bounds[depth, at - 1] < count:
                    bounds[depth, at], children[depth, at] = bounds[depth, at - 1], children[depth, at - 1]
                    at -= 1
                bounds[depth, at], children[depth, at] = count, row
                number += 1
            node[CHILDREN], node[NEXT] = number, 0
            if depth + 1 == parts:
                for n in range(number):
                    count = bounds[depth, n]
                    if count < state[LEAST]:
                        break
                    if count > state[BEST]:
                        state[BEST], state[LEAST], state[TIED] = count, count, 0
                    if state[TIED] == len(tied):
                        state[FULL] = 1
                        state[LEAST] = state[BEST] + 1
                        break
                    for part in range(depth):
                        tied[state[TIED], part] = children[part, nodes[part, NEXT] - 1]
                    tied[state[TIED], depth] = children[depth, n]
                    state[TIED] += 1
                state[DEPTH] -= 1
            continue
        if node[NEXT] == node[CHILDREN] or bounds[depth, node[NEXT]] < state[LEAST]:
            state[DEPTH] -= 1
            continue
        row = children[depth, node[NEXT]]
        node[NEXT] += 1
        after = nodes[depth + 1]
        after[NEEDED] = node[NEEDED] | masks[row, 0]
        after[REJECTED] = node[REJECTED] | masks[row, 1]
        after[STILL] = 1 if node[STILL] == 1 and masks[row, 2] == 1 and masks[row, 3] == 1 else 0
        after[PLACE] = to[row]
        number = 0
        for n in range(living[depth, 0]):
            trial = living[depth, 1 + n]
            if can_accept(
                trial, after[NEEDED], after[REJECTED], sums[depth], worth[row], rest[to[row]], coordinate, bit, floor,
                ballots, quorum,
            ):  # fmt: skip
                number += 1
                living[depth + 1, number] = trial
                for at in range(sums.shape[2]):
                    sums[depth + 1, trial, at] = sums[depth, trial, at] + worth[row, trial, at]
        state[LOOKS] += living[depth, 0]
        living[depth + 1, 0] = number
        state[DEPTH] += 1
        state[FRESH] = 1
    return DONE


@machine_code
def climb_to_more(
    worth: Any,
    starts: Ints,
    to: Ints,
    part_starts: Ints,
    masks: Ints,
    nothing_more: Any,
    coordinate: Ints,
    bit: Ints,
    floor: Any,
    ballots: Ints,
    quorum: Ints,
    rows: Ints,
    sums: Any,
    begun: Any,
    count: int,
    looks: int,
) -> tuple[int, int]:
    """Changes the rows of one part, or of two, as long as more trials accept the outcome; returns how many do, and what
    is left of the looks.

    part_starts: (part + 1) where the rows of each begin. nothing_more: (trial, coordinate) 0. rows: (part) changed in
    place. sums, begun: (trial, coordinate) room. count: the trials that accept the rows as they are. looks: at a trial.
    """
    parts, trials, width = len(rows), worth.shape[1], worth.shape[2]
    tried = rows.copy()
    improved = True
    while improved and looks > 0:
        improved = False
        best, first_best, second_best, at_first, at_second = count, 0, 0, 0, 0
        for pair in range(parts * parts):
            first = pair % parts
            second = (first + pair // parts) % parts  # every part alone, then all pairs
            if pair == parts and best > count:
                break  # where changing one part helps, pairs are not looked at
            if second >= first and looks > 0:
                for trial in range(trials):
                    for at in range(width):
                        total = 0
                        for part in range(parts):
                            if part != first and part != second:
                                total += worth[rows[part], trial, at]
                        sums[trial, at] = total
                for one in range(part_starts[first], part_starts[first + 1]):
                    if second > first and one == rows[first]:
                        continue
                    if second > first:
                        for trial in range(trials):
                            for at in range(width):
                                begun[trial, at] = sums[trial, at] + worth[one, trial, at]
                    low = part_starts[second] if second > first else one
                    high = part_starts[second + 1] if second > first else one + 1
                    for other in range(low, high):
                        if other == rows[second]:
                            continue
                        for part in range(parts):
                            tried[part] = rows[part]
                        tried[first], tried[second] = one, other
                        needed, rejected, still, place, fits = 0, 0, True, 0, True
                        for part in range(parts):
                            row = tried[part]
                            fits = fits and starts[place] <= row < starts[place + 1]
                            place = to[row]
                            needed |= masks[row, 0]
                            rejected |= masks[row, 1]
                            still = still and masks[row, 2] == 1 and masks[row, 3] == 1
                        if not fits or needed & rejected != 0 or still:
                            continue
                        before = begun if second > first else sums
                        accepting = 0
                        for trial in range(trials):
                            if can_accept(
                                trial, needed, rejected, before, worth[other], nothing_more, coordinate, bit, floor,
                                ballots, quorum,
                            ):  # fmt: skip
                                accepting += 1
                            elif accepting + trials - trial - 1 <= best:
                                break
                        looks -= trials
                        if accepting > best:
                            best, first_best, second_best, at_first, at_second = accepting, one, other, first, second
        if best > count:
            rows[at_first], rows[at_second] = first_best, second_best
            count, improved = best, True
    return count, looks
