"""Numbers of a change with their unit and range, before and after."""

from __future__ import annotations

from fractions import Fraction

from winset.model.case import Case
from winset.model.changes import Change
from winset.model.judgements import WalkAway
from winset.model.numbers import Span
from winset.model.placed import unit_at


class ChangeUnit:
    """Numbers of one change with their unit."""

    def __init__(self, change: Change, kind: type[Case]) -> None:
        self.is_line = change.path[0] == "issues"
        self.unit = unit_at(kind, change.path)

    def entry(self, value: object) -> str:
        """A number of a row; on a line, the place from 0 to 100, or aside."""
        if self.is_line and value is not None:
            return "off the line" if value == "aside" else f"at {self.bare(value)} of 100"
        return self.number(value)

    def number(self, value: object) -> str:
        """A judged number with its range in the long form; empty where there is none."""
        if not isinstance(value, Span):
            return ""
        return self._ranged(value, f"{_decimal(value.central)}{self._points(value.central)}")

    def walk_away(self, value: object, case: Case) -> str:
        """A walk-away in points, or above or below what the status quo package is worth. case: the version that says
        it; where an issue of it has no status quo, none follows from one.
        """
        if not isinstance(value, WalkAway):
            has_status_quo = all(issue.status_quo is not None for issue in case.issues.values())
            return "not judged: as much as the status quo" if has_status_quo else "not judged"
        if value.points is not None:
            return self.number(value.points)
        span = value.status_quo
        if span is None:
            return ""
        if span.is_fixed and not span.central:
            return "as much as the status quo"
        side = "above" if span.central >= 0 else "below"
        return self._ranged(
            span, f"{_decimal(abs(span.central))}{self._points(abs(span.central))} {side} the status quo"
        )

    def _points(self, value: Fraction) -> str:
        return " point" if self.unit == " points" and abs(value) == 1 else self.unit

    @staticmethod
    def _ranged(span: Span, central: str) -> str:
        """The number with its range and the reason that is given for it."""
        because = f", because: {span.because}" if span.because else ""
        if span.is_fixed:
            return f"{central}{because}"
        middle = "" if span.likely is not None else ", none of it likelier"
        return f"{central} (from {_decimal(span.low)} to {_decimal(span.high)}{middle}){because}"

    @staticmethod
    def points(value: Span) -> str:
        """A number of a field that is in points."""
        unit = "point" if abs(value.central) == 1 else "points"
        return ChangeUnit._ranged(value, f"{_decimal(value.central)} {unit}")

    @staticmethod
    def bare(value: object) -> str:
        """A number without a unit."""
        if isinstance(value, Span):
            return ChangeUnit._ranged(value, _decimal(value.central))
        return _decimal(value) if isinstance(value, Fraction) else str(value)


def _decimal(value: Fraction) -> str:
    """A number as it would be written: up to six decimals, or about so much where these do not do."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else f"about {float(value):.2f}"
