"""Rows of a chart that are named by sentences: their labels, broken into lines, and how high they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import INK, LINE, TEXT, WIDTH

LABELS, NUMBERS, GAP, PAD = 330, 92, 12, 5
"""Pixels for what a row is about, for the numbers at its end, and between them."""
LINES = 3
NAMED = "split(datum.label, '\\n')"
"""The place of a row and the lines of its label."""


class LabelledRows:
    """Rows that are named by the lines of their labels; equal labels are told apart by their place."""

    def __init__(self, labels: Sequence[str]) -> None:
        lines = [wrapped(label, TEXT, LABELS - GAP, most=LINES) for label in labels]
        self.names = ["\n".join((f"{n}", *each)) for n, each in enumerate(lines)]
        self.height = alt.Step(max(map(len, lines), default=1) * LINE + PAD)

    def axis(self) -> alt.Y:
        """The rows from the top down, their labels on the left."""
        raised: list[Any] = [
            {"test": f"length({NAMED}) === {lines + 1}", "value": -(lines - 1) * LINE / 2}
            for lines in range(2, LINES + 1)
        ]
        axis = alt.Axis(
            title=None, domain=False, ticks=False, labelExpr=f"slice({NAMED}, 1)", labelAlign="left",
            labelBaseline="middle", labelOffset={"condition": raised, "value": 0}, labelPadding=LABELS,
            minExtent=LABELS, maxExtent=LABELS, labelLimit=0, labelLineHeight=LINE, labelFontSize=TEXT, labelColor=INK,
        )  # fmt: skip
        return alt.Y("row:N", sort=self.names, axis=axis, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def plot_width(numbers: int = 0) -> int:
    """Pixels beside the labels. numbers: for what is written at the end of rows."""
    return WIDTH - LABELS - GAP - numbers
