"""Forecasts the slow and obvious way: every trial, every error and every party one after the other, in fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

Mass = dict[Fraction, Fraction]
"""Mass by point of the line."""


def slow_forecast(
    points: Sequence[Fraction],
    stands: Sequence[Sequence[tuple[Fraction, Fraction]]],
    errors: Sequence[Fraction],
    share: Fraction,
) -> Mass:
    """The errors about each point, clipped to the line, and the positions as they weigh. stands: per trial the position
    and weight of each party that has both.
    """
    mass: Mass = {}

    def add(point: Fraction, part: Fraction) -> None:
        point = min(max(point, Fraction(0)), Fraction(100))
        mass[point] = mass.get(point, Fraction(0)) + part

    for point, parties in zip(points, stands, strict=True):
        for error in errors:
            add(point + error, (1 - share) / len(errors) / len(points))
        total = sum((weight for _, weight in parties), Fraction(0))
        for position, weight in parties:
            add(position, share * weight / total / len(points))
    return {point: part for point, part in mass.items() if part}


def slow_crps(mass: Mass, outcome: Fraction) -> Fraction:
    """∫ (F(z) − 1{z ≥ y})² dz, piece by piece between the points where it changes."""
    cuts = sorted({*mass, outcome})
    total = Fraction(0)
    for low, high in pairwise(cuts):
        below = sum((part for point, part in mass.items() if point <= low), Fraction(0))
        total += (below - (1 if low >= outcome else 0)) ** 2 * (high - low)
    return total


def slow_interval(mass: Mass, level: Fraction) -> tuple[Fraction, Fraction]:
    """The first point from below, and from above, up to which the mass reaches half of what is left out."""
    rest = (1 - level) / 2
    return _reached(sorted(mass), mass, rest), _reached(sorted(mass, reverse=True), mass, rest)


def _reached(points: Iterable[Fraction], mass: Mass, rest: Fraction) -> Fraction:
    total = Fraction(0)
    for point in points:
        total += mass[point]
        if total >= rest:
            return point
    raise AssertionError("the mass sums to 1")


def slow_nearest(mass: Mass, places: Sequence[Fraction]) -> list[Fraction]:
    """Per place the mass nearer to it than to any other, shared where several are as near."""
    result = [Fraction(0)] * len(places)
    for point, part in mass.items():
        least = min(abs(point - place) for place in places)
        near = [n for n, place in enumerate(places) if abs(point - place) == least]
        for n in near:
            result[n] += part / len(near)
    return result
