"""What is said of one package agrees with what is said of all of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from tests.laws.cases import positions, random_raw
from winset.analyses.settlement.packages import win_set
from winset.analyses.settlement.standing import Standing, standing, value_range
from winset.compiled import Compiled
from winset.readings import Reading, central
from winset.readings.exact import central_numbers

MOST_CORNERS = 4096


def every_package(case: Compiled) -> list[tuple[int, ...]]:
    return list(product(*(case.structure.choices(issue) for issue in range(len(case.issues)))))


def given_way(reading: Reading, found: Standing) -> Reading:
    """The reading in which everything that the package violates gives by just so much."""
    walk_away, floors, lines = list(reading.walk_away), list(reading.floors), reading.structure.red_lines
    for item in found.violated:
        if item.line is not None:
            lines = tuple(tuple(line for line in own if line != item.line) for own in lines)
        elif item.body is not None:
            floors = [
                replace(floor, worth=found.values[floor.party]) if floor.name == item.body else floor
                for floor in floors
            ]
        else:
            fall = found.shortfall(item)
            assert fall is not None
            assert fall > 0
            start = walk_away[item.party]
            assert start is not None
            walk_away[item.party] = start - int(fall * reading.denominator[item.party])
    structure = replace(reading.structure, red_lines=lines)
    return replace(reading, structure=structure, walk_away=tuple(walk_away), floors=tuple(floors))


@pytest.mark.parametrize("name", [f"tried {n}" for n in range(25)])
def test_a_package_is_acceptable_just_where_it_is_in_the_win_set(name: str) -> None:
    case = positions(random_raw(name))
    reading = central(case)
    acceptable = {tuple(package) for package in win_set(reading).packages.tolist()}
    for package in every_package(case):
        found = standing(reading, package)
        assert found.is_acceptable == (package in acceptable)
        if found.can_be_opened and not any(item.votes for item in found.violated):
            assert standing(given_way(reading, found), package).is_acceptable


@pytest.mark.parametrize("name", [f"ranged {n}" for n in range(25)])
def test_the_range_of_a_value_is_that_of_the_corners_of_its_judged_ranges(name: str) -> None:
    case = positions(random_raw(name))
    draw = Random(name)
    for party in range(len(case.parties)):
        package = tuple(draw.choice(case.structure.choices(issue)) for issue in range(len(case.issues)))
        corners = _corners(case, party, package)
        if corners is None:
            continue
        low, high = value_range(case, party, package)
        assert low == min(corners)
        assert high == max(corners)


def _corners(case: Compiled, party: int, package: tuple[int, ...]) -> list[Fraction] | None:
    """The value at every corner; None where there are too many."""
    ends, paths = [], []
    for issue, cell in enumerate(case.cells[party]):
        root = case.root(party, issue)
        score = case.cells[root][issue].scores
        if cell.salience is not None and not cell.salience.is_fixed:
            paths.append(("salience", party, issue))
            ends.append(cell.salience)
        if score and score[package[issue]] is not None and not score[package[issue]].is_fixed:  # type: ignore[union-attr]
            paths.append(("score", root, issue))
            ends.append(score[package[issue]])  # type: ignore[arg-type]
    links = [n for n, link in enumerate(case.links) if link.party == party and not link.points.is_fixed]
    if 2 ** (len(ends) + len(links)) > MOST_CORNERS:
        return None
    values = []
    for corner in product((0, 1), repeat=len(ends) + len(links)):
        made = case
        for (kind, who, issue), span, high in zip(paths, ends, corner, strict=False):
            put = replace(span, low=(at := span.high if high else span.low), likely=at, high=at)
            cell = made.cells[who][issue]
            if kind == "salience":
                cell = replace(cell, salience=put)
            else:
                option = package[issue]
                cell = replace(cell, scores=(*cell.scores[:option], put, *cell.scores[option + 1 :]))
            row = (*made.cells[who][:issue], cell, *made.cells[who][issue + 1 :])
            made = replace(made, cells=(*made.cells[:who], row, *made.cells[who + 1 :]))
        every = list(made.links)
        for n, high in zip(links, corner[len(ends) :], strict=True):
            span = every[n].points
            at = span.high if high else span.low
            every[n] = replace(every[n], points=replace(span, low=at, likely=at, high=at))
        made = replace(made, links=tuple(every))
        numbers, reading = central_numbers(made, party), central(made)
        values.append(Fraction(reading.value(party, package), numbers.denominator))
    return values
