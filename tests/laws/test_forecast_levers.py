"""Levers: exact effects on the compromise, what a search may find, and how two parties answer each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.stances import W3, one_issue, random_stances
from winset.analyses.forecast.levers import (
    Forecasting,
    Opponents,
    SearchEffort,
    StanceChange,
    changed,
    counter_moves,
    position_for,
    pulls,
    search,
)
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.stances import Stances

COMPROMISE = Forecasting(rule=RULES["compromise"], choices={})
MEDIAN = Forecasting(rule=RULES["median"], choices={})
EU = Forecasting(rule=RULES["expected_utility"], choices={"rounds": "3"})


def compromise(stances: Stances) -> float:
    (point,) = RULES["compromise"].settle(stances, {}).points
    assert point is not None
    return point


def test_the_pulls_of_the_worked_example() -> None:
    """O = 56 / 1.58; moving a party by 1 moves O by its share of 1.58; without the last O is 8 / 1.1."""
    first, second, third = pulls(W3, 0)
    assert [pull.share for pull in (first, second, third)] == pytest.approx([0.9 / 1.58, 0.2 / 1.58, 0.48 / 1.58])
    assert third.distance == pytest.approx(100 - 56 / 1.58)
    assert third.without == pytest.approx(8 / 1.1)
    assert third.at_ends == pytest.approx((8 / 1.58, 56 / 1.58))
    assert third.at_most_salience == pytest.approx(88 / 1.9)
    assert third.per_salience == pytest.approx(0.008 * (100 - 56 / 1.58) / 1.58)
    assert third.per_capability == pytest.approx(0.6 * (100 - 56 / 1.58) / 1.58)


@given(stances=random_stances(least=2))
def test_pulls_are_what_settling_again_shows(stances: Stances) -> None:
    point = compromise(stances)
    for pull in pulls(stances, 0):
        for end, expected in zip((0.0, 100.0), pull.at_ends, strict=True):
            moved = changed(stances, StanceChange(party=pull.party, issue=0, position=end))
            assert compromise(moved) == pytest.approx(expected, abs=1e-9)
        louder = changed(stances, StanceChange(party=pull.party, issue=0, salience=100.0))
        assert compromise(louder) == pytest.approx(pull.at_most_salience, abs=1e-9)
        gone = changed(stances, StanceChange(party=pull.party, issue=0, salience=0.0))
        assert compromise(gone) == pytest.approx(pull.without, abs=1e-9)
        step = 1e-5
        more = changed(
            stances, StanceChange(party=pull.party, issue=0, salience=float(stances.salience[pull.party, 0]) + step)
        )
        assert (compromise(more) - point) / step == pytest.approx(pull.per_salience, abs=1e-3)
        stronger = changed(
            stances, StanceChange(party=pull.party, issue=0, capability=float(stances.capability[pull.party]) + step)
        )
        assert (compromise(stronger) - point) / step == pytest.approx(pull.per_capability, rel=1e-3, abs=1e-2)


@given(stances=random_stances(least=2), aim=st.floats(0, 100))
def test_no_position_brings_the_compromise_nearer_than_the_one_that_is_given(stances: Stances, aim: float) -> None:
    position = position_for(stances, 0, 0, aim)
    assert position is not None

    def away(place: float) -> float:
        return abs(compromise(changed(stances, StanceChange(party=0, issue=0, position=place))) - aim)

    assert all(away(position) <= away(place) + 1e-9 for place in np.linspace(0, 100, 41))
    if 1e-6 < position < 100 - 1e-6:
        assert away(position) == pytest.approx(0, abs=1e-9)


def test_a_party_without_weight_or_position_has_no_lever() -> None:
    silent = one_issue([np.nan, 20, 80], [50, 50, 50], [1, 1, 1])
    assert [pull.party for pull in pulls(silent, 0)] == [1, 2]
    assert position_for(silent, 0, 0, 50.0) is None
    assert pulls(one_issue([10, 20], [0, 0], [1, 1]), 0) == ()
    assert pulls(one_issue([10], [50], [1]), 0)[0].without is None


@settings(max_examples=15)
@given(stances=random_stances(least=2, most=5), aim=st.integers(0, 100), forecasting=st.sampled_from([MEDIAN, EU]))
def test_a_search_never_ends_farther_off_and_is_the_same_again(
    stances: Stances, aim: int, forecasting: Forecasting
) -> None:
    effort = SearchEffort(trials=40, seed=3)
    start = StanceChange(party=0, issue=0)
    found = search(stances, start, forecasting, aim, effort)
    assert found == search(stances, start, forecasting, aim, effort)
    assert found.before is not None
    assert found.after is not None
    assert abs(found.after - aim) <= abs(found.before - aim) + 1e-9
    (again,) = forecasting.rule.settle(changed(stances, found.change), forecasting.choices).points
    assert again == pytest.approx(found.after, abs=1e-9)


@settings(max_examples=25)
@given(stances=random_stances(least=2, most=5), aim=st.integers(0, 100))
def test_a_search_over_positions_comes_near_to_the_exact_best_for_the_compromise(stances: Stances, aim: int) -> None:
    salience = float(stances.salience[0, 0])
    found = search(stances, StanceChange(party=0, issue=0, salience=salience), COMPROMISE, aim, SearchEffort())
    exact = compromise(changed(stances, StanceChange(party=0, issue=0, position=position_for(stances, 0, 0, aim))))
    assert found.change.salience == salience
    assert found.after is not None
    assert abs(found.after - aim) == pytest.approx(abs(exact - aim), abs=0.5)


def test_a_party_that_can_do_no_better_stays_as_it_is() -> None:
    stances = one_issue([0, 100, 100], [90, 40, 60], [5, 1, 1])
    found = search(stances, StanceChange(party=0, issue=0), MEDIAN, 0.0, SearchEffort(trials=40))
    assert (found.change.position, found.change.salience) == (0.0, 90.0)
    assert found.before == found.after == 0.0


def test_counter_moves_on_the_compromise_push_both_ways_until_one_has_no_room() -> None:
    """0 wants 35.4 lower and has no room; 40 wants it at 40 and finds 75 the nearest of the grid, by hand 76."""
    moves = counter_moves(W3, Opponents(issue=0, parties=(0, 1)), COMPROMISE)
    assert [(moves.places[first], moves.places[second]) for first, second in moves.path] == [(0, 40), (0, 75)]
    assert moves.ends == "rest"
    assert moves.path[-1] in moves.rest
    assert position_for(W3, 1, 0, 40.0) == pytest.approx(76)


@settings(max_examples=20)
@given(stances=random_stances(least=2, most=5), forecasting=st.sampled_from([COMPROMISE, MEDIAN]))
def test_nobody_gains_by_moving_alone_from_where_counter_moves_rest(stances: Stances, forecasting: Forecasting) -> None:
    moves = counter_moves(stances, Opponents(issue=0, parties=(0, 1), steps=10), forecasting)
    away = [np.abs(moves.forecast - stances.position[party, 0]) for party in (0, 1)]
    for first, second in moves.rest:
        assert away[0][first, second] <= away[0][:, second].min() + 1e-9
        assert away[1][first, second] <= away[1][first, :].min() + 1e-9
    assert (moves.ends == "rest") == (moves.path[-1] in moves.rest) or moves.ends == "circle"
    assert moves.path[0] == (0, 1)


def test_counter_moves_of_the_first_go_to_its_aim_and_end_in_what_is_left() -> None:
    """The party at 40 wants 0: it says 0, by hand 48 / 1.58; the one at 100 has no room to answer."""
    moves = counter_moves(W3, Opponents(issue=0, parties=(1, 2), aim=0.0), COMPROMISE)
    (left,) = moves.left
    assert (moves.places[left[0]], moves.places[left[1]]) == (0, 100)
    assert moves.forecast[left] == pytest.approx(48 / 1.58)


def test_capability_is_searched_only_where_it_may_grow() -> None:
    """Twice as strong where it stands, the party at 100 brings the compromise to (8 + 96) / 2.06."""
    start = StanceChange(party=2, issue=0, position=100.0, salience=60.0)
    assert search(W3, start, COMPROMISE, 100.0, SearchEffort(trials=40)).change.capability is None
    found = search(W3, start, COMPROMISE, 100.0, SearchEffort(trials=40, capability=2.0))
    assert found.change.capability == pytest.approx(1.6)
    assert found.after == pytest.approx(104 / 2.06)


def test_a_rule_that_settles_issues_together_is_told_of_all_of_them() -> None:
    """Moving on one of two issues that are exchanged gives what settling both again gives."""
    two = Stances(
        position=np.array([[0.0, 100.0], [40.0, 20.0], [100.0, 10.0]]),
        salience=np.array([[90.0, 30.0], [40.0, 80.0], [60.0, 70.0]]),
        capability=np.array([1.0, 0.5, 0.8]),
    )
    change = StanceChange(party=2, issue=0, position=90.0)
    for key, choices in (("exchange", {}), ("ktab", {"issues": "together"}), ("ktab", {}), ("compromise", {})):
        rule = RULES[key]
        (point,) = Forecasting(rule=rule, choices=choices).points(two, 0, [change])
        assert point == pytest.approx(rule.settle(changed(two, change), choices).points[0])


def test_counter_moves_need_two_positions() -> None:
    with pytest.raises(ValueError, match="position"):
        counter_moves(one_issue([np.nan, 50], [50, 50], [1, 1]), Opponents(issue=0, parties=(0, 1)), COMPROMISE)
