"""Settlement by enumeration against the plain loops of the oracle, on thousands of small random cases."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from tests.laws.cases import read
from tests.support.batches import batches, parts
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.packages import View, all_choices, chunks
from winset.analyses.settlement.settle import Settlement, objections, solve
from winset.compiled import Compiled, compiled
from winset.readings import central

from .random_cases import random_case
from .settlement_oracle import Answer, Blockers, answer

BATCHES, ORDINARY, PER_BATCH = 20, 2, 100


def names(case: Compiled, package: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(case.options[issue][option] for issue, option in enumerate(package))


def constraint_name(case: Compiled, item: Constraint) -> str:
    if item.line is not None:
        return case.line_name(item.line)
    return f"walk_away.{item.body or case.parties[item.party]}"


def compare(case: Compiled, found: Settlement, expected: Answer) -> None:
    reading, winners = found.reading, found.win_set
    assert tuple(case.parties[p] for p in reading.structure.bargaining) == expected.bargaining
    assert found.counts.total == expected.total
    assert found.counts.feasible == len(expected.feasible)
    acceptable = [names(case, winners.package(n)) for n in range(len(winners))]
    assert set(acceptable) == expected.acceptable
    assert len(acceptable) == found.counts.acceptable == len(expected.acceptable)
    for n, package in enumerate(acceptable):
        for p, party in enumerate(case.parties):
            assert reading.points(p, int(winners.values[p, n])) == expected.values[package][party]
    for p, party in enumerate(case.parties):
        walk_away = reading.walk_away[p]
        assert (None if walk_away is None else reading.points(p, walk_away)) == expected.walk_aways[party]
    vectors = {
        tuple(reading.points(p, int(v)) for p, v in zip(reading.structure.bargaining, row, strict=True))
        for row in found.frontier.vectors
    }
    assert vectors == expected.frontier_vectors
    front = [names(case, tuple(row)) for row in found.frontier.packages.tolist()]
    assert set(front) == expected.frontier
    assert len(front) == found.frontier.members == len(expected.frontier)
    compare_solutions(case, found, expected)
    if expected.blockers is None:
        assert frozenset(case.issues[issue] for issue in found.load_bearing) == expected.load_bearing
        assert found.no_deal is None
    else:
        compare_blockers(case, found, expected.blockers)


def compare_solutions(case: Compiled, found: Settlement, expected: Answer) -> None:
    for key, choice in found.choices.items():
        if expected.solutions is None or key not in expected.solutions:
            assert choice.status == "not computed"
            continue
        solution = expected.solutions[key]
        assert {names(case, package) for package in choice.packages} == solution.packages, key
        first = names(case, choice.packages[0]) if choice.packages else None
        assert first == solution.representative, key
    assert expected.solutions is None or set(expected.solutions) <= set(found.choices)


def compare_blockers(case: Compiled, found: Settlement, expected: Blockers) -> None:
    assert found.no_deal is not None
    blockers = found.no_deal.blockers
    assert blockers.complete

    def named(sets: tuple[frozenset[int], ...]) -> set[frozenset[str]]:
        return {frozenset(constraint_name(case, blockers.constraints[n]) for n in one) for one in sets}

    assert named(blockers.repairs) == expected.repairs
    assert named(blockers.conflicts) == expected.conflicts
    if not found.reading.floors:  # a body's floor counts as its party's constraint here, as its own in the oracle
        assert {case.parties[p] for p in blockers.pivotal} == expected.pivotal
    concessions = {
        frozenset(
            (name, points)
            for name, points in zip(
                (*case.parties, *(floor.name for floor in found.reading.floors)),
                (*concession.points, *concession.bodies),
                strict=True,
            )
            if points
        )
        for concession in found.no_deal.concessions
    }
    assert concessions == {frozenset(concession.items()) for concession in expected.concessions}


def compare_objections(case: Compiled, found: Settlement, expected: Answer) -> None:
    for chunk in chunks(all_choices(found.reading.structure)):
        view = View(found.reading.structure, chunk)
        for n, row in enumerate(chunk):
            package = tuple(int(option) for option in row)
            told = {
                (
                    case.parties[objection.party],
                    case.issues[objection.issue],
                    case.options[objection.issue][objection.option],
                )
                for objection in objections(found.reading, package)
            }
            assert told == expected.objections[names(case, package)]
            required = {case.parties[p] for p in range(len(case.parties)) if view.required[p, n]}
            assert required == expected.required[names(case, package)] & set(case.parties)


@pytest.mark.parametrize("batch", batches(BATCHES, ORDINARY))
def test_settlement_equals_the_plain_loops(batch: int) -> None:
    for number in range(PER_BATCH):
        raw: dict[str, Any] = random_case(random.Random(f"settlement {batch} {number}"))
        case = read(raw)
        for table in (None, *raw.get("tables", {})):
            positions = compiled(case, table)
            found, expected = solve(central(positions)), answer(raw, table)
            compare(positions, found, expected)
            compare_objections(positions, found, expected)


@pytest.mark.parametrize("numbers", parts(300, 100, 100))
def test_an_opening_opens(numbers: range) -> None:
    opened = 0
    for number in numbers:
        raw = random_case(random.Random(f"opening {number}"))
        positions = compiled(read(raw))
        found = solve(central(positions))
        expected = answer(raw)
        for opening in found.openings:
            opened += 1
            package = names(positions, opening.package)
            if opening.constraint.line is None:
                party = positions.parties[opening.constraint.party]
                assert opening.end == expected.values[package][party]
                assert opening.start == expected.walk_aways[party]
                assert isinstance(opening.end, Fraction)
            else:
                issue, option = opening.constraint.line.issue, opening.constraint.line.option
                assert opening.package[issue] == option
    assert opened > len(numbers) // 6
