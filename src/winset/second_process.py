"""A Python process of its own, for work that goes on beside this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_worth_it() -> bool:
    """True where there is a processor for a second process."""
    return processors() > 1


@contextmanager
def second_process(*arguments: str) -> Iterator[subprocess.Popen[bytes] | None]:
    """The process, which is read from and written to, until its end; None where none can be had. It finds modules where
    this one does, none in its folder.
    """
    process = _started(arguments)
    try:
        yield process
    finally:
        if process is not None:
            process.kill()
            with suppress(OSError), process:  # what it was not told any more is told to nobody
                pass


def _started(arguments: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    try:
        return subprocess.Popen(
            [sys.executable, "-P", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError):
        return None
