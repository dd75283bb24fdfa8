"""Charts: legible to a machine that checks them, closed where numbers are closed, safe whatever a case is called."""

from __future__ import annotations

import random
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import altair as alt
import pytest

from tests.support.drawings import NAMES, assert_safe, overlaps, text_boxes
from tests.support.places import EXAMPLES
from winset.model.numbers import Handling
from winset.questions.check.request import CheckRequest
from winset.questions.request import Request
from winset.questions.robustness.request import RobustRequest
from winset.questions.settlement.request import DealRequest
from winset.report.blocks import Drawn
from winset.report.charts import draw
from winset.report.charts.lettering import clean, spread, width, wrapped
from winset.report.charts.theme import data
from winset.report.disclosure import disclose
from winset.study import Study

ASKED: tuple[Request, ...] = (
    DealRequest(trials=50),
    CheckRequest(),
    RobustRequest(trials=60, drivers=60, levers=2, holding=False),
)
Charts = dict[str, tuple[Drawn, ...]]
PAIR = re.compile(r"([\d.]+) / ([\d.]+)")
"""The value of a package and the walk-away, at a bar."""


def charts_of(study: Study, level: Handling = "team", asked: tuple[Request, ...] = ASKED) -> Charts:
    """Every figure of the answers, by its key, in its pieces."""
    found: Charts = {}
    for request in asked:
        figures = disclose(study.report(request, study.ask(request)), level).figures()
        found |= {key: figure.drawn() for key, figure in figures.items()}
    return found


@cache
def example(name: str, level: Handling = "team") -> Charts:
    return charts_of(Study.read(EXAMPLES / name), level)


def every(charts: Charts) -> list[Drawn]:
    return [piece for pieces in charts.values() for piece in pieces]


def words_in(drawn: Drawn) -> list[str]:
    """The texts of a drawing."""
    return [str(element.text) for element in assert_safe(draw.svg(drawn.chart)).iter() if element.tag.endswith("text")]


def hostile_case(folder: Path, issues: int, parties: int, walk_away: int = 20) -> Path:
    """A case whose names are hostile, long, or written from right to left, with every kind of cell."""
    chance = random.Random(7)
    quoted = [name.replace("'", "''") for name in NAMES]
    ids = [f"p{n}" for n in range(parties)]
    sizes = [(2, 3, 5, 9)[n % 4] for n in range(issues)]
    text = ["winset: 1", "case: {id: hostile, title: Hostile}", "sources: {s: {file: s.md}}", "parties:"]
    text += [f"  {party}: {{name: '{quoted[n % len(quoted)]}'}}" for n, party in enumerate(ids)]
    text += ["issues:"]
    for n, size in enumerate(sizes):
        title = quoted[n % len(quoted)]
        text += [f"  i{n}:", f"    title: '{title}'", f"    scale: {str(n % 2 == 0).lower()}", "    status_quo: o0"]
        text += ["    options:"]
        for o in range(size):
            aside = ", at: aside" if n % 2 == 0 and size > 2 and o == 0 else ""
            text += [f"      o{o}: {{label: '{quoted[(n + o) % len(quoted)]}'{aside}}}"]
    text += ["positions:"]
    claim = "claim: {source: s, quote: hello world, reading: x}"
    for n, size in enumerate(sizes):
        text += [f"  i{n}:"]
        for k, party in enumerate(ids):
            kind = chance.random()
            if kind < 0.2 and (n, k) != (0, 0):
                text += [f"    {party}: silent"]
            elif kind < 0.3 and k:
                text += [f"    {party}: {{delegates_to: p0, basis: stated, {claim}}}"]
            else:
                ideal = chance.randrange(size)
                refused = [o for o in range(size) if o not in (0, ideal) and chance.random() < 0.2]
                rejects = ", ".join(f"o{o}" for o in refused)
                flags = "volatile: true, precondition: true, " if chance.random() < 0.3 else ""
                text += [f"    {party}: {{ideal: o{ideal}, basis: stated, {flags}rejects: [{rejects}], {claim}}}"]
    salience = [f"    i{n}: {{p0: {chance.randint(10, 90)}}}" for n in range(issues)]
    text += [
        "judgements:",
        f"  by: '{quoted[0]}'",
        "  walk_away: {" + ", ".join(f"{p}: {walk_away}" for p in ids) + "}",
    ]
    text += ["  salience:", *salience]
    (folder / "case.yaml").write_text("\n".join(text), encoding="utf-8")
    (folder / "s.md").write_text("hello world\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["alaska-2025", "classroom", "camp-david-1978"])
def test_every_chart_of_an_example_is_a_drawing_that_needs_nothing_else(name: str) -> None:
    charts = example(name)
    assert {"main", "bars", "scatter", "matrix", "lines"} <= {key for key, pieces in charts.items() if pieces}
    assert name != "alaska-2025" or (charts["shares"] and charts["tornado"])
    for key, pieces in charts.items():
        for piece in pieces:
            root = assert_safe(draw.svg(piece.chart))
            assert key == "main" or root.get("aria-label") == clean(piece.caption)
            assert 600 <= float(root.get("width", "0")) <= 700


def test_hostile_names_are_text_and_nothing_else(tmp_path: Path) -> None:
    charts = charts_of(Study.read(hostile_case(tmp_path, 4, 3)))
    for key, pieces in charts.items():
        for piece in pieces:
            assert piece.caption
            svg = draw.svg(piece.chart)
            root = assert_safe(svg)
            assert "<script" not in svg
            if key in ("matrix", "lines"):
                assert "<script>" in "".join(root.itertext())


def test_no_number_of_a_closed_case_is_drawn() -> None:
    charts = example("alaska-2025", "open")
    assert charts["bars"] == charts["scatter"] == ()
    assert charts["matrix"]


def test_places_on_a_line_are_even_where_judgements_are_closed() -> None:
    team, closed = example("alaska-2025")["lines"], example("alaska-2025", "open")["lines"]
    assert draw.svg(team[0].chart) != draw.svg(closed[0].chart)
    assert "evenly" in closed[0].caption
    assert "judgement" in team[0].caption


def test_what_may_not_be_shown_of_a_party_is_not_drawn_and_the_caption_says_so(tmp_path: Path) -> None:
    folder = hostile_case(tmp_path, 4, 3, walk_away=0)
    path = folder / "case.yaml"
    closed = path.read_text(encoding="utf-8").replace("p2: 0}", "p2: {points: 0, handling: restricted}}")
    path.write_text(closed, encoding="utf-8")
    study = Study.read(folder)
    team, restricted = (charts_of(study, level, ASKED[:1]) for level in ("team", "restricted"))
    assert "1 party is left out" in team["bars"][0].caption
    assert "left out" not in restricted["bars"][0].caption
    pairs = [[one for one in words_in(charts["bars"][0]) if PAIR.fullmatch(one)] for charts in (team, restricted)]
    assert 3 * len(pairs[0]) == 2 * len(pairs[1]) > 0


def test_values_below_a_walk_away_are_told_in_the_numbers_at_the_bars() -> None:
    (bars,) = example("alaska-2025")["bars"]
    pairs = [tuple(map(float, found.groups())) for one in words_in(bars) if (found := PAIR.fullmatch(one))]
    assert len(pairs) == 4 * 3  # parties, packages
    assert any(value < walk_away for value, walk_away in pairs)


def test_solutions_that_agree_share_one_letter() -> None:
    assert "Nash, Kalai–Smorodinsky" in "".join(words_in(example("classroom")["scatter"][0]))


@pytest.mark.parametrize("name", ["alaska-2025", "classroom", "camp-david-1978"])
def test_no_text_of_an_example_covers_another(name: str) -> None:
    for one in every(example(name)):
        assert not overlaps(text_boxes(assert_safe(draw.svg(one.chart))))


def test_a_chart_of_twenty_issues_and_six_parties_keeps_texts_apart(tmp_path: Path) -> None:
    charts = charts_of(Study.read(hostile_case(tmp_path, 20, 6)), asked=(CheckRequest(),))
    assert len(charts["lines"]) == 3
    assert len(charts["matrix"]) == 2
    for one in every(charts):
        boxes = text_boxes(assert_safe(draw.svg(one.chart)))
        assert len(boxes) > 50
        assert not overlaps(boxes)


def test_a_picture_is_a_png() -> None:
    assert draw.png(example("classroom")["matrix"][0].chart, 1).startswith(b"\x89PNG\r\n\x1a\n")


def test_two_charts_in_one_page_share_no_name() -> None:
    drawn = [alt.Chart(data([{"x": end}])).mark_line(clip=True).encode(x="x:Q", y="x:Q") for end in (1, 2)]
    names = [set(re.findall(r'\bid="([^"]+)"', draw.svg(chart))) for chart in drawn]
    assert all(names)
    assert not names[0] & names[1]


def test_a_text_breaks_into_lines_that_fit() -> None:
    for name in NAMES:
        for room in (40.0, 80.0, 140.0):
            broken = wrapped(name, 9.5, room, most=3)
            assert 1 <= len(broken) <= 3
            assert all(width(line, 9.5) <= room for line in broken)
    assert wrapped("one two", 10, 500, most=2) == ["one two"]
    assert wrapped(NAMES[1], 9.5, 100, most=2)[-1].endswith("…")


def test_control_characters_do_not_reach_a_drawing() -> None:
    assert clean("a\x00b\x1b[31m\ud800\nc\uffff") == "a b [31m c"


def test_boxes_that_are_spread_neither_overlap_nor_leave_the_span() -> None:
    chance = random.Random(3)
    for _ in range(500):
        widths = [chance.uniform(5, 60) for _ in range(chance.randint(1, 7))]
        wanted = sorted(chance.uniform(0, 500) for _ in widths)
        centres = spread(wanted, widths, 4, (0, 500))
        edges = [(c - w / 2, c + w / 2) for c, w in zip(centres, widths, strict=True)]
        assert edges[0][0] >= -1e-9
        assert edges[-1][1] <= 500 + 1e-9
        assert all(right + 4 <= left + 1e-9 for (_, right), (left, _) in pairwise(edges))


def test_boxes_with_room_stay_where_they_were_wanted() -> None:
    assert spread([100, 200, 300], [50, 50, 50], 5, (0, 400)) == [100, 200, 300]
