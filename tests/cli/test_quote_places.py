"""`winset quote` indents a claim for the place that is named, or writes it there and changes nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.support import plain_yaml
from tests.support.running import invoked
from winset.casefile import claim_insertion
from winset.casefile.read import check_case, check_text
from winset.casefile.save import save_text

MINUTES = "The mayor said: “We’ll rent the boat.” It was late.\nThe clerk wants to sell it.\nThe fare stays.\n"
CASE = """\
winset: 1                       # stays
case: {id: made, title: Made}
sources:
  minutes: {file: minutes.txt}
parties:
  mayor: {name: Mayor}
  clerk: {name: Clerk}
  guest: {name: Guest}
issues:
  boat: {status_quo: sell, options: {rent: rent it, sell: sell it}}
  fare: {status_quo: stays, options: {stays: it stays, rises: it rises}}
positions:
  boat:
    mayor:
      ideal: rent               # what she wants
      basis: inferred
      because: She said so.     # a comment behind
    # a comment between
    clerk: {ideal: sell, basis: inferred, because: "a } in it"}  # in braces
    guest: silent
  fare: {mayor: {ideal: stays, basis: stated, claim: fare_stays}, rest: silent}
claims:
  fare_stays: {source: minutes, quote: The fare stays., reading: It stays.}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return invoked("quote", *arguments)


def text(case: Path) -> str:
    return (case / "case.yaml").read_bytes().decode()


def added(case: Path, before: str = CASE) -> list[str]:
    """The lines of the file that were not there before; every line from before is still there, in its order."""
    lines, rest = text(case).splitlines(), iter(before.splitlines())
    expected = next(rest, None)
    new = []
    for line in lines:
        if line == expected:
            expected = next(rest, None)
        else:
            new.append(line)
    assert expected is None
    return new


def put(case: Path, where: str, words: str = "We'll rent the boat.", *more: str) -> dict[str, Any]:
    """The cell, once the words were written into it."""
    result = run(case, words, "--into", where, *more)
    assert result.exit_code == 0, result.stderr
    cell = plain_yaml.safe_load(text(case))
    for step in (*(("positions",) if where.startswith(("boat.", "fare.")) else ()), *where.split(".")):
        cell = cell[int(step)] if isinstance(cell, list) else cell[step]
    assert isinstance(cell, dict)
    return cell


def test_a_claim_is_written_at_the_end_of_a_cell_and_comments_stay(case: Path) -> None:
    cell = put(case, "boat.mayor", "We'll rent the boat.", "--reading", "She'd rent: yes", "--speaker", "The mayor")
    assert cell["claim"] == {
        "source": "minutes",
        "quote": "We’ll rent the boat.",
        "reading": "She'd rent: yes",
        "speaker": "The mayor",
    }
    assert added(case) == [
        "      claim:",
        "        source: minutes",
        '        quote: "We’ll rent the boat."',
        '        reading: "She\'d rent: yes"',
        "        speaker: The mayor",
    ]
    assert not [problem for problem in check_case(case).problems if problem.severity == "error"]


def test_a_cell_in_braces_keeps_its_braces_and_its_comment(case: Path) -> None:
    assert put(case, "positions.boat.clerk", "The clerk wants to sell it.")["claim"]["source"] == "minutes"
    (line,) = (line for line in text(case).splitlines() if line.startswith("    clerk:"))
    assert line.endswith(
        'because: "a } in it", claim: {source: minutes, quote: "The clerk wants to sell it."}}  # in braces'
    )


def test_a_second_claim_goes_to_also_and_a_third_after_it(case: Path) -> None:
    put(case, "boat.mayor")
    before = text(case)
    cell = put(case, "boat.mayor", "It was late.")
    assert [claim["quote"] for claim in cell["also"]] == ["It was late."]
    assert added(case, before)[:2] == ["      also:", "        - source: minutes"]
    cell = put(case, "boat.mayor", "The fare stays.")
    assert [claim["quote"] for claim in cell["also"]] == ["It was late.", "The fare stays."]
    assert check_case(case).counts.exact == 4


def test_also_in_brackets_grows_and_a_claim_by_name_counts_as_one(case: Path) -> None:
    cell = put(case, "fare.mayor", "It was late.")
    assert cell["claim"] == "fare_stays"
    cell = put(case, "fare.mayor", "The clerk wants to sell it.")
    assert [claim["quote"] for claim in cell["also"]] == ["It was late.", "The clerk wants to sell it."]


def test_the_same_quote_is_not_written_twice(case: Path) -> None:
    put(case, "boat.mayor")
    before = text(case)
    for where, words in (("boat.mayor", "We'll rent the boat."), ("fare.mayor", "The fare stays.")):
        again = run(case, words, "--into", where)
        assert again.exit_code == 1
        assert "this quote stands in" in str(again.exception)
    assert text(case) == before


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            "boat.guest",
            "it is `silent`. A quote shows what a party wants, so say that first: write `guest: {ideal: OPTION",
        ),
        ("fare.guest", "it falls under `rest: silent` of `fare`"),
        ("boat.mayer", "did you mean `mayor`?"),
        ("bot.mayor", "did you mean `boat`?"),
        ("boat", "no claim can stand in `positions.boat`; name a cell"),
        ("case.title", "is written in its short form"),
        ("fare.nobody", "has no `nobody`"),
        ("..", "has no ``"),
        ("boat.mayor.ideal.x", "it has: nothing of the kind"),
    ],
)
def test_where_no_claim_can_stand_it_is_said_and_nothing_is_written(case: Path, where: str, message: str) -> None:
    result = run(case, "It was late.", "--into", where)
    assert result.exit_code in (1, 2)
    assert message in str(result.exception) + result.output
    assert text(case) == CASE


def test_words_that_are_not_found_write_nothing(case: Path) -> None:
    result = run(case, "We will rend the boat", "--into", "boat.mayor")
    assert result.exit_code == 1
    assert "nearest" in result.stderr
    assert text(case) == CASE


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(case: Path, ends: str, mark: str) -> None:
    before = mark + CASE.replace("\n", ends)
    (case / "case.yaml").write_bytes(before.encode())
    put(case, "boat.mayor")
    after = text(case)
    assert after.startswith(mark + "winset")
    assert after.count("\n") == after.count(ends) == before.count("\n") + 4
    assert check_case(case).counts.exact == 2


def test_a_file_whose_last_line_has_no_end_can_be_written_into(case: Path) -> None:
    before, claims = CASE.split("claims:")
    fare = "  fare:\n    rest: silent\n    mayor:\n      ideal: stays\n      basis: stated\n      claim: fare_stays"
    moved = f"claims:{claims}{before[: before.index('  fare: {mayor')]}{fare}"
    (case / "case.yaml").write_text(moved, encoding="utf-8")
    assert put(case, "fare.mayor", "It was late.")["also"][0]["quote"] == "It was late."


LAST = [
    "because: |\n        Two\n        lines.\n",
    "because: >-\n        Two\n\n        lines.\n\n\n",
    "because: two\n        lines\n",
    "rejects:\n        - option: sell\n          basis: inferred\n          because: x\n",
    "rejects: [sell,\n        ]\n",
    "rejects: []\n",
]


@pytest.mark.parametrize("last", LAST)
def test_whatever_stands_last_in_a_cell_stays_as_it_is(case: Path, last: str) -> None:
    because = "" if last.startswith("because") else "      because: x\n"
    cell = f"      ideal: rent\n      basis: inferred\n{because}      {last}    # a comment between\n"
    begin, end = CASE.index("      ideal: rent"), CASE.index("    clerk: {ideal")
    (case / "case.yaml").write_text(CASE[:begin] + cell + CASE[end:], encoding="utf-8")
    before = plain_yaml.safe_load(text(case))["positions"]["boat"]["mayor"]
    after = put(case, "boat.mayor")
    assert {name: value for name, value in after.items() if name != "claim"} == before
    assert after["claim"]["quote"] == "We’ll rent the boat."


def test_other_indentations_are_kept(case: Path) -> None:
    wide = "\n".join(line.replace("  ", "    ") if line.startswith(" ") else line for line in CASE.split("\n"))
    (case / "case.yaml").write_text(wide, encoding="utf-8")
    put(case, "boat.mayor")
    assert "\n            claim:\n              source: minutes\n" in text(case)


def test_a_rule_a_party_or_a_note_can_be_written_into_too(case: Path) -> None:
    more = "rules:\n  - id: r\n    if: {boat: rent}\n    then: {fare: rises}\nnotes: [{text: x}]\n"
    (case / "case.yaml").write_text(CASE + more, encoding="utf-8")
    assert put(case, "rules.0")["claim"]["source"] == "minutes"
    assert put(case, "notes.0")["claim"]["source"] == "minutes"


def test_a_file_that_changes_in_between_is_left_alone(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = check_text

    def meanwhile(opened: Any) -> Any:
        (case / "case.yaml").write_text(CASE + "# another hand\n", encoding="utf-8")
        return real(opened)

    monkeypatch.setattr(claim_insertion, "check_text", meanwhile)
    result = run(case, "It was late.", "--into", "boat.mayor")
    assert result.exit_code == 1
    assert "was changed by someone else since it was read" in str(result.exception) + result.output
    assert text(case) == CASE + "# another hand\n"


def test_what_would_make_an_error_is_not_written(case: Path) -> None:
    broken = CASE.replace("because: She said so.     # a comment behind", "because: x\n      handling: open")
    (case / "case.yaml").write_text(broken, encoding="utf-8")
    assert (
        run(case, "It was late.", "--into", "boat.mayor").exit_code == 0
    )  # an error from before stands in nobody's way
    silent = CASE.replace("    guest: silent", "    guest: {basis: silent}")
    (case / "case.yaml").write_text(silent, encoding="utf-8")
    assert run(case, "It was late.", "--into", "boat.guest").exit_code == 1
    assert text(case) == silent


def test_a_claim_that_turns_out_wrong_after_saving_is_taken_back(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = save_text

    def and_the_source_changes(path: Path, new: str, sha256: str) -> None:
        real(path, new, sha256)
        (case / "minutes.txt").write_text("All different.\n", encoding="utf-8")

    monkeypatch.setattr(claim_insertion, "save_text", and_the_source_changes)
    result = run(case, "It was late.", "--into", "boat.mayor")
    assert result.exit_code == 1
    assert "and was taken back" in str(result.exception) + result.output
    assert text(case) == CASE


@pytest.mark.parametrize("failing", ["replace", "fsync"])
def test_a_save_that_fails_leaves_the_file_as_it_was(case: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    result = run(case, "It was late.", "--into", "boat.mayor")
    assert result.exit_code == 1
    assert text(case) == CASE
    assert [name for name in os.listdir(case) if name.startswith(".")] == []


def test_a_process_that_is_killed_while_it_saves_leaves_the_file_as_it_was(case: Path) -> None:
    code = (
        "import os, signal\n"
        "os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from winset.cli import main\nmain()\n"
    )
    words = ["quote", str(case), "It was late.", "--into", "boat.mayor"]
    killed = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    assert killed.returncode != 0
    assert text(case) == CASE
    assert put(case, "boat.mayor", "It was late.")["claim"]["quote"] == "It was late."


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everything")
def test_a_file_that_may_not_be_written_is_not(case: Path) -> None:
    (case / "case.yaml").chmod(0o444)
    assert run(case, "It was late.", "--into", "boat.mayor").exit_code == 1
    assert text(case) == CASE


def test_what_was_written_is_said_in_words_and_in_json(case: Path) -> None:
    said = run(case, "It was late.", "--into", "boat.mayor")
    assert "positions.boat.mayor.claim now has this claim" in said.stdout
    assert "line 18" in said.stdout
    document = json.loads(run(case, "The fare stays.", "--into", "boat.mayor", "--json").stdout)
    assert document["written"] == {"path": "positions.boat.mayor.also.0", "line": 23}
    assert text(case).splitlines()[22] == "        - source: minutes"


def test_under_and_into_are_not_given_together(case: Path) -> None:
    assert run(case, "It was late.", "--into", "boat.mayor", "--under", "also").exit_code == 2


CLERK = "    clerk:\n      ideal: sell\n      basis: inferred\n      because: x\n"
PASTED = {"rejects": f"{CLERK}      rejects:\n", "also": f"{CLERK}      also:\n", "boat.clerk": CLERK, "claim": CLERK}


@pytest.mark.parametrize("under", PASTED)
def test_what_is_printed_for_a_place_of_a_cell_can_be_pasted_there(case: Path, under: str) -> None:
    result = run(case, "It was late.", "--under", under, "--reading", "x")
    assert result.exit_code == 0, result.stderr
    begin = CASE.index("    clerk: {ideal")
    end = CASE.index("    guest: silent")
    pasted = result.stdout.replace("option: …", "option: rent")
    (case / "case.yaml").write_text(CASE[:begin] + PASTED[under] + pasted + CASE[end:], encoding="utf-8")
    checked = check_case(case)
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    assert checked.counts.exact == 2


@pytest.mark.parametrize("under", ["claims", "notes", "aims", "parties.mayor.aims", "interests", "others", "rules"])
def test_what_is_printed_for_other_places_is_indented_for_them(case: Path, under: str) -> None:
    result = run(case, "It was late.", "--under", under, "--reading", "x")
    assert result.exit_code == 0, result.stderr
    heads = {"aims": 4, "parties.mayor.aims": 4, "interests": 4}
    above = "parties:\n  mayor:\n    name: Mayor\n    x:\n" if heads.get(under) else "x:\n"
    held = plain_yaml.safe_load(above + result.stdout)
    entry = held["parties"]["mayor"]["x"] if heads.get(under) else held["x"]
    inner = entry[0] if isinstance(entry, list) else entry["a_name"]
    assert (inner.get("claim") or inner)["quote"] == "It was late."


@pytest.mark.parametrize("under", ["nowhere", "case", "title", "judgements.salience", "", ".", "boat", "0"])
def test_where_no_claim_can_stand_the_places_are_listed(case: Path, under: str) -> None:
    result = run(case, "It was late.", "--under", under)
    assert result.exit_code != 0
    assert "it can under rejects, also, aims" in str(result.exception) + result.output
