"""Settlement by enumeration as the number of packages grows."""

from __future__ import annotations

import resource
from dataclasses import replace
from time import perf_counter

from bench.instances import Instance
from bench.reading import reading_of
from bench.table import Row
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.settle import solve

ENUMERATION = SolverOptions(method="enumeration")
SIZES = ((3, 5), (3, 6), (5, 5), (5, 6))
"""Parties and issues of ten options each: 10^5 and 10^6 packages."""


def rows() -> list[Row]:
    found = []
    for parties, issues in SIZES:
        reading = reading_of(Instance(kind="e3", parties=parties, issues=issues))
        started = perf_counter()
        answer = solve(reading, ENUMERATION)
        took = perf_counter() - started
        high = replace(reading, walk_away=(10_000,) * parties)
        started = perf_counter()
        solve(high, ENUMERATION)
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
