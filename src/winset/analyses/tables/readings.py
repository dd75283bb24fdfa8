"""What tables can agree on and what holds, asked of many readings: a question as the robustness analysis takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from winset.analyses.settlement.packages import Bools, total_packages
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables.cascade import refusing_ratifiers, remainder_of
from winset.analyses.tables.enumerated_space import MOST_LISTED, EnumeratedSpace
from winset.analyses.tables.ratification import floor_at
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.tables import EVERYBODY, full_table
from winset.analyses.tables.terms import Package, TableTerms, table_terms
from winset.compiled import Compiled, CompiledTable
from winset.readings import Draws, central
from winset.readings.judged import JudgedDraws
from winset.readings.shapes import Drawer

HOLDS, SURVIVES, DEAL = "holds", "survives", "deal"
KINDS = (HOLDS, SURVIVES, DEAL)
UNDECIDED = "undecided"
MOST_NODES = 100_000
"""Nodes of each search about a table in one reading, where packages are too many to list; beyond, the reading is
counted apart, and shares are told as between two bounds.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesQuestion:
    """Whether at each of some tables something that can be agreed holds, whether the deal that the table would sign,
    looking at nobody outside, is carried out as it was signed, and whether there is a foresighted deal.

    tables: by name; `everybody` is the table of all parties. A table that another version of the case does not have has
    none of these. What bodies ask for and what refusal is worth are drawn from their ranges like all that is judged.
    """

    tables: tuple[str, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """holds.TABLE, survives.TABLE and deal.TABLE."""
        return tuple(finding_name(kind, table) for table in self.tables for kind in KINDS)

    def __call__(self, case: Compiled) -> Callable[[Draws], Mapping[str, Bools]]:
        terms = table_terms(case, central(case))
        like = EnumeratedSpace(terms) if total_packages(terms.structure) <= MOST_LISTED else None
        named = {table.name: table for table in case.tables} | {EVERYBODY: full_table(terms)}
        tried = _central_deals(terms, [named[name] for name in self.tables if name in named]) if like is None else {}

        def answer(draws: Draws) -> Mapping[str, Bools]:
            names = self.findings if like is not None else (*self.findings, *map(_apart, self.findings))
            findings = {name: np.zeros(len(draws), dtype=bool) for name in names}
            numbers = range(draws.first, draws.first + len(draws))
            values = JudgedDraws(Drawer(case, draws.seed, numbers, ranges=draws.scope == "everything"))
            for n in range(len(draws)):
                terms = table_terms(case, draws.reading(n), values.of(n))
                space = SearchedSpace(terms, Effort(nodes=MOST_NODES)) if like is None else EnumeratedSpace(terms, like)
                for name in self.tables:
                    for kind, holds in _told(space, named.get(name), tried.get(name)).items():
                        finding = finding_name(kind, name)
                        findings[finding][n] = bool(holds)
                        if holds is None:
                            findings[_apart(finding)][n] = True
            return findings

        return answer


def _central_deals(terms: TableTerms, tables: Iterable[CompiledTable]) -> dict[str, Package]:
    """Per table its deal in the central reading, which is tried in every reading before a search."""
    space = SearchedSpace(terms, Effort(nodes=MOST_NODES))
    return {table.name: choice.packages[0] for table in tables if (choice := space.above(table, ())).packages}


def _told(
    space: EnumeratedSpace | SearchedSpace, table: CompiledTable | None, tried: Package | None
) -> Mapping[str, bool | None]:
    """Which findings hold of a table; None where a search stopped before that was known. tried: a package that may hold
    there.
    """
    if table is None:
        return dict.fromkeys(KINDS, False)
    return _searched(space, table, tried) if isinstance(space, SearchedSpace) else _listed(space, table)


def _listed(listed: EnumeratedSpace, table: CompiledTable) -> dict[str, bool | None]:
    signed = listed.reachable(table).package
    held_set = listed.holding(table)
    return {
        HOLDS: held_set.number.packages > 0,
        SURVIVES: signed is not None and remainder_of(listed.terms, table, signed).survives,
        DEAL: held_set.package is not None,
    }


def _searched(space: SearchedSpace, table: CompiledTable, tried: Package | None) -> dict[str, bool | None]:
    terms = space.terms
    deal: bool | None = False
    if tried is not None and _is_deal(terms, table, tried):
        deal = True
    elif all(terms.agree[party] is not None for party in table.seated):
        unit = terms.reading.denominator
        gaining = tuple(floor_at(terms, party, Fraction(1, unit[party])) for party in table.seated)
        deal = space.something_holds(table, gaining)
    choice = space.signed(table)
    survives: bool | None = None if choice.status == "limit" else False
    if choice.status == "found":
        survives = remainder_of(terms, table, choice.packages[0]).survives
    return {HOLDS: True if deal else space.something_holds(table), SURVIVES: survives, DEAL: deal}


def _is_deal(terms: TableTerms, table: CompiledTable, package: Package) -> bool:
    """Whether a package on a table's agenda that breaks no rule gives all who sit there a gain, and holds."""
    gains = terms.gains(package)
    return (
        all(terms.agrees(party, package) and (gains[party] or 0) > 0 for party in table.seated)
        and not any(terms.refuses(party, package) for party in terms.needed(package))
        and not refusing_ratifiers(terms, table, package)
    )


def _apart(finding: str) -> str:
    """The name under which readings are told in which a search left a finding open."""
    return f"{UNDECIDED}.{finding}"


def finding_name(kind: str, table: str) -> str:
    """The name of a finding about a table."""
    return f"{kind}.{table}"
