"""Seconds by stage: none twice, in whatever thread, and by its name in every document."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pytest

from tests.support.running import invoked
from winset import stages
from winset.stages import collecting, stage

ALASKA = "examples/alaska-2025"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(stages, "perf_counter", made)
    return made


def test_a_stage_inside_another_is_not_counted_twice(clock: Clock) -> None:
    seconds: dict[str, float] = {}
    with collecting(seconds), stage("outer"):
        clock.time += 1
        with stage("inner"):
            clock.time += 10
        with collecting(seconds), stage("inner"):
            clock.time += 100
        clock.time += 1000
    assert seconds == {"inner": 110, "outer": 1001}


def test_what_nobody_collects_is_not_timed(clock: Clock) -> None:
    with stage("alone"):
        clock.time += 1
    seconds: dict[str, float] = {}
    with collecting(seconds):
        pass
    with stage("after"):
        clock.time += 1
    assert seconds == {}


def test_a_stage_that_fails_is_timed(clock: Clock) -> None:
    seconds: dict[str, float] = {}

    def fail() -> None:
        with collecting(seconds), stage("failing"):
            clock.time += 1
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seconds == {"failing": 1}


def test_a_thread_is_timed_in_the_stage_that_started_it(clock: Clock) -> None:
    seconds: dict[str, float] = {}

    def work() -> None:
        with stage("machine_code"):
            clock.time += 5

    with collecting(seconds), stage("frontier"), ThreadPoolExecutor(1) as pool:
        pool.submit(copy_context().run, work).result()
        clock.time += 1
    assert seconds == {"machine_code": 5, "frontier": 1}


def test_a_document_names_every_stage() -> None:
    timings = json.loads(invoked("deal", ALASKA, "--json", "--trials", "20").stdout)["timings"]
    of_the_deal = {"reading", "compiling_case", "frontier", "counts", "choices", "no_deal", "silence", "other_readings"}
    assert set(timings) >= of_the_deal | {"verdict_trials", "report", "deal"}
    assert all(seconds >= 0 for seconds in timings.values())
    assert timings["frontier"] <= timings["deal"]


def test_a_picture_is_a_stage(tmp_path: Path) -> None:
    words = ["tables", "examples/classroom", "--json", "--chart", str(tmp_path / "chart.svg")]
    assert json.loads(invoked(*words).stdout)["timings"]["charts"] > 0
