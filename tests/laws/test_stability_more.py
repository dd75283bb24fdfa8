"""Joint moves, paths, coalitions, limited moves, strength, the unknown, the inverse: against definitions and laws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from oracles import joint_moves_oracle as oracle
from oracles.joint_moves_oracle import Model
from winset.analyses.stability.coalitions import (
    Coalitions,
    together,
    with_coalitions,
    with_individuals,
    with_partition,
)
from winset.analyses.stability.deterrence import CONCEPTS, Verdict
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.inverse import Wish, fewest_changes, programme
from winset.analyses.stability.inverse_count import rankings_that_hold
from winset.analyses.stability.limited import limited
from winset.analyses.stability.paths import status_quo
from winset.analyses.stability.sequences import Path, are_transitive, joint_moves
from winset.analyses.stability.strength import strength
from winset.analyses.stability.unknown import Comparisons, Unknown, under_readings
from winset.errors import TooLarge

LONGEST_TRIED = 6
"""Moves in a sequence, where all sequences are tried: their number grows with a power of it."""
FEW_OR_MANY = pytest.mark.parametrize("cases", [60, pytest.param(1500, marks=pytest.mark.slow)])


def models(name: str, cases: int, most_states: int = 7) -> Iterator[tuple[Random, Model]]:
    for number in range(cases):
        random = Random(f"{name} {number}")
        yield (
            random,
            oracle.option_model(random) if number % 3 == 0 else oracle.random_model(random, most_states=most_states),
        )


def is_legal(moves: tuple[Moves, ...], start: int, path: Path) -> bool:
    """Each step is a move of its party from where the last one ended, and no party moves twice in succession."""
    here, last = start, -1
    for party, to in path:
        if party == last or to not in moves[party].of(here):
            return False
        here, last = to, party
    return True


@FEW_OR_MANY
def test_joint_moves_are_those_of_the_definition_with_legal_shortest_paths(cases: int) -> None:
    for _, model in models("joint", cases):
        graph = model.graph()
        for movers in oracle.subsets(model.parties):
            for start in model.states:
                for moves, slow in ((graph.moves, oracle.by_moves), (graph.improvements, oracle.by_improvements)):
                    reach = joint_moves(moves, start, movers)
                    assert set(reach) == slow(model, movers, start)
                    for state in reach:
                        path = reach.path(state)
                        assert len(path) == reach.steps[state]
                        assert path[-1].to == state
                        assert {step.party for step in path} <= set(movers)
                        assert is_legal(moves, start, path)


@FEW_OR_MANY
def test_joint_moves_are_plain_reachability_where_moves_are_transitive(cases: int) -> None:
    seen = {True: 0, False: 0}
    for _, model in models("transitive", cases):
        graph = model.graph()
        movers = [party for party in model.parties if are_transitive(graph.moves[party])]
        for start in model.states:
            if len(movers) > 1:
                assert set(joint_moves(graph.moves, start, movers)) - {start} == oracle.plainly(
                    model, movers, start
                ) - {start}
            everyone = set(joint_moves(graph.moves, start, model.parties)) - {start}
            plain = oracle.plainly(model, model.parties, start) - {start}
            assert everyone <= plain
            seen[everyone == plain] += 1
    assert min(seen.values()) > 0


@FEW_OR_MANY
def test_paths_from_the_status_quo_are_all_the_shortest(cases: int) -> None:
    for random, model in models("paths", cases, most_states=5):
        graph = model.graph()
        start = random.choice(model.states)
        found = status_quo(graph, start, model.states, most_paths=10**6)
        for one in found.destinations:
            for way, improving in ((one.by_moves, False), (one.by_improvements, True)):
                if one.state == start:
                    assert way.steps == 0
                    continue
                slow = oracle.shortest(model, start, one.state, LONGEST_TRIED, improving)
                assert way.complete
                assert way.steps == (len(slow[0]) if slow else None) or (way.steps or 0) > LONGEST_TRIED
                assert sorted(way.paths) == slow or (way.steps or 0) > LONGEST_TRIED
                few = status_quo(graph, start, [one.state], most_paths=1).destinations[0].by_moves
                assert few.complete == (len(one.by_moves.paths) <= 1)


def checked(graph: Graph, verdict: Verdict) -> None:
    """Every way out and every countermove of a verdict is legal and does what the verdict says of it."""
    rank = graph.rank

    def gain(state: int) -> bool:
        return all(rank[party, state] > rank[party, verdict.state] for party in verdict.movers)

    for way_out in (*verdict.unanswered, *(answer.way_out for answer in verdict.answers)):
        assert is_legal(graph.moves, verdict.state, way_out)
        assert gain(way_out[-1].to)
    for answer in verdict.answers:
        assert verdict.concept != "nash"
        here = answer.way_out[-1].to
        for leg in answer.legs:
            assert is_legal(graph.moves, here, leg.path)
            assert not set(leg.movers) & set(verdict.movers)
            assert {step.party for step in leg.path} <= set(leg.movers)
            if verdict.concept == "seq":
                assert all(rank[party, leg.to] > rank[party, here] for party in leg.movers)
            here = leg.to
        assert not gain(here)
        assert not any(gain(reply) for reply in answer.replies)


@FEW_OR_MANY
def test_coalition_verdicts_are_those_of_the_definition(cases: int) -> None:
    for _, model in models("coalition", cases, most_states=6):
        graph = model.graph()
        blocks = [[party for party in model.parties if party % 2 == side] for side in (0, 1)]
        chosen: list[Coalitions] = [with_coalitions(graph), with_partition(graph, blocks), with_individuals(graph)]
        for acting, concept in product(chosen, CONCEPTS):
            found = together(acting, concept)
            for (coalition, state), verdict in found.verdicts.items():
                assert verdict.stable == oracle.holds(concept, model, coalition, state, list(acting.acting))
                checked(graph, verdict)
            assert set(found.stable) == set(model.states) - {upset.state for upset in found.upsets}
            if acting.mode == "individuals":
                for party in model.parties:
                    assert found.stable_for((party,)) == tuple(
                        state for state in model.states if oracle.alone(concept, model, party, state)
                    )


def test_single_parties_among_coalitions_are_individuals_but_for_answers_by_coalitions() -> None:
    """Under `seq` those left out may answer as a coalition, so that more is stable for one party than alone."""
    more = 0
    for _, model in models("single", 200):
        graph = model.graph()
        for concept in CONCEPTS:
            among, alone = together(with_coalitions(graph), concept), together(with_individuals(graph), concept)
            for party in model.parties:
                one, other = set(among.stable_for((party,))), set(alone.stable_for((party,)))
                if concept == "seq" and graph.parties > 2:
                    assert one >= other
                    more += one > other
                else:
                    assert one == other
            assert set(among.stable) <= set(alone.stable) or concept == "seq"
    assert more > 0


def test_weaker_concepts_hold_wherever_stronger_ones_do() -> None:
    for _, model in models("implications", 60):
        for make in (with_coalitions, with_individuals):
            acting = make(model.graph())
            found = {concept: together(acting, concept) for concept in CONCEPTS}
            for one in acting.acting:
                nash, gmr, smr, seq = (set(found[concept].stable_for(one)) for concept in CONCEPTS)
                assert nash <= smr <= gmr
                assert nash <= seq <= gmr


@pytest.mark.parametrize("blocks", [[[0, 1]], [[0, 1, 2], [2]], [[0], [1, 2], []], [[0, 1, 2, 3]]])
def test_a_partition_holds_every_party_once(blocks: list[list[int]]) -> None:
    graph = Graph(rank=np.zeros((3, 1), dtype=np.int64), moves=(Moves.from_lists([[]]),) * 3)
    with pytest.raises(ValueError, match="exactly one block"):
        with_partition(graph, blocks)


def slow_outcomes(model: Model, ahead: int, party: int, state: int) -> set[int]:
    """By the definition, with every way in which ties may fall tried in turn."""
    rank = model.rank[party]
    targets = [b for a, b in sorted(model.can[party]) if a == state]
    if ahead == 0 or not targets:
        return {state}
    later = [sorted(slow_outcomes(model, ahead - 1, 1 - party, to)) for to in targets]
    found = set()
    for ends in product(*later):
        best = max(rank[end] for end in ends)
        found |= {end if best > rank[state] else state for end in ends if rank[end] == best}
    return found


def two_parties(random: Random) -> Model:
    return oracle.random_model(random, most_states=5, most_parties=2)


@FEW_OR_MANY
def test_limited_moves_are_those_of_the_definition_whichever_way_ties_fall(cases: int) -> None:
    several = cycles = 0
    for number in range(cases):
        model = two_parties(Random(f"limited {number}"))
        graph = model.graph()
        found = limited(graph, 60)
        for ahead, party, state in product(range(4), range(2), model.states):
            outcomes = found.anticipated(ahead, party, state)
            assert outcomes == slow_outcomes(model, ahead, party, state)
            several += len(outcomes) > 1
        nash = together(with_individuals(graph), "nash")
        for party in model.parties:
            assert found.stable(1, party) == nash.stable_for((party,))
        assert found.cycle is not None
        cycles += found.cycle.length > 1
        once, twice = found.cycle.first, found.cycle.first + found.cycle.length
        assert all(
            found.holds(once, party, state) == found.holds(twice, party, state)
            for party, state in product(range(2), model.states)
        )
    assert several
    assert cycles


def test_what_repeats_is_what_would_have_been_worked_out() -> None:
    for number in range(40):
        model = two_parties(Random(f"repeats {number}"))
        found = limited(model.graph(), 60)
        now = [[{state} for state in model.states] for _ in range(2)]
        for ahead in range(1, 30):
            now = [[one_step(model, party, state, now) for state in model.states] for party in range(2)]
            for party, state in product(range(2), model.states):
                assert found.anticipated(ahead, party, state) == now[party][state]


def one_step(model: Model, party: int, state: int, now: list[list[set[int]]]) -> set[int]:
    rank = model.rank[party]
    later = [sorted(now[1 - party][b]) for a, b in sorted(model.can[party]) if a == state]
    if not later:
        return {state}
    found = set()
    for ends in product(*later):
        best = max(rank[end] for end in ends)
        found |= {end if best > rank[state] else state for end in ends if rank[end] == best}
    return found


def test_limited_moves_are_for_two_parties_and_say_what_was_not_worked_out() -> None:
    model = oracle.random_model(Random("three"), most_parties=4)
    while len(model.rank) == 2:
        model = oracle.random_model(Random(f"three {model.rank}"), most_parties=4)
    with pytest.raises(ValueError, match="two parties"):
        limited(model.graph(), 3)
    found = limited(two_parties(Random("short")).graph(), 0)
    assert found.far(0, 0) == "not computed"
    with pytest.raises(ValueError, match="not worked out"):
        found.anticipated(1, 0, 0)


@FEW_OR_MANY
def test_strong_stability_is_stability_with_a_higher_bar(cases: int) -> None:
    seen = set()
    for random, model in models("strength", cases):
        graph = model.graph()
        gap = random.randint(1, 3)

        def strong(party: int, better: int, worse: int, graph: Graph = graph, gap: int = gap) -> bool:
            return bool(graph.rank[party, better] - graph.rank[party, worse] >= gap)

        for party, state, concept in product(model.parties, model.states, CONCEPTS):

            def relation(who: int, t: int, s: int, graph: Graph = graph, gap: int = gap, party: int = party) -> str:
                """Reading b of the oracle: what the party finds a little worse, or equal, does not count as worse."""
                difference = graph.rank[who, t] - graph.rank[who, s]
                return "+" if difference > 0 else "-" if difference <= -gap or who != party else "U"

            found = strength(graph, strong, party, state, concept)
            assert found.general.stable == oracle.alone(concept, model, party, state)
            checked(graph, found.general)
            seen.add(found.degree)
            if concept == "nash":
                assert found.degree is None
            else:
                assert (found.degree == "strongly stable") == oracle.unsure(
                    "b", concept, model, relation, (party, state)
                )
            if found.strong is not None and found.strong.stable:
                assert found.general.stable
                assert all(graph.rank[party, state] - graph.rank[party, a.ends] >= gap for a in found.strong.answers)
            if found.degree is not None and gap == 1 and len(set(model.rank[party])) == graph.states:
                assert found.degree != "weakly stable"
    assert seen == {"strongly stable", "weakly stable", "unstable", None}


@FEW_OR_MANY
def test_unknown_preferences_are_read_in_the_four_ways_of_the_definition(cases: int) -> None:
    for random, model in models("unknown", cases, most_states=5):
        graph = model.graph()
        share = random.choice([0.0, 0.3, 0.6])
        pairs = frozenset(
            (party, one, other)
            for party in model.parties
            for one, other in combinations(model.states, 2)
            if random.random() < share
        )

        def unknown(party: int, one: int, other: int, pairs: frozenset[tuple[int, int, int]] = pairs) -> bool:
            return (party, min(one, other), max(one, other)) in pairs

        def relation(party: int, t: int, s: int, model: Model = model, unknown: Unknown = unknown) -> str:
            if t != s and unknown(party, t, s):
                return "U"
            return "-=+"[oracle.sign(model.rank[party][t] - model.rank[party][s]) + 1]

        comparisons = Comparisons(known=graph, unknown=unknown)
        for party, state, concept in product(model.parties, model.states, CONCEPTS):
            found = under_readings(comparisons, party, state, concept)
            stable = {reading: verdict.stable for reading, verdict in found.items()}
            for reading, answer in stable.items():
                assert answer == oracle.unsure(reading, concept, model, relation, (party, state))
            assert stable["a"] <= stable["b"] <= stable["d"]
            assert stable["a"] <= stable["c"] <= stable["d"]
            if concept == "nash":
                assert stable["a"] == stable["c"]
                assert stable["b"] == stable["d"]
            if not pairs:
                assert set(stable.values()) == {oracle.alone(concept, model, party, state)}


def wishes(name: str, cases: int, most_states: int) -> Iterator[tuple[Model, Wish]]:
    """Small questions: one or two parties may vary, and the state must hold for any of them or for others as well."""
    for number in range(cases):
        random = Random(f"{name} {number}")
        model = oracle.random_model(random, most_states=most_states, most_parties=3)
        parties = list(model.parties)
        yield (
            model,
            Wish(
                target=random.choice(model.states),
                concept=CONCEPTS[number % 4],
                vary=tuple(sorted(random.sample(parties, random.randint(1, 2)))),
                holding=tuple(sorted(random.sample(parties, random.randint(1, len(parties))))),
                everywhere=number % 8 < 4,
            ),
        )


def by_trying_everything(model: Model, wish: Wish, counted: dict[int, list[int]]) -> tuple[int, int] | None:
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
        if all(oracle.alone(wish.concept, changed, party, wish.target) for party in wish.holding):
            best = tried
    return best


@pytest.mark.parametrize(("cases", "most_states"), [(320, 4), pytest.param(1200, 4, marks=pytest.mark.slow)])
def test_no_fewer_changes_of_preference_would_do(cases: int, most_states: int) -> None:
    seen = set()
    for model, wish in wishes("inverse", cases, most_states):
        graph = model.graph()
        found = fewest_changes(graph, wish)
        occurring = programme(graph, wish).occurring
        slow = by_trying_everything(model, wish, {party: sorted(occurring[party]) for party in wish.vary})
        seen.add((wish.concept, found.found))
        if slow is None:
            assert found.found == "none exists"
            continue
        assert found.found == "found"
        turned = sum({change.before, change.after} == {"better", "worse"} for change in found.changes)
        assert (len(found.changes), turned) == slow
        assert found.at_least == slow[0]
        assert found.rank is not None
        assert not (wish.everywhere and found.following)
        put_back = Model(rank=tuple(tuple(row) for row in found.rank.tolist()), can=model.can)
        assert all(oracle.alone(wish.concept, put_back, party, wish.target) for party in wish.holding)
        for party in model.parties:
            changed = [change for change in (*found.changes, *found.following) if change.party == party]
            assert len(changed) == oracle.differing(model.rank[party], put_back.rank[party])
            assert party in wish.vary or not changed
        already = all(oracle.alone(wish.concept, model, party, wish.target) for party in wish.holding)
        assert already == (not found.changes)
        assert not found.following or found.changes
    assert seen >= {(concept, answer) for concept in CONCEPTS for answer in ("found", "none exists")}


@pytest.mark.parametrize("cases", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_larger_questions_are_answered_with_preferences_that_do(cases: int) -> None:
    for number in range(cases):
        random = Random(f"larger {number}")
        model = oracle.random_model(random, most_states=12)
        graph = model.graph()
        parties = tuple(model.parties)
        wish = Wish(target=random.choice(model.states), concept=CONCEPTS[number % 4], vary=parties, holding=parties)
        found, everywhere = fewest_changes(graph, replace(wish, everywhere=False)), fewest_changes(graph, wish)
        assert found.found == everywhere.found == "found"
        assert all(verdict.stable for verdict in (*found.verdicts, *everywhere.verdicts))
        assert len(found.changes) <= len(everywhere.changes) <= len(found.changes) + len(found.following)
        assert not everywhere.following


def test_rankings_that_hold_are_those_of_trying_all() -> None:
    for number in range(60):
        random = Random(f"count {number}")
        model = oracle.random_model(random, most_states=5, most_parties=3)
        party = random.choice(model.parties)
        wish = Wish(
            target=random.choice(model.states),
            concept=CONCEPTS[number % 4],
            vary=(party,),
            holding=tuple(model.parties) if number % 3 else (party,),
        )
        counted = rankings_that_hold(model.graph(), wish)
        orders = oracle.strict_orders(len(model.states))
        holding = 0
        for order in orders:
            rank = [order if one == party else row for one, row in enumerate(model.rank)]
            changed = Model(rank=tuple(rank), can=model.can)
            holding += all(oracle.alone(wish.concept, changed, one, wish.target) for one in wish.holding)
        assert (counted.fulfilling, counted.rankings) == (holding, len(orders))


def test_a_count_refuses_what_it_cannot_do() -> None:
    states = 12
    graph = Graph(
        rank=np.zeros((2, states), dtype=np.int64),
        moves=(Moves.from_lists([range(1, states), *[[]] * (states - 1)]),) * 2,
    )
    wish = Wish(target=0, concept="nash", vary=(0,), holding=(0,))
    with pytest.raises(TooLarge, match="12 states matter"):
        rankings_that_hold(graph, wish)
    with pytest.raises(ValueError, match="one party at a time"):
        rankings_that_hold(graph, replace(wish, vary=(0, 1)))


def test_a_weaker_concept_never_needs_more_changes() -> None:
    for number in range(30):
        random = Random(f"weaker {number}")
        model = oracle.random_model(random, most_states=8)
        graph, everyone = model.graph(), tuple(model.parties)
        target = random.choice(model.states)
        nash, gmr, smr, seq = (
            len(fewest_changes(graph, Wish(target=target, concept=concept, vary=everyone, holding=everyone)).changes)
            for concept in CONCEPTS
        )
        assert gmr <= smr <= nash
        assert gmr <= seq <= nash


def test_an_inverse_that_runs_out_of_time_says_so_and_claims_too_much_of_nothing() -> None:
    for number, concept in product(range(4), CONCEPTS):
        model = oracle.random_model(Random(f"time {number}"), most_states=9)
        parties = tuple(model.parties)
        wish = Wish(target=0, concept=concept, vary=parties, holding=parties)
        stopped, whole = fewest_changes(model.graph(), wish, seconds=0.0), fewest_changes(model.graph(), wish)
        assert whole.found == "found"
        assert stopped.found in ("limit", "found")
        assert stopped.at_least <= len(whole.changes)
        assert stopped.rank is None or stopped.found == "found"
