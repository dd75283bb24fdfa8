"""Movements over time: a row for each option that a party has wanted or refused, a line from date to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from winset.questions.movement.charts import DatedPosition, MovedCell, Moves
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import Entry, under_legend
from winset.report.charts.lettering import width, wrapped
from winset.report.charts.theme import ACCENT, FAINT, INK, LINE, PAPER, SMALL, SOFT, TEXT, WARN, WIDTH
from winset.report.names import listed

NAMES, RIGHT, PAD, GAP = 250.0, 44.0, 4.0, 10.0
"""Pixels for the names of options, right of the last date, around rows, and between movements."""
MOST_LINES, MOST_TICKS = 3, 8
STATED, INFERRED = Stroke(colour=ACCENT, width=3), Stroke(colour=ACCENT, width=2, dash=(4, 3))
TURN, REFUSED = Stroke(colour=ACCENT, width=1), Stroke(colour=WARN, width=1, dash=(1.5, 2.5))
RULE = Stroke(colour=FAINT, width=0.8)
DOT, CROSS = 8.0, 8.0
BESIDE, BEFORE = Type(size=SMALL, colour=INK), Type(size=SMALL, colour=INK, align="right")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moves_chart(data: Moves) -> Drawn | None:
    """One line of time; on it each party that has moved, under its name; None where no movement may be shown."""
    canvas, cells = Canvas(), tuple(data.cells)
    if not cells:
        return None
    days = [position.day for cell in cells for position in cell.positions]
    time = _Time(first=min(days), last=max(days))
    top = time.draw(canvas, 0)
    for cell in cells:
        top = _Panel(canvas, time, cell).draw(top) + GAP
    return under_legend(_entries(cells), (canvas.chart(WIDTH, top),), caption(cells))


def caption(cells: tuple[MovedCell, ...]) -> str:
    """What the picture shows, in words."""
    paths = (
        f"{cell.title}, {listed(f'“{cell.rows[position.row]}” from {position.date}' for position in cell.positions)}"
        for cell in cells
    )
    return f"What parties wanted over time: {'; '.join(paths)}."


def _entries(cells: tuple[MovedCell, ...]) -> Iterator[Entry]:
    positions = [position for cell in cells for position in cell.positions]
    if not all(position.is_inferred for position in positions):
        yield Entry(sample="line", meaning="wanted, as stated", stroke=STATED)
    if any(position.is_inferred for position in positions):
        yield Entry(sample="line", meaning="wanted, as inferred", stroke=INFERRED)
    if any(position.refused for position in positions):
        yield Entry(sample="refused", meaning="refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Time:
    """The line of time. first, last: days, counted."""

    first: int
    last: int

    def at(self, day: int) -> float:
        return NAMES + (WIDTH - NAMES - RIGHT) * (day - self.first) / max(1, self.last - self.first)

    def draw(self, canvas: Canvas, top: float) -> float:
        """Names of months, or of years where the months are many, as far apart as they need."""
        canvas.line((NAMES, top + LINE + 2), (WIDTH, top + LINE + 2), RULE)
        right = 0.0
        for day, name in self._ticks():
            x, wide = self.at(day), width(name, SMALL)
            if x - wide / 2 >= right and x + wide / 2 <= WIDTH:
                canvas.text((x, top), [name], Type(size=SMALL, colour=SOFT, align="center"))
                canvas.line((x, top + LINE), (x, top + LINE + 4), Stroke(colour=SOFT, width=0.8))
                right = x + wide / 2 + GAP
        return top + LINE + 2 * PAD

    def _ticks(self) -> Iterator[tuple[int, str]]:
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = next((step for step in (1, 2, 3, 6, 12) if months / step <= MOST_TICKS), 12)
        for month in range(0, months + 1, step):
            year, place = divmod(first.month - 1 + month, 12)
            start = date(first.year + year, place + 1, 1).toordinal()
            if self.first <= start <= self.last or month == 0:
                yield max(start, self.first), f"{MONTHS[place]} {first.year + year}"


class _Panel:
    """One party on one issue."""

    def __init__(self, canvas: Canvas, time: _Time, cell: MovedCell) -> None:
        self.canvas, self.time, self.cell = canvas, time, cell
        self.middles: list[float] = []

    def draw(self, top: float) -> float:
        lines = wrapped(self.cell.title, TEXT, WIDTH - 8, most=2, bold=True)
        self.canvas.text((0, top), lines, Type(bold=True))
        top += len(lines) * LINE + PAD
        for label in self.cell.rows:
            top = self._row(label, top)
        for position, then in zip(self.cell.positions, (*self.cell.positions[1:], None), strict=True):
            self._position(position, then)
        return top

    def _row(self, label: str, top: float) -> float:
        lines = wrapped(label, TEXT, NAMES - 20, most=MOST_LINES)
        tall = max(len(lines) * LINE, 2 * LINE) + PAD
        self.canvas.text((8, top + (tall - len(lines) * LINE) / 2), lines)
        middle = top + tall / 2
        self.middles.append(middle)
        self.canvas.line((NAMES, middle), (WIDTH, middle), RULE)
        return top + tall

    def _position(self, position: DatedPosition, then: DatedPosition | None) -> None:
        """A line as long as it was held, its date above where it begins, and what was refused meanwhile."""
        start, y = self.time.at(position.day), self.middles[position.row]
        end = self.time.at(then.day) if then is not None else WIDTH - 2.0
        self.canvas.line((start, y), (end, y), INFERRED if position.is_inferred else STATED)
        if then is not None and then.row != position.row:
            self.canvas.line((end, y), (end, self.middles[then.row]), TURN)
        self.canvas.dot((start, y), DOT, PAPER if position.is_inferred else ACCENT, Stroke(colour=ACCENT, width=1.5))
        is_room = start + DOT / 2 + width(position.date, SMALL) <= WIDTH
        x, style = (start + DOT / 2, BESIDE) if is_room else (start - DOT / 2, BEFORE)
        self.canvas.text((x, y - LINE - DOT / 4), [position.date], style)
        for row in position.refused:
            self.canvas.line((start, self.middles[row]), (end, self.middles[row]), REFUSED)
            self.canvas.cross((start, self.middles[row]), CROSS, WARN)
        said = f"{self.cell.title}: “{self.cell.rows[position.row]}” from {position.date}"
        refused = listed(f"“{self.cell.rows[row]}”" for row in position.refused)
        told = f"{said}{f', refuses {refused}' if refused else ''}."
        self.canvas.tip(Box(x=start - DOT, y=y - LINE, width=max(2 * DOT, end - start), height=2 * LINE), told)
