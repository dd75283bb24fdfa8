"""What is shared between readings, tried first or guessed changes the time that an answer takes, and no answer."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.analyses.settlement import clusters, outline
from winset.analyses.settlement.choose import first_reaching, gain_scale, least_gains, solution_context
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.packages import View
from winset.analyses.settlement.solutions import Context, Gain, Solution, solutions
from winset.analyses.settlement.subproblem import Subproblem, subproblems
from winset.readings import Reading

from .wide_readings import joined_reading, wide_reading

cases = pytest.mark.parametrize("cases", [8, pytest.param(1_517, marks=pytest.mark.slow)])


def moved(reading: Reading, draw: Random) -> Reading:
    """Another reading of the same structure."""
    most = int(reading.worth.max()) + 1
    moves = np.array([[draw.randint(-most // 4, most // 4) for _ in row] for row in reading.worth], dtype=np.int64)
    factor = draw.choice([0.5, 1.0, 1.0, 1.5])
    return replace(
        reading,
        worth=np.maximum(reading.worth + moves, 0) // draw.choice([1, 1, most // 3 + 1]),
        walk_away=tuple(None if walk_away is None else int(walk_away * factor) for walk_away in reading.walk_away),
        links=tuple(replace(link, worth=draw.choice([link.worth, link.worth + 1, 0])) for link in reading.links),
    )


def forgotten() -> None:
    for kept in (
        clusters._of_structure, clusters._built, outline._outline, outline.allowed_options, outline.required_sets
    ):  # fmt: skip
        kept.cache_clear()


def told(subproblem: Subproblem) -> object:
    return (
        subproblem.required, subproblem.parties, subproblem.floor.tolist(), subproblem.has_status_quo,
        [
            (
                part.rows.tolist(), part.before.tolist(), part.after.tolist(), part.states, part.status_quo_row,
                [part.options(row).tolist() for row in range(len(part.rows))],
            )
            for part in subproblem.parts
        ],
    )  # fmt: skip


@cases
def test_a_question_is_the_same_whatever_readings_came_before(cases: int) -> None:
    for number in range(cases):
        draw = Random(f"before {number}")
        first = (joined_reading if number % 2 else wide_reading)(f"before {number}")
        readings = [first, *(moved(first, draw) for _ in range(3))]
        together = [list(map(told, subproblems(reading))) for reading in readings]
        for reading, known in zip(readings, together, strict=True):
            forgotten()
            assert list(map(told, subproblems(reading))) == known


@cases
def test_rows_are_worth_what_their_packages_are_and_no_two_are_alike(cases: int) -> None:
    for number in range(cases):
        reading = moved(joined_reading(f"worth {number}"), Random(number))
        for subproblem in subproblems(reading):
            for part in subproblem.parts:
                stated = np.column_stack([part.before, part.after, part.rows]).tolist()
                assert len({tuple(row) for row in stated}) == len(stated)
            rows = np.array([[int(np.argmax(part.before == 0)) for part in subproblem.parts]])
            state, sums = 0, np.zeros(len(subproblem.parties), dtype=np.int64)
            for n, part in enumerate(subproblem.parts):
                rows[0, n] = int(np.flatnonzero(part.before == state)[0])
                state, sums = int(part.after[rows[0, n]]), sums + part.rows[rows[0, n]]
            packages = subproblem.expand(rows, 10)
            values = View(reading.structure, packages).values(reading)[list(subproblem.parties)]
            assert (values == sums[:, None]).all()


@cases
def test_a_solution_that_is_asked_for_alone_is_the_one_that_all_of_them_give(cases: int) -> None:
    for number in range(cases):
        reading = (joined_reading if number % 2 else wide_reading)(f"alone {number}")
        every = Enumeration(reading).choices()
        for key in ("nash", "nash_max_support", "utilitarian", "leximin", "egalitarian", "nash_weighted"):
            found, expected = Search(reading).choices(key)[key], every[key]
            assert (found.status, found.key) == (expected.status, expected.key)
            assert found.packages == expected.packages or set(found.packages) < set(expected.packages)
            assert found.packages == expected.packages or not found.complete


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 600), st.none() | st.integers(-20, 700))
def test_what_is_reached_first_does_not_hang_on_the_guess(low: int, more: int, at: int, guess: int | None) -> None:
    high = low + more
    asked: list[int] = []

    def reaches(number: int) -> bool:
        asked.append(number)
        return number >= at

    assert first_reaching(reaches, low, high, guess) == min(max(at, low), high)
    assert all(low <= number < high for number in asked)


def least_by_halving(solution: Solution, best: object, context: Context, largest: Gain) -> Gain:
    least = []
    for party in range(len(largest)):
        low, high = 0, largest[party] + 1
        while low < high:
            middle = (low + high) // 2
            key = solution.worth((*largest[:party], middle, *largest[party + 1 :]), context)
            low, high = (low, middle) if key is not None and not key < best else (middle + 1, high)
        least.append(low)
    return tuple(least)


@cases
def test_least_gains_are_those_that_halving_finds(cases: int) -> None:
    compared = 0
    for number in range(cases):
        method = Enumeration(wide_reading(f"least {number}", issues=6))
        scale = gain_scale(method.reading)
        if scale is None or not method.has_deal:
            continue
        context = solution_context(method.reading, scale, method.ideal(), method.least())
        for key, choice in method.choices().items():
            if choice.key is not None:
                found = least_gains(solutions[key], choice.key, context)
                assert found == least_by_halving(solutions[key], choice.key, context, context.ideal)
                compared += 1
    assert compared > cases // 2
