"""A walk-away by comparing packages: each answer to "this, or no deal?" says on which side of a value it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from winset.readings import Reading
from winset.readings.exact import fulfils

EXAMINED = 4_000
"""Packages among which the next one is looked for; of more, so many are drawn, always the same."""
NEAR = 3
"""Points around the middle of what is left within which the simplest package is asked about."""
ENOUGH = 5
"""Points between the ends of what is left from which it is narrow enough."""
LEAST, MOST = 0, 100
Package = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the answers say so far. low, high: between which no deal is worth to the party. fit: False where two answers
    cannot both be right at the numbers of the case. next: the package to ask about, None where it is narrow enough or
    none lies between.
    """

    low: Fraction
    high: Fraction
    fit: bool
    answers: int
    next: Package | None

    @property
    def range(self) -> tuple[Fraction, Fraction, Fraction]:
        """As a judged range: whole points, the middle as the most likely."""
        low, high = sorted((self.low, self.high))
        return Fraction(round(low)), Fraction(round((low + high) / 2)), Fraction(round(high))


def compared(reading: Reading, party: int, rather: tuple[Package, ...], no_deal: tuple[Package, ...]) -> Comparison:
    """What follows from answers. rather: packages that the party would rather have than no deal; no_deal: those than
    which it would rather have none.
    """
    worth = {package: _points(reading, party, package) for package in (*rather, *no_deal)}
    low = max((worth[package] for package in no_deal), default=Fraction(LEAST))
    high = min((worth[package] for package in rather), default=Fraction(MOST))
    is_narrow = high - low <= ENOUGH
    between = () if is_narrow else tuple(_between(reading, party, (low, high), set(worth)))
    return Comparison(
        low=low, high=high, fit=low <= high, answers=len(worth), next=_simplest(reading, between, (low + high) / 2)
    )


def _points(reading: Reading, party: int, package: Package) -> Fraction:
    return reading.points(party, reading.value(party, package))


def _between(
    reading: Reading, party: int, ends: tuple[Fraction, Fraction], asked: set[Package]
) -> Iterator[tuple[Fraction, Package]]:
    """Packages whose worth to the party lies between, that break no rule and cross none of its red lines."""
    for package in _packages(reading):
        if package in asked or not _can_be_asked(reading, party, package):
            continue
        worth = _points(reading, party, package)
        if ends[0] < worth < ends[1]:
            yield worth, package


def _packages(reading: Reading) -> Iterator[Package]:
    """All packages where they are few, else some of them."""
    choices = [reading.structure.choices(issue) for issue in range(len(reading.structure.sizes))]
    sizes = [len(options) for options in choices]
    if prod(sizes) <= EXAMINED:
        yield from product(*choices)
        return
    drawn = np.random.default_rng(1).integers(0, np.array(sizes), size=(EXAMINED, len(sizes)))
    places = dict.fromkeys(tuple(map(int, row)) for row in drawn)
    yield from (tuple(options[at] for options, at in zip(choices, row, strict=True)) for row in places)


def _can_be_asked(reading: Reading, party: int, package: Package) -> bool:
    structure = reading.structure
    if package == structure.status_quo_package:
        return False
    crosses = any(package[line.issue] == line.option for line in structure.red_lines[party])
    breaks = any(fulfils(package, rule.if_) and not fulfils(package, rule.then) for rule in structure.rules)
    return not crosses and not breaks


def _simplest(reading: Reading, between: tuple[tuple[Fraction, Package], ...], middle: Fraction) -> Package | None:
    """Of the packages near the middle the one that changes the least; else the nearest."""
    if not between:
        return None
    near = [(worth, package) for worth, package in between if abs(worth - middle) <= NEAR]
    if not near:
        return min(between, key=lambda pair: (abs(pair[0] - middle), pair[1]))[1]
    now = reading.structure.status_quo
    return min(near, key=lambda pair: (_moves(pair[1], now), abs(pair[0] - middle), pair[1]))[1]


def _moves(package: Package, now: tuple[int | None, ...]) -> int:
    return sum(option != held for option, held in zip(package, now, strict=True))
