"""Runs shared out: real processes, a real scheduler, and what is left when one of them is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from time import sleep
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from tests.support.running import PATIENCE
from winset.analyses.robustness.tally import Tally
from winset.cli import group, progress
from winset.errors import ClusterLost, WinsetError
from winset.runs.cluster import Cluster, _Sharing
from winset.runs.cutting import Cutting
from winset.runs.jobs import Done, Job, run
from winset.runs.processes import Processes
from winset.session import Session

ALASKA = "examples/alaska-2025"
DRAWS = 2_500


class Dask:
    """A scheduler and two workers, each a process of this machine. settings: more of their environment, such as where
    certificates are.
    """

    def __init__(self, folder: Path, protocol: str = "tcp", settings: Mapping[str, str] | None = None) -> None:
        self.folder, self.settings = folder, settings or {}
        place = folder / "scheduler.json"
        words = ("--protocol", protocol, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.scheduler = self._started("scheduler", *words, "--scheduler-file", str(place))
        for _ in range(600):
            if place.exists() and place.read_text().endswith("}"):
                break
            sleep(0.1)
        self.address = str(json.loads(place.read_text())["address"])
        self.workers: list[subprocess.Popen[bytes]] = []
        for _ in range(2):
            self.join()

    def join(self) -> None:
        """One worker more."""
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.workers.append(self._started("worker", self.address, *words))

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                stdout=log, stderr=log, cwd=self.folder, env={**os.environ, **self.settings},
            )  # fmt: skip

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
    return {field.name: getattr(found, field.name) for field in fields(found) if field.name != "case"}


def after(pieces: int, what: Callable[[], object]) -> Callable[[int], None]:
    """Does something once so many pieces are done."""
    done: list[int] = []

    def step(number: int) -> None:
        done.append(number)
        if len(done) == pieces:
            what()

    return step


@pytest.fixture
def many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run is cut so fine that much of it is left whenever something happens to those who do it."""
    monkeypatch.setattr(Cutting, "_size", lambda *_: 100)


@pytest.mark.usefixtures("many_pieces")
def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(
    dask: Dask, tally: Tally, alone: dict[str, object]
) -> None:
    jobs = [Job(name="case", work=tally, draws=DRAWS)]
    done = run(jobs, Cluster(dask.address), after(4, dask.workers[0].kill))
    assert dask.workers[0].wait(PATIENCE) != 0
    assert done.draws("case") == DRAWS
    assert told(tally, done) == alone


@pytest.mark.slow
@pytest.mark.usefixtures("many_pieces")
def test_workers_may_join_and_leave_in_the_midst_of_a_run(
    dask: Dask, tally: Tally, alone: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All workers that were there at the beginning leave, one by force and one as asked, and others come."""
    monkeypatch.setattr("winset.runs.cluster.LOOKED_EVERY", 0.1)
    first, other = dask.workers
    steps = {2: dask.join, 4: first.kill, 6: dask.join, 8: other.terminate}
    done_steps: list[int] = []

    def step(number: int) -> None:
        done_steps.append(number)
        if (act := steps.get(len(done_steps))) is not None:
            act()

    done = run([Job(name="case", work=tally, draws=DRAWS)], Cluster(dask.address), step)
    assert len(done_steps) > max(steps)
    assert told(tally, done) == alone
    assert first.wait(PATIENCE) != 0
    other.wait(PATIENCE)


@pytest.mark.slow
@pytest.mark.usefixtures("many_pieces")
def test_sums_that_workers_add_up_on_the_way_are_the_same_though_one_is_killed(
    dask: Dask, tally: Tally, alone: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("winset.runs.cluster.ADDED", 3)  # as if two workers were nine times as many
    monkeypatch.setattr(_Sharing, "_depth", 2)
    done = run([Job(name="case", work=tally, draws=DRAWS)], Cluster(dask.address), after(1, dask.workers[0].kill))
    assert dask.workers[0].wait(PATIENCE) != 0
    assert told(tally, done) == alone


@pytest.mark.usefixtures("many_pieces")
def test_a_process_that_is_killed_loses_nothing(tally: Tally, alone: dict[str, object]) -> None:
    killed: list[int] = []

    def kill() -> None:
        from multiprocessing import active_children

        killed.append(active_children()[0].pid or 0)
        os.kill(killed[0], signal.SIGKILL)

    jobs = [Job(name="case", work=tally, draws=DRAWS)]
    done = run(jobs, Processes(2), after(3, kill))
    assert killed
    assert told(tally, done) == alone


@pytest.mark.slow
@pytest.mark.usefixtures("many_pieces")
def test_a_lost_scheduler_is_a_clear_error_and_the_run_goes_on_from_what_was_done_with_another(
    dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(Path(ALASKA).resolve())
    words = ["robust", case, "--trials", "2000", "--alone", "--drivers", "20", "--json"]
    whole = CliRunner().invoke(group, words)

    @contextmanager
    def killing(total: int, what: str) -> Iterator[Callable[[int], None]]:
        yield after(4, dask.scheduler.kill)

    with monkeypatch.context() as patch:
        patch.chdir(tmp_path)
        patch.setattr(progress, "progress_of", killing)
        lost = CliRunner().invoke(group, [*words, "--cluster", dask.address])
    assert isinstance(lost.exception, ClusterLost)
    assert f"the cluster at {dask.address} is lost: the scheduler " in str(lost.exception)
    assert "go on with: --resume alaska-2025.readings" in str(lost.exception)
    file = tmp_path / "alaska-2025.readings"
    kept = json.loads(file.read_text())
    assert 0 < sum(stop - start for start, stop in kept["jobs"]["case"]["ranges"]) < 2000
    (tmp_path / "again").mkdir()
    again = Dask(tmp_path / "again")
    try:
        rest = CliRunner().invoke(group, [*words, "--resume", str(file), "--cluster", again.address])
    finally:
        again.end()
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
        (text.replace('"readings": 2', '"readings": 1'), "was written by"),
        ("[" * 100_000, "not JSON"),
    ):
        file.write_text(wrong)
        result = CliRunner().invoke(group, words)
        assert isinstance(result.exception, WinsetError)
        assert message in str(result.exception)
        assert file.read_text() == wrong


def certified(folder: Path) -> dict[str, str]:
    """An authority made by `openssl`, and a certificate of it for all three roles, as Dask's settings name them."""
    folder.mkdir()
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    for words in (
        ("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=authority"),
        ("req", *new, "-keyout", "one.key", "-out", "one.csr", "-subj", "/CN=one"),
        ("x509", "-req", "-in", "one.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "one.pem",
         "-days", "2"),
    ):  # fmt: skip
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    settings = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(folder / "ca.pem")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(folder / "one.pem")
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = str(folder / "one.key")
    return settings


ROBUST = ("robust", "--trials", "300", "--alone", "--drivers", "0", "--json")


def robust_in(folder: Path, settings: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """`winset robust` on the example as a process of its own, with settings in its environment."""
    command, *options = ROBUST
    return subprocess.run(
        [sys.executable, "-m", "winset", command, str(Path(ALASKA).resolve()), *options, *words],
        capture_output=True, text=True, check=False, cwd=folder, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(Path("src").resolve()), **settings},
    )  # fmt: skip


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, str]:
    if shutil.which("openssl") is None:
        pytest.skip("the command `openssl` makes the certificates of this test, and is not there")
    return certified(tmp_path / "ours")


@pytest.mark.slow
def test_a_cluster_is_talked_to_by_tls_with_the_certificates_that_dask_names(
    tmp_path: Path, certificates: dict[str, str]
) -> None:
    (tmp_path / "run").mkdir()
    cluster = Dask(tmp_path / "run", "tls", {**certificates, "PYTHONPATH": str(Path("src").resolve())})
    try:
        assert cluster.address.startswith("tls://")
        whole = robust_in(tmp_path, {}, "--workers", "1")
        shared = robust_in(tmp_path, certificates, "--cluster", cluster.address)
        assert shared.returncode == 0, shared.stderr
        one, other = json.loads(whole.stdout), json.loads(shared.stdout)
        one.pop("timings"), other.pop("timings")
        assert one == other

        foreign = robust_in(tmp_path, certified(tmp_path / "theirs"), "--cluster", cluster.address)
        assert foreign.returncode == 1
        assert f"no Dask scheduler answers at {cluster.address}" in foreign.stderr
        plain = robust_in(tmp_path, {}, "--cluster", cluster.address.replace("tls://", "tcp://"))
        assert plain.returncode == 1
        for refused in (foreign, plain):
            assert refused.stdout == ""
            assert "Traceback" not in refused.stderr
    finally:
        cluster.end()


def test_tls_without_certificates_says_which_settings_name_them(tmp_path: Path) -> None:
    bare = robust_in(tmp_path, {"DASK_CONFIG": str(tmp_path)}, "--cluster", "tls://scheduler.example:8786")
    assert bare.returncode == 1
    assert bare.stderr.startswith("winset: E702: tls://scheduler.example:8786 needs certificates")
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in bare.stderr
    (tmp_path / "no.pem").write_text("not a certificate", encoding="utf-8")
    for name in ("no.pem", "nothing.pem"):
        file = str(tmp_path / name)
        settings = {f"DASK_DISTRIBUTED__COMM__TLS__{key}": file for key in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY")}
        wrong = robust_in(tmp_path, settings, "--cluster", "tls://127.0.0.1:9")
        assert wrong.returncode == 1
        assert "winset: E702: the certificates for tls://127.0.0.1:9 cannot be used" in wrong.stderr
        assert file in wrong.stderr
        assert wrong.stderr.count("\n") == 1


ELSEWHERE = [
    *(
        "tcp://192.0.2.1:8786",
        "scheduler.example:8786",
        "tcp://10.0.0.7:8786",
        "ws://192.0.2.1:8786",
        "tcp://0.0.0.0:1",
    ),
    *("ucx://192.0.2.1:8786", "tcp://[2001:db8::1]:8786", "localhost.example:8786", "tcp://[::ffff:192.0.2.1]:8786"),
    *("127.0.0.1.example:8786", "2130706433:8786", "tcp://[::]:8786"),
]
HERE = [
    "tcp://127.0.0.1:9",
    "127.0.0.1:9",
    "localhost:9",
    "Localhost:9",
    "tcp://[::1]:9",
    "tcp://127.8.9.1:9",
    "[::ffff:127.0.0.1]:9",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_another_machine_is_not_talked_to_in_plain_tcp(address: str) -> None:
    words = ["robust", ALASKA, "--cluster", address]
    with patch("distributed.Client", side_effect=AssertionError("it was talked to")):
        refused = CliRunner().invoke(group, words)
    assert isinstance(refused.exception, WinsetError)
    assert str(refused.exception).startswith(f"E701: {address} is another machine")
    with patch("distributed.Client", side_effect=OSError("nobody")) as client:
        trusted = CliRunner().invoke(group, [*words, "--trust-network"])
    assert str(trusted.exception) == f"no Dask scheduler answers at {address}: nobody"
    assert client.call_args.args == (address,)


@pytest.mark.parametrize("address", HERE)
def test_this_machine_is_talked_to_as_it_is(address: str) -> None:
    with patch("distributed.Client", side_effect=OSError("nobody")) as client:
        result = CliRunner().invoke(group, ["robust", ALASKA, "--cluster", address])
    assert str(result.exception) == f"no Dask scheduler answers at {address}: nobody"
    assert client.call_args.kwargs["security"] is None


def test_python_is_asked_the_same() -> None:
    with pytest.raises(WinsetError, match="E701"):
        Cluster("tcp://192.0.2.1:8786")
    assert Cluster("tcp://192.0.2.1:8786", trust_network=True).address == "tcp://192.0.2.1:8786"
    assert Cluster("tls://192.0.2.1:8786").is_encrypted
