"""Compiled: one step of the fold, and the packages behind a vector that the fold ends with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code
from winset.analyses.settlement.kernels.dominance import (
    compare,
    copied,
    copied_rows,
    in_order,
    mark_between,
    mark_dominated,
    undominated_of,
)

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MANY = 2**62
"""Where counts of packages stop: larger ones are one and the same."""


@machine_code
def fold_step(
    front: Ints,
    counts: Ints,
    begins: Ints,
    stops: Ints,
    status_quo_sum: Ints,
    from_status_quo: Bools,
    rows: Ints,
    alternatives: Ints,
    quo: Bools,
    best_rest: Ints,
    floor: Ints,
    ceiling: Ints,
) -> tuple[Ints, Ints]:
    """The undominated sums of a vector and a row, in lexicographic order, with the number of packages of each.

    front: (vector, coordinate) sums so far, each of them of packages that move something. counts: (vector) packages of
    each. begins, stops: (row) which sums a row may follow; these are in lexicographic order. status_quo_sum:
    (coordinate) the sum so far where nothing is moved. from_status_quo: (row) whether a row may follow that. rows:
    (row, coordinate) what each choice adds. alternatives: (row) choices that add the same. quo: (row) True for the row
    that moves nothing. best_rest: (coordinate) the most that the choices still to come add. floor: (coordinate) what
    must be reached in the end. ceiling: (coordinate) from where on more is not counted.
    """
    width = rows.shape[1]
    most = len(rows)
    for row in range(len(rows)):
        most += stops[row] - begins[row]
    sums = np.empty((most, width), dtype=np.int64)
    number = np.empty(most, dtype=np.int64)
    ends = np.empty(len(rows) + 2, dtype=np.int64)
    ends[0] = 0
    size = 0
    for row in range(len(rows)):
        for n in range(begins[row], stops[row]):
            if _summed(sums, size, front[n], rows[row], best_rest, floor, ceiling):
                number[size] = _times(counts[n], alternatives[row])
                size += 1
        ends[row + 1] = size
    for row in range(len(rows)):
        others = alternatives[row] - (1 if quo[row] else 0)
        if (
            from_status_quo[row]
            and others > 0
            and _summed(sums, size, status_quo_sum, rows[row], best_rest, floor, ceiling)
        ):
            number[size] = others
            size += 1
    ends[len(rows) + 1] = size
    sums = sums[:size]
    dead = np.zeros(size, dtype=np.bool_)
    order = np.arange(size, dtype=np.int64)
    capped = False
    for coordinate in range(width):
        capped = capped or ceiling[coordinate] < 2**62
    lists, start = 0, 0
    raw_ends = ends.copy()
    for n in range(len(rows) + 1):
        sorted_rows = order[raw_ends[n] : raw_ends[n + 1]].copy()
        if n == len(rows) or capped:
            in_order(sums, sorted_rows)
            sorted_rows = _once(sums, sorted_rows, number, dead)
            mark_dominated(sums, sorted_rows, dead)
            sorted_rows = undominated_of(sorted_rows, dead)
        if len(sorted_rows) > 0:
            start = copied(sorted_rows, start, order)
            ends[lists + 1] = start
            lists += 1
    second = np.zeros(size, dtype=np.bool_)
    spare = np.empty(size, dtype=np.int64)
    while lists > 1:
        merged, out = 0, 0
        begin = 0
        for n in range(0, lists, 2):
            middle = ends[n + 1]
            if n + 1 < lists:
                end = ends[n + 2]
                count = _merged(sums, order[begin:middle], order[middle:end], number, second, dead, spare)
                mark_between(sums, spare[:count], second, dead)
                sorted_rows = undominated_of(spare[:count], dead)
            else:
                end = middle
                sorted_rows = order[begin:middle].copy()
            out = copied(sorted_rows, out, order)
            begin = end
            merged += 1
            ends[merged] = out
        lists = merged
    kept = order[: ends[lists]] if lists > 0 else order[:0]
    result = np.empty((len(kept), width), dtype=np.int64)
    packages = np.empty(len(kept), dtype=np.int64)
    for n in range(len(kept)):
        for coordinate in range(width):
            result[n, coordinate] = sums[kept[n], coordinate]
        packages[n] = number[kept[n]]
    return result, packages


@machine_code
def _summed(sums: Ints, place: int, vector: Ints, row: Ints, best_rest: Ints, floor: Ints, ceiling: Ints) -> bool:
    """Writes the sum down, and says whether its best completion reaches the floor."""
    for coordinate in range(len(row)):
        total = vector[coordinate] + row[coordinate]
        if total + best_rest[coordinate] < floor[coordinate]:
            return False
        sums[place, coordinate] = min(total, ceiling[coordinate])
    return True


@machine_code
def _times(first: int, other: int) -> int:
    if first >= MANY // other:
        return MANY
    return first * other


@machine_code
def _once(sums: Ints, order: Ints, number: Ints, dead: Bools) -> Ints:
    """Equal vectors once, with the packages of all of them."""
    kept = np.empty(len(order), dtype=np.int64)
    size = 0
    for n in order:
        if size > 0 and compare(sums, kept[size - 1], sums, n) == 0:
            number[kept[size - 1]] = min(number[kept[size - 1]] + number[n], MANY)
            dead[n] = True
        else:
            kept[size] = n
            size += 1
    return kept[:size]


@machine_code
def _merged(sums: Ints, left: Ints, right: Ints, number: Ints, second: Bools, dead: Bools, out: Ints) -> int:
    """Two ordered lists as one; of equal vectors the left one stays, with the packages of both."""
    n, m, size = 0, 0, 0
    while n < len(left) or m < len(right):
        if m == len(right):
            order = 1
        elif n == len(left):
            order = -1
        else:
            order = compare(sums, left[n], sums, right[m])
        if order >= 0:
            second[left[n]] = False
            out[size] = left[n]
            n += 1
            if order == 0:
                number[out[size]] = min(number[out[size]] + number[right[m]], MANY)
                dead[right[m]] = True
                m += 1
        else:
            second[right[m]] = True
            out[size] = right[m]
            m += 1
        size += 1
    return size


@machine_code
def place_of(vectors: Ints, sought: Ints, width: int) -> int:
    """Where in lexicographically falling vectors the first stands that agrees in the first coordinates; −1 for none."""
    low, high = 0, len(vectors)
    while low < high:
        middle = (low + high) >> 1
        if _before(vectors, middle, sought, width) > 0:
            low = middle + 1
        else:
            high = middle
    if low < len(vectors) and _before(vectors, low, sought, width) == 0:
        return low
    return -1


@machine_code
def _before(vectors: Ints, n: int, sought: Ints, width: int) -> int:
    for coordinate in range(width):
        if vectors[n, coordinate] != sought[coordinate]:
            return 1 if vectors[n, coordinate] > sought[coordinate] else -1
    return 0


@machine_code
def packages_behind(
    targets: Ints,
    fronts: Ints,
    ends: Ints,
    first: Ints,
    status_quo_sum: Ints,
    rows: Ints,
    starts: Ints,
    before: Ints,
    after: Ints,
    status_quo_states: Ints,
    most_before: Ints,
    floor: Ints,
    limit: int,
) -> tuple[Ints, int]:
    """(combination, cluster) the rows of every combination that adds up to vectors of the last front, those of one
    vector after the other, at most so many; and of how many vectors all are there.

    targets: (vector, coordinate) what is compared, the first coordinates. fronts: all fronts, one after the other, the
    one before the first cluster first. ends: where that of each state ends. first: (cluster) the place of its first
    state. status_quo_sum: (cluster, coordinate). rows, starts: of all clusters. before, after: (row) the states it
    leads from and to. status_quo_states: (cluster) the state where nothing is moved, −1 for none. most_before:
    (cluster, coordinate) the most that earlier clusters add; floor: what must be reached by all together.
    """
    clusters, width, full = len(starts) - 1, targets.shape[1], rows.shape[1]
    combinations = np.empty((max(16, len(targets)), clusters), dtype=np.int64)
    size, whole = 0, 0
    cursor = np.empty(clusters + 1, dtype=np.int64)
    sought = np.empty((clusters + 1, full), dtype=np.int64)
    state = np.zeros(clusters + 1, dtype=np.int64)
    for target in targets:
        if size >= limit:
            break
        for coordinate in range(full):
            sought[clusters, coordinate] = target[coordinate] if coordinate < width else floor[coordinate]
        depth = clusters
        state[depth] = 0
        cursor[depth] = starts[depth - 1] if depth > 0 else 0
        while depth <= clusters and size < limit:
            if depth == 0:
                if size == len(combinations):
                    larger = np.empty((2 * size, clusters), dtype=np.int64)
                    copied_rows(combinations, size, larger, 0)
                    combinations = larger
                for n in range(clusters):
                    combinations[size, n] = cursor[n + 1] - 1 - starts[n]
                size += 1
                depth += 1
                continue
            row = cursor[depth]
            if row == starts[depth]:
                depth += 1
                continue
            cursor[depth] += 1
            if after[row] != state[depth]:
                continue
            below = depth - 1
            possible = True
            for coordinate in range(full):
                rest = sought[depth, coordinate] - rows[row, coordinate]
                sought[below, coordinate] = rest
                if coordinate >= width and rest > most_before[below, coordinate]:
                    possible = False
            if not possible:
                continue
            same = before[row] == status_quo_states[below]
            for coordinate in range(width):
                same = same and sought[below, coordinate] == status_quo_sum[below, coordinate]
            place = first[below] + before[row]
            front = fronts[ends[place] : ends[place + 1]]
            if same or place_of(front, sought[below], width) >= 0:
                depth = below
                state[depth] = before[row]
                if depth > 0:
                    cursor[depth] = starts[depth - 1]
        whole += 1 if depth > clusters else 0
    return combinations[:size], whole
