"""What a brief says of how sure its answer is: the shares are those of `winset robust`, and no probabilities."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from winset.present.charts.readings import Dot

from winset.analyses.robustness import ground
from winset.analyses.robustness.acceptance import Share
from winset.cli import group

ALASKA = "examples/alaska-2025"
LIKELIHOOD = ("likely", "unlikely", "probable", "probably", "chance of", "odds")


def told(folder: Path, *words: str, kind: str = "html") -> str:
    """The brief as plain text."""
    target = folder / f"brief.{kind}"
    result = CliRunner().invoke(group, ["brief", *words, "-o", str(target), "--draws", "300"])
    assert result.exit_code == 0, result.output
    text = re.sub(r"<style>.*?</style>", "", target.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize("kind", ["html", "md"])
def test_the_brief_tells_the_shares_that_robust_tells(tmp_path: Path, kind: str) -> None:
    text = told(tmp_path, ALASKA, kind=kind)
    found = json.loads(CliRunner().invoke(group, ["robust", ALASKA, "--draws", "300", "--json", "--limit", "0"]).output)
    number = round(300 * found["deal"]["share"])
    assert f"({number} of 300 drawn, standard error" in text
    assert "What would change this answer." in text
    assert "Russian Federation wants on “Security guarantees”, on which the sources are silent" in text
    for one in found["levers"]:
        if len(one["levers"]) == 1:
            assert f"in {100 * one['deal']['share']:.0f} of 100 readings" in text
    shares = [one["deal"]["share"] for one in found["by_variant"].values()]
    assert f"to {100 * max(shares):.0f} of 100 readings under" in text


@pytest.mark.parametrize("kind", ["html", "md"])
def test_the_brief_says_once_that_a_share_is_no_probability_and_uses_no_word_of_likelihood(
    tmp_path: Path, kind: str
) -> None:
    text = told(tmp_path, ALASKA, kind=kind)
    assert text.count("not the probability of an event") == 1
    shares, _, after = text.partition("How sure is that?")[2].partition("Would the steps hold?")
    assert after  # a plan has chances that are judged, and its section speaks of them
    for word in LIKELIHOOD:
        assert not re.search(rf"(?<!most )(?<!Most )\b{word}\b", shares), word


def test_what_rules_and_red_lines_exclude_is_told_with_the_red_line_that_would_open_it(tmp_path: Path) -> None:
    text = told(tmp_path, "examples/camp-david-1978")
    assert "No reading has a deal" in text
    assert "rules and red lines exclude every package" in text
    assert "Were it not that Egypt refuses “settlements may stay under Egyptian rule”" in text


def test_a_case_too_large_for_readings_says_why_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "MOST_PACKAGES", 100)
    for kind in ("html", "md"):
        text = told(tmp_path, ALASKA, kind=kind)
        assert "How far the answer hangs on numbers was not worked out: this case has 29,160 packages" in text.replace(
            "\\", ""
        )
        assert "not the probability of an event" in text


def test_under_a_variant_no_other_is_set_beside_it(tmp_path: Path) -> None:
    text = told(tmp_path, ALASKA, "--variant", "literal_conditions")
    assert "By variant" not in text
    assert "Washington acts on its warnings" not in text


def test_an_interval_is_two_errors_wide_and_never_leaves_the_scale() -> None:
    assert Dot(label="", share=Share(number=50, draws=100)).ends == pytest.approx((40, 60))
    assert Dot(label="", share=Share(number=0, draws=100)).ends == pytest.approx((0, 3))
    assert Dot(label="", share=Share(number=100, draws=100)).ends == pytest.approx((97, 100))
    assert Dot(label="", share=Share(number=1, draws=10)).ends[0] == 0
