"""Two workers of a Dask cluster against one, on readings that take one worker more than a minute; what many would do,
on paper.
"""

from __future__ import annotations

from itertools import combinations
from time import perf_counter

from bench.dask_here import dask
from bench.on_paper import rows as rows_on_paper
from bench.table import Row
from winset.analyses.robustness.tally import Tally
from winset.runs.cluster import Cluster
from winset.runs.jobs import Job, run
from winset.session import Session

DRAWS = 100_000
WARM = 500
"""Readings before the clock is started: by then every worker has imported what it needs."""
EXAMPLE = "examples/alaska-2025"


def rows() -> list[Row]:
    case = Session.read(EXAMPLE).compiled()
    levers = tuple(combination for size in (1, 2) for combination in combinations(range(len(case.levers)), size))
    work = Tally(case, 1, levers=levers)
    one, other = (_seconds(work, number) for number in (1, 2))
    return [
        Row(
            what=f"{DRAWS:,} readings of the Alaska example with levers, two Dask workers against one",
            bar="≥ 1.8×",
            figure=f"{one / other:.2f}× ({one:.0f} s, {other:.0f} s)",
        ),
        *rows_on_paper(),
    ]


def _seconds(work: Tally, workers: int) -> float:
    with dask(workers) as (address, _):
        run([Job(name="warm", work=work, draws=WARM * workers)], Cluster(address))
        started = perf_counter()
        run([Job(name="case", work=work, draws=DRAWS)], Cluster(address))
        return perf_counter() - started
