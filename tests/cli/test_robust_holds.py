"""`winset robust` says of the packages that lead in how many readings they would hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.laws.cases import dispute as dispute_case
from tests.laws.cases import wants
from tests.support import running
from tests.support.stability import written
from winset.cli import group
from winset.questions.stability.summary import KEYS, NO_MOVES
from winset.questions.stability.words import FIXED
from winset.report.pieces import plain

ALASKA = "examples/alaska-2025"


def robust(case: str, *words: str) -> str:
    run = running.invoked if {"--resume", "--workers"} & {*words} else running.asked
    result = run("robust", case, "--trials", "60", "--drivers", "0", "--alone", "--full", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def leading(case: str, *words: str) -> list[Any]:
    packages: list[Any] = json.loads(robust(case, "--json", *words))["packages"]
    return packages


@pytest.fixture
def dispute(tmp_path: Path) -> str:
    """Two parties with no number judged, of which one can move alone what the sources do not say that it wants."""
    positions = {**dispute_case()["positions"], "prisoners": {"north": wants("freed"), "south": "silent"}}
    return written(tmp_path, positions=positions, moves={"prisoners": {"by": ["south"]}})


def test_shares_are_those_of_the_command_that_asks_of_one_package(dispute: str) -> None:
    first = leading(dispute)[0]
    package = ",".join(f"{issue}={option}" for issue, option in first["options"].items())
    words = ["stability", dispute, "--package", package, "--trials", "60", "--json"]
    asked = json.loads(CliRunner().invoke(group, words).stdout)["package"]["concepts"]
    told = first["holds"]
    assert set(told["readings"]) == set(KEYS)
    for key in KEYS:
        assert told[key] == asked[key]["stable"]
        assert told["readings"][key] == {**asked[key]["readings"], "draws": 60}
    assert 0 < told["readings"]["nash"]["share"] < 1


def test_a_table_has_a_row_for_each_definition_and_the_command_that_says_why(dispute: str) -> None:
    words = ["robust", dispute, "--trials", "60", "--drivers", "0", "--alone"]
    assert "Sequential stability" not in CliRunner().invoke(group, words).stdout
    text = robust(dispute, "--full")
    share = leading(dispute)[0]["holds"]["readings"]["seq"]["share"]
    row = next(line for line in text.splitlines() if line.strip().startswith("Sequential stability"))
    assert f"{round(60 * share)} of 60 trials" in row
    assert f"winset stability {dispute} --package " in text


def test_where_no_number_changes_the_orders_it_is_yes_or_no() -> None:
    assert FIXED in " ".join(robust(ALASKA, "--full").split())
    told = leading(ALASKA)
    assert told[0]["holds"]["readings"] is None
    assert told[0]["holds"]["sseq"] is True
    assert told[-1]["holds"] is None


def test_without_moves_that_is_said() -> None:
    assert plain(NO_MOVES) in " ".join(robust("examples/classroom").split())
    assert all(one["holds"] is None for one in leading("examples/classroom"))


def test_the_number_of_workers_and_a_run_that_goes_on_change_nothing(dispute: str, tmp_path: Path) -> None:
    alone = leading(dispute)
    assert leading(dispute, "--workers", "2") == alone
    kept = ("--resume", str(tmp_path / "kept.readings"))
    assert leading(dispute, *kept) == alone
    assert leading(dispute, *kept) == alone
