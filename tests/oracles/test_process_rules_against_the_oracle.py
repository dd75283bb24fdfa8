"""The process rules end where their definitions, followed word by word, end."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from tests.oracles.exchange_oracle import Market
from tests.oracles.listed_exchanges_oracle import Programme
from tests.oracles.spatial_oracle import Oracle
from winset.analyses.forecast.register import RuleOption
from winset.analyses.forecast.rules import exchange, ktab
from winset.analyses.forecast.rules.exchange import exchanges
from winset.analyses.forecast.stances import Stances

CHOSEN = [
    option for option in ktab.OPTIONS if option.choices and option.name not in ("issues", "report", "choice", "stop")
]


def stances(position: Any, salience: Any, capability: Any) -> Stances:
    return Stances(
        position=np.array(position, dtype=float),
        salience=np.array(salience, dtype=float),
        capability=np.array(capability, dtype=float),
    )


def random_stances(draw: random.Random, parties: int, issues: int) -> Stances:
    return stances(
        [[draw.randint(0, 1000) / 10 for _ in range(issues)] for _ in range(parties)],
        [[draw.randint(1, 1000) / 10 / issues for _ in range(issues)] for _ in range(parties)],
        [draw.randint(1, 100) / 10 for _ in range(parties)],
    )


def spatial_case(draw: random.Random, choices: dict[str, str]) -> None:
    """One random conflict, compared turn by turn."""
    issues = draw.choice([1, 1, 2])
    given = random_stances(draw, draw.randint(1, 5), issues)
    settled = ktab.settle(given, {**choices, "issues": "together", "turns": "12"})
    mean = float(given.capability.mean())
    oracle = Oracle(
        capability=[one / mean for one in given.capability.tolist()],
        salience=(given.salience / 100).tolist(),
        options=choices,
    )
    expected = oracle.run((given.position / 100).tolist(), 12)
    assert settled.positions is not None
    assert len(settled.positions) == len(expected)
    assert np.abs(settled.positions - 100 * np.array(expected)).max() < 1e-6


@pytest.mark.parametrize("option", CHOSEN, ids=lambda option: option.name)
def test_the_spatial_model_moves_as_its_definition_says_under_every_choice(option: RuleOption) -> None:
    draw = random.Random(option.name)
    for choice in option.choices:
        for _ in range(12):
            spatial_case(draw, {option.name: choice})


def test_the_spatial_model_moves_as_its_definition_says_under_choices_together() -> None:
    draw = random.Random(18)
    for _ in range(60):
        spatial_case(draw, {option.name: draw.choice(option.choices) for option in CHOSEN})


@pytest.mark.parametrize("supply", ["again", "once"])
def test_exchanges_are_those_that_trying_every_pair_finds(supply: str) -> None:
    draw = random.Random(supply)
    compared = 0
    for _ in range(60):
        given = random_stances(draw, draw.randint(2, 5), draw.randint(2, 4))
        market = Market(
            places=given.position.tolist(),
            salience=(given.salience / 100).tolist(),
            capability=given.capability.tolist(),
            again=supply == "again",
        )
        expected = market.run()
        found = exchanges(given, {"supply": supply})
        assert len(found.rounds[0]) == len(expected)
        for deal, wanted in zip(found.rounds[0], expected, strict=True):
            assert (deal.first, deal.second, deal.given, deal.wanted) == (
                wanted.first,
                wanted.second,
                wanted.given,
                wanted.wanted,
            )
            assert deal.gain == pytest.approx(wanted.gain, abs=1e-7)
        points = exchange.settle(given, {"supply": supply}).points
        assert points == pytest.approx([market.outcome(issue) for issue in range(given.issues)], abs=1e-6)
        compared += len(expected)
    assert compared > 100


def test_exchanges_that_reckon_with_their_own_outcomes_are_those_of_the_list_gone_through_one_by_one() -> None:
    draw = random.Random(1994)
    compared = 0
    for _ in range(120):
        given = random_stances(draw, draw.randint(1, 6), draw.randint(1, 4))
        given.position[given.position < 5] = np.nan
        given.position[0] = np.nan_to_num(given.position[0], nan=50.0)
        programme = Programme(
            places=[[None if np.isnan(place) else place for place in row] for row in given.position.tolist()],
            salience=(given.salience / 100).tolist(),
            capability=given.capability.tolist(),
        )
        expected = programme.run()
        choices = {"sides": "start", "outcomes": "own", "ties": "listed"}
        found = exchanges(given, choices)
        assert [(deal.first, deal.second, deal.given, deal.wanted) for deal in found.rounds[0]] == [
            (deal.first, deal.second, deal.given, deal.wanted) for deal in expected
        ]
        assert [deal.gain for deal in found.rounds[0]] == pytest.approx([deal.gain for deal in expected], abs=1e-8)
        points = exchange.settle(given, choices).points
        assert points == pytest.approx([programme.outcome(issue) for issue in range(given.issues)], abs=1e-7)
        compared += len(expected)
    assert compared > 300
