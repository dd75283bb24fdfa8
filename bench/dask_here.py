"""A Dask scheduler and its workers, each a process of this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

Process = subprocess.Popen[bytes]


@dataclass(slots=True, kw_only=True)
class DaskHere:
    """A scheduler at an address, and workers of one thread each, the one that has been there longest first."""

    address: str
    scheduler: Process
    file: Path
    workers: list[Process] = field(default_factory=list)

    def join(self) -> None:
        """One worker more."""
        words = ("--scheduler-file", str(self.file), "--nthreads", "1", "--no-dashboard")
        self.workers.append(_started("worker", *words))

    def leave(self) -> None:
        """The worker that has been there longest goes, in the midst of what it does."""
        _end(self.workers.pop(0))


@contextmanager
def dask(workers: int) -> Iterator[DaskHere]:
    """A scheduler with so many workers; all end at the end."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "address"
        words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))
        scheduler = _started("scheduler", *words)
        while not place.exists() or not place.read_text().endswith("}"):
            sleep(0.1)
        address = place.read_text().split('"address": "')[1].split('"')[0]
        here = DaskHere(address=address, scheduler=scheduler, file=place)
        for _ in range(workers):
            here.join()
        try:
            yield here
        finally:
            for process in (scheduler, *here.workers):
                _end(process)


def _started(*words: str) -> Process:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=quiet, stderr=quiet)


def _end(process: Process) -> None:
    """What a process has started ends with it: `dask worker` is one that watches over another, which works."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
