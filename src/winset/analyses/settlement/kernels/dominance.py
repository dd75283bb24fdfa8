"""Compiled: which vectors no other is as large as in every coordinate and larger in one.

Vectors are held in lexicographic order, the largest first, so that only an earlier one can dominate a later one. Two
coordinates then need one pass and three a staircase (Kung, Luccio & Preparata 1975, J. ACM 22(4), 469–476). From four
on the later half is freed of what the earlier half dominates, and each such step is split at a median into parts that
have one coordinate fewer to compare: divide and conquer as in the same paper.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FEW = 1024
"""Pairs of vectors up to which comparing each with each is faster than splitting further."""
RUN = 24
"""Vectors in a run of which each is compared with each."""


@machine_code
def compare(first: Ints, n: int, other: Ints, m: int) -> int:
    """Lexicographically: 1 where vector n of one comes before vector m of the other, −1 where after, 0 where equal."""
    for coordinate in range(first.shape[1]):
        if first[n, coordinate] > other[m, coordinate]:
            return 1
        if first[n, coordinate] < other[m, coordinate]:
            return -1
    return 0


@machine_code
def copied(values: Ints, start: int, into: Ints) -> int:
    """Writes values into others from a place on; returns the place after them."""
    for n in range(len(values)):
        into[start + n] = values[n]
    return start + len(values)


@machine_code
def copied_rows(table: Ints, count: int, into: Ints, start: int) -> None:
    """Writes the first rows of a table into another from a row on."""
    for n in range(count):
        for column in range(table.shape[1]):
            into[start + n, column] = table[n, column]


@machine_code
def in_order(vectors: Ints, order: Ints) -> None:
    """Sorts positions in place so that their vectors fall lexicographically; equal ones keep their order.

    Runs that fall already are found first and then merged, two by two.
    """
    count = len(order)
    ends = np.empty(count + 1, dtype=np.int64)
    runs = 0
    for n in range(1, count):
        if compare(vectors, order[n - 1], vectors, order[n]) < 0:
            ends[runs] = n
            runs += 1
    ends[runs] = count
    runs += 1
    spare = np.empty(count, dtype=np.int64)
    while runs > 1:
        start, kept = 0, 0
        for run in range(0, runs, 2):
            middle = ends[run]
            end = ends[run + 1] if run + 1 < runs else middle
            left, right, out = start, middle, start
            while left < middle and right < end:
                if compare(vectors, order[left], vectors, order[right]) >= 0:
                    spare[out] = order[left]
                    left += 1
                else:
                    spare[out] = order[right]
                    right += 1
                out += 1
            while left < middle:
                spare[out] = order[left]
                left += 1
                out += 1
            while right < end:
                spare[out] = order[right]
                right += 1
                out += 1
            for n in range(start, end):
                order[n] = spare[n]
            ends[kept] = end
            kept += 1
            start = end
        runs = kept


@machine_code
def _sweep(vectors: Ints, order: Ints, dead: Bools) -> None:
    """Two coordinates: a vector is dominated where an earlier one has as much of the second."""
    most = vectors[order[0], 1]
    for n in range(1, len(order)):
        second = vectors[order[n], 1]
        if second <= most:
            dead[order[n]] = True
        else:
            most = second


@machine_code
def _covered(second: Ints, third: Ints, size: int, y: int, z: int) -> bool:
    """Whether a step of the staircase has as much of both; steps rise in the second and fall in the third."""
    low, high = 0, size
    while low < high:
        middle = (low + high) >> 1
        if second[middle] < y:
            low = middle + 1
        else:
            high = middle
    return low < size and third[low] >= z


@machine_code
def _stepped(second: Ints, third: Ints, size: int, y: int, z: int) -> int:
    """The staircase with one more step, which it must not cover; returns the new number of steps."""
    low, high = 0, size
    while low < high:
        middle = (low + high) >> 1
        if second[middle] < y:
            low = middle + 1
        else:
            high = middle
    end = low
    if end < size and second[end] == y:
        end += 1
    start = low
    while start > 0 and third[start - 1] <= z:
        start -= 1
    gone = end - start
    if gone == 0:
        for n in range(size, start, -1):
            second[n] = second[n - 1]
            third[n] = third[n - 1]
    elif gone > 1:
        for n in range(end, size):
            second[n - gone + 1] = second[n]
            third[n - gone + 1] = third[n]
    second[start] = y
    third[start] = z
    return size - gone + 1


@machine_code
def _staircase(vectors: Ints, order: Ints, dead: Bools) -> None:
    """Three coordinates: a vector is dominated where a step of the earlier ones has as much of the other two."""
    count = len(order)
    second = np.empty(count + 1, dtype=np.int64)
    third = np.empty(count + 1, dtype=np.int64)
    size = 0
    for n in range(count):
        y, z = vectors[order[n], 1], vectors[order[n], 2]
        if _covered(second, third, size, y, z):
            dead[order[n]] = True
        else:
            size = _stepped(second, third, size, y, z)


@machine_code
def _each_with_each(vectors: Ints, high: Ints, low: Ints, first: int, dead: Bools) -> None:
    width = vectors.shape[1]
    for x in low:
        if dead[x]:
            continue
        for y in high:
            below = True
            for coordinate in range(first, width):
                if vectors[y, coordinate] < vectors[x, coordinate]:
                    below = False
                    break
            if below:
                dead[x] = True
                break


@machine_code
def _falling(vectors: Ints, members: Ints, coordinate: int) -> Ints:
    """The members so that a coordinate falls: short runs by insertion, which are then merged."""
    count = len(members)
    order = np.empty(count, dtype=np.int64)
    spare = np.empty(count, dtype=np.int64)
    for start in range(0, count, RUN):
        for n in range(start, min(start + RUN, count)):
            value = vectors[members[n], coordinate]
            place = n
            while place > start and vectors[order[place - 1], coordinate] < value:
                order[place] = order[place - 1]
                place -= 1
            order[place] = members[n]
    size = RUN
    while size < count:
        for start in range(0, count, 2 * size):
            middle, end = min(start + size, count), min(start + 2 * size, count)
            left, right = start, middle
            for n in range(start, end):
                if right == end or (
                    left < middle and vectors[order[left], coordinate] >= vectors[order[right], coordinate]
                ):
                    spare[n] = order[left]
                    left += 1
                else:
                    spare[n] = order[right]
                    right += 1
        order, spare = spare, order
        size *= 2
    return order


@machine_code
def _last_two(vectors: Ints, high: Ints, low: Ints, first: int, dead: Bools) -> None:
    """Two coordinates left: the best of the second among those with as much of the first."""
    above = _falling(vectors, high, first)
    below = _falling(vectors, low, first)
    most = np.int64(-(2**63) + 1)
    n = 0
    for x in below:
        while n < len(above) and vectors[above[n], first] >= vectors[x, first]:
            second = vectors[above[n], first + 1]
            if second > most:
                most = second
            n += 1
        if vectors[x, first + 1] <= most:
            dead[x] = True


@machine_code
def _last_three(vectors: Ints, high: Ints, low: Ints, first: int, dead: Bools) -> None:
    """Three coordinates left: a staircase of the other two over those with as much of the first."""
    above = _falling(vectors, high, first)
    below = _falling(vectors, low, first)
    second = np.empty(len(high) + 1, dtype=np.int64)
    third = np.empty(len(high) + 1, dtype=np.int64)
    size, n = 0, 0
    for x in below:
        while n < len(above) and vectors[above[n], first] >= vectors[x, first]:
            y, z = vectors[above[n], first + 1], vectors[above[n], first + 2]
            if not _covered(second, third, size, y, z):
                size = _stepped(second, third, size, y, z)
            n += 1
        if _covered(second, third, size, vectors[x, first + 1], vectors[x, first + 2]):
            dead[x] = True


@machine_code
def mark_dominated_by(vectors: Ints, high: Ints, low: Ints, first: int, dead: Bools) -> None:
    """Marks as dead each of `low` that one of `high` is as large as in every coordinate from `first` on.

    What is still to be compared waits on a stack: how many of each, from which coordinate on, and then the positions.
    """
    room = 4 * (len(high) + len(low)) + 64
    waiting = np.empty(room, dtype=np.int64)
    tasks = np.empty((256, 4), dtype=np.int64)
    copied(low, copied(high, 0, waiting), waiting)
    tasks[0, 0], tasks[0, 1], tasks[0, 2], tasks[0, 3] = 0, len(high), len(low), first
    depth = 1
    while depth > 0:
        depth -= 1
        start, first = tasks[depth, 0], tasks[depth, 3]
        middle = start + tasks[depth, 1]
        end = middle + tasks[depth, 2]
        above, below = _that_meet(vectors, waiting[start:middle], waiting[middle:end], first, dead)
        if len(above) * len(below) <= FEW:
            _each_with_each(vectors, above, below, first, dead)
            continue
        left = vectors.shape[1] - first
        if left == 2:
            _last_two(vectors, above, below, first, dead)
            continue
        if left == 3:
            _last_three(vectors, above, below, first, dead)
            continue
        pivot, lowest = _middle(vectors, above, below, first)
        if pivot == lowest:
            copied(below, copied(above, start, waiting), waiting)
            tasks[depth, 1], tasks[depth, 2], tasks[depth, 3] = len(above), len(below), first + 1
            depth += 1
            continue
        much, little = _split(vectors, above, first, pivot)
        upper, lower = _split(vectors, below, first, pivot)
        needed = start + 2 * (len(above) + len(below))
        if needed > len(waiting):
            larger = np.empty(2 * needed, dtype=np.int64)
            copied(waiting[:start], 0, larger)
            waiting = larger
        if depth + 3 > len(tasks):
            more = np.empty((2 * len(tasks), 4), dtype=np.int64)
            for n in range(depth):
                for part in range(4):
                    more[n, part] = tasks[n, part]
            tasks = more
        start = _pushed(waiting, tasks, depth, start, little, lower, first)
        start = _pushed(waiting, tasks, depth + 1, start, much, upper, first)
        _pushed(waiting, tasks, depth + 2, start, much, lower, first + 1)
        depth += 3


@machine_code
def _pushed(waiting: Ints, tasks: Ints, depth: int, start: int, high: Ints, low: Ints, first: int) -> int:
    """Writes one task onto the stack and returns where the next one's positions begin."""
    end = copied(low, copied(high, start, waiting), waiting)
    tasks[depth, 0], tasks[depth, 1], tasks[depth, 2], tasks[depth, 3] = start, len(high), len(low), first
    return end


@machine_code
def _that_meet(vectors: Ints, high: Ints, low: Ints, first: int, dead: Bools) -> tuple[Ints, Ints]:
    """Those of `low` below the corner of all of `high`, and those of `high` above the corner of these."""
    width = vectors.shape[1]
    most = np.empty(width, dtype=np.int64)
    least = np.empty(width, dtype=np.int64)
    for coordinate in range(width):
        most[coordinate], least[coordinate] = -(2**63) + 1, 2**63 - 1
    for y in high:
        for coordinate in range(first, width):
            if vectors[y, coordinate] > most[coordinate]:
                most[coordinate] = vectors[y, coordinate]
    below = np.empty(len(low), dtype=np.int64)
    count = 0
    for x in low:
        reached = not dead[x]
        if reached:
            for coordinate in range(first, width):
                if vectors[x, coordinate] > most[coordinate]:
                    reached = False
                    break
        if reached:
            below[count] = x
            count += 1
            for coordinate in range(first, width):
                if vectors[x, coordinate] < least[coordinate]:
                    least[coordinate] = vectors[x, coordinate]
    below = below[:count]
    above = np.empty(len(high), dtype=np.int64)
    count = 0
    for y in high:
        reaches = True
        for coordinate in range(first, width):
            if vectors[y, coordinate] < least[coordinate]:
                reaches = False
                break
        if reaches:
            above[count] = y
            count += 1
    return above[:count], below


@machine_code
def _middle(vectors: Ints, above: Ints, below: Ints, coordinate: int) -> tuple[int, int]:
    """A value that parts them, and the lowest one; both are equal where all share one value."""
    values = np.empty(len(above) + len(below), dtype=np.int64)
    for n in range(len(above)):
        values[n] = vectors[above[n], coordinate]
    for n in range(len(below)):
        values[len(above) + n] = vectors[below[n], coordinate]
    pivot, lowest = _median(values), values[0]
    for value in values:
        lowest = min(lowest, value)
    if pivot == lowest:
        above_it = np.int64(2**63 - 1)
        for value in values:
            if lowest < value < above_it:
                above_it = value
        if above_it < 2**63 - 1:
            pivot = above_it
    return pivot, lowest


@machine_code
def _median(values: Ints) -> int:
    """The value that stands in the middle once they are sorted, the higher one of two; their order is lost.

    Hoare's selection, 1961 (Comm. ACM 4, 321–322), about the middle one of three.
    """
    sought = len(values) >> 1
    low, high = 0, len(values) - 1
    while low < high:
        first, second, third = values[low], values[(low + high) >> 1], values[high]
        pivot = max(min(first, second), min(max(first, second), third))
        left, right = low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if sought <= right:
            high = right
        elif sought >= left:
            low = left
        else:
            return values[sought]
    return values[sought]


@machine_code
def _split(vectors: Ints, members: Ints, coordinate: int, pivot: int) -> tuple[Ints, Ints]:
    """Those with as much as the pivot, and the rest, both in order."""
    reached = np.empty(len(members), dtype=np.int64)
    rest = np.empty(len(members), dtype=np.int64)
    n, m = 0, 0
    for member in members:
        if vectors[member, coordinate] >= pivot:
            reached[n] = member
            n += 1
        else:
            rest[m] = member
            m += 1
    return reached[:n], rest[:m]


@machine_code
def _halves(vectors: Ints, order: Ints, dead: Bools) -> None:
    """Four coordinates and more: short runs by themselves, then each later run freed of the earlier one beside it."""
    count = len(order)
    for start in range(0, count, RUN):
        for n in range(start + 1, min(start + RUN, count)):
            _each_with_each(vectors, order[start:n], order[n : n + 1], 1, dead)
    size = RUN
    while size < count:
        for start in range(0, count - size, 2 * size):
            middle, end = start + size, min(start + 2 * size, count)
            mark_dominated_by(
                vectors, undominated_of(order[start:middle], dead), undominated_of(order[middle:end], dead), 1, dead
            )
        size *= 2


@machine_code
def undominated_of(order: Ints, dead: Bools) -> Ints:
    """The positions that are not dead."""
    kept = np.empty(len(order), dtype=np.int64)
    count = 0
    for n in order:
        if not dead[n]:
            kept[count] = n
            count += 1
    return kept[:count]


@machine_code
def mark_dominated(vectors: Ints, order: Ints, dead: Bools) -> None:
    """Marks the dominated ones among distinct vectors whose positions stand in lexicographic order."""
    if len(order) < 2:
        return
    width = vectors.shape[1]
    if width == 1:
        for n in order[1:]:
            dead[n] = True
    elif width == 2:
        _sweep(vectors, order, dead)
    elif width == 3:
        _staircase(vectors, order, dead)
    else:
        _halves(vectors, order, dead)


@machine_code
def mark_between(vectors: Ints, order: Ints, second: Bools, dead: Bools) -> None:
    """The same where the vectors come from two sets, neither of which holds a vector that another of it dominates.

    second: (position) whether the vector comes from the second set.
    """
    if vectors.shape[1] < 4:
        mark_dominated(vectors, order, dead)
        return
    count, size = len(order), RUN
    for start in range(0, count, RUN):
        for n in range(start + 1, min(start + RUN, count)):
            _each_with_each(vectors, order[start:n], order[n : n + 1], 1, dead)
    while size < count:
        for start in range(0, count - size, 2 * size):
            middle, end = start + size, min(start + 2 * size, count)
            for source in (False, True):
                high = _of(order[start:middle], second, source, dead)
                low = _of(order[middle:end], second, not source, dead)
                if len(high) > 0 and len(low) > 0:
                    mark_dominated_by(vectors, high, low, 1, dead)
        size *= 2


@machine_code
def _of(order: Ints, second: Bools, source: bool, dead: Bools) -> Ints:
    kept = np.empty(len(order), dtype=np.int64)
    count = 0
    for n in order:
        if second[n] == source and not dead[n]:
            kept[count] = n
            count += 1
    return kept[:count]


@machine_code
def undominated(vectors: Ints) -> Ints:
    """Positions of the undominated vectors, each different one once, in lexicographic order of the vectors.

    Of equal ones the first stays.
    """
    order = np.arange(len(vectors))
    in_order(vectors, order)
    dead = np.zeros(len(vectors), dtype=np.bool_)
    kept = np.empty(len(order), dtype=np.int64)
    size = 0
    for n in order:
        if size == 0 or compare(vectors, kept[size - 1], vectors, n) != 0:
            kept[size] = n
            size += 1
    mark_dominated(vectors, kept[:size], dead)
    return undominated_of(kept[:size], dead)
