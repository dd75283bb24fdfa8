"""Rules of bargaining against published numbers: a worked example, the emission standards of 1994, EU decisions."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.places import SHARED
from tests.support.stances import W3, one_issue
from winset.analyses.forecast.challenges import Field, chances, expected_gains, gains, risk_exponents
from winset.analyses.forecast.register import spread
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.rules.expected_utility import PRINTED, PUBLISHED_CODE
from winset.analyses.forecast.stances import Stances

SPATIAL = SHARED / "data" / "spatial"
EU = RULES["expected_utility"]
FIELD = Field(
    position=np.array([0.0, 40, 100]), salience=np.array([0.9, 0.4, 0.6]), weight=np.array([0.9, 0.2, 0.48]), width=100
)
DISTANCE = np.abs(FIELD.position[:, None] - FIELD.position) / 100
NEUTRAL = np.ones(3)


def read(*path: str) -> Path:
    """A file of the shared data; the test is skipped where they are not on this machine."""
    file = SPATIAL.joinpath(*path)
    if not file.exists():
        pytest.skip(f"the reference data ../shared/data/spatial/{'/'.join(path)} are not on this machine")
    return file


@pytest.mark.parametrize(
    ("key", "choices", "point"),
    [
        ("compromise", {}, 35.4430),
        ("mean", {}, 46.6667),
        ("median", {}, 0.0),
        ("median", {"weights": "equal"}, 40.0),
        ("nash", {}, 38.267),
        ("nash", {"weights": "equal"}, 40.0),
    ],
)
def test_the_worked_example_settles_where_the_definitions_say(key: str, choices: dict[str, str], point: float) -> None:
    assert RULES[key].settle(W3, choices).points[0] == pytest.approx(point, abs=5e-4)


def test_chances_of_the_worked_example() -> None:
    pair = chances(FIELD, DISTANCE, NEUTRAL, PRINTED)
    assert [pair[0, 1], pair[0, 2], pair[1, 2]] == pytest.approx([0.5696, 0.6620, 0.6962], abs=5e-5)
    assert chances(FIELD, DISTANCE, NEUTRAL, PRINTED | {"denominator": "all_pairs"})[0, 2] == pytest.approx(
        0.1567, abs=5e-5
    )


def test_expected_gains_and_risk_of_the_worked_example() -> None:
    how = PRINTED
    neutral, seen = expected_gains(FIELD, DISTANCE, NEUTRAL, chances(FIELD, DISTANCE, NEUTRAL, how), how)
    expected = [[0, 0.5246, 1.1887], [-0.0203, 0, 0.7625], [-0.3831, 0.5316, 0]]
    np.testing.assert_allclose(neutral, expected, atol=5e-5)
    np.testing.assert_allclose(seen, np.transpose(expected), atol=5e-5)
    np.testing.assert_allclose(neutral.sum(axis=0), [-0.4034, 1.0562, 1.9513], atol=1e-4)
    np.testing.assert_allclose(risk_exponents(neutral.sum(axis=0)), [2, 0.852, 0.5], atol=5e-4)
    np.testing.assert_allclose(gains(FIELD, how).exponent, [2, 0.852, 0.5], atol=5e-4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Emission:
    """Years of delay of the emission standards, 4 to 10: the stances on 0 to 100, and the published runs in years."""

    stances: Stances
    published: dict[str, Any]

    def years(self, **choices: str) -> NDArray[np.float64]:
        """(round) the report in years."""
        settled = EU.settle(self.stances, choices)
        return 4 + 0.06 * np.array([report[0] for report in settled.rounds], dtype=np.float64)


@pytest.fixture(scope="module")
def emission() -> Emission:
    data = json.loads(read("emission_1994.json").read_text(encoding="utf-8"))
    actors = data["actors"]
    return Emission(
        stances=one_issue(
            [(actor["position"] - 4) / 6 * 100 for actor in actors],
            [actor["salience"] * 100 for actor in actors],
            [actor["capability"] for actor in actors],
        ),
        published=data,
    )


@pytest.mark.parametrize("report", ["median", "mean"])
def test_the_published_code_gives_its_trajectory_of_the_emission_standards(emission: Emission, report: str) -> None:
    run = emission.published["reference_runs"]["scholz_code (port by jmckib)"]
    choices = {**PUBLISHED_CODE, "report": report, "rounds": "10"}
    np.testing.assert_allclose(emission.years(**choices), run[report], atol=1e-8)
    positions = EU.settle(emission.stances, choices).positions
    assert positions is not None
    np.testing.assert_allclose(4 + 0.06 * positions[:, :, 0], run["positions_by_round"], atol=1e-6)


@pytest.mark.parametrize("report", ["median", "mean"])
def test_the_published_table_agrees_to_a_tenth_but_for_the_second_median(emission: Emission, report: str) -> None:
    years = emission.years(**{**PUBLISHED_CODE, "report": report})[1:]
    table = np.array(emission.published["scholz_table2"][report])
    differs = np.flatnonzero(np.abs(years - table) >= 0.1)
    assert list(differs) == ([1] if report == "median" else [])


@pytest.mark.parametrize(
    ("run", "choices"),
    [
        ("P+P=1, conflict no move, most enforceable", {"confrontation": "no_move", "choice": "enforceable"}),
        ("P+P=1, conflict resolves, least move", {}),
        ("P+P=1, conflict resolves, most enforceable", {"choice": "enforceable"}),
    ],
)
def test_the_printed_equations_settle_as_their_readings_do(
    emission: Emission, run: str, choices: dict[str, str]
) -> None:
    expected = np.array(
        emission.published["reference_runs"]["variants with P_ij+P_ji=1; per round [median, mean]"][run]
    )
    for column, report in enumerate(("median", "mean")):
        years = emission.years(**{**PRINTED, **choices, "report": report})[1:]
        stays = np.full(len(expected) - len(years), years[-1])
        np.testing.assert_allclose(np.concatenate([years, stays]), expected[:, column], atol=6e-3)


def test_without_rounds_the_emission_standards_stand_at_the_median_and_the_mean(emission: Emission) -> None:
    assert emission.years(report="median", rounds="0")[0] == pytest.approx(7.00, abs=5e-3)
    assert emission.years(report="mean", rounds="0")[0] == pytest.approx(7.39, abs=5e-3)


def test_the_readings_of_the_model_spread_over_more_than_half_of_the_emission_standards(emission: Emission) -> None:
    """The published specifications alone lie between 7.00 and 10, on a scale of 4 to 10."""
    found = spread(emission.stances, EU, {"report": "median"})
    assert len(found.readings) == len(found.points) == 2 * 2 * 3 * 2 * 2 * 3 + 2
    assert 4 + 0.06 * found.low[0] <= 7.0 + 1e-9
    assert 4 + 0.06 * found.high[0] == pytest.approx(10)
    assert all(4 <= 4 + 0.06 * point <= 10 for point in found.points[:, 0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decisions:
    """European Union decisions with an outcome. issues: their numbers. outcome: (issue) 0 to 100. forecast: (issue) by
    the name of the reference rule. stances: by the name of the capabilities; a missing salience is missing.
    """

    issues: tuple[str, ...]
    outcome: NDArray[np.float64]
    forecast: dict[str, NDArray[np.float64]]
    stances: dict[str, Stances]

    def settled(self, key: str, stances: Stances, **choices: str) -> NDArray[np.float64]:
        return np.array(RULES[key].settle(stances, choices).points, dtype=np.float64)

    def error(self, points: NDArray[np.float64]) -> float:
        """The mean absolute error over the issues that have a forecast."""
        return float(np.nanmean(np.abs(points - self.outcome)))


NICE = "nice+com,ep=max"


@pytest.fixture(scope="module")
def decisions() -> Decisions:
    with read("deu3", "reference_forecasts.csv").open(encoding="utf-8") as file:
        forecasts = list(csv.DictReader(file))
    issues = tuple(row["isnr"] for row in forecasts)
    powers = json.loads(read("deu3", "power_vectors.json").read_text(encoding="utf-8"))
    parties = list(powers["equal"])
    with read("deu3", "issues.csv").open(encoding="utf-8") as file:
        reference = {row["isnr"]: row["reference_point"] for row in csv.DictReader(file)}
    position = np.full((len(parties), len(issues)), np.nan)
    salience = position.copy()
    with read("deu3", "actors_long.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["isnr"] in issues:
                at = parties.index(row["actor"]), issues.index(row["isnr"])
                position[at] = float(row["position"] or "nan")
                salience[at] = float(row["salience"] or "nan")
    return Decisions(
        issues=issues,
        outcome=np.array([float(row["outcome"]) for row in forecasts]),
        forecast={
            name: np.array([float(row[name] or "nan") for row in forecasts]) for name in forecasts[0] if name != "isnr"
        },
        stances={
            name: Stances(
                position=position,
                salience=salience,
                capability=np.array([power[party] for party in parties]),
                reference=np.array([float(reference[issue] or "nan") for issue in issues]),
            )
            for name, power in powers.items()
        },
    )


def everyone_cares(stances: Stances) -> Stances:
    """A salience of at least 1 for every party with a position, as the reference runs of process rules have it."""
    return replace(stances, salience=np.maximum(np.nan_to_num(stances.salience), 1.0))


@pytest.mark.parametrize("power", ["equal", NICE, "gdp"])
def test_the_compromise_on_every_decision(decisions: Decisions, power: str) -> None:
    points = decisions.settled("compromise", decisions.stances[power])
    np.testing.assert_allclose(points, decisions.forecast[f"mean c*s [{power}]"], atol=1e-3)


def test_the_mean_of_all_positions_on_every_decision(decisions: Decisions) -> None:
    points = decisions.settled("mean", decisions.stances["equal"], parties="all")
    np.testing.assert_allclose(points, decisions.forecast["unweighted mean"], atol=1e-3)


def test_the_median_of_all_positions_on_every_decision(decisions: Decisions) -> None:
    settled = RULES["median"].settle(everyone_cares(decisions.stances["equal"]), {"weights": "equal"})
    lower, upper = (np.array(ends, dtype=np.float64) for ends in (settled.points, settled.other))
    middles = np.where(np.isnan(upper), lower, (lower + upper) / 2)
    np.testing.assert_allclose(middles, decisions.forecast["unweighted median"], atol=1e-3)


def test_the_weighted_median_on_every_decision_but_one_whose_votes_are_rounded(decisions: Decisions) -> None:
    """On n99236i2 exactly half of the votes stand on each side; as shares of six digits they do not."""
    points = decisions.settled("median", decisions.stances[NICE])
    differs = np.abs(points - decisions.forecast[f"weighted median c*s [{NICE}]"]) > 1e-3
    assert [issue for issue, unlike in zip(decisions.issues, differs, strict=True) if unlike] == ["n99236i2"]


def test_nash_on_every_decision_to_the_half_points_of_the_reference(decisions: Decisions) -> None:
    points = decisions.settled("nash", decisions.stances["equal"])
    np.testing.assert_allclose(points, decisions.forecast["nash(d=0) w=c*s [equal]"], atol=0.25)


@pytest.mark.parametrize(("report", "unlike"), [("mean", 5), ("median", 1)])
def test_the_published_code_on_every_decision_but_those_that_its_order_of_parties_decides(
    decisions: Decisions, report: str, unlike: int
) -> None:
    choices = {**PUBLISHED_CODE, "report": report, "rounds": "3"}
    points = decisions.settled("expected_utility", everyone_cares(decisions.stances["gdp"]), **choices)
    reference = decisions.forecast[f"BdM-Scholz 3r {report} [gdp]"]
    assert (np.abs(points - reference) > 1e-3).sum() == unlike


@pytest.mark.parametrize(
    ("key", "power", "choices", "error"),
    [
        ("nash", NICE, {}, 23.05),
        ("compromise", NICE, {}, 23.10),
        ("compromise", "gdp", {}, 23.22),
        ("compromise", "equal", {}, 23.68),
        ("mean", "equal", {"parties": "all"}, 23.71),
        ("mean", "equal", {}, 23.88),
        ("median", "gdp", {}, 27.58),
        ("median", NICE, {}, 28.82),
        ("nash", NICE, {"disagreement": "reference"}, 44.24),
        ("expected_utility", "gdp", {**PUBLISHED_CODE, "rounds": "1", "report": "mean"}, 24.95),
        ("expected_utility", "gdp", {**PUBLISHED_CODE, "rounds": "3", "report": "mean"}, 25.10),
        ("expected_utility", "gdp", {**PUBLISHED_CODE, "rounds": "5", "report": "mean"}, 25.36),
        ("expected_utility", "gdp", {**PUBLISHED_CODE, "rounds": "3", "report": "median"}, 28.38),
    ],
)
def test_the_mean_absolute_errors_of_the_record(
    decisions: Decisions, key: str, power: str, choices: dict[str, str], error: float
) -> None:
    stances = decisions.stances[power]
    if key == "expected_utility":
        stances = everyone_cares(stances)
    assert decisions.error(decisions.settled(key, stances, **choices)) == pytest.approx(error, abs=0.07)
