"""The rules of bargaining that run in rounds: whole runs, the process warm."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from bench.table import Row
from winset.analyses.forecast.rules import exchange, ktab
from winset.analyses.forecast.stances import Stances

RUNS = 5
BAR = "under 1 s"


def rows() -> list[Row]:
    """The two rules at the sizes for which a bar is stated."""
    forty, fifteen = _stances(40, 1), _stances(15, 13)
    turns = len(ktab.settle(forty, {}).rounds) - 1
    exchanges = len(exchange.exchanges(fifteen, {}).rounds[0])
    return [
        Row(
            what=f"spatial model of KTAB, 40 parties, a full run of {turns} turns",
            bar=BAR,
            figure=f"{_seconds(lambda: ktab.settle(forty, {})):.2f} s",
        ),
        Row(
            what=f"exchange of issues, 15 parties × 13 issues, a round of {exchanges} exchanges",
            bar=BAR,
            figure=f"{_seconds(lambda: exchange.settle(fifteen, {})):.2f} s",
        ),
    ]


def _stances(parties: int, issues: int) -> Stances:
    draw = np.random.default_rng(1994)
    return Stances(
        position=draw.integers(0, 101, (parties, issues)).astype(np.float64),
        salience=draw.integers(1, 101, (parties, issues)).astype(np.float64),
        capability=draw.integers(1, 101, parties).astype(np.float64),
    )


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return median(taken)
