"""Verdicts by blocks, where nobody is hindered, are those of the moves written out."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from winset.analyses.stability import blocks as by_blocks
from winset.analyses.stability.blocks import Blocks
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.verdicts import Verdicts

KEYS = ("nash", "gmr", "smr", "seq", "sseq")


def conflict(seed: int) -> tuple[Blocks, Graph]:
    """Some issues of two to four options, each changed by one party, by several or by none; ranks with ties."""
    chance = random.Random(seed)
    parties = chance.randint(1, 4)
    shape = tuple(chance.randint(1, 4) for _ in range(chance.randint(1, 4)))
    controls = tuple(frozenset(issue for issue in range(len(shape)) if chance.random() < 0.5) for _ in range(parties))
    packages = list(product(*(range(size) for size in shape)))
    rank = np.array([[chance.randrange(1 + chance.randrange(6)) for _ in packages] for _ in range(parties)])
    number = {package: n for n, package in enumerate(packages)}
    moves = []
    for own in controls:
        targets = []
        for package in packages:
            ways = (range(shape[issue]) if issue in own else (package[issue],) for issue in range(len(shape)))
            targets.append([number[to] for to in product(*ways) if to != package])
        moves.append(Moves.from_lists(targets))
    return Blocks(shape=shape, controls=controls, rank=rank), Graph(rank=rank, moves=tuple(moves))


@pytest.mark.parametrize("seeds", [150, pytest.param(3_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("compiled", [False, True])
def test_blocks_give_the_verdicts_of_the_moves_written_out(
    seeds: int, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SMALL", "SMALL_LOADED"):
        monkeypatch.setattr(by_blocks, name, 0 if compiled else 1 << 30)
    stable = 0
    for seed in range(seeds):
        blocks, graph = conflict(seed)
        verdicts = Verdicts(graph)
        assert verdicts.blocks is None
        for key in KEYS:
            for party in range(graph.parties):
                mine, theirs = blocks.stable(definitions[key], party), verdicts.stable(definitions[key], party)
                assert mine is not None
                assert theirs is not None
                assert mine.tolist() == theirs.tolist(), (seed, key, party)
                stable += int(mine.sum())
    assert stable
    assert blocks.stable(definitions["sim"], 0) is None
