"""Published conflicts, and small games worked by hand: several moves by one party, coalitions, paths, moves in view."""

from __future__ import annotations

import numpy as np
import pytest

from tests.oracles.ranking_count import rankings_that_hold
from tests.oracles.transitive_moves import are_transitive
from winset.analyses.stability.coalitions import coalition_verdicts, with_coalitions, with_individuals, with_partition
from winset.analyses.stability.deterrence import CONCEPTS, Concept
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.inverse import StabilityTarget, fewest_changes
from winset.analyses.stability.limited import limited_move_stability
from winset.analyses.stability.paths import by_coalitions, status_quo_analysis
from winset.analyses.stability.strength import strength
from winset.analyses.stability.unknown import Comparisons, Unknown, under_readings

from .graph_models import Published, published

CONFLICTS = ["prisoners_dilemma", "syria_iraq_1975", "cuban_missile", "elmira", "garrison"]


def two_by_two(first: list[int], second: list[int]) -> Graph:
    """Two parties with one yes-no choice each: the first moves between 0 and 1, 2 and 3; the other 0 and 2, 1 and 3."""
    return Graph(
        rank=np.array([first, second], dtype=np.int64) - 1,
        moves=(Moves.from_lists([[1], [0], [3], [2]]), Moves.from_lists([[2], [3], [0], [1]])),
    )


DILEMMA = two_by_two([2, 1, 4, 3], [2, 4, 1, 3])
CHICKEN = two_by_two([1, 2, 4, 3], [1, 4, 2, 3])
COOPERATE = 3


def numbered(states: tuple[int, ...]) -> list[int]:
    """Counted from 1, as in print."""
    return [state + 1 for state in states]


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", CONFLICTS)
def test_individual_verdicts_are_those_computed_from_the_published_definitions(name: str, concept: Concept) -> None:
    conflict = published(name)
    expected = conflict.data["independent_results"]["concepts"][concept]
    found = coalition_verdicts(with_individuals(conflict.graph), concept)
    assert numbered(found.stable) == expected["equilibria"]
    for party, states in expected["stable_for"].items():
        assert numbered(found.stable_for((conflict.party(party),))) == states


@pytest.mark.parametrize("concept", ["gmr", "smr"])
def test_a_countermove_in_garrison_needs_the_same_party_twice(concept: Concept) -> None:
    """The Canadian opposition could leave state 6 for 2. The American supporters answer it, then their opponents, then
    the supporters again; with one move each nobody could, and the published tool calls the state unstable.
    """
    conflict = published("garrison")
    support, opposed = conflict.party("US Support"), conflict.party("US Opposition")
    canada = conflict.party("Canadian Opposition")
    verdict = with_individuals(conflict.graph).verdict((canada,), 5, concept)
    assert verdict.stable
    (answer,) = verdict.deterrents
    assert answer.way_out == ((canada, 1),)
    assert answer.countermove == ((support, 0), (opposed, 3), (support, 2))


def test_garrison_and_elmira_have_moves_in_which_the_order_of_parties_does_not_matter() -> None:
    for name in ("garrison", "elmira"):
        conflict = published(name)
        transitive = [are_transitive(moves) for moves in conflict.graph.moves]
        assert all(transitive)


@pytest.fixture
def elmira() -> Published:
    return published("elmira")


def test_a_coalition_upsets_an_equilibrium_of_individuals_in_elmira(elmira: Published) -> None:
    """The ministry and the company gain together by leaving state 7 for 10, and the local government cannot answer."""
    pair = tuple(sorted((elmira.party("MoE"), elmira.party("Uniroyal"))))
    for concept in CONCEPTS:
        assert 6 in coalition_verdicts(with_individuals(elmira.graph), concept).stable
        verdict = with_coalitions(elmira.graph).verdict(pair, 6, concept)
        assert [path[-1].to for path in verdict.unanswered] == [9]
        assert not verdict.deterrents


@pytest.mark.parametrize("concept", CONCEPTS)
def test_universally_stable_states_of_elmira(elmira: Published, concept: Concept) -> None:
    expected = elmira.data["coalition_results"]["independent_universally_coalition_stable"][concept]
    assert numbered(coalition_verdicts(with_coalitions(elmira.graph), concept).stable) == expected


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_partition_of_elmira_is_another_question(elmira: Published, concept: Concept) -> None:
    expected = elmira.data["coalition_results"]["gmcr_py_partition_[MoE,Uniroyal],LG"][concept]
    blocks = [[elmira.party("MoE"), elmira.party("Uniroyal")], [elmira.party("Local Government")]]
    found = coalition_verdicts(with_partition(elmira.graph, blocks), concept)
    assert numbered(found.stable) == expected
    assert 8 in found.stable
    assert 8 not in coalition_verdicts(with_coalitions(elmira.graph), concept).stable


def test_paths_of_elmira_from_its_status_quo(elmira: Published) -> None:
    expected = elmira.data["status_quo_from_1"]
    found = status_quo_analysis(elmira.graph, 0, range(12))
    assert {state + 1: steps for state, steps in found.moves.items()} == {
        int(state): steps for state, steps in expected["UM_steps"].items()
    }
    assert {state + 1: steps for state, steps in found.improvements.items()} == {
        int(state): steps for state, steps in expected["UI_reachable"].items()
    }
    to_ten = found.destinations[9]
    path = tuple((elmira.party(name), state - 1) for name, state in expected["shortest_UM_path_to_10"])
    assert path in to_ten.by_moves.paths
    assert to_ten.by_moves.complete
    assert not to_ten.by_improvements.reached


def test_improvements_lead_elmira_to_its_resolution_only_if_two_parties_move_together(elmira: Published) -> None:
    """The local government insists, which leads to 7; then the ministry and the company agree, which leads to 10."""
    (route,) = by_coalitions(with_coalitions(elmira.graph), 0, [9])
    pair = tuple(sorted((elmira.party("MoE"), elmira.party("Uniroyal"))))
    assert route.legs is not None
    assert [(leg.movers, leg.to) for leg in route.legs] == [((elmira.party("Local Government"),), 6), (pair, 9)]
    assert not by_coalitions(with_individuals(elmira.graph), 0, [9])[0].reached


def test_limited_moves_in_chicken() -> None:
    found = limited_move_stability(CHICKEN, 10)
    assert [numbered(found.stable(1, party)) for party in (0, 1)] == [[2, 3], [2, 3]]
    assert [numbered(found.stable(2, party)) for party in (0, 1)] == [[3], [2]]
    for ahead in (3, 4, 5):
        assert [numbered(found.stable(ahead, party)) for party in (0, 1)] == [[3, 4], [2, 4]]


def test_limited_moves_in_the_prisoners_dilemma() -> None:
    found = limited_move_stability(DILEMMA, 10)
    assert numbered(found.stable(1, 0)) == [1, 3]
    for ahead in range(2, 6):
        assert numbered(found.stable(ahead, 0)) == [1, 3, 4]
    assert found.far(0, COOPERATE) == "stable"


def test_limited_moves_of_syria_never_settle() -> None:
    conflict = published("syria_iraq_1975")
    found = limited_move_stability(conflict.graph, 20)
    syria = conflict.party("Syria")
    stable = [numbered(found.stable(ahead, syria)) for ahead in range(1, 6)]
    assert stable == [[1, 6], [1, 3, 6], [1, 3], [1, 3, 6], [1, 6]]
    assert found.cycle is not None
    assert found.cycle.length > 1
    assert found.far(syria, 2) == "changes with the number of moves"
    assert found.far(syria, 0) == "stable"


def unsure_of(one: int, other: int) -> Unknown:
    return lambda party, a, b: party == 0 and {a, b} == {one, other}


def test_unknown_whether_a_party_would_gain_by_defecting() -> None:
    comparisons = Comparisons(graph=DILEMMA, unknown=unsure_of(2, COOPERATE))
    nash = under_readings(comparisons, 0, COOPERATE, "nash")
    assert {reading: verdict.stable for reading, verdict in nash.items()} == {
        "a": False,
        "b": True,
        "c": False,
        "d": True,
    }
    for concept in CONCEPTS[1:]:
        assert all(verdict.stable for verdict in under_readings(comparisons, 0, COOPERATE, concept).values())


def test_unknown_whether_the_answer_to_defecting_hurts() -> None:
    comparisons = Comparisons(graph=DILEMMA, unknown=unsure_of(0, COOPERATE))
    assert not any(verdict.stable for verdict in under_readings(comparisons, 0, COOPERATE, "nash").values())
    for concept in CONCEPTS[1:]:
        found = under_readings(comparisons, 0, COOPERATE, concept)
        assert [verdict.stable for verdict in found.values()] == [False, False, True, True]


@pytest.mark.parametrize(("much_worse", "degree"), [(True, "strongly stable"), (False, "weakly stable")])
@pytest.mark.parametrize("concept", CONCEPTS[1:])
def test_cooperation_holds_as_firmly_as_defection_by_both_is_disliked(
    concept: Concept, much_worse: bool, degree: str
) -> None:
    """With 4 much better than 1, it is also much better than 2, which is worse than 1."""
    found = strength(DILEMMA, lambda party, better, worse: much_worse and better == COOPERATE, 0, COOPERATE, concept)
    assert found.degree == degree


@pytest.mark.parametrize(("concept", "rankings"), [("nash", 240), ("gmr", 384), ("smr", 300), ("seq", 384)])
def test_rankings_of_syria_that_would_hold_the_second_state(concept: Concept, rankings: int) -> None:
    """A published guide prints 420 under `seq`, where the definition gives 720 (1 − 1/3 − 1/3 + 1/5) = 384."""
    conflict = published("syria_iraq_1975")
    wish = StabilityTarget(target=1, concept=concept, vary=(conflict.party("Syria"),), stable_for=(0, 1))
    counted = rankings_that_hold(conflict.graph, wish)
    assert (counted.fulfilling, counted.rankings) == (rankings, 720)
    assert conflict.data["inverse_results"]["independent_counts"][concept] == rankings


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", CONFLICTS)
def test_what_is_already_an_equilibrium_needs_no_change_and_nothing_else_does_without(
    name: str, concept: Concept
) -> None:
    conflict = published(name)
    everyone = tuple(range(conflict.graph.parties))
    stable = coalition_verdicts(with_individuals(conflict.graph), concept).stable
    for target in range(0, conflict.graph.states, 5):
        found = fewest_changes(
            conflict.graph, StabilityTarget(target=target, concept=concept, vary=everyone, stable_for=everyone)
        )
        assert found.status == "found"
        assert (not found.changes) == (target in stable)
