"""`winset check` prints every problem with its place, and exits with 1 where there is an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.running import invoked

CASE = """winset: 1
case: {id: small, title: Small}
parties: {a: {name: A}, b: {name: B}}
issues: {q: {options: {x: x, y: y}}}
positions: {q: {a: {ideal: z, basis: inferred, because: No.}, rest: silent}}
"""


def made(folder: Path, text: str) -> Path:
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def test_an_error_is_printed_with_its_place_and_the_exit_code_is_1(tmp_path: Path) -> None:
    result = invoked("check", str(made(tmp_path, CASE)))
    assert result.exit_code == 1
    assert "error[E203]: no option of `q` is called `z`" in result.output
    assert "--> case.yaml:5:28" in result.output


def test_the_json_document_has_the_place_and_the_suggestion(tmp_path: Path) -> None:
    folder = made(tmp_path, CASE.replace("ideal: z", "ideel: x"))
    result = invoked("check", str(folder), "--json")
    assert result.exit_code == 1
    (error,) = json.loads(result.stdout)["errors"]
    assert {key: error[key] for key in ("code", "file", "line", "column", "suggestion")} == {
        "code": "E201",
        "file": "case.yaml",
        "line": 5,
        "column": 21,
        "suggestion": "ideal",
    }


def test_a_sound_case_exits_with_0(tmp_path: Path) -> None:
    result = invoked("check", str(made(tmp_path, CASE.replace("ideal: z", "ideal: x"))), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["errors"] == []


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"[" * 5000, b'a: "\\x1b[2J"', b"winset: [", b"\x00", b"- 1"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_no_file_gives_a_traceback(tmp_path: Path, raw: bytes, form: list[str]) -> None:
    (tmp_path / "case.yaml").write_bytes(raw)
    result = invoked("check", str(tmp_path), *form)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "\x1b" not in result.output
    assert "E00" in result.output or "E20" in result.output


def test_an_unknown_variant_is_named_with_those_that_exist(tmp_path: Path) -> None:
    folder = made(tmp_path, CASE.replace("ideal: z", "ideal: x") + "variants: {calm: {set: {positions.q.a: silent}}}\n")
    result = invoked("check", str(folder), "--variant", "clam")
    assert result.exit_code != 0
    assert "calm" in str(result.exception) + result.output
