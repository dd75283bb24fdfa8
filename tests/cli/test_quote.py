"""`winset quote` prints a claim that the evidence gate accepts, or says why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.support import plain_yaml
from tests.support.running import invoked, program
from winset.casefile.read import check_case

MINUTES = (
    "The mayor said: “We’ll rent the\u00a0boat.” It was late.\n"
    "The fare stays. All agreed.\n"
    "Later the mayor left. The fare stays. Some agreed.\n"
    "Then: the fare stays, and again the fare stays \\ so.\n"
)
LETTER = "Dear all, the boat is old. All agreed.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "winset: 1\ncase: {id: made, title: Made}\n"
        "sources:\n  minutes: {file: minutes.txt, quality: machine-spun}\n"
        "  letter: {file: letter.txt, handling: restricted}\n  gone: {file: gone.txt}\n"
        "parties: {a: {name: A}, b: {name: B}}\nissues: {boat: {options: {rent: rent it, sell: sell it}}}\n"
        "positions: {boat: {a: silent}}\n",  # two errors: a missing cell and a missing document
        encoding="utf-8",
    )
    return tmp_path


def run(*arguments: object) -> Result:
    return invoked("quote", *arguments)


def claim(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    printed = plain_yaml.safe_load(result.stdout)["claim"]
    assert isinstance(printed, dict)
    return printed


def test_the_help_shows_an_example() -> None:
    assert 'winset quote alaska-2025 "Ukrainian officials ... unacceptable"' in run("--help").output


@pytest.mark.parametrize("words", ["We'll … the boat.", "We'll ... the boat.", "We'll rent the boat."])
def test_the_exact_words_are_printed_however_they_were_typed(case: Path, words: str) -> None:
    result = run(case, words)
    assert claim(result) == {"source": "minutes", "quote": "We’ll rent the\u00a0boat."}
    assert result.stdout == (
        '      claim:\n        source: minutes\n        quote: "We’ll rent the\\_boat."\n'
        "        # reading: what it says, in your own words\n"
    )
    assert "minutes, line 1: The mayor said: “We’ll rent the boat.”" in result.stderr
    assert "note: source `minutes` is marked “machine-spun”" in result.stderr


def test_words_that_differ_in_typography_only_are_told_how(case: Path) -> None:
    result = run(case, "We'll rent the boat.")
    assert "your words differ from the source in quotation marks (the source has a curly ’ where" in result.stderr
    assert "spaces (the source has a no-break space where the quote has a space)" in result.stderr
    assert "differ" not in run(case, "the mayor left").stderr
    assert "differ" not in run(case, "We'll … boat.").stderr


def test_a_line_chooses_beyond_the_places_that_are_listed(case: Path) -> None:
    (case / "minutes.txt").write_text("".join(f"The fare stays. Said by {n}.\n" for n in range(60)), encoding="utf-8")
    printed = claim(run(case, "The fare stays.", "--line", 45))
    assert put_into_case(case, printed) == (1, 1)


def test_reading_and_speaker_are_filled_in_and_escaped(case: Path) -> None:
    arguments = [case, "the mayor left", "--reading", "she left: at 9 #", "--speaker", "no", "--speaker", "C, D"]
    assert claim(run(*arguments)) == {
        "source": "minutes",
        "quote": "the mayor left",
        "reading": "she left: at 9 #",
        "speaker": ["no", "C, D"],
    }


def test_a_passage_over_several_lines_is_one_line_with_escapes(case: Path) -> None:
    assert claim(run(case, "late. … The fare stays. All"))["quote"] == "late.\nThe fare stays. All"


def test_words_that_stand_in_several_places_are_listed_with_their_lines(case: Path) -> None:
    result = run(case, "The fare stays.")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "more than one place" in result.stderr
    assert "minutes, line 2: “" in result.stderr
    assert "minutes, line 3: “" in result.stderr
    assert "--line" in result.stderr


@pytest.mark.parametrize("words", ["The fare stays.", "The … stays"])
@pytest.mark.parametrize("line", [2, 3])
def test_one_of_several_places_is_told_apart_by_the_words_beside_it(case: Path, line: int, words: str) -> None:
    printed = claim(run(case, words, "--line", line))
    assert set(printed) & {"prefix", "suffix"}
    assert put_into_case(case, printed) == (1, 1)


def test_two_places_on_one_line_need_more_words(case: Path) -> None:
    result = run(case, "the fare stays", "--line", 4)
    assert result.exit_code == 1
    assert "more than once on line 4" in result.stderr
    assert "quote more words" in result.stderr


def test_a_line_that_has_none_of_the_places_is_no_answer(case: Path) -> None:
    result = run(case, "the mayor left", "--line", 1)
    assert result.exit_code == 1
    assert "nothing begins on line 1: these words begin on line 3" in result.stderr
    assert "minutes, line 3" in result.stderr
    several = run(case, "The fare stays.", "--line", 4)
    assert several.exit_code == 1
    assert "nothing begins on line 4: these words begin on lines 2 and 3" in several.stderr
    beyond = run(case, "The fare stays.", "--line", 99)
    assert "no source that has these words has a line 99: these words begin on lines 2 and 3" in beyond.stderr


def put_into_case(case: Path, printed: dict[str, Any]) -> tuple[int, int]:
    """Quotes, and exact ones, once the claim stands in the case."""
    path = case / "case.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"notes: [{{text: n, claim: {json.dumps(printed)}}}]\n", "utf-8")
    counts = check_case(path).counts
    return counts.quotes, counts.exact


@pytest.mark.parametrize("words", ["We'll … boat.", "again … so", "Some agreed", "the fare stays \\ so"])
def test_the_gate_accepts_what_is_printed(case: Path, words: str) -> None:
    assert put_into_case(case, claim(run(case, words))) == (1, 1)


def test_words_that_are_not_there_get_the_nearest_passage(case: Path) -> None:
    result = run(case, "the mayer left")
    assert result.exit_code == 1
    assert "nearest: minutes, line 3: “the mayor left”" in result.stderr


def test_words_in_the_wrong_order_and_parts_of_words_are_told_from_missing_ones(case: Path) -> None:
    assert "the last words stand only before the first" in run(case, "Some agreed … The mayor said").stderr
    cut = run(case, "he mayor lef")
    assert cut.exit_code == 1
    assert "begin or end inside a word" in cut.stderr
    assert "the mayor left" in cut.stderr


def test_a_source_above_the_level_is_not_searched_and_this_is_said(case: Path) -> None:
    result = run(case, "Dear all")
    assert result.exit_code == 1
    assert "Dear all" not in result.stdout + result.stderr
    assert "not searched: 1 source above this level of handling: --handling restricted" in result.stderr
    assert "letter" not in result.stderr
    named, unknown = (str(run(case, "Dear all", "--source", name).exception) for name in ("letter", "nobody"))
    assert named == unknown.replace("nobody", "letter")
    allowed = run(case, "Dear all", "--handling", "restricted")
    assert claim(allowed)["source"] == "letter"


def test_a_source_that_cannot_be_read_is_named(case: Path) -> None:
    assert "source `gone` was not searched: there is no file `gone.txt`" in run(case, "the mayor left").stderr


def test_only_the_named_source_is_searched(case: Path) -> None:
    arguments = [case, "All agreed", "--handling", "restricted"]
    assert run(*arguments).exit_code == 1
    assert claim(run(*arguments, "--source", "letter"))["source"] == "letter"
    assert claim(run(*arguments, "--source", "minutes"))["source"] == "minutes"
    assert claim(run(*arguments, "--line", "2"))["source"] == "minutes"


def test_json_is_one_document_whether_the_words_are_found_or_not(case: Path) -> None:
    found = json.loads(run(case, "the mayor left", "--json").stdout)
    assert found["claim"] == {"source": "minutes", "quote": "the mayor left"}
    assert (found["status"], found["line"], found["sentence"]) == ("answered", 3, "Later the mayor left.")
    several = run(case, "The fare stays.", "--json")
    assert several.exit_code == 1
    assert [place["line"] for place in json.loads(several.stdout)["places"]] == [2, 3]
    missing = json.loads(run(case, "the mayer left", "--json").stdout)
    assert (missing["status"], missing["claim"], missing["nearest"]["text"]) == ("none", None, "the mayor left")
    assert {"winset", "case", "sha256", "notes", "timings"} <= set(missing)


def test_exit_codes_tell_a_case_that_is_none_from_wrong_usage(case: Path) -> None:
    def code(*arguments: object) -> int:
        return program("quote", *arguments).returncode

    assert code(case, "the mayor left") == 0
    assert code(case, "the mayer left") == 1
    assert code(case, "the mayor left", "--source", "none") == 2
    assert code(case, " ") == 2
    (case / "case.yaml").write_text("- no case\n", encoding="utf-8")
    assert code(case, "the mayor left") == 1
