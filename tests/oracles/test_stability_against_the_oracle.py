"""Verdicts by labels, and their reasons, against the definitions by brute force."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from tests.oracles.conflict_graph import graph_of
from tests.oracles.stability_oracle import Conflict, hand_made, is_stable, random_conflict
from winset.analyses.stability import verdicts as labelled
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.verdicts import Verdicts, countermoves_at
from winset.analyses.stability.verifier import fault


def compare(conflict: Conflict) -> int:
    """How many verdicts were compared; each must be that of the oracle, and its reasons must hold."""
    graph, compared = graph_of(conflict), 0
    verdicts = Verdicts(graph)
    for key, definition in definitions.items():
        if key == "sim" and conflict.names is None:
            assert verdicts.equilibria(definition) is None
            continue
        for party in conflict.parties:
            found = verdicts.stable(definition, party)
            assert found is not None
            for state in conflict.states:
                expected = is_stable(conflict, key, party, state)
                reasons = countermoves_at(graph, definition, party, state)
                assert bool(found[state]) is expected, (key, party, state, conflict)
                assert all(answer is not None for _, answer in reasons) is expected
                assert fault(graph, definition, party, state, reasons) == ""
                compared += 1
    return compared


@pytest.mark.parametrize("seed", range(8))
def test_every_verdict_is_that_of_the_definitions(seed: int) -> None:
    rng = random.Random(f"stability {seed}")
    compared = sum(compare(random_conflict(rng)) + compare(hand_made(rng)) for _ in range(12))
    assert compared > 1_000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_every_verdict_is_that_of_the_definitions_on_thousands_of_conflicts(seed: int) -> None:
    rng = random.Random(f"many {seed}")
    for _ in range(150):
        compare(random_conflict(rng))
        compare(hand_made(rng))


def test_compiled_loops_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelled, "SMALL_WRITTEN", 0)
    rng = random.Random("compiled")
    for _ in range(10):
        compare(random_conflict(rng))
        compare(hand_made(rng))


def test_the_random_conflicts_are_of_every_kind() -> None:
    """Moves that chain and that do not, forbidden states, ties, up to four parties, answers of several steps."""
    rng = random.Random("kinds")
    seen: dict[str, int] = {}

    def see(what: str, truth: object) -> None:
        seen[what] = seen.get(what, 0) + bool(truth)

    for conflict in [kind(rng) for _ in range(60) for kind in (random_conflict, hand_made)]:
        graph = graph_of(conflict)
        see("chained", all(graph.chained))
        see("not chained", not all(graph.chained))
        see("four parties", graph.parties == 4)
        see("ties", any(len(set(row)) < len(row) for row in conflict.pay))
        for party in conflict.parties:
            for state in conflict.states:
                for _to, answer in countermoves_at(graph, definitions["gmr"], party, state):
                    see("several steps", answer is not None and len(answer.steps) > 1)
                    see("again", answer is not None and len({s.party for s in answer.steps}) < len(answer.steps))
    assert min(seen.values()) > 0, seen


def broken(reasons: list[Any], **other: object) -> list[Any]:
    from dataclasses import replace

    return [(to, replace(answer, **other)) for to, answer in reasons]


def test_the_verifier_refuses_what_does_not_hold() -> None:
    """The prisoner's dilemma: from mutual cooperation, party 0 moves to 2 and party 1 answers to 0."""
    graph = Graph(
        rank=np.array([[1, 0, 3, 2], [1, 3, 0, 2]]),
        moves=(Moves.from_lists([[1], [0], [3], [2]]), Moves.from_lists([[2], [3], [0], [1]])),
    )
    good = list(countermoves_at(graph, definitions["sseq"], 0, 3))
    assert fault(graph, definitions["sseq"], 0, 3, good) == ""
    assert "every improvement" in fault(graph, definitions["sseq"], 0, 3, [])
    assert "lead where" in fault(graph, definitions["sseq"], 0, 3, broken(good, end=1))
    assert "lead where" in fault(graph, definitions["sseq"], 0, 3, broken(good, steps=(), end=2))
    assert "not the best" in fault(graph, definitions["sseq"], 0, 3, broken(good, reply=None))
    assert "nothing answers" in fault(graph, definitions["nash"], 0, 3, good)
    twice = good[0][1].steps * 2  # type: ignore[union-attr]
    assert "twice" in fault(graph, definitions["seq"], 0, 3, broken(good, steps=twice))
