"""Four stability concepts on all states of a conflict of three parties with random statements: time and memory."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import numpy as np

from bench.memory import peak_megabytes
from bench.table import Row
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.moves import ProductMoves
from winset.analyses.stability.ranks import dense_ranks
from winset.analyses.stability.space import StateSpace
from winset.analyses.stability.verdicts import Verdicts

KEYS = ("nash", "gmr", "smr", "seq")
PARTIES, STATEMENTS, RUNS = 3, 10, 5
SIZES = ((12, "5 ms"), (20, "2 s"), (24, "25 s"))
HINDERED = 20
FORBIDDEN = 0.2
ANY, UP = np.ones((2, 2), dtype=bool), np.array([[True, True], [False, True]])


def rows() -> list[Row]:
    _seconds(14)  # the loops are compiled by then
    what = f"Nash, GMR, SMR, SEQ, {PARTIES} parties"
    free = [
        Row(
            what=f"{what}, 2^{bits} states",
            bar=bar,
            figure=_told(sorted(_seconds(bits) for _ in range(RUNS if bits < 24 else 1))),
        )
        for bits, bar in SIZES
    ]
    hindered = sorted(_seconds(HINDERED, hindered=True) for _ in range(RUNS))
    return [
        *free,
        Row(
            what=f"the same, 2^{HINDERED} packages, a fifth forbidden, a third of the options for good",
            bar="none",
            figure=_told(hindered),
        ),
        Row(
            what="the same, 2^24 states: memory with the ranks",
            bar="100 bytes a state",
            figure=f"{_bytes(24):.0f} bytes",
        ),
    ]


def _told(times: list[float]) -> str:
    middle = times[len(times) // 2]
    return f"{1000 * middle:.1f} ms" if middle < 0.1 else f"{middle:.2f} s"


def _seconds(bits: int, *, hindered: bool = False) -> float:
    conflict = _conflict(bits, hindered=hindered)
    started = perf_counter()
    _decide(conflict)
    return perf_counter() - started


def _decide(conflict: Graph) -> None:
    verdicts = Verdicts(conflict)
    for key in KEYS:
        verdicts.equilibria(definitions[key])


def _bytes(bits: int) -> float:
    """For each state, by how much the peak of a process of its own grows over that of a small conflict."""
    found = subprocess.run(
        [sys.executable, "-m", "bench.stability", str(bits)], capture_output=True, text=True, check=True
    ).stdout
    return float(found)


def _grown(bits: int) -> float:
    _decide(_conflict(14))
    before = peak_megabytes()
    conflict = _conflict(bits)
    _decide(conflict)
    return (peak_megabytes() - before) * (1 << 20) / conflict.states


def _conflict(bits: int, *, hindered: bool = False) -> Graph:
    """Yes-or-no options, owned in turn; each party wants ten things, the most important first. hindered: rules forbid
    some packages, and of every third of a party's options it cannot take back a yes.
    """
    chance = np.random.default_rng(bits)
    lawful = np.flatnonzero(chance.random(1 << bits) >= FORBIDDEN).astype(np.int32) if hindered else None
    space = StateSpace(shape=(2,) * bits, places=lawful)
    places = np.arange(1 << bits, dtype=np.int32) if lawful is None else lawful
    rank = np.empty((PARTIES, space.states), dtype=np.int32)
    for party in range(PARTIES):
        worth = np.zeros(space.states, dtype=np.int32)
        for _ in range(STATEMENTS):
            one, other = chance.choice(bits, 2, replace=False)
            worth *= 2
            worth += ((places >> one & 1) == chance.integers(2)) & ((places >> other & 1) == chance.integers(2))
        rank[party] = dense_ranks(worth)
    controls = [
        {issue: UP if hindered and issue // PARTIES % 3 == 2 else ANY for issue in range(party, bits, PARTIES)}
        for party in range(PARTIES)
    ]
    moves = tuple(ProductMoves(space=space, control=control) for control in controls)
    return Graph(rank=rank, moves=moves, space=space)


if __name__ == "__main__":
    print(_grown(int(sys.argv[1])))
