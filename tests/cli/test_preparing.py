"""The first large answer does not wait for compiled code, which is then made by a process of its own."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.deals import large_case
from tests.support.running import invoked
from winset.analyses.settlement.kernels import SWITCH, ahead
from winset.cli import preparing
from winset.questions import question

MEDIUM = (5, 12, 2)
"""Issues, options, parties: some more packages than are kept each."""


class Started:
    """A process that is none."""

    def wait(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv(SWITCH, "1")
    monkeypatch.setattr(question, "plain_answers", [])
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The commands of the processes that would have been started."""
    commands: list[Any] = []

    def start(command: Any, **_: Any) -> Started:
        commands.append(command)
        return Started()

    monkeypatch.setattr("winset.cli.preparing.subprocess.Popen", start)
    return commands


def test_a_first_answer_needs_no_compiled_code_and_has_it_made(folder: Path, started: list[Any]) -> None:
    case = large_case(folder / "case", 3, MEDIUM)
    first = invoked("deal", case, "--trials", "5")
    assert preparing.MAKING in first.stderr
    assert "Preparing compiled code" not in first.stderr
    assert [command[-1] for command in started] == [str(case.absolute())]
    assert question.plain_answers == [str(case)]


def test_one_process_at_a_time_makes_it(folder: Path, started: list[Any]) -> None:
    assert [preparing.prepare_in_background("case") for _ in range(2)] == [preparing.MAKING, ""]
    mark = folder / "kept" / "winset" / "preparing"
    os.utime(mark, (time.time() - preparing.LONGEST - 60,) * 2)
    assert preparing.prepare_in_background("case") == preparing.MAKING
    assert len(started) == 2


def test_none_is_started_where_that_is_switched_off_or_nothing_can_be_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, started: list[Any]
) -> None:
    monkeypatch.setenv(SWITCH, "0")
    assert preparing.prepare_in_background("case") == ""
    monkeypatch.setenv(SWITCH, "1")
    (folder / "file").write_text("no folder")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder / "file"))
    assert preparing.prepare_in_background("case") == ""
    assert started == []


@pytest.mark.slow
def test_what_is_compiled_apart_is_what_a_fold_asks_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fold with silence takes each of the functions from what was compiled for exactly these arguments."""
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    for function, arguments in ahead.APART:
        kinds = tuple(ahead.KINDS[kind] for kind in arguments.split())
        function.compile(kinds)
        assert function.signatures == [kinds]
    invoked("deal", large_case(folder / "large", 3), "--trials", "5", "--method", "fold")
    for function, arguments in ahead.APART:
        assert function.signatures == [tuple(ahead.KINDS[kind] for kind in arguments.split())]


def test_a_second_process_is_started_where_what_it_makes_can_be_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, started: list[Any]
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    ahead.start()
    assert [command[-1] for command in started] == [ahead.CODE]
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    ahead.start()
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setenv(SWITCH, "0")
    ahead.start()
    monkeypatch.setenv(SWITCH, "1")
    (folder / "file").write_text("no folder")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder / "file"))
    ahead.start()
    assert len(started) == 1
