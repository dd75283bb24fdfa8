"""What a few packages are worth to each party, against its walk-away."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

import altair as alt
import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.packages import View
from winset.questions.settlement.charts import Values
from winset.readings import Reading
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Canvas, Type
from winset.report.charts.legend import Entry, under_legend
from winset.report.charts.lettering import widest, width, wrapped
from winset.report.charts.theme import (
    ACCENT,
    ACCENT_LIGHT,
    INK,
    LINE,
    PAPER,
    SMALL,
    TEXT,
    WARN,
    WIDTH,
    Rows,
    data,
)
from winset.report.names import counted, judged_by, points

NAMES, BETWEEN = 120.0, 16.0
FULL = 100.0
"""Points that a party's own best is worth, links apart; every axis reaches it."""


def package_bars(values: Values) -> Drawn | None:
    """Per package a bar for each party's value, with a tick at its walk-away; None where no numbers may be shown.

    A hollow bar: the package does not need that party's consent.
    """
    shown, packages, names = values.parties, values.packages, values.words.names
    if not shown or not packages:
        return None
    rows = _rows(values.words.deal, shown, packages)
    labels = [wrapped(names.party(party), TEXT, NAMES, most=3) for party in shown]
    gutter = max(widest(label, TEXT) for label in labels) + 8
    band = max(24.0, max(len(label) for label in labels) * LINE + 6)
    plot = (WIDTH - gutter - BETWEEN * len(packages)) / len(packages)
    span = _span(rows, plot)
    plots = [_plot([row for row in rows if row["package"] == n], span, (plot, band)) for n in range(len(packages))]
    side = Canvas()
    for n, label in enumerate(labels):
        side.text((gutter, band * (n + 0.5) - len(label) * LINE / 2), label, Type(align="right"))
    row = alt.hconcat(side.chart(gutter, band * len(labels)), *plots, spacing=BETWEEN)
    return under_legend(_entries(rows), (row,), caption(values))


def caption(values: Values) -> str:
    """What the bars show, in which unit, and whose judgement they are."""
    closed = len(values.words.deal.case.parties) - len(values.parties)
    hidden = f" {counted(closed, 'party is', 'parties are')} left out: the numbers may not be shown." if closed else ""
    which = "the package shown" if len(values.packages) == 1 else "each package"
    return (
        f"Value of {which} to each party as a bar, its walk-away as a tick, in points on the party’s own scale "
        f"(points of two parties do not compare); the numbers are value / walk-away.{hidden}"
        + (judged_by(values.words.case) if values.parties and values.judged else "")
    )


def _rows(deal: Deal, shown: Sequence[int], packages: Sequence[Package]) -> Rows:
    reading = deal.central.reading
    chosen = np.array(packages, dtype=np.int16).reshape(len(packages), len(deal.case.issues))
    needed = View(reading.structure, chosen).required
    return [
        {"row": row, "package": n, **_bar(reading, party, package, needed=bool(needed[party, n]))}
        for row, party in enumerate(shown)
        for n, package in enumerate(packages)
    ]


def _bar(reading: Reading, party: int, package: Package, *, needed: bool) -> dict[str, object]:
    """A bar's ends, its number and its look."""
    numerator = reading.walk_away[party]
    walk_away = reading.points(party, numerator) if numerator is not None else None
    value = reading.points(party, reading.value(party, package))
    below = walk_away is not None and value < walk_away
    ends = (Fraction(0), value, walk_away if walk_away is not None else value)
    return {
        "value": float(value), "zero": 0, "walk_away": float(walk_away) if walk_away is not None else None,
        "start": float(min(ends)), "end": float(max(ends)),
        "label": f"{points(value)} / {points(walk_away) if walk_away is not None else 'none'}",
        "below": below, "needed": needed, "edge": WARN if below else ACCENT, "ink": WARN if below else INK,
        "fill": PAPER if not needed else WARN if below else ACCENT_LIGHT,
    }  # fmt: skip


def _span(rows: Rows, plot: float) -> tuple[float, float]:
    """The points that an axis runs over, with room for the numbers beside the bars."""
    low = min(0.0, *(_number(row, "start") for row in rows))
    high = max(FULL, *(_number(row, "end") for row in rows))
    beside = max(width(str(row["label"]), SMALL) for row in rows) + 12
    return low, low + (high - low) * plot / max(plot - beside, plot / 3)


def _entries(rows: Rows) -> list[Entry]:
    entries = [Entry(sample="bar", meaning="value, at or above the walk-away")]
    if any(row["below"] for row in rows):
        entries.append(Entry(sample="below", meaning="value, below the walk-away"))
    if not all(row["needed"] for row in rows):
        entries.append(Entry(sample="hollow", meaning="consent not needed for this package"))
    return [*entries, Entry(sample="tick", meaning="walk-away")]


def _plot(rows: Rows, span: tuple[float, float], size: tuple[float, float]) -> alt.LayerChart:
    """The bars of one package. size: the width of the plot and the height of a bar's band, in pixels."""
    plot, band = size
    step = 25 if plot > 5 * 50 else 50
    ticks = list(range(step * ceil(span[0] / step), int(max(FULL, *(_number(row, "end") for row in rows))) + 1, step))
    x = alt.X("value:Q", scale=alt.Scale(domain=list(span), nice=False, zero=False), title="value, points")
    x = x.axis(values=ticks, domain=False, labelFlush=False)
    base = alt.Chart(data(rows)).encode(y=alt.Y("row:O", axis=None))
    fill, edge = alt.Fill("fill:N", scale=None), alt.Stroke("edge:N", scale=None)
    bar = base.mark_bar(height=11, strokeWidth=1).encode(x=x, x2=alt.X2("zero:Q"), fill=fill, stroke=edge)
    tick = base.mark_tick(thickness=2, size=19, color=INK, opacity=1).encode(x=alt.X("walk_away:Q"))
    text = base.mark_text(align="left", dx=6, fontSize=SMALL).encode(
        x=alt.X("end:Q"), text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)
    )
    heading = alt.TitleParams(f"Package {_number(rows[0], 'package') + 1:.0f}", fontSize=TEXT, anchor="start", offset=6)
    return alt.LayerChart(layer=[bar, tick, text], title=heading, width=plot, height=band * len(rows))


def _number(row: dict[str, object], field: str) -> float:
    value = row[field]
    return float(value) if isinstance(value, int | float) else 0.0
