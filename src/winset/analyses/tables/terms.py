"""What each party asks for in one reading: to agree at a table, to do its part, to ratify; exactly.

A party that is seated agrees to what is worth its walk-away to it. A needed party does its part where the package is
worth at least what it gains by refusing. Both are least values, as numerators over the party's denominator; values are
whole numbers there, so a least value is rounded up without changing what it admits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from winset.compiled import Compiled, Floor, Structure
from winset.readings import Reading
from winset.readings.exact import fulfils
from winset.readings.judged import JudgedValue, most_likely

Package = tuple[int, ...]
Gains = tuple[Fraction | None, ...]
"""Per party, in points; None where no walk-away can be derived."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableTerms:
    """One reading of a case, open to every table. reading: in which every package is open and nobody is required but
    where needed. agree, carry: per party, the least value at which it agrees and at which it does its part; None where
    only its red lines decide. refusal: per party, what it gains by refusing its part, in points.
    """

    case: Compiled
    reading: Reading
    agree: tuple[int | None, ...]
    carry: tuple[int | None, ...]
    refusal: tuple[Fraction, ...]
    judged: JudgedValue = most_likely

    @property
    def structure(self) -> Structure:
        return self.reading.structure

    @property
    def everybody(self) -> tuple[int, ...]:
        return tuple(range(len(self.case.parties)))

    def least(self, floor: Floor) -> int | None:
        """The least value of the party that a body follows at which the body ratifies."""
        return _raised(self.reading, floor.party, self.demanded_by(floor))

    def demanded_by(self, floor: Floor) -> Fraction:
        """The points above the party's walk-away that the body asks for."""
        return self.judged(f"ratifier.{floor.name}", floor.above)

    def gains(self, package: Package | None) -> Gains:
        """What every party gains from a package; no deal, None, is worth 0 to each."""
        return tuple(
            None
            if least is None
            else Fraction(0)
            if package is None
            else self.reading.points(party, self.reading.value(party, package) - least)
            for party, least in enumerate(self.agree)
        )

    def rejects(self, party: int, package: Package) -> bool:
        """True where the package crosses a red line that the party holds."""
        return any(package[line.issue] == line.option for line in self.structure.red_lines[party])

    def agrees(self, party: int, package: Package) -> bool:
        """True where the party, seated or asked to ratify, accepts the package."""
        return not self.rejects(party, package) and _reaches(self.reading.value(party, package), self.agree[party])

    def needed_on(self, issue: int, package: Package) -> frozenset[int]:
        """The parties without whom what the package holds on an issue cannot be carried out."""
        column = self.structure.offsets[issue] + package[issue]
        return frozenset(int(party) for party in np.flatnonzero(self.structure.needs[column]))

    def needed(self, package: Package) -> frozenset[int]:
        """The parties without whom the package cannot be carried out."""
        return frozenset[int]().union(*(self.needed_on(issue, package) for issue in range(len(package))))

    def refuses(self, party: int, package: Package) -> bool:
        """True where a needed party would not do its part."""
        return self.rejects(party, package) or not _reaches(self.reading.value(party, package), self.carry[party])

    def broken(self, package: Package) -> tuple[int, ...]:
        """The rules, by their places, that a package breaks."""
        rules = enumerate(self.structure.rules)
        return tuple(n for n, rule in rules if fulfils(package, rule.if_) and not fulfils(package, rule.then))


def table_terms(case: Compiled, reading: Reading, judged: JudgedValue = most_likely) -> TableTerms:
    """The terms of a reading of a case, whatever table it was compiled for."""
    structure = with_agenda(reading.structure, frozenset(range(len(case.issues))))
    parties = tuple(range(len(case.parties)))
    structure = replace(structure, always=(), bargaining=parties, followed=(), votes=())
    refusal = tuple(
        judged(f"judgements.refusal.{case.parties[party]}", span) if span is not None else Fraction(0)
        for party, span in enumerate(case.refusal or (None,) * len(parties))
    )
    return TableTerms(
        case=case,
        reading=replace(reading, structure=structure, floors=()),
        agree=reading.walk_away,
        carry=tuple(_raised(reading, party, points) for party, points in enumerate(refusal)),
        refusal=refusal,
        judged=judged,
    )


def with_agenda(structure: Structure, agenda: Iterable[int]) -> Structure:
    """The structure with every option open on the agenda, and the status quo alone off it."""
    on = frozenset(agenda)
    open_ = structure.open.copy()
    for issue, (start, size) in enumerate(zip(structure.offsets, structure.sizes, strict=True)):
        if issue not in structure.left_out:
            quo = structure.status_quo[issue]
            open_[start : start + size] = [issue in on or option == quo for option in range(size)]
    return replace(structure, open=open_)


def _raised(reading: Reading, party: int, points: Fraction) -> int | None:
    walk_away = reading.walk_away[party]
    return None if walk_away is None else ceil(walk_away + points * reading.denominator[party])


def _reaches(value: int, least: int | None) -> bool:
    return least is None or value >= least
