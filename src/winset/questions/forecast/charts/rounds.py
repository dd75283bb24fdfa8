"""Round by round: where each party stands, and where the rule would settle."""

from __future__ import annotations

import altair as alt

from winset.questions.forecast.charts import RoundsChart, RoundsPanel
from winset.report.blocks import Drawn
from winset.report.charts import hover
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import ACCENT, ACCENT_LIGHT, INK, SMALL, SOFT, TEXT, WARN, WIDTH, data, themed

COLUMNS, BETWEEN, TALL = 3, 50, 90
COLOURS = (ACCENT, WARN, "#a8842c", ACCENT_LIGHT, SOFT, "#5a8f5a")
DASHES = ([6, 2], [2, 2], [8, 2, 2, 2], [1, 2], [4, 1, 1, 1, 1, 1], [10, 3], [3, 1])
SETTLES = "would settle"
TICKS = 4
MOST = 24
"""Parties that are drawn; beyond, the first of the case are."""


def rounds_chart(made: RoundsChart) -> Drawn | None:
    """A panel for each issue; None where nothing moves."""
    panels = [panel for panel in made.panels if any(len(path.places) > 1 for path in panel.paths)]
    if not panels:
        return None
    names = list(dict.fromkeys(_short(path.name) for panel in panels for path in panel.paths[:MOST]))
    colours = [INK if name == SETTLES else COLOURS[n % len(COLOURS)] for n, name in enumerate(names)]
    dashes = [[1, 0] if name == SETTLES else DASHES[n % len(DASHES)] for n, name in enumerate(names)]
    wide = (WIDTH - COLUMNS * BETWEEN) / COLUMNS
    drawn = [_panel(panel, wide, (names, colours, dashes)) for panel in panels]
    rows = alt.concat(*drawn, columns=COLUMNS, spacing=10)
    words = (
        f"{made.rule}: where each party stands on the line from 0 to 100, round by round, and unbroken where the "
        "rule would settle."
    )
    whole = alt.vconcat(_heading(made.rule), rows, spacing=8)
    return Drawn(chart=themed(whole, words), caption=words)


def _heading(rule: str) -> alt.Chart:
    """The name of the rule as a line of its own: a title would not be drawn where pictures stand below each other."""
    text = " ".join(wrapped(rule, TEXT, WIDTH, most=1, bold=True))
    mark = alt.Chart(data([{"text": text}])).mark_text(align="left", fontSize=TEXT, fontWeight="bold", color=INK, x=0)
    heading: alt.Chart = mark.encode(text="text:N").properties(width=WIDTH, height=TEXT)
    return heading


def _panel(panel: RoundsPanel, wide: float, look: tuple[list[str], list[str], list[list[int]]]) -> alt.LayerChart:
    names, colours, dashes = look
    rows: list[dict[str, object]] = [
        {"round": n, "place": place, "name": _short(path.name), "wide": 2.2 if path.is_report else 1.2}
        for path in panel.paths[:MOST]
        for n, place in enumerate(path.places)
        if place is not None
    ]
    last = max(len(path.places) for path in panel.paths) - 1
    ticks = list(range(0, last + 1, max(1, last // TICKS)))
    legend = alt.Legend(
        title=None, orient="bottom", columns=4, labelFontSize=SMALL, labelLimit=150, symbolType="stroke", symbolSize=700
    )
    lines = (
        alt.Chart(data(rows))
        .mark_line()
        .encode(
            x=alt.X(
                "round:Q",
                scale=alt.Scale(domain=[0, last], nice=False),
                axis=alt.Axis(title="round", values=ticks, format="d", grid=False),
            ),
            y=alt.Y("place:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=alt.Axis(title=None, tickCount=3)),
            color=alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
            strokeDash=alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=dashes), legend=legend),
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
        )
    )
    title = alt.TitleParams(text=wrapped(panel.title, SMALL, wide, most=1), anchor="start", fontSize=SMALL)
    tips: list[dict[str, object]] = [
        {"round": n, "place": place, "tip": hover.said(f"{path.name}, round {n}: {place:.1f}")}
        for path in panel.paths[:MOST]
        for n, place in enumerate(path.places)
        if place is not None
    ]
    over = hover.layers(
        tips,
        "point",
        {"x": {"field": "round", "type": "quantitative"}, "y": {"field": "place", "type": "quantitative"}},
    )
    return alt.LayerChart(layer=[lines, *over], title=title, width=wide, height=TALL)


def _short(name: str) -> str:
    return " ".join(wrapped(name, SMALL, 140, most=1))
