"""The DEU III record, read in place where it is: the published errors, and the numbers that winset ships of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.support.places import SHARED
from winset.analyses.forecast.record.distribution import summary
from winset.analyses.forecast.record.public_record import (
    RecordedIssue,
    RecordScores,
    ValidationScheme,
    cross_validated,
    points_of,
    record_scores,
)
from winset.analyses.forecast.record.residuals import COUNT, COVERAGE, ISSUES, POSITION_SHARE, PROPOSALS, SCORE, SIZES
from winset.analyses.forecast.rules import RULES
from winset.errors import WinsetError
from winset.interchange.deu_record import read_record

DEU = SHARED / "data" / "spatial" / "deu3"
PUBLISHED = {
    "compromise": 23.10,
    "mean": 23.71,
    "median": 28.82,
    "nash": 23.05,
    "expected_utility": 28.38,
    "ktab": 23.96,
}
"""Mean absolute errors with Council votes under Nice, for the expected-utility model the median after three rounds."""
FORECASTS = {
    "point": 23.10,
    "uniform": 19.51,
    "positions": 18.22,
    "point_and_positions": 17.00,
    "errors_of_other_issues": 16.45,
}
FAST = ("compromise", "mean", "median", "nash", "expected_utility")


@pytest.fixture(scope="module")
def record() -> tuple[RecordedIssue, ...]:
    if not DEU.is_dir():
        pytest.skip("the record ../shared/data/spatial/deu3 is not on this machine")
    return read_record(DEU)


@pytest.fixture(scope="module")
def scores(record: tuple[RecordedIssue, ...]) -> RecordScores:
    return record_scores(record, {key: points_of(RULES[key], record, {}) for key in FAST if key in RULES}, seed=1)


def test_rules_err_as_published(scores: RecordScores) -> None:
    assert scores.rules
    for rule in scores.rules:
        assert rule.scores.mean == pytest.approx(PUBLISHED[rule.key], abs=0.3), rule.key


def test_forecasts_score_as_published(scores: RecordScores) -> None:
    for key, score in FORECASTS.items():
        assert scores.forecasts[key] == pytest.approx(score, abs=0.05), key
    assert scores.forecasts["forecast"] < scores.forecasts["errors_of_other_issues"] < scores.forecasts["point"]


def test_the_shipped_distances_are_those_of_the_record(record: tuple[RecordedIssue, ...], scores: RecordScores) -> None:
    assert (len(record), len({issue.group for issue in record})) == (ISSUES, PROPOSALS)
    assert [round(size, 2) for size in scores.fitted] == list(SIZES)
    assert round(scores.forecast.crps, 2) == SCORE
    assert [(level, round(share, 2)) for level, share, _ in scores.forecast.coverage] == list(COVERAGE)


def test_the_share_at_positions_is_the_largest_whose_intervals_hold_what_they_say(
    record: tuple[RecordedIssue, ...],
) -> None:
    points = points_of(RULES["compromise"], record, {})

    def holds_too_often(share: float) -> float:
        made = cross_validated(record, points, ValidationScheme(position_share=share))
        return max(hit - level for level, hit, _ in made.coverage)

    assert holds_too_often(POSITION_SHARE) <= 0.03 < holds_too_often(POSITION_SHARE + 0.05)


def test_a_summary_has_the_middles_of_equal_parts_of_the_distances() -> None:
    assert len(SIZES) == COUNT
    assert list(SIZES) == sorted(SIZES)
    assert summary(np.array([-3.0, 1.0, 2.0, 0.0, -4.0]), 2).tolist() == [1.0, 3.0]


ACTORS = "isnr,actor,position,salience\na,de,0,50\na,mt,100,\n"


def test_a_small_record_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "issues.csv").write_text("isnr,prnr,outcome\na,p,40\nb,p,\n", encoding="utf-8")
    (tmp_path / "actors_long.csv").write_text(ACTORS, encoding="utf-8")
    (issue,) = read_record(tmp_path)
    assert (issue.name, issue.group, issue.parties, issue.outcome) == ("a", "p", ("de", "mt"), 40.0)
    assert issue.stances.weight[:, 0].tolist() == [14.5, 0]  # 29 votes at half; a missing salience counts for nothing


@pytest.mark.parametrize(
    ("issues", "actors", "said"),
    [
        ("isnr,prnr,outcome\na,p,140\n", ACTORS, "issues.csv, line 2: the outcome `140` is no number from 0 to 100"),
        ("isnr,prnr,outcome\nb,p,40\n", ACTORS, "nobody has a position on `b`"),
        ("isnr,prnr,outcome\na,p,40\n", ACTORS + "a,xx,1,1\n", "actors_long.csv, line 4: `xx` is no member"),
        ("isnr,outcome\na,40\n", ACTORS, "`issues.csv` has no column prnr"),
        ("isnr,prnr,outcome\na,p,\n", ACTORS, "no issue has an outcome"),
    ],
)
def test_what_is_wrong_in_a_record_is_named(tmp_path: Path, issues: str, actors: str, said: str) -> None:
    (tmp_path / "issues.csv").write_text(issues, encoding="utf-8")
    (tmp_path / "actors_long.csv").write_text(actors, encoding="utf-8")
    with pytest.raises(WinsetError, match=said.replace("(", r"\(")):
        read_record(tmp_path)
