"""Charts: legible to a machine that checks them, closed where numbers are closed, safe whatever a case is called."""

from __future__ import annotations

import random
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.drawings import NAMES, assert_safe, overlaps, text_boxes
from tests.support.places import EXAMPLES
from winset.analyses.settlement.deal import Deal
from winset.casefile.read import read_case
from winset.model.case import Case
from winset.model.evidence import Checked, Counts
from winset.present.brief.footnotes import Footnotes
from winset.present.brief.sure import Sure
from winset.present.charts import bars, draw, lines, matrix, readings, scatter
from winset.present.charts.draw import Drawable
from winset.present.charts.lettering import clean, width, wrapped
from winset.present.charts.placing import spread
from winset.present.visible import Visible
from winset.study import Study

COUNTS = Counts(stated=0, inferred=0, silent=0, quotes=0, exact=0, folded=0, unreviewed=0)


@cache
def example(name: str, level: str = "team") -> tuple[Deal, Case, Visible]:
    checked = read_case(EXAMPLES / name, [])
    study = Study(checked=checked)
    visible = Visible(case=study.case, level="open" if level == "open" else "team")
    return study.deal(draws=50), study.case, visible


def how_sure(deal: Deal, case: Case, visible: Visible) -> Sure:
    """What the charts of readings show, from a few readings."""
    checked = Checked(case=case, problems=(), passages={}, counts=COUNTS, sha256="", path="")
    found = Study(checked=checked).robustness(draws=60)
    return Sure(found, visible, Footnotes(case, checked, visible), has_deal=deal.has_deal)


def some_packages(deal: Deal) -> list[tuple[int, ...]]:
    if deal.has_deal:
        return [deal.central.choices["nash"].packages[0]]
    return list(dict.fromkeys(opening.package for opening in deal.central.openings))[:3]


def all_charts(deal: Deal, case: Case, visible: Visible) -> dict[str, tuple[Drawable | None, str]]:
    packages = some_packages(deal)
    sure = how_sure(deal, case, visible)
    dots = sure.dots
    return {
        "shares": (
            readings.acceptance_dots(dots),
            readings.dots_caption([dot for _, row in dots for dot in row]),
        ),
        "tornado": (readings.tornado(sure.bars), readings.tornado_caption(sure.bars)),
        "matrix": (matrix.position_matrix(case, visible), matrix.caption(case, visible)),
        "lines": (lines.option_lines(case, visible), lines.caption(case, visible)),
        "bars": (bars.package_bars(deal, case, visible, packages), bars.caption(deal, case, visible, packages)),
        "scatter": (scatter.value_scatter(deal, case, visible), scatter.caption(deal, case, visible)),
    }


@cache
def charts_of(name: str, level: str = "team") -> dict[str, tuple[Drawable | None, str]]:
    return all_charts(*example(name, level))


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
    for kind, (chart, caption) in charts_of(name).items():
        assert chart is not None or (kind in ("shares", "tornado") and name != "alaska-2025")
        if chart is None:
            continue
        root = assert_safe(draw.svg(chart))
        assert root.get("aria-label") == clean(caption)
        assert 600 <= float(root.get("width", "0")) <= 700


def test_hostile_names_are_text_and_nothing_else(tmp_path: Path) -> None:
    study = Study(checked=read_case(hostile_case(tmp_path, 4, 3), []))
    visible = Visible(case=study.case)
    deal = study.deal(draws=50)
    for name, (chart, caption) in all_charts(deal, study.case, visible).items():
        assert caption
        if chart is not None:
            svg = draw.svg(chart)
            root = assert_safe(svg)
            assert "<script" not in svg
            if name in ("matrix", "lines"):
                assert "<script>" in "".join(root.itertext())


def test_no_number_of_a_closed_case_is_drawn() -> None:
    charts = charts_of("alaska-2025", "open")
    assert charts["bars"][0] is None
    assert charts["scatter"][0] is None
    assert charts["matrix"][0] is not None
    assert not re.search(r"\d\.\d", charts["bars"][1] + charts["scatter"][1])


def test_places_on_a_line_are_even_where_judgements_are_closed() -> None:
    _, case, team = example("alaska-2025")
    open_ = Visible(case=case, level="open")
    assert draw.svg(lines.option_lines(case, team, ["ceasefire"])) != draw.svg(
        lines.option_lines(case, open_, ["ceasefire"])
    )
    assert "evenly" in lines.caption(case, open_)
    assert "judgement" in lines.caption(case, team)


def test_values_below_a_walk_away_are_told_in_the_numbers_at_the_bars() -> None:
    deal, case, visible = example("alaska-2025")
    chart = bars.package_bars(deal, case, visible, some_packages(deal))
    assert chart is not None
    text = [
        str(element.text) for element in ElementTree.fromstring(draw.svg(chart)).iter() if element.tag.endswith("text")
    ]
    pairs = [tuple(map(float, found.groups())) for one in text if (found := re.fullmatch(r"([\d.]+) / ([\d.]+)", one))]
    assert len(pairs) == len(case.parties) * len(some_packages(deal))
    assert any(value < walk_away for value, walk_away in pairs)


def test_solutions_that_agree_share_one_letter() -> None:
    deal, case, visible = example("classroom")
    chart = scatter.value_scatter(deal, case, visible)
    assert chart is not None
    assert "Nash, Kalai–Smorodinsky" in "".join(ElementTree.fromstring(draw.svg(chart)).itertext())


@pytest.mark.parametrize("name", ["alaska-2025", "classroom", "camp-david-1978"])
def test_no_text_of_an_example_covers_another(name: str) -> None:
    for chart, _ in charts_of(name).values():
        assert chart is None or not overlaps(text_boxes(assert_safe(draw.svg(chart))))


def test_a_chart_of_twenty_issues_and_six_parties_keeps_texts_apart(tmp_path: Path) -> None:
    case = read_case(hostile_case(tmp_path, 20, 6), []).case
    assert case is not None
    for chart in (matrix.position_matrix(case, Visible(case=case)), lines.option_lines(case, Visible(case=case))):
        boxes = text_boxes(assert_safe(draw.svg(chart)))
        assert len(boxes) > 100
        assert not overlaps(boxes)


def test_a_picture_is_a_png() -> None:
    _, case, visible = example("classroom")
    assert draw.png(matrix.position_matrix(case, visible), 1).startswith(b"\x89PNG\r\n\x1a\n")


def test_two_charts_in_one_page_share_no_name() -> None:
    first = charts_of("classroom")
    second = charts_of("camp-david-1978")
    names = [
        set(re.findall(r'\bid="([^"]+)"', draw.svg(chart)))
        for chart, _ in (first["scatter"], second["scatter"])
        if chart is not None
    ]
    assert len(names) == 2
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
