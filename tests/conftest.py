"""What holds for every test: one Hypothesis profile that no clock and no chance decides, and a limit of time."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import HealthCheck, settings

from tests.support import rereading, running
from tests.support.places import ROOT

os.environ.setdefault("WINSET_PREPARE", "0")  # no test starts a process that outlives it
QUIET = [HealthCheck.too_slow]
settings.register_profile("winset", deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.register_profile("other-examples", deadline=None, suppress_health_check=QUIET)
settings.load_profile("winset")

LIMIT = 900.0
"""Seconds that the setting up, the call or the tearing down of a test may take: the longest takes 40 of a processor to
itself where nothing is compiled yet, and there may be ten times as much to do beside it.
"""
SLOW_LIMIT = 3600.0
"""The same of a test marked slow."""
GRACE = 60.0
"""Seconds after the limit in which a test must have failed; then the process ends with the stacks of its threads."""
AGAIN = 5.0
"""Seconds between one interruption and the next, where the first was lost in a callback that swallows exceptions."""

OF_THE_READER = (ROOT / "tests" / "casefile", ROOT / "tests" / "laws" / "test_reader.py")
"""Tests of how a case is read."""

STANDARD_ERROR = pytest.StashKey[int]()


class TookTooLong(BaseException):
    """A test exceeded its limit of time. No `Exception`, so that neither a test nor Hypothesis goes on after it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--time-limit", type=float, default=None, help=f"Seconds that a test may take; {LIMIT:.0f} if not given."
    )
    parser.addoption(
        "--until", type=float, default=None, help="Seconds since 1970 after which no test marked slow begins."
    )


def pytest_configure(config: pytest.Config) -> None:
    rereading.install()
    config.stash[STANDARD_ERROR] = os.dup(2)  # before a test's output is captured, where nobody would see the stacks


def pytest_unconfigure(config: pytest.Config) -> None:
    os.close(config.stash[STANDARD_ERROR])


def pytest_collection() -> None:
    """Next to nothing of what is imported and collected could be cleaned away."""
    gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Laws over many random cases come last where the time is given, since fewer of them lose the least."""
    if config.getoption("--until") is not None:
        items.sort(key=lambda item: item.path.is_relative_to(ROOT / "tests" / "laws"))


def pytest_collection_finish() -> None:
    """What stands for the whole run, modules and tests, is not looked through again each time memory is cleaned."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 25, 25)


@contextmanager
def within_its_time(item: pytest.Item) -> Iterator[None]:
    """Interrupts a test that exceeds its limit, so that it fails by its name and the next one runs.

    One that cannot be interrupted, since it never comes back to Python, ends the process a little later: then the
    stacks on standard error say which it is, and under `-n` another process takes over the tests that are left.
    """
    given = item.config.getoption("--time-limit")
    limit = given if given is not None else SLOW_LIMIT if item.get_closest_marker("slow") else LIMIT

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise TookTooLong(f"{item.nodeid} took longer than {limit:g} seconds")

    faulthandler.dump_traceback_later(limit + GRACE, exit=True, file=item.config.stash[STANDARD_ERROR])
    if not hasattr(signal, "setitimer"):
        yield
        faulthandler.cancel_dump_traceback_later()
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, limit, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        faulthandler.cancel_dump_traceback_later()


def set_what_is_given_again(item: pytest.Item) -> None:
    """Answers are asked anew where a test changes what gives them, and cases read anew where the reader is tested."""
    running.is_changed = "monkeypatch" in getattr(item, "fixturenames", ())
    rereading.is_anew = running.is_changed or any(item.path.is_relative_to(place) for place in OF_THE_READER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    until = item.config.getoption("--until")
    if until is not None and time.time() > until and item.get_closest_marker("slow"):
        pytest.skip("no time was left for it")
    set_what_is_given_again(item)
    with within_its_time(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with within_its_time(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    with within_its_time(item):
        return (yield)
