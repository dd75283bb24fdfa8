"""Joint moves, paths, coalitions, limited moves, strength, the unknown, the inverse: against definitions and laws."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from tests.oracles import joint_moves_oracle as oracle
from tests.oracles.joint_moves_oracle import Model
from tests.oracles.transitive_moves import are_transitive
from winset.analyses.stability.coalitions import (
    Coalitions,
    coalition_verdicts,
    with_coalitions,
    with_individuals,
    with_partition,
)
from winset.analyses.stability.deterrence import CONCEPTS, Leg, Verdict
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.limited import limited_move_stability
from winset.analyses.stability.moves import Reaches
from winset.analyses.stability.paths import by_coalitions, status_quo_analysis
from winset.analyses.stability.sequences import TOGETHER, Path, joint_moves
from winset.analyses.stability.strength import strength
from winset.analyses.stability.unknown import Comparisons, Unknown, under_readings

LONGEST_TRIED = 6
"""Moves in a sequence, where all sequences are tried: their number grows with a power of it."""
FEW_OR_MANY = pytest.mark.parametrize("cases", [15, pytest.param(1525, marks=pytest.mark.slow)])


def models(name: str, cases: int, most_states: int = 7) -> Iterator[tuple[Random, Model]]:
    for number in range(cases):
        random = Random(f"{name} {number}")
        yield (
            random,
            oracle.option_model(random) if number % 3 == 0 else oracle.random_model(random, most_states=most_states),
        )


def is_legal(moves: tuple[Reaches, ...], start: int, path: Path) -> bool:
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
        found = status_quo_analysis(graph, start, model.states, most_paths=10**6)
        for destination in found.destinations:
            for way, improving in ((destination.by_moves, False), (destination.by_improvements, True)):
                if destination.state == start:
                    assert way.steps == 0
                    continue
                slow = oracle.shortest(model, start, destination.state, LONGEST_TRIED, improving)
                assert way.complete
                assert way.steps == (len(slow[0]) if slow else None) or (way.steps or 0) > LONGEST_TRIED
                assert sorted(way.paths) == slow or (way.steps or 0) > LONGEST_TRIED
                few = status_quo_analysis(graph, start, [destination.state], most_paths=1).destinations[0].by_moves
                assert few.complete == (len(destination.by_moves.paths) <= 1)


def is_made(graph: Graph, start: int, leg: Leg, joint: oracle.Joint) -> bool:
    """The moves are legal moves of those who act together, or one joint change that they can make."""
    if leg.path[0].party == TOGETHER:
        return len(leg.path) == 1 and (start, leg.to) in joint[leg.movers]
    return {step.party for step in leg.path} <= set(leg.movers) and is_legal(graph.moves, start, leg.path)


def checked(graph: Graph, verdict: Verdict, joint: oracle.Joint | None = None) -> None:
    """Every way out and every countermove of a verdict is legal and does what the verdict says of it."""
    rank = graph.rank

    def gain(state: int) -> bool:
        return all(rank[party, state] > rank[party, verdict.state] for party in verdict.movers)

    for way_out in (*verdict.unanswered, *(answer.way_out for answer in verdict.deterrents)):
        assert is_made(graph, verdict.state, Leg(movers=verdict.movers, path=way_out), joint or {})
        assert gain(way_out[-1].to)
    for answer in verdict.deterrents:
        assert verdict.concept != "nash"
        here = answer.way_out[-1].to
        for leg in answer.legs:
            assert is_made(graph, here, leg, joint or {})
            assert not set(leg.movers) & set(verdict.movers)
            if verdict.concept == "seq":
                assert all(rank[party, leg.to] > rank[party, here] for party in leg.movers)
            here = leg.to
        assert not gain(here)
        assert not any(gain(reply) for reply in answer.replies)


def joint_changes(random: Random, model: Model) -> oracle.Joint:
    """Some changes that a few sets of parties can only make by consent."""
    chosen = random.sample(oracle.subsets(model.parties), 2)
    pairs = [(a, b) for a in model.states for b in model.states if a != b]
    return {one: frozenset(random.sample(pairs, min(3, len(pairs)))) for one in chosen}


@FEW_OR_MANY
def test_coalition_verdicts_are_those_of_the_definition(cases: int) -> None:
    for random, model in models("coalition", cases, most_states=6):
        graph = model.graph()
        joint = joint_changes(random, model) if random.random() < 0.5 else {}
        blocks = [[party for party in model.parties if party % 2 == side] for side in (0, 1)]
        chosen: list[tuple[Coalitions, oracle.Joint]] = [
            (with_coalitions(graph, {one: moves_of(model, pairs) for one, pairs in joint.items()}), joint),
            (with_partition(graph, blocks), {}),
            (with_individuals(graph), {}),
        ]
        for (acting, changes), concept in product(chosen, CONCEPTS):
            found = coalition_verdicts(acting, concept)
            for (coalition, state), verdict in found.verdicts.items():
                assert verdict.stable == oracle.holds(concept, model, (coalition, state), list(acting.acting), changes)
                checked(graph, verdict, changes)
            assert set(found.stable) == set(model.states) - {upset.state for upset in found.unanswered_improvements}
            if acting.mode == "individuals":
                for party in model.parties:
                    assert found.stable_for((party,)) == tuple(
                        state for state in model.states if oracle.alone(concept, model, party, state)
                    )


def moves_of(model: Model, pairs: oracle.Pairs) -> Moves:
    return Moves.from_lists([b for a, b in pairs if a == state] for state in model.states)


@FEW_OR_MANY
def test_coalitions_reach_what_their_improvements_lead_to(cases: int) -> None:
    joined = 0
    for random, model in models("routes", cases, most_states=6):
        changes = joint_changes(random, model)
        acting = with_coalitions(model.graph(), {one: moves_of(model, pairs) for one, pairs in changes.items()})
        start = random.choice(model.states)
        slow = oracle.after({one: oracle.coalition_improvements(model, one, changes) for one in acting.acting}, start)
        for coalition in by_coalitions(acting, start, model.states):
            assert coalition.reached == (coalition.state in slow | {start})
            joined += coalition.together
            here = start
            for leg in coalition.legs or ():
                assert (here, leg.to) in oracle.coalition_improvements(model, leg.movers, changes)
                here = leg.to
            assert here == coalition.state or not coalition.reached
    assert joined


def test_single_parties_among_coalitions_are_individuals_but_for_answers_by_coalitions() -> None:
    """Under `seq` those left out may answer as a coalition, so that more is stable for one party than alone."""
    more = 0
    for _, model in models("single", 90):
        graph = model.graph()
        for concept in CONCEPTS:
            among, alone = (
                coalition_verdicts(with_coalitions(graph), concept),
                coalition_verdicts(with_individuals(graph), concept),
            )
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
            found = {concept: coalition_verdicts(acting, concept) for concept in CONCEPTS}
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
        found = limited_move_stability(graph, 60)
        for ahead, party, state in product(range(4), range(2), model.states):
            outcomes = found.anticipated(ahead, party, state)
            assert outcomes == slow_outcomes(model, ahead, party, state)
            several += len(outcomes) > 1
        nash = coalition_verdicts(with_individuals(graph), "nash")
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
        found = limited_move_stability(model.graph(), 60)
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
        limited_move_stability(model.graph(), 3)
    found = limited_move_stability(two_parties(Random("short")).graph(), 0)
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
                assert all(graph.rank[party, state] - graph.rank[party, a.ends] >= gap for a in found.strong.deterrents)
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

        comparisons = Comparisons(graph=graph, unknown=unknown)
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
