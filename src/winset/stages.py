"""How many seconds each stage of a question took, wherever in the package that stage is.

A stage is timed where someone collects, and is otherwise run as it is. What a stage inside it took is that one's own,
so that the seconds of all stages together are no more than the time on the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from time import perf_counter

_LOCK = Lock()


class _Clock:
    """A stage that is running. seconds: by stage, where they are collected; inside: those of the stages in it."""

    __slots__ = ("inside", "seconds")

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.inside = 0.0


_running: ContextVar[_Clock | None] = ContextVar("running", default=None)


@contextmanager
def collecting(seconds: dict[str, float]) -> Iterator[None]:
    """Adds the seconds of every stage that is run meanwhile, by its name."""
    outer = _running.get()
    token = _running.set(outer if outer is not None and outer.seconds is seconds else _Clock(seconds))
    try:
        yield
    finally:
        _running.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Adds what is run meanwhile to the seconds of a stage, but for the stages inside it."""
    outer = _running.get()
    if outer is None:
        yield
        return
    clock = _Clock(outer.seconds)
    token, started = _running.set(clock), perf_counter()
    try:
        yield
    finally:
        took = perf_counter() - started
        _running.reset(token)
        with _LOCK:
            outer.inside += took
            clock.seconds[name] = clock.seconds.get(name, 0.0) + max(0.0, took - clock.inside)
