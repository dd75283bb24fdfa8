"""The look that all charts share: few colours, told apart also without colour, one typeface, small type."""

from __future__ import annotations

import json
from typing import Final, TypeVar

import altair as alt

WIDTH: Final = 680
"""Pixels across: the text width of an A4 page, so that type prints at the size that is set here."""
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Faces of one measure, one of which is at hand nearly everywhere; widths are measured by it."""

TEXT, SMALL, LINE = 9.5, 9.0, 11.5
"""Sizes of type and the distance of lines, in pixels."""

INK, SOFT, FAINT, PAPER = "#1d2329", "#5b6670", "#d4dade", "#ffffff"
ACCENT, ACCENT_LIGHT = "#20639b", "#9fc3df"
WARN = "#b3261e"
STATED, INFERRED, SILENT = "#d3e5f2", "#fdf6e3", "#ffffff"
STATED_EDGE, INFERRED_EDGE, SILENT_EDGE = "#20639b", "#a8842c", "#d4dade"
SHADE = "#eaf2ea"

CONFIG = {
    "font": FONT,
    "aria": False,
    "view": {"stroke": None},
    "concat": {"spacing": 12},
    "title": {"color": INK},
    "axis": {
        "labelFontSize": SMALL, "titleFontSize": SMALL, "titleFontWeight": "normal", "labelColor": SOFT,
        "titleColor": SOFT, "domainColor": SOFT, "tickColor": SOFT, "gridColor": FAINT, "gridWidth": 0.5, "tickSize": 3,
        "titlePadding": 5,
    },
}  # fmt: skip
AnyChart = TypeVar("AnyChart", alt.LayerChart, alt.HConcatChart, alt.VConcatChart)
Rows = list[dict[str, object]]


def data(rows: Rows) -> dict[str, object]:
    """The rows as data that stand in the chart itself.

    As one text: it is not copied row by row each time that the chart grows.
    """
    return {"values": json.dumps(rows), "format": {"type": "json"}}


def themed(chart: AnyChart, description: str) -> AnyChart:
    """The chart in the shared look.

    description: what a reader who cannot see it is told. Single marks are not described: a drawing would otherwise
    carry every datum behind it.
    """
    look = {"background": PAPER, "padding": 3, "description": description, "config": CONFIG}
    for name, value in look.items():  # without the copy that `properties` makes of every layer
        chart[name] = value
    return chart


def part(chart: AnyChart) -> AnyChart:
    """The same chart without what belongs to a whole picture, to be put into one."""
    inner = chart.copy(deep=False)
    for name in ("background", "padding", "description", "config"):
        inner[name] = alt.Undefined
    return inner
