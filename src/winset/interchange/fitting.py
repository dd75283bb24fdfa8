"""What the foreign formats say in common, and its numbers as a case can hold them.

That is issues with options, and one profile of numbers per party. Numbers are exact and on the scale of GENIUS: shares
from 0 to 1, weights that mostly sum to 1, a reservation from 0 to 1 (Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker
2014, Computational Intelligence 30(1), 48-70).

A case holds decimals of at most six places and fractions of at most twelve digits, and a party's numbers must have a
common denominator that is not too large. Of all ways to round that fit, the one that moves values least is taken, with
a proven bound; equal numbers stay equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from winset.model.numbers import FRACTION, PLACES
from winset.readings.exact import FINEST

NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
LONGEST_NUMBER = 60
"""Characters of a number in an imported file, twice as many as a double takes; beyond, it is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An issue by its name, with the names of its options."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one party's file says.

    weights: per topic. shares: per topic, per option, from 0 to 1: the worth of the option on its topic. reservation:
    the value below which the party agrees to nothing, None where the file has none. discount: None where it has none.
    without: what its format takes a missing reservation for. notes: what a reader of the import must see.
    """

    file: str
    name: str
    weights: tuple[Fraction, ...]
    shares: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None
    discount: Fraction | None
    without: str
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Fraction:
        """The sum of the weights."""
        return sum(self.weights, Fraction(0))

    @property
    def least(self) -> Fraction:
        """The value of the worst package."""
        return sum((w * min(row) for w, row in zip(self.weights, self.shares, strict=True)), Fraction(0))

    @property
    def most(self) -> Fraction:
        """The value of the best package."""
        return sum((w * max(row) for w, row in zip(self.weights, self.shares, strict=True)), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The topics that are negotiated, and the profiles of all parties in their order."""

    name: str
    topics: tuple[Topic, ...]
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainDocument:
    """What one file says: topics, and a profile over them where the file is not the domain alone."""

    file: str
    name: str
    topics: tuple[Topic, ...]
    profile: Profile | None


def exact(text: str) -> Fraction | str:
    """The number exactly, or why the text is none; binary floating point is never passed through."""
    plain = text.strip()
    if len(plain) > LONGEST_NUMBER:
        return f"a number of {len(plain)} characters"
    if not NUMBER.fullmatch(plain):
        return f"`{plain}` is not a finite number"
    return Fraction(Decimal(plain))


def number_text(number: Fraction) -> str:
    """The number for a reader: whole where a decimal of at most sixteen places says it, else rounded to six."""
    scaled = number * 10**16
    if scaled.denominator == 1:
        return f"{Decimal(scaled.numerator).scaleb(-16).normalize():f}"
    return f"about {float(number):.6g}"


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
