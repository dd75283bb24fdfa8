"""Draws shared out among processes of this machine. The sums do not depend on how many there are or who is first."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from threading import Event, Thread

from winset.errors import WinsetError
from winset.runs.cutting import Cutting, Finished, in_seconds
from winset.runs.jobs import Part, Piece, Work, one_after_the_other

MOST_STARTS = 3
"""Times that processes are started again when one is killed; beyond, the run ends with an error."""
AHEAD = 2
"""Pieces per process that are handed out, so that none waits for the next."""
WORTH_SECONDS = 15
"""Seconds that what is left would take from which on processes of their own are started for it."""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_works: dict[str, Work] = {}


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes of this machine. stopping: no others are started in their place once it is set."""

    number: int
    stopping: Event | None = None

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        """What is left, as it is done. A KeyboardInterrupt stops the workers; where one is killed, new ones are started
        for what is not done.
        """
        cutting = Cutting(works, left)
        for _ in range(MOST_STARTS):
            try:
                yield from self._once(works, cutting)
            except BrokenProcessPool:
                if self.stopping is not None and self.stopping.is_set():
                    raise KeyboardInterrupt from None
                continue
            return
        raise WinsetError(f"the processes that share the trials were killed {MOST_STARTS} times; try `--workers 1`")

    def _once(self, works: Mapping[str, Work], cutting: Cutting) -> Iterator[Part]:
        context = get_context("spawn")
        pool = ProcessPoolExecutor(self.number, mp_context=context, initializer=_begin, initargs=(dict(works),))
        asked: dict[Future[Finished], Piece] = {}
        try:
            self._ask(pool, cutting, asked)
            while asked:
                for future in wait(asked, return_when=FIRST_COMPLETED).done:
                    (job, numbers), finished = asked[future], future.result()
                    del asked[future]
                    cutting.took(job, len(finished.done), finished.seconds)
                    cutting.put_back(job, numbers[len(finished.done) :])
                    self._ask(pool, cutting, asked)
                    yield Part(job=job, done=(finished.done,), sums=finished.sums)
        finally:
            for job, numbers in asked.values():
                cutting.put_back(job, numbers)
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in active_children():
                worker.terminate()

    def _ask(self, pool: ProcessPoolExecutor, cutting: Cutting, asked: dict[Future[Finished], Piece]) -> None:
        with _one_thread_each():  # processes are started as the pieces are handed in
            while len(asked) < AHEAD * self.number and (piece := cutting.next(self.number)):
                try:
                    asked[pool.submit(_of, piece, cutting.batch(piece[0]))] = piece
                except BrokenProcessPool:
                    cutting.put_back(*piece)
                    raise


@dataclass(frozen=True, slots=True)
class OnceWorthIt:
    """This process, and so many processes as soon as what is left is seen to take long. stopping: as in `Processes`.
    turn: waited for before processes are started.
    """

    number: int
    stopping: Event | None = None
    turn: AbstractContextManager[object] | None = None

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        """What is left, as it is done."""
        rest = deque(left)
        for part, seconds in one_after_the_other(works, rest):
            yield part
            if sum(len(numbers) for _, numbers in rest) * seconds > WORTH_SECONDS * len(part.done[0]):
                with self.turn or nullcontext():
                    yield from Processes(self.number, self.stopping).each(works, rest)
                return


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that start meanwhile multiply matrices in one thread: several would wait for each other's processor."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _begin(works: dict[str, Work]) -> None:
    """A worker's start. The interrupt from the keyboard is for the process that shares out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _works.update(works)


def _end_with_parent() -> None:
    """A worker ends with the process that started it, for its results would be lost."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _of(piece: Piece, batch: int | None) -> Finished:
    job, numbers = piece
    return in_seconds(_works[job], numbers, batch)
