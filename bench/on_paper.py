"""What many cores would make of a run, on paper: the parts of it are measured here, one by one, and a simulation puts
them together with the very rule by which pieces are cut.

Processor time is measured, so that what else the machine does is no part of it. `python -m bench.on_paper` prints the
whole table; a case folder may be named.
"""

from __future__ import annotations

import heapq
import os
import pickle
import resource
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time, sleep
from typing import Any

from bench.dask_here import dask
from bench.ordinary_cases import Size, write
from bench.table import Row, print_table
from winset.runs.checkpoint import CheckpointFile
from winset.runs.cluster import ADDED, AHEAD, Cluster, _add, _held
from winset.runs.cutting import LAST_SECONDS, Cutting, in_seconds
from winset.runs.jobs import SAVED_EVERY, Done, Part, Piece, ThisProcess, Work
from winset.runs.running import Running
from winset.runs.wire import Wire, opened, packed, unpacked
from winset.study import Study

CASE = "case"
"""The job of the trials themselves."""
DRAWS = 100_000
ASKED = 2_000
"""Trials that are asked for to see what is shared out."""
CORES = (1, 10, 100, 1_000, 10_000)
PIECES = 6
"""Pieces that are measured."""
TASKS = 1_500
"""Tasks of no work that Dask is given to see what each costs."""
ALASKA = Path(__file__).parents[1] / "examples" / "alaska-2025"
CASES = {
    "the Alaska example": None,
    "3 parties, 4^9 packages": Size(parties=3, issues=9, options=4, refusals=0.1),
    "3 parties, 10^9 packages": Size(parties=3, issues=9, options=10, refusals=0.1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The parts of a run, in seconds of one core, and in bytes.

    reading: of the case by the client. gathering: of packages that many trials accept, which is shared out too, where
    there are too many to look at all. shared: what the client makes once, sums over no draws and what is sent. sent:
    bytes of a work. imports, opening: what each worker does once. rates: draws in a second, by piece. returned: bytes
    of the sums of a piece. adding: of two sums by a worker. receiving: of one sum by the client. saving: of all sums,
    once in `SAVED_EVERY` seconds. ending: what is made of the sums.
    """

    reading: float
    gathering: float
    shared: float
    sent: int
    imports: float
    opening: float
    rates: tuple[float, ...]
    at_once: int
    returned: int
    adding: float
    receiving: float
    saving: float
    ending: float

    @property
    def draw(self) -> float:
        """Seconds of one draw."""
        return sum(1 / rate for rate in self.rates) / len(self.rates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a task of no work costs Dask, in seconds: the scheduler, and the client that asks for it."""

    scheduler: float
    client: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """A run that was simulated. seconds: from the first moment to the answer. busy: the share of the time in which
    workers work, while there is work. scheduler, client: the shares in which these two do.
    """

    cores: int
    seconds: float
    pieces: int
    busy: float
    scheduler: float
    client: float

    @property
    def bound(self) -> str:
        """What more cores would not make faster."""
        if self.scheduler > 0.9:
            return "the scheduler"
        if self.client > 0.9:
            return "the client"
        return "the work" if self.busy > 0.5 else "start and end"


class _Taken(Exception):
    """The works of a question are known, and not to be done."""


class _Refused(Exception):
    """The question is not asked of a case of this size."""


class Taking:
    """An executor that does what comes before, takes the works of the question, and does not do these. before: seconds
    that this takes with as many trials as are meant; here: that it took with as many as were asked for.
    """

    def __init__(self) -> None:
        self.works: dict[str, Work] = {}
        self.before = self.here = 0.0

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        if CASE in works:
            self.works |= works
            raise _Taken
        pieces = list(left)
        times = DRAWS / ASKED if sum(len(numbers) for _, numbers in pieces) >= ASKED else 1
        parts = ThisProcess().each(works, pieces)
        while True:
            began = process_time()
            part = next(parts, None)
            self.here += (took := process_time() - began)
            self.before += times * took
            if part is None:
                return
            yield part


def taken(study: Study) -> tuple[Taking, float]:
    """What `robust` shares out: whether there is a deal in each trial, who blocks, and which packages lead. And the
    seconds that the client takes by itself until then.
    """
    from winset.questions.robustness.request import RobustRequest

    taking, began = Taking(), process_time()
    with suppress(_Taken):
        study.ask(RobustRequest(trials=ASKED, drivers=0, levers=0, alone=True), Running(executor=taking))
    return taking, process_time() - began - taking.here


def measured(folder: Path) -> Measured:
    """The parts of `robust` on a case."""
    began = process_time()
    study = Study.read(folder)
    study.session.compiled()
    reading = process_time() - began
    taking, planning = taken(study)
    if CASE not in taking.works:
        raise _Refused
    work: Any = taking.works[CASE]
    shared, (wire, sums) = _took(lambda: (Wire({CASE: work}), work.nothing()))
    data = wire.sent(CASE)
    opening, there = _took(lambda: _begun(data))
    in_seconds(there, range(there.at_once))  # loads the compiled code
    rates: list[float] = []
    parts: list[tuple[str, tuple[tuple[range, ...], bytes, float]]] = []
    reached = 0
    while reached < DRAWS and len(parts) < PIECES:
        began = process_time()
        finished = in_seconds(there, range(reached, DRAWS), there.at_once)
        rates.append(len(finished.done) / (process_time() - began))
        reached = finished.done.stop
        parts.append(("", ((finished.done,), packed(finished.sums), finished.seconds)))
    adding, _ = _took(lambda: _add(*parts[:2]))
    done = Done(sums={CASE: sums}, ranges={CASE: ()})
    receiving, _ = _took(lambda: [done.add(Part(job=CASE, done=part[0], sums=unpacked(part[1]))) for _, part in parts])
    with TemporaryDirectory() as place:
        saving, _ = _took(lambda: CheckpointFile(path=Path(place) / "kept", asked={}).save(done.of()))
    ending, _ = _took(lambda: work.result(done.sums[CASE]))
    return Measured(
        reading=reading,
        gathering=taking.before,
        shared=planning + shared,
        sent=len(data),
        imports=_imports(),
        opening=opening,
        rates=tuple(rates),
        at_once=there.at_once,
        returned=max(len(pickle.dumps(part)) for part in parts),
        adding=adding,
        receiving=receiving / len(parts),
        saving=saving,
        ending=ending,
    )


def _begun(data: bytes) -> Any:
    work = opened(data).work
    work.nothing()
    return work


def _took(work: Callable[[], Any]) -> tuple[float, Any]:
    began = process_time()
    made = work()
    return process_time() - began, made


def _imports() -> float:
    """Seconds until a worker has what it needs, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", "import distributed, winset.runs.cluster, winset.analyses.robustness.tally"], check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _nothing(_: bytes, number: int) -> int:
    return number


def task() -> Task:
    """What Dask's scheduler and its client take for one task, measured over many of no work."""
    with dask(1) as here:
        scheduler = here.scheduler.pid
        client = Cluster(here.address)._connected()
        held = client.submit(_held, b"", pure=False)
        client.gather([client.submit(_nothing, held, number, pure=False) for number in range(50)])
        before, began = _processor_seconds(scheduler), process_time()
        for start in range(0, TASKS, 100):
            client.gather([client.submit(_nothing, held, number, pure=False) for number in range(start, start + 100)])
        own = process_time() - began
        sleep(0.5)
        scheduling = _processor_seconds(scheduler) - before
        client.close()
    return Task(scheduler=scheduling / TASKS, client=own / TASKS)


def _processor_seconds(process: int) -> float:
    """Of another process, so far."""
    words = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Sized:
    """As much of a work as the rule looks at by which pieces are cut."""

    at_once: int

    def nothing(self) -> None: ...

    def of(self, numbers: range) -> None: ...


def simulated(parts: Measured, task: Task, cores: int, draws: int = DRAWS, seed: int = 1) -> OnPaper:
    """A run of so many draws. Each piece takes as long as one of those measured, by its draws; the scheduler and the
    client do one thing after the other; sums are added up among workers as often as `Cluster` does it.
    """
    random, cutting = Random(seed), Cutting({CASE: _Sized(parts.at_once)}, [(CASE, range(draws))])
    depth = 0
    while cores >= ADDED ** (depth + 2):
        depth += 1
    tasks = 1 + sum(ADDED**-level for level in range(1, depth + 1))
    scheduling, asking = task.scheduler * tasks, task.client * tasks
    receiving = parts.receiving / ADDED**depth + parts.saving * parts.draw / SAVED_EVERY
    adding = parts.adding * (tasks > 1)
    begins = parts.reading + parts.shared
    begins += max(parts.gathering / cores, min(parts.gathering, LAST_SECONDS))
    scheduler = client = begins
    waiting: deque[tuple[float, int]] = deque()
    workers = [begins + parts.imports + parts.opening] * cores
    ends: list[tuple[float, int, float]] = []
    pieces, worked, last = 0, 0.0, begins
    by_scheduler = by_client = 0.0

    def ask(now: float) -> bool:
        nonlocal scheduler, client, pieces, by_scheduler, by_client
        if (piece := cutting.next(cores)) is None:
            return False
        client = max(client, now) + asking
        scheduler = max(scheduler, client) + scheduling
        by_client, by_scheduler, pieces = by_client + asking, by_scheduler + scheduling, pieces + 1
        waiting.append((scheduler, len(piece[1])))
        return True

    while len(waiting) < AHEAD * cores and ask(begins):
        pass
    while waiting or ends:
        while waiting and workers and (not ends or max(workers[0], waiting[0][0]) <= ends[0][0]):
            ready, size = waiting.popleft()
            seconds = size / random.choice(parts.rates) + adding
            end = max(heapq.heappop(workers), ready) + seconds
            heapq.heappush(ends, (end, size, seconds))
        end, size, seconds = heapq.heappop(ends)
        heapq.heappush(workers, end)
        worked, last = worked + seconds, max(last, end)
        client = max(client, end) + receiving
        by_client += receiving
        cutting.took(CASE, size, seconds)
        while len(waiting) + len(ends) < AHEAD * cores and ask(client):
            pass
    span = max(last, client) - begins
    return OnPaper(
        cores=cores,
        seconds=max(last, client) + parts.ending,
        pieces=pieces,
        busy=worked / (cores * span),
        scheduler=by_scheduler / span,
        client=by_client / span,
    )


def alone(parts: Measured, draws: int = DRAWS) -> float:
    """Seconds that the same takes in one process, without a cluster."""
    return parts.reading + parts.gathering + parts.shared + draws * parts.draw + parts.ending


def rows(folders: Mapping[str, Path] | None = None) -> list[Row]:
    """What was measured, and what follows for so many cores."""
    with TemporaryDirectory(prefix="winset-bench-") as name:
        written = {
            title: ALASKA if size is None else write(size, Path(name) / str(number))
            for number, (title, size) in enumerate(CASES.items())
        }
        cost = task()
        made = [
            Row(
                what="one task of no work, Dask's scheduler and client",
                bar="–",
                figure=f"{1000 * cost.scheduler:.2f} ms and {1000 * cost.client:.2f} ms of a processor",
            )
        ]
        for title, folder in (folders or written).items():
            made += _rows(title, folder, cost)
        return made


def _rows(title: str, folder: Path, cost: Task) -> list[Row]:
    try:
        parts = measured(folder)
    except _Refused:
        return [Row(what=f"{title}, on paper", bar="–", figure="not shared out: the question is refused at this size")]
    slowest, fastest = 1 / min(parts.rates), 1 / max(parts.rates)
    one = alone(parts)
    stages = {
        "case": parts.reading,
        "candidates, shared out too": parts.gathering,
        "what the client makes once": parts.shared,
        "imports of a worker": parts.imports,
        "what a worker makes once": parts.opening,
        "result": parts.ending,
    }
    once = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in stages.items())
    return [
        Row(
            what=f"{title}: one trial; the serial part",
            bar="–",
            figure=f"{1000 * parts.draw:.3g} ms ({1000 * fastest:.3g} to {1000 * slowest:.3g} by piece); {once}",
        ),
        Row(
            what=f"{title}: what is sent once to a worker; what comes back of a piece",
            bar="–",
            figure=f"{parts.sent:,} bytes; {parts.returned:,} bytes, {1000 * parts.receiving:.2g} ms to take up, "
            f"{1000 * parts.adding:.2g} ms to add to another, {1000 * parts.saving:.3g} ms to keep",
        ),
        *(
            Row(
                what=f"{title}: {DRAWS:,} trials on paper, cores: {paper.cores:,}",
                bar="–",
                figure=f"{paper.seconds:,.1f} s, {one / paper.seconds:,.1f}× one process; "
                f"{paper.pieces:,} pieces; "
                f"workers {paper.busy:.0%}, scheduler {paper.scheduler:.0%}, client {paper.client:.0%} busy; "
                f"bound by {paper.bound}",
            )
            for paper in (simulated(parts, cost, cores) for cores in CORES)
        ),
    ]


if __name__ == "__main__":
    print_table(rows({Path(name).name: Path(name) for name in sys.argv[1:]} or None))
