"""Drawings read by a machine: safe to open, and no text over another."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from winset.report.charts.lettering import width

HOSTILE = '<script>alert(1)</script></svg> & "quotes" http://example.org/x url(#clip0)'
NAMES = (
    HOSTILE,
    "Confederation of the northern coastal provinces and of their allied municipalities",
    "حكومة الوحدة الوطنية",
    "中华人民共和国外交部代表团",
    "Supercalifragilisticexpialidociouslylongwordwithoutanyspaceinitanywhere",
    "Ö",
)
SHAPES = {"svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath"}


def assert_safe(svg: str) -> ElementTree.Element:
    """The drawing as XML, which loads nothing and holds no element that acts."""
    root = ElementTree.fromstring(svg)
    assert {element.tag.split("}")[1] for element in root.iter()} <= SHAPES
    markup = "".join(re.findall(r"<[^<>]+>", svg))
    without_names = re.sub(r'xmlns(:xlink)?="[^"]*"|aria-label="[^"]*"', "", markup)
    assert "http" not in without_names
    assert not re.findall(r"href|@import|@font-face|<script|<image|<foreignObject|\son\w+=", without_names)
    assert all(name.startswith("#c") for name in re.findall(r"url\(([^)]*)\)", without_names))
    return root


def text_boxes(
    element: ElementTree.Element, x: float = 0, y: float = 0
) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of every upright text, by the widths that the charts are laid out with."""
    moved = element.get("transform", "")
    if "rotate" in moved:
        return []
    if place := re.match(r"translate\(([-\d.]+),([-\d.]+)\)", moved):
        x, y = x + float(place[1]), y + float(place[2])
    boxes = [box for child in element for box in text_boxes(child, x, y)]
    if element.tag.endswith("text") and element.text and not element.get("stroke"):
        size = float(element.get("font-size", "11px").removesuffix("px"))
        wide = width(element.text, size, bold=element.get("font-weight") == "bold")
        left = x - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", "start"), 0)
        boxes.append((left, y - size * 0.7, left + wide, y, element.text))
    return boxes


def overlaps(boxes: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    slack = 0.5
    return [
        (box[4], other[4])
        for n, box in enumerate(boxes)
        for other in boxes[n + 1 :]
        if box[0] + slack < other[2]
        and other[0] + slack < box[2]
        and box[1] + slack < other[3]
        and other[1] + slack < box[3]
    ]
