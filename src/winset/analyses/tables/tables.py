"""Who must be in the room: every table of a case, the table of all, and on request every set of seats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from winset.analyses.settlement.choose import SolutionChoice
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.settlement.packages import total_packages
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables.cascade import Remainder, remainder_of
from winset.analyses.tables.enumerated_space import MOST_LISTED, EnumeratedSpace
from winset.analyses.tables.meeting import Meeting, meeting
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.spoilers import Spoiler, spoilers
from winset.analyses.tables.terms import Gains, Package, TableTerms
from winset.compiled import CompiledTable

EVERYBODY = "everybody"
FEWEST = 2
"""Parties at a table that is made up: fewer do not negotiate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOutcome:
    """What one table can agree on and what of it holds.

    reachable, holds: packages, the one that moves nothing left out. sure: those of `holds` that are ratified whatever
    the members do of whom nothing is known. undeliverable_share: the share of `reachable` that does not hold; None
    where nothing is reachable, and only as good as the counts where they are estimated.

    naive: the deal of a table that looks at nobody outside. remainder: what refusals leave of the first of its ties,
    None where there is no naive deal. foresighted: the table's deal among what holds. gains: of every party at the
    foresighted deal. losses: gains at the deal of all less `gains`. gains_naive, losses_naive: the same at what is left
    of the naive deal. Each is None where one of the deals that it compares is not known.

    blindness: the sum of all gains that the table loses by looking at nobody outside. exclusion: the sum of `losses`;
    it can be negative, for Nash's deal does not maximise it. Sums add up the points of different parties, which is a
    judgement. meeting: what the meeting itself is worth, which decides no deal. spoilers: of the foresighted deal.
    """

    table: CompiledTable
    reachable: CountEstimate
    holds: CountEstimate
    sure: CountEstimate
    undeliverable_share: Fraction | None
    naive: SolutionChoice
    remainder: Remainder | None
    foresighted: SolutionChoice
    gains: Gains | None
    losses: Gains | None
    gains_naive: Gains | None
    losses_naive: Gains | None
    blindness: Fraction | None
    exclusion: Fraction | None
    meeting: Meeting
    spoilers: tuple[Spoiler, ...]

    @property
    def deal(self) -> Package | None:
        """The foresighted deal, the first of its ties; None where there is none."""
        return package_of(self.foresighted)

    @property
    def with_meeting(self) -> Gains | None:
        """What each party has of the foresighted deal and of the meeting itself; None where the deal is not known."""
        return None if self.gains is None else self.meeting.with_deal(self.gains)

    @property
    def survives(self) -> bool:
        """True where there is a naive deal and it is carried out as it was signed."""
        return self.remainder is not None and self.remainder.survives


@dataclass(frozen=True, slots=True, kw_only=True)
class TableComparison:
    """Tables held against the table of all parties, with every issue on its agenda and nobody to ratify.

    method: how packages are gone through. full: the table of all. tables: those of the case, in its order. subsets:
    every set of two or more seats with every issue on the agenda; None where they were not asked for.
    """

    terms: TableTerms
    method: str
    full: TableOutcome
    tables: tuple[TableOutcome, ...]
    subsets: tuple[TableOutcome, ...] | None

    @property
    def all_tables(self) -> tuple[TableOutcome, ...]:
        """The tables of the case, and that of all last."""
        return (*self.tables, self.full)

    @property
    def coming(self) -> tuple[TableOutcome, ...]:
        """The tables of the case that have not met yet."""
        return tuple(met for met in self.tables if not met.table.past)


def space_of(terms: TableTerms, effort: Effort | None = None) -> PackageSpace:
    """All packages in a list where they are few enough, else asked about one question at a time."""
    listed = total_packages(terms.structure) <= MOST_LISTED
    return EnumeratedSpace(terms) if listed else SearchedSpace(terms, effort)


def compare_tables(space: PackageSpace, tables: Iterable[CompiledTable], *, subsets: bool = False) -> TableComparison:
    """Every table held against the table of all. Raises TooLarge where no method takes a question on."""
    terms = space.terms
    full = table_outcome(space, full_table(terms), None)
    made = tuple(hypothetical_table(terms, seated) for seated in seats(terms)) if subsets else ()
    return TableComparison(
        terms=terms,
        method=space.method,
        full=full,
        tables=tuple(table_outcome(space, table, full) for table in tables),
        subsets=tuple(table_outcome(space, table, full) for table in made) if subsets else None,
    )


def table_outcome(space: PackageSpace, table: CompiledTable, full: TableOutcome | None) -> TableOutcome:
    """What a table can agree on and what of it holds. full: of all parties; None where this is that table."""
    terms = space.terms
    reachable, holds = space.reachable(table), space.holding(table)
    signed, deal = reachable.package, holds.package
    left = remainder_of(terms, table, signed) if signed is not None else None
    gains = gains_at(terms, holds.deal)
    against = gains if full is None else full.gains
    losses = None if gains is None or against is None else difference(against, gains)
    after = terms.gains(left.package if left is not None else None) if is_known(reachable.deal) else None
    return TableOutcome(
        table=table,
        reachable=reachable.number,
        holds=holds.number,
        sure=space.surely_ratified(table) if table.bodies else holds.number,
        undeliverable_share=undeliverable_share(reachable.number, holds.number),
        naive=reachable.deal,
        remainder=left,
        foresighted=holds.deal,
        gains=gains,
        losses=losses,
        gains_naive=after,
        losses_naive=None if after is None or against is None else difference(against, after),
        blindness=None if gains is None or after is None else total(difference(gains, after)),
        exclusion=None if losses is None else total(losses),
        meeting=meeting(terms, (table,)),
        spoilers=spoilers(terms, table, deal) if deal is not None else (),
    )


def full_table(terms: TableTerms) -> CompiledTable:
    """The table of all parties."""
    return CompiledTable(name=EVERYBODY, seated=terms.everybody, agenda=frozenset(range(len(terms.case.issues))))


def hypothetical_table(terms: TableTerms, seated: tuple[int, ...]) -> CompiledTable:
    """A table of some parties with every issue on the agenda."""
    name = "+".join(terms.case.parties[party] for party in seated)
    return CompiledTable(name=name, seated=seated, agenda=frozenset(range(len(terms.case.issues))))


def seats(terms: TableTerms) -> tuple[tuple[int, ...], ...]:
    """Every set of two or more parties, the smallest first."""
    parties = terms.everybody
    return tuple(subset for size in range(FEWEST, len(parties) + 1) for subset in combinations(parties, size))


def undeliverable_share(reachable: CountEstimate, holds: CountEstimate) -> Fraction | None:
    """The share of what can be agreed that does not hold; None where nothing can be agreed."""
    return max(Fraction(0), 1 - Fraction(holds.packages, reachable.packages)) if reachable.packages else None


def is_known(choice: SolutionChoice) -> bool:
    """True where it is known which deal there is, or that there is none."""
    return choice.status in ("found", "none exists")


def package_of(choice: SolutionChoice) -> Package | None:
    return choice.packages[0] if choice.packages else None


def gains_at(terms: TableTerms, choice: SolutionChoice) -> Gains | None:
    """The gains of every party at a deal, 0 where there is none; None where that is not known."""
    return terms.gains(package_of(choice)) if is_known(choice) else None


def difference(gains: Gains, other: Gains) -> Gains:
    """Per party the difference; None where one of the two is not known."""
    return tuple(None if a is None or b is None else a - b for a, b in zip(gains, other, strict=True))


def total(gains: Gains) -> Fraction:
    """The sum over the parties whose gains are known: one summary beside the vector."""
    return sum((gain for gain in gains if gain is not None), Fraction(0))
