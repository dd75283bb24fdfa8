"""Who must be in the room, in one picture: tables side by side, what each brings whom, and meeting in stages."""

from __future__ import annotations

import altair as alt

from winset.present.charts import losses, sequence, tables
from winset.present.tables_words import TablesWords
from winset.report.charts.canvas import Canvas, Type
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import LINE, SMALL, SOFT, TEXT, WIDTH, themed

Piece = tuple[str, alt.LayerChart, str]
"""What is drawn, the drawing, and how it is read."""
LINES = 6


def pieces(told: TablesWords) -> list[Piece]:
    """Every drawing that has something to show at this level."""
    made = (
        ("What each table can agree on, and what of it would hold", tables.drawing(told), tables.caption(told)),
        (f"What each table’s deal brings, against {told.held_against}", losses.drawing(told), losses.caption(told)),
        ("Meeting in stages", sequence.drawing(told), sequence.caption(told)),
    )
    return [(title, drawn, caption) for title, drawn, caption in made if drawn is not None]


def picture(told: TablesWords) -> alt.VConcatChart:
    """The pieces one below the other, each under its title and above how it is read."""
    made = pieces(told)
    parts = [part for title, drawn, caption in made for part in (_title(title), drawn, _caption(caption))]
    return themed(alt.vconcat(*parts), ". ".join(title for title, _, _ in made) + ".")


def _title(title: str) -> alt.LayerChart:
    canvas, lines = Canvas(), wrapped(title, TEXT + 1, WIDTH, most=2, bold=True)
    canvas.text((0, 0), lines, Type(size=TEXT + 1, bold=True))
    return canvas.chart(WIDTH, len(lines) * LINE)


def _caption(caption: str) -> alt.LayerChart:
    canvas, lines = Canvas(), wrapped(caption, SMALL, WIDTH, most=LINES)
    canvas.text((0, 0), lines, Type(size=SMALL, colour=SOFT))
    return canvas.chart(WIDTH, len(lines) * LINE + 6)
