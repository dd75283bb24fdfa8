"""All figures of a report as one picture, one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from winset.errors import WinsetError
from winset.report.blocks import Drawn, Figure
from winset.report.charts import draw
from winset.report.charts.canvas import Canvas, Type
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import LINE, SMALL, SOFT, TEXT, WIDTH, part, themed
from winset.report.disclosure import Disclosed

SPACING = 18
LINES = 6
"""Lines of a caption that stands in the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The figures in one chart. what: they are, in words."""

    chart: draw.Drawable
    what: str

    def svg(self) -> str:
        return draw.svg(self.chart)

    def png(self) -> bytes:
        return draw.png(self.chart)


def picture(disclosed: Disclosed) -> Picture:
    """Every figure of the report; titled ones stand between their title and how they are read. Raises WinsetError where
    nothing may be shown.
    """
    figures = disclosed.figures().values()
    drawn = [(figure, drawing) for figure in figures for drawing in figure.drawn()]
    if not drawn:
        missing = next((figure.missing for figure in figures if figure.missing), "")
        why = missing or disclosed.account or "the answer has no picture"
        raise WinsetError(f"there is nothing to draw: {why[0].lower()}{why[1:].rstrip('.')}")
    parts = [piece for figure, drawing in drawn for piece in _parts(figure, drawing)]
    what = "; ".join(dict.fromkeys(_title(figure) for figure, _ in drawn))
    whole = alt.vconcat(*parts, spacing=SPACING).resolve_scale(
        fill="independent", stroke="independent", shape="independent"
    )
    chart = themed(whole, " ".join(drawing.caption for _, drawing in drawn))
    return Picture(chart=chart, what=what)


def _title(figure: Figure) -> str:
    title = figure.what or figure.title or figure.key.replace("_", " ")
    return title[0].lower() + title[1:]


def _parts(figure: Figure, drawn: Drawn) -> list[Any]:
    inner = drawn.chart.vconcat if isinstance(drawn.chart, alt.VConcatChart) else [part(drawn.chart)]
    if not figure.title:
        return list(inner)
    return [_words(figure.title, TEXT + 1, bold=True), *inner, _words(drawn.caption, SMALL)]


def _words(words: str, size: float, *, bold: bool = False) -> alt.LayerChart:
    canvas, lines = Canvas(), wrapped(words, size, WIDTH, most=2 if bold else LINES)
    canvas.text((0, 0), lines, Type(size=size, bold=True) if bold else Type(size=size, colour=SOFT))
    return canvas.chart(WIDTH, len(lines) * LINE + (0 if bold else 6))
