"""A profile's numbers as a case can hold them: exactly where its format admits it, else rounded with a proven bound.

A case holds decimals of at most six places and fractions of at most twelve digits, and a party's numbers must have a
common denominator that is not too large. Of all ways to round that fit, the one that moves values least is taken;
equal numbers stay equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from winset.interchange.additive_domain import Profile
from winset.model.numbers import FRACTION, PLACES
from winset.readings.exact import FINEST

Row = tuple[Fraction, ...]
SMALLEST = Fraction(1, 100)
"""The largest weight of a party must reach this for its weights to be saliences without another factor."""
COARSEST = 2
"""Places to which imported numbers are rounded at the coarsest, at which those of a hundred issues have a common
denominator; beyond, nothing is rounded.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The numbers of one party in points.

    salience: per topic. scores: per topic, per option. moved: how many points a value, or its distance from the
    walk-away, may have moved at most; 0 where everything is exact.
    """

    salience: Row
    scores: tuple[Row, ...]
    walk_away: Fraction
    moved: Fraction


def fitted(profile: Profile, reservation: Fraction) -> Fitted:
    """The profile's numbers in points, with the walk-away that its reservation is worth.

    A score is 100 × share, the walk-away 100 × reservation / Σ weights, a salience 100 × weight; only where all weights
    are very small or one is above 1 are they brought onto the scale of 0–100 by another factor. Σ weights is not 0.
    """
    largest = max(profile.weights)
    factor = 100 if SMALLEST <= largest <= 1 else 100 / largest
    salience = tuple(weight * factor for weight in profile.weights)
    scores = tuple(tuple(100 * share for share in row) for row in profile.shares)
    walk_away = 100 * reservation / profile.total
    before = _contributions(salience, scores)
    best: Fitted | None = None
    for weights, points in _roundings(salience, scores):
        after = _contributions(weights, points)
        for floor in _floors(walk_away):
            if best is not None and _moved(before, after) + abs(floor - walk_away) >= best.moved:
                continue
            if not all(_is_coarse(floor, without) for without in (after, *_with_one_silent(weights, points))):
                continue
            moved = _moved(before, after) + abs(floor - walk_away)
            best = Fitted(salience=weights, scores=points, walk_away=floor, moved=moved)
        if best is not None and best.moved == 0:
            break
    if best is None:
        raise ArithmeticError("numbers of two places have a small denominator")
    return best


def written(number: Fraction) -> str | None:
    """The number as a case file has it: a decimal or a fraction in quotes; None where it admits neither."""
    scaled = number * 10**PLACES
    if scaled.denominator == 1:
        return f"{Decimal(scaled.numerator).scaleb(-PLACES).normalize():f}"
    text = f"{number.numerator}/{number.denominator}"
    return f'"{text}"' if FRACTION.fullmatch(text) else None


def _roundings(salience: Row, scores: tuple[Row, ...]) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Saliences and scores as they are, where the format admits them, and rounded to ever fewer places."""
    places = range(PLACES, COARSEST - 1, -1)
    columns = [tuple(scores)] if all(written(number) for row in scores for number in row) else []
    columns += [tuple(tuple(_rounded(number, to) for number in row) for row in scores) for to in places]
    weights = [salience] if all(map(written, salience)) else []
    weights += [rounded for to in places if any(rounded := tuple(_rounded(number, to) for number in salience))]
    return ((row, column) for row in weights for column in columns)


def _rounded(number: Fraction, places: int) -> Fraction:
    return Fraction(round(number * 10**places), 10**places)


def _contributions(salience: Row, scores: tuple[Row, ...]) -> tuple[Row, ...]:
    total = sum(salience)
    return tuple(tuple(weight * score / total for score in row) for weight, row in zip(salience, scores, strict=True))


def _floors(walk_away: Fraction) -> Iterator[Fraction]:
    """The walk-away as it is, where the format admits it, and rounded to as many places as there can be and to few."""
    if written(walk_away):
        yield walk_away
    yield from (_rounded(walk_away, places) for places in (PLACES, COARSEST))


def _with_one_silent(salience: Row, scores: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    """What the options contribute where the party is read as silent on one topic, which then has no weight: an answer
    asks what becomes of it under each such reading.
    """
    for silent, weight in enumerate(salience):
        rest = (*salience[:silent], Fraction(0), *salience[silent + 1 :])
        if weight and any(rest):
            yield _contributions(rest, scores)


def _is_coarse(floor: Fraction, contributions: Iterable[Row]) -> bool:
    """True where a walk-away and what the options contribute have a common denominator that a case may have."""
    common = floor.denominator
    for number in (number for row in contributions for number in row):
        common = lcm(common, number.denominator)
        if common > FINEST:
            return False
    return True


def _moved(before: tuple[Row, ...], after: tuple[Row, ...]) -> Fraction:
    """The largest change of a package's value."""
    changes = [[b - a for a, b in zip(*rows, strict=True)] for rows in zip(before, after, strict=True)]
    up, down = sum(map(max, changes), Fraction(0)), sum(map(min, changes), Fraction(0))
    return max(abs(up), abs(down))
