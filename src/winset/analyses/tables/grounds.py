"""On what it rests that something at a table holds, or that nothing does: red lines alone, or numbers.

A package is *open* at a table where it is on its agenda and crosses no red line of anybody whose consent it needs,
whatever it is worth to them. Where no package is open, red lines alone decide, and no number could change that. Where
some are, the one that falls short by least says by how much the table misses a deal and for whom; where the table has a
deal, whoever has least to spare says how near it is to none.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from winset.analyses.settlement.packages import Bools
from winset.analyses.tables.ballots import ballots
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.payments import CLOSE, over
from winset.analyses.tables.spoilers import slack
from winset.analyses.tables.terms import Package
from winset.compiled import CompiledTable

Ground = Literal["stated red lines", "inferred red lines", "numbers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the answer of one table rests on.

    ground: what keeps everything from holding, or lets something hold: red lines that are stated are enough by
    themselves, or those that are inferred are needed too, or numbers decide. nearest: the open package that falls short
    by least in all, the first in the order of the case; None where something holds or nothing is open. short: by how
    many points it does, per party that falls short. spare: whoever has least to spare at the deal of the table, and
    how much; None without a deal.
    """

    ground: Ground
    nearest: Package | None = None
    short: tuple[tuple[int, Fraction], ...] = ()
    spare: tuple[int, Fraction] | None = None

    @property
    def miss(self) -> Fraction:
        """The points that are missing in all."""
        return sum((points for _, points in self.short), Fraction(0))


def grounds(listed: EnumeratedSpace, table: CompiledTable, deal: Package | None) -> Grounds:
    """What the answer of a table rests on. deal: its own among what holds, None where it has none."""
    if deal is not None:
        slacks = slack(listed.terms, table, deal)
        return Grounds(
            ground="numbers", spare=min(slacks, key=lambda shortfall: (shortfall[1], shortfall[0]), default=None)
        )
    if listed.holds(table).any():
        return Grounds(ground="numbers")
    still = _open(listed, table, listed.rejected)
    if not still.any():
        stated = _open(listed, table, _rejected_in_so_many_words(listed))
        return Grounds(ground="inferred red lines" if stated.any() else "stated red lines")
    for ballot in ballots(listed.terms.case, table):
        still &= listed.passed(ballot, with_others=True)
    return _nearest(listed, table, still) if still.any() else Grounds(ground="numbers")


def _open(listed: EnumeratedSpace, table: CompiledTable, rejected: Bools) -> Bools:
    """(package) on the agenda, and crossing no red line of those whose consent it needs. rejected: (party, package)."""
    keep = listed.on(table.agenda)
    consents = np.zeros(len(rejected), dtype=bool)
    consents[[*table.seated, *table.ratifiers, *(floor.party for floor in table.floors)]] = True
    keep &= ~(rejected & (listed.needed | consents[:, None])).any(axis=0)
    return keep


def _rejected_in_so_many_words(listed: EnumeratedSpace) -> Bools:
    """(party, package) where the package crosses a red line of the party that a source states."""
    result = np.zeros(listed.rejected.shape, dtype=bool)
    for party, lines in enumerate(listed.terms.structure.red_lines):
        for line in lines:
            if line.basis == "stated":
                result[party] |= listed.packages[:, line.issue] == line.option
    return result


def _nearest(listed: EnumeratedSpace, table: CompiledTable, still: Bools) -> Grounds:
    """The open package that falls short by least, found exactly among those that come near it in floating point."""
    places = np.flatnonzero(still)
    short = np.stack([np.maximum(-over(listed, table, party), 0) for party in listed.terms.everybody])
    rough = short.sum(axis=0)[places]
    near = places[rough <= rough.min() * (1 + CLOSE) + CLOSE]
    return min((_falling_short(listed, table, int(place)) for place in near), key=lambda distance: distance.miss)


def _falling_short(listed: EnumeratedSpace, table: CompiledTable, place: int) -> Grounds:
    package = listed.package(place)
    slacks = slack(listed.terms, table, package)
    return Grounds(
        ground="numbers",
        nearest=package,
        short=tuple((party, -points) for party, points in slacks if points < 0),
    )
