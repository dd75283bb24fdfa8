"""Charts of a plan: nothing overlaps or leaves the picture, a breach that pays is dark, what is closed is not drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import plain_yaml
from tests.support.batches import batches
from tests.support.drawings import HOSTILE, NAMES, assert_safe, overlaps, text_boxes
from tests.support.places import EXAMPLES
from winset.analyses.staging.remedies import criticals, plane
from winset.analyses.staging.security import security
from winset.errors import WinsetError
from winset.model.numbers import Handling
from winset.questions.question import Saying
from winset.questions.staging.charts import figures, heat_map, time_line, weakest_links
from winset.questions.staging.charts.shades import SHADES, shade
from winset.questions.staging.request import StagingRequest
from winset.questions.staging.words import StagingWords
from winset.report.blocks import Drawn
from winset.report.charts import draw
from winset.report.charts.lettering import clean
from winset.report.charts.picture import Picture, picture
from winset.report.charts.theme import WIDTH
from winset.report.disclosure import disclose
from winset.study import Study

ALASKA, EXCHANGE = EXAMPLES / "alaska-2025", EXAMPLES / "exchange"
MIDDLE_GREY = 127


def request(periods: int | None = None) -> StagingRequest:
    return StagingRequest(periods=periods, objectives=("security",), trials=0)


def told(case: Path, periods: int | None = None) -> StagingWords:
    study = Study.read(case)
    return StagingWords(study.ask(request(periods)).staging, Saying(session=study.session).names())


def whole(case: Path, level: Handling = "team", periods: int | None = None) -> Picture:
    """All charts of a plan as one picture, as they may be shown at a level."""
    study = Study.read(case)
    return picture(disclose(study.report(request(periods), study.ask(request(periods))), level))


def drawn_of(words: StagingWords) -> dict[str, Drawn]:
    return {figure.key: drawn for figure in figures(words) for drawn in figure.drawn()}


def renamed(folder: Path, names: tuple[str, ...], at: dict[int, float] | None = None) -> Path:
    """The exchange with other names of parties and steps, and its steps at other dates."""
    raw = plain_yaml.safe_load((EXCHANGE / "case.yaml").read_text(encoding="utf-8"))
    for n, party in enumerate(raw["parties"].values()):
        party["name"] = names[n % len(names)]
    for n, step in enumerate(raw["plan"]["steps"].values(), 2):
        step["title"] = names[n % len(names)]
        step["at"] = dict(at or {0: 1})
    raw["judgements"]["by"] = HOSTILE
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (folder / "hearing.md").write_text((EXCHANGE / "hearing.md").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def grey(colour: str) -> float:
    """How light a colour is without colour, 0–255."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("case", [ALASKA, EXCHANGE], ids=lambda case: str(case.name))
def test_every_chart_is_a_drawing_of_one_width_in_which_no_text_overlaps(case: Path) -> None:
    for name, drawn in drawn_of(told(case)).items():
        root = assert_safe(draw.svg(drawn.chart))
        assert root.get("aria-label") == clean(drawn.caption)
        assert overlaps(text_boxes(root)) == [], name
        wide = float(root.get("width", "0"))
        assert all(left >= 0 and right <= wide + 1 for left, _, right, _, _ in text_boxes(root)), name
        assert wide <= WIDTH + 20


@pytest.mark.parametrize("start", batches(len(NAMES), 2))
def test_long_and_hostile_names_are_wrapped_and_stay_text(start: int, tmp_path: Path) -> None:
    root = assert_safe(whole(renamed(tmp_path, NAMES[start:] + NAMES[:start]), periods=3).svg())
    assert overlaps(text_boxes(root)) == []


def test_many_periods_are_cut_to_those_with_a_step(tmp_path: Path) -> None:
    words = told(renamed(tmp_path, ("A", "B"), dict.fromkeys(range(0, 40, 2), 0.05)))
    line = time_line.time_line(words)
    root = assert_safe(draw.svg(line.chart))
    assert overlaps(text_boxes(root)) == []
    shown = time_line.shown_dates(time_line.courses(words, time_line.better(words.staging)))
    assert len(shown) == time_line.MOST_DATES
    assert shown[:3] == [0, 2, 4]
    assert "Of 40 dates 12 are shown: the first with a step, and the last." in line.caption


def test_the_plan_and_a_better_order_stand_one_under_the_other() -> None:
    words = told(ALASKA)
    texts = [box[4] for box in text_boxes(assert_safe(draw.svg(drawn_of(words)["time_line"].chart)))]
    assert texts.count("United States") == 2
    assert {"The plan as it stands", "The most secure order", "5 on"} <= set(texts)


def test_a_plan_that_cannot_be_bettered_is_drawn_once() -> None:
    words = told(EXCHANGE)
    assert len(time_line.courses(words, time_line.better(words.staging))) == 1


def test_periods_without_a_step_make_no_other_order() -> None:
    words = told(EXCHANGE, periods=4)
    best = time_line.better(words.staging)
    assert best is not None
    assert words.same_as_plan(best)
    assert len(time_line.courses(words, best)) == 1


def test_an_order_that_is_no_safer_is_not_drawn_as_the_most_secure(tmp_path: Path) -> None:
    words = told(renamed(tmp_path, ("A", "B"), {0: 0.5, 1: 0.5}))
    best = time_line.better(words.staging)
    assert best is not None
    assert not words.same_as_plan(best)
    assert len(time_line.courses(words, best)) == 1
    assert words.schedule(best)[0].startswith("No order is more secure than the plan; of those as secure")


def test_a_breach_that_pays_is_told_apart_without_colour() -> None:
    for one in SHADES:
        dark = grey(one.fill) < MIDDLE_GREY
        assert dark == (one.below <= 1)
        assert (grey(one.ink) < MIDDLE_GREY) != dark
    assert shade(0.999).below <= 1 < shade(1.0).below


def test_the_strip_shows_the_ratio_of_each_date() -> None:
    svg = draw.svg(drawn_of(told(EXCHANGE))["time_line"].chart)
    texts = [box[4] for box in text_boxes(assert_safe(svg))]
    assert {"0.98", "0.00", "–", "all"} <= set(texts)
    assert svg.count(f'fill="{shade(0).fill}"') >= 2


def test_bars_say_what_the_best_breach_brings_and_costs() -> None:
    drawn = weakest_links.weakest_links(told(EXCHANGE))
    assert drawn is not None
    texts = [box[4] for box in text_boxes(assert_safe(draw.svg(drawn.chart)))]
    assert {"30.0", "0.0", "60.0", "58.9", "0.98"} <= set(texts)
    assert "what it would cost: at least as much" not in texts


def test_the_plane_agrees_with_the_plan_and_with_its_critical_values() -> None:
    terms = told(EXCHANGE).staging.terms
    found = plane(terms, 0, cells=50)
    assert found is not None
    assert (found.snapback, found.detection) == (0.8, 0.5)
    weakest = security(terms).of(0)
    assert weakest is not None
    row = found.ratios[int(found.detection * 50)]
    assert row[39] < weakest.ratio < row[41]
    critical = criticals(terms, 0)["snapback"].value
    assert critical is not None
    row = (found.ratios[24] + found.ratios[25]) / 2
    first = found.snapbacks[row >= 1][0]
    assert abs(first - critical) <= 1 / 50


def test_more_snapback_and_more_detection_never_make_a_party_less_secure() -> None:
    found = plane(told(ALASKA).staging.terms, 1, cells=12)
    assert found is not None
    assert (found.ratios[1:] >= found.ratios[:-1] - 1e-9).all()
    assert (found.ratios[:, 1:] >= found.ratios[:, :-1] - 1e-9).all()


def test_a_party_that_no_step_answers_has_no_plane() -> None:
    words = told(EXCHANGE)
    assert plane(words.staging.terms, 1) is None
    over = heat_map.weakest_plane(words.staging)
    assert over is not None
    assert over.party == 0


@pytest.mark.parametrize("case", [ALASKA, EXCHANGE], ids=lambda case: str(case.name))
def test_nothing_is_drawn_where_the_numbers_are_closed(case: Path) -> None:
    with pytest.raises(WinsetError, match="nothing to draw: the numbers of the plan are judgements"):
        whole(case, "open")


@pytest.mark.anew
def test_the_same_plan_gives_the_same_drawing() -> None:
    one, other = (whole(EXCHANGE).svg() for _ in range(2))
    assert one == other
    assert not re.search(r"nan|inf\b", one, re.IGNORECASE)
