"""What the deal of each table brings every party, seated or left out, against the deal of all."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from winset.questions.tables.charts.rows import GainBars
from winset.questions.tables.words import signed
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import TILES, Entry, legend
from winset.report.charts.lettering import widest, width, wrapped
from winset.report.charts.theme import FAINT, INK, LINE, SMALL, SOFT, TEXT, WIDTH, themed
from winset.report.names import counted, judged_by, listed, points

SIDE_BY_SIDE = 3
"""Tables in a row."""
NAMES, BETWEEN, PAD, TALL, BAND = 120.0, 20.0, 6.0, 9.0, 17.0
TITLE = 2
"""Lines of a title."""
LEAST = 1.0
"""Points that the longest bar stands for at least."""
ENTRIES = (Entry(sample="bar", meaning="seated"), Entry(sample="hollow", meaning="left out"))


def gain_bars(data: GainBars) -> Drawn | None:
    """Per table a bar for every party, side by side; None where no table moves anything that may be shown."""
    tables = moving(data)
    if not tables:
        return None
    canvas = Canvas()
    top = legend(canvas, ENTRIES, top=0, room=WIDTH) + PAD
    names = [wrapped(party.name, TEXT, NAMES, most=3) for party in data.parties]
    gutter = max(widest(name, TEXT) for name in names) + 8
    for start in range(0, len(tables), SIDE_BY_SIDE):
        row = tables[start : start + SIDE_BY_SIDE]
        across = min(len(tables), SIDE_BY_SIDE)
        wide = (WIDTH - gutter - BETWEEN * (across - 1)) / across
        titles = [wrapped(_title(data, n), TEXT, wide, most=TITLE, bold=True) for n in row]
        head = top + max(len(title) for title in titles) * LINE + PAD
        ends = [head]
        for name in names:
            ends.append(ends[-1] + max(BAND, len(name) * LINE + 4))
        for place, (table, title) in enumerate(zip(row, titles, strict=True)):
            left = gutter + place * (wide + BETWEEN)
            canvas.text((left, top), title, Type(bold=True))
            _bars(canvas, data, table, (left, left + wide), ends)
        for name, begin, end in zip(names, ends, ends[1:], strict=False):
            canvas.text((gutter - 8, (begin + end - len(name) * LINE) / 2), name, Type(align="right"))
        top = ends[-1] + 2 * PAD
    words = caption(data)
    return Drawn(chart=themed(alt.vconcat(canvas.chart(WIDTH, top - PAD)), words), caption=words)


def _title(data: GainBars, table: int) -> str:
    met = data.tables[table]
    notes = [*(["has met"] if met.table.past else []), *(["no deal"] if met.deal is None else [])]
    return data.words.table(met.table) + (f" ({listed(notes)})" if notes else "")


def caption(data: GainBars) -> str:
    """Against what gains are held, which tables are not drawn, and whose numbers are left out."""
    words, shown = data.words, moving(data)
    closed = len(words.case.parties) - len(data.parties)
    still = words.tables((met.table.name for n, met in enumerate(data.tables) if n not in shown), "and")
    unknown = words.tables((met.table.name for met in words.talks.comparison.tables if met.losses is None), "and")
    return (
        f"What the deal of a table, looking ahead, brings each party against {words.held_against}, in points of the "
        "party’s own scale (points of two parties do not compare)."
        + (f" At {still} it is the same for all." if still else "")
        + (f" Not known: {unknown}." if unknown else "")
        + (f" {counted(closed, 'party is', 'parties are')} left out: the numbers may not be shown." if closed else "")
        + judged_by(words.names.case)
    )


def moving(data: GainBars) -> list[int]:
    """The tables whose deal brings or takes something from a party that is shown."""
    tables = range(len(data.tables))
    return [n for n in tables if any(float(points(party.gains[n])) for party in data.parties)]


def _bars(canvas: Canvas, data: GainBars, table: int, span: tuple[float, float], ends: Sequence[float]) -> None:
    """The bars of one table, on the scale of all."""
    every = [gain for party in data.parties for gain in party.gains]
    low, high = min(0.0, *map(float, every)), max(0.0, *map(float, every))
    beside = max(width(signed(gain), SMALL) for gain in every) + 8
    margin = beside if low < 0 else 0.0
    scale = (span[1] - span[0] - margin - beside) / max(high - low, LEAST)
    zero = span[0] + margin - low * scale
    for party, begin, end in zip(data.parties, ends, ends[1:], strict=False):
        gain = party.gains[table]
        long, middle = float(gain) * scale, (begin + end) / 2
        fill, edge = TILES["bar" if party.seated[table] else "hollow"]
        if long:
            box = Box(x=min(zero, zero + long), y=middle - TALL / 2, width=abs(long), height=TALL)
            canvas.node(box, fill, edge)
        row = Box(x=span[0], y=begin, width=span[1] - span[0], height=end - begin)
        seat = "seated" if party.seated[table] else "left out"
        canvas.tip(row, f"{party.name}, {seat}: {signed(gain)} points, {_title(data, table)}")
        at = (zero + long + (4 if gain >= 0 else -4), middle - LINE / 2)
        colour = SOFT if not long else INK
        canvas.text(at, [signed(gain)], Type(size=SMALL, colour=colour, align="left" if gain >= 0 else "right"))
    canvas.line((span[0], ends[0]), (span[1], ends[0]), Stroke(colour=FAINT, width=0.5))
    canvas.line((zero, ends[0]), (zero, ends[-1]), Stroke(colour=INK, width=0.8))
