"""What each solution concept chooses from a win-set, with every tie and one representative."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.frontier import Frontier
from winset.analyses.settlement.packages import Ints, WinSet
from winset.analyses.settlement.solutions import Context, Gain, Solution, maximisers, solutions
from winset.readings import Reading

Found = Literal["found", "none exists", "not computed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why a choice is right: how many distinct vectors of gains were compared with the exact key, and the best key.

    set: "frontier" where the concept never prefers a dominated vector, else "win-set".
    """

    method: str
    compared: int
    over: Literal["frontier", "win-set"]
    best: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The packages that one solution concept chooses.

    packages: every maximiser, the representative first: the one with the higher leximin of gains, then the higher
    sum, then the first in the order of the case file. reason: why there is none, where there is none.
    """

    solution: Solution
    found: Found
    packages: tuple[tuple[int, ...], ...] = ()
    proof: Proof | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vectors:
    """Distinct gains of the bargaining parties over one common denominator, and the packages of each.

    gains: one tuple per vector. members: (package) position in the win-set, grouped by vector; groups: where each
    group begins.
    """

    gains: list[Gain]
    members: tuple[NDArray[np.intp], ...]


def choices(win_set: WinSet, front: Frontier) -> dict[str, Choice]:
    """What every registered solution chooses, by its key, in the order of the register."""
    reading = win_set.reading
    missing = [p for p in reading.structure.bargaining if reading.walk_away[p] is None]
    if missing:
        reason = "no walk-away can be derived for every bargaining party, so nobody's gain is known"
        return {key: Choice(solution=one, found="not computed", reason=reason) for key, one in solutions.items()}
    everything = _vectors(win_set, np.arange(len(win_set)))
    efficient = _vectors(win_set, front.members)
    context = _context(reading, efficient, everything)
    return {
        key: _choice(one, win_set, efficient if one.monotone == "strictly" else everything, context)
        for key, one in solutions.items()
    }


def _choice(solution: Solution, win_set: WinSet, vectors: Vectors, context: Context) -> Choice:
    if solution.needs_weights and context.weights is None:
        return Choice(
            solution=solution, found="not computed", reason="no capability is judged for every bargaining party"
        )
    best, key = maximisers(solution, vectors.gains, context)
    if not best:
        reason = (
            "no package is acceptable"
            if not vectors.gains
            else "no package gives every bargaining party a gain above 0"
        )
        return Choice(solution=solution, found="none exists", reason=reason)
    tied = [(vectors.gains[n], win_set.package(member)) for n in best for member in vectors.members[n]]
    tied.sort(key=lambda pair: (tuple(-g for g in sorted(pair[0])), -sum(pair[0]), pair[1]))
    return Choice(
        solution=solution,
        found="found",
        packages=tuple(package for _, package in tied),
        proof=Proof(
            method="enumeration",
            compared=len(vectors.gains),
            over="frontier" if solution.monotone == "strictly" else "win-set",
            best=_spelled(key),
        ),
    )


def _spelled(key: object) -> str:
    if isinstance(key, tuple):
        return "(" + ", ".join(str(one) for one in key) + ")"
    text = str(key)
    return text if len(text) <= 60 else f"a whole number of {len(text)} digits"


def _vectors(win_set: WinSet, members: NDArray[np.intp]) -> Vectors:
    """The distinct gains of some packages of the win-set, over the common denominator of the bargaining parties."""
    reading = win_set.reading
    parties = reading.structure.bargaining
    unit = common_unit(reading)
    values = win_set.values[:, members][list(parties)].T
    distinct, inverse = np.unique(values, axis=0, return_inverse=True)
    order = np.argsort(inverse.ravel(), kind="stable")
    groups = np.split(members[order], np.cumsum(np.bincount(inverse.ravel(), minlength=len(distinct)))[:-1])
    scale = [unit // reading.denominator[p] for p in parties]
    floor = [reading.walk_away[p] or 0 for p in parties]
    gains = [tuple((int(v) - w) * s for v, w, s in zip(row, floor, scale, strict=True)) for row in distinct.tolist()]
    return Vectors(gains=gains, members=tuple(groups) if len(distinct) else ())


def common_unit(reading: Reading) -> int:
    """Parts of a point in which the values of all bargaining parties are whole."""
    return reduce(lcm, (reading.denominator[p] for p in reading.structure.bargaining), 1)


def _context(reading: Reading, efficient: Vectors, everything: Vectors) -> Context:
    def each(pick: object, gains: list[Gain]) -> Gain:
        chosen = max if pick == "most" else min
        return tuple(chosen(column) for column in zip(*gains, strict=True)) if gains else ()

    judged = [weight for p in reading.structure.bargaining if (weight := reading.weights[p]) is not None]
    return Context(
        unit=common_unit(reading),
        ideal=each("most", efficient.gains),
        least=each("least", everything.gains),
        weights=whole(judged) if len(judged) == len(reading.structure.bargaining) else None,
    )


def whole(numbers: list[Fraction]) -> tuple[int, ...] | None:
    """The numbers as whole numbers without a common factor; None where all are 0."""
    common = reduce(lcm, (number.denominator for number in numbers), 1)
    scaled = [int(number * common) for number in numbers]
    divisor = reduce(gcd, scaled, 0)
    return tuple(one // divisor for one in scaled) if divisor else None


def gains_of(reading: Reading, values: Ints) -> list[Fraction | None]:
    """Each party's gain in points from a package's values, None where it has no walk-away."""
    return [
        reading.points(party, int(value) - walk_away) if walk_away is not None else None
        for party, (value, walk_away) in enumerate(zip(values, reading.walk_away, strict=True))
    ]
