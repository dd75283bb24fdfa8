"""Whoever names the wrong folder is told where the case lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from winset.casefile.folders import DEEPEST, MOST_FOLDERS
from winset.casefile.read import check_case
from winset.errors import Problem


def made(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "case.yaml").write_text("winset: 1\n", encoding="utf-8")


def problem(path: Path | str) -> Problem:
    (only,) = check_case(path).problems
    return only


def test_the_folder_above_a_case_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "talks" / "harbour")
    assert problem(tmp_path).hint == f"did you mean `{tmp_path / 'talks' / 'harbour'}`?"
    monkeypatch.chdir(tmp_path)
    assert problem(".").hint == f"did you mean `{Path('talks') / 'harbour'}`?"
    assert problem(".").code == "E001"


def test_several_cases_are_listed_and_very_many_are_not(tmp_path: Path) -> None:
    made(tmp_path / "a", tmp_path / "b")
    assert problem(tmp_path).hint == f"the cases here are: `{tmp_path / 'a'}`, `{tmp_path / 'b'}`"
    made(*(tmp_path / f"c{n}" for n in range(MOST_FOLDERS * 2)))
    assert problem(tmp_path).hint.endswith("and more")


def test_a_name_that_is_almost_a_case_offers_it(tmp_path: Path) -> None:
    made(tmp_path / "examples" / "alaska-2025", tmp_path / "examples" / "exchange")
    right = f"did you mean `{tmp_path / 'examples' / 'alaska-2025'}`?"
    assert problem(tmp_path / "alaska-2025").hint == right
    assert problem(tmp_path / "exampels" / "alaska_2025").hint == right
    assert "no case here is called `zz`" in problem(tmp_path / "zz").hint


def test_a_document_of_a_case_names_its_case(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear: all\n", encoding="utf-8")
    found = problem(tmp_path / "letter.txt")
    assert (found.code, found.hint) == ("E009", f"did you mean `{tmp_path}`?")


def test_a_case_file_of_almost_the_right_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_text("winset: 1\n", encoding="utf-8")
    assert "a case file is called `case.yaml`; rename `case.yml`" in problem(tmp_path).hint


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_hidden_folders_links_and_deep_ones_are_not_looked_into(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    made(there / "case", here / ".hidden", here.joinpath(*"d" * (DEEPEST + 1)))
    (here / "link").symlink_to(there)
    (here / "loop").symlink_to(here)
    assert problem(here).hint == "start one with `winset new FOLDER`"


def test_names_that_cannot_be_printed_are_no_obstacle(tmp_path: Path) -> None:
    made(tmp_path / "a\x1b[31m\nb")
    assert "did you mean" in problem(tmp_path).hint
