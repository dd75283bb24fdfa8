"""On what it rests that something at a table holds, or that nothing does: red lines alone, or numbers.

A package is *open* at a table where it is on its agenda and crosses no red line of anybody whose consent it needs,
whatever it is worth to them. Where no package is open, red lines alone decide, and no number could change that. Where
some are, the one that falls short by least says by how much the table misses a deal and for whom; where the table has a
deal, whoever has least to spare says how near it is to none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import Bools
from winset.analyses.settlement.search.joined_question import some_acceptable
from winset.analyses.settlement.search.shortfall import nearest
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.tables.ballots import ballots
from winset.analyses.tables.demands import demands, open_reading
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.payments import CLOSE, over
from winset.analyses.tables.spoilers import slack
from winset.analyses.tables.terms import Package, TableTerms
from winset.compiled import CompiledTable

Ground = Literal["stated red lines", "inferred red lines", "numbers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the answer of one table rests on.

    ground: what keeps everything from holding, or lets something hold: red lines that are stated are enough by
    themselves, or those that are inferred are needed too, or numbers decide. nearest: the open package that falls short
    by least in all, the first in the order of the case; None where something holds or nothing is open. short: by how
    many points it does, per party that falls short. spare: whoever has least to spare at the deal of the table, and
    how much; None without a deal. at_least: the points that are missing at least in all, where a search stopped before
    the nearest was proven to be so.
    """

    ground: Ground
    nearest: Package | None = None
    short: tuple[tuple[int, Fraction], ...] = ()
    spare: tuple[int, Fraction] | None = None
    at_least: Fraction | None = None

    @property
    def miss(self) -> Fraction:
        """The points that are missing in all."""
        return sum((points for _, points in self.short), Fraction(0))


def grounds(space: PackageSpace, table: CompiledTable, deal: Package | None) -> Grounds | None:
    """What the answer of a table rests on; None where a search stopped before that was known. deal: its own among what
    holds, None where it has none.
    """
    if deal is not None:
        slacks = slack(space.terms, table, deal)
        return Grounds(
            ground="numbers", spare=min(slacks, key=lambda shortfall: (shortfall[1], shortfall[0]), default=None)
        )
    return _listed(space, table) if isinstance(space, EnumeratedSpace) else _searched(space, table)


def _searched(space: PackageSpace, table: CompiledTable) -> Grounds | None:
    """The same where packages are not kept in a list: by branch and bound over sums of clusters."""
    terms, effort = space.terms, space.effort or Effort()
    holds = space.something_holds(table)
    if holds is None:
        return None
    if holds:
        return Grounds(ground="numbers")
    try:
        return _by_sums(terms, table, effort)
    except TooJoined:
        return None


def _by_sums(terms: TableTerms, table: CompiledTable, effort: Effort) -> Grounds | None:
    """The same where nothing holds. Raises TooJoined."""
    reading = open_reading(terms, table, frozenset())
    some = some_acceptable(reading, Budget(effort))
    if not some.proven:
        return None
    if some.package is None:
        stated = replace(
            reading.structure,
            red_lines=tuple(
                tuple(line for line in lines if line.basis == "stated") for lines in reading.structure.red_lines
            ),
        )
        some = some_acceptable(replace(reading, structure=stated), Budget(effort))
        if not some.proven:
            return None
        return Grounds(ground="stated red lines" if some.package is None else "inferred red lines")

    def missing(package: Package) -> Fraction:
        return _falling_short(terms, table, package).miss

    near = nearest(list(demands(terms, table, even=False)), missing, Budget(effort))
    if not near.packages:
        return Grounds(ground="numbers") if near.proven else None
    return replace(
        _falling_short(terms, table, near.packages[0]), at_least=None if near.proven else near.bound or Fraction(0)
    )


def _listed(listed: EnumeratedSpace, table: CompiledTable) -> Grounds:
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
    return min(
        (_falling_short(listed.terms, table, listed.package(int(place))) for place in near),
        key=lambda distance: distance.miss,
    )


def _falling_short(terms: TableTerms, table: CompiledTable, package: Package) -> Grounds:
    slacks = slack(terms, table, package)
    return Grounds(
        ground="numbers",
        nearest=package,
        short=tuple((party, -points) for party, points in slacks if points < 0),
    )
