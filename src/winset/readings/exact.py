"""One reading of a case: every number fixed, as integers over one denominator per party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import islice
from math import lcm

import numpy as np
from numpy.typing import NDArray

from winset.compiled import Compiled, Condition, Structure
from winset.errors import NumberTooFine, Place, Problem
from winset.readings.shapes import central_salience, central_scores

LARGEST_SUM = 2**62
"""Size of a sum of a party's numerators, so that it fits 64 bits; beyond, the case is refused, with the number that
causes it.
"""
FINEST = 10**12
"""Denominator of a party's numbers in the central reading, so that every sum fits 64 bits; beyond, the case is refused,
with the number that causes it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWorth:
    """What a party's value gains, as a numerator over its denominator, where a package fulfils the condition."""

    party: int
    when: Condition
    worth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorWorth:
    """The least value of a party, as a numerator, that a body which follows it accepts."""

    name: str
    party: int
    worth: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """The case with every number fixed, exactly.

    worth: (party, column) numerators over the party's denominator; the value of a package is the sum of its columns
    and links. denominator: per party, in parts of a point. walk_away: per party a numerator, or None where none can
    be derived. weights: per party its capability, None where it is not judged.
    """

    structure: Structure
    worth: NDArray[np.int64]
    denominator: tuple[int, ...]
    walk_away: tuple[int | None, ...]
    links: tuple[LinkWorth, ...]
    floors: tuple[FloorWorth, ...]
    weights: tuple[Fraction | None, ...]

    def points(self, party: int, numerator: int) -> Fraction:
        """A numerator as points."""
        return Fraction(numerator, self.denominator[party])

    def of_party(self, party: int) -> PartyReading:
        """The numbers of one party."""
        return PartyReading(
            worth=tuple(self.worth[party].tolist()),
            denominator=self.denominator[party],
            walk_away=self.walk_away[party],
            links=tuple(link for link in self.links if link.party == party),
            floors=tuple(floor for floor in self.floors if floor.party == party),
        )

    def value(self, party: int, package: tuple[int, ...]) -> int:
        """The value of a package to a party, as a numerator."""
        columns = zip(self.structure.offsets, package, strict=True)
        total = sum(int(self.worth[party, start + option]) for start, option in columns)
        return total + sum(link.worth for link in self.links if link.party == party and fulfils(package, link.when))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyReading:
    """One party's numbers in a reading, as numerators over its denominator. worth: per column."""

    worth: tuple[int, ...]
    denominator: int
    walk_away: int | None
    links: tuple[LinkWorth, ...]
    floors: tuple[FloorWorth, ...]


def central(compiled: Compiled, known: Mapping[int, PartyReading] | None = None) -> Reading:
    """The central reading: every judgement at its most likely value, silence as indifference.

    known: the numbers of parties that have been worked out already. Raises NumberTooFine where a party's denominator
    passes 10^12, with the number that causes it.
    """
    structure, known = compiled.structure, known or {}
    parties = [known.get(party) or central_numbers(compiled, party) for party in range(len(compiled.parties))]
    floors = [iter(own.floors) for own in parties]
    return Reading(
        structure=structure,
        worth=np.array([own.worth for own in parties], dtype=np.int64).reshape(len(parties), structure.columns),
        denominator=tuple(own.denominator for own in parties),
        walk_away=tuple(own.walk_away for own in parties),
        links=tuple(link for own in parties for link in own.links),
        floors=tuple(worth for floor in compiled.floors for worth in islice(floors[floor.party], 1)),
        weights=tuple(span.central if span is not None else None for span in compiled.capability),
    )


def central_numbers(compiled: Compiled, party: int) -> PartyReading:
    """The party's numbers in the central reading. Raises NumberTooFine."""
    values = _values(compiled, party)
    links = [(link.when, link.points.central) for link in compiled.links if link.party == party]
    walk_away = _walk_away(compiled, party, values)
    floors = [
        (floor.name, walk_away + floor.above.central)
        for floor in compiled.floors
        if floor.party == party and walk_away is not None
    ]
    numbers = [*values, *(points for _, points in links), *(points for _, points in floors)]
    denominator = _common(numbers if walk_away is None else [*numbers, walk_away])
    widest = 200 + sum((abs(points) for _, points in links), Fraction(0))
    if denominator > FINEST or denominator * widest >= LARGEST_SUM:
        raise _too_fine(compiled, party)
    return PartyReading(
        worth=tuple(int(value * denominator) for value in values),
        denominator=denominator,
        walk_away=int(walk_away * denominator) if walk_away is not None else None,
        links=tuple(LinkWorth(party=party, when=when, worth=int(points * denominator)) for when, points in links),
        floors=tuple(FloorWorth(name=name, party=party, worth=int(points * denominator)) for name, points in floors),
    )


def _values(compiled: Compiled, party: int) -> tuple[Fraction, ...]:
    """Per column salience × score / Σ salience: what each option adds to the value of a package."""
    return tuple(
        share * score
        for issue, share in enumerate(central_shares(compiled, party))
        for score in central_scores(compiled, party, issue)
    )


def central_shares(compiled: Compiled, party: int) -> tuple[Fraction, ...]:
    """Per issue the part of a party's value that hangs on it: its salience among all; 0 where all saliences are 0."""
    saliences = [central_salience(compiled, party, issue) for issue in range(len(compiled.issues))]
    total = sum(saliences)
    return tuple(salience / total if total else Fraction(0) for salience in saliences)


def _walk_away(compiled: Compiled, party: int, values: tuple[Fraction, ...]) -> Fraction | None:
    judged = compiled.walk_away[party]
    if judged is not None and judged.points is not None:
        return judged.points.central
    quo = compiled.structure.status_quo_package
    if quo is None:
        return None
    offset = judged.status_quo.central if judged is not None and judged.status_quo is not None else Fraction(0)
    columns = sum(
        (values[start + option] for start, option in zip(compiled.structure.offsets, quo, strict=True)), Fraction(0)
    )
    linked = (link.points.central for link in compiled.links if link.party == party and fulfils(quo, link.when))
    return columns + sum(linked, offset)


def fulfils(package: tuple[int, ...], when: Condition) -> bool:
    """True where the package holds one of the options on every issue of the condition."""
    return all(package[issue] in options for issue, options in when)


def _common(numbers: list[Fraction]) -> int:
    return reduce(lcm, (number.denominator for number in numbers), 1)


def _too_fine(compiled: Compiled, party: int) -> NumberTooFine:
    """Names the place of the judged number of the party with the finest fraction of its own, and not the number: who
    sees the message may not be among those who may see that.
    """
    name = compiled.parties[party]
    finest = max(_judged(compiled, party), key=lambda pair: pair[1].denominator, default=("", Fraction(1)))
    message = f"the numbers of `{name}` have no common denominator up to {FINEST:,}; the finest is at `{finest[0]}`"
    path = tuple(finest[0].split("."))
    place = Place(file="case.yaml")
    return NumberTooFine(
        (Problem(code="E319", message=message, place=place, hint="give it fewer decimals", path=path),)
    )


def _judged(compiled: Compiled, party: int) -> Iterator[tuple[str, Fraction]]:
    """Every judged number behind the party's values and walk-away, with its path."""
    name = compiled.parties[party]
    for issue, cell in enumerate(compiled.cells[party]):
        topic, root = compiled.issues[issue], compiled.root(party, issue)
        if cell.salience is not None:
            yield f"judgements.salience.{topic}.{name}", cell.salience.central
        for option, span in enumerate(compiled.cells[root][issue].scores):
            if span is not None:
                where = f"{topic}.{compiled.parties[root]}.{compiled.options[issue][option]}"
                yield f"judgements.scores.{where}", span.central
    walk_away = compiled.walk_away[party]
    if walk_away is not None and walk_away.points is not None:
        yield f"judgements.walk_away.{name}", walk_away.points.central
    if walk_away is not None and walk_away.status_quo is not None:
        yield f"judgements.walk_away.{name}.status_quo", walk_away.status_quo.central
    yield from ((link.path, link.points.central) for link in compiled.links if link.party == party)
    yield from ((f"ratifier {floor.name}", floor.above.central) for floor in compiled.floors if floor.party == party)
