"""Two workers of a Dask cluster against one, on readings that take one worker more than half a minute; a whole command
on 10^9 packages; what many would do, on paper.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import perf_counter

from bench.cold import ENVIRONMENT
from bench.dask_here import DaskHere, dask
from bench.on_paper import rows as rows_on_paper
from bench.size import PREPARE, THREE, TRIALS_ALONE, Run
from bench.size import run as run_command
from bench.size_cases import write
from bench.table import Row
from winset.analyses.robustness.tally import Tally
from winset.runs.cluster import Cluster
from winset.runs.jobs import Job, run
from winset.session import Session

DRAWS = 100_000
WARM = 500
"""Readings before the clock is started: by then every worker has imported what it needs."""
EXAMPLE = "examples/alaska-2025"
LONGEST = 1_800
"""Seconds after which a command is ended."""
CHANGES = (
    (8, DaskHere.join),
    (12, DaskHere.leave),
    (16, DaskHere.join),
    (20, DaskHere.leave),
)
"""Workers that come and go while a command runs, after so many seconds."""


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
        *_large(),
        *rows_on_paper(),
    ]


def _seconds(work: Tally, workers: int) -> float:
    with dask(workers) as here:
        run([Job(name="warm", work=work, draws=WARM * workers)], Cluster(here.address))
        started = perf_counter()
        run([Job(name="case", work=work, draws=DRAWS)], Cluster(here.address))
        return perf_counter() - started


def _large() -> list[Row]:
    """The same trials by workers that stay and by workers that come and go, and whether the answers are the same."""
    with TemporaryDirectory(prefix="winset-bench-") as folder:
        case = str(write(THREE, Path(folder)))
        kept = {**ENVIRONMENT, "NUMBA_CACHE_DIR": str(Path(folder) / "kept")}
        run_command([sys.executable, "-c", PREPARE, case], kept, LONGEST)
        stay, change = (_command(case, kept, changes) for changes in ((), CHANGES))
    same = _answer(stay) == _answer(change)
    what = f"{DRAWS:,} trials of {THREE.title}, `winset robust` by two Dask workers"
    return [
        Row(what=what, bar="–", figure=str(stay)),
        Row(
            what=f"{what} while two leave and two join",
            bar="the same answer",
            figure=f"{'the same answer' if same else 'ANOTHER ANSWER'}; {change}",
        ),
    ]


def _command(
    case: str, environment: dict[str, str], changes: tuple[tuple[int, Callable[[DaskHere], None]], ...]
) -> Run:
    words = ("robust", case, "--trials", str(DRAWS), *TRIALS_ALONE, "--json")
    with dask(2) as here:
        timers = [Timer(seconds, change, (here,)) for seconds, change in changes]
        for timer in timers:
            timer.start()
        done = run_command([sys.executable, "-m", "winset", *words, "--cluster", here.address], environment, LONGEST)
        for timer in timers:
            timer.cancel()
    return done


def _answer(done: Run) -> dict[str, object]:
    return {key: value for key, value in done.document.items() if key not in ("timings", "duration_ms")}
