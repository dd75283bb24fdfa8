"""Charts of time: nothing overlaps or leaves the picture, and what is closed is not drawn."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support import plain_yaml
from tests.support.batches import batches
from tests.support.drawings import HOSTILE, NAMES, assert_safe, overlaps, text_boxes
from tests.support.places import EXAMPLES
from winset.errors import WinsetError
from winset.model.numbers import Handling
from winset.questions.timing.charts import LimitedPower, PackageLine, PartyPath, Paths, PowerPath, paths_figure
from winset.questions.timing.charts.power import power_chart
from winset.questions.timing.request import TimingRequest
from winset.report.blocks import Drawn
from winset.report.charts import draw
from winset.report.charts.lettering import clean
from winset.report.charts.picture import Picture, picture
from winset.report.charts.theme import ACCENT_LIGHT, PAPER, WIDTH
from winset.report.disclosure import disclose
from winset.study import Study

ALASKA, CAMP_DAVID = EXAMPLES / "alaska-2025", EXAMPLES / "camp-david-1978"


def request(periods: int | None = None) -> TimingRequest:
    return TimingRequest(periods=periods, trials=0, alone=True)


def drawn_of(case: Path, periods: int | None = None) -> dict[str, Drawn]:
    study = Study.read(case)
    report = disclose(study.report(request(periods), study.ask(request(periods))), "team")
    return {key: drawn for key, figure in report.figures().items() for drawn in figure.drawn()}


def whole(case: Path, level: Handling = "team", periods: int | None = None) -> Picture:
    study = Study.read(case)
    return picture(disclose(study.report(request(periods), study.ask(request(periods))), level))


def renamed(folder: Path, names: tuple[str, ...]) -> Path:
    """The Alaska example with other names of parties, events and what is at stake."""
    raw = plain_yaml.safe_load((ALASKA / "case.yaml").read_text(encoding="utf-8"))
    for n, party in enumerate(raw["parties"].values()):
        party["name"] = names[n % len(names)]
        party.pop("in_sentence", None)
    timing = raw["judgements"]["timing"]
    for n, event in enumerate(timing["events"].values(), 2):
        event["title"] = names[n % len(names)]
    timing["contests"]["war"]["title"] = HOSTILE
    timing["levers"] = {"us_threat": {"from": 1, "until": 4}}
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (folder / "briefing.md").write_bytes((ALASKA / "briefing.md").read_bytes())
    return folder


@pytest.mark.parametrize("periods", [1, 8, 40])
@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID], ids=lambda case: str(case.name))
def test_every_chart_is_a_drawing_of_one_width_in_which_no_text_overlaps(case: Path, periods: int) -> None:
    for name, drawn in drawn_of(case, periods).items():
        root = assert_safe(draw.svg(drawn.chart))
        assert root.get("aria-label") == clean(drawn.caption)
        assert overlaps(text_boxes(root)) == [], name
        wide = float(root.get("width", "0"))
        assert all(left >= 0 and right <= wide + 1 for left, _, right, _, _ in text_boxes(root)), name
        assert wide <= WIDTH + 20


@pytest.mark.parametrize("start", batches(len(NAMES), 2))
def test_long_and_hostile_names_are_wrapped_and_stay_text(start: int, tmp_path: Path) -> None:
    root = assert_safe(whole(renamed(tmp_path, NAMES[start:] + NAMES[:start])).svg())
    assert overlaps(text_boxes(root)) == []


def test_the_calendar_has_events_levers_and_open_dates(tmp_path: Path) -> None:
    drawn = drawn_of(renamed(tmp_path, ("A", "B", "C", "D")))["calendar"]
    svg = draw.svg(drawn.chart)
    texts = [box[4] for box in text_boxes(assert_safe(svg))]
    assert {"A deal exists", "now", "8", "a lever presses", "an event takes effect"} <= set(texts)
    assert f'fill="{ACCENT_LIGHT}"' in svg
    assert f'fill="{PAPER}"' in svg


def test_the_paths_show_a_panel_for_each_party() -> None:
    drawn = drawn_of(ALASKA)["paths"]
    texts = [box[4] for box in text_boxes(assert_safe(draw.svg(drawn.chart)))]
    assert {"United States", "Russian Federation", "Ukraine", "European allies"} <= set(texts)
    assert "walk-away, in points, by period of 3 months" in texts


def test_a_case_without_walk_aways_has_no_paths() -> None:
    party = PartyPath(name="A", levels=(None, None), packages=(PackageLine(sign="1", value=50, open=(0,)),))
    assert paths_figure(Paths(period="a year", parties=(party,))).drawn() == ()


def test_the_paths_of_twelve_parties_are_several_pictures() -> None:
    parties = tuple(PartyPath(name=f"Party {n}", levels=(30.0, 20.0)) for n in range(12))
    pictures = paths_figure(Paths(period="a year", parties=parties)).drawn()
    texts = [[box[4] for box in text_boxes(assert_safe(draw.svg(picture.chart)))] for picture in pictures]
    assert [sum(text.startswith("Party ") for text in picture) for picture in texts] == [4, 4, 4]


def contest(chances: tuple[str, ...], unsafe: tuple[int, ...]) -> PowerPath:
    path = tuple(float(Fraction(chance)) for chance in chances)
    limited = tuple(LimitedPower(title=name, chances=path) for name in NAMES)
    return PowerPath(
        party="A", other="B", period="a year", chances=path, lowest=(None,) * len(path), highest=(None, 0.6, 0.6),
        unsafe=unsafe, limited=limited,
    )  # fmt: skip


def test_an_unsafe_period_is_crossed_out_and_named() -> None:
    meaning = "an earlier promise cannot hold"
    for unsafe in ((), (2,)):
        root = assert_safe(draw.svg(power_chart(contest((".5", ".6", ".8"), unsafe)).chart))
        assert (meaning in [box[4] for box in text_boxes(root)]) == bool(unsafe)


def test_names_of_limits_do_not_overlap_where_their_paths_end_at_one_place() -> None:
    root = assert_safe(draw.svg(power_chart(contest((".5", ".6", ".8"), ())).chart))
    assert overlaps(text_boxes(root)) == []


@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID], ids=lambda case: str(case.name))
def test_nothing_is_drawn_where_the_numbers_are_closed(case: Path) -> None:
    with pytest.raises(WinsetError, match="nothing to draw: what time does is judged"):
        whole(case, "open")


@pytest.mark.anew
def test_the_same_case_gives_the_same_drawing() -> None:
    one, other = (whole(ALASKA).svg() for _ in range(2))
    assert one == other
    assert not re.search(r"nan|inf\b", one, re.IGNORECASE)
