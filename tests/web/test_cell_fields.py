"""The form of a cell says what the cell says, and changes nothing that it does not speak of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from winset.casefile.editing.editor import OpenedCase, open_case
from winset.casefile.read import check_case
from winset.web.cells.fields import LEAVES, CellFields, cell_changed, cell_in_file, said

EXAMPLES = Path(__file__).parents[2] / "examples"
SHOWN = ("alaska-2025", "camp-david-1978", "classroom", "exchange")


def cells(opened: OpenedCase) -> list[tuple[str, str]]:
    case = opened.case
    assert case is not None
    return [(issue, party) for issue in case.issues for party in case.parties]


@pytest.mark.parametrize("name", SHOWN)
def test_a_form_that_is_sent_as_it_was_changes_nothing(name: str) -> None:
    opened = open_case(EXAMPLES / name)
    for issue, party in cells(opened):
        fields = CellFields.of(cell_in_file(opened.data, issue, party))
        if fields.wants:
            assert opened.doing(cell_changed(opened, issue, party, fields)).text == opened.text
        assert opened.case is not None
        assert said(opened.case, (issue, party), fields, fields).endswith(": as it was")


@pytest.mark.parametrize("name", SHOWN)
def test_a_changed_form_is_what_the_cell_then_says(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    opened = open_case(folder)
    case = opened.case
    assert case is not None
    for issue, party in cells(opened):
        options = list(case.issues[issue].options)
        fields = CellFields(
            wants=options[0], refuses=(options[-1],), basis="inferred", because="So it is: #1", volatile=True
        )
        proposed = opened.doing(cell_changed(opened, issue, party, fields))
        assert CellFields.of(cell_in_file(proposed.after.data, issue, party)) == fields
        others = [cell for cell in cells(opened) if cell != (issue, party)]
        for other in others:
            before = opened.case.cell(*other) if opened.case else None
            assert proposed.after.case is not None
            assert proposed.after.case.cell(*other) == before


def test_a_cell_that_falls_under_the_rest_begins_to_say_something(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "winset: 1\ncase: {id: a, title: A}\nparties: {a: {name: A}, b: {name: B}, c: {name: C}}\n"
        "issues: {x: {options: {p: P, q: Q}}}\npositions:\n  x:\n    a: {ideal: p, basis: inferred, because: r}\n"
        "    rest: silent  # nobody else\n",
        encoding="utf-8",
    )
    opened = open_case(tmp_path)
    fields = CellFields(wants=f"{LEAVES}a", basis="inferred", because="It says so.")
    proposed = opened.doing(cell_changed(opened, "x", "b", fields))
    case = proposed.after.case
    assert case is not None
    assert (case.cell("x", "b").delegates_to, case.cell("x", "c").basis) == ("a", "silent")
    assert "rest: silent  # nobody else" in proposed.text
    silent = proposed.after.doing(cell_changed(proposed.after, "x", "b", CellFields()))
    assert silent.after.case is not None
    assert silent.after.case.cell("x", "b").basis == "silent"
    assert not check_case(tmp_path).errors
