"""What waiting does to every walk-away: by how many points it lies higher or lower in each period.

A walk-away changes by what is judged for a period without a deal, by the events that have taken effect, and by the
levers that press. All is exact, and a reading takes each judged number at one value: a change that is one range for all
periods is drawn once for all of them, and each number of a list by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, lcm
from typing import Any

import numpy as np

from winset.compiled import CompiledLever
from winset.compiled.numbers import TimedNumber
from winset.compiled.timing import CompiledTiming, TimedMove
from winset.errors import NumberTooFine, Place, Problem
from winset.model.numbers import Span
from winset.readings import Reading
from winset.readings.exact import FINEST, LARGEST_SUM

Shift = tuple[Fraction, ...]
"""Per party, by how many points its walk-away lies above that of today's case."""
Judged = Callable[[str, Span], Any]
"""The value of a judged number in one reading, or in many at once: an array of whole parts of a point."""
NOTHING = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """Levers with their effects. targets: (lever) the party that is pressed. points: (lever) by how much its walk-away
    moves.
    """

    targets: tuple[int, ...]
    points: tuple[Any, ...]


def pressure(levers: Sequence[CompiledLever], judged: Judged) -> Pressure:
    """What each lever does in one reading, or in many."""
    return Pressure(
        targets=tuple(lever.target for lever in levers),
        points=tuple(judged(f"judgements.levers.{lever.name}", lever.points) for lever in levers),
    )


def shifts(timing: CompiledTiming, levers: Pressure, judged: Judged, periods: int) -> tuple[tuple[Any, ...], ...]:
    """(period, party) by how many points each walk-away lies above that of the case, from now to the last period."""
    parties = range(len(timing.parties))
    changed = [so_far(timing.parties[party].change, judged, periods) for party in parties]
    moved = [moves(timing.walk_away, party, judged, periods) for party in parties]
    pressed = [_pressed(timing, levers, period) for period in range(periods + 1)]
    return tuple(
        tuple(changed[party][period] + moved[party][period] + pressed[period].get(party, NOTHING) for party in parties)
        for period in range(periods + 1)
    )


def so_far(numbers: tuple[TimedNumber, ...], judged: Judged, periods: int) -> list[Any]:
    """(period) the sum of a change over all earlier periods; nothing where none is judged."""
    numbers_judged = [judged(number.stream, number.span) for number in numbers]
    sums: list[Any] = [NOTHING]
    for period in range(periods):
        sums.append(sums[-1] + (numbers_judged[min(period, len(numbers_judged) - 1)] if numbers_judged else 0))
    return sums


def moves(dated: Iterable[TimedMove], party: int, judged: Judged, periods: int) -> list[Any]:
    """(period) what the events that have taken effect by then change for a party."""
    mine = [(move.period, judged(move.by.stream, move.by.span)) for move in dated if move.party == party]
    return [sum((points for at, points in mine if at <= period), NOTHING) for period in range(periods + 1)]


def _pressed(timing: CompiledTiming, levers: Pressure, period: int) -> dict[int, Any]:
    """What the levers that press in a period do together, by the party that is pressed."""
    pressed: dict[int, Any] = {}
    for lever in timing.pressing(period):
        target = levers.targets[lever]
        pressed[target] = pressed.get(target, NOTHING) + levers.points[lever]
    return pressed


def with_lever(shift: Shift, levers: Pressure, lever: int) -> Shift:
    """The same with one lever more."""
    target = levers.targets[lever]
    return tuple(points + (levers.points[lever] if party == target else 0) for party, points in enumerate(shift))


def raised(reading: Reading, party: int, points: Fraction) -> int:
    """Numerators by which a threshold lies higher, upwards to the next whole one: values are whole numerators, so that
    a value reaches the one threshold where it reaches the other.
    """
    return ceil(points * reading.denominator[party])


def moved_reading(reading: Reading, shift: Shift) -> Reading:
    """The reading with every walk-away, and what bodies ask that follow a party, so much higher or lower."""
    by = [raised(reading, party, points) for party, points in enumerate(shift)]
    return replace(
        reading,
        walk_away=tuple(
            None if walk_away is None else walk_away + more
            for walk_away, more in zip(reading.walk_away, by, strict=True)
        ),
        floors=tuple(replace(floor, worth=floor.worth + by[floor.party]) for floor in reading.floors),
    )


def refined(reading: Reading, paths: Iterable[Shift]) -> Reading:
    """The same reading in parts of a point in which each of these shifts is whole.

    Raises NumberTooFine where a party's numbers would not fit.
    """
    all_paths = tuple(paths)
    times = tuple(
        lcm(1, *((shift[party] * unit).denominator for shift in all_paths))
        for party, unit in enumerate(reading.denominator)
    )
    if all(time == 1 for time in times):
        return reading
    for party, time in enumerate(times):
        widest = max(1, int(np.abs(reading.worth[party]).max(initial=0))) * max(1, len(reading.structure.sizes))
        if reading.denominator[party] * time > FINEST or widest * time >= LARGEST_SUM:
            raise _too_fine()
    return replace(
        reading,
        worth=reading.worth * np.array(times, dtype=np.int64)[:, None],
        denominator=tuple(unit * factor for unit, factor in zip(reading.denominator, times, strict=True)),
        walk_away=tuple(
            None if walk_away is None else walk_away * factor
            for walk_away, factor in zip(reading.walk_away, times, strict=True)
        ),
        links=tuple(replace(link, worth=link.worth * times[link.party]) for link in reading.links),
        floors=tuple(replace(floor, worth=floor.worth * times[floor.party]) for floor in reading.floors),
    )


def _too_fine() -> NumberTooFine:
    message = f"the changes under `timing` and the other numbers have no common denominator up to {FINEST:,}"
    path = ("judgements", "timing")
    place = Place(file="case.yaml")
    return NumberTooFine(
        (Problem(code="E319", message=message, place=place, hint="give them fewer decimals", path=path),)
    )
