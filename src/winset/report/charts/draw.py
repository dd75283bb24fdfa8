"""Charts as pictures: SVG for pages, PNG for documents that take no other."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape

import altair as alt

from winset.report.charts.convert import svg_text
from winset.report.charts.hover import still
from winset.report.charts.lettering import clean
from winset.report.direction import ISOLATE, POP, in_a_chart
from winset.report.printable import shown_isolated

Drawable = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart
_TAG = re.compile(r"<[^<>]+>")
_NAME = re.compile(r'(\bid="|url\(#)(?=(?:clip|gradient)[0-9_])')
_LONG = re.compile(r"(\d\.\d\d)\d+")


def svg(chart: Drawable) -> str:
    """The chart as an SVG element that refers to nothing outside itself, with its texts escaped.

    The names inside it are its own, so that several charts can stand in one page; places are cut to hundredths of a
    pixel.
    """
    spec = in_a_chart(still(chart.to_dict(validate=False)))
    drawn = svg_text(spec)
    own = f"c{sha256(drawn.encode()).hexdigest()[:8]}-"
    tidy = _TAG.sub(lambda tag: _LONG.sub(r"\1", _NAME.sub(lambda name: name.group(1) + own, tag.group(0))), drawn)
    description = escape(clean(str(spec.get("description", ""))))
    safe = shown_isolated(tidy.replace("<svg ", f'<svg role="img" aria-label="{description}" ', 1))
    return safe.replace(ISOLATE, "&#x2068;").replace(POP, "&#x2069;")


def png(chart: Drawable, scale: float = 2) -> bytes:
    """The chart as a PNG picture, so many pixels for each one on the screen."""
    import vl_convert

    spec = in_a_chart(still(chart.to_dict(validate=False)))
    drawn: bytes = vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    return drawn
