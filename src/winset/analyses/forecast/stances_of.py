"""What rules of bargaining read of a case: which issues are lines, where parties stand on them, and what they weigh."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

import numpy as np

from winset.analyses.forecast.stances import Floats, Stances
from winset.compiled import Compiled
from winset.readings.shapes import Drawer, central_salience, known_ideal
from winset.readings.streams import HUNDREDTHS, Table, Unit

NoLine = Literal["", "no_scale", "off_agenda"]
TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """The line of an issue. places: of its options, None for one off it. is_of_two: its two options are its ends."""

    places: tuple[float | None, ...]
    is_of_two: bool = False

    def nearest(self, point: float, among: tuple[int, ...]) -> int | None:
        """The option nearest to a point, the first of equally near ones; None where none of them has a place."""
        placed = [(abs(place - point), option) for option in among if (place := self.places[option]) is not None]
        return min(placed)[1] if placed else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseStances:
    """A case as rules read it. lines: per issue, None where there is none, and then why not: it is no scale, or the
    table does not treat it. is_equal: nobody's capability is judged for all, so that all count the same. stances: in
    the central reading.
    """

    lines: tuple[IssueLine | None, ...]
    why_not: tuple[NoLine, ...]
    is_equal: bool
    stances: Stances


def stances_of(case: Compiled) -> CaseStances:
    """The case in the central reading: silent parties have no position."""
    lines, why_not = zip(*(_line(case, issue) for issue in range(len(case.issues))), strict=True)
    shape = (len(case.parties), len(case.issues))
    position, salience = np.full(shape, np.nan), np.full(shape, np.nan)
    for party, issue in _standing(case, lines):
        ideal = known_ideal(case.cells[case.root(party, issue)][issue])
        place = lines[issue].places[ideal] if ideal is not None else None
        if place is not None:
            position[party, issue] = place
            salience[party, issue] = float(central_salience(case, party, issue))
    is_equal = any(span is None for span in case.capability)
    capability = np.array([1.0 if is_equal or span is None else float(span.central) for span in case.capability])
    return CaseStances(
        lines=lines,
        why_not=why_not,
        is_equal=is_equal,
        stances=Stances(position=position, salience=salience, capability=capability, reference=_reference(case, lines)),
    )


def drawn_stances(case: Compiled, seed: int, draws: range) -> Stances:
    """The same in trials: every number within its range, and the silent at random as the readings of the case have
    them, with what they want.
    """
    given = stances_of(case)
    drawer = Drawer(case, seed, draws, ranges=True)
    shape = (len(draws), len(case.parties), len(case.issues))
    position, salience = np.full(shape, np.nan), np.full(shape, np.nan)
    for party, issue in _standing(case, given.lines):
        line = given.lines[issue]
        if line is None:
            continue
        places = np.array([np.nan if place is None else place for place in line.places])
        position[:, party, issue] = places[drawer.ideals(party, issue)]
        unit = _unit(central_salience(case, party, issue))
        salience[:, party, issue] = _decimal(drawer.salience(party, issue, unit), unit)
    capability = np.ones(shape[:2])
    for party, span in enumerate(case.capability):
        if span is not None and not given.is_equal:
            unit = _unit(span.central)
            path = f"judgements.capability.{case.parties[party]}"
            capability[:, party] = _decimal(drawer.span(span, path, unit), unit)
    reference = given.stances.reference
    return Stances(
        position=position,
        salience=salience,
        capability=capability,
        reference=None if reference is None else np.broadcast_to(reference, (shape[0], shape[2])),
    )


def unknown_places(case: Compiled) -> tuple[tuple[int, int], ...]:
    """The silent cells (party, issue) of those that bargain of which no judgement says what the party wants either."""
    return tuple(
        (party, issue)
        for party, issue in case.silent_cells()
        if party in _bargaining(case) and known_ideal(case.cells[party][issue]) is None
    )


def _bargaining(case: Compiled) -> tuple[int, ...]:
    """At a table, the parties that sit at it; else all."""
    at_table = (table.seated for table in case.tables if table.name == case.table)
    return next(at_table, tuple(range(len(case.parties))))


def _line(case: Compiled, issue: int) -> tuple[IssueLine | None, NoLine]:
    """The line of an issue, or why it has none."""
    if issue in case.structure.left_out or (case.table is not None and len(case.structure.choices(issue)) < TWO):
        return None, "off_agenda"
    places = case.places[issue]
    if places is not None:
        return IssueLine(places=tuple(None if place is None else float(place) for place in places)), ""
    if case.structure.sizes[issue] == TWO:
        return IssueLine(places=(0.0, 100.0), is_of_two=True), ""
    return None, "no_scale"


def _standing(case: Compiled, lines: tuple[IssueLine | None, ...]) -> list[tuple[int, int]]:
    """The parties that bargain over each line."""
    return [(party, issue) for issue, line in enumerate(lines) if line is not None for party in _bargaining(case)]


def _reference(case: Compiled, lines: tuple[IssueLine | None, ...]) -> Floats:
    """(issue) where it stays without agreement, NaN where that is no place on a line."""
    return np.array(
        [
            np.nan if line is None or quo is None or (place := line.places[quo]) is None else place
            for line, quo in zip(lines, case.structure.status_quo, strict=True)
        ]
    )


def _unit(central: Fraction) -> Unit:
    return Unit(parts=lcm(HUNDREDTHS, central.denominator), exact=True)


def _decimal(drawn: Table, unit: Unit) -> Floats:
    return np.array([float(Fraction(int(number), unit.parts)) for number in drawn])
