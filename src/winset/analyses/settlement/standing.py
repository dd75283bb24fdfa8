"""How one package stands: what it is worth to whom, who would not accept it, and what would have to give for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from winset.analyses.settlement.blockers import Constraint, constraints, violates
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.packages import View, holds
from winset.analyses.settlement.settle import Objection, objections
from winset.compiled import CompiledRule
from winset.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """One package under one reading.

    required: the parties whose consent it needs. values: per party a numerator. violated: the walk-aways and red lines
    that it violates, and the bodies that would not ratify it. broken: the rules that it breaks. moves: False of the
    package that leaves everything as it is. objections: red lines that it crosses of parties whose consent it does not
    need.
    """

    reading: Reading
    package: Package
    required: frozenset[int]
    values: tuple[int, ...]
    violated: tuple[Constraint, ...]
    broken: tuple[CompiledRule, ...]
    moves: bool
    objections: tuple[Objection, ...]

    @property
    def is_acceptable(self) -> bool:
        """Everyone whose consent it needs would accept it, and it is a package that can be."""
        return self.moves and not self.violated and not self.broken

    @property
    def can_be_opened(self) -> bool:
        """Whether it would be acceptable if parties gave way; what breaks a rule cannot be, whoever gives way."""
        return self.moves and not self.broken

    def value(self, party: int) -> Fraction:
        """What it is worth to a party, in points."""
        return self.reading.points(party, self.values[party])

    def gain(self, party: int) -> Fraction | None:
        """The same above its walk-away; None where none can be derived."""
        walk_away = self.reading.walk_away[party]
        return None if walk_away is None else self.reading.points(party, self.values[party] - walk_away)

    def shortfall(self, item: Constraint) -> Fraction | None:
        """By how many points a walk-away that it violates would have to fall, or what a body asks; None of a red line
        and of a body that votes.
        """
        if item.line is not None or item.votes:
            return None
        asked = self.reading.walk_away[item.party]
        if item.body is not None:
            asked = next(floor.worth for floor in self.reading.floors if floor.name == item.body)
        return None if asked is None else self.reading.points(item.party, asked - self.values[item.party])


def standing(reading: Reading, package: Package) -> Standing:
    """How a package stands under a reading."""
    view = View(reading.structure, np.array([package], dtype=np.int16))
    values = view.values(reading)
    refused = view.refusals(reading, values)
    return Standing(
        reading=reading,
        package=package,
        required=frozenset(np.flatnonzero(view.required[:, 0]).tolist()),
        values=tuple(values[:, 0].tolist()),
        violated=tuple(item for item in constraints(reading) if violates(view, values, reading, item, refused)[0]),
        broken=tuple(
            rule
            for rule in reading.structure.rules
            if holds(view.packages, rule.if_)[0] and not holds(view.packages, rule.then)[0]
        ),
        moves=bool(view.leaves_status_quo[0]),
        objections=objections(reading, package),
    )
