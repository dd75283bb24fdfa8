"""Comparisons beside a walk-away: their names are checked, renamed and taken out with what they name."""

from __future__ import annotations

from pathlib import Path

from winset.casefile.editing.editor import open_case
from winset.casefile.editing.removing import removed
from winset.casefile.editing.renaming import renamed
from winset.casefile.read import check_case
from winset.model.case import Case

CASE = """winset: 1
case: {id: small, title: Small}
parties: {hill: {name: Hill}, dale: {name: Dale}}
issues:
  toll: {status_quo: none, options: {none: no toll, small: a small toll, large: a large toll}}
  road: {status_quo: old, options: {old: the old road, new: a new road}}
positions:
  toll: {hill: {ideal: none, basis: inferred, because: x}, dale: {ideal: large, basis: inferred, because: x}}
  road: {rest: silent}
judgements:
  walk_away: {hill: [20, 30, 40]}
  compared: {hill: {rather: [{toll: none, road: new}], no_deal: [{toll: large, road: old}, {toll: small, road: old}]}}
"""


def folder(tmp_path: Path, text: str = CASE) -> Path:
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def case_of(case: Case | None) -> Case:
    assert case is not None
    return case


def test_what_they_name_has_to_be_there(tmp_path: Path) -> None:
    assert not check_case(folder(tmp_path)).errors
    wrong = CASE.replace("{toll: small, road: old}", "{toll: huge, road: old}").replace("road: new}]", "rode: new}]")
    assert [problem.code for problem in check_case(folder(tmp_path, wrong)).errors] == ["E203", "E203"]
    assert [
        problem.code
        for problem in check_case(folder(tmp_path, CASE.replace("{hill: {rather", "{moor: {rather"))).errors
    ] == ["E203"]


def test_an_option_that_is_renamed_is_renamed_in_them(tmp_path: Path) -> None:
    opened = open_case(folder(tmp_path))
    after = opened.doing(renamed(opened, ("issues", "toll", "options", "small"), "modest")).after
    assert not after.checked.errors
    assert case_of(after.case).judgements.compared["hill"].no_deal[1] == {"toll": "modest", "road": "old"}


def test_a_comparison_goes_with_an_option_that_it_names(tmp_path: Path) -> None:
    opened = open_case(folder(tmp_path))
    after = opened.doing(removed(opened, ("issues", "toll", "options", "small"))).after
    assert not after.checked.errors
    kept = case_of(after.case).judgements.compared["hill"]
    assert (len(kept.rather), kept.no_deal) == (1, ({"toll": "large", "road": "old"},))
    gone = after.doing(removed(after, ("issues", "road"))).after
    assert not gone.checked.errors
    assert "hill" not in case_of(gone.case).judgements.compared
