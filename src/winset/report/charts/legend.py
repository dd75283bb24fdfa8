"""What the marks of a chart mean, in words, on as few lines as they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import altair as alt

from winset.report.blocks import Drawn
from winset.report.charts.canvas import NO_STROKE, Box, Canvas, Stroke, Type
from winset.report.charts.lettering import width
from winset.report.charts.theme import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INFERRED,
    INFERRED_EDGE,
    INK,
    LINE,
    PAPER,
    SHADE,
    SILENT,
    SILENT_EDGE,
    SMALL,
    SOFT,
    STATED,
    STATED_EDGE,
    WARN,
    WIDTH,
    themed,
)

Sample = Literal[
    "stated", "inferred", "silent", "delegated", "sign", "refused", "status quo", "light", "dark", "marked",
    "walk-away", "beyond", "bar", "below", "hollow", "switched", "tick", "arrow", "ring", "node",
    "frame", "line",
]  # fmt: skip
STATED_LINE = Stroke(colour=STATED_EDGE, width=0.8)
INFERRED_LINE = Stroke(colour=INFERRED_EDGE, width=0.8, dash=(3, 2))
SILENT_LINE = Stroke(colour=SILENT_EDGE, width=0.8)
WALK_AWAY = Stroke(colour=INK, width=1, dash=(4, 2))
SAMPLE, GAP = 20.0, 14.0
HEAD_SIZE = 7.0
BASIS = {
    "stated": (STATED, STATED_LINE),
    "inferred": (INFERRED, INFERRED_LINE),
    "silent": (SILENT, SILENT_LINE),
}
TILES: dict[Sample, tuple[str, Stroke]] = {
    "stated": BASIS["stated"],
    "inferred": BASIS["inferred"],
    "silent": BASIS["silent"],
    "delegated": BASIS["silent"],
    "beyond": (SHADE, Stroke(colour=FAINT)),
    "bar": (ACCENT_LIGHT, Stroke(colour=ACCENT)),
    "below": (WARN, Stroke(colour=WARN)),
    "hollow": (PAPER, Stroke(colour=SOFT)),
    "switched": (FAINT, Stroke(colour=SOFT)),
}
DOTS: dict[Sample, tuple[float, str, Stroke, str]] = {
    "light": (5, ACCENT_LIGHT, NO_STROKE, "circle"),
    "dark": (6, ACCENT, NO_STROKE, "circle"),
    "marked": (8, WARN, Stroke(colour=PAPER), "diamond"),
    "status quo": (10, PAPER, Stroke(colour=INK), "square"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mark and its meaning; `sign` is the mark itself where it is a character; `fill` and `stroke` are the look of
    a line, an arrow or a node.
    """

    sample: Sample
    meaning: str
    sign: str = ""
    fill: str = PAPER
    stroke: Stroke = NO_STROKE


def legend(canvas: Canvas, entries: Iterable[Entry], *, top: float, room: float) -> float:
    """Draws the entries from the top down and gives the height that they take."""
    x, y = 0.0, top
    for entry in entries:
        sample = width(entry.sign, SMALL, bold=True) + 5 if entry.sign else SAMPLE
        wide = sample + width(entry.meaning, SMALL)
        if x and x + wide > room:
            x, y = 0.0, y + LINE + 3
        _sample(canvas, entry, x, y)
        canvas.text((x + sample, y), [entry.meaning], Type(size=SMALL, colour=SOFT))
        x += wide + GAP
    return y + LINE - top


def under_legend(entries: Iterable[Entry], charts: Iterable[Any], words: str, room: float = WIDTH) -> Drawn:
    """Charts below each other, under what their marks mean. words: what they show, for those who cannot see it."""
    key = Canvas()
    tall = legend(key, entries, top=0, room=room)
    return Drawn(chart=themed(alt.vconcat(key.chart(room, tall), *charts), words), caption=words)


def hatched(canvas: Canvas, box: Box) -> None:
    """Slanted lines across a box, cut off at its edges."""
    step = 3.5
    for n in range(1, int((box.width + box.height) / step) + 1):
        k = n * step
        start = (box.x + max(0, k - box.height), box.y + min(k, box.height))
        end = (box.x + min(k, box.width), box.y + max(0, k - box.width))
        canvas.line(start, end, Stroke(colour=SOFT, width=0.6))


def _sample(canvas: Canvas, entry: Entry, x: float, y: float) -> None:
    middle = (x + 8, y + LINE / 2)
    tile = Box(x=x, y=y + 1, width=15, height=LINE - 2)
    if entry.sample in TILES:
        canvas.box(tile, *TILES[entry.sample])
    if entry.sample in DOTS:
        canvas.dot(middle, *DOTS[entry.sample])
    match entry.sample:
        case "delegated":
            hatched(canvas, tile)
        case "refused":
            canvas.cross(middle, 9, WARN)
        case "sign":
            canvas.text((x, y), [entry.sign], Type(size=SMALL, bold=True, colour=WARN if entry.sign[0] == "×" else INK))
        case "walk-away":
            canvas.line((x, middle[1]), (x + 15, middle[1]), WALK_AWAY)
        case "line":
            canvas.line((x, middle[1]), (x + 15, middle[1]), entry.stroke)
        case "arrow":
            canvas.line((x, middle[1]), (x + 14, middle[1]), entry.stroke)
            canvas.head((x, middle[1]), (x + 17, middle[1]), HEAD_SIZE, entry.stroke.colour)
        case "ring":
            canvas.line((x + 5, middle[1]), (x + 15, middle[1]), entry.stroke)
            canvas.dot((x + 3, middle[1]), 5, PAPER, replace(entry.stroke, width=1))
        case "node" | "frame":
            canvas.box(tile, entry.fill, entry.stroke, corner=tile.height / 2 if entry.sample == "node" else 0)
        case "tick":
            canvas.line((middle[0], y), (middle[0], y + LINE), Stroke(colour=INK, width=2))
