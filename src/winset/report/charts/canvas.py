"""A chart of boxes, lines and texts at given pixels, for figures whose places are words and not numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any, Literal

import altair as alt

from winset.report.charts import hover
from winset.report.charts.theme import INK, LINE, PAPER, TEXT, Rows, data
from winset.report.pieces import plain
from winset.report.printable import printable

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
Spec = dict[str, Any]
"""A part of a Vega-Lite specification."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How a text is set; its place is the top of its first line."""

    size: float = TEXT
    colour: str = INK
    align: Align = "left"
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """How a line or an edge is drawn."""

    colour: str = INK
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


PLAIN = Type()
NO_STROKE = Stroke(width=0)
CROSS = "M-1,-1L1,1M-1,1L1,-1"
ABOVE = ("square", "circle", "diamond", CROSS)
"""Symbols, each drawn over those before it."""
AREA: Spec = {"field": "area", "type": "quantitative", "scale": None, "legend": None}
"""The size of a symbol, in pixels of area."""
HEAD = "M0,0L-2,0.8L-1.5,0L-2,-0.8Z"
"""The head of an arrow that leads to the right, its tip at the place where it is put."""


class Canvas:
    """Collects marks by their look; each look becomes one layer: boxes below lines below symbols below texts. Nodes are
    boxes that stand above the lines between them.
    """

    def __init__(self) -> None:
        self._boxes: defaultdict[tuple[str, Stroke, float], Rows] = defaultdict(list)
        self._nodes: defaultdict[tuple[str, Stroke, float], Rows] = defaultdict(list)
        self._lines: defaultdict[Stroke, Rows] = defaultdict(list)
        self._curves: defaultdict[Stroke, list[Rows]] = defaultdict(list)
        self._heads: defaultdict[str, Rows] = defaultdict(list)
        self._dots: defaultdict[tuple[str, Stroke, str], Rows] = defaultdict(list)
        self._texts: defaultdict[Type, Rows] = defaultdict(list)
        self._tips: Rows = []

    def box(self, box: Box, fill: str, edge: Stroke = NO_STROKE, *, tip: str = "", corner: float = 0) -> None:
        """A rectangle; `tip` is shown to a pointer that rests on it."""
        self._boxes[fill, edge, corner].append(_row(box))
        self.tip(box, tip)

    def node(self, box: Box, fill: str, edge: Stroke = NO_STROKE, *, corner: float = 0) -> None:
        """A rectangle that covers the lines below it."""
        self._nodes[fill, edge, corner].append(_row(box))

    def tip(self, box: Box, words: str, key: str = "") -> None:
        """What is said to a pointer that rests within a rectangle. key: of what stands there, to open it on a page."""
        if words:
            self._tips.append({**_row(box), "tip": hover.said(words), **({"key": key} if key else {})})

    def line(self, start: Point, end: Point, stroke: Stroke) -> None:
        self._lines[stroke].append({"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]})

    def curve(self, points: Sequence[Point], stroke: Stroke) -> None:
        """A line that bends smoothly through the points."""
        self._curves[stroke].append([{"x": x, "y": y, "place": n} for n, (x, y) in enumerate(points)])

    def head(self, before: Point, tip: Point, size: float, colour: str) -> None:
        """The head of an arrow that comes from a point, its tip at another, so many pixels long."""
        angle = degrees(atan2(tip[1] - before[1], tip[0] - before[0]))
        self._heads[colour].append({"x": tip[0], "y": tip[1], "area": size * size, "angle": round(angle, 2)})

    def dot(self, at: Point, size: float, fill: str, edge: Stroke = NO_STROKE, shape: str = "circle") -> None:
        """A symbol so many pixels across."""
        self._dots[fill, edge, shape].append({"x": at[0], "y": at[1], "area": size * size})

    def cross(self, at: Point, size: float, colour: str) -> None:
        """A saltire so many pixels across, edged in white so that it shows on a line and on other symbols."""
        self.dot(at, size, "none", Stroke(colour=PAPER, width=4), CROSS)
        self.dot(at, size, "none", Stroke(colour=colour, width=2), CROSS)

    def text(self, at: Point, lines: list[str], style: Type = PLAIN) -> None:
        """Lines of text, the first one's top at the point."""
        self._texts[style] += [
            {"x": at[0], "y": at[1] + LINE * n + LINE / 2, "text": printable(plain(line))}
            for n, line in enumerate(lines)
            if line
        ]

    def chart(self, width: float, height: float) -> alt.LayerChart:
        """Everything that was put here, in a frame of the given size."""
        x, y = _place("x", width), _place("y", height)
        ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
        layers: list[alt.Chart] = []

        def boxes(rows_by_look: dict[tuple[str, Stroke, float], Rows]) -> None:
            for (fill, edge, corner), rows in rows_by_look.items():
                mark = {"type": "rect", "fill": fill, "cornerRadius": corner, **_stroked(edge)}
                layers.append(_layer(rows, mark, {"x": x, "y": y, **ends}))

        boxes(self._boxes)
        for stroke, rows in self._lines.items():
            mark = {"type": "rule", "strokeCap": "round", **_stroked(stroke)}
            layers.append(_layer(rows, mark, {"x": x, "y": y, **ends}))
        layers += self._arrows(x, y)
        boxes(self._nodes)
        for (fill, edge, shape), rows in sorted(self._dots.items(), key=lambda look: ABOVE.index(look[0][2])):
            mark = {"type": "point", "shape": shape, "fill": fill, "filled": False, "opacity": 1, **_stroked(edge)}
            layers.append(_layer(rows, mark, {"x": x, "y": y, "size": AREA}))
        for style, rows in self._texts.items():
            mark = {
                "type": "text", "align": style.align, "baseline": "middle", "fontSize": style.size,
                "fill": style.colour, "limit": 0, "fontWeight": "bold" if style.bold else "normal",
                "fontStyle": "italic" if style.italic else "normal",
            }  # fmt: skip
            layers.append(_layer(rows, mark, {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}}))
        layers += hover.layers(self._tips, "rect", {"x": x, "y": y, **ends})
        return alt.LayerChart(layer=layers, width=width, height=height)

    def _arrows(self, x: Spec, y: Spec) -> list[alt.Chart]:
        """Curves, and over them the heads of arrows."""
        layers = []
        for stroke, curves in self._curves.items():
            rows = [{**row, "curve": n} for n, curve in enumerate(curves) for row in curve]
            mark = {"type": "line", "interpolate": "cardinal", "tension": 0.4, **_stroked(stroke)}
            along = {"field": "curve", "type": "nominal"}, {"field": "place", "type": "quantitative"}
            layers.append(_layer(rows, mark, {"x": x, "y": y, "detail": along[0], "order": along[1]}))
        for colour, rows in self._heads.items():
            mark = {"type": "point", "shape": HEAD, "fill": colour, "filled": True, "opacity": 1, "stroke": None}
            angle = {"field": "angle", "type": "quantitative", "scale": None, "legend": None}
            layers.append(_layer(rows, mark, {"x": x, "y": y, "size": AREA, "angle": angle}))
        return layers


def _layer(rows: Rows, mark: Any, encoding: Spec) -> alt.Chart:
    """One layer, as Vega-Lite writes it: altair takes ten times as long to copy its own objects, at every level."""
    return alt.Chart(data(rows), mark=mark, encoding=alt.FacetedEncoding(**encoding))


def _place(field: str, size: float) -> Spec:
    """A channel in which a number is a pixel."""
    scale = {"domain": [0, size], "range": [0, size], "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _row(box: Box) -> dict[str, object]:
    return {"x": box.x, "y": box.y, "x2": box.x + box.width, "y2": box.y + box.height}


def _stroked(stroke: Stroke) -> dict[str, Any]:
    if not stroke.width:
        return {"stroke": None}
    return {"stroke": stroke.colour, "strokeWidth": stroke.width, "strokeDash": list(stroke.dash)}
