"""Periods along the bottom of a chart, and numbers up its side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from winset.report.charts.canvas import Canvas, Stroke, Type
from winset.report.charts.theme import FAINT, LINE, SMALL, SOFT

NOW = "now"
MOST_TICKS = 12
"""Periods that are named along the bottom; beyond, every so many are."""
GRID = Stroke(colour=FAINT, width=0.5)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Numbers from the lowest at the bottom to the highest at the top."""

    low: float
    high: float
    top: float
    height: float

    def place(self, number: float) -> float:
        return self.top + self.height * (self.high - number) / (self.high - self.low)

    def draw(self, canvas: Canvas, numbers: list[float], left: float, right: float) -> None:
        """Faint lines at some numbers, which stand to their left."""
        for number in numbers:
            y = self.place(number)
            canvas.line((left, y), (right, y), GRID)
            canvas.text((left - 5, y - LINE / 2), [f"{number:g}"], Type(size=SMALL, colour=SOFT, align="right"))
