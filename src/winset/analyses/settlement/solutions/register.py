"""The register of solutions: what a solution concept is, and the packages that one chooses.

A solution is an exact sort key over one vector of gains. Enumeration, a scan of the frontier and search can all call
the same key, and a new concept is one new file in this folder, one reference case and one import line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Gain = tuple[int, ...]
"""Gains of the bargaining parties, as integers over one common denominator."""

Floats = NDArray[np.float64]
Monotone = Literal["strictly", "weakly"]

SLACK = 1e-9
"""Relative distance from the best screened worth within which the exact key decides. Screens are sums of at most some
dozen terms, each right to 2^-52; a thousand times their error would still be below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a key may look at besides the gains.

    unit: parts of a point that gains are counted in. ideal, least: each party's largest and smallest gain over the
    win-set. weights: whole numbers per party without a common factor, or None where no capability is judged. gaining:
    the positions of the parties that gain, where a search looks at one such set at a time; None where it does not.
    """

    unit: int
    ideal: Gain
    least: Gain
    weights: tuple[int, ...] | None = None
    gaining: tuple[int, ...] | None = None


Worth = Callable[[Gain, Context], Any]
Screen = Callable[[Floats, Context], Floats]


Weights = tuple[int, ...]
Slope = Callable[[Floats, Context], Floats]
Shares = Callable[[Context], Floats]
Ceiling = Callable[[Weights, int, Context], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRule:
    """What a key is, in words that a checker understands which knows no solution.

    kind: "product" of the gains, each to the power in `unit`; "least": the gains times their unit, from the smallest
    up, those of unit 0 left out; "sum" of the gains times their unit. first: True where only the smallest counts.
    """

    kind: Literal["product", "least", "sum"]
    unit: tuple[Fraction, ...]
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How a search keeps a solution's key from above.

    ceiling: a key that no vector of gains ≥ 0 exceeds whose sum, weighted with these weights, is at most so large; it
    does not fall as the sum rises, and is None where these weights keep nothing out. slope: for a key that follows a
    concave worth of the gains, the direction in which that worth rises, from gains in points. shares: for a key that
    follows the smallest gain, the points that each party's gain is measured in, 0 for a party that is not compared. One
    of the two is given; they only find weights for which the ceiling is low. rule: the key for certificates.
    """

    ceiling: Ceiling
    rule: Callable[[Context], KeyRule]
    slope: Slope | None = None
    shares: Shares | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A rule that singles out packages.

    worth: the exact key, larger is better; None where the vector is no candidate. monotone: "strictly" where a
    dominated vector is never worth as much as the one that dominates it, so that the frontier holds every maximiser;
    "weakly" where it may tie. screen: the key's first component in floating point, (vector, party) gains in points to
    (vector) worth, −inf for no candidate; it only narrows down what the exact key is asked about. bound: what a search
    knows of the key besides that more gain never lowers it; None where nothing. needs_weights, needs_ideal,
    needs_least: whether the key looks at these of the context. by_support: True where it counts first how many parties
    gain. same_as: the key of a solution that it agrees with wherever that one exists. leads: True for the one whose
    choice stands first.
    """

    key: str
    title: str
    source: str
    meaning: str
    monotone: Monotone
    worth: Worth
    screen: Screen
    bound: Bound | None = None
    needs_weights: bool = False
    needs_ideal: bool = False
    needs_least: bool = False
    by_support: bool = False
    same_as: str = ""
    leads: bool = False

    def is_strict(self, context: Context) -> bool:
        """True where a vector that dominates another is worth more; a weighted key is strict if no weight is 0."""
        return self.monotone == "strictly" or (self.needs_weights and all(context.weights or (0,)))


solutions: dict[str, Solution] = {}


def solution(  # noqa: PLR0913 - the fields of an entry
    *,
    key: str,
    title: str,
    source: str,
    monotone: Monotone,
    screen: Screen,
    bound: Bound | None = None,
    needs_weights: bool = False,
    needs_ideal: bool = False,
    needs_least: bool = False,
    by_support: bool = False,
    same_as: str = "",
    leads: bool = False,
) -> Callable[[Worth], Worth]:
    """Registers the exact key that it decorates; the docstring's first sentence is what is printed with the answer."""

    def registered(worth: Worth) -> Worth:
        solutions[key] = Solution(
            key=key,
            title=title,
            source=source,
            meaning=" ".join((worth.__doc__ or "").strip().split("\n\n")[0].split()),
            monotone=monotone,
            worth=worth,
            screen=screen,
            bound=bound,
            needs_weights=needs_weights,
            needs_ideal=needs_ideal,
            needs_least=needs_least,
            by_support=by_support,
            same_as=same_as,
            leads=leads,
        )
        return worth

    return registered


def leading_solution() -> Solution:
    """The solution whose choice stands first in an answer."""
    return next(solution for solution in solutions.values() if solution.leads)


def solution_of_all_gaining() -> Solution:
    """The solution with which the leading one agrees wherever every party gains."""
    leading = leading_solution()
    return solutions[leading.same_as or leading.key]


def screened(solution: Solution, points: Floats, context: Context) -> NDArray[np.intp]:
    """The positions of all vectors that may have the largest exact key: those whose screened worth is near the best.

    points: (vector, party) gains in points. Empty where no vector is a candidate.
    """
    if not len(points):
        return np.zeros(0, dtype=np.intp)
    rough = solution.screen(points, context)
    top = float(rough.max())
    if np.isneginf(top):
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(near(rough, top))


def near(rough: Floats, top: float | Floats) -> NDArray[np.bool_]:
    """Where a screened worth is so near to the best that only the exact key decides."""
    result: NDArray[np.bool_] = rough >= top - SLACK * np.maximum(1.0, np.abs(top))
    return result


def maximisers(
    solution: Solution, gains: list[Gain], context: Context, points: Floats | None = None
) -> tuple[list[int], Any]:
    """The positions of all vectors with the largest exact key, and that key; none where no vector is a candidate.

    points: (vector, party) the gains in points, where they are known already.
    """
    if points is None:
        points = np.array([[g / context.unit for g in gain] for gain in gains], dtype=np.float64)
    keys = [(int(n), solution.worth(gains[n], context)) for n in screened(solution, points, context)]
    known = [(n, key) for n, key in keys if key is not None]
    if not known:
        return [], None
    best = max(key for _, key in known)
    return [n for n, key in known if key == best], best


def positive_or_none(values: Floats, gains: Floats) -> Floats:
    """The values where every gain is above 0, and −inf elsewhere."""
    return np.where((gains > 0).all(axis=1), values, -np.inf)


def logarithms(gains: Floats) -> Floats:
    """(vector, party) natural logarithms of the gains, 0 where there is no gain."""
    return np.log(np.where(gains > 0, gains, 1.0))
