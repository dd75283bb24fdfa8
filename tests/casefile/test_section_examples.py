"""Where a section or a list is wanted, the message shows one written out, and it is right when it is put there."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.support import plain_yaml
from winset.casefile.read import check_case
from winset.errors import Problem

STARTER = files("winset.casefile") / "starter"
CASE: dict[str, Any] = plain_yaml.safe_load(
    (STARTER / "case.yaml").read_text("utf-8").replace("STARTER", "made").replace('sha256: "SHA256"', "")
)
SECTION = "a section with `name: value` lines is expected here"


def sections(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all sections and lists of sections of the case that shows each once."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, held in entries:
        if isinstance(held, dict):
            yield (*path, step)
        yield from sections(held, (*path, step))


PATHS = [path for path in sections(CASE) if path[0] != "variants" or len(path) == 2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "minutes.md").write_bytes((STARTER / "minutes.md").read_bytes())
    return tmp_path


_checked: dict[str, list[Problem]] = {}
"""The problems of each case that was written, by its text: they name no folder."""


def checked(folder: Path, path: tuple[str | int, ...], value: object) -> list[Problem]:
    """The problems once the value stands at the path."""
    case = deepcopy(CASE)
    node: Any = case
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    text = plain_yaml.safe_dump(case, sort_keys=False, allow_unicode=True)
    if text not in _checked:
        (folder / "case.yaml").write_text(text, encoding="utf-8")
        _checked[text] = list(check_case(folder).problems)
    return _checked[text]


WRONG = [
    pytest.param(7, id="number"),
    pytest.param(["a", "b"], id="list", marks=pytest.mark.slow),
    pytest.param("words", id="text", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_the_example_may_stand_where_it_is_shown(folder: Path, path: tuple[str | int, ...], wrong: object) -> None:
    problems = [one for one in checked(folder, path, wrong) if one.path == path and SECTION in one.message]
    if not problems:
        return  # a text or list is a short form here, or what is wrong lies inside the list
    assert problems[0].hint.startswith("write it out: `")
    shown = plain_yaml.safe_load(problems[0].hint.split("`")[1])
    (value,) = shown if isinstance(shown, list) else shown.values()
    after = [one for one in checked(folder, path, value) if one.code.startswith("E2") and one.path[: len(path)] == path]
    assert {one.code for one in after} <= {"E205"}  # the positions of the other issues, which the example leaves out


def test_numbers_in_the_place_of_every_section_get_an_example(folder: Path) -> None:
    without = []
    for path in PATHS:
        problems = [one for one in checked(folder, path, 7) if one.path == path and one.severity == "error"]
        if problems and "write it out: `" not in problems[0].hint:
            without.append(path)
    assert without == []


def test_an_example_uses_the_names_of_the_case(folder: Path) -> None:
    (problem,) = (one for one in checked(folder, ("judgements", "scores"), 5) if one.code == "E204")
    assert problem.hint == "write it out: `scores: {timetable: {eastmoor: {hourly: [20, 40, 60]}}}`"


def test_a_section_that_is_missing_is_written_out_too(folder: Path) -> None:
    case = {name: part for name, part in CASE.items() if name != "issues"}
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(case), encoding="utf-8")
    (problem,) = (
        problem for problem in check_case(folder).problems if problem.code == "E202" and problem.path == ("issues",)
    )
    assert problem.hint.startswith("add `issues: {territory: {options: {")


@pytest.mark.parametrize("typed", ["status quo", "Status quo", "STATUS_QUO", "status-quo", "statusquo", "status  quo"])
def test_what_is_almost_status_quo_offers_it(folder: Path, typed: str) -> None:
    (problem,) = (one for one in checked(folder, ("judgements", "walk_away", "eastmoor"), typed) if one.code == "E303")
    assert problem.hint == "did you mean `status_quo`?"
    assert problem.suggestion == "status_quo"


def test_a_field_that_is_almost_status_quo_offers_it(folder: Path) -> None:
    problems = checked(folder, ("judgements", "walk_away", "eastmoor"), {"status quo": 5})
    assert [problem.hint for problem in problems if problem.severity == "error"] == ["did you mean `status_quo`?"]


@pytest.mark.parametrize("typed", ["Silent", "SILENT", "silence"])
def test_what_is_almost_silent_offers_it(folder: Path, typed: str) -> None:
    (problem,) = (one for one in checked(folder, ("positions", "landing", "rest"), typed) if one.severity == "error")
    assert problem.hint == "did you mean `silent`?"


@pytest.mark.parametrize("typed", ["Summer only", "SUMMER-ONLY", "summer only"])
def test_an_option_in_other_letters_is_recognised(folder: Path, typed: str) -> None:
    problems = [one for one in checked(folder, ("issues", "timetable", "status_quo"), typed) if one.severity == "error"]
    assert [problem.suggestion for problem in problems] == ["summer_only"]
