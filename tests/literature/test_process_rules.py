"""The process rules against published runs and worked numbers; the data are not part of the package."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from time import process_time
from typing import Any

import numpy as np
import pytest

from tests.oracles.listed_exchanges_oracle import Listed, Programme
from winset.analyses.forecast.rules import exchange, ktab
from winset.analyses.forecast.rules.exchange import exchanges
from winset.analyses.forecast.rules.spatial.collective_choice import SpatialParameters
from winset.analyses.forecast.rules.spatial.process import SpatialModel
from winset.analyses.forecast.stances import Stances

from .copenhagen import FACTS, PROGRAM, copenhagen, stances

CASES = ("SOE-Pol-Comp", "SOE-Policy", "dummyData-a040", "dummyData_3Dim", "dummyData_6Dim")
PRINTED = 0.05
"""Half of the last place of the published positions."""
DRIFT = 1e-6


THREE = stances([[0], [40], [100]], [[90], [40], [60]], [1, 0.5, 0.8])
TWO_ISSUES = stances([[0, 100], [40, 20], [100, 10]], [[90, 30], [40, 80], [60, 70]], [1, 0.5, 0.8])


def published(name: str) -> tuple[Stances, dict[str, Any]]:
    """The file's numbers, and the published run of the program."""
    if not FACTS.is_dir():
        pytest.skip(f"{FACTS} is not at hand")
    run = json.loads((FACTS / "ktab" / f"{name}.json").read_text(encoding="utf-8"))
    with (FACTS / "ktab" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row][2:]
    columns = range(len(run["salience"][0]))
    position = [[float(row[3 + 2 * one]) for one in columns] for row in rows]
    salience = [[float(row[4 + 2 * one]) for one in columns] for row in rows]
    return stances(position, salience, run["capability"]), run


@pytest.mark.parametrize("name", CASES)
def test_the_spatial_model_is_at_every_turn_where_the_published_program_is(name: str) -> None:
    given, run = published(name)
    settled = ktab.settle(given, ktab.RULE.presets["published_program"])
    expected = np.array(run["positions_by_turn"])
    assert settled.positions is not None
    assert settled.positions.shape == expected.shape
    assert np.abs(settled.positions - expected).max() < PRINTED + DRIFT
    assert settled.note == ""


@pytest.mark.parametrize("name", ["SOE-Pol-Comp", "dummyData_3Dim", "dummyData_6Dim"])
def test_the_chances_of_positions_are_those_of_the_published_program(name: str) -> None:
    """In the two cases left out, parties stand just as far apart as the program's tolerance for one place."""
    given, run = published(name)
    parameters = SpatialParameters(same_place=1e-3)
    model = SpatialModel(capability=given.capability, salience=given.salience / 100, parameters=parameters)
    chances = model.run(given.position / 100).chances
    expected = np.array([run["position_win_probability_by_turn"][party] for party in run["actors"]]).T
    assert np.abs(chances - expected).max() < 0.00005 + DRIFT


def test_a_run_of_forty_parties_takes_less_than_a_second() -> None:
    given, _ = published("dummyData-a040")
    begun = process_time()
    ktab.settle(given, {})
    assert process_time() - begun < 1


def test_the_worked_example_of_three_parties_has_the_stated_numbers() -> None:
    model = SpatialModel(capability=THREE.capability, salience=THREE.salience / 100, parameters=SpatialParameters())
    situation = model.situation(THREE.position / 100, THREE.position / 100)
    assert situation.chance == pytest.approx([0.3283, 0.4807, 0.1910], abs=5e-5)
    assert situation.risk == pytest.approx([0.2107, 1, -0.5], abs=5e-5)
    estimates = situation.challenge(np.array([0, 1, 2]), np.array([2, 2, 1]), np.array([0, 1, 2]))
    assert estimates.chance == pytest.approx([0.6534, 0.2029, 0.7729], abs=5e-5)
    assert estimates.gain == pytest.approx([0.5841, 0.0157, 0.5892], abs=5e-5)
    positions = ktab.settle(THREE, {}).positions
    assert positions is not None
    assert len(positions) == 64
    assert positions[1, :, 0] == pytest.approx([11.1, 40, 11.1], abs=PRINTED)
    assert positions[2, :, 0] == pytest.approx([11.1, 24.4, 24.4], abs=PRINTED)
    assert positions[-1, :, 0] == pytest.approx([21.0, 21.0, 23.0], abs=PRINTED)


def test_the_worked_exchange_has_the_stated_numbers() -> None:
    found = exchanges(TWO_ISSUES, {})
    assert found.outcomes[0] == pytest.approx([35.443, 34.603], abs=5e-4)
    (deal,) = found.rounds[0]
    assert (deal.first, deal.second, deal.given, deal.wanted) == (0, 2, 1, 0)
    assert deal.start[1] - deal.end[1] == pytest.approx(47.02, abs=5e-3)
    assert deal.before[1] - deal.after[1] == pytest.approx(14.286, abs=5e-4)
    assert deal.before[0] - deal.after[0] == pytest.approx(21.429, abs=5e-4)
    assert deal.gain == pytest.approx(6.4286, abs=5e-5)
    assert deal.externalities == pytest.approx([6.4286, 0.5079, 6.4286], abs=5e-5)


Trade = tuple[frozenset[tuple[str, str]], float]
"""Who gives way on which issue, both of them, and the gain of each."""


def published_exchanges() -> list[Trade]:
    """The exchanges of the first round, as they were made."""
    with (FACTS / "exchange" / "copenhagen_round1_exchanges.csv").open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream, delimiter=";")
    return [
        (frozenset({(row[0], row[1].split(" [")[0]), (row[22], row[23].split(" [")[0])}), float(row[16]))
        for row in rows
    ]


def programme(given: Stances) -> Programme:
    return Programme(
        places=[[None if np.isnan(place) else place for place in row] for row in given.position.tolist()],
        salience=(given.salience / 100).tolist(),
        capability=given.capability.tolist(),
    )


def trades(given: Stances, parties: list[str], issues: list[str], choices: dict[str, str]) -> list[Trade]:
    return [
        (frozenset({(parties[one.first], issues[one.given]), (parties[one.second], issues[one.wanted])}), one.gain)
        for one in exchanges(given, choices).rounds[0]
    ]


def test_copenhagen_begins_where_the_published_run_does() -> None:
    given, _, issues, run = copenhagen()
    expected = [run["initial_compromise_mean"][issue] for issue in issues]
    for choices in ({}, PROGRAM):
        assert exchanges(given, choices).outcomes[0] == pytest.approx(expected, abs=1e-9)


def test_all_exchanges_of_copenhagen_are_those_of_the_published_run_where_its_draws_are_followed() -> None:
    """The program draws between exchanges that are as good, eight times here, and one that it does not make then is on
    its list twice. With the same draws all 48 exchanges and gains are those that were published, and the outcomes of
    the round.
    """
    given, parties, issues, run = copenhagen()
    published, market = published_exchanges(), programme(given)
    followed: list[Listed] = []

    def pair(exchange: Listed) -> frozenset[tuple[str, str]]:
        return frozenset((parties[supplier], issues[issue]) for supplier, issue, _ in exchange.sides)

    def as_published(tied: Sequence[Listed]) -> Listed:
        (chosen,) = (exchange for exchange in tied if pair(exchange) == published[len(followed)][0])
        followed.append(chosen)
        return chosen

    made = market.run(as_published, doubles=True)
    assert len(made) == len(published) == 48
    assert [pair(exchange) for exchange in made] == [expected for expected, _ in published]
    assert [exchange.gain for exchange in made] == pytest.approx([gain for _, gain in published], abs=1e-9)
    outcomes = [run["rounds"][f"{issue} [0 - 100]"]["voting_mds"][0] for issue in issues]
    assert [market.outcome(issue) for issue in market.issues] == pytest.approx(outcomes, abs=1e-9)


def test_how_many_exchanges_of_copenhagen_are_published_without_its_draws() -> None:
    """Of 48: between the same parties on the same issues, and of these with the same gain."""
    given, parties, issues, _ = copenhagen()
    published = published_exchanges()
    for choices, (shared, same) in (({}, (24, 19)), (PROGRAM, (42, 40))):
        ours = trades(given, parties, issues, choices)
        pairs = [(pair, gain) for pair, gain in published if pair in {mine for mine, _ in ours}]
        equal = [one for one in pairs if any(one[0] == mine and abs(one[1] - gain) < DRIFT for mine, gain in ours)]
        assert (len(pairs), len(equal)) == (shared, same), len(ours)


def test_fifteen_parties_exchange_on_thirteen_issues_in_less_than_a_second() -> None:
    draw = np.random.default_rng(18)
    given = stances(draw.integers(0, 101, (15, 13)), draw.integers(1, 101, (15, 13)), draw.integers(1, 101, 15))
    begun = process_time()
    exchange.settle(given, {})
    assert process_time() - begun < 1
