"""What options score where nobody has judged it: from an order, from places on a line, or from the ideal alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from winset.model.case import Issue

BEST, WORST, UNKNOWN = Fraction(100), Fraction(0), Fraction(50)
Places = tuple[Fraction | None, ...]


def places(issue: Issue) -> Places | None:
    """Each option's place on the line of an issue, None off it; None where the issue is no scale."""
    if not issue.scale:
        return None
    ats = [option.at for option in issue.options.values()]
    line = [position for position, at in enumerate(ats) if at != "aside"]
    even = {position: Fraction(100 * n, max(1, len(line) - 1)) for n, position in enumerate(line)}
    return tuple(
        None if at == "aside" else at if isinstance(at, Fraction) else even[position] for position, at in enumerate(ats)
    )


def scores_by_rule(
    ideal: int | None, order: Sequence[int] | None, line: Places | None, size: int
) -> tuple[Fraction, ...]:
    """The score of every option of an issue by rule.

    With an order evenly spaced from 100 (best) to 0; else on a line 100 at the ideal, falling evenly with distance to 0
    at the farthest option; else the ideal alone is worth anything. Without an ideal every option is worth 50.
    """
    if order is not None:
        steps = max(1, size - 1)
        return tuple(BEST * (steps - order.index(option)) / steps for option in range(size))
    if ideal is None:
        return (UNKNOWN,) * size
    if line is None or line[ideal] is None:
        return tuple(BEST if option == ideal else WORST for option in range(size))
    distances = _distances(line, ideal)
    farthest = max(distance for distance in distances if distance is not None)
    return tuple(
        BEST if option == ideal
        else WORST if distance is None or farthest == 0
        else Fraction(100 * (farthest - distance), farthest)
        for option, distance in enumerate(distances)
    )  # fmt: skip


def _distances(line: Places, ideal: int) -> list[int | None]:
    """How far each option lies from the ideal, in parts of a place in which every place is whole; None off the line."""
    parts = lcm(*(at.denominator for at in line if at is not None))
    ats = [None if at is None else at.numerator * (parts // at.denominator) for at in line]
    start = ats[ideal] or 0
    return [None if at is None else abs(at - start) for at in ats]
