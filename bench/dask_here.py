"""A Dask scheduler and its workers, each a process of this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep


@contextmanager
def dask(workers: int) -> Iterator[tuple[str, int]]:
    """The address of a scheduler with so many workers of one thread, and the number of the scheduler's process."""
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
            yield str(place.read_text().split('"address": "')[1].split('"')[0]), processes[0].pid
        finally:
            for process in processes:
                process.kill()
                process.wait()


def _started(*words: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=quiet, stderr=quiet)
