"""An issue: how much of the forecast lies where, and under it where rules and parties stand."""

from __future__ import annotations

import altair as alt

from winset.questions.forecast.charts import BINS, IssueChart, Placed
from winset.report.blocks import Drawn
from winset.report.charts import hover
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INK,
    SMALL,
    SOFT,
    TEXT,
    WIDTH,
    data,
    themed,
)

NAMES, TALL, ROW = 170, 70, 15
"""Pixels for names beside the line, for the columns, and for a row of dots."""
RULES = "rules"
SHADES = "strong colour: where 80 of 100 parts of the forecast lie"


def issue_chart(made: IssueChart) -> Drawn | None:
    """Columns over rows of dots; None where there is no mass."""
    if not any(made.mass):
        return None
    words = caption(made)
    parts = alt.vconcat(_columns(made), _dots(made), spacing=2)
    return Drawn(chart=themed(parts, words), caption=words)


def caption(made: IssueChart) -> str:
    """What is shown, for those who cannot see it."""
    low, high = made.interval
    return (
        f"{made.title}: how much of the forecast lies where on the line, in a strong colour between {low:.0f} and "
        f"{high:.0f}, where 80 of 100 parts lie; under it a dot for each rule, and where each party stands."
    )


def _x(title: str | None, *, labels: bool) -> alt.X:
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100], labels=labels, ticks=labels, title=title, domain=labels, grid=True)
    return alt.X("at:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)


def _columns(made: IssueChart) -> alt.LayerChart:
    wide = 100 / BINS
    rows: list[dict[str, object]] = [
        {
            "at": n * wide,
            "end": (n + 1) * wide,
            "parts": 100 * mass,
            "none": 0,
            "within": made.interval[0] < (n + 1) * wide and n * wide < made.interval[1],
        }
        for n, mass in enumerate(made.mass)
    ]
    bars = (
        alt.Chart(data(rows))
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=_x(None, labels=False),
            x2="end:Q",
            y2="none:Q",
            y=alt.Y(
                "parts:Q",
                scale=alt.Scale(zero=True),
                axis=alt.Axis(title="parts of 100", tickCount=3, minExtent=NAMES, maxExtent=NAMES, titleX=-32),
            ),
            fill=alt.condition("datum.within", alt.value(ACCENT), alt.value(ACCENT_LIGHT)),
        )
    )
    title = alt.TitleParams(
        text=wrapped(made.title, TEXT, WIDTH, most=2, bold=True),
        subtitle=SHADES,
        anchor="start",
        fontSize=TEXT,
        subtitleFontSize=SMALL,
        subtitleColor=SOFT,
    )
    tips: list[dict[str, object]] = [
        {
            "at": n * wide,
            "end": (n + 1) * wide,
            "tip": f"from {n * wide:.0f} to {(n + 1) * wide:.0f}: {100 * mass:.1f} of 100 parts of the forecast",
        }
        for n, mass in enumerate(made.mass)
    ]
    over = hover.layers(
        tips, "rect", {"x": _x(None, labels=False), "x2": {"field": "end"}, "y": {"value": 0}, "y2": {"value": TALL}}
    )
    return alt.LayerChart(layer=[bars, *over], title=title, width=WIDTH - NAMES, height=TALL)


def _dots(made: IssueChart) -> alt.LayerChart:
    names = [RULES, *(_short(placed) for placed in made.parties)]
    rows: list[dict[str, object]] = [{"at": placed.place, "name": RULES, "what": "rule"} for placed in made.rules]
    rows += [{"at": placed.place, "name": _short(placed), "what": "party"} for placed in made.parties]
    axis = alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=NAMES - 14, labelPadding=9, minExtent=NAMES,
        maxExtent=NAMES, grid=True, gridColor=FAINT,
    )  # fmt: skip
    low, high = (" ".join(wrapped(end, SMALL, (WIDTH - NAMES) / 2 - 40, most=1)) for end in made.ends)
    dots = (
        alt.Chart(data(rows))
        .mark_point(size=42, opacity=0.85)
        .encode(
            x=_x(f"0: {low}  –  100: {high}", labels=True),
            y=alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), axis=axis),
            shape=alt.condition("datum.what == 'rule'", alt.value("circle"), alt.value("diamond")),
            stroke=alt.condition("datum.what == 'rule'", alt.value(ACCENT), alt.value(INK)),
            fill=alt.condition("datum.what == 'rule'", alt.value("transparent"), alt.value(SOFT)),
        )
    )
    tips: list[dict[str, object]] = [
        {"at": placed.place, "name": RULES, "tip": hover.said(f"The rule {placed.name} gives {placed.place:.1f}")}
        for placed in made.rules
    ]
    tips += [
        {"at": placed.place, "name": _short(placed), "tip": hover.said(f"{placed.name} stands at {placed.place:.1f}")}
        for placed in made.parties
    ]
    over = hover.points(
        tips,
        _x(f"0: {low}  –  100: {high}", labels=True),
        alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), axis=axis),
    )
    return alt.LayerChart(layer=[dots, *over], width=WIDTH - NAMES, height=ROW * len(names))


def _short(placed: Placed) -> str:
    return " ".join(wrapped(placed.name, SMALL, NAMES - 16, most=1))
