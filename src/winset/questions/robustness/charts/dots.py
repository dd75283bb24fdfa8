"""Shares of trials as dots, each with its interval."""

from __future__ import annotations

import altair as alt

from winset.questions.robustness.charts import Dot, DotGroup, Dots
from winset.questions.robustness.charts.rows import GAP, LABELS, NUMBERS, LabelledRows, plot_width
from winset.report.blocks import Drawn
from winset.report.charts import hover
from winset.report.charts.theme import ACCENT, INK, SMALL, TEXT, Rows, data, themed
from winset.report.counts import counted_of
from winset.report.names import counted
from winset.report.pieces import capitalised

DOT = 49
TICKS = [0, 25, 50, 75, 100]


def dots_chart(given: Dots) -> Drawn | None:
    """Under each heading its shares of trials, as dots with their intervals; None without any."""
    groups = [group for group in given.groups if group.dots]
    if not groups:
        return None
    words = _caption(groups[0].dots[0])
    parts = [_group(group, is_last=group is groups[-1]) for group in groups]
    return Drawn(chart=themed(alt.vconcat(*parts), words), caption=words)


def _caption(dot: Dot) -> str:
    """What the dots are, and how their intervals are made."""
    return (
        f"Shares of {counted(dot.share.draws, 'trial')} as dots; the line runs over two standard errors to either "
        "side, and where no trial or every one counts, over what so many trials leave open."
    )


def _group(group: DotGroup, *, is_last: bool) -> alt.LayerChart:
    rows = LabelledRows([dot.label for dot in group.dots])
    values = data(
        [
            {
                "row": name,
                "share": 100 * dot.share.share,
                "low": dot.ends[0],
                "high": dot.ends[1],
                "number": _number(dot),
            }
            for name, dot in zip(rows.names, group.dots, strict=True)
        ]
    )
    width = plot_width(NUMBERS)
    title = "of 100 trials" if is_last else None
    axis = alt.Axis(values=TICKS, title=title, labels=is_last, ticks=is_last, domain=is_last, labelFlush=False)
    scale = alt.Scale(domain=[0, 100], nice=False)
    base = alt.Chart(values).encode(rows.axis())
    spans = base.mark_rule(stroke=ACCENT, strokeWidth=1.6, strokeCap="round").encode(
        alt.X("low:Q", scale=scale, axis=axis), alt.X2("high:Q")
    )
    dots = base.mark_point(filled=True, fill=ACCENT, opacity=1, size=DOT).encode(alt.X("share:Q", scale=scale))
    numbers = base.mark_text(align="left", baseline="middle", fontSize=SMALL, fill=INK).encode(
        x=alt.value(width + GAP), text=alt.Text("number:N")
    )
    tips: Rows = [
        {"row": name, "tip": hover.said(_in_words(dot))} for name, dot in zip(rows.names, group.dots, strict=True)
    ]
    whole = hover.layers(tips, "rect", {"x": {"value": -LABELS}, "x2": {"value": width + GAP}, "y": rows.axis()})
    heading = alt.Title(group.heading, anchor="start", frame="bounds", fontSize=TEXT, fontWeight="bold", offset=4)
    return alt.LayerChart(layer=[spans, dots, numbers, *whole], width=width, height=rows.height, title=heading)


def _in_words(dot: Dot) -> str:
    low, high = dot.ends
    return f"{capitalised(dot.label)}: a deal in {counted_of(dot.share)}; of 100, between {low:.1f} and {high:.1f}."


def _number(dot: Dot) -> str:
    if dot.share.undecided:
        return f"{100 * dot.share.share:.1f} to {100 * dot.share.top:.1f}"
    if dot.share.number in (0, dot.share.draws):
        return "none" if not dot.share.number else "each"
    return f"{100 * dot.share.share:.1f} ± {100 * dot.share.error:.1f}"
