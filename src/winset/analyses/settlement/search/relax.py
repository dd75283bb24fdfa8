"""What mixtures of options could reach: the directions in which the bounds of the search are tight.

A mixture gives each part's rows shares that sum to 1, and that fit each other between layers. Its best value is found
by linear programming or by the method of Frank and Wolfe; only directions are taken from it, rounded to whole weights.
Any weights give valid bounds, so nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem
from winset.analyses.solver_output import off_standard_output

Floats = NDArray[np.float64]
ROUNDS = 60
"""Rounds of Frank and Wolfe's method; beyond, the direction is taken as it is: more rounds hardly narrow a bound."""
HALVINGS = 16
"""Halvings of a step of that method, which leave less than a thousandth of most steps."""
PRICED_ROUNDS = 25
"""Rounds of which each asks for a linear programme; beyond, the direction is taken as it is, and bounds are wider."""
NEAR_ENOUGH = 1e-7
"""Relative gap at which Frank and Wolfe's method stops: far below the width of the bounds that it serves."""
LARGEST_FORM = 2.0**60
"""Size of a weighted sum of gains, so that it fits 64 bits; beyond, the weights are scaled down, and bounds are wider.
"""
LARGEST_WEIGHT = 2.0**36
"""Weight of one party in such a sum; beyond, the weights are scaled down, and bounds are wider."""

MOST_KEPT = 64
"""Linear programmes whose optimum is kept; beyond, they are solved again, with the same result."""
Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixtures:
    """The parts of a question in points, less the floors.

    rows: (row, coordinate) of all parts, what a row adds beyond its part's share of the floor, in points. part: (row)
    which part it belongs to. has_floor: (coordinate) whether it must not fall below 0.
    """

    subproblem: Subproblem
    rows: Floats
    part: NDArray[np.intp]
    has_floor: NDArray[np.bool_]

    def best(self, direction: Floats) -> Floats:
        """(coordinate) the sum of the rows that fit each other and are best in a direction, whatever the floors ask."""
        worth = self.rows @ direction
        starts = np.flatnonzero(np.diff(self.part, prepend=-1))
        best = self.subproblem.best_path(np.split(worth, starts[1:]))
        return np.asarray(self.rows[starts + np.array(best)].sum(axis=0))


def mixtures(subproblem: Subproblem) -> Mixtures:
    """The parts of a question in points."""
    unit = subproblem.unit
    has_floor = subproblem.floor > NO_FLOOR
    base = np.where(has_floor, subproblem.floor, 0) / len(subproblem.parts)
    rows = (np.concatenate([part.rows for part in subproblem.parts]) - base) / unit
    part = np.repeat(np.arange(len(subproblem.parts)), [len(own.rows) for own in subproblem.parts])
    return Mixtures(subproblem=subproblem, rows=rows, part=part, has_floor=has_floor)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Peak:
    """The best mixture: what it is worth, its coordinates in points beyond the floors, and the price of each floor."""

    worth: float
    point: Floats
    prices: Floats


def best_mixture(mixed: Mixtures, direction: Floats) -> Peak | None:
    """The mixture that is best in a direction among those that meet every floor; None where none does."""
    return _programme(mixed, direction, np.zeros(len(direction)))


def most_even_mixture(mixed: Mixtures, shares: Floats) -> Peak | None:
    """The mixture whose smallest coordinate, measured in shares, is largest; floors elsewhere are met.

    shares: (coordinate) the unit of each, 0 for those that are not compared; prices are those of the comparison.
    """
    return _programme(mixed, np.zeros(len(shares)), shares)


@off_standard_output()
def _programme(mixed: Mixtures, direction: Floats, shares: Floats) -> Peak | None:
    count = len(mixed.rows)
    even = bool(shares.any())
    bounded = np.flatnonzero(mixed.has_floor | (shares > 0))
    objective = np.append(-(mixed.rows @ direction), -1.0 if even else 0.0)
    meets = np.concatenate([-mixed.rows[:, bounded].T, shares[bounded, None]], axis=1)
    flow = flow_of(mixed.subproblem)
    best = optimum(
        Programme(
            objective=objective,
            meets=meets,
            flow=np.concatenate([flow, np.zeros((len(flow), 1))], axis=1),
            sources=sources_of(mixed.subproblem),
            bounds=((0, None),) * count + ((None, None) if even else (0, 0),),
        )
    )
    if best is None:
        return None
    prices = np.zeros(len(direction))
    prices[bounded] = np.maximum(0.0, -best.marginals)
    return Peak(worth=-best.least, point=np.asarray(best.shares[:-1] @ mixed.rows), prices=prices)


class Programme:
    """A linear programme over shares: least objective, with meets · shares ≤ 0 and flow · shares = sources. Two that
    hold the same numbers are equal.
    """

    def __init__(
        self, *, objective: Floats, meets: Floats, flow: Floats, sources: Floats, bounds: tuple[Bounds, ...]
    ) -> None:
        self.objective, self.meets, self.flow, self.sources, self.bounds = objective, meets, flow, sources, bounds
        numbers = b"".join(array.tobytes() for array in (objective, meets, flow, sources))
        self.same = sha256(numbers).digest(), meets.shape, flow.shape, bounds[-1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Programme) and self.same == other.same

    def __hash__(self) -> int:
        return hash(self.same)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """The least value of a programme, the shares at which it is taken, and the marginal value of each inequality."""

    least: float
    shares: Floats
    marginals: Floats


@lru_cache(maxsize=MOST_KEPT)
def optimum(programme: Programme) -> Optimum | None:
    """None where nothing meets the programme. Solutions of one question ask for the same one again."""
    from scipy.optimize import linprog

    solved = linprog(
        programme.objective,
        A_ub=programme.meets,
        b_ub=np.zeros(len(programme.meets)),
        A_eq=programme.flow,
        b_eq=programme.sources,
        bounds=programme.bounds,
        method="highs",
    )
    if solved.status != 0:
        return None
    return Optimum(least=float(solved.fun), shares=np.asarray(solved.x), marginals=np.asarray(solved.ineqlin.marginals))


def flow_of(subproblem: Subproblem) -> Floats:
    """(state, row) what leads from each state less what leads to it: a mixture is a flow of 1 through all states."""
    _, starts = subproblem.flat
    first = np.cumsum([0, 1, *(part.states for part in subproblem.parts)])
    flow = np.zeros((first[-2], starts[-1]))
    for n, part in enumerate(subproblem.parts):
        rows = np.arange(starts[n], starts[n + 1])
        flow[first[n] + part.before, rows] = 1.0
        if part.states > 1:
            flow[first[n + 1] + part.after, rows] = -1.0
    return flow


def sources_of(subproblem: Subproblem) -> Floats:
    """(state) 1 where a flow begins: before every part that does not follow a layer."""
    sources: list[float] = [1.0]
    for part in subproblem.parts[:-1]:
        sources += [1.0] if part.states == 1 else [0.0] * part.states
    return np.array(sources)


def climb(mixed: Mixtures, start: Floats, slope: Callable[[Floats], Floats], *, priced: bool) -> Floats:
    """The mixture at which a concave worth is largest, by the method of Frank and Wolfe with an exact line search.

    start: a mixture's coordinates at which the slope is defined. slope: coordinates to the direction of steepest rise,
    0 for coordinates that are not worth anything. priced: True where floors have to be met that the worth itself does
    not keep.

    Source: Frank & Wolfe 1956, Naval Research Logistics Quarterly 3, 95–110.
    """
    point = start
    for _ in range(PRICED_ROUNDS if priced else ROUNDS):
        direction = slope(point)
        if priced:
            peak = best_mixture(mixed, direction)
            if peak is None:
                return point
            target = peak.point
        else:
            target = mixed.best(direction)
        gap = float(direction @ (target - point))
        if gap <= NEAR_ENOUGH * abs(float(direction @ point)):
            return point
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            there = point + middle * (target - point)
            if float(slope(there) @ (target - point)) > 0:
                low = middle
            else:
                high = middle
        if low == 0.0:
            return point
        point = point + low * (target - point)
    return point


def whole_weights(subproblem: Subproblem, direction: Floats) -> Ints | None:
    """A direction in points as whole weights on numerators, small enough that no sum leaves 64 bits.

    None where nothing is left of it.
    """
    unit = subproblem.unit
    direction = np.maximum(direction, 0.0)
    if not np.isfinite(direction).all() or not direction.any():
        return None
    per_numerator = direction / unit
    span = np.maximum(np.abs(subproblem.most_after[0]), np.abs(subproblem.least_after[0])).astype(np.float64)
    parts = np.sum([np.abs(part.rows).max(axis=0) for part in subproblem.parts], axis=0).astype(np.float64)
    floors = np.where(subproblem.floor > NO_FLOOR, np.abs(subproblem.floor), 0).astype(np.float64)
    reach = float(per_numerator @ (span + parts + floors + 1.0))
    factor = min(LARGEST_FORM / reach, LARGEST_WEIGHT / float(per_numerator.max()))
    weights = np.rint(per_numerator * factor).astype(np.int64)
    return weights if weights.any() else None
