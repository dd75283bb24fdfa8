"""Runs shared out: real processes, a real scheduler, and what is left when one of them is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from time import sleep

import pytest

from tests.support.running import invoked
from winset.casefile.read import read_case
from winset.cli import progress
from winset.errors import WinsetError
from winset.study import Study
from winset.workers import Done, Job, Processes, run
from winset.workers.cluster import Cluster, ClusterLost

ALASKA = "examples/alaska-2025"
DRAWS = 2_500


class Dask:
    """A scheduler and two workers, each a process of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        place = folder / "scheduler.json"
        words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.scheduler = self._started("scheduler", *words, "--scheduler-file", str(place))
        for _ in range(600):
            if place.exists() and place.read_text().endswith("}"):
                break
            sleep(0.1)
        self.address = str(json.loads(place.read_text())["address"])
        self.workers = [
            self._started("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard") for _ in range(2)
        ]

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=log, stderr=log, cwd=self.folder)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    cluster = Dask(tmp_path)
    yield cluster
    cluster.end()


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(checked=read_case(ALASKA, ()))


@pytest.fixture(scope="module")
def alone(study: Study) -> dict[str, object]:
    """What this process finds by itself."""
    return told(study, run([Job(name="case", work=study.tally(levers=1), draws=DRAWS)]))


def told(study: Study, done: Done) -> dict[str, object]:
    found = study.tally(levers=1).result(done.sums["case"])
    return {one.name: getattr(found, one.name) for one in fields(found) if one.name != "case"}


def after(pieces: int, what: Callable[[], object]) -> Callable[[int], None]:
    """Does something once so many pieces are done."""
    done: list[int] = []

    def step(number: int) -> None:
        done.append(number)
        if len(done) == pieces:
            what()

    return step


def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(
    dask: Dask, study: Study, alone: dict[str, object]
) -> None:
    jobs = [Job(name="case", work=study.tally(levers=1), draws=DRAWS)]
    done = run(jobs, Cluster(dask.address), after(4, dask.workers[0].kill))
    assert done.draws("case") == DRAWS
    assert told(study, done) == alone


def test_a_process_that_is_killed_loses_nothing(study: Study, alone: dict[str, object]) -> None:
    def kill() -> None:
        from multiprocessing import active_children

        os.kill(active_children()[0].pid or 0, signal.SIGKILL)

    jobs = [Job(name="case", work=study.tally(levers=1), draws=DRAWS)]
    done = run(jobs, Processes(2), after(3, kill))
    assert told(study, done) == alone


def test_a_lost_scheduler_is_a_clear_error_and_the_run_goes_on_from_what_was_done(
    dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(Path(ALASKA).resolve())
    monkeypatch.chdir(tmp_path)
    words = ["robust", case, "--draws", "2000", "--alone", "--drivers", "20", "--json"]
    whole = invoked(*words)

    @contextmanager
    def killing(total: int, what: str) -> Iterator[Callable[[int], None]]:
        yield after(4, dask.scheduler.kill)

    monkeypatch.setattr(progress, "progress_of", killing)
    lost = invoked(*words, "--cluster", dask.address)
    assert isinstance(lost.exception, ClusterLost)
    assert f"the cluster at {dask.address} is lost: the scheduler is gone" in str(lost.exception)
    assert "go on with: --resume alaska-2025.readings" in str(lost.exception)
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    kept = json.loads(Path("alaska-2025.readings").read_text())
    assert 4 <= len(kept["jobs"]["0"]["starts"]) < 2000 // 100
    rest = invoked(*words, "--resume", "alaska-2025.readings")
    one, other = json.loads(whole.stdout), json.loads(rest.stdout)
    one.pop("timings"), other.pop("timings")
    assert one == other


def test_where_no_scheduler_is_the_address_is_named_and_no_file_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(Path(ALASKA).resolve())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("winset.workers.cluster.CONNECT_SECONDS", 1)
    result = invoked("robust", case, "--cluster", "tcp://127.0.0.1:9")
    assert isinstance(result.exception, WinsetError)
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in str(result.exception)
    assert not list(tmp_path.iterdir())


def test_what_is_kept_is_of_the_same_question_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    words = ["robust", ALASKA, "--draws", "60", "--alone", "--drivers", "0", "--json", "--resume", str(file)]
    first = invoked(*words)
    again = invoked(*words)
    one, other = json.loads(first.stdout), json.loads(again.stdout)
    one.pop("timings"), other.pop("timings")
    assert one == other
    refused = invoked(*words, "--seed", "2")
    assert "was asked something else: seed 1 there, 2 here" in str(refused.exception)
    text = file.read_text()
    for wrong, message in (
        (text[: len(text) // 2], "cut off"),
        (text.replace('"with_deal": ', '"with_deal": 1'), "damaged"),
        ("{}", "holds no readings"),
        (text.replace('"readings": 1', '"readings": 2'), "was written by"),
        ("[" * 100_000, "not JSON"),
    ):
        file.write_text(wrong)
        result = invoked(*words)
        assert isinstance(result.exception, WinsetError)
        assert message in str(result.exception)
        assert file.read_text() == wrong
