"""What is answered while numbers move is what is answered from the beginning."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.laws.cases import positions, random_raw
from winset.analyses.settlement import quick_answers
from winset.analyses.settlement.quick_answers import QuickAnswers
from winset.analyses.settlement.settle import Opening, Settlement, solve
from winset.compiled import Compiled
from winset.readings import Reading, central, draw_readings

DRAWS = 6


def readings(case: Compiled) -> list[Reading]:
    """Readings of a case in which its judged numbers lie elsewhere in their ranges."""
    drawn = draw_readings(case, 1, range(DRAWS), "everything")
    return [central(case), *(drawn.reading(n) for n in range(len(drawn)))]


def said_of(openings: tuple[Opening, ...]) -> object:
    return [(each.constraint, each.start, each.end, each.package) for each in openings]


def said(answer: Settlement) -> object:
    return (
        answer.status,
        answer.counts,
        {key: choice.packages for key, choice in answer.choices.items()},
        answer.frontier.packages.tolist(),
        said_of(answer.openings),
        answer.load_bearing,
    )


@pytest.mark.parametrize("name", [f"quick {n}" for n in range(20)])
def test_quick_answers_are_the_answers(name: str) -> None:
    case = positions(random_raw(name))
    quick = QuickAnswers(central(case))
    every = readings(case)
    Random(name).shuffle(every)
    for reading in every:
        answer, at_once, whether = solve(reading), quick.solve(reading), quick.whether(reading)
        assert at_once is not None
        assert whether is not None
        assert said(at_once) == said(answer)
        assert whether.status == answer.status
        assert said_of(whether.openings) == said_of(answer.openings)
        assert (whether.no_deal is None) == (answer.no_deal is None)


@pytest.mark.parametrize("name", [f"held {n}" for n in range(12)])
def test_a_held_frontier_gives_the_answers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_answers, "FEW", 0)
    case = positions(random_raw(name))
    reading = central(case)
    lowest = tuple(
        None if level is None else level - 20 * reading.denominator[n] for n, level in enumerate(reading.walk_away)
    )
    quick = QuickAnswers(reading, lowest)
    if not quick.are_quick:
        pytest.skip("the fold does not take this case")
    draw = Random(name)
    for _ in range(DRAWS):
        moved = replace(
            reading,
            walk_away=tuple(
                None if level is None else level + draw.randint(-20, 20) * reading.denominator[n]
                for n, level in enumerate(reading.walk_away)
            ),
        )
        answer, at_once, whether = solve(moved), quick.solve(moved), quick.whether(moved)
        assert at_once is not None
        assert whether is not None
        assert at_once.status == whether.status == answer.status
        assert {key: set(choice.packages) for key, choice in at_once.choices.items()} == {
            key: set(choice.packages) for key, choice in answer.choices.items()
        }
        assert [(each.constraint, each.end) for each in whether.openings] == [
            (each.constraint, each.end) for each in answer.openings
        ]
