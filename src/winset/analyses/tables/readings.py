"""What tables can agree on and what holds, asked of many readings: a question as the robustness analysis takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.packages import Bools, total_packages
from winset.analyses.tables.cascade import remainder_of
from winset.analyses.tables.enumerated_space import MOST_LISTED, EnumeratedSpace
from winset.analyses.tables.tables import EVERYBODY, full_table
from winset.analyses.tables.terms import table_terms
from winset.compiled import Compiled, CompiledTable
from winset.errors import TooLarge
from winset.readings import Draws, central
from winset.readings.judged import JudgedDraws
from winset.readings.shapes import Drawer

HOLDS, SURVIVES, DEAL = "holds", "survives", "deal"
KINDS = (HOLDS, SURVIVES, DEAL)


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
        if (total := total_packages(terms.structure)) > MOST_LISTED:
            raise TooLarge(
                f"tables are asked of many readings up to {MOST_LISTED:,} packages; these are {total:,}", total
            )
        like = EnumeratedSpace(terms)
        named = {table.name: table for table in case.tables} | {EVERYBODY: full_table(terms)}

        def answer(draws: Draws) -> Mapping[str, Bools]:
            findings = {name: np.zeros(len(draws), dtype=bool) for name in self.findings}
            numbers = range(draws.first, draws.first + len(draws))
            values = JudgedDraws(Drawer(case, draws.seed, numbers, ranges=draws.scope == "everything"))
            for n in range(len(draws)):
                listed = EnumeratedSpace(table_terms(case, draws.reading(n), values.of(n)), like)
                for name in self.tables:
                    for kind, holds in _told(listed, named.get(name)).items():
                        findings[finding_name(kind, name)][n] = holds
            return findings

        return answer


def _told(listed: EnumeratedSpace, table: CompiledTable | None) -> dict[str, bool]:
    if table is None:
        return dict.fromkeys(KINDS, False)
    signed = listed.reachable(table).package
    held_set = listed.holding(table)
    return {
        HOLDS: held_set.number.packages > 0,
        SURVIVES: signed is not None and remainder_of(listed.terms, table, signed).survives,
        DEAL: held_set.package is not None,
    }


def finding_name(kind: str, table: str) -> str:
    """The name of a finding about a table."""
    return f"{kind}.{table}"
