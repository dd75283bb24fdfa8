"""What a solver prints stays off the standard output, which belongs to the answer.

HiGHS writes some of its messages on file descriptor 1 itself, whatever it is told, so that a JSON document there would
be none. Around each call the descriptor leads nowhere; what lies in the buffers of the C library is written before it
leads back.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock

STANDARD_OUTPUT = 1


class _Silencer:
    """Where descriptor 1 led before the first of the calls that run now; threads share it."""

    def __init__(self) -> None:
        self.lock, self.depth = Lock(), 0
        self.kept: int | None = None

    def enter(self) -> None:
        with self.lock:
            self.depth += 1
            if self.depth == 1:
                self.kept = _led_nowhere()

    def leave(self) -> None:
        with self.lock:
            self.depth -= 1
            if self.depth == 0 and self.kept is not None:
                _flush()
                os.dup2(self.kept, STANDARD_OUTPUT)
                os.close(self.kept)
                self.kept = None


_silencer = _Silencer()


@contextmanager
def off_standard_output() -> Iterator[None]:
    """While this lasts, nothing that a library prints reaches the standard output."""
    _silencer.enter()
    try:
        yield
    finally:
        _silencer.leave()


def _led_nowhere() -> int | None:
    """Leads descriptor 1 nowhere. A copy of where it led, None where it is closed."""
    _flush()
    try:
        kept = os.dup(STANDARD_OUTPUT)
    except OSError:
        return None
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_OUTPUT)
    os.close(nowhere)
    return kept


def _flush() -> None:
    """Writes out what Python and the C library have still in their buffers."""
    with suppress(AttributeError, OSError, ValueError):  # no standard output, or a closed one
        sys.stdout.flush()
    _c_library().fflush(None)


@cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
