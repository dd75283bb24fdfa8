"""What a page of a PDF has painted where: the colours that text is read against, and what lies over it.

Boxes are in points of the page, from its lower left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""
WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
LEAST_APART = 0.1
"""Of red, green or blue: a colour that differs by less in all three cannot be told from its background. #e8e8e8 on
white cannot, #e0e0e0 can; pure yellow on white can.
"""
_CELLS = 8  # the page is divided into so many columns and rows, so that few boxes are looked at for a text


def is_near(first: Colour | None, other: Colour | None) -> bool:
    """True of two known colours that a reader cannot tell apart."""
    if first is None or other is None:
        return False
    return all(abs(a - b) < LEAST_APART for a, b in zip(first, other, strict=True))


class Box(NamedTuple):
    """A rectangle along the axes."""

    left: float
    low: float
    right: float
    high: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.low <= y <= self.high

    def within(self, other: Box) -> Box:
        """What both have in common; without extent where they have nothing."""
        left, low = max(self.left, other.left), max(self.low, other.low)
        return Box(left, low, max(left, min(self.right, other.right)), max(low, min(self.high, other.high)))


def around(points: Iterable[tuple[float, float]]) -> Box:
    """The smallest box that holds the points."""
    columns, rows = zip(*points, strict=True)
    return Box(min(columns), min(rows), max(columns), max(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Something painted. colour: None where it has many or cannot be told; opaque: it covers all of its box, and
    nothing below it is seen; picture: it is an image or a gradient.
    """

    box: Box
    colour: Colour | None
    opaque: bool
    picture: bool = False


@dataclass(slots=True)
class _Cell:
    areas: list[Area] = field(default_factory=list)
    texts: dict[int, tuple[float, float]] = field(default_factory=dict)


class Painting:
    """The areas and texts of a page in the order in which they are painted.

    covered: texts over which something opaque was painted later; behind: texts over which a picture was. looked_at
    counts the work, so that a page that piles thousands of areas on each other can be refused.
    """

    def __init__(self, page: Box) -> None:
        self._page = page
        self._cells = [[_Cell() for _ in range(_CELLS)] for _ in range(_CELLS)]
        self.covered: set[int] = set()
        self.behind: set[int] = set()
        self.looked_at = 0

    def paint(self, area: Area) -> None:
        """Paints the area over what is there."""
        if area.box.right <= area.box.left or area.box.high <= area.box.low:
            return
        for cell, whole in self._touched(area.box):
            self.looked_at += 1
            if area.opaque and cell.texts:
                self._cover(cell, area)
            if area.opaque and whole:
                cell.areas = [area]
            else:
                cell.areas.append(area)

    def write(self, text: int, x: float, y: float) -> None:
        """Puts the text of this number where it begins."""
        cell = self._at(x, y)
        if cell is not None:
            cell.texts[text] = (x, y)

    def under(self, x: float, y: float) -> Iterator[Area]:
        """What lies under a point, from the top down to the first area that hides what is below it."""
        cell = self._at(x, y)
        for area in reversed(cell.areas if cell is not None else []):
            self.looked_at += 1
            if area.box.holds(x, y):
                yield area
                if area.opaque:
                    return

    def is_hidden_at(self, colour: Colour | None, x: float, y: float) -> bool:
        """True where the colour cannot be told from anything that it may be seen against there."""
        beneath = list(self.under(x, y))
        against = [area.colour for area in beneath]
        if not beneath or not beneath[-1].opaque:
            against.append(WHITE)
        return all(is_near(colour, other) for other in against)

    def has_picture_at(self, x: float, y: float) -> bool:
        return any(area.picture for area in self.under(x, y))

    def _cover(self, cell: _Cell, area: Area) -> None:
        self.looked_at += len(cell.texts)
        lying = [text for text, (x, y) in cell.texts.items() if area.box.holds(x, y)]
        (self.behind if area.picture else self.covered).update(lying)
        for text in lying:
            del cell.texts[text]

    def _at(self, x: float, y: float) -> _Cell | None:
        if not self._page.holds(x, y):
            return None
        return self._cells[self._column(x)][self._row(y)]

    def _column(self, x: float) -> int:
        return _step(x, self._page.left, self._page.right)

    def _row(self, y: float) -> int:
        return _step(y, self._page.low, self._page.high)

    def _touched(self, box: Box) -> Iterator[tuple[_Cell, bool]]:
        """Every cell that the box touches, and whether it holds all of the cell."""
        inside = box.within(self._page)
        columns = range(self._column(inside.left), self._column(inside.right) + 1)
        rows = range(self._row(inside.low), self._row(inside.high) + 1)
        width, height = self._page.right - self._page.left, self._page.high - self._page.low
        for column in columns:
            left = self._page.left + width * column / _CELLS
            across = box.left <= left and left + width / _CELLS <= box.right
            for row in rows:
                low = self._page.low + height * row / _CELLS
                yield self._cells[column][row], across and box.low <= low and low + height / _CELLS <= box.high


def _step(value: float, first: float, last: float) -> int:
    share = (value - first) / (last - first) if last > first else 0.0
    return min(_CELLS - 1, max(0, int(share * _CELLS)))
