"""Shares of readings: as a dot with its interval, and as a tornado of what turns the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import altair as alt

from winset.analyses.robustness.acceptance import Share
from winset.present.words import counted
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import TILES, Entry, Sample, legend
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import ACCENT, FAINT, INK, LINE, SMALL, SOFT, TEXT, WIDTH, themed

LABELS = 330.0
"""Pixels for what a row is about."""
NUMBERS = 92.0
GAP, PAD, TALL = 12.0, 5.0, 9.0
LINES = 3
TWICE = 2
"""Standard errors to either side of a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A share under a heading; label: of what."""

    label: str
    share: Share

    @property
    def ends(self) -> tuple[float, float]:
        """The interval in hundredths: twice the standard error to either side; by the rule of three at none or all."""
        of_hundred, off = 100 * self.share.share, 100 * TWICE * self.share.error
        if self.share.number in (0, self.share.draws):
            off = 300 / self.share.draws
        return max(0.0, of_hundred - off), min(100.0, of_hundred + off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What turns the answer: the readings in which a deal is lost and won. kind: judged, silent or switched."""

    label: str
    kind: str
    lost: Share
    won: Share


def acceptance_dots(groups: Sequence[tuple[str, Sequence[Dot]]]) -> alt.VConcatChart | None:
    """Under each heading its shares of readings, as dots with their intervals; None without any."""
    dots = [dot for _, row in groups for dot in row]
    if not dots:
        return None
    canvas, left = Canvas(), LABELS + GAP
    place = _scale(left, WIDTH - NUMBERS, 0, 100)
    top = LINE
    tops = []
    for heading, row in groups:
        if not row:
            continue
        canvas.text((0, top), [heading], Type(bold=True))
        top += LINE + PAD
        for dot in row:
            top = _dot(canvas, dot, top, place)
        tops.append(top)
        top += PAD
    _axis(canvas, [0, 25, 50, 75, 100], place, (LINE, top))
    canvas.text((left, 0), ["of 100 readings"], Type(size=SMALL, colour=SOFT))
    return themed(alt.vconcat(canvas.chart(WIDTH, top + LINE + PAD)), dots_caption(dots))


def dots_caption(dots: Sequence[Dot]) -> str:
    """What the dots are, and how their intervals are made."""
    draws = dots[0].share.draws if dots else 0
    return (
        f"Shares of {counted(draws, 'reading')} as dots; the line runs over two standard errors to either side, and "
        "where no reading or every one counts, over what the rule of three leaves open."
    )


def _dot(canvas: Canvas, dot: Dot, top: float, place: Callable[[float], float]) -> float:
    """Draws one row; gives where the next begins."""
    lines = wrapped(dot.label, TEXT, LABELS - GAP, most=LINES)
    middle = top + len(lines) * LINE / 2
    canvas.text((GAP, top), lines)
    low, high = dot.ends
    canvas.line((place(low), middle), (place(high), middle), Stroke(colour=ACCENT, width=1.6))
    canvas.dot((place(100 * dot.share.share), middle), 7, ACCENT)
    canvas.text((WIDTH - NUMBERS + GAP, middle - LINE / 2), [_number(dot)], Type(size=SMALL))
    return top + len(lines) * LINE + PAD


def _number(dot: Dot) -> str:
    if dot.share.number in (0, dot.share.draws):
        return "none" if not dot.share.number else "each"
    return f"{100 * dot.share.share:.1f} ± {100 * dot.share.error:.1f}"


def tornado(bars: Sequence[Bar]) -> alt.VConcatChart | None:
    """What turns the answer, the longest bar first: to the left the readings that lose their deal, to the right those
    that win one. None without any.
    """
    if not bars:
        return None
    most = max(5, ceil(max(100 * max(bar.lost.share, bar.won.share) for bar in bars) / 5) * 5)
    canvas, left = Canvas(), LABELS + GAP
    place = _scale(left, WIDTH - PAD, -most, most)
    top = LINE + PAD
    start = top
    for bar in bars:
        lines = wrapped(bar.label, TEXT, LABELS - GAP, most=LINES)
        middle = top + len(lines) * LINE / 2
        canvas.text((0, top), lines)
        for low, high in ((-100 * bar.lost.share, 0.0), (0.0, 100 * bar.won.share)):
            if low < high:
                box = Box(x=place(low), y=middle - TALL / 2, width=place(high) - place(low), height=TALL)
                canvas.box(box, *TILES[KINDS[bar.kind][0]])
        top += len(lines) * LINE + PAD
    _axis(canvas, [-most, -most / 2, 0, most / 2, most], place, (start, top))
    canvas.line((place(0), start), (place(0), top), Stroke(colour=INK))
    canvas.text((place(0) - 6, 0), ["← a deal is lost"], Type(size=SMALL, colour=SOFT, align="right"))
    canvas.text((place(0) + 6, 0), ["a deal is won →"], Type(size=SMALL, colour=SOFT))
    key = Canvas()
    kinds = {bar.kind for bar in bars}
    entries = [Entry(sample=sample, meaning=meaning) for kind, (sample, meaning) in KINDS.items() if kind in kinds]
    tall = legend(key, entries, top=0, room=WIDTH)
    return themed(alt.vconcat(key.chart(WIDTH, tall), canvas.chart(WIDTH, top + LINE + PAD)), tornado_caption(bars))


def tornado_caption(bars: Sequence[Bar]) -> str:
    """What the bars count."""
    draws = bars[0].won.draws if bars else 0
    return (
        f"In how many of 100 readings ({draws:,} drawn) it turns whether there is a deal if this alone is drawn anew, "
        "or this red line does not hold, or this variant is read, all else staying as it is."
    )


KINDS: dict[str, tuple[Sample, str]] = {
    "judged": ("bar", "a judged number, drawn anew"),
    "silent": ("hollow", "what the sources are silent on, drawn anew"),
    "switched": ("switched", "a red line left out, or a variant"),
}
"""Kinds of bars, each with its look and what it means."""


def _scale(left: float, right: float, low: float, high: float) -> Callable[[float], float]:
    return lambda value: left + (value - low) / (high - low) * (right - left)


def _axis(canvas: Canvas, ticks: Sequence[float], place: Callable[[float], float], ends: tuple[float, float]) -> None:
    top, bottom = ends
    for tick in ticks:
        canvas.line((place(tick), top), (place(tick), bottom), Stroke(colour=FAINT, width=0.5))
        canvas.text((place(tick), bottom + 2), [f"{abs(tick):g}"], Type(size=SMALL, colour=SOFT, align="center"))
