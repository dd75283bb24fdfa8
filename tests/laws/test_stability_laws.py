"""What must hold of stability in every conflict, whatever the numbers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.cases import dispute, positions, random_raw, read, with_moves
from tests.oracles.conflict_graph import graph_of
from tests.oracles.stability_oracle import Conflict, hand_made, random_conflict
from winset.analyses.settlement.packages import Bools
from winset.analyses.stability import readings as in_readings
from winset.analyses.stability import stability as looked_at
from winset.analyses.stability import states as written
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.readings import StabilityQuestion, finding_name, in_all_readings, is_fixed, stable_at
from winset.analyses.stability.stability import can_be_asked_about, stability
from winset.analyses.stability.states import states_of
from winset.analyses.stability.verdicts import Verdicts
from winset.compiled import compiled
from winset.errors import TooLarge, WinsetError
from winset.readings import central, draw_readings

KEYS = [key for key in definitions if key != "sim"]
seeds = st.integers(0, 2**32)


def stable(graph: Graph, key: str, party: int) -> Bools:
    found = Verdicts(graph).stable(definitions[key], party)
    assert found is not None
    return found


def some(seed: int) -> Conflict:
    rng = random.Random(seed)
    return random_conflict(rng) if seed % 3 else hand_made(rng)


@given(seeds)
def test_a_stable_state_is_stable_under_every_definition_that_the_register_says_follows(seed: int) -> None:
    conflict = some(seed)
    graph = graph_of(conflict)
    known = KEYS if conflict.names is None else list(definitions)
    for key in known:
        for stronger in definitions[key].implied_by:
            for party in conflict.parties:
                assert not (stable(graph, stronger, party) & ~stable(graph, key, party)).any()


@given(seeds)
def test_the_numbers_of_states_and_parties_do_not_matter(seed: int) -> None:
    conflict, rng = some(seed), random.Random(seed + 1)
    states, parties = list(conflict.states), list(conflict.parties)
    rng.shuffle(states)
    rng.shuffle(parties)
    place = {state: n for n, state in enumerate(states)}
    other = Conflict(
        moves=[[{place[to] for to in conflict.moves[party][state]} for state in states] for party in parties],
        pay=[[conflict.pay[party][state] for state in states] for party in parties],
        names=None if conflict.names is None else [conflict.names[state] for state in states],
    )
    one, two = graph_of(conflict), graph_of(other)
    for key in KEYS if conflict.names is None else definitions:
        for n, party in enumerate(parties):
            assert stable(two, key, n).tolist() == stable(one, key, party)[states].tolist()


@given(seeds)
def test_a_party_that_is_indifferent_finds_every_state_stable(seed: int) -> None:
    conflict = some(seed)
    conflict.pay[0][:] = [0] * len(conflict.states)
    graph = graph_of(conflict)
    for key in KEYS:
        assert stable(graph, key, 0).all()


@given(seeds)
def test_the_less_a_party_can_move_the_more_is_nash_stable_for_it(seed: int) -> None:
    conflict, rng = some(seed), random.Random(seed + 1)
    before = stable(graph_of(conflict), "nash", 0)
    for ends in conflict.moves[0]:
        ends -= {to for to in list(ends) if rng.random() < 0.3}
    assert not (before & ~stable(graph_of(conflict), "nash", 0)).any()


@given(seeds)
def test_the_less_the_others_can_move_the_less_is_answered(seed: int) -> None:
    conflict, rng = some(seed), random.Random(seed + 1)
    before = {key: stable(graph_of(conflict), key, 0) for key in ("gmr", "smr", "seq", "sseq")}
    for moves in conflict.moves[1:]:
        for ends in moves:
            ends -= {to for to in list(ends) if rng.random() < 0.3}
    for key, was in before.items():
        assert not (stable(graph_of(conflict), key, 0) & ~was).any()


@pytest.mark.parametrize("key", KEYS)
def test_another_unit_of_payoffs_changes_nothing(key: str) -> None:
    rng = random.Random(key)
    for _ in range(20):
        conflict = random_conflict(rng)
        other = Conflict(moves=conflict.moves, pay=[[7 * p**3 - 2 for p in row] for row in conflict.pay])
        for party in conflict.parties:
            assert np.array_equal(stable(graph_of(conflict), key, party), stable(graph_of(other), key, party))


@given(seeds)
def test_what_is_said_of_one_state_is_what_is_said_of_all(seed: int) -> None:
    conflict = some(seed)
    graph = graph_of(conflict)
    keys = tuple(definitions) if conflict.names is not None else tuple(KEYS)
    all_states = {key: [stable(graph, key, party) for party in conflict.parties] for key in keys}
    for state in conflict.states:
        for party in conflict.parties:
            told = stable_at(graph, party, state, keys)
            assert told == {key: bool(all_states[key][party][state]) for key in keys}


@pytest.mark.parametrize("by_value", [True, False])
def test_over_readings_it_is_what_each_reading_says_alone(by_value: bool) -> None:
    raw = dispute(
        moves={"border": {"by": ["north"]}, "trade": {"by": ["south", "north"]}, "prisoners": {"by": "south"}},
        judgements={
            "salience": {"border": {"north": [0, 40, 90], "south": [0, 20, 90]}, "trade": {"south": [0, 30, 90]}},
            "links": [{"party": "north", "when": {"border": "new", "trade": "open"}, "points": [-30, 10, 60]}],
            "statements": {"north": [{"trade": "shut"}, {"border": "new"}]},
        },
    )
    case = positions(raw)
    package = (("border", "middle"), ("trade", "open"), ("prisoners", "freed"))
    question = StabilityQuestion(package=package, keys=tuple(definitions), parties=case.parties, by_value=by_value)
    draws = draw_readings(case, 3, range(60))
    told = question(case)(draws)
    assert set(told) == set(question.findings)
    states = states_of(case, central(case), case.package(dict(package)), by_value=by_value)
    state = states.state(case.package(dict(package)))
    for n in range(len(draws)):
        verdicts = Verdicts(states.graph_in(draws.reading(n), by_value=by_value))
        for key, definition in definitions.items():
            for party, name in enumerate(case.parties):
                one = verdicts.stable(definition, party)
                assert one is not None
                assert bool(told[finding_name(key, name)][n]) == bool(one[state])
            assert bool(told[key][n]) == all(told[finding_name(key, name)][n] for name in case.parties)
    assert any(0 < told[name].sum() < len(draws) for name in question.findings)


def test_a_package_that_a_version_of_the_case_does_not_have_is_stable_there_in_no_reading() -> None:
    case = positions(dispute(moves={"trade": {"by": ["north"]}}))
    question = StabilityQuestion(package=(("border", "elsewhere"),), keys=("nash",), parties=case.parties)
    assert not any(told.any() for told in question(case)(draw_readings(case, 1, range(4))).values())


def test_where_all_orders_are_statements_no_reading_is_looked_at_twice() -> None:
    statements = {"north": [{"trade": "open"}], "south": [{"trade": "shut"}]}
    case = positions(dispute(moves={"trade": {"by": ["north"]}}, judgements={"statements": statements}))
    assert is_fixed(case, by_value=False)
    assert not is_fixed(case, by_value=True)
    question = StabilityQuestion(package=(("trade", "shut"),), keys=("nash",), parties=case.parties)
    told = question(case)(draw_readings(case, 1, range(5)))
    assert told["nash"].tolist() == [False] * 5
    assert told["nash.south"].tolist() == [True] * 5
    found = stability(case, case.package({"trade": "shut"}), "named")
    assert found.of_package is not None
    once = in_all_readings(found, found.of_package)
    assert {name: once[name] for name in told} == {name: bool(each.all()) for name, each in told.items()}


def test_too_many_reasons_are_refused_and_too_many_states_are_not_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free = {issue: {"by": ["north"]} for issue in ("border", "trade", "prisoners")}
    case = positions(dispute(moves=free, judgements={"statements": {"north": [{"border": "new"}, {"trade": "open"}]}}))
    still = case.package({})
    monkeypatch.setattr(looked_at, "MOST_REASONS", 7)
    with pytest.raises(TooLarge, match="`north` could gain in 8 ways"):
        stability(case, still, "still")
    assert stability(case, case.package({"border": "new"}), "named").of_package is not None
    monkeypatch.setattr(written, "MOST", 11)
    unlisted = stability(case, still, "still")
    assert not unlisted.states.are_listed
    assert unlisted.of_package is not None
    assert unlisted.of_package.holds("nash") is False
    assert stability(case, None, "still").of_package is None


def test_in_readings_more_states_than_the_limit_says_are_worked_out_as_they_are_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = positions(dispute(moves={"trade": {"by": ["north"]}}))
    question = StabilityQuestion(package=(("trade", "shut"),), keys=("nash", "seq"), parties=case.parties)
    listed = question(case)(draw_readings(case, 1, range(9)))
    in_readings._states.cache_clear()
    monkeypatch.setattr(in_readings, "MOST", 1)
    unlisted = question(case)(draw_readings(case, 1, range(9)))
    assert {name: told.tolist() for name, told in unlisted.items()} == {
        name: told.tolist() for name, told in listed.items()
    }
    in_readings._states.cache_clear()


@pytest.mark.parametrize("seed", range(40))
def test_an_agreed_rule_removes_no_state_and_changes_no_package_that_keeps_it(seed: int) -> None:
    rng = random.Random(f"agreed {seed}")
    raw = with_moves(random_raw(f"agreed {seed}"), rng)
    one, other = rng.sample(list(raw["issues"]), 2) if len(raw["issues"]) > 1 else list(raw["issues"]) * 2
    condition = {one: rng.choice(list(raw["issues"][one]["options"]))}
    then = {other: rng.choice(list(raw["issues"][other]["options"]))}
    rule = {"id": "added", "if": condition, "then": then, "kind": "agreed"}
    before = compiled(read(raw))
    after = compiled(read({**raw, "rules": [*raw.get("rules", []), rule]}))
    package = tuple(rng.randrange(len(names)) for names in before.options)
    if not can_be_asked_about(before, package):
        return
    was = stability(before, package, "named")
    assert states_of(after, central(after), package).graph.states == was.states.graph.states
    if not can_be_asked_about(after, package):
        with pytest.raises(WinsetError, match="breaks a rule of the case: `added`"):
            stability(after, package, "named")
        return
    now = stability(after, package, "named")
    assert was.of_package is not None
    assert now.of_package is not None
    assert now.of_package.reasons == was.of_package.reasons
    for key in definitions:
        later, earlier = now.equilibria(key), was.equilibria(key)
        assert (later is None and earlier is None) or np.array_equal(later, earlier)  # type: ignore[arg-type]


def test_a_guarantee_that_is_tied_to_a_ceasefire_forbids_no_war() -> None:
    rule = {"id": "after", "if": {"border": "new"}, "then": {"trade": "open"}}
    moves = {"trade": {"by": ["north"], "from_to": [["open", "shut"]]}}
    judged = {"statements": {"north": [{"trade": "shut"}], "south": [{"trade": "open"}]}}
    for kind, holds in (("agreed", False), ("fact", True)):
        case = positions(dispute(moves=moves, rules=[{**rule, "kind": kind}], judgements=judged))
        held = stability(case, case.package({"border": "new", "trade": "open"}), "named").of_package
        assert held is not None
        assert held.holds("nash") is holds
        assert [one.rules[0].name for one in held.blocked] == (["after"] if holds else [])
