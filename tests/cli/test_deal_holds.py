"""`winset deal` says of each package that it shows whether it would hold, and how to ask why."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from tests.support import running
from winset.analyses.stability.definitions import definitions
from winset.cli import group
from winset.questions.settlement import solve
from winset.questions.stability import summary
from winset.questions.stability.summary import KEYS, NO_MOVES
from winset.report.pieces import plain

ALASKA, CLASSROOM, CAMP_DAVID = "examples/alaska-2025", "examples/classroom", "examples/camp-david-1978"


def deal(case: str, *words: str) -> str:
    result = running.asked("deal", case, "--trials", "20", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def document(case: str, *words: str) -> Any:
    return json.loads(deal(case, *words, "--json"))


def shown(found: Any) -> list[Any]:
    """The packages of a document of which something is known."""
    packages = [one["opens"] for one in found["openings"] or ()]
    packages += [package for each in found["solutions"].values() for package in each["packages"]]
    return [package for package in packages if package["holds"] is not None]


def commands(text: str) -> list[list[str]]:
    return [shlex.split(line) for line in text.splitlines() if line.strip().startswith("winset stability")]


def test_packages_of_which_the_same_is_said_share_a_line_and_each_has_the_command_that_says_why() -> None:
    text = deal(ALASKA, "--full")
    held = text[text.index("WOULD IT HOLD?") : text.index("ASK FIRST")]
    told = " ".join(held.split())
    line = (
        "Packages 1, 2 and 3: Russia and Ukraine would be tempted to break it; each would face a reply that leaves it "
        "worse off, if used (seven of nine listed moves are unsourced). winset"
    )
    assert told.count(line) == 1
    assert len(commands(held)) == 3
    assert "WOULD IT HOLD?" not in deal(ALASKA)
    assert commands(deal(ALASKA)) == commands(held)[:1]


@pytest.mark.parametrize("words", [[], ["--table", "second_summit"], ["--variant", "land_swaps_us"]])
def test_the_command_that_says_why_can_be_run_and_gives_the_same_verdicts(words: list[str]) -> None:
    found = shown(document(ALASKA, *words))
    for command in commands(deal(ALASKA, *words, "--full")):
        result = CliRunner().invoke(group, [*command[1:], "--trials", "0", "--json"])
        assert result.exit_code == 0, result.output
        package = json.loads(result.stdout)["package"]
        (held,) = {json.dumps(one["holds"]) for one in found if one["options"] == package["options"]}
        told = json.loads(held)
        assert {key: told[key] for key in definitions} == {
            key: package["concepts"][key]["stable"] for key in definitions
        }


def test_readings_are_counted_where_orders_are_by_value_and_null_where_no_number_changes_them() -> None:
    by_value, by_statements = shown(document(CAMP_DAVID)), shown(document(ALASKA))
    assert len(by_value) == 2
    assert all(one["holds"]["readings"]["sseq"]["draws"] == solve.FEW for one in by_value)
    assert all(set(one["holds"]["readings"]) == set(KEYS) for one in by_value)
    assert by_statements
    assert all(statement["holds"]["readings"] is None for statement in by_statements)
    assert "Somebody would be tempted in" in " ".join(deal(CAMP_DAVID, "--full").split())


def test_readings_are_left_out_where_counting_them_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = summary.request_of
    monkeypatch.setattr(summary, "request_of", lambda shown: replace(whole(shown), most_counted=10))
    assert all(one["holds"]["readings"] is None for one in shown(document(CAMP_DAVID)))


def test_without_moves_one_line_says_so() -> None:
    text = " ".join(deal(CLASSROOM, "--full").split())
    assert text.count(plain(NO_MOVES)) == 1
    found = document(CLASSROOM)
    assert plain(NO_MOVES) in found["notes"]
    assert shown(found) == []


def test_where_states_are_too_many_to_list_the_verdicts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = [{**one["holds"], "readings": None} for one in shown(document(CAMP_DAVID))]
    monkeypatch.setattr(solve, "MOST_STATES", 10)
    at_once = {key for key, definition in definitions.items() if not definition.is_quick}
    unlisted = [one["holds"] for one in shown(document(CAMP_DAVID))]
    assert len(unlisted) == len(verdicts) > 0
    for verdict, expected in zip(unlisted, verdicts, strict=True):
        for key in definitions:
            assert verdict[key] == expected[key] or (key in at_once and verdict[key] is None)
