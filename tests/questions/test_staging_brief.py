"""The part of a dossier about a plan: there where the case has one, closed where its numbers are, the same in both
formats.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.support import briefs, plain_yaml
from tests.support.briefs import DRAWS

ALASKA, EXCHANGE, CLASSROOM = "examples/alaska-2025", "examples/exchange", "examples/classroom"
TITLE = "Would the steps be kept?"


def brief(case: str, kind: str = "html", *words: str) -> str:
    """The dossier of a case, in which a plan is told in full."""
    return briefs.brief(case, kind, "--dossier", *words)


def section(text: str) -> str:
    """The section as plain text, its drawings left out."""
    plain = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    start = plain.index(TITLE)
    ends = [plain.find(mark, start) for mark in ("<h1>", "\n## ")]
    cut = plain[start : min(end for end in ends if end > 0)]
    return " ".join(re.sub(r"\\(.)", r"\1", unescape(re.sub(r"<[^>]+>", " ", cut))).split())


def exchange(folder: Path, **steps: dict[str, Any]) -> str:
    shutil.copytree(EXCHANGE, folder)
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    for name, more in steps.items():
        raw["plan"]["steps"][name].update(more)
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("kind", ["html", "md"])
def test_it_says_whether_the_plan_holds_what_mends_it_and_what_it_carries_out(kind: str) -> None:
    told = section(brief(EXCHANGE, kind))
    assert "The plan would not be kept by Veld and Oster: a breach would pay." in told
    assert "A breach by Veld would cost nothing at any time" in told
    assert "Package 1 is carried out by the plan." in told
    assert "package 2 is carried out in part; no step is about the canal" in told.lower()
    assert "What would mend it" in told
    assert "at least 0.815 (now 0.8)" in told
    assert "A guarantee or a deposit of 1.5 points that a breach costs Oster" in told
    assert "Schedules: the most secure" in told
    assert "Steps are taken as worth the same whatever else happens" in told
    assert "`" not in told


@pytest.mark.parametrize("kind", ["html", "md"])
def test_of_a_plan_that_holds_it_says_how_far_terms_may_slip_and_who_pays(kind: str) -> None:
    told = section(brief(ALASKA, kind))
    assert "On our best guesses the plan would be kept if it were agreed. It would not be agreed, because" in told
    assert "How far each term may slip" in told
    assert "at least 0.468 (now 0.672)" in told
    assert "It would be paid for by the United States and Russia" in told
    assert "None of the 4 packages that a single movement would open holds all that the steps carry out." in told
    assert "Package 1 is not what the plan carries out" in told


def test_it_is_left_out_where_there_is_no_plan() -> None:
    assert TITLE not in brief(CLASSROOM)
    assert TITLE not in brief(CLASSROOM, "md")


def test_its_charts_are_drawn_once_each() -> None:
    text = brief(EXCHANGE)
    drawn = [re.sub(r"<[^>]+>", " ", one) for one in re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL)]
    assert sum("The plan as it stands" in one for one in drawn) == 1
    assert sum("what the breach would bring" in one for one in drawn) == 1


@pytest.mark.parametrize("kind", ["html", "md"])
def test_at_a_level_that_closes_the_judgements_no_number_of_the_plan_is_shown(kind: str) -> None:
    text = brief(EXCHANGE, kind, "--handling", "open")
    told = section(text)
    assert "The numbers of the plan are judgements and may not be shown at this level" in told
    assert "breach" not in told
    assert "Veld lifts the duties" in told
    rest = re.sub(r"leave \d of \d packages open", "", told)
    assert re.findall(r"\d", rest) == []
    assert "The plan as it stands" not in text
    assert "Plan: worth of its steps" not in text


def test_the_numbers_of_the_plan_stand_among_the_judgements() -> None:
    text = brief(EXCHANGE, "md")
    judged = text[text.index("### The judgements") :]
    assert "Oster's troops leave the strip: −60 points to Oster, once" in judged
    assert "Veld lifts the duties: put back, once that is decided, with a chance of 0.8" in judged
    assert "Oster: a hidden breach is noticed with a chance of 0.5 in a period" in judged


def test_where_numbers_are_ranges_it_tells_the_share_of_readings(tmp_path: Path) -> None:
    case = exchange(tmp_path / "case", trade={"snapback": [0.6, 0.8, 0.9]})
    told = section(brief(case, "md"))
    assert f"The plan holds in 0 of {DRAWS} trials of its numbers." in told
    assert "trials of its numbers" not in section(brief(EXCHANGE, "md"))


def test_a_step_that_nobody_would_put_back_is_named(tmp_path: Path) -> None:
    case = exchange(tmp_path / "case", trade={"worth": {"oster": {"each": 10}, "veld": {"each": 1}}})
    told = section(brief(case))
    assert "Would the steps be put back?" in told
    assert "Its snapback counts as none." in told
