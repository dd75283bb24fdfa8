"""`winset draft` lists candidates by party and issue, and writes them as comments."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.briefings import FOLDER
from tests.support.running import document, invoked, printed
from winset.casefile.read import check_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "communique", tmp_path / "communique")
    return tmp_path / "communique"


def test_candidates_are_listed_by_party_and_issue_with_their_place(case: Path) -> None:
    lines = printed("draft", case, "--party", "kessar").splitlines()
    assert lines[0] == "KESSAR"
    assert "    asks for it before talks — text, line 17" in lines
    assert not any(line.isupper() and line != "KESSAR" for line in lines)


def test_json_has_what_a_program_needs_to_find_the_words_again(case: Path) -> None:
    made = document("draft", case)
    text = (case / "text.md").read_text(encoding="utf-8")
    assert made["status"] == "answered"
    for one in made["candidates"]:
        assert text[one["start"] : one["end"]] == one["quote"]
        assert text.count("\n", 0, one["start"]) + 1 == one["line"]
        assert "reading" not in one


def test_comments_are_written_once_and_can_be_undone_in_the_workbench(case: Path) -> None:
    before = (case / "case.yaml").read_bytes()
    result = invoked("draft", case, "--write")
    assert result.exit_code == 0, result.output
    after = (case / "case.yaml").read_bytes()
    assert after != before
    assert not check_case(str(case)).errors
    assert "0 candidates written" in invoked("draft", case, "--write").stdout
    assert (case / "case.yaml").read_bytes() == after


@pytest.mark.parametrize(("option", "name"), [("--party", "kesar"), ("--source", "txet")])
def test_a_name_that_the_case_does_not_have_is_said(case: Path, option: str, name: str) -> None:
    result = invoked("draft", case, option, name)
    assert result.exit_code == 2 or name in str(result.exception)


def test_a_source_that_cannot_be_drafted_from_is_said(case: Path) -> None:
    path = case / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("file: text.md,", "file: text.md, language: fr,"), encoding="utf-8")
    result = invoked("draft", case)
    assert "there is no list of words for its language" in result.output
    assert "0 candidates to decide on" in result.output
