"""A cell may say only what a party refuses; what it must still say, and what the editing engine makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.casefile.editing.editor import OpenedCase, open_case
from winset.casefile.editing.operations.cells import cell_said, red_lines
from winset.casefile.read import check_case
from winset.model.case import Case

HEAD = """winset: 1
case: {id: small, title: Small}
sources: {talks: {file: talks.txt}}
parties: {hill: {name: Hill}, dale: {name: Dale}, moor: {name: Moor}}
issues: {toll: {status_quo: none, options: {none: no toll, small: a small toll, large: a large toll}}}
positions:
  toll:
    hill: CELL
    dale: {delegates_to: hill, basis: inferred, because: It follows Hill.}
    moor: {ideal: none, basis: inferred, because: It says nothing else.}
"""
STATED = (
    "{rejects: [large], basis: stated, claim: {source: talks, quote: never a large toll, reading: Hill refuses it.}}"
)


def written(tmp_path: Path, cell: str, more: str = "") -> Path:
    (tmp_path / "talks.txt").write_text("Hill: we will accept never a large toll.\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(HEAD.replace("CELL", cell) + more, encoding="utf-8")
    return tmp_path


def case_of(opened: OpenedCase) -> Case:
    assert opened.case is not None
    return opened.case


def test_a_refusal_alone_is_a_stated_cell(tmp_path: Path) -> None:
    checked = check_case(written(tmp_path, STATED))
    assert not checked.problems
    assert checked.case is not None
    assert checked.case.cell("toll", "hill").only_refuses
    assert not checked.case.cell("toll", "dale").only_refuses
    counts = checked.counts
    assert (counts.stated, counts.inferred, counts.silent, counts.only_refuse) == (1, 2, 0, 1)


@pytest.mark.parametrize(
    ("cell", "more", "code"),
    [
        ("{rejects: [], basis: inferred, because: x}", "", "E202"),
        ("{basis: inferred, because: x}", "", "E202"),
        ("{rejects: [large]}", "", "E202"),
        ("{rejects: [large], basis: stated}", "", "E320"),
        ("{rejects: [large], basis: inferred}", "", "E321"),
        ("{rejects: [none, small, large], basis: inferred, because: x}", "", "E305"),
        ("{rejects: [large, large], basis: inferred, because: x}", "", "E305"),
        ("{rejects: [huge], basis: inferred, because: x}", "", "E203"),
        (
            "{rejects: [large], basis: inferred, because: x}",
            "judgements: {orders: {toll: {hill: [large, none, small]}}}\n",
            "E305",
        ),
    ],
)
def test_what_it_must_still_say(tmp_path: Path, cell: str, more: str, code: str) -> None:
    assert [problem.code for problem in check_case(written(tmp_path, cell, more)).errors] == [code]


def test_a_judged_order_says_what_it_wants_and_the_cell_stays_as_the_sources_have_it(tmp_path: Path) -> None:
    judged = "judgements: {orders: {toll: {hill: [none, small, large]}}}\n"
    assert not check_case(written(tmp_path, STATED, judged)).errors


def test_a_cell_that_loses_its_last_red_line_and_says_no_more_is_silent(tmp_path: Path) -> None:
    opened = open_case(written(tmp_path, STATED))
    fewer = opened.doing(red_lines(opened, "toll", "hill", {}))
    assert case_of(fewer.after).cell("toll", "hill").basis == "silent"
    wider = opened.doing(red_lines(opened, "toll", "hill", {"large": None, "small": None}))
    cell = case_of(wider.after).cell("toll", "hill")
    assert [line.option for line in cell.rejects] == ["large", "small"]
    assert cell.only_refuses


def test_a_wish_is_taken_out_of_a_cell_and_its_red_lines_stay(tmp_path: Path) -> None:
    cell = "{ideal: none, rejects: [large], basis: inferred, because: x}"
    opened = open_case(written(tmp_path, cell))
    proposed = opened.doing(cell_said(opened, "toll", "hill", {"ideal": None}))
    assert case_of(proposed.after).cell("toll", "hill").only_refuses
    assert not proposed.problems.errors_added


def test_under_a_variant_it_may_say_what_it_wants(tmp_path: Path) -> None:
    variant = "variants: {open: {title: Read otherwise, set: {positions.toll.hill.ideal: small}}}\n"
    folder = written(tmp_path, STATED, variant)
    checked = check_case(folder, ("open",))
    assert not checked.errors
    assert checked.case is not None
    assert checked.case.cell("toll", "hill").ideal == "small"
