"""The ledger of forecasts: written once, read with its seal, scored when the outcome is known."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.oracles.distribution_oracle import slow_crps
from tests.support.places import EXAMPLES
from winset.analyses.forecast.record.scores import KeptIssue, issue_score, mean_over, mean_score
from winset.cli import group
from winset.errors import SaveRefused, WinsetError
from winset.runs.ledger import entries, keep

CLASSROOM = EXAMPLES / "classroom"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), catch_exceptions=False, standalone_mode=False)


def test_an_entry_is_its_owners_alone_and_is_read_as_it_was_kept(tmp_path: Path) -> None:
    made = keep(tmp_path / "kept", "forecast", "a", {"answer": {"x": 0.1}}, NOON)
    assert made.path.name == "a.2026-03-01T120000Z.forecast.json"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    (read,) = entries(tmp_path / "kept")
    assert (read.case, read.date, read.seal) == ("a", "2026-03-01T120000Z", made.seal)
    assert read.content["answer"] == {"x": 0.1}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    made = keep(tmp_path, "forecast", "a", {"answer": {}}, NOON)
    before = made.path.read_bytes()
    with pytest.raises(SaveRefused, match="nothing of a ledger is written over"):
        keep(tmp_path, "forecast", "a", {"answer": {"other": 1}}, NOON)
    assert made.path.read_bytes() == before


@pytest.mark.parametrize("edit", ['"x": 0.2', '"x": 0.1, "y": 1'])
def test_an_edit_breaks_the_seal_and_a_new_layout_does_not(tmp_path: Path, edit: str) -> None:
    made = keep(tmp_path, "forecast", "a", {"answer": {"x": 0.1}}, NOON)
    body = json.loads(made.path.read_text(encoding="utf-8"))
    made.path.write_text(json.dumps(body, separators=(",", ":")), encoding="utf-8")
    assert len(entries(tmp_path)) == 1
    made.path.write_text(json.dumps(body).replace('"x": 0.1', edit), encoding="utf-8")
    with pytest.raises(WinsetError, match="changed after it was sealed"):
        entries(tmp_path)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text[:40], "is no JSON: it was cut off, or changed"),
        (lambda text: "", "is no JSON"),
        (lambda text: "[" * 200_000, "is no JSON"),
        (lambda text: "[]", "is no file of a ledger"),
        (lambda text: text.replace("0.1", "NaN"), "was changed after it was sealed"),
        (lambda text: text.replace('"seal"', '"sealed"'), "was changed after it was sealed"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong(tmp_path: Path, damage: Callable[[str], str], said: str) -> None:
    made = keep(tmp_path, "forecast", "a", {"answer": {"x": 0.1}}, NOON)
    made.path.write_text(damage(made.path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(WinsetError, match=f"`{made.path.name}` {said}"):
        entries(tmp_path)


KEPT = KeptIssue(
    options=("low", "high", "aside"),
    places=(0.0, 100.0, None),
    chances=(0.25, 0.75, 0.0),
    points={"compromise": 70.0, "median": None},
    quantiles=(0.0, 50.0, 100.0, 100.0),
)


def test_a_kept_issue_is_scored_by_the_definitions() -> None:
    score = issue_score(KEPT, "high")
    mass = {Fraction(0): Fraction(1, 4), Fraction(50): Fraction(1, 4), Fraction(100): Fraction(1, 2)}
    assert score.brier == pytest.approx(0.125)
    assert score.crps == pytest.approx(float(slow_crps(mass, Fraction(100))))
    assert score.errors == {"compromise": 30.0}


def test_what_has_no_place_on_the_line_has_a_score_over_options_alone() -> None:
    score = issue_score(KEPT, "aside")
    assert score.brier == pytest.approx(1.625)
    assert score.crps is None
    assert not score.errors
    both = mean_score((score, issue_score(KEPT, "low")))
    assert both.issues == 2
    assert both.errors == {"compromise": 70.0}
    assert mean_over((both, both)).brier == both.brier


def test_a_forecast_is_kept_scored_and_tabled(tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger")
    kept = run("forecast", str(CLASSROOM), "--trials", "20", "--keep", "--ledger", ledger)
    assert "is kept in" in kept.stderr
    (entry,) = entries(tmp_path / "ledger")
    assert entry.content["request"]["trials"] == 20
    issue = next(iter(entry.content["answer"]))
    option = entry.content["answer"][issue]["options"][0]
    document = json.loads(
        run("score", str(CLASSROOM), "--outcome", f"{issue}={option}", "--ledger", ledger, "--json").stdout
    )
    (scored,) = document["forecasts"]
    chances = entry.content["answer"][issue]["chances"]
    expected = sum((chance - (n == 0)) ** 2 for n, chance in enumerate(chances))
    assert scored["brier"] == pytest.approx(expected)
    assert scored["outcomes"][issue]["option"] == option
    assert "mean over cases" in run("score", "--ledger", ledger).stdout


def test_a_forecast_made_after_the_outcome_is_not_scored(tmp_path: Path) -> None:
    content = {
        "sha256": "",
        "answer": {"x": {"options": ["a"], "places": [0.0], "chances": [1.0], "points": {}, "quantiles": [0.0]}},
    }
    keep(tmp_path, "outcome", "c", {"outcomes": {"x": "a"}}, NOON)
    keep(tmp_path, "forecast", "c", content, NOON.replace(hour=13))
    assert "was kept after the outcome was known" in run("score", "--ledger", str(tmp_path)).stdout


def test_nothing_is_kept_of_a_forecast_that_a_level_withholds(tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger")
    with pytest.raises(WinsetError, match="may not be shown at this level"):
        run(
            "forecast",
            str(EXAMPLES / "alaska-2025"),
            "--trials",
            "0",
            "--handling",
            "open",
            "--keep",
            "--ledger",
            ledger,
        )
    assert not os.path.lexists(ledger)


@pytest.mark.parametrize("outcome", ["nowhere=1", "price", "price=never"])
def test_an_outcome_that_the_case_does_not_know_is_refused(tmp_path: Path, outcome: str) -> None:
    with pytest.raises(WinsetError, match="price"):
        run("score", str(CLASSROOM), "--outcome", outcome, "--ledger", str(tmp_path))
    assert not list(tmp_path.iterdir())
