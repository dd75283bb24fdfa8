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
from click.testing import CliRunner

from winset.analyses.robustness.tally import Tally
from winset.cli import group, progress
from winset.errors import ClusterLost, WinsetError
from winset.runs.cluster import Cluster
from winset.runs.jobs import Done, Job, run
from winset.runs.processes import Processes
from winset.session import Session

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
def tally() -> Tally:
    """Whether there is a deal in each reading of a case, and with each of its levers pulled."""
    case = Session.read(ALASKA).compiled()
    return Tally(case, 1, levers=tuple((lever,) for lever in range(len(case.levers))))


@pytest.fixture(scope="module")
def alone(tally: Tally) -> dict[str, object]:
    """What this process finds by itself."""
    return told(tally, run([Job(name="case", work=tally, draws=DRAWS)]))


def told(tally: Tally, done: Done) -> dict[str, object]:
    found = tally.result(done.sums["case"])
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
    dask: Dask, tally: Tally, alone: dict[str, object]
) -> None:
    jobs = [Job(name="case", work=tally, draws=DRAWS)]
    done = run(jobs, Cluster(dask.address), after(4, dask.workers[0].kill))
    assert done.draws("case") == DRAWS
    assert told(tally, done) == alone


def test_a_process_that_is_killed_loses_nothing(tally: Tally, alone: dict[str, object]) -> None:
    def kill() -> None:
        from multiprocessing import active_children

        os.kill(active_children()[0].pid or 0, signal.SIGKILL)

    jobs = [Job(name="case", work=tally, draws=DRAWS)]
    done = run(jobs, Processes(2), after(3, kill))
    assert told(tally, done) == alone


def test_a_lost_scheduler_is_a_clear_error_and_the_run_goes_on_from_what_was_done(
    dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(Path(ALASKA).resolve())
    monkeypatch.chdir(tmp_path)
    words = ["robust", case, "--trials", "2000", "--alone", "--drivers", "20", "--json"]
    whole = CliRunner().invoke(group, words)

    @contextmanager
    def killing(total: int, what: str) -> Iterator[Callable[[int], None]]:
        yield after(4, dask.scheduler.kill)

    monkeypatch.setattr(progress, "progress_of", killing)
    lost = CliRunner().invoke(group, [*words, "--cluster", dask.address])
    assert isinstance(lost.exception, ClusterLost)
    assert f"the cluster at {dask.address} is lost: the scheduler is gone" in str(lost.exception)
    assert "go on with: --resume alaska-2025.readings" in str(lost.exception)
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    kept = json.loads(Path("alaska-2025.readings").read_text())
    assert 4 <= len(kept["jobs"]["case"]["starts"]) < 2000 // 100
    rest = CliRunner().invoke(group, [*words, "--resume", "alaska-2025.readings"])
    one, other = json.loads(whole.stdout), json.loads(rest.stdout)
    one.pop("timings"), other.pop("timings")
    assert one == other


def test_where_no_scheduler_is_the_address_is_named_and_no_file_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(Path(ALASKA).resolve())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("winset.runs.cluster.CONNECT_SECONDS", 1)
    result = CliRunner().invoke(group, ["robust", case, "--cluster", "tcp://127.0.0.1:9"])
    assert isinstance(result.exception, WinsetError)
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in str(result.exception)
    assert not list(tmp_path.iterdir())


def test_what_is_kept_is_of_the_same_question_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    words = ["robust", ALASKA, "--trials", "60", "--alone", "--drivers", "0", "--json", "--resume", str(file)]
    first = CliRunner().invoke(group, words)
    again = CliRunner().invoke(group, words)
    one, other = json.loads(first.stdout), json.loads(again.stdout)
    one.pop("timings"), other.pop("timings")
    assert one == other
    refused = CliRunner().invoke(group, [*words, "--seed", "2"])
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
        result = CliRunner().invoke(group, words)
        assert isinstance(result.exception, WinsetError)
        assert message in str(result.exception)
        assert file.read_text() == wrong
