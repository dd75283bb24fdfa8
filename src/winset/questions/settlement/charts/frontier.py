"""The packages of the frontier, or those nearest to a deal, drawn so that one can be looked for and taken: as a scatter
over two parties, and as lines over all of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.questions.settlement.nearest import InspectedPackages
from winset.readings import Reading
from winset.report.blocks import ChartData
from winset.report.charts.lettering import clean, wrapped
from winset.report.charts.theme import ACCENT, ACCENT_LIGHT, CONFIG, INK, PAPER, SMALL, SOFT, WARN

SIDE, WIDE, TALL = 300, 380, 300
MARGIN = 3


@dataclass(frozen=True)
class FrontierData(ChartData):
    """What is drawn. parties: those whose values may be shown, by position. names: of all parties. texts: of each
    package its name in an address and its options in words. tried: the one in the builder, with its name.
    """

    reading: Reading
    looked_at: InspectedPackages
    parties: tuple[Any, ...]
    names: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    tried: tuple[str, Package]


def frontier_spec(data: FrontierData, pair: tuple[int, int]) -> dict[str, Any]:
    """The chart as Vega-Lite: a point and a line for each package, whose row has the package as an address names it.
    What is tried at the moment is drawn from the data named `tried`, and what is pointed at is the parameter `hovered`.
    """
    rows = [
        {**_row(data, package), "package": address, "words": clean(words)}
        for package, (address, words) in zip(data.looked_at.packages, data.texts, strict=True)
    ]
    tried = {**_row(data, data.tried[1]), "package": data.tried[0]}
    tried_lines = [{"party": data.names[party], "value": tried[f"v{party}"]} for party in data.parties]
    lines = [
        {"package": row["package"], "party": data.names[party], "value": row[f"v{party}"], "words": row["words"]}
        for row in rows
        for party in data.parties
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER,
        "padding": MARGIN,
        "config": CONFIG,
        "params": [{"name": "hovered", "value": ""}],
        "datasets": {"packages": rows, "lines": lines, "tried": [tried], "tried_lines": tried_lines},
        "hconcat": [_scatter(data, pair), _parallel(data)],
        "spacing": 24,
        "resolve": {"scale": {"x": "independent", "y": "independent", "color": "independent"}},
    }


def _row(data: FrontierData, package: Package) -> dict[str, Any]:
    """What a package is worth to each party whose values may be shown."""
    return {
        f"v{party}": round(float(data.reading.points(party, data.reading.value(party, package))), 3)
        for party in data.parties
    }


def _scatter(data: FrontierData, pair: tuple[int, int]) -> dict[str, Any]:
    axes = {
        channel: {
            "field": f"v{party}",
            "type": "quantitative",
            "scale": {"zero": False},
            "axis": {
                "title": wrapped(f"value to {data.names[party]}, points", SMALL, SIDE, most=2), "tickCount": 5,
                "domain": False,
            },
        }
        for channel, party in zip(("x", "y"), pair, strict=True)
    }  # fmt: skip
    rules = [
        {
            "data": {"values": [{"at": _walk_away(data, party)}]},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": SOFT, "opacity": 1},
            "encoding": {channel: {"field": "at", "type": "quantitative"}},
        }
        for channel, party in zip(("x", "y"), pair, strict=True)
        if _walk_away(data, party) is not None
    ]
    words = [{"field": "words", "type": "nominal", "title": "Package"}]
    points = {
        "data": {"name": "packages"},
        "mark": {"type": "circle", "opacity": 1, "cursor": "pointer"},
        "encoding": {
            **axes,
            "tooltip": words,
            "size": {"condition": {"test": "datum.package === hovered", "value": 140}, "value": 50},
            "color": {"condition": {"test": "datum.package === hovered", "value": INK}, "value": ACCENT},
        },
    }
    tried = {
        "data": {"name": "tried"},
        "mark": {"type": "point", "shape": "diamond", "size": 130, "filled": True, "opacity": 1, "color": WARN,
                 "stroke": PAPER, "strokeWidth": 1},
        "encoding": axes,
    }  # fmt: skip
    return {"width": SIDE, "height": SIDE, "layer": [points, *rules, tried]}


def _parallel(data: FrontierData) -> dict[str, Any]:
    order = [data.names[party] for party in data.parties]
    labels = {name: wrapped(name, SMALL, WIDE / max(1, len(order)) - 6, most=3) for name in order}
    x = {
        "field": "party", "type": "nominal", "sort": order,
        "scale": {"type": "point", "padding": 0.3},
        "axis": {
            "title": None, "labelAngle": 0, "grid": True, "domain": False, "ticks": False, "labelPadding": 6,
            "labelExpr": f"{json.dumps(labels)}[datum.label]", "labelLimit": 0,
        },
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "scale": {"domain": _span(data), "nice": False, "zero": False},
        "axis": {"title": "value, points on each party’s own scale", "tickCount": 5, "domain": False},
    }  # fmt: skip
    walk_aways = [
        {"party": data.names[party], "value": _walk_away(data, party)}
        for party in data.parties
        if _walk_away(data, party) is not None
    ]
    detail = {"field": "package", "type": "nominal"}
    line = {
        "data": {"name": "lines"},
        "mark": {"type": "line", "strokeWidth": 1.2, "color": ACCENT_LIGHT, "cursor": "pointer", "opacity": 1},
        "encoding": {
            "x": x, "y": y, "detail": detail, "tooltip": [{"field": "words", "type": "nominal", "title": "Package"}],
        },
    }  # fmt: skip
    pointed = {
        "data": {"name": "lines"},
        "transform": [{"filter": "datum.package === hovered"}],
        "mark": {"type": "line", "strokeWidth": 3, "color": INK, "opacity": 1, "interactive": False},
        "encoding": {"x": x, "y": y},
    }
    tried = {
        "data": {"name": "tried_lines"},
        "mark": {"type": "line", "strokeWidth": 2.5, "color": WARN, "opacity": 1,
                 "point": {"color": WARN, "shape": "diamond", "size": 60}},
        "encoding": {"x": x, "y": y},
    }  # fmt: skip
    tick = {
        "data": {"values": walk_aways},
        "mark": {"type": "tick", "color": INK, "thickness": 2, "size": 22, "orient": "horizontal", "opacity": 1},
        "encoding": {"x": x, "y": y},
    }
    return {"width": WIDE, "height": TALL, "layer": [line, tick, pointed, tried]}


def _span(data: FrontierData) -> list[float]:
    """The points between which every package lies, for any party that is drawn, and every walk-away."""
    ends = [float(walk_away) for party in data.parties if (walk_away := _walk_away(data, party)) is not None]
    starts = [*data.reading.structure.offsets, data.reading.structure.columns]
    for party in data.parties:
        linked = [link.worth for link in data.reading.links if link.party == party]
        worth = [data.reading.worth[party, start:end].tolist() for start, end in pairwise(starts)]
        low = sum(map(min, worth)) + sum(points for points in linked if points < 0)
        high = sum(map(max, worth)) + sum(points for points in linked if points > 0)
        ends += [float(data.reading.points(party, low)), float(data.reading.points(party, high))]
    return [min(ends, default=0.0), max(ends, default=100.0)]


def _walk_away(data: FrontierData, party: int) -> float | None:
    walk_away = data.reading.walk_away[party]
    return None if walk_away is None else round(float(data.reading.points(party, walk_away)), 3)


def caption(data: FrontierData) -> str:
    """What is drawn, how many of how many, and how it is read."""
    shown = len(data.looked_at.packages)
    if data.looked_at.are_nearest:
        what = "There is no deal: these feasible packages come nearest to one"
    elif data.looked_at.of is None:
        what = f"{shown:,} packages that stand for the frontier"
    elif data.looked_at.of > shown:
        what = f"{shown:,} of the {data.looked_at.of:,} packages on the frontier, evenly chosen"
    else:
        what = "The packages on the frontier: none is better for everyone than another"
    return (
        f"{what}. Left: two parties, dashed lines are walk-aways. Right: a line for each package, a tick at each "
        "walk-away. Points of two parties do not compare. A click takes a package into the builder; the diamond is "
        "the one there."
    )
