"""Draws shared out among processes of this machine. The sums do not depend on how many there are or who is first."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from threading import Event, Thread
from typing import TYPE_CHECKING

from winset.errors import WinsetError
from winset.runs.jobs import Piece, Work

if TYPE_CHECKING:
    from winset.readings.accumulator import Accumulator

MOST_STARTS = 3
"""Times that processes are started again when one is killed; beyond, the run ends with an error."""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_works: dict[str, Work] = {}


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes of this machine. stopping: no others are started in their place once it is set."""

    number: int
    stopping: Event | None = None

    def each(self, works: Mapping[str, Work], pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Accumulator]]:
        """The sums of every piece, as they are done. A KeyboardInterrupt stops the workers; where one is killed, new
        ones are started for what is left.
        """
        left = list(pieces)
        for _ in range(MOST_STARTS):
            try:
                for piece, sums in self._once(works, left):
                    left.remove(piece)
                    yield piece, sums
            except BrokenProcessPool:
                if self.stopping is not None and self.stopping.is_set():
                    raise KeyboardInterrupt from None
                continue
            return
        raise WinsetError(f"the processes that share the trials were killed {MOST_STARTS} times; try `--workers 1`")

    def _once(self, works: Mapping[str, Work], pieces: list[Piece]) -> Iterator[tuple[Piece, Accumulator]]:
        context = get_context("spawn")
        pool = ProcessPoolExecutor(self.number, mp_context=context, initializer=_begin, initargs=(dict(works),))
        try:
            with _one_thread_each():  # processes are started as the pieces are handed in
                asked = {pool.submit(_of, piece): piece for piece in pieces}
            for done in as_completed(asked):
                yield asked[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in active_children():
                worker.terminate()


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


def _of(piece: Piece) -> Accumulator:
    name, numbers = piece
    return _works[name].of(numbers)  # type: ignore[no-any-return]
