"""What a brief says of how sure its answer is: the shares are those of `winset robust`, and no probabilities."""

from __future__ import annotations

import re

import pytest

from tests.support.briefs import DRAWS, brief
from tests.support.running import document
from winset.analyses.robustness import ground
from winset.analyses.robustness.acceptance import Share
from winset.present.charts.readings import Dot

ALASKA = "examples/alaska-2025"
LIKELIHOOD = ("likely", "unlikely", "probable", "probably", "chance of", "odds")


def told(text: str) -> str:
    """A brief as plain text."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)).split())


@pytest.mark.parametrize("kind", ["html", "md"])
def test_the_brief_tells_the_shares_that_robust_tells(kind: str) -> None:
    text = told(brief(ALASKA, kind))
    found = document("robust", ALASKA, "--draws", DRAWS, "--limit", "0")
    number = round(DRAWS * found["deal"]["share"])
    assert f"({number} of {DRAWS} drawn, standard error" in text
    assert "What would change this answer." in text
    assert "Russian Federation wants on “Security guarantees”, on which the sources are silent" in text
    for one in found["levers"]:
        if len(one["levers"]) == 1:
            assert f"in {100 * one['deal']['share']:.0f} of 100 readings" in text
    shares = [one["deal"]["share"] for one in found["by_variant"].values()]
    assert f"to {100 * max(shares):.0f} of 100 readings under" in text


@pytest.mark.parametrize("kind", ["html", "md"])
def test_the_brief_says_once_that_a_share_is_no_probability_and_uses_no_word_of_likelihood(kind: str) -> None:
    text = told(brief(ALASKA, kind))
    assert text.count("not the probability of an event") == 1
    shares, _, after = text.partition("How sure is that?")[2].partition("Would the steps hold?")
    assert after  # a plan has chances that are judged, and its section speaks of them
    for word in LIKELIHOOD:
        assert not re.search(rf"(?<!most )(?<!Most )\b{word}\b", shares), word


def test_what_rules_and_red_lines_exclude_is_told_with_the_red_line_that_would_open_it() -> None:
    text = told(brief("examples/camp-david-1978"))
    assert "No reading has a deal" in text
    assert "rules and red lines exclude every package" in text
    assert "Were it not that Egypt refuses “settlements may stay under Egyptian rule”" in text


def test_a_case_too_large_for_readings_says_why_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "MOST_PACKAGES", 100)
    for kind in ("html", "md"):
        text = told(brief(ALASKA, kind))
        assert "How far the answer hangs on numbers was not worked out: this case has 29,160 packages" in text.replace(
            "\\", ""
        )
        assert "not the probability of an event" in text


def test_under_a_variant_no_other_is_set_beside_it() -> None:
    text = told(brief(ALASKA, "md", "--variant", "us_hardens"))
    assert "By variant" not in text
    assert "Washington returns to land swaps" not in text
    assert "Washington returns to land swaps" in told(brief(ALASKA, "md"))


def test_an_interval_is_two_errors_wide_and_never_leaves_the_scale() -> None:
    assert Dot(label="", share=Share(number=50, draws=100)).ends == pytest.approx((40, 60))
    assert Dot(label="", share=Share(number=0, draws=100)).ends == pytest.approx((0, 3))
    assert Dot(label="", share=Share(number=100, draws=100)).ends == pytest.approx((97, 100))
    assert Dot(label="", share=Share(number=1, draws=10)).ends[0] == 0
