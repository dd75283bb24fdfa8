"""Walk-away paths: for each party its walk-away in each period, the values above it, and the packages among them."""

from __future__ import annotations

from itertools import groupby
from math import ceil, floor
from typing import Any

import altair as alt

from winset.questions.timing.charts import PartyPath, Paths
from winset.questions.timing.charts.axes import along_periods, numbers_up
from winset.report.blocks import Drawn
from winset.report.charts import hover
from winset.report.charts.canvas import Stroke
from winset.report.charts.legend import Entry, under_legend
from winset.report.charts.lettering import spread, wrapped
from winset.report.charts.theme import ACCENT, FAINT, INK, LINE, SHADE, SMALL, SOFT, TEXT, WIDTH, Rows
from winset.report.charts.theme import data as values

COLUMNS, BETWEEN = 2, 26.0
LEFT, SIGNS = 44.0, 20.0
"""Pixels for the numbers beside a panel, and for the signs of packages at its end."""
TALL = 104.0
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
    with_packages = any(party.packages for party in parties)
    panels = [_panel(party, data.period, (low, high)) for party in parties]
    rows = [alt.hconcat(*panels[first : first + COLUMNS], spacing=BETWEEN) for first in range(0, len(panels), COLUMNS)]
    entries = _entries(data.period, with_packages=with_packages)
    return under_legend(entries, rows, caption(data, with_packages=with_packages), WIDTH - LEFT)


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


def _panel(party: PartyPath, period: str, ends: tuple[float, float]) -> alt.LayerChart:
    """The walk-away of a party as a line of steps, what is acceptable above it, and packages."""
    wide = (WIDTH - (COLUMNS - 1) * BETWEEN) / COLUMNS
    name = wrapped(party.name, TEXT, wide, most=2, bold=True)
    title = {"text": name, "anchor": "start", "fontSize": TEXT, "offset": 6}
    layers = [_acceptable(party, ends), *_packages(party), _levels(party), _signs(party, ends), *_tips(party, ends)]
    x, y = (
        along_periods("from", len(party.levels), period, MOST_TICKS),
        numbers_up("points", ends, _ticks(ends), "points"),
    )
    drawn = [layer.encode(x=x, y=y) for layer in layers]
    return alt.LayerChart(layer=drawn, width=wide - LEFT - SIGNS, height=TALL, title=title)


def _acceptable(party: PartyPath, ends: tuple[float, float]) -> alt.Chart:
    rows: Rows = [
        {"from": period - 0.5, "to": period + 0.5, "points": level, "top": ends[1]}
        for period, level in enumerate(party.levels)
        if level is not None
    ]
    drawn: alt.Chart = _marked(rows, type="rect", color=SHADE, stroke=None).encode(
        x2=alt.X2("to:Q"), y2=alt.Y2("top:Q")
    )
    return drawn


def _packages(party: PartyPath) -> list[alt.Chart]:
    """What packages are worth, drawn through while they are open."""
    rows: dict[bool, Rows] = {True: [], False: []}
    for line in party.packages:
        for is_open, run in groupby(range(len(party.levels)), key=lambda period: period in line.open):
            held = list(run)
            rows[is_open].append({"from": held[0] - 0.5, "to": held[-1] + 0.5, "points": line.value})
    return [
        _marked(
            rows[is_open],
            type="rule",
            color=stroke.colour,
            strokeWidth=stroke.width,
            strokeDash=list(stroke.dash or (1, 0)),
        ).encode(x2=alt.X2("to:Q"))
        for is_open, stroke in ((False, CLOSED), (True, OPEN))
        if rows[is_open]
    ]


def _levels(party: PartyPath) -> alt.Chart:
    """The walk-away as a line of steps, with a gap where none is known."""
    rows: Rows = []
    for is_known, run in groupby(enumerate(party.levels), key=lambda pair: pair[1] is not None):
        held = list(run)
        if is_known:
            rows += [{"from": period - 0.5, "points": level, "run": held[0][0]} for period, level in held]
            rows.append({"from": held[-1][0] + 0.5, "points": held[-1][1], "run": held[0][0]})
    line = _marked(rows, type="line", color=LEVEL.colour, strokeWidth=LEVEL.width, interpolate="step-after")
    drawn: alt.Chart = line.encode(detail=alt.Detail("run:N"))
    return drawn


def _tips(party: PartyPath, ends: tuple[float, float]) -> list[alt.Chart]:
    """The numbers of each period, for a pointer that rests in it."""
    rows: Rows = []
    for period, level in enumerate(party.levels):
        worth = [
            f"package {line.sign} is worth {line.value:.1f}{'' if period in line.open else ', not open then'}"
            for line in party.packages
        ]
        told = "no walk-away is known" if level is None else f"walk-away {level:.1f} points"
        tip = hover.said(f"{party.name}, period {period}: {'; '.join([told, *worth])}.")
        rows.append({"from": period - 0.5, "to": period + 0.5, "points": ends[0], "top": ends[1], "tip": tip})
    over = {"x2": {"field": "to"}, "y2": {"field": "top"}}
    return hover.layers(rows, "rect", over)


def _signs(party: PartyPath, ends: tuple[float, float]) -> alt.Chart:
    """Which package is which, at the end of its line."""
    lines = sorted(party.packages, key=lambda line: -line.value)
    unit = TALL / (ends[1] - ends[0])
    wanted = [(ends[1] - line.value) * unit for line in lines]
    places = spread(wanted, [LINE] * len(lines), 0, (-LINE / 2, TALL + LINE / 2))
    rows: Rows = [
        {"from": len(party.levels) - 0.5, "points": ends[1] - place / unit, "sign": line.sign}
        for line, place in zip(lines, places, strict=True)
    ]
    signs = _marked(rows, type="text", align="left", dx=4, color=SOFT, fontSize=SMALL)
    drawn: alt.Chart = signs.encode(text=alt.Text("sign:N"))
    return drawn


def _marked(rows: Rows, **mark: Any) -> alt.Chart:
    """A mark for each row, as Vega-Lite writes it."""
    look: Any = mark
    return alt.Chart(values(rows), mark=look)


def _ticks(ends: tuple[float, float]) -> list[float]:
    return [float(number) for number in range(int(ends[0]), int(ends[1]) + 1, _step(ends))]


def _step(ends: tuple[float, float]) -> int:
    """Points between two numbers at the side, so that they are few."""
    return STEP * max(1, ceil((ends[1] - ends[0]) / STEP / 6))
