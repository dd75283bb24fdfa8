"""The calendar: events and levers at their periods, and below them when a deal and which packages are open."""

from __future__ import annotations

from dataclasses import replace

from winset.questions.timing.charts import Calendar
from winset.questions.timing.charts.axes import Periods
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import DOTS, Entry, under_legend
from winset.report.charts.lettering import width, wrapped
from winset.report.charts.theme import ACCENT, ACCENT_LIGHT, FAINT, INK, LINE, PAPER, SMALL, SOFT, TEXT, WIDTH
from winset.report.names import listed

NAMES = 250.0
"""Pixels for the names of events, levers and packages."""
PAD, TALL, MOST_LINES = 4.0, 13.0, 3
NARROW = 6.0
"""Pixels of a period below which the edges of cells would hide what fills them."""
OPEN, CLOSED = Stroke(colour=ACCENT, width=0.8), Stroke(colour=SOFT, width=0.6)
RULE = Stroke(colour=FAINT, width=0.8)
PRESSES = Stroke(colour=INK, width=3)


def calendar_chart(data: Calendar) -> Drawn:
    """Rows of events, levers and packages over one line of time."""
    canvas = Canvas()
    rows = _Rows(canvas, Periods(left=NAMES, width=WIDTH - NAMES, count=len(data.deals)))
    top = rows.head(data.period)
    for event in data.events:
        top = rows.event(event.title, event.moves, event.period, top)
    for lever in data.levers:
        top = rows.lever(lever.title, lever.periods, top)
    top = rows.cells("A deal exists", data.deals, top, texts=data.counts, bold=True)
    for package in data.packages:
        deals = tuple(period in package.open for period in range(len(data.deals)))
        top = rows.cells(package.title, deals, top)
    return under_legend(_entries(data), (canvas.chart(WIDTH, top),), caption(data))


def caption(data: Calendar) -> str:
    """What the rows show."""
    counts = ", with how many packages all that are needed would accept" if data.counts else ""
    packages = " Below: in which periods each package that leads at some date is open." if data.packages else ""
    events = (
        "Events at the period in which they take effect, and levers while they press; below: "
        if (data.events or data.levers)
        else ""
    )
    deals = f"{events}{'i' if events else 'I'}n which periods of {data.period} a deal exists{counts}."
    return deals + packages


def _entries(data: Calendar) -> list[Entry]:
    shown = []
    if data.events:
        shown.append(Entry(sample="marked", meaning="an event takes effect"))
    if data.levers:
        shown.append(Entry(sample="line", meaning="a lever presses", stroke=PRESSES))
    shown.append(Entry(sample="bar", meaning="open"))
    shown.append(Entry(sample="hollow", meaning="not open"))
    if None in data.deals:
        shown.append(Entry(sample="sign", sign="?", meaning="not known"))
    return shown


class _Rows:
    """Rows on a canvas, each of which says where the next one begins."""

    def __init__(self, canvas: Canvas, periods: Periods) -> None:
        self.canvas, self.periods = canvas, periods

    def head(self, period: str) -> float:
        """The line of time."""
        lines = wrapped(f"period, of {period}", SMALL, NAMES - 8, most=2)
        self.canvas.text((0, 0), lines, Type(size=SMALL, colour=SOFT))
        self.periods.draw(self.canvas, 0)
        return len(lines) * LINE + PAD

    def event(self, title: str, moves: str, period: int, top: float) -> float:
        """An event as a diamond at its period."""
        lines, tall = self._name(title, top)
        small = wrapped(moves, SMALL, NAMES - 12, most=2) if moves else []
        self.canvas.text((8, top + PAD + len(lines) * LINE), small, Type(size=SMALL, colour=SOFT))
        tall += len(small) * LINE
        y = top + PAD + LINE / 2
        self.canvas.line((self.periods.left, y), (self.periods.right, y), RULE)
        if period < self.periods.count:
            self.canvas.dot((self.periods.middle(period), y), *DOTS["marked"])
        told = f"{title}: takes effect in period {period}{f', {moves}' if moves else ''}."
        self.canvas.tip(Box(x=0, y=top, width=WIDTH, height=tall + 2 * PAD), told)
        return top + tall + 2 * PAD

    def lever(self, title: str, pressed: tuple[int, ...], top: float) -> float:
        """A lever as a bar over the periods in which it presses."""
        _, tall = self._name(title, top)
        y = top + PAD + LINE / 2
        self.canvas.line((self.periods.left, y), (self.periods.right, y), RULE)
        for period in pressed:
            self.canvas.line((self.periods.start(period) + 2, y), (self.periods.start(period + 1) - 2, y), PRESSES)
        when = f"presses in period {listed(map(str, pressed))}" if pressed else "does not press"
        self.canvas.tip(Box(x=0, y=top, width=WIDTH, height=tall + 2 * PAD), f"{title}: {when}.")
        return top + tall + 2 * PAD

    def cells(
        self, title: str, deals: tuple[bool | None, ...], top: float, *, texts: tuple[str, ...] = (), bold: bool = False
    ) -> float:
        """A cell for each period, filled where something is open."""
        _, tall = self._name(title, top, bold=bold)
        gap = min(1.0, self.periods.each / 8)
        for period, is_open in enumerate(deals):
            box = Box(
                x=self.periods.start(period) + gap / 2, y=top + PAD - 1, width=self.periods.each - gap, height=TALL
            )
            edge = OPEN if is_open else CLOSED
            if self.periods.each < NARROW:
                edge = replace(edge, width=gap)
            self.canvas.box(box, ACCENT_LIGHT if is_open else PAPER, edge)
            said = "not known" if is_open is None else "yes" if is_open else "no"
            count = f", {texts[period]} acceptable" if texts and texts[period] else ""
            self.canvas.tip(box, f"{title}, period {period}: {said}{count}")
            text = "?" if is_open is None else texts[period] if texts else ""
            if text and width(text, SMALL) <= box.width - 2:
                style = Type(size=SMALL, colour=INK, align="center")
                self.canvas.text((box.x + box.width / 2, box.y + (TALL - LINE) / 2), [text], style)
        return top + max(tall, TALL) + 2 * PAD

    def _name(self, title: str, top: float, *, bold: bool = False) -> tuple[list[str], float]:
        lines = wrapped(title, TEXT, NAMES - 8, most=MOST_LINES, bold=bold)
        self.canvas.text((0, top + PAD), lines, Type(bold=bold))
        return lines, len(lines) * LINE
