"""Draws of judged numbers that are no part of a reading's values: what is judged of tables, and the terms of a plan."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, lcm
from typing import Literal

from winset.model.numbers import Span
from winset.readings.shapes import Drawer
from winset.readings.streams import HUNDREDTHS, Unit

Kind = Literal["points", "chance", "periods"]
KindOfPath = Callable[[str], Kind]
"""What kind of number stands at a path."""
JudgedValue = Callable[[str, Span], Fraction]
"""The value of a judged number, by its path or stream and its range."""
PERCENT = 100
HALF = Fraction(1, 2)


def most_likely(_: str, span: Span) -> Fraction:
    """The value in the central reading."""
    return span.central


def all_points(_: str) -> Kind:
    return "points"


class JudgedDraws:
    """Each number has its own stream, named by its path, and is drawn when it is first asked for.

    Points are drawn in hundredths of a point, chances in hundredths of a percent, periods as whole numbers.
    """

    def __init__(self, drawer: Drawer, kinds: KindOfPath = all_points) -> None:
        self.drawer, self.kinds = drawer, kinds
        self._known: dict[str, list[tuple[Span, list[Fraction]]]] = {}

    def __len__(self) -> int:
        return len(self.drawer.draws)

    def of(self, draw: int) -> JudgedValue:
        """The values in one draw, by its place among these."""

        def value(path: str, span: Span) -> Fraction:
            return self._each(path, span)[draw]

        return value

    def _each(self, path: str, span: Span) -> list[Fraction]:
        """The value in every draw. Two tables may have a body of one name that asks for different things; a span is
        mostly the very one that was asked for before: hashing its fractions each time took a tenth of a long brief.
        """
        known = self._known.setdefault(path, [])
        for other, drawn in known:
            if other is span or other == span:
                return drawn
        known.append((span, self._drawn(path, span)))
        return known[-1][1]

    def _drawn(self, path: str, span: Span) -> list[Fraction]:
        kind = self.kinds(path)
        if span.is_fixed or (kind == "periods" and not self.drawer.ranges):
            return [Fraction(ceil(span.central)) if kind == "periods" else span.central] * len(self)
        if kind == "periods":
            return self._periods(path, span)
        return self._in_hundredths(path, span, PERCENT if kind == "chance" else 1)

    def _in_hundredths(self, path: str, span: Span, times: int) -> list[Fraction]:
        """Hundredths of the number so many times as large."""
        likely = None if span.likely is None else span.likely * times
        large = Span(low=span.low * times, likely=likely, high=span.high * times)
        unit = Unit(parts=lcm(HUNDREDTHS, large.central.denominator), exact=True)
        return [Fraction(int(number), unit.parts * times) for number in self.drawer.span(large, path, unit)]

    def _periods(self, path: str, span: Span) -> list[Fraction]:
        """Whole periods: drawn over half a period more on each side and rounded, so that the ends are as likely as what
        lies between them.
        """
        wide = Span(low=span.low - HALF, likely=span.likely, high=span.high + HALF)
        drawn = self._in_hundredths(path, wide, 1)
        return [min(max(Fraction((number + HALF).__floor__()), span.low), span.high) for number in drawn]
