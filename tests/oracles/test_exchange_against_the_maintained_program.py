"""The exchange of issues against decide-exchange-model 2022.1.28 from PyPI, which runs as a process of its own.

The program is under the GPL: it is no dependency, nothing installs it, and nothing of winset imports it. How to have it
is said in CONTRIBUTING.md.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.literature.copenhagen import PROGRAM, copenhagen
from winset.analyses.forecast.rules.exchange import exchanges
from winset.analyses.forecast.rules.trading.outlook import OwnOutcomes, Terms, Votes
from winset.analyses.forecast.stances import Stances

VARIABLE = "WINSET_DECIDE_PYTHON"
PROCESS = Path(__file__).with_name("decide_process.py")
CASES, SEED = 200, 1
CLOSE = 1e-8
"""In points, and points × salience: the program reckons with 28 digits, winset with 16."""

Conflict = dict[str, Any]


def described_rounds(conflicts: list[Conflict]) -> list[dict[str, Any]]:
    """What the program does in the first round of each; the test is skipped where there is no program."""
    python = os.environ.get(VARIABLE)
    if not python:
        pytest.skip(f"{VARIABLE} names no Python that has decide-exchange-model (see CONTRIBUTING.md)")
    text = json.dumps(conflicts)
    done = subprocess.run([python, str(PROCESS)], input=text, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rounds: list[dict[str, Any]] = json.loads(done.stdout)
    return rounds


def conflict(given: Stances) -> Conflict:
    """As decimals in text."""
    return {
        "position": [[None if np.isnan(place) else str(place) for place in row] for row in given.position.tolist()],
        "salience": [[str(round(salience / 100, 6)) for salience in row] for row in given.salience.tolist()],
        "capability": [str(capability) for capability in given.capability.tolist()],
    }


def random_conflict(draw: random.Random) -> Stances:
    """Two to seven parties on two to five issues, in whole or broken numbers; some have no position on some issue."""
    parties, issues, decimals = draw.randint(2, 7), draw.randint(2, 5), draw.choice([0, 1, 3])

    def table(cell: Any) -> Any:
        return np.array([[cell() for _ in range(issues)] for _ in range(parties)])

    position = table(lambda: np.nan if draw.random() < 0.05 else round(draw.uniform(0, 100), decimals))
    position[0] = np.where(np.isnan(position).all(axis=0), 50.0, position[0])
    return Stances(
        position=position,
        salience=table(lambda: draw.randint(1, 1000) / 10),
        capability=np.array([draw.randint(1, 1000) / 1000 for _ in range(parties)]),
    )


def listed(given: Stances) -> dict[tuple[int, int, int, int], float]:
    """Every exchange that is possible before the first, and its gain."""
    position, salience = (
        np.where(np.isnan(given.position), 0.0, array) for array in (given.position, given.salience / 100)
    )
    weight = given.capability[:, None] * salience
    votes, terms = Votes(position=position, weight=weight / weight.sum(axis=0)), Terms.of(salience)
    gain = OwnOutcomes.of(votes, terms, "start", "again").shifts(votes) * terms.advantage
    return {
        (int(first), int(second), int(issue), int(wanted)): float(gain[wanted, issue, first, second])
        for wanted, issue, first, second in np.argwhere(gain > 0)
    }


def assert_the_same(given: Stances, expected: dict[str, Any]) -> int:
    """The list of the start, and every exchange in its order, with votes, gain, and the outcomes of the round."""
    here, there = (
        listed(given),
        {(*one["parties"], *one["gives"]): one["gain"] for one in expected["list"] if one["possible"]},
    )
    assert here.keys() == there.keys()
    assert [here[key] for key in there] == pytest.approx(list(there.values()), abs=CLOSE)
    found = exchanges(given, PROGRAM)
    assert [[one.first, one.second, one.given, one.wanted] for one in found.rounds[0]] == [
        [*one["parties"], *one["gives"]] for one in expected["made"]
    ]
    for one, other in zip(found.rounds[0], expected["made"], strict=True):
        assert one.end == pytest.approx(other["votes"], abs=CLOSE)
        assert one.gain == pytest.approx(other["gain"], abs=CLOSE)
    outcomes = [expected["outcome"][str(issue)] for issue in range(given.issues)]
    assert found.outcomes[1] == pytest.approx(outcomes, abs=CLOSE)
    return len(found.rounds[0])


def test_all_exchanges_of_copenhagen_are_those_of_the_maintained_program() -> None:
    given, *_ = copenhagen()
    (expected,) = described_rounds([conflict(given)])
    assert assert_the_same(given, expected) == 48


def test_the_exchanges_of_random_conflicts_are_those_of_the_maintained_program() -> None:
    """Where an outcome has come exactly to a party's place, the program's last digit decides whether an exchange goes
    on: about one conflict in 250, and none of these.
    """
    draw = random.Random(SEED)
    conflicts = [random_conflict(draw) for _ in range(CASES)]
    expected = described_rounds([conflict(given) for given in conflicts])
    made = [assert_the_same(given, one) for given, one in zip(conflicts, expected, strict=True)]
    assert sum(made) > CASES
