"""How arrows run between boxes: from edge to edge, side by side, and around the boxes between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from winset.report.charts.canvas import Box, Canvas, Point, Stroke
from winset.report.charts.theme import PAPER

BOWS = (0.0, 14.0, -14.0, 28.0, -28.0, 44.0, -44.0, 64.0, -64.0, 92.0, -92.0, 130.0, -130.0)
"""By how many pixels an arrow bows to one side or the other, the first that is clear."""
ASIDE, CLEAR, STEPS, PARTS = 9.0, 4.0, 24, 8
HEAD, SHORT, BACK = 7.5, 5.0, 5.0


def middle(box: Box) -> Point:
    return box.x + box.width / 2, box.y + box.height / 2


def aside(box: Box, other: Box, place: float) -> tuple[Point, Point]:
    """The middles of two boxes, moved to one side for the arrows that run beside each other. place: 0 in the middle."""
    (x, y), (to_x, to_y) = sorted([middle(box), middle(other)])
    long = hypot(to_x - x, to_y - y) or 1
    shift = -(to_y - y) / long * ASIDE * place, (to_x - x) / long * ASIDE * place
    start, end = middle(box), middle(other)
    return (start[0] + shift[0], start[1] + shift[1]), (end[0] + shift[0], end[1] + shift[1])


def bowed(start: Point, end: Point, others: Sequence[Box], within: Box) -> list[Point]:
    """The straightest way between two points that passes through no other box, if there is one within the frame."""
    ways = [_bow(start, end, bow) for bow in BOWS]
    inside = [way for way in ways if all(_inside(within, point) for point in way)]
    return min(inside or ways[:1], key=lambda way: _passed(way, others))


def cut(way: Sequence[Point], start: Box, end: Box) -> list[Point]:
    """The way from the edge of the box where it starts to the edge of the box where it ends."""
    outer = [point for point in way[1:-1] if not _inside(start, point) and not _inside(end, point)]
    around = [way[0], *outer, way[-1]]
    return [_edge(start, around[0], around[1]), *outer, _edge(end, around[-1], around[-2])]


def draw(canvas: Canvas, way: Sequence[Point], stroke: Stroke, *, head: float = HEAD, back: bool = False) -> None:
    """An arrow along a way. back: with a ring at its start."""
    if head:
        canvas.head(way[-2], way[-1], head, stroke.colour)
    if back:
        canvas.dot(_before(way[0], way[1], BACK / 2), BACK, PAPER, Stroke(colour=stroke.colour, width=1))
    points = [_before(way[0], way[1], BACK if back else 0), *way[1:-1], _before(way[-1], way[-2], SHORT if head else 0)]
    if len(points) == 2:
        canvas.line(points[0], points[1], stroke)
    else:
        canvas.curve(points, stroke)


def _bow(start: Point, end: Point, bow: float) -> list[Point]:
    if not bow:
        return [start, end]
    long = hypot(end[0] - start[0], end[1] - start[1]) or 1
    across, down = -(end[1] - start[1]) / long * bow, (end[0] - start[0]) / long * bow
    way = []
    for n in range(PARTS + 1):
        share = n / PARTS
        out = 4 * share * (1 - share)
        way.append(
            (start[0] + (end[0] - start[0]) * share + across * out, start[1] + (end[1] - start[1]) * share + down * out)
        )
    return way


def _passed(way: Sequence[Point], others: Sequence[Box]) -> int:
    """How many boxes the way runs through."""
    points = [
        (x + (to_x - x) * n / STEPS, y + (to_y - y) * n / STEPS)
        for (x, y), (to_x, to_y) in pairwise(way)
        for n in range(STEPS + 1)
    ]
    return sum(any(_inside(box, point) for point in points) for box in others)


def _inside(box: Box, at: Point) -> bool:
    return box.x - CLEAR < at[0] < box.x + box.width + CLEAR and box.y - CLEAR < at[1] < box.y + box.height + CLEAR


def _edge(box: Box, inner: Point, outer: Point) -> Point:
    """Where the line from a point inside a box to one outside leaves it."""
    across, down = outer[0] - inner[0], outer[1] - inner[1]
    shares = [1.0]
    if across:
        shares.append(((box.x + box.width if across > 0 else box.x) - inner[0]) / across)
    if down:
        shares.append(((box.y + box.height if down > 0 else box.y) - inner[1]) / down)
    share = max(0.0, min(shares))
    return inner[0] + across * share, inner[1] + down * share


def _before(tip: Point, other: Point, short: float) -> Point:
    """A point so far before the tip."""
    long = hypot(tip[0] - other[0], tip[1] - other[1]) or 1
    return tip[0] + (other[0] - tip[0]) / long * short, tip[1] + (other[1] - tip[1]) / long * short
