"""Escape codes and signs that turn a line's direction, from whichever file they come, are shown and never obeyed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.running import PATIENCE, program
from winset.report.printable import STEERING, printable, shown

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "classroom"
EVIL = "x\x1b]0;owned\x07\x1b[31m\x9b2J\u202edlrow\u2066\u200b"
TURNED = "a\u202eb\u2067c\u2069"
"""What a case file may hold: the signs of escape codes are refused there."""


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "winset", *words], capture_output=True, check=False, cwd=cwd, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, timeout=PATIENCE,
    )  # fmt: skip


@given(st.text() | st.text(alphabet=EVIL))
def test_what_is_shown_steers_nothing_and_says_the_rest(text: str) -> None:
    assert not STEERING.search(shown(text))
    assert not STEERING.search(printable(text))
    assert STEERING.sub("", text) == text or "[U+" in shown(text)
    assert printable(text).isprintable()


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"record": 2, EVIL: 1}, ensure_ascii=False),
        json.dumps({"record": EVIL}, ensure_ascii=False),
        '{"a": 1, "KEY": 2, "KEY": 3}'.replace("KEY", json.dumps(EVIL)[1:-1]),
        json.dumps({"certificates": [{"claim": EVIL, "made": False, "why": EVIL}], "case": EVIL}, ensure_ascii=False),
        json.dumps({"certificates": [], "variants": [EVIL], "table": EVIL}),
        json.dumps({"readings": 1, "winset": EVIL, "asked": {EVIL: EVIL}}),
    ],
)
def test_a_record_a_proof_and_done_readings_steer_nothing(content: str, tmp_path: Path) -> None:
    name = f"file-{EVIL}.json".replace("/", "")
    (tmp_path / name).write_text(content, encoding="utf-8")
    for words in (("verify", name), ("verify", name, "--json"), ("verify", name, str(EXAMPLE)),
                  ("robust", str(EXAMPLE), "--trials", "5", "--resume", name),
                  ("export", "dot", str(EXAMPLE), "-o", name), ("import", "genius", name, "-o", "out")):  # fmt: skip
        ended = program(*words, cwd=tmp_path)
        assert not STEERING.search(ended.stdout + ended.stderr), words
        assert "Traceback" not in ended.stderr, words


def test_a_case_steers_neither_a_terminal_nor_a_page(tmp_path: Path) -> None:
    for path in EXAMPLE.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / "case.yaml").read_text(encoding="utf-8")
    for old in ("title: ", "name: "):
        text = text.replace(old, f"{old}{TURNED}")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    for words in (("check", "."), ("deal", "."), ("deal", ".", "--json"), ("tables", ".", "--chart", "chart.svg"),
                  ("brief", ".", "-o", "brief.md"), ("brief", ".", "-o", "brief.html")):  # fmt: skip
        ended = (run if words == ("deal", ".") else program)(*words, cwd=tmp_path)
        assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
        assert not STEERING.search(ended.stdout + ended.stderr), words
        if "--json" in words:
            assert TURNED in json.dumps(json.loads(ended.stdout), ensure_ascii=False)
    for name in ("brief.md", "brief.html", "chart.svg"):
        assert not STEERING.search((tmp_path / name).read_text(encoding="utf-8")), name
    assert "[U+202E]" in (tmp_path / "brief.html").read_text(encoding="utf-8")
