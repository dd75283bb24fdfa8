"""Draws shared out among processes of this machine. The sums do not depend on how many there are or who is first."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import active_children, get_context, parent_process
from threading import Thread

from winset.analyses.robustness.ground import Ground
from winset.analyses.robustness.tally import Tally, Totals
from winset.compiled import Compiled

Packages = tuple[tuple[int, ...], ...]
_tallies: list[Tally] = []


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared(tally: Tally, pieces: list[range], workers: int) -> Iterator[Totals]:
    """What each piece of the draws adds up to, as they are done. A KeyboardInterrupt stops the workers."""
    start = (tally.ground.case, tally.seed, tally.named, tally.levers)
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=start)
    try:
        for done in as_completed([pool.submit(_of, piece) for piece in pieces]):
            yield done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in active_children():
            worker.terminate()


def _begin(case: Compiled, seed: int, named: Packages, levers: Packages) -> None:
    """A worker's start. The interrupt from the keyboard is for the process that shares out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _tallies[:] = [Tally(Ground(case), seed, named, levers)]


def _end_with_parent() -> None:
    """Nobody takes what a worker has done once the process that started it is gone."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _of(piece: range) -> Totals:
    return _tallies[0].of(piece)
