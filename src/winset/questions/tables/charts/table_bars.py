"""What each table can agree on, what of that would hold, and what is left of the deal that it would sign."""

from __future__ import annotations

import altair as alt

from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.tables import TableOutcome
from winset.questions.tables.charts.rows import TableRows
from winset.questions.tables.words import by_what_holds, is_none
from winset.readings.shares import Share
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.lettering import width, wrapped
from winset.report.charts.theme import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INK,
    LINE,
    PAPER,
    SMALL,
    SOFT,
    TEXT,
    WIDTH,
    themed,
)
from winset.report.counts import amount, of_100
from winset.report.names import counted
from winset.report.pieces import plain

NAMES, COUNTS, HELD, LEFT = (0.0, 150.0), (152.0, 256.0), (412.0, 516.0), (522.0, 594.0)
"""Where the columns begin and end: tables, what they can agree on, what holds, what is left."""
BAR, TRIALS = (266.0, 402.0), 680.0
"""Where the bars stand, and where the column of trials ends."""
PAD, TALL, MARK = 6.0, 11.0, 9.0
LEAST = 2.0
"""Pixels of a part of a bar that is not nothing."""
LINES = 3
MOST_SUBSETS = 24
"""Sets of seats that are drawn; beyond, the caption says how many more there are."""
THIN = Stroke(colour=INK, width=0.8)
FILLED = {"all": 1.0, "a part": 0.5, "nothing": 0.0}
"""How much of its square is filled, by what is left of a deal."""
LOOKS = (("not kept", ACCENT_LIGHT), ("kept", ACCENT))
"""The parts of a bar, in the order in which they are drawn over each other."""
EDGE = Stroke(colour=ACCENT, width=0.8)


def table_bars(data: TableRows) -> Drawn:
    """A row for every table of the case and for everybody, and for the sets of seats that were asked about."""
    text = caption(data)
    return Drawn(chart=themed(alt.vconcat(drawing(data)), text), caption=text)


def caption(data: TableRows) -> str:
    """What the bars, squares and shares are, and what is left out."""
    compared = data.words.talks.comparison
    rest = len(compared.subsets or ()) - MOST_SUBSETS
    past = any(met.table.past for met in compared.tables)
    estimated = any(number.error for met in compared.all_tables for number in (met.reachable, met.holds))
    return (
        "A bar stands for all packages that the table can agree on, whose number is before it. Its part in a strong "
        "colour, kept, would be carried out and ratified, the faint part would not."
        + (
            " The square is filled by as much as refusals leave of the deal that the table would sign if left to "
            "itself."
            if data.left
            else ""
        )
        + (
            " The last column: of 100 trials, those in which something that it can agree on would hold."
            if data.shares
            else ""
        )
        + (" Tables marked “has met” are of the past." if past else "")
        + (" Some numbers are estimated from samples." if estimated else "")
        + (f" Not drawn: {counted(rest, 'other set')} of seats, at which less holds." if rest > 0 else "")
    )


def drawing(data: TableRows) -> alt.LayerChart:
    """All rows, with their headings and the scale below."""
    canvas, top = Canvas(), 0.0
    _headings(canvas, data)
    if data.shares:
        canvas.text((TRIALS, 0), ["of 100 trials"], Type(size=SMALL, colour=SOFT, align="right"))
    top += LINE + 3
    compared = data.words.talks.comparison
    for met in compared.all_tables:
        top = _row(canvas, data, met, top, data.shares.get(met.table.name))
    if compared.subsets:
        canvas.text((0, top + PAD), ["Every set of seats, with every issue on the agenda"], Type(bold=True))
        top += LINE + 2 * PAD
    for met in by_what_holds(compared.subsets or ())[:MOST_SUBSETS]:
        top = _row(canvas, data, met, top)
    _scale(canvas, (LINE + 3, top))
    return canvas.chart(WIDTH, top + LINE + PAD)


def _headings(canvas: Canvas, data: TableRows) -> None:
    """What stands in the columns."""
    style = Type(size=SMALL, colour=SOFT)
    canvas.text((COUNTS[1], 0), ["can agree on"], Type(size=SMALL, colour=SOFT, align="right"))
    x = BAR[0]
    for word, fill in LOOKS:
        canvas.node(Box(x=x, y=2, width=12, height=LINE - 4), fill, EDGE)
        canvas.text((x + 17, 0), [word], style)
        x += 17 + width(word, SMALL) + 14
    canvas.text((HELD[0], 0), ["of them"], style)
    if data.left:
        canvas.text((LEFT[0], 0), ["left"], style)


def _row(canvas: Canvas, data: TableRows, met: TableOutcome, top: float, share: Share | None = None) -> float:
    """Draws one table; gives where the next begins."""
    name = wrapped(data.words.table(met.table), TEXT, NAMES[1] - NAMES[0], most=LINES)
    canvas.line((0, top), (WIDTH, top), Stroke(colour=FAINT, width=0.5))
    reachable = _number(met.reachable, COUNTS[1] - COUNTS[0])
    holds = _number(met.holds, HELD[1] - HELD[0]) if not is_none(met.reachable) else []
    tall = max(len(name) + (1 if met.table.past else 0), len(reachable), len(holds)) * LINE
    middle = top + PAD + tall / 2
    canvas.text((NAMES[0], top + PAD), name)
    if met.table.past:
        style = Type(size=SMALL, colour=SOFT, italic=True)
        canvas.text((NAMES[0], top + PAD + len(name) * LINE), ["has met"], style)
    style = Type(align="right", bold=not is_none(met.reachable))
    canvas.text((COUNTS[1], middle - len(reachable) * LINE / 2), reachable, style)
    canvas.text((HELD[0], middle - len(holds) * LINE / 2), holds, Type(bold=not is_none(met.holds)))
    _bar(canvas, met, middle)
    if data.left:
        _left(canvas, data.left[met.table.name], middle)
    if share is not None:
        canvas.text((TRIALS, middle - LINE / 2), [of_100(share)], Type(align="right", bold=True))
    canvas.tip(Box(x=0, y=top, width=WIDTH, height=tall + 2 * PAD), in_words(data, met, share))
    return top + tall + 2 * PAD


def in_words(data: TableRows, met: TableOutcome, share: Share | None) -> str:
    """A row as a sentence."""
    name, seats = data.words.table(met.table), data.words.seats_of(met.table)
    told = [f"{name} ({seats})" if plain(seats) not in plain(name) else name]
    if is_none(met.reachable):
        return f"{told[0]}: nothing can be agreed there."
    told.append(f"can agree on {amount(met.reachable.packages, met.reachable.error).text}")
    kept = "none" if is_none(met.holds) else amount(met.holds.packages, met.holds.error).text
    told.append(f"of these {kept} would be carried out and ratified")
    if data.left:
        told.append(f"left of the deal that it would sign: {data.left[met.table.name]}")
    if share is not None:
        told.append(f"something that it can agree on would hold in {share.number:,} of {share.draws:,} trials")
    return f"{told[0]}: {'; '.join(told[1:])}."


def _number(number: CountEstimate, room: float) -> list[str]:
    """A number of packages, in lines."""
    text = "none" if is_none(number) else amount(number.packages, number.error).text
    return wrapped(text, TEXT, room, most=LINES, bold=True)


def _bar(canvas: Canvas, met: TableOutcome, middle: float) -> None:
    """All that can be agreed, what holds dark; a word where nothing can be agreed or the share is not known."""
    if met.undeliverable_share is None:
        text = "nothing to carry out" if is_none(met.reachable) else "not known"
        style = Type(size=SMALL, colour=SOFT, italic=True)
        canvas.node(Box(x=BAR[0], y=middle - LINE / 2, width=width(text, SMALL) + 4, height=LINE), PAPER)
        canvas.text((BAR[0], middle - LINE / 2), [text], style)
        return
    long, top = BAR[1] - BAR[0], middle - TALL / 2
    holds = long * float(1 - met.undeliverable_share)
    if met.holds.packages:
        holds = min(max(holds, LEAST), long - (LEAST if met.undeliverable_share else 0.0))
    canvas.node(Box(x=BAR[0], y=top, width=long, height=TALL), ACCENT_LIGHT, EDGE)
    if holds:
        canvas.node(Box(x=BAR[0], y=top, width=holds, height=TALL), ACCENT, EDGE)


def _left(canvas: Canvas, left: str, middle: float) -> None:
    """A square that is filled by what is left of a deal, and the word."""
    if left in FILLED:
        square = Box(x=LEFT[0], y=middle - MARK / 2, width=MARK, height=MARK)
        full = FILLED[left] * MARK
        canvas.box(square, PAPER, THIN)
        if full:
            canvas.node(Box(x=LEFT[0], y=square.y + MARK - full, width=MARK, height=full), INK)
    colour = INK if left in FILLED else SOFT
    canvas.text((LEFT[0] + MARK + 6, middle - LINE / 2), [left], Type(colour=colour, italic=left not in FILLED))


def _scale(canvas: Canvas, ends: tuple[float, float]) -> None:
    """Shares of a bar, below the rows."""
    for share in (0, 25, 50, 75, 100):
        x = BAR[0] + (BAR[1] - BAR[0]) * share / 100
        canvas.line((x, ends[0]), (x, ends[1]), Stroke(colour=FAINT, width=0.5))
        canvas.text((x, ends[1] + 2), [f"{share} %"], Type(size=SMALL, colour=SOFT, align="center"))
