"""Where a party would keep the plan, over the snapback of the steps that answer it and the detection of its breach."""

from __future__ import annotations

from itertools import groupby

import altair as alt

from winset.analyses.staging.remedies import Plane
from winset.analyses.staging.remedies import plane as plane_of
from winset.analyses.staging.staging import Staging
from winset.questions.staging.charts.shades import SHADES, shade
from winset.questions.staging.words import StagingWords
from winset.report.blocks import Drawn
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import FAINT, INK, LINE, PAPER, SMALL, SOFT, WIDTH, data, themed

SIDE = 230
"""Pixels of the square."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
SEAM = 0.9
"""Pixels by which cells reach over each other, so that no paper shows between them."""
PLAN = "the plan as it stands"
CHANCES = alt.Scale(domain=[0, 1], nice=False)


def weakest_plane(staging: Staging) -> Plane | None:
    """The plane of the weakest party that some step which can be put back answers."""
    planes = (plane_of(staging.terms, remedy.party) for remedy in staging.remedies)
    return next((plane for plane in planes if plane is not None), None)


def heat_map(staging_words: StagingWords) -> Drawn | None:
    """The ratios as shaded cells, the edge where a breach begins to pay, and the plan's point."""
    plane = weakest_plane(staging_words.staging)
    if plane is None:
        return None
    heading = f"{staging_words.party_name(plane.party)}, by chance of snapback and of detection"
    title = alt.TitleParams(
        wrapped(heading, SMALL, WIDTH / 2, most=3, bold=True), anchor="start", frame="group", fontSize=SMALL,
        lineHeight=LINE, offset=6,
    )  # fmt: skip
    layers: list[alt.Chart | alt.LayerChart] = [_cells(plane), _edge(plane), _point(plane)]
    chart = alt.LayerChart(layer=layers, width=SIDE, height=SIDE, title=title, view=alt.ViewConfig(stroke=SOFT))
    words = caption(staging_words, plane)
    return Drawn(chart=themed(chart, words), caption=words)


def caption(words: StagingWords, plane: Plane) -> str:
    """What the cells show."""
    return (
        f"What the weakest link of {words.party(plane.party)} would cost it over what it would bring, all other terms "
        "as they are. Along the bottom: the chance that the steps of others that answer it are put back, the lowest of "
        "them if they differ; upwards: the chance per period that its hidden breach is noticed. Beyond the bold line a "
        "breach pays."
    )


def _axis(title: str) -> alt.Axis:
    """Of a chance from 0 to 1."""
    return alt.Axis(values=list(TICKS), format=".2~f", title=title, grid=False, labelFlush=False)


def _across(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=CHANCES, axis=_axis("chance that a step is put back"))


def _upwards(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=CHANCES, axis=_axis("chance per period that a breach is noticed"))


def _cells(plane: Plane) -> alt.Chart:
    """The cells; neighbours of a row that look alike are one."""
    count = len(plane.snapbacks)
    rows: list[dict[str, object]] = [
        {"from": first / count, "to": (first + cells) / count, "low": row / count, "high": (row + 1) / count, "is": is_}
        for row in range(count)
        for is_, first, cells in _runs([shade(float(ratio)).meaning for ratio in plane.ratios[row]])
    ]
    used = [known_shade for known_shade in SHADES if any(row["is"] == known_shade.meaning for row in rows)]
    looks = alt.Scale(
        domain=[used_shade.meaning for used_shade in used], range=[used_shade.fill for used_shade in used]
    )
    legend = alt.Legend(
        title="cost / gain", symbolType="square", symbolStrokeColor=FAINT, symbolStrokeWidth=0.6, titleColor=SOFT,
        titleFontSize=SMALL, titleFontWeight="normal", labelFontSize=SMALL, labelColor=SOFT, labelLimit=0, offset=16,
    )  # fmt: skip
    fill = alt.Fill("is:N", scale=looks, legend=legend, sort=[used_shade.meaning for used_shade in used])
    seam = alt.Stroke("is:N", scale=looks, legend=legend)
    for row in rows:
        row["tip"] = (
            f"Put back with a chance of {row['from']:.2g} to {row['to']:.2g}, noticed with one of {row['low']:.2g} to "
            f"{row['high']:.2g}: cost / gain {row['is']}"
        )
    marks = alt.Chart(data(rows)).mark_rect(strokeWidth=SEAM)
    chart: alt.Chart = marks.encode(
        _across("from"), alt.X2("to:Q"), _upwards("low"), alt.Y2("high:Q"), fill, seam, alt.Tooltip("tip:N")
    )
    return chart


def _edge(plane: Plane) -> alt.Chart:
    """A bold line between the cells below 1 and the others."""
    count, pays = len(plane.snapbacks), plane.ratios < 1
    sides: list[dict[str, object]] = []
    for row in range(count):
        for column in range(count):
            left, low = column / count, row / count
            right, high = (column + 1) / count, (row + 1) / count
            if column + 1 < count and pays[row, column] != pays[row, column + 1]:
                sides.append({"from": right, "to": right, "low": low, "high": high})
            if row + 1 < count and pays[row, column] != pays[row + 1, column]:
                sides.append({"from": left, "to": right, "low": high, "high": high})
    marks = alt.Chart(data(sides)).mark_rule(stroke=INK, strokeWidth=2, strokeCap="round", opacity=1)
    chart: alt.Chart = marks.encode(_across("from"), alt.X2("to:Q"), _upwards("low"), alt.Y2("high:Q"))
    return chart


def _point(plane: Plane) -> alt.Chart:
    """The plan as it stands, with a legend of its own."""
    rows: list[dict[str, object]] = [{"from": plane.snapback, "low": plane.detection, "what": PLAN}]
    legend = alt.Legend(title=None, labelFontSize=SMALL, labelColor=SOFT, labelLimit=0, symbolSize=100, offset=16)
    shape = alt.Shape("what:N", scale=alt.Scale(domain=[PLAN], range=["diamond"]), legend=legend)
    marks = alt.Chart(data(rows)).mark_point(size=100, fill=PAPER, stroke=INK, strokeWidth=2, opacity=1)
    chart: alt.Chart = marks.encode(_across("from"), _upwards("low"), shape)
    return chart


def _runs(looks: list[str]) -> list[tuple[str, int, int]]:
    """Neighbours that look alike, as one: their look, where they begin, and how many they are."""
    runs, first = [], 0
    for look, cells in ((look, len(list(alike))) for look, alike in groupby(looks)):
        runs.append((look, first, cells))
        first += cells
    return runs
