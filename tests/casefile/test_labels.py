"""Who writes a label where a short name belongs is told the name."""

from __future__ import annotations

from pathlib import Path

from winset.casefile.read import check_case

CASE = """winset: 1
case: {id: ferry, title: The ferry}
parties: {north: {name: The North}, south: {name: South}}
issues:
  boat: {title: Boat, options: {new: a new boat, old: {label: the old boat}}}
positions:
  boat:
    north: {ideal: A new boat, basis: inferred, because: x}
    south: {delegates_to: The North, basis: inferred, because: x}
"""


def test_a_label_in_place_of_a_name_gets_the_name(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    errors = check_case(tmp_path).errors
    assert [(problem.code, problem.suggestion) for problem in errors] == [("E206", "new"), ("E206", "north")]
    assert all("not a label" in problem.hint for problem in errors)


def test_a_client_that_is_no_party_of_the_case_is_an_error_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE.replace("The ferry}", "The ferry, client: nrth}"), encoding="utf-8")
    first = check_case(tmp_path).errors[0]
    assert (first.code, first.suggestion, first.path) == ("E203", "north", ("case", "client"))
