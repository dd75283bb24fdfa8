"""The whole answer to "who must be in the room?" for one reading of a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables.conditions import Seat, seats_with_conditions
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.grounds import Grounds, grounds
from winset.analyses.tables.linkage import Linkage, linkage
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.payments import Payments, payments
from winset.analyses.tables.ratification import (
    DealRatification,
    Ratification,
    Tightening,
    deal_ratification,
    ratification,
    tightening,
)
from winset.analyses.tables.sequence import TableSequence, chains, table_sequence
from winset.analyses.tables.smallest import Smallest, smallest
from winset.analyses.tables.tables import TableComparison, TableOutcome, compare_tables, package_of, space_of
from winset.analyses.tables.terms import table_terms
from winset.compiled import Compiled, CompiledTable
from winset.readings import Reading, central

POINTS_ADDED = "Sums over parties and payments between them take the points of different parties for one scale."
CERTAIN_AND_KNOWN = (
    "What a tighter constraint brings a party supposes that the constraint is certain and known to all; with "
    "constraints on several sides, or unknown ones, it can do harm."
)
SEARCHED = (
    "There are too many packages to list: what tables can agree on, what a payment would open and what meeting in "
    "stages leads to is searched for, and proven except where a sentence says “at least” or that a search stopped."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesOptions:
    """What is asked of tables. subsets: every set of two or more seats as well, and the smallest table among them.
    tolerated: points of the sum of gains by which the smallest table may fall short. effort: of each search.
    """

    subsets: bool = False
    tolerated: Fraction = Fraction(0)
    effort: Effort | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What else is known of one table. of_naive, of_foresighted: how its ratifiers take its two deals; None where there
    is no such deal. tightening: per party that a body follows, as if that body were not there. grounds: None where a
    search stopped before they were known.
    """

    ratification: Ratification
    of_naive: DealRatification | None
    of_foresighted: DealRatification | None
    tightening: tuple[Tightening, ...]
    linkage: Linkage
    payments: Payments
    grounds: Grounds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """Who must be in the room.

    comparison: every table held against that of all. details: per table of the case, in its order, that of all last.
    sequences: up to each table that meets after another. smallest: None where it was
    not asked for. seats: those whose party has conditions for talks. notes: what a reader has to know.
    """

    comparison: TableComparison
    details: tuple[Detail, ...]
    sequences: tuple[TableSequence, ...]
    smallest: Smallest | None
    seats: tuple[Seat, ...]
    notes: tuple[str, ...]


def talks(case: Compiled, reading: Reading | None = None, options: TablesOptions | None = None) -> Talks:
    """The whole answer. reading: the central one where none is given. Raises TooLarge and NumberTooFine."""
    options = options or TablesOptions()
    terms = table_terms(case, reading if reading is not None else central(case))
    space = space_of(terms, options.effort)
    comparison = compare_tables(space, case.tables, subsets=options.subsets)
    details = tuple(_detail(space, outcome) for outcome in comparison.all_tables)
    stages = chains(case.tables)
    return Talks(
        comparison=comparison,
        details=details,
        sequences=tuple(table_sequence(space, stage) for stage in stages),
        smallest=smallest(terms, comparison.full, comparison.subsets, options.tolerated)
        if comparison.subsets is not None
        else None,
        seats=seats_with_conditions(terms, case.tables),
        notes=tuple(_notes(case, space, comparison, details)),
    )


def _detail(space: PackageSpace, outcome: TableOutcome) -> Detail:
    terms, table = space.terms, outcome.table
    naive, foresighted = package_of(outcome.naive), package_of(outcome.foresighted)
    return Detail(
        ratification=ratification(space, table),
        of_naive=deal_ratification(terms, table, naive) if naive is not None else None,
        of_foresighted=deal_ratification(terms, table, foresighted) if foresighted is not None else None,
        tightening=tuple(_tightened(space, table, party) for party in sorted({floor.party for floor in table.floors})),
        linkage=linkage(space, table),
        payments=payments(space, table),
        grounds=grounds(space, table, foresighted),
    )


def _tightened(space: PackageSpace, table: CompiledTable, party: int) -> Tightening:
    """The path of the deal while what bodies ask of a party rises from nothing; others stay."""
    return tightening(space, without_floors(table, party), party)


def without_floors(table: CompiledTable, party: int) -> CompiledTable:
    """The table without the bodies that follow a party."""
    return replace(table, floors=tuple(floor for floor in table.floors if floor.party != party))


def _notes(case: Compiled, space: PackageSpace, comparison: TableComparison, details: tuple[Detail, ...]) -> list[str]:
    notes = [POINTS_ADDED]
    for detail in details:
        for body in detail.ratification.voting:
            unknown = [member.name for member in body.members if member.party is None]
            if unknown:
                notes.append(
                    f"How {', '.join(unknown)} would vote in {body.name} is not known: they are no parties of the "
                    "case. What holds counts what can still be ratified."
                )
    if any(detail.tightening for detail in details):
        notes.append(CERTAIN_AND_KNOWN)
    if any(outcome.reachable.error or outcome.holds.error for outcome in comparison.all_tables):
        notes.append("Some counts of packages are estimated from samples, and so are the shares that rest on them.")
    if not isinstance(space, EnumeratedSpace):
        notes.append(SEARCHED)
    return list(dict.fromkeys(notes))
