"""Settlement by enumeration as the number of packages grows."""

from __future__ import annotations

import resource
from dataclasses import replace
from time import perf_counter

import numpy as np

from bench.table import Row
from winset.analyses.settlement.settle import settled
from winset.compiled import Structure
from winset.readings import Reading

SIZES = ((3, 5), (3, 6), (5, 5), (5, 6))
"""Parties and issues of ten options each: 10^5 and 10^6 packages."""


def random_reading(parties: int, issues: int) -> Reading:
    """The generated tables of settlement.md E3: ten options per issue, walk-aways 0, every package acceptable."""
    draw = np.random.default_rng(1)
    weights = draw.dirichlet(np.ones(issues), size=parties)
    tables = []
    for issue in range(issues):
        draw.random((10, 1))
        worth = draw.random((10, parties))
        tables.append(np.round(worth / worth.max(0) * weights[:, issue] * 10_000).astype(np.int64).T)
    structure = Structure(
        sizes=(10,) * issues,
        status_quo=(None,) * issues,
        open=np.ones(10 * issues, dtype=bool),
        always=tuple(range(parties)),
        bargaining=tuple(range(parties)),
        needs=np.zeros((10 * issues, parties), dtype=bool),
        red_lines=((),) * parties,
        rules=(),
    )
    return Reading(
        structure=structure,
        worth=np.concatenate(tables, axis=1),
        denominator=(100,) * parties,
        walk_away=(0,) * parties,
        links=(),
        floors=(),
        weights=(None,) * parties,
    )


def rows() -> list[Row]:
    found = []
    for parties, issues in SIZES:
        reading = random_reading(parties, issues)
        started = perf_counter()
        answer = settled(reading)
        took = perf_counter() - started
        high = replace(reading, walk_away=(10_000,) * parties)
        started = perf_counter()
        settled(high)
        none = perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append(
            Row(
                what=f"whole settlement answer by enumeration, {parties} parties, 10^{issues} packages, all acceptable",
                bar="",
                figure=f"{took:.2f} s, {len(answer.frontier.vectors):,} frontier vectors; {none:.2f} s where none is "
                f"acceptable; peak so far {memory:.0f} MB",
            )
        )
    return found
