"""What the deal of each table brings every party, seated or left out, against the deal of all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import altair as alt

from winset.analyses.tables.tables import Met
from winset.present.tables_words import TablesWords, signed
from winset.present.words import counted, listed, points
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.legend import TILES, Entry, legend
from winset.report.charts.lettering import widest, width, wrapped
from winset.report.charts.theme import FAINT, INK, LINE, SMALL, SOFT, TEXT, WIDTH, judged_by, themed

SIDE_BY_SIDE = 3
"""Tables in a row."""
NAMES, BETWEEN, PAD, TALL, BAND = 120.0, 20.0, 6.0, 9.0, 17.0
TITLE = 2
"""Lines of a title."""
LEAST = 1.0
"""Points that the longest bar stands for at least."""
ENTRIES = (Entry(sample="bar", meaning="seated"), Entry(sample="hollow", meaning="left out"))


def loss_bars(told: TablesWords) -> alt.VConcatChart | None:
    """Per table a bar for every party; None where no table moves anything that may be shown."""
    drawn = drawing(told)
    return None if drawn is None else themed(alt.vconcat(drawn), caption(told))


def caption(told: TablesWords) -> str:
    """Against what gains are held, which tables are not drawn, and whose numbers are left out."""
    closed = sum(not told.visible.points(party) for party in told.case.parties)
    still = [met.table.name for met in told.talks.compared.tables if _is_known(met) and not _shown(told, met)]
    unknown = [met.table.name for met in told.talks.compared.tables if not _is_known(met)]
    return (
        f"What the deal of a table, looking ahead, brings each party against {told.held_against}, in points of the "
        "party’s own scale (points of two parties do not compare)."
        + (f" At {told.tables(still, 'and')} it is the same for all." if still else "")
        + (f" Not known: {told.tables(unknown, 'and')}." if unknown else "")
        + (f" {counted(closed, 'party is', 'parties are')} left out: the numbers may not be shown." if closed else "")
        + judged_by(told.visible.case)
    )


def drawing(told: TablesWords) -> alt.LayerChart | None:
    """All tables at which something moves, side by side, under the key."""
    tables = [met for met in told.talks.compared.tables if _shown(told, met)]
    if not tables:
        return None
    canvas = Canvas()
    top = legend(canvas, ENTRIES, top=0, room=WIDTH) + PAD
    parties = _parties(told)
    names = [wrapped(told.words.party(party), TEXT, NAMES, most=3) for party in parties]
    gutter = max(widest(name, TEXT) for name in names) + 8
    for start in range(0, len(tables), SIDE_BY_SIDE):
        row = tables[start : start + SIDE_BY_SIDE]
        across = min(len(tables), SIDE_BY_SIDE)
        wide = (WIDTH - gutter - BETWEEN * (across - 1)) / across
        titles = [wrapped(_title(told, met), TEXT, wide, most=TITLE, bold=True) for met in row]
        head = top + max(len(title) for title in titles) * LINE + PAD
        ends = [head]
        for name in names:
            ends.append(ends[-1] + max(BAND, len(name) * LINE + 4))
        for place, (met, title) in enumerate(zip(row, titles, strict=True)):
            left = gutter + place * (wide + BETWEEN)
            canvas.text((left, top), title, Type(bold=True))
            _bars(canvas, told, met, (left, left + wide), ends)
        for name, begin, end in zip(names, ends, ends[1:], strict=False):
            canvas.text((gutter - 8, (begin + end - len(name) * LINE) / 2), name, Type(align="right"))
        top = ends[-1] + 2 * PAD
    return canvas.chart(WIDTH, top - PAD)


def _title(told: TablesWords, met: Met) -> str:
    notes = [*(["has met"] if met.table.past else []), *(["no deal"] if met.deal is None else [])]
    return told.table(met.table) + (f" ({listed(notes)})" if notes else "")


def _is_known(met: Met) -> bool:
    return met.losses is not None


def _parties(told: TablesWords) -> list[int]:
    """Parties whose numbers may be shown."""
    return [party for party, name in enumerate(told.case.parties) if told.visible.points(name)]


def _gains(told: TablesWords, met: Met) -> list[Fraction]:
    """Of each party that is shown, what the table brings it; 0 where that is not known."""
    return [-(loss or Fraction(0)) for loss in ((met.losses or ())[party] for party in _parties(told))]


def _shown(told: TablesWords, met: Met) -> bool:
    return _is_known(met) and any(float(points(gain)) for gain in _gains(told, met))


def _bars(canvas: Canvas, told: TablesWords, met: Met, span: tuple[float, float], ends: Sequence[float]) -> None:
    """The bars of one table, on the scale of all."""
    every = [gain for other in told.talks.compared.tables if _is_known(other) for gain in _gains(told, other)]
    low, high = min(0.0, *map(float, every)), max(0.0, *map(float, every))
    beside = max(width(signed(gain), SMALL) for gain in every) + 8
    margin = beside if low < 0 else 0.0
    scale = (span[1] - span[0] - margin - beside) / max(high - low, LEAST)
    zero = span[0] + margin - low * scale
    for party, gain, begin, end in zip(_parties(told), _gains(told, met), ends, ends[1:], strict=False):
        long, middle = float(gain) * scale, (begin + end) / 2
        fill, edge = TILES["bar" if party in met.table.seated else "hollow"]
        if long:
            box = Box(x=min(zero, zero + long), y=middle - TALL / 2, width=abs(long), height=TALL)
            canvas.node(box, fill, edge)
        at = (zero + long + (4 if gain >= 0 else -4), middle - LINE / 2)
        colour = SOFT if not long else INK
        canvas.text(at, [signed(gain)], Type(size=SMALL, colour=colour, align="left" if gain >= 0 else "right"))
    canvas.line((span[0], ends[0]), (span[1], ends[0]), Stroke(colour=FAINT, width=0.5))
    canvas.line((zero, ends[0]), (zero, ends[-1]), Stroke(colour=INK, width=0.8))
