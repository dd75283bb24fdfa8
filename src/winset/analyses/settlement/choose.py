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
from winset.analyses.settlement.solutions import Context, Gain, Solution, maximisers, screened, solutions
from winset.analyses.settlement.solutions.register import Floats
from winset.readings import Reading

LONGEST_BITS = 400
Found = Literal["found", "none exists", "not computed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why a choice is right: how many packages were compared, and the best exact key.

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
class Pool:
    """Some packages of a win-set with what the bargaining parties gain.

    members: (package) positions in the win-set. gains: (package, bargaining party) numerators over each party's own
    denominator. points: the same in points, rounded. scale: per party, what brings its numerators to the common unit.
    """

    members: NDArray[np.intp]
    gains: Ints
    points: Floats
    scale: tuple[int, ...]

    def exact(self, package: int) -> Gain:
        """One package's gains as integers over the common denominator."""
        return tuple(int(gain) * scale for gain, scale in zip(self.gains[package], self.scale, strict=True))


def choices(win_set: WinSet, front: Frontier) -> dict[str, Choice]:
    """What every registered solution chooses, by its key, in the order of the register."""
    reading = win_set.reading
    missing = [p for p in reading.structure.bargaining if reading.walk_away[p] is None]
    if missing:
        reason = "no walk-away can be derived for every bargaining party, so nobody's gain is known"
        return {key: Choice(solution=one, found="not computed", reason=reason) for key, one in solutions.items()}
    everything = _pool(win_set, np.arange(len(win_set)))
    efficient = _pool(win_set, front.members)
    context = _context(reading, everything)
    return {
        key: _choice(one, win_set, efficient if one.monotone == "strictly" else everything, context)
        for key, one in solutions.items()
    }


def _choice(solution: Solution, win_set: WinSet, pool: Pool, context: Context) -> Choice:
    if solution.needs_weights and context.weights is None:
        reason = "no capability above 0 is judged for every bargaining party"
        return Choice(solution=solution, found="not computed", reason=reason)
    near = screened(solution, pool.points, context)
    gains = [pool.exact(int(n)) for n in near]
    best, key = maximisers(solution, gains, context)
    if not best:
        nobody = "no package is acceptable"
        reason = "no package gives every bargaining party a gain above 0" if len(pool.members) else nobody
        return Choice(solution=solution, found="none exists", reason=reason)
    tied = [(gains[n], win_set.package(int(pool.members[near[n]]))) for n in best]
    tied.sort(key=lambda pair: (tuple(-g for g in sorted(pair[0])), -sum(pair[0]), pair[1]))
    return Choice(
        solution=solution,
        found="found",
        packages=tuple(package for _, package in tied),
        proof=Proof(
            method="enumeration",
            compared=len(pool.members),
            over="frontier" if solution.monotone == "strictly" else "win-set",
            best=_spelled(key),
        ),
    )


def _spelled(key: object) -> str:
    if isinstance(key, tuple):
        return "(" + ", ".join(str(one) for one in key) + ")"
    if isinstance(key, int) and key.bit_length() > LONGEST_BITS:
        return f"a whole number of {key.bit_length():,} binary digits"
    return str(key)


def _pool(win_set: WinSet, members: NDArray[np.intp]) -> Pool:
    """The gains of some packages of the win-set."""
    reading = win_set.reading
    parties = reading.structure.bargaining
    unit = common_unit(reading)
    floor = np.array([reading.walk_away[p] or 0 for p in parties], dtype=win_set.values.dtype)
    denominators = [reading.denominator[p] for p in parties]
    gains = win_set.values[list(parties)][:, members].T - floor
    return Pool(
        members=members,
        gains=gains,
        points=gains.astype(np.float64) / np.array(denominators, dtype=np.float64),
        scale=tuple(unit // denominator for denominator in denominators),
    )


def common_unit(reading: Reading) -> int:
    """Parts of a point in which the values of all bargaining parties are whole."""
    return reduce(lcm, (reading.denominator[p] for p in reading.structure.bargaining), 1)


def _context(reading: Reading, pool: Pool) -> Context:
    """The extremes of the win-set, which the whole pool holds, and the weights."""
    judged = [weight for p in reading.structure.bargaining if (weight := reading.weights[p]) is not None]
    some = len(pool.members) > 0
    most = pool.gains.max(axis=0) if some else ()
    least = pool.gains.min(axis=0) if some else ()
    return Context(
        unit=common_unit(reading),
        ideal=tuple(int(one) * scale for one, scale in zip(most, pool.scale, strict=some)),
        least=tuple(int(one) * scale for one, scale in zip(least, pool.scale, strict=some)),
        weights=whole(judged) if len(judged) == len(reading.structure.bargaining) else None,
    )


def whole(numbers: list[Fraction]) -> tuple[int, ...] | None:
    """The numbers as whole numbers without a common factor; None where all are 0."""
    common = reduce(lcm, (number.denominator for number in numbers), 1)
    scaled = [int(number * common) for number in numbers]
    divisor = reduce(gcd, scaled, 0)
    return tuple(one // divisor for one in scaled) if divisor else None
