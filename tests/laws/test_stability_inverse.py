"""The fewest changes of preference against all rankings tried in turn, and what an analyst may expect of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from tests.oracles import joint_moves_oracle as oracle
from tests.oracles.joint_moves_oracle import Model
from tests.oracles.ranking_count import rankings_that_hold
from winset.analyses.stability.deterrence import CONCEPTS
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.inverse import (
    Inverse,
    PreferenceChange,
    StabilityTarget,
    comparison_changes,
    fewest_changes,
    programme,
)
from winset.errors import TooLarge


def wishes(name: str, cases: int, most_states: int) -> Iterator[tuple[Model, StabilityTarget]]:
    """Small questions: one or two parties may vary, and the state must hold for any of them or for others as well."""
    for number in range(cases):
        random = Random(f"{name} {number}")
        model = oracle.random_model(random, most_states=most_states, most_parties=3)
        parties = list(model.parties)
        yield (
            model,
            StabilityTarget(
                target=random.choice(model.states),
                concept=CONCEPTS[number % 4],
                vary=tuple(sorted(random.sample(parties, random.randint(1, 2)))),
                stable_for=tuple(sorted(random.sample(parties, random.randint(1, len(parties))))),
                everywhere=number % 8 < 4,
            ),
        )


def by_trying_everything(model: Model, wish: StabilityTarget, counted: dict[int, list[int]]) -> tuple[int, int] | None:
    """The fewest comparisons to change among the counted states, and of those the fewest to turn round."""
    best = None
    for orders in product(oracle.weak_orders(len(model.states)), repeat=len(wish.vary)):
        rank = list(model.rank)
        cost = [0, 0]
        for party, order in zip(wish.vary, orders, strict=True):
            rank[party] = order
            for one, other in combinations(counted[party], 2):
                before = oracle.sign(model.rank[party][one] - model.rank[party][other])
                after = oracle.sign(order[one] - order[other])
                cost[0] += before != after
                cost[1] += before == -after != 0
        tried = (cost[0], cost[1])
        if best is not None and tried >= best:
            continue
        changed = Model(rank=tuple(rank), can=model.can)
        if all(oracle.alone(wish.concept, changed, party, wish.target) for party in wish.stable_for):
            best = tried
    return best


def implied_changes(graph: Graph, inverse: Inverse) -> tuple[PreferenceChange, ...]:
    """The comparisons with states that do not matter, which change as well so that each party keeps one ranking."""
    if inverse.rank is None:
        return ()
    every = [range(graph.states)] * graph.parties
    return tuple(
        change for change in comparison_changes(graph, inverse.rank, every) if change not in set(inverse.changes)
    )


@pytest.mark.parametrize(("cases", "most_states"), [(80, 4), pytest.param(1320, 4, marks=pytest.mark.slow)])
def test_no_fewer_changes_of_preference_would_do(cases: int, most_states: int) -> None:
    seen = set()
    for model, wish in wishes("inverse", cases, most_states):
        graph = model.graph()
        found = fewest_changes(graph, wish)
        occurring = programme(graph, wish).occurring
        slow = by_trying_everything(model, wish, {party: sorted(occurring[party]) for party in wish.vary})
        seen.add((wish.concept, found.status))
        if slow is None:
            assert found.status == "none exists"
            continue
        assert found.status == "found"
        turned = sum({change.before, change.after} == {"better", "worse"} for change in found.changes)
        assert (len(found.changes), turned) == slow
        assert found.at_least == slow[0]
        assert found.rank is not None
        assert not (wish.everywhere and implied_changes(graph, found))
        put_back = Model(rank=tuple(tuple(row) for row in found.rank.tolist()), can=model.can)
        assert all(oracle.alone(wish.concept, put_back, party, wish.target) for party in wish.stable_for)
        for party in model.parties:
            changed = [change for change in (*found.changes, *implied_changes(graph, found)) if change.party == party]
            assert len(changed) == oracle.differing(model.rank[party], put_back.rank[party])
            assert party in wish.vary or not changed
        already = all(oracle.alone(wish.concept, model, party, wish.target) for party in wish.stable_for)
        assert already == (not found.changes)
        assert not implied_changes(graph, found) or found.changes
    assert {concept for concept, answer in seen if answer == "found"} == set(CONCEPTS)
    assert {concept for concept, answer in seen if answer == "none exists"} >= {"nash", "smr", "seq"}


@pytest.mark.parametrize("cases", [8, pytest.param(616, marks=pytest.mark.slow)])
def test_larger_questions_are_answered_with_preferences_that_do(cases: int) -> None:
    for number in range(cases):
        random = Random(f"larger {number}")
        model = oracle.random_model(random, most_states=12)
        graph = model.graph()
        parties = tuple(model.parties)
        wish = StabilityTarget(
            target=random.choice(model.states), concept=CONCEPTS[number % 4], vary=parties, stable_for=parties
        )
        found, everywhere = fewest_changes(graph, replace(wish, everywhere=False)), fewest_changes(graph, wish)
        assert found.status == everywhere.status == "found"
        assert all(verdict.stable for verdict in (*found.verdicts, *everywhere.verdicts))
        assert len(found.changes) <= len(everywhere.changes) <= len(found.changes) + len(implied_changes(graph, found))
        assert not implied_changes(graph, everywhere)


def test_rankings_that_hold_are_those_of_trying_all() -> None:
    for number in range(60):
        random = Random(f"count {number}")
        model = oracle.random_model(random, most_states=5, most_parties=3)
        party = random.choice(model.parties)
        wish = StabilityTarget(
            target=random.choice(model.states),
            concept=CONCEPTS[number % 4],
            vary=(party,),
            stable_for=tuple(model.parties) if number % 3 else (party,),
        )
        counted = rankings_that_hold(model.graph(), wish)
        orders = oracle.strict_orders(len(model.states))
        holding = 0
        for order in orders:
            rank = [order if one == party else row for one, row in enumerate(model.rank)]
            changed = Model(rank=tuple(rank), can=model.can)
            holding += all(oracle.alone(wish.concept, changed, one, wish.target) for one in wish.stable_for)
        assert (counted.fulfilling, counted.rankings) == (holding, len(orders))


def test_a_count_refuses_what_it_cannot_do() -> None:
    states = 12
    graph = Graph(
        rank=np.zeros((2, states), dtype=np.int64),
        moves=(Moves.from_lists([range(1, states), *[[]] * (states - 1)]),) * 2,
    )
    wish = StabilityTarget(target=0, concept="nash", vary=(0,), stable_for=(0,))
    with pytest.raises(TooLarge, match="12 states matter"):
        rankings_that_hold(graph, wish)
    with pytest.raises(ValueError, match="one party at a time"):
        rankings_that_hold(graph, replace(wish, vary=(0, 1)))


def test_a_weaker_concept_never_needs_more_changes() -> None:
    for number in range(16):
        random = Random(f"weaker {number}")
        model = oracle.random_model(random, most_states=6)
        graph, everyone = model.graph(), tuple(model.parties)
        target = random.choice(model.states)
        nash, gmr, smr, seq = (
            len(
                fewest_changes(
                    graph, StabilityTarget(target=target, concept=concept, vary=everyone, stable_for=everyone)
                ).changes
            )
            for concept in CONCEPTS
        )
        assert gmr <= smr <= nash
        assert gmr <= seq <= nash


def test_an_inverse_that_stops_at_a_limit_says_so_and_claims_too_much_of_nothing() -> None:
    for number, concept in product(range(4), CONCEPTS):
        model = oracle.random_model(Random(f"time {number}"), most_states=9)
        parties = tuple(model.parties)
        wish = StabilityTarget(target=0, concept=concept, vary=parties, stable_for=parties)
        stopped, whole = fewest_changes(model.graph(), wish, nodes=0), fewest_changes(model.graph(), wish)
        assert whole.status == "found"
        assert stopped.status in ("limit", "found")
        assert stopped.at_least <= len(whole.changes)
        assert stopped.rank is None or stopped.status == "found"


def test_where_nobody_may_change_the_answer_is_whether_it_holds_already() -> None:
    for number in range(20):
        model = oracle.random_model(Random(f"fixed {number}"))
        graph, everyone = model.graph(), tuple(model.parties)
        for target, concept in product(model.states, CONCEPTS):
            found = fewest_changes(graph, StabilityTarget(target=target, concept=concept, vary=(), stable_for=everyone))
            already = all(oracle.alone(concept, model, party, target) for party in everyone)
            assert found.status == ("found" if already else "none exists")
            assert not found.changes
            assert graph.rank.flags.writeable
