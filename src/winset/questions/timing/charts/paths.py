"""Walk-away paths: for each party its walk-away in each period, the values above it, and the packages among them."""

from __future__ import annotations

from itertools import groupby
from math import ceil, floor

import altair as alt

from winset.questions.timing.charts import PartyPath, Paths
from winset.questions.timing.charts.axes import Periods, Scale
from winset.report.blocks import Drawn
from winset.report.charts.canvas import NO_STROKE, Box, Canvas, Stroke, Type
from winset.report.charts.legend import Entry, legend
from winset.report.charts.lettering import wrapped
from winset.report.charts.placing import spread
from winset.report.charts.theme import ACCENT, FAINT, INK, LINE, SHADE, SMALL, SOFT, TEXT, WIDTH, themed

COLUMNS, BETWEEN = 2, 26.0
LEFT, SIGNS = 26.0, 16.0
"""Pixels for the numbers beside a panel, and for the signs of packages at its end."""
TALL, GAP = 104.0, 12.0
STEP = 20
"""Points between two numbers at the side."""
LEVEL = Stroke(colour=INK, width=1.8)
OPEN, CLOSED = Stroke(colour=ACCENT, width=1.6), Stroke(colour=ACCENT, width=0.9, dash=(2, 3))
MOST_TICKS = 9
"""Periods that are named below a panel; beyond, every so many are."""


def paths_chart(data: Paths) -> Drawn | None:
    """A panel for each party that has a walk-away; None where none has."""
    parties = [party for party in data.parties if any(level is not None for level in party.levels)]
    if not parties:
        return None
    low, high = _ends(parties)
    key, canvas = Canvas(), Canvas()
    with_packages = any(party.packages for party in parties)
    tall = legend(key, _entries(data.period, with_packages=with_packages), top=0, room=WIDTH)
    wide = (WIDTH - (COLUMNS - 1) * BETWEEN) / COLUMNS
    top = 0.0
    for first in range(0, len(parties), COLUMNS):
        row = parties[first : first + COLUMNS]
        names = [wrapped(party.name, TEXT, wide, most=2, bold=True) for party in row]
        head = max(map(len, names)) * LINE + 4
        for column, party in enumerate(row):
            left = column * (wide + BETWEEN)
            canvas.text((left, top), names[column], Type(bold=True))
            _panel(canvas, party, (left, top + head, wide), (low, high))
        top += head + TALL + LINE + GAP
    words = caption(data, with_packages=with_packages)
    chart = alt.vconcat(key.chart(WIDTH, tall), canvas.chart(WIDTH, top - GAP + 2))
    return Drawn(chart=themed(chart, words), caption=words)


def caption(data: Paths, *, with_packages: bool) -> str:
    """What the panels show."""
    lines = (
        " Blue: what the numbered packages are worth to it, drawn through while all that are needed would accept them, "
        "dotted while not all would."
        if with_packages
        else ""
    )
    return (
        f"Each party’s walk-away by period of {data.period}, in points of its own; shaded: the values that it would "
        f"accept.{lines}"
    )


def _entries(period: str, *, with_packages: bool) -> list[Entry]:
    shown = [
        Entry(sample="line", meaning=f"walk-away, in points, by period of {period}", stroke=LEVEL),
        Entry(sample="frame", meaning="acceptable to the party", fill=SHADE, stroke=Stroke(colour=FAINT)),
    ]
    lines = [
        Entry(sample="line", meaning="a package while it is open", stroke=OPEN),
        Entry(sample="line", meaning="while it is not", stroke=CLOSED),
    ]
    return shown + (lines if with_packages else [])


def _ends(parties: list[PartyPath]) -> tuple[float, float]:
    """The lowest and the highest number of the panels, which all share."""
    numbers = [level for party in parties for level in party.levels if level is not None]
    numbers += [line.value for party in parties for line in party.packages]
    return min(0, floor(min(numbers) / STEP) * STEP), max(100, ceil(max(numbers) / STEP) * STEP)


def _panel(canvas: Canvas, party: PartyPath, at: tuple[float, float, float], ends: tuple[float, float]) -> None:
    left, top, wide = at
    periods = Periods(left=left + LEFT, width=wide - LEFT - SIGNS, count=len(party.levels))
    scale = Scale(low=ends[0], high=ends[1], top=top, height=TALL)
    for period, level in enumerate(party.levels):
        if level is not None:
            y = scale.place(level)
            canvas.box(Box(x=periods.start(period), y=top, width=periods.each, height=y - top), SHADE, NO_STROKE)
    ticks = [float(number) for number in range(int(ends[0]), int(ends[1]) + 1, _step(ends))]
    scale.draw(canvas, ticks, periods.left, periods.right)
    for line in party.packages:
        y = scale.place(line.value)
        for is_open, run in groupby(range(periods.count), key=lambda period: period in line.open):
            run_periods = list(run)
            start, end = periods.start(run_periods[0]), periods.start(run_periods[-1] + 1)
            canvas.line((start, y), (end, y), OPEN if is_open else CLOSED)
    _levels(canvas, party, periods, scale)
    _signs(canvas, party, periods, scale)
    periods.draw(canvas, top + TALL + 3, MOST_TICKS)


def _levels(canvas: Canvas, party: PartyPath, periods: Periods, scale: Scale) -> None:
    """The walk-away as a line of steps."""
    before: float | None = None
    for period, level in enumerate(party.levels):
        if level is None:
            before = None
            continue
        x, y = periods.start(period), scale.place(level)
        if before is not None:
            canvas.line((x, before), (x, y), LEVEL)
        canvas.line((x, y), (periods.start(period + 1), y), LEVEL)
        before = y


def _signs(canvas: Canvas, party: PartyPath, periods: Periods, scale: Scale) -> None:
    """Which package is which, at the end of its line."""
    lines = sorted(party.packages, key=lambda line: -line.value)
    wanted = [scale.place(line.value) for line in lines]
    places = spread(wanted, [LINE] * len(lines), 0, (scale.top - LINE / 2, scale.top + scale.height + LINE / 2))
    for line, y in zip(lines, places, strict=True):
        canvas.text((periods.right + 4, y - LINE / 2), [line.sign], Type(size=SMALL, colour=SOFT))


def _step(ends: tuple[float, float]) -> int:
    """Points between two numbers at the side, so that they are few."""
    return STEP * max(1, ceil((ends[1] - ends[0]) / STEP / 6))
