"""What a brief says of how sure its answer is: the shares are those of `winset robust`, and no probabilities."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

from tests.support.drawings import NAMES, assert_safe, overlaps, text_boxes
from winset.analyses.robustness import frames, violation_index
from winset.cli import group
from winset.model.numbers import Handling
from winset.questions.question import NotComputed
from winset.questions.robustness.charts import Bar, Bars, Dot, DotGroup, Dots
from winset.questions.robustness.charts.dots import dots_chart
from winset.questions.robustness.charts.tornado import tornado_chart
from winset.questions.robustness.request import RobustRequest
from winset.readings.shares import Share
from winset.report.blocks import Bullets, Figure, Grid, Section, Sentence
from winset.report.charts import draw
from winset.report.charts.lettering import clean
from winset.report.disclosure import Disclosed, disclose
from winset.report.pieces import plain
from winset.study import Study

ALASKA, CAMP_DAVID, CLASSROOM = "examples/alaska-2025", "examples/camp-david-1978", "examples/classroom"
LIKELIHOOD = ("likely", "unlikely", "probable", "probably", "chance of", "odds")
ASKED = RobustRequest(trials=300, drivers=60, holding=False)


@cache
def disclosed(case: str, level: Handling = "team", *variants: str) -> Disclosed:
    study = Study.read(case, variants)
    return disclose(study.report(ASKED, study.ask(ASKED)), level)


def sections(report: Disclosed) -> dict[str, Section]:
    """The sections that only a brief picks, by their keys."""
    return {section.key: section for section in report.report.sections if section.depth == "brief"}


def said(blocks: tuple[Any, ...]) -> str:
    """What blocks say, with what stands in the place of their figures."""
    texts: list[str] = []
    for block in blocks:
        match block:
            case Sentence():
                texts += [block.name, block.text]
            case Bullets():
                texts += block.items
            case Grid():
                texts += [cell for row in (block.head, *block.rows) for cell in row]
            case Figure():
                texts += [said(block.words), *(drawn.caption for drawn in block.drawn())]
    return " ".join(plain(text) for text in texts)


def of_a_brief(report: Disclosed) -> str:
    return " ".join(said(section.blocks) for section in sections(report).values())


def test_the_brief_says_the_shares_that_robust_says() -> None:
    parts = sections(disclosed(ALASKA))
    words = ["robust", ALASKA, "--trials", "300", "--drivers", "0", "--json", "--limit", "0"]
    found = json.loads(CliRunner().invoke(group, words).output)
    told = said(parts["brief_trials"].blocks)
    assert f"There is a deal in {round(300 * found['deal']['share'])} of 300 trials." in told
    shares = [one["deal"]["share"] for one in found["by_variant"].values()]
    assert f"{100 * max(shares):.1f} ± " in told
    assert f"{100 * min(shares):.1f} ± " in told


def test_what_to_ask_first_is_put_as_a_question_to_whom_it_concerns() -> None:
    asked = sections(disclosed(ALASKA))["brief_ask"].blocks[0].items
    assert "Ask Russia: what do you want on security guarantees? No source says." in map(plain, asked)
    assert not any(re.search(r"\d", plain(one)) for one in asked)


def test_what_only_judged_numbers_tell_is_neither_asked_nor_watched_at_an_open_level() -> None:
    text = of_a_brief(disclosed(ALASKA, "open"))
    assert "what do you expect if there is no deal" not in text
    assert "Signs that" not in text
    assert "Pressure" not in text


def test_the_brief_says_once_that_a_share_is_no_probability_and_uses_no_word_of_likelihood() -> None:
    text = of_a_brief(disclosed(ALASKA))
    assert text.count("not the probability of an event") == 1
    for word in LIKELIHOOD:
        assert not re.search(rf"(?<!most )(?<!Most )\b{word}\b", text), word


def test_a_terminal_shows_nothing_of_what_only_a_brief_picks() -> None:
    assert "Ask Russia:" not in str(disclosed(ALASKA))


def test_what_rules_and_red_lines_exclude_is_told() -> None:
    text = of_a_brief(disclosed(CAMP_DAVID))
    assert "No trial has a deal: rules and red lines exclude every package." in text


def test_a_number_near_where_it_turns_the_answer_is_watched_and_it_is_said_which_way() -> None:
    watched = [plain(one) for one in sections(disclosed(ALASKA))["brief_indicators"].blocks[0].items]
    sign = "Signs that Russia or Ukraine would expect less of no deal than we think: a deal"
    assert f"{sign}, if other guesses hold." in watched
    hardens = [
        plain(one) for one in sections(disclosed(ALASKA, "team", "us_hardens"))["brief_indicators"].blocks[0].items
    ]
    assert any(harden.startswith("Signs that") and ": no deal, if" in harden for harden in hardens)


def test_pressure_about_people_or_in_force_is_never_named_as_something_to_use() -> None:
    text = of_a_brief(disclosed(ALASKA))
    assert "the children in Russia" not in text


@pytest.mark.parametrize("case", [CLASSROOM, pytest.param(ALASKA, marks=pytest.mark.slow)])
def test_trials_of_a_case_whose_votes_and_options_join_too_many_parties_are_counted_alike(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    asked = RobustRequest(trials=60, drivers=0, holding=False)
    every = Study.read(case).ask(asked)
    monkeypatch.setattr(violation_index, "MOST_PACKAGES", 10)
    monkeypatch.setattr(frames, "MOST_SETS", 0)
    searched = Study.read(case).ask(asked)
    assert not isinstance(every, NotComputed)
    assert not isinstance(searched, NotComputed)
    assert searched.robustness.answer.deal == every.robustness.answer.deal


def test_a_dot_of_a_share_between_two_bounds_runs_over_both() -> None:
    left_open = Dot(label="", share=Share(number=50, draws=100, undecided=10)).ends
    assert left_open[0] == Dot(label="", share=Share(number=50, draws=100)).ends[0]
    assert left_open[1] == Dot(label="", share=Share(number=60, draws=100)).ends[1]


def test_under_a_variant_no_other_is_set_beside_it() -> None:
    text = of_a_brief(disclosed(ALASKA, "team", "literal_conditions"))
    assert "Washington acts on its warnings" not in text


def test_an_interval_is_two_errors_wide_and_never_leaves_the_scale() -> None:
    assert Dot(label="", share=Share(number=50, draws=100)).ends == pytest.approx((40, 60))
    assert Dot(label="", share=Share(number=0, draws=100)).ends == pytest.approx((0, 3))
    assert Dot(label="", share=Share(number=100, draws=100)).ends == pytest.approx((97, 100))
    assert Dot(label="", share=Share(number=1, draws=10)).ends[0] == 0


@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID])
@pytest.mark.parametrize("level", ["team", "open"])
def test_every_chart_is_a_drawing_that_needs_nothing_else_and_whose_texts_stand_apart(
    case: str, level: Handling
) -> None:
    figures = disclosed(case, level).figures()
    assert set(figures) == {"shares", "tornado"} if case == ALASKA else {"tornado"}
    for figure in figures.values():
        for drawn in figure.drawn():
            root = assert_safe(draw.svg(drawn.chart))
            assert root.get("aria-label") == clean(drawn.caption)
            assert 600 <= float(root.get("width", "0")) <= 700
            assert not overlaps(text_boxes(root))


def test_shares_stand_under_their_headings_with_their_errors() -> None:
    drawn = dots_chart(
        Dots(
            groups=(
                DotGroup(heading="A deal", dots=(Dot(label="as it stands", share=Share(number=50, draws=100)),)),
                DotGroup(heading="A package", dots=(Dot(label="the first", share=Share(number=0, draws=100)),)),
                DotGroup(heading="Nothing", dots=()),
            )
        )
    )
    assert drawn is not None
    text = [element.text for element in assert_safe(draw.svg(drawn.chart)).iter() if element.text]
    assert [one for one in text if one in ("A deal", "50.0 ± 5.0", "A package", "none", "of 100 trials")] == [
        "50.0 ± 5.0",
        "A deal",
        "of 100 trials",
        "none",
        "A package",
    ]
    assert "Nothing" not in text
    assert drawn.caption.startswith("Shares of 100 trials as dots;")
    assert dots_chart(Dots(groups=())) is None


def test_bars_say_how_they_are_read_and_only_the_kinds_that_occur() -> None:
    share = Share(number=7, draws=20)
    bar = Bar(label="what it wants", kind="silent", lost=share, won=Share(number=1, draws=20))
    drawn = tornado_chart(Bars(bars=(bar,)))
    assert drawn is not None
    text = {element.text for element in assert_safe(draw.svg(drawn.chart)).iter() if element.text}
    assert text == {
        "what it wants",
        "what the sources are silent on, drawn anew",
        "← a deal is lost · of 100 trials · a deal is won →",
        "35",
        "17.5",
        "0",
    }
    assert "(20 drawn)" in drawn.caption
    assert tornado_chart(Bars(bars=())) is None


def test_hostile_names_are_text_and_nothing_else() -> None:
    share = Share(number=3, draws=9)
    bars = Bars(bars=tuple(Bar(label=name, kind="judged", lost=share, won=share) for name in NAMES))
    dots = Dots(groups=(DotGroup(heading=NAMES[0], dots=tuple(Dot(label=name, share=share) for name in NAMES)),))
    for drawn in (tornado_chart(bars), dots_chart(dots)):
        assert drawn is not None
        svg = draw.svg(drawn.chart)
        assert "<script" not in svg
        assert "<script>" in "".join(assert_safe(svg).itertext())
