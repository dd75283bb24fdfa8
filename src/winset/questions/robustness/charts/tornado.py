"""What turns the answer, as a tornado: bars to the left lose a deal, bars to the right win one."""

from __future__ import annotations

from math import ceil

import altair as alt

from winset.questions.robustness.charts import Bar, BarKind, Bars
from winset.questions.robustness.charts.rows import GAP, LABELS, PAD, LabelledRows, plot_width
from winset.report.blocks import Drawn, Mark
from winset.report.charts import hover
from winset.report.charts.legend import TILES, Sample
from winset.report.charts.theme import INK, SMALL, SOFT, Rows, data, themed
from winset.report.counts import of_100
from winset.report.pieces import capitalised

TALL, LEGEND = 9, 24
"""Pixels of a bar, and of the legend above."""
STEP = 5
"""Readings of 100 by which the axis grows."""
KINDS: dict[BarKind, tuple[Sample, str]] = {
    "judged": ("bar", "a judged number, drawn anew"),
    "silent": ("hollow", "what the sources are silent on, drawn anew"),
    "switched": ("switched", "a red line left out, or a variant"),
}
"""Kinds of bars, each with its look and what it means."""


def tornado_chart(given: Bars) -> Drawn | None:
    """What turns the answer, the longest bar first; None without any."""
    bars = given.bars
    if not bars:
        return None
    words = _caption(bars[0])
    marks = tuple(Mark(key=bar.key, words=capitalised(bar.label)) for bar in bars if bar.key)
    return Drawn(chart=themed(alt.vconcat(_bars(bars)), words), caption=words, marks=marks)


def _caption(bar: Bar) -> str:
    """What the bars count."""
    return (
        f"In how many of 100 trials ({bar.won.draws:,} drawn) it turns whether there is a deal if this alone is "
        "drawn anew, or this red line does not hold, or this variant is read, all else staying as it is."
    )


def _bars(bars: tuple[Bar, ...]) -> alt.LayerChart:
    rows = LabelledRows([bar.label for bar in bars])
    values = data(
        [
            {"row": name, "kind": KINDS[bar.kind][1], "low": low, "high": high}
            for name, bar in zip(rows.names, bars, strict=True)
            for low, high in ((-100 * bar.lost.share, 0.0), (0.0, 100 * bar.won.share))
        ]
    )
    most = max(STEP, ceil(max(100 * max(bar.lost.share, bar.won.share) for bar in bars) / STEP) * STEP)
    axis = alt.Axis(
        values=[-most, -most / 2, 0, most / 2, most],
        title="← a deal is lost · of 100 trials · a deal is won →",
        labelExpr="abs(datum.value)",
        labelFlush=False,
    )
    x = alt.X("low:Q", scale=alt.Scale(domain=[-most, most], nice=False), axis=axis)
    fill, stroke = _looks({bar.kind for bar in bars})
    marks = alt.Chart(values).mark_bar(height=TALL).encode(x, rows.axis(), alt.X2("high:Q"), fill, stroke)
    middle = alt.Chart().mark_rule(stroke=INK).encode(x=alt.datum(0))
    wide = plot_width() - PAD
    tips: Rows = [
        {"row": name, "tip": hover.said(in_words(bar)), **({"key": bar.key} if bar.key else {})}
        for name, bar in zip(rows.names, bars, strict=True)
    ]
    whole = {"x": {"value": -LABELS}, "x2": {"value": wide}, "y": rows.axis()}
    return alt.LayerChart(layer=[marks, middle, *hover.layers(tips, "rect", whole)], width=wide, height=rows.height)


def in_words(bar: Bar) -> str:
    """A bar as a sentence, with whose number it is about."""
    told = (
        f"{capitalised(bar.label)}: a deal is lost in {of_100(bar.lost)} and won in {of_100(bar.won)} of 100 trials, "
        f"of {bar.won.draws:,} drawn."
    )
    return f"{told} {bar.judged}".rstrip()


def _looks(kinds: set[BarKind]) -> tuple[alt.Fill, alt.Stroke]:
    """How the kinds of bars look, with a legend above the labels."""
    used = [(meaning, *TILES[sample]) for kind, (sample, meaning) in KINDS.items() if kind in kinds]
    domain = [meaning for meaning, _, _ in used]
    key = alt.Legend(
        title=None, orient="none", direction="horizontal", legendX=-LABELS, legendY=-LEGEND, symbolType="square",
        symbolStrokeWidth=1, labelFontSize=SMALL, labelColor=SOFT, labelLimit=0, columnPadding=GAP,
    )  # fmt: skip
    fills, strokes = [fill for _, fill, _ in used], [edge.colour for _, _, edge in used]
    return (
        alt.Fill("kind:N", scale=alt.Scale(domain=domain, range=fills), legend=key),
        alt.Stroke("kind:N", scale=alt.Scale(domain=domain, range=strokes), legend=key),
    )
