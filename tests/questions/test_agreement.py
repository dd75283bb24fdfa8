"""What is said of two readers' cases: how far they agree, on which cells not, and whether the answer hangs on it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import winset
from tests.laws.cases import dispute, wants
from tests.oracles.random_cases import as_yaml
from winset.errors import UnknownName
from winset.study import Study

NOTE = "North wants the new border, and will not talk of another. South wants trade open. All is said."
SOURCES = {"note": {"file": "note.txt", "title": "A note"}}


def quoted(ideal: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"ideal": ideal, "basis": "stated", "claim": {"source": "note", "quote": quote, **more}}


def first() -> dict[str, Any]:
    """North wants a new border, South the old one; a deal lies in the middle."""
    made = dispute(sources=SOURCES)
    made["positions"] = {
        "border": {"north": quoted("new", "North wants the new border"), "south": wants("old")},
        "trade": {"north": "silent", "south": quoted("open", "South wants trade open.")},
        "prisoners": {"rest": "silent"},
    }
    made["judgements"] = {
        "walk_away": {"north": 20, "south": 20},
        "salience": {issue: dict.fromkeys(("north", "south"), 50) for issue in ("border", "trade", "prisoners")},
    }
    return made


def other() -> dict[str, Any]:
    """The second reader finds a red line of North's where the first finds none, and reads the trade otherwise."""
    made = first()
    made["positions"]["border"]["north"] |= {"rejects": ["old", "middle"]}
    made["positions"]["border"]["north"]["claim"]["quote"] = "North wants the new border, and will not talk of another."
    made["positions"]["border"]["south"] |= {"rejects": ["new"]}
    made["positions"]["trade"]["south"] = wants("open")
    return made


def compared(folder: Path, one: dict[str, Any], two: dict[str, Any]) -> Study:
    for name, raw in (("one", one), ("two", two)):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "case.yaml").write_text(as_yaml(raw), encoding="utf-8")
        (folder / name / "note.txt").write_text(NOTE, encoding="utf-8")
    return winset.compare(folder / "one", folder / "two")


def told(study: Study, **asked: Any) -> str:
    return " ".join(study.agreement(**asked).document()["told"])


def test_the_same_case_twice_is_full_agreement(tmp_path: Path) -> None:
    answer = compared(tmp_path, first(), first()).agreement()
    document = answer.document()
    assert document["counts"] == {"cells": 6, "differing": 0}
    assert document["cells"] == []
    assert document["agreement"]["wants"]["kappa"] == 1
    assert document["told"][0].startswith("The two readers make the same of all 6 cells")


def test_cells_that_differ_are_told_with_what_they_do(tmp_path: Path) -> None:
    document = compared(tmp_path, first(), other()).agreement().document()
    cells = {(cell["issue"], cell["party"]): cell for cell in document["cells"]}
    assert set(cells) == {("border", "north"), ("border", "south"), ("trade", "south")}
    assert cells["border", "north"]["differs"] == ["red_lines"]
    assert cells["border", "north"]["second"]["rejects"] == ["old", "middle"]
    assert cells["border", "north"]["quotes"] == "same_words"
    assert cells["trade", "south"]["differs"] == ["basis"]
    assert cells["trade", "south"]["quotes"] == "one_without"
    assert cells["trade", "south"]["with_reading_of_the_other"]["first"]["turned"] is None
    assert document["agreement"]["wants"]["agreed"] == 6
    assert document["agreement"]["red_lines"]["pairs"] == [
        {"first": "no_red_line", "second": "no_red_line", "units": 11},
        {"first": "no_red_line", "second": "red_line", "units": 3},
    ]
    assert document["answer"]["first"]["deal"] is True
    assert document["answer"]["second"]["deal"] is False


def test_it_is_said_on_which_cells_the_answer_hangs(tmp_path: Path) -> None:
    said = told(compared(tmp_path, first(), other()))
    assert "there is a deal in the case of the first reader, and there is no deal in that of the second" in said
    document = compared(tmp_path, first(), other()).agreement().document()
    turning = [
        cell
        for cell in document["cells"]
        if "deal" in {taken["turned"] for taken in cell["with_reading_of_the_other"].values()}
    ]
    assert bool(turning) == ("Whether there is a deal hangs on" in said)
    assert document["with_all_cells_of_the_other"]["first"]["answer"] == document["answer"]["second"]


def test_what_is_undefined_is_said_to_be(tmp_path: Path) -> None:
    case = first()
    for row in case["positions"].values():
        row.clear()
        row["rest"] = "silent"
    answer = compared(tmp_path, case, case).agreement()
    assert answer.document()["agreement"]["wants"]["kappa"] is None
    assert answer.document()["agreement"]["wants"]["alpha"] is None
    assert any("neither is defined" in note for note in answer.document()["notes"])


def test_cells_that_one_case_does_not_have_count_as_left_out(tmp_path: Path) -> None:
    less = first()
    for section in ("issues", "positions"):
        del less[section]["prisoners"]
    del less["judgements"]["salience"]["prisoners"]
    document = compared(tmp_path, first(), less).agreement().document()
    assert document["counts"] == {"cells": 6, "differing": 2}
    assert {"first": "silent", "second": "left_out", "units": 2} in document["agreement"]["found"]["pairs"]
    assert document["cells"][0]["with_reading_of_the_other"]["first"] == {"answer": None, "turned": None}


def test_cases_without_a_common_cell_say_so_and_no_more(tmp_path: Path) -> None:
    document = winset.compare("examples/classroom", "examples/exchange").agreement().document()
    assert document["told"][0].startswith("The two cases have no cell in common")
    assert not any("the answer stays" in sentence for sentence in document["told"])


def test_the_order_of_readers_turns_the_sides_and_no_coefficient(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here = compared(tmp_path / "a", first(), other()).agreement().document()
    there = compared(tmp_path / "b", other(), first()).agreement().document()
    for name, found in here["agreement"].items():
        assert [found[key] for key in ("kappa", "alpha")] == [
            there["agreement"][name][key] for key in ("kappa", "alpha")
        ]
    assert here["answer"] == {"first": there["answer"]["second"], "second": there["answer"]["first"]}
    for one, two in zip(here["cells"], there["cells"], strict=True):
        assert (one["first"], one["second"]) == (two["second"], two["first"])


@pytest.mark.parametrize("marked", ["one", "two"])
def test_a_quote_that_either_marks_is_shown_of_neither(marked: str, tmp_path: Path) -> None:
    pair = {"one": first(), "two": other()}
    quote = "North wants the new border"
    pair["two"]["positions"]["border"]["north"]["claim"]["quote"] = quote
    pair[marked]["positions"]["border"]["north"]["claim"]["handling"] = "restricted"
    answer = compared(tmp_path, pair["one"], pair["two"]).agreement()
    text = str(answer) + str(answer.document())
    assert quote not in text
    at_all = compared(tmp_path, pair["one"], pair["two"]).agreement(level="restricted")
    assert quote in str(at_all.document())


def test_at_the_level_open_only_the_evidence_is_compared(tmp_path: Path) -> None:
    study = compared(tmp_path, first(), other())
    from winset.questions.agreement.request import AgreementRequest

    low = study.at("open")
    request = AgreementRequest()
    answer = low.ask(request)
    report = low.report(request, answer)
    assert report.data["status"] == "withheld"
    assert "answer" not in report.data
    assert report.data["counts"] == {"cells": 6, "differing": 3}


def test_a_table_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no table `x`"):
        compared(tmp_path, first(), deepcopy(first())).agreement(table="x")
