"""What each solution concept chooses, with every tie and one representative, from the frontier of a win-set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from winset.analyses.settlement.frontier import TiedPackages, in_case_order
from winset.analyses.settlement.packages import Ints, Packages, View
from winset.analyses.settlement.solutions import Context, Gain, Solution, guess_gain, maximisers, solutions
from winset.readings import Reading

if TYPE_CHECKING:
    from winset.analyses.settlement.methods.method_protocol import Method

LONGEST_BITS = 400
"""Binary digits of a solution's worth that are written out; beyond, only how many there are is written."""
ChoiceStatus = Literal["found", "none exists", "not computed", "limit"]
Package = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why a choice is right.

    method: how it was found. compared: vectors of values that were compared, or nodes of the search. best: the largest
    exact key. bound: what no key can exceed, where a limit stopped the search short of the proof; else empty.
    """

    method: str
    compared: int
    best: str
    bound: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionChoice:
    """The packages that one solution concept chooses.

    packages: the maximisers, the representative first: the one with the higher leximin of gains, then the higher sum,
    then the first in the order of the case file. complete: False where a limit cut the list of ties. key: the largest
    exact key, None where there is none. reason: why there is none, where there is none.
    """

    solution: Solution
    status: ChoiceStatus
    packages: tuple[Package, ...] = ()
    complete: bool = True
    key: Any = field(default=None, compare=False)
    proof: Proof | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GainScale:
    """How values become gains. parties: who bargains. floor: (party) walk-aways, numerators. scale: per party, what
    brings its numerators to the common unit. unit: parts of a point in which all gains are whole.
    """

    parties: tuple[int, ...]
    floor: tuple[int, ...]
    scale: tuple[int, ...]
    unit: int

    def gain(self, values: Iterable[int]) -> Gain:
        """Gains as integers in the common unit."""
        pairs = zip(values, self.floor, self.scale, strict=True)
        return tuple((int(value) - floor) * scale for value, floor, scale in pairs)

    def gains(self, vectors: Ints) -> list[Gain]:
        """The gains of many vectors, (vector, party) numerators."""
        columns = zip(vectors.T.tolist(), self.floor, self.scale, strict=True)
        return list(
            zip(*([(value - floor) * scale for value in column] for column, floor, scale in columns), strict=True)
        )

    def values(self, gain: Gain) -> Ints:
        """(party) the least values, as numerators, whose gains are as large."""
        pairs = zip(gain, self.floor, self.scale, strict=True)
        return np.array([floor - (-points // scale) for points, floor, scale in pairs], dtype=object)


def gain_scale(reading: Reading) -> GainScale | None:
    """The gains of the bargaining parties; None where a walk-away is not known, for then nobody's gain is."""
    parties = reading.structure.bargaining
    walk_aways = [walk_away for p in parties if (walk_away := reading.walk_away[p]) is not None]
    if len(walk_aways) < len(parties):
        return None
    unit = reduce(lcm, (reading.denominator[p] for p in parties), 1)
    return GainScale(
        parties=parties,
        floor=tuple(walk_aways),
        scale=tuple(unit // reading.denominator[p] for p in parties),
        unit=unit,
    )


def inapplicable(reading: Reading) -> dict[str, SolutionChoice]:
    """The solutions that cannot be asked of a reading, each with the reason."""
    if gain_scale(reading) is None:
        asked = list(solutions.values())
        reason = "no walk-away can be derived for every bargaining party, so nobody's gain is known"
    elif weights(reading) is None:
        asked = [solution for solution in solutions.values() if solution.needs_weights]
        reason = "no capability above 0 is judged for every bargaining party"
    else:
        return {}
    return {solution.key: SolutionChoice(solution=solution, status="not computed", reason=reason) for solution in asked}


def choices(scan: Method, only: str | None = None) -> dict[str, SolutionChoice]:
    """What every registered solution chooses, or only one, by its key, in the order of the register."""
    reading = scan.reading
    wanted = {key: solution for key, solution in solutions.items() if only in (None, key)}
    scale = gain_scale(reading)
    refused = {key: choice for key, choice in inapplicable(reading).items() if key in wanted}
    if scale is None:
        return refused
    nobody = "no package is acceptable"
    if not len(scan.frontier.vectors):
        none = {
            key: SolutionChoice(solution=solution, status="none exists", reason=nobody)
            for key, solution in wanted.items()
        }
        return {**none, **refused}
    gains = scale.gains(scan.frontier.vectors)
    least = scan.least() if any(solution.needs_least for solution in wanted.values()) else scan.ideal()
    context = solution_context(reading, scale, scan.ideal(), least)
    columns = [[points / scale.unit for points in column] for column in zip(*gains, strict=True)]
    points = np.array(columns, dtype=np.float64).T.copy()
    return {
        key: refused.get(key) or _choice(solution, scan, scale, _Pool(gains=gains, points=points, context=context))
        for key, solution in wanted.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pool:
    gains: list[Gain]
    points: np.ndarray[Any, np.dtype[np.float64]]
    context: Context


def _choice(solution: Solution, scan: Method, scale: GainScale, pool: _Pool) -> SolutionChoice:
    positions, best = maximisers(solution, pool.gains, pool.context, pool.points)
    if not positions:
        reason = "no package gives every bargaining party a gain above 0"
        return SolutionChoice(solution=solution, status="none exists", reason=reason)
    if solution.is_strict(pool.context):
        tied = [scan.realising(scan.frontier.vectors[n]) for n in positions[: scan.most_listed]]
    else:
        floors = {least_gains(solution, best, pool.context, pool.gains[n]) for n in positions}
        tied = [scan.reaching(scale.values(floor).astype(scan.reading.worth.dtype)) for floor in sorted(floors)]
        tied += [scan.realising(scan.frontier.vectors[n]) for n in positions] if not all_complete(tied) else []
    packages = in_case_order(np.concatenate([tie.packages for tie in tied]))
    listed = rank_packages(scan.reading, packages, scale, lambda gain: solution.worth(gain, pool.context) == best)
    return SolutionChoice(
        solution=solution,
        status="found",
        packages=listed[: scan.most_listed],
        complete=all_complete(tied) and (scan.most_listed is None or len(listed) <= scan.most_listed),
        key=best,
        proof=Proof(method=scan.key, compared=len(pool.gains), best=key_text(best)),
    )


def all_complete(tied: list[TiedPackages]) -> bool:
    """True where none of the lists is cut."""
    return all(tie.complete for tie in tied)


def rank_packages(reading: Reading, packages: Packages, scale: GainScale, keep: Any) -> tuple[Package, ...]:
    """The packages whose gains are kept, the representative first."""
    values = View(reading.structure, packages).values(reading)[list(scale.parties)]
    gains = scale.gains(values.T)
    places: dict[Gain, Any] = {gain: tie_order(gain, None)[:2] if keep(gain) else None for gain in set(gains)}
    tied = [
        (place, tuple(package))
        for gain, package in zip(gains, packages.tolist(), strict=True)
        if (place := places[gain]) is not None
    ]
    tied.sort()
    return tuple(package for _, package in tied)


def tie_order(gain: Gain, place: Any) -> tuple[Any, ...]:
    """A key that sorts packages of one worth, the representative first: by the higher leximin of gains, then the
    higher sum, then the order of the case. place: in that order.
    """
    return tuple(-points for points in sorted(gain)), -sum(gain), place


def first_reaching(reaches: Callable[[int], bool], low: int, high: int, guess: int | None) -> int:
    """The least whole number from `low` on that reaches something, `high` where none below it does; what a number
    reaches, larger ones do.

    guess: where it may lie: it is looked for around there first, and found by halving wherever it lies.
    """
    step = 1
    if guess is not None and low < high:
        guess = min(max(guess, low), high)
        if guess == high or reaches(guess):
            high = guess
            while low < high and reaches(max(low, high - step)):
                high, step = max(low, high - step), 4 * step
            low = max(low, high - step + 1)
        else:
            low = guess + 1
            while low < high and not reaches(min(low + step, high) - 1):
                low, step = min(low + step, high), 4 * step
            high = min(low + step, high) - 1 if low < high else high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle + 1, high)
    return low


def least_gains(solution: Solution, best: Any, context: Context, above: Gain | None = None) -> Gain:
    """Per party the least gain with which a vector can still have the best key, the others at their largest.

    A larger gain never lowers a key, so whatever falls short of one of these falls short of the best. best: None asks
    for any key at all, whatever the others can gain; where even the largest gain gives none, one more stands. above:
    asks only of vectors that this one dominates, else of all within the ideals.
    """
    largest = above or context.ideal
    others = largest if best is not None else tuple(max(points, 1) for points in largest)
    least = []
    for party in range(len(largest)):

        def reaches(gain: int, party: int = party) -> bool:
            key = solution.worth((*others[:party], gain, *others[party + 1 :]), context)
            return key is not None and (best is None or not key < best)

        guess = None if best is None else guess_gain(solution, best, context, others, party)
        least.append(first_reaching(reaches, 0, largest[party] + 1, 1 if best is None else guess))
    return tuple(least)


def key_text(key: object) -> str:
    """A key for reading."""
    if isinstance(key, tuple):
        return "(" + ", ".join(str(part) for part in key) + ")"
    if isinstance(key, int) and key.bit_length() > LONGEST_BITS:
        return f"a whole number of {key.bit_length():,} binary digits"
    return str(key)


def solution_context(reading: Reading, scale: GainScale, ideal: Ints, least: Ints) -> Context:
    """What keys look at besides the gains. ideal, least: (party) numerators over the win-set."""
    return Context(
        unit=scale.unit,
        ideal=scale.gain(ideal.tolist()),
        least=scale.gain(least.tolist()),
        weights=weights(reading),
    )


def weights(reading: Reading) -> tuple[int, ...] | None:
    """The judged capabilities of the bargaining parties as whole numbers, None where one is missing or all are 0."""
    judged = [weight for p in reading.structure.bargaining if (weight := reading.weights[p]) is not None]
    return whole(judged) if len(judged) == len(reading.structure.bargaining) else None


def whole(numbers: list[Fraction]) -> tuple[int, ...] | None:
    """The numbers as whole numbers without a common factor; None where all are 0."""
    common = reduce(lcm, (number.denominator for number in numbers), 1)
    scaled = [int(number * common) for number in numbers]
    divisor = reduce(gcd, scaled, 0)
    return tuple(number // divisor for number in scaled) if divisor else None
