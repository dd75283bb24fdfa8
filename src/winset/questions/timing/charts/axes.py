"""Periods along a chart: as axes of plots, and in the calendar as a line of time with a column for each.

What an axis is like stands as Vega-Lite writes it: altair takes ten times as long to copy its own objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import altair as alt

from winset.report.charts.canvas import Canvas, Type
from winset.report.charts.theme import SMALL, SOFT

NOW = "now"
MOST_TICKS = 12
"""Periods that are named along the bottom; beyond, every so many are."""


def along_periods(field: str, count: int, period: str, most: int = MOST_TICKS) -> alt.X:
    """The axis of periods: each is as wide as the next, and named in its middle."""
    values = list(range(0, count, max(1, ceil(count / most))))
    axis = {
        "values": values,
        "labelExpr": f"datum.value == 0 ? '{NOW}' : format(datum.value, 'd')",
        "title": f"period of {period}",
        "grid": False,
        "labelFlush": False,
    }
    return alt.X(f"{field}:Q", scale={"domain": [-0.5, count - 0.5], "nice": False}, axis=axis)


def numbers_up(field: str, ends: tuple[float, float], ticks: list[float], title: str) -> alt.Y:
    """The axis of numbers, with a faint line at each tick."""
    scale = {"domain": list(ends), "nice": False, "zero": False}
    return alt.Y(f"{field}:Q", scale=scale, axis={"values": ticks, "title": title, "domain": False, "ticks": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Periods side by side, each of one width. left: of the first; count: how many."""

    left: float
    width: float
    count: int

    @property
    def each(self) -> float:
        return self.width / self.count

    @property
    def right(self) -> float:
        return self.left + self.width

    def start(self, period: int) -> float:
        return self.left + period * self.each

    def middle(self, period: int) -> float:
        return self.start(period) + self.each / 2

    def named(self, most: int = MOST_TICKS) -> Iterator[tuple[int, str]]:
        """The periods that are named, with their names."""
        step = max(1, ceil(self.count / most))
        yield from ((period, NOW if period == 0 else f"{period}") for period in range(0, self.count, step))

    def draw(self, canvas: Canvas, top: float, most: int = MOST_TICKS) -> None:
        """The names of the periods, centred on each."""
        for period, name in self.named(most):
            style = Type(size=SMALL, colour=SOFT, align="center")
            canvas.text((self.middle(period), top), [name], style)
