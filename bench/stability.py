"""Four stability concepts on all states of a conflict of three parties with random statements, nobody hindered."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from bench.table import Row
from winset.analyses.stability.blocks import Blocks
from winset.analyses.stability.definitions import definitions

KEYS = ("nash", "gmr", "smr", "seq")
PARTIES, STATEMENTS, RUNS = 3, 10, 5
SIZES = ((12, "5 ms"), (20, "2 s"), (24, "25 s"))


def rows() -> list[Row]:
    _seconds(14)  # the loops are compiled by then
    return [
        Row(
            what=f"Nash, GMR, SMR, SEQ, {PARTIES} parties, 2^{bits} states",
            bar=bar,
            figure=_told(sorted(_seconds(bits) for _ in range(RUNS if bits < 24 else 1))),
        )
        for bits, bar in SIZES
    ]


def _told(times: list[float]) -> str:
    middle = times[len(times) // 2]
    return f"{1000 * middle:.1f} ms" if middle < 0.1 else f"{middle:.2f} s"


def _seconds(bits: int) -> float:
    conflict = _conflict(bits)
    started = perf_counter()
    for key in KEYS:
        conflict.equilibria(definitions[key])
    return perf_counter() - started


def _conflict(bits: int) -> Blocks:
    """Yes-or-no options, owned in turn; each party wants ten things, the most important first."""
    chance = np.random.default_rng(bits)
    states = np.arange(1 << bits)
    rank = np.empty((PARTIES, len(states)), dtype=np.int64)
    for party in range(PARTIES):
        worth = np.zeros(len(states), dtype=np.int64)
        for _ in range(STATEMENTS):
            one, other = chance.choice(bits, 2, replace=False)
            worth = 2 * worth + ((states >> one & 1) == chance.integers(2)) * (
                (states >> other & 1) == chance.integers(2)
            )
        rank[party] = np.unique(worth, return_inverse=True)[1]
    controls = tuple(frozenset(issue for issue in range(bits) if issue % PARTIES == party) for party in range(PARTIES))
    return Blocks(shape=(2,) * bits, controls=controls, rank=rank)
