"""Somebody with a document and the messages of winset comes to an answer: each message says what to write next."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from tests.support.running import invoked, program
from winset.casefile.read import check_case

TALKS = """\
Minutes of the harbour talks, 3 March 2031

The Port Authority said that it “won’t open the north quay” before the union signs.
The Union said it would never sign a deal that keeps the night shift.
The Town asks for a park on the old quay. The talks go on.
In May the talks go on.
"""
OPTIONS = {
    "quay": ("open: the north quay opens", "closed: it stays closed"),
    "night_shift": ("keep: it stays", "end: it ends"),
    "park": ("park: a park on the old quay", "none: no park"),
}


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    made = program(
        "new", "harbour", "--from", "talks.txt", "--parties", "Port,Union,Town", "--issues", "quay,night shift,park",
        cwd=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return tmp_path / "harbour"


def replaced(case: Path, *pairs: tuple[str, str]) -> None:
    path = case / "case.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def with_options(case: Path) -> None:
    for first, second in OPTIONS.values():
        replaced(
            case,
            ("option_a: the first way to settle it", first),
            ("option_b: another way to settle it", second),
        )


def codes(case: Path) -> list[str]:
    return [problem.code for problem in check_case(case).problems]


def into(case: Path, words: str, cell: str, *more: str) -> Result:
    return invoked("quote", case, words, "--into", cell, "--reading", "As it says.", *more)


def test_a_new_grid_answers_nothing_until_its_options_are_written(harbour: Path) -> None:
    deal = program("deal", harbour)
    assert deal.returncode == 1
    assert deal.stderr.count("error[E330]") == 3
    assert "write a way to settle it in its place, such as `keep: it stays as it is`" in deal.stderr
    with_options(harbour)
    assert "E330" not in codes(harbour)


def test_from_the_grid_to_an_answer(harbour: Path) -> None:
    with_options(harbour)
    assert "W321" in codes(harbour)
    replaced(
        harbour,
        ("    # status_quo: option_b", "    status_quo: closed"),
        ("    # status_quo: option_b", "    status_quo: keep"),
        ("    # status_quo: option_b", "    status_quo: none"),
        ("    port: silent", "    port: {ideal: open, basis: stated}"),
    )
    (problem,) = check_case(harbour).errors
    assert problem.hint.endswith("--into quay.port` finds the words and writes it")
    assert into(harbour, "won't open the north quay", "quay.port").exit_code == 0
    assert check_case(harbour).errors == ()
    replaced(harbour, ("    town: silent\n\n", "    town: {ideal: park, basis: stated}\n\n"))
    assert into(harbour, "asks for a park", "park.town").exit_code == 0
    assert check_case(harbour).counts.exact == 2
    assert program("deal", harbour).returncode == 0


def test_the_answer_names_whose_walk_away_is_not_known_and_which_issues_have_no_status_quo(harbour: Path) -> None:
    with_options(harbour)
    replaced(harbour, ("    port: silent", "    port: {ideal: open, basis: inferred, because: It says so.}"))
    said = " ".join(program("deal", harbour).stdout.split())
    assert "No walk-away is judged for Port, Union and Town, and none can be derived" in said
    assert "quay, night shift and park have no status quo" in said


def test_words_in_two_places_are_chosen_by_line(harbour: Path) -> None:
    with_options(harbour)
    replaced(harbour, ("    port: silent", "    port: {ideal: open, basis: stated}"))
    assert "more than one place" in into(harbour, "talks go on", "quay.port").stderr
    assert "begin on lines 5 and 6" in into(harbour, "talks go on", "quay.port", "--line", "1").stderr
    assert into(harbour, "talks go on", "quay.port", "--line", "6").exit_code == 0
    assert check_case(harbour).counts.exact == 1


def test_no_record_is_kept_of_what_changes_the_case(harbour: Path, tmp_path: Path) -> None:
    with_options(harbour)
    replaced(harbour, ("    port: silent", "    port: {ideal: open, basis: stated}"))
    record = tmp_path / "kept.json"
    result = into(harbour, "won't open", "quay.port", "--record", str(record))
    assert "no record was written" in result.stderr
    assert not record.exists()


@pytest.mark.parametrize("command", ["check", "deal", "brief", "quote", "robust"])
def test_every_command_names_the_case_below_the_folder(harbour: Path, command: str) -> None:
    more = ["some words"] if command == "quote" else []
    result = program(command, ".", *more, cwd=harbour.parent)
    assert result.returncode == 1
    assert "did you mean `harbour`?" in result.stdout + result.stderr
