"""Moves worked out on demand say the same as moves written out, and verdicts by blocks the same as both."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from winset.analyses.stability import verdicts as labelled
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.moves import ProductMoves
from winset.analyses.stability.space import StateSpace
from winset.analyses.stability.verdicts import Verdicts, countermoves_at
from winset.analyses.stability.verifier import fault

KEYS = ("nash", "gmr", "smr", "seq", "sseq")


def relation(chance: random.Random, options: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """What a party can change into what: anything, one way only, to and fro within some options, or as it comes."""
    kind = chance.random()
    rows = range(options)
    if kind < 0.35:
        can = [[True] * options for _ in rows]
    elif kind < 0.6:
        can = [[start <= end for end in rows] for start in rows]
    elif kind < 0.8:
        group = [chance.randrange(3) for _ in rows]
        can = [[group[start] <= group[end] for end in rows] for start in rows]
    else:
        can = [[chance.random() < 0.4 for _ in rows] for _ in rows]
    return np.array(can) | np.eye(options, dtype=bool)


def conflict(seed: int) -> Graph:
    """Some issues of one to four options, each changed by one party, by several or by none; rules; ranks with ties."""
    chance = random.Random(seed)
    parties = chance.randint(1, 4)
    shape = tuple(chance.randint(1, 4) for _ in range(chance.randint(1, 4)))
    total = int(np.prod(shape))
    lawful = [place for place in range(total) if chance.random() < 0.75] or [0]
    places = None if chance.random() < 0.3 else np.array(lawful, dtype=np.int32)
    space = StateSpace(shape=shape, places=places)
    moves = []
    for _ in range(parties):
        own = [issue for issue in range(len(shape)) if chance.random() < 0.5]
        moves.append(ProductMoves(space=space, control={issue: relation(chance, shape[issue]) for issue in own}))
    rank = [[chance.randrange(1 + chance.randrange(6)) for _ in range(space.states)] for _ in range(parties)]
    return Graph(rank=np.array(rank), moves=tuple(moves), space=space)


def written_out(graph: Graph) -> Graph:
    moves = tuple(moves.written_out() for moves in graph.moves)
    return Graph(rank=graph.rank, moves=moves, space=graph.space)


@pytest.mark.parametrize("seeds", [40, pytest.param(6_060, marks=pytest.mark.slow)])
@pytest.mark.parametrize("compiled", [False, True])
def test_blocks_give_the_verdicts_of_the_moves_written_out(
    seeds: int, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SMALL", "SMALL_LOADED"):
        monkeypatch.setattr(labelled, name, 0 if compiled else 1 << 30)
    seen = {"stable": 0, "unstable": 0, "chained": 0, "in turn": 0}
    for seed in range(seeds):
        graph = conflict(seed)
        mine, theirs = Verdicts(graph), Verdicts(written_out(graph))
        seen["chained" if all(graph.chained) else "in turn"] += 1
        for key in KEYS:
            for party in range(graph.parties):
                found, expected = (each.stable(definitions[key], party) for each in (mine, theirs))
                assert found is not None
                assert expected is not None
                assert found.tolist() == expected.tolist(), (seed, key, party)
                seen["stable"] += int(found.sum())
                seen["unstable"] += int((~found).sum())
    assert min(seen.values()) > 0, seen


@pytest.mark.parametrize("seeds", [6, pytest.param(509, marks=pytest.mark.slow)])
def test_moves_and_reasons_do_not_depend_on_what_is_written_out(seeds: int) -> None:
    """The reasons too: of several shortest answers both ways find the first by party and state."""
    answered = far = 0
    for seed in range(seeds):
        graph = conflict(seed)
        other = written_out(graph)
        for party, state in product(range(graph.parties), range(graph.states)):
            for mine, theirs in ((graph.moves, other.moves), (graph.improvements, other.improvements)):
                assert mine[party].of(state).tolist() == theirs[party].of(state).tolist()
            for key, definition in definitions.items():
                reasons = countermoves_at(graph, definition, party, state)
                assert reasons == countermoves_at(other, definition, party, state), (seed, key, party, state)
                assert fault(graph, definition, party, state, reasons) == ""
                answered += sum(answer is not None for _, answer in reasons)
                far += sum(answer is not None and len(answer.steps) > 1 for _, answer in reasons)
    assert answered
    assert far
