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
    win-set. weights: whole numbers per party without a common factor, or None where no capability is judged.
    """

    unit: int
    ideal: Gain
    least: Gain
    weights: tuple[int, ...] | None = None


Key = int | Fraction | tuple[int, ...] | tuple[Fraction, ...]
Worth = Callable[[Gain, Context], Any]
Screen = Callable[[Floats, Context], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A rule that singles out packages.

    worth: the exact key, larger is better; None where the vector is no candidate. monotone: "strictly" where a
    dominated vector is never worth as much as the one that dominates it, so that the frontier holds every maximiser;
    "weakly" where it may tie. screen: the key's first component in floating point, (vector, party) gains in points to
    (vector) worth, −inf for no candidate; it only narrows down what the exact key is asked about.
    """

    key: str
    title: str
    source: str
    meaning: str
    monotone: Monotone
    worth: Worth
    screen: Screen
    needs_weights: bool = False


solutions: dict[str, Solution] = {}


def solution(  # noqa: PLR0913 - the fields of an entry
    *, key: str, title: str, source: str, monotone: Monotone, screen: Screen, needs_weights: bool = False
) -> Callable[[Worth], Worth]:
    """Registers the exact key that it decorates; the docstring's first sentence is what is printed with the answer."""

    def registered(worth: Worth) -> Worth:
        solutions[key] = Solution(
            key=key,
            title=title,
            source=source,
            meaning=(worth.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " "),
            monotone=monotone,
            worth=worth,
            screen=screen,
            needs_weights=needs_weights,
        )
        return worth

    return registered


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
    return np.flatnonzero(rough >= top - SLACK * max(1.0, abs(top)))


def maximisers(solution: Solution, gains: list[Gain], context: Context) -> tuple[list[int], Key | None]:
    """The positions of all vectors with the largest exact key, and that key; none where no vector is a candidate."""
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
