"""Compiled: how many of some trials at most could accept one package, since prices show which cannot together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.machine_code import machine_code

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

STEP, BELOW = 8.0, 0.05
"""The length of a step, and how far below zero the best package is sought to be worth at the prices."""
LEAST = 1e-200
"""A sum of prices below which rounding leaves nothing of them."""
LARGEST = 2.0**60
"""Size of a sum of what trials ask, so that it fits 64 bits; beyond, prices prove nothing of these trials."""
MOST_GROUPED = 256
"""Trials of one group; beyond, a new one begins."""


@machine_code
def are_apart(
    worth: Any, unit: Any, floor: Any, starts: Ints, to: Ints, members: Ints, prices: Any, rounds: int, room: Any
) -> bool:
    """Whether prices were found at which the best package is worth less than what all the trials ask: none of the
    packages then reaches every floor in each of them. False proves nothing.

    worth: (trial, row, coordinate). unit: (trial, coordinate) what is worth one there. floor: (trial, coordinate).
    starts, to: see `accepting.most_accepted_rows`. members: the trials. prices: (member, coordinate) from where they
    are sought, and the last ones. room: (row) and (place) for worth, the most of the rest, and the best row.
    """
    form, rest, chosen, gains = room
    number, width, places = len(members), floor.shape[1], len(starts) - 1
    for _ in range(rounds):
        form[:] = 0.0
        asked = 0.0
        for n in range(number):
            trial = members[n]
            for at in range(width):
                price = prices[n, at] / unit[trial, at]
                asked += price * floor[trial, at]
                gains[n, at] = -floor[trial, at] / unit[trial, at]
                for row in range(len(to)):
                    form[row] += price * worth[trial, row, at]
        rest[places] = 0.0
        for place in range(places - 1, -1, -1):
            rest[place] = -np.inf
            for row in range(starts[place], starts[place + 1]):
                if form[row] + rest[to[row]] > rest[place]:
                    rest[place], chosen[place] = form[row] + rest[to[row]], row
        if not rest[0] > -np.inf:
            return True
        value = rest[0] - asked
        if value < 0 and _proves(worth, unit, floor, starts, to, members, prices):
            return True
        place = 0
        while place < places:
            row = chosen[place]
            for n in range(number):
                for at in range(width):
                    gains[n, at] += worth[members[n], row, at] / unit[members[n], at]
            place = to[row]
        low, high = np.inf, -np.inf
        for n in range(number):
            for at in range(width):
                low, high = min(low, gains[n, at]), max(high, gains[n, at])
        if low >= 0 or high <= low:  # one package satisfies all of them, or falls short in all alike
            return False
        total = 0.0
        for n in range(number):
            for at in range(width):
                prices[n, at] *= np.exp(-STEP * max(value + BELOW, BELOW) * (gains[n, at] - low) / (high - low) ** 2)
                total += prices[n, at]
        if total < LEAST:
            return False
        for n in range(number):
            for at in range(width):
                prices[n, at] /= total
    return False


@machine_code
def _proves(worth: Any, unit: Any, floor: Any, starts: Ints, to: Ints, members: Ints, prices: Any) -> bool:
    """Whether prices, made whole, prove in whole numbers that no package reaches every floor."""
    places, width = len(starts) - 1, floor.shape[1]
    whole = np.zeros(width, dtype=np.int64)
    form, rest = np.zeros(len(to), dtype=np.int64), np.zeros(places + 1, dtype=np.int64)
    asked, reach = np.int64(0), 0.0
    scale = LARGEST / 16 / (places + 1)
    for n in range(len(members)):
        trial = members[n]
        for at in range(width):
            whole[at] = np.int64(np.rint(prices[n, at] * scale / unit[trial, at]))
            reach += float(whole[at]) * (unit[trial, at] * places + abs(float(floor[trial, at])))
        if reach > LARGEST:
            return False
        for at in range(width):
            asked += whole[at] * floor[trial, at]
            for row in range(len(to)):
                form[row] += whole[at] * worth[trial, row, at]
    never = -(np.int64(2) ** 61)
    for place in range(places - 1, -1, -1):
        rest[place] = never
        for row in range(starts[place], starts[place + 1]):
            if rest[to[row]] > never and form[row] + rest[to[row]] > rest[place]:
                rest[place] = form[row] + rest[to[row]]
    return bool(rest[0] == never or rest[0] < asked)


@machine_code
def most_together(worth: Any, unit: Any, floor: Any, starts: Ints, to: Ints, rounds: int, tests: float) -> int:
    """In how many of the trials at most one package is accepted; see `are_apart` for the arrays.

    Trials form groups, each as long as what it takes stays below so many `tests` for each of its trials; of a group it
    is known in how many of its trials up to each one package is accepted at most. A trial can only raise that by one,
    and does where it is not shown apart from as many of those before it.
    """
    trials, rows, width = worth.shape
    room = (np.zeros(rows), np.zeros(len(starts)), np.zeros(len(starts), dtype=np.int64), np.zeros((trials, width)))
    most = np.zeros(trials, dtype=np.int64)
    pairs = np.zeros((MOST_GROUPED, MOST_GROUPED), dtype=np.int8)
    prices = np.zeros((MOST_GROUPED + 1, MOST_GROUPED, width))
    members, following = np.zeros(MOST_GROUPED + 1, dtype=np.int64), np.zeros(MOST_GROUPED + 1, dtype=np.int64)
    first, spent, total = 0, 0.0, 0
    for trial in range(trials):
        if trial == first:
            most[trial] = 1
            continue
        target, depth = most[trial - 1] + 1, 1
        members[0], following[0] = trial, trial - 1
        prices[1, 0, :] = 1.0 / width
        met, ended = False, trial - first == MOST_GROUPED
        while depth > 0 and not met and not ended:
            other = following[depth - 1]
            if other < first or depth + most[other] < target:
                depth -= 1
                continue
            following[depth - 1] -= 1
            apart = False
            for n in range(depth):
                apart = apart or pairs[members[n] - first, other - first] == 1
            if apart:
                continue
            members[depth] = other
            for n in range(depth):
                prices[depth + 1, n] = prices[depth, n] * (depth / (depth + 1))
            prices[depth + 1, depth, :] = 1.0 / width / (depth + 1)
            apart = are_apart(worth, unit, floor, starts, to, members[: depth + 1], prices[depth + 1], rounds, room)
            spent += depth + 1
            if depth == 1:
                pairs[trial - first, other - first] = 1 if apart else 0
            ended = spent > tests * (trial - first + 1)
            if not apart:
                depth += 1
                met = depth == target
                following[depth - 1] = other - 1
        if ended and not met:
            total += most[trial - 1]
            first, spent, most[trial] = trial, 0.0, 1
            pairs[:] = 0
        else:
            most[trial] = target if met else target - 1
    return total + most[trials - 1]
