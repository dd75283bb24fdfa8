"""Two workers of a Dask cluster against one, on readings that take one worker more than a minute."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

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
        )
    ]


def _seconds(work: Tally, workers: int) -> float:
    with _dask(workers) as address:
        run([Job(name="warm", work=work, draws=WARM * workers)], Cluster(address))
        started = perf_counter()
        run([Job(name="case", work=work, draws=DRAWS)], Cluster(address))
        return perf_counter() - started


@contextmanager
def _dask(workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers of one thread, each a process of this machine."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "address"
        words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))
        processes = [_started("scheduler", *words)]
        while not place.exists() or not place.read_text().endswith("}"):
            sleep(0.1)
        processes += [
            _started("worker", "--scheduler-file", str(place), "--nthreads", "1", "--no-dashboard")
            for _ in range(workers)
        ]
        try:
            yield str(place.read_text().split('"address": "')[1].split('"')[0])
        finally:
            for process in processes:
                process.kill()
                process.wait()


def _started(*words: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=quiet, stderr=quiet)
