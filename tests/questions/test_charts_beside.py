"""Charts that another process draws are those that are drawn in this one, and are drawn here where it is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from winset import second_process
from winset.report.charts import convert

SPEC: dict[str, Any] = {
    "data": {"values": [{"party": "Міст “A”", "gain": 1 / 3}, {"party": "<b>", "gain": -0.1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "gain", "type": "quantitative"}, "y": {"field": "party", "type": "nominal"}},
}


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Those that draw, as they are started, though the library may be ready in this process."""
    started: list[subprocess.Popen[bytes]] = []
    start = second_process._started

    def counted(arguments: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
        process = start(arguments)
        started.extend([process] if process is not None else [])
        return process

    monkeypatch.setattr(convert, "_is_worth_it", lambda: True)
    monkeypatch.setattr(second_process, "_started", counted)
    return started


def test_the_same_picture_is_drawn_beside(processes: list[subprocess.Popen[bytes]]) -> None:
    with convert.drawing_beside():
        assert [convert._drawn_beside(SPEC), convert.svg_text(SPEC)] == [alone := convert.svg_text(SPEC)] * 2
    assert convert._drawn_beside(SPEC) is None
    assert convert.svg_text(SPEC) == alone
    assert len(processes) == 1
    assert processes[0].returncode is not None


def test_a_process_that_is_gone_is_not_missed(processes: list[subprocess.Popen[bytes]]) -> None:
    alone = convert.svg_text(SPEC)
    with convert.drawing_beside():
        processes[0].kill()
        processes[0].wait()
        assert [convert.svg_text(SPEC), convert.svg_text(SPEC)] == [alone, alone]


@pytest.mark.parametrize("executable", ["", "no/such/python"])
def test_where_no_process_can_be_had_none_is_missed(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "_is_worth_it", lambda: True)
    monkeypatch.setattr(sys, "executable", executable)
    with convert.drawing_beside():
        assert convert._drawn_beside(SPEC) is None
        assert convert.svg_text(SPEC).startswith("<svg ")


def test_another_program_in_its_place_is_not_believed(
    processes: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other.py"
    other.write_text("print('[1]\\nno chart')", encoding="utf-8")
    monkeypatch.setattr(convert, "SCRIPT", other)
    with convert.drawing_beside():
        assert [convert.svg_text(SPEC)[:5] for _ in range(3)] == ["<svg "] * 3


def test_what_cannot_be_drawn_is_told_by_the_library_itself(processes: list[subprocess.Popen[bytes]]) -> None:
    with convert.drawing_beside(), pytest.raises(ValueError, match=r".+"):
        convert.svg_text({"mark": 7})
    assert len(processes) == 1
