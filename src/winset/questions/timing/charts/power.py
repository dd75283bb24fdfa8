"""Power against its safe limit: the chance of one party to prevail, and between which chances promises hold."""

from __future__ import annotations

import altair as alt

from winset.questions.timing.charts import PowerPath
from winset.questions.timing.charts.axes import along_periods, numbers_up
from winset.report.blocks import Drawn
from winset.report.charts import hover
from winset.report.charts.canvas import Canvas, Stroke, Type
from winset.report.charts.legend import Entry, legend
from winset.report.charts.lettering import spread, wrapped
from winset.report.charts.theme import (
    ACCENT,
    FAINT,
    INK,
    LINE,
    PAPER,
    SHADE,
    SMALL,
    SOFT,
    TEXT,
    WARN,
    WIDTH,
    Rows,
    themed,
)
from winset.report.charts.theme import data as values

LEFT, ENDS, TALL = 44.0, 190.0, 150.0
"""Pixels for the numbers at the side and for names at the end of lines, and how tall it is."""
TICKS = [0.0, 25.0, 50.0, 75.0, 100.0]
PATH, LIMITED = Stroke(colour=INK, width=1.8), Stroke(colour=ACCENT, width=1.3, dash=(4, 3))
CROSS = "M-0.5,-0.5L0.5,0.5M-0.5,0.5L0.5,-0.5"
MOST_LIMITED = 4
"""Options whose paths are drawn; beyond, the sections have the rest."""


def power_chart(data: PowerPath) -> Drawn:
    """The path of power as a line through the periods, over the shaded band in which promises hold."""
    key = Canvas()
    lines = wrapped(f"{data.party} against {data.other}: chance to prevail", TEXT, WIDTH - LEFT, most=2, bold=True)
    key.text((0, 0), lines, Type(bold=True))
    tall = legend(key, _entries(data), top=len(lines) * LINE + 4, room=WIDTH - LEFT)
    words = caption(data)
    layers = [_bands(data), _edges(data), _lines(data), _points(data), _names(data), *_tips(data)]
    plot = alt.LayerChart(layer=layers, width=WIDTH - LEFT - ENDS, height=TALL)
    return Drawn(chart=themed(alt.vconcat(key.chart(WIDTH - LEFT, tall), plot), words), caption=words)


def _axes(data: PowerPath, field: str = "chance") -> tuple[alt.X, alt.Y]:
    return (
        along_periods("period", len(data.chances), data.period),
        numbers_up(field, (0, 100), TICKS, "chance to prevail, in percent"),
    )


def caption(data: PowerPath) -> str:
    """What the line and the band are."""
    limited = " Broken lines: the path if one of the limits named beside them is agreed now." if data.limited else ""
    return (
        f"How likely {data.party} would prevail over {data.other} if they fought it out, by period of {data.period}. "
        "Shaded: the chances at which a division of the stake agreed now can still content both then. A cross: what "
        f"was agreed in some earlier period no longer does.{limited}"
    )


def _entries(data: PowerPath) -> list[Entry]:
    shown = [
        Entry(sample="line", meaning="as things go", stroke=PATH),
        Entry(sample="frame", meaning="a promise of today can hold", fill=SHADE, stroke=Stroke(colour=FAINT)),
    ]
    if data.unsafe:
        shown.append(Entry(sample="refused", meaning="an earlier promise cannot hold"))
    if data.limited:
        shown.append(Entry(sample="line", meaning="under a limit", stroke=LIMITED))
    return shown


def _ends(data: PowerPath, period: int) -> tuple[float, float]:
    lowest, highest = data.lowest[period], data.highest[period]
    return 0.0 if lowest is None else lowest, 1.0 if highest is None else highest


def _bands(data: PowerPath) -> alt.Chart:
    """The chances at which promises hold, period by period."""
    ends = {period: _ends(data, period) for period in range(1, len(data.chances))}
    rows: Rows = [
        {"period": period - 0.5, "end": period + 0.5, "low": 100 * low, "high": 100 * high}
        for period, (low, high) in ends.items()
        if low < high
    ]
    x, y = _axes(data, "low")
    drawn: alt.Chart = (
        alt.Chart(values(rows)).mark_rect(color=SHADE, stroke=None).encode(x=x, x2="end:Q", y=y, y2="high:Q")
    )
    return drawn


def _edges(data: PowerPath) -> alt.Chart:
    """The edges of the band, where it has any."""
    rows: Rows = [
        {"period": period - 0.5, "end": period + 0.5, "chance": 100 * edge}
        for period in range(1, len(data.chances))
        for low, high in (_ends(data, period),)
        if low < high
        for edge, outermost in ((high, 1.0), (low, 0.0))
        if edge != outermost
    ]
    x, y = _axes(data)
    rules = alt.Chart(values(rows)).mark_rule(color=SOFT, strokeWidth=0.8, strokeDash=[1, 2])
    drawn: alt.Chart = rules.encode(x=x, x2="end:Q", y=y)
    return drawn


def _lines(data: PowerPath) -> alt.LayerChart:
    """The paths: as things go a full line, under limits broken ones."""
    x, y = _axes(data)
    paths = [(limited.chances, LIMITED) for limited in data.limited[:MOST_LIMITED]] + [(data.chances, PATH)]
    drawn = []
    for chances, stroke in paths:
        rows: Rows = [{"period": period, "chance": 100 * chance} for period, chance in enumerate(chances)]
        mark = alt.MarkDef(
            type="line", color=stroke.colour, strokeWidth=stroke.width, strokeDash=list(stroke.dash or (1, 0))
        )
        chart = alt.Chart(values(rows)).encode(x=x, y=y)
        chart.mark = mark
        drawn.append(chart)
    return alt.LayerChart(layer=drawn)


def _points(data: PowerPath) -> alt.LayerChart:
    """A dot for each period, and a cross where an earlier promise cannot hold."""
    x, y = _axes(data)
    every: Rows = [
        {"period": n, "chance": 100 * chance, "unsafe": n in data.unsafe} for n, chance in enumerate(data.chances)
    ]
    safe: Rows = [row for row in every if not row["unsafe"]]
    crossed: Rows = [row for row in every if row["unsafe"]]
    dots = alt.Chart(values(safe)).mark_circle(color=INK, opacity=1, size=24, stroke=PAPER, strokeWidth=1)
    crosses = alt.Chart(values(crossed)).mark_point(shape=CROSS, color=WARN, opacity=1, size=81, strokeWidth=1.8)
    return alt.LayerChart(layer=[dots.encode(x=x, y=y), crosses.encode(x=x, y=y)])


def _tips(data: PowerPath) -> list[alt.Chart]:
    """The numbers of each period, for a pointer that rests there."""
    rows: Rows = []
    for period, chance in enumerate(data.chances):
        low, high = _ends(data, period) if period else (0.0, 0.0)
        told = f"{data.party} against {data.other}, period {period}: {100 * chance:.0f} of 100 to prevail"
        if period:
            span = f"a promise of today can hold from {100 * low:.0f} to {100 * high:.0f}"
            told += f"; {span if low < high else 'no promise of today can hold'}"
        told += "; what was promised earlier no longer holds" if period in data.unsafe else ""
        rows.append({"period": period, "chance": 100 * chance, "tip": hover.said(f"{told}.")})
    return hover.points(rows, *_axes(data))


def _names(data: PowerPath) -> alt.LayerChart:
    """The names of the lines at their ends, from the top down."""
    named = [("as things go", data.chances[-1], INK)]
    named += [(limited.title, limited.chances[-1], ACCENT) for limited in data.limited[:MOST_LIMITED]]
    named.sort(key=lambda line: -line[1])
    blocks = [wrapped(title, SMALL, ENDS - 10, most=2) for title, _, _ in named]
    heights = [len(lines) * LINE for lines in blocks]
    wanted = [TALL * (1 - chance) for _, chance, _ in named]
    places = spread(wanted, heights, 2, (-LINE / 2, TALL + LINE))
    x, _ = _axes(data)
    drawn = []
    for (_, _, colour), lines, tall, place in zip(named, blocks, heights, places, strict=True):
        rows: Rows = [{"period": len(data.chances) - 0.5, "name": lines}]
        text = alt.Chart(values(rows)).mark_text(
            align="left", baseline="top", dx=6, color=colour, fontSize=SMALL, lineHeight=LINE, clip=False
        )
        drawn.append(text.encode(x=x, y=alt.value(place - tall / 2), text="name:N"))
    return alt.LayerChart(layer=drawn)
