"""Power against its safe limit: the chance of one party to prevail, and between which chances promises hold."""

from __future__ import annotations

from itertools import pairwise

import altair as alt

from winset.questions.timing.charts import PowerPath
from winset.questions.timing.charts.axes import Periods, Scale
from winset.report.blocks import Drawn
from winset.report.charts.canvas import NO_STROKE, Box, Canvas, Stroke, Type
from winset.report.charts.legend import Entry, legend
from winset.report.charts.lettering import wrapped
from winset.report.charts.placing import spread
from winset.report.charts.theme import ACCENT, FAINT, INK, LINE, PAPER, SHADE, SMALL, SOFT, TEXT, WARN, WIDTH, themed

LEFT, ENDS, TALL = 34.0, 190.0, 150.0
"""Pixels for the numbers at the side and for names at the end of lines, and how tall it is."""
TICKS = [0.0, 25.0, 50.0, 75.0, 100.0]
PATH, LIMITED = Stroke(colour=INK, width=1.8), Stroke(colour=ACCENT, width=1.3, dash=(4, 3))
EDGE = Stroke(colour=SOFT, width=0.8, dash=(1, 2))
MOST_LIMITED = 4
"""Options whose paths are drawn; beyond, the sections have the rest."""


def power_chart(data: PowerPath) -> Drawn:
    """The path of power as a line through the periods, over the shaded band in which promises hold."""
    canvas, key = Canvas(), Canvas()
    lines = wrapped(f"{data.party} against {data.other}: chance to prevail, of 100", TEXT, WIDTH, most=2, bold=True)
    canvas.text((0, 0), lines, Type(bold=True))
    top = len(lines) * LINE + 8
    periods = Periods(left=LEFT, width=WIDTH - LEFT - ENDS, count=len(data.chances))
    scale = Scale(low=0, high=100, top=top, height=TALL)
    for period in range(1, periods.count):
        _band(canvas, data, period, periods, scale)
    scale.draw(canvas, TICKS, periods.left, periods.right)
    for limited in data.limited[:MOST_LIMITED]:
        _line(canvas, limited.chances, LIMITED, periods, scale)
    _line(canvas, data.chances, PATH, periods, scale)
    for period, chance in enumerate(data.chances):
        at = (periods.middle(period), scale.place(100 * chance))
        if period in data.unsafe:
            canvas.cross(at, 9, WARN)
        else:
            canvas.dot(at, 5, INK, Stroke(colour=PAPER))
    _names(canvas, data, periods, scale)
    periods.draw(canvas, top + TALL + 3)
    tall = legend(key, _entries(data), top=0, room=WIDTH)
    words = caption(data)
    chart = alt.vconcat(key.chart(WIDTH, tall), canvas.chart(WIDTH, top + TALL + LINE + 5))
    return Drawn(chart=themed(chart, words), caption=words)


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


def _band(canvas: Canvas, data: PowerPath, period: int, periods: Periods, scale: Scale) -> None:
    low, high = _ends(data, period)
    if low >= high:
        return
    y = scale.place(100 * high)
    box = Box(x=periods.start(period), y=y, width=periods.each, height=scale.place(100 * low) - y)
    canvas.box(box, SHADE, NO_STROKE)
    for edge, ends in ((high, 1.0), (low, 0.0)):
        if edge != ends:
            at = scale.place(100 * edge)
            canvas.line((periods.start(period), at), (periods.start(period + 1), at), EDGE)


def _line(canvas: Canvas, chances: tuple[float, ...], stroke: Stroke, periods: Periods, scale: Scale) -> None:
    points = [(periods.middle(period), scale.place(100 * chance)) for period, chance in enumerate(chances)]
    for start, end in pairwise(points):
        canvas.line(start, end, stroke)


def _names(canvas: Canvas, data: PowerPath, periods: Periods, scale: Scale) -> None:
    """The names of the lines at their ends, from the top down."""
    named = [("as things go", data.chances[-1], INK)]
    named += [(limited.title, limited.chances[-1], ACCENT) for limited in data.limited[:MOST_LIMITED]]
    named.sort(key=lambda line: -line[1])
    blocks = [wrapped(title, SMALL, ENDS - 10, most=2) for title, _, _ in named]
    heights = [len(lines) * LINE for lines in blocks]
    wanted = [scale.place(100 * chance) for _, chance, _ in named]
    places = spread(wanted, heights, 2, (scale.top - LINE / 2, scale.top + scale.height + LINE))
    for (_, _, colour), lines, tall, y in zip(named, blocks, heights, places, strict=True):
        canvas.text((periods.right + 6, y - tall / 2), lines, Type(size=SMALL, colour=colour))
