"""What holds for the process rules whatever the parties want."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from winset.analyses.forecast.register import BargainingRule, Floats, RuleOption
from winset.analyses.forecast.rules import exchange, ktab
from winset.analyses.forecast.rules.exchange import exchanges
from winset.analyses.forecast.stances import Stances

BOTH = pytest.mark.parametrize("rule", [ktab.RULE, exchange.RULE], ids=lambda rule: rule.key)
CLOSE = 1e-6


@st.composite
def conflicts(draw: st.DrawFn, fewest: int = 1, issues: int = 3) -> Stances:
    """Some parties and issues; places with a decimal, so that few are tied, and cells without any."""
    parties, count = draw(st.integers(fewest, 5)), draw(st.integers(1, issues))
    cells = st.lists(st.integers(0, 1000), min_size=parties * count, max_size=parties * count)
    position = np.array(draw(cells), dtype=float).reshape(parties, count) / 10
    salience = np.array(draw(cells), dtype=float).reshape(parties, count) / 10
    silent = draw(st.lists(st.integers(0, 9), min_size=parties * count, max_size=parties * count))
    position[np.array(silent).reshape(parties, count) == 0] = np.nan
    capability = np.array(draw(st.lists(st.integers(1, 1000), min_size=parties, max_size=parties)), dtype=float)
    return Stances(position=position, salience=salience, capability=capability)


def points(rule: BargainingRule, stances: Stances) -> Floats:
    """(issue) The forecast, NaN where there is none."""
    return np.array([np.nan if point is None else point for point in rule.settle(stances, {}).points])


def generic(stances: Stances) -> None:
    """Leaves out conflicts in which two parties or two issues are as good as one another; ties go by the order."""
    assume(len({*stances.capability.tolist()}) == stances.parties)
    held = np.where(stances.weight > 0, stances.position, np.nan)
    places = held[np.isfinite(held)]
    assume(len({*places.tolist()}) == len(places))
    cared = stances.salience[stances.weight > 0]
    assume(len({*cared.tolist()}) == len(cared))


@BOTH
@settings(max_examples=60)
@given(stances=conflicts())
def test_a_forecast_lies_between_the_positions_and_is_none_where_nobody_cares(
    rule: BargainingRule, stances: Stances
) -> None:
    settled = rule.settle(stances, {})
    held = np.where(stances.weight > 0, stances.position, np.nan)
    for issue, point in enumerate(settled.points):
        column = held[np.isfinite(held[:, issue]), issue]
        if len(column):
            assert point is not None
            assert column.min() - 0.01 <= point <= column.max() + 0.01
        else:
            assert point is None
    assert settled.rounds[-1] == settled.points
    assert settled.positions is not None
    assert settled.positions.shape == (len(settled.rounds), stances.parties, stances.issues)
    assert np.array_equal(settled.positions[0], held, equal_nan=True)


@BOTH
@settings(max_examples=60)
@given(stances=conflicts(), data=st.data())
def test_the_order_of_parties_and_issues_does_not_matter(
    rule: BargainingRule, stances: Stances, data: st.DataObject
) -> None:
    generic(stances)
    party = data.draw(st.permutations(range(stances.parties)))
    issue = data.draw(st.permutations(range(stances.issues)))
    moved = Stances(
        position=stances.position[party][:, issue],
        salience=stances.salience[party][:, issue],
        capability=stances.capability[party],
    )
    assert points(rule, moved) == pytest.approx(points(rule, stances)[issue], abs=CLOSE, nan_ok=True)


@BOTH
@settings(max_examples=60)
@given(stances=conflicts())
def test_a_scale_that_is_turned_round_turns_the_forecast_round(rule: BargainingRule, stances: Stances) -> None:
    turned = replace(stances, position=100 - stances.position)
    assert points(rule, turned) == pytest.approx(100 - points(rule, stances), abs=CLOSE, nan_ok=True)


@BOTH
@settings(max_examples=40)
@given(stances=conflicts(), factor=st.sampled_from([1e-6, 0.5, 3, 1e6]))
def test_the_unit_of_capability_does_not_matter(rule: BargainingRule, stances: Stances, factor: float) -> None:
    other = replace(stances, capability=stances.capability * factor)
    assert points(rule, other) == pytest.approx(points(rule, stances), abs=CLOSE, nan_ok=True)


@BOTH
@settings(max_examples=40)
@given(stances=conflicts(), place=st.integers(0, 100), kind=st.sampled_from(["capability", "salience", "position"]))
def test_a_party_without_weight_changes_nothing(rule: BargainingRule, stances: Stances, place: int, kind: str) -> None:
    row = np.full((1, stances.issues), float(place) if kind != "position" else np.nan)
    cared = np.full((1, stances.issues), 0.0 if kind == "salience" else 50.0)
    more = Stances(
        position=np.vstack([stances.position, row]),
        salience=np.vstack([stances.salience, cared]),
        capability=np.append(stances.capability, 0.0 if kind == "capability" else 7.0),
    )
    assert points(rule, more) == pytest.approx(points(rule, stances), abs=CLOSE, nan_ok=True)


@pytest.mark.parametrize("option", [one for one in ktab.OPTIONS if one.choices], ids=lambda option: option.name)
def test_the_spatial_model_answers_where_parties_are_symmetric_or_stand_together(option: RuleOption) -> None:
    middle = {(0, 50, 100): 50, (0, 100): 50, (30, 30, 30): 30, (70,): 70, (0, 0, 100, 100): 50}
    for choice in option.choices:
        for places, expected in middle.items():
            stances = Stances(
                position=np.array(places, dtype=float)[:, None],
                salience=np.full((len(places), 1), 50.0),
                capability=np.ones(len(places)),
            )
            (point,) = ktab.settle(stances, {option.name: choice}).points
            assert point is not None
            if choice != "stochastic":
                assert point == pytest.approx(expected, abs=0.011)


def test_a_chain_that_does_not_settle_is_cut_off_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.analyses.forecast.rules.spatial.collective_choice.MOST_STEPS", 2)
    stances = Stances(
        position=np.array([[0.0], [40.0], [100.0]]),
        salience=np.array([[90.0], [40.0], [60.0]]),
        capability=np.array([1.0, 0.5, 0.8]),
    )
    assert "did not settle" in ktab.settle(stances, {"contest": "markov_uniform"}).note


def test_a_stochastic_run_is_the_same_for_the_same_seed() -> None:
    stances = Stances(
        position=np.array([[0.0], [40.0], [100.0], [70.0]]),
        salience=np.array([[90.0], [40.0], [60.0], [50.0]]),
        capability=np.array([1.0, 0.5, 0.8, 1.2]),
    )
    runs = {seed: ktab.settle(stances, {"choice": "stochastic", "seed": seed}).rounds for seed in "12345"}
    assert runs["1"] == ktab.settle(stances, {"choice": "stochastic", "seed": "1"}).rounds
    assert len(set(runs.values())) > 1


@settings(max_examples=80)
@given(stances=conflicts(fewest=2), supply=st.sampled_from(["again", "once"]))
def test_both_gain_as_much_and_outcomes_move_no_farther_than_the_partner(stances: Stances, supply: str) -> None:
    """Outcomes move towards who wants it, and stop where it stands; everybody else gains or loses what is stated."""
    result = exchanges(stances, {"supply": supply})
    for deal in result.rounds[0] if result.rounds else ():
        assert deal.gain > 0
        assert deal.externalities[deal.first] == pytest.approx(deal.gain, abs=CLOSE)
        assert deal.externalities[deal.second] == pytest.approx(deal.gain, abs=CLOSE)
        sides = ((deal.second, deal.given, 0), (deal.first, deal.wanted, 1))
        for demander, issue, at in sides:
            goal = stances.position[demander, issue]
            low, high = sorted((deal.before[at], goal))
            assert low - CLOSE <= deal.after[at] <= high + CLOSE
            assert deal.after[at] != deal.before[at]
    assert result.finished
