"""What is said to a pointer that rests on a chart: marks that nobody sees, and that no still picture has."""

from __future__ import annotations

from typing import Any

import altair as alt

from winset.report.charts.theme import Rows, data
from winset.report.pieces import plain
from winset.report.printable import printable

STYLE = "hover"
"""The style by which such marks are known."""
REACH = 220
"""The size of the unseen dot over a point, in pixels of area."""
TIP = {"field": "tip", "type": "nominal"}
PARTS = ("layer", "concat", "hconcat", "vconcat")


def said(text: str) -> str:
    """A text as it is said: in plain words."""
    return printable(plain(text))


def layers(rows: Rows, kind: str, encoding: dict[str, Any]) -> list[alt.Chart]:
    """Unseen marks, each of whose rows says its `tip`; those that have a `key` as well can be opened. kind: of mark."""
    mark: dict[str, Any] = {"type": kind, "style": STYLE, "opacity": 0, "fill": "#000000", "stroke": None}
    if kind == "point":
        mark |= {"filled": True, "size": REACH}
    made = []
    for cursor, some in (("default", [row for row in rows if "key" not in row]), ("pointer", _keyed(rows))):
        if some:
            look: Any = {**mark, "cursor": cursor}
            made.append(alt.Chart(data(some), mark=look, encoding=alt.FacetedEncoding(**encoding, tooltip=TIP)))
    return made


def _keyed(rows: Rows) -> Rows:
    return [row for row in rows if "key" in row]


def points(rows: Rows, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Unseen dots at the places of the rows, such as along a line."""
    return layers(rows, "point", {"x": x, "y": y})


def still(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification of a chart as it is drawn where nothing can be pointed at."""
    kept = dict(spec)
    for part in PARTS:
        if part in kept:
            kept[part] = [still(inner) for inner in kept[part] if not _is_unseen(inner)]
    return kept


def _is_unseen(spec: dict[str, Any]) -> bool:
    mark = spec.get("mark")
    return isinstance(mark, dict) and mark.get("style") == STYLE
