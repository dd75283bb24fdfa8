"""What tables can agree on and what holds, asked of many readings: a question as the robustness analysis takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from winset.analyses.settlement.packages import Bools, total_packages
from winset.analyses.tables.cascade import left_of
from winset.analyses.tables.listed import MOST_LISTED, Listed
from winset.analyses.tables.tables import EVERYBODY, full_table
from winset.analyses.tables.terms import Judged, terms_of
from winset.compiled import Compiled, Table
from winset.errors import TooLarge
from winset.model.numbers import Span
from winset.readings import Draws, central
from winset.readings.shapes import Drawer
from winset.readings.streams import HUNDREDTHS, Unit

HOLDS, SURVIVES, DEAL = "holds", "survives", "deal"
KINDS = (HOLDS, SURVIVES, DEAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Whether at each of some tables something that can be agreed holds, whether the deal that the table would sign,
    looking at nobody outside, is carried out as it was signed, and whether there is a foresighted deal.

    tables: by name; `everybody` is the table of all parties. A table that another version of the case does not have has
    none of these. What bodies ask for and what refusal is worth are drawn from their ranges like all that is judged.
    """

    tables: tuple[str, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """holds.TABLE, survives.TABLE and deal.TABLE."""
        return tuple(finding(kind, table) for table in self.tables for kind in KINDS)

    def __call__(self, case: Compiled) -> Callable[[Draws], Mapping[str, Bools]]:
        terms = terms_of(case, central(case))
        if (total := total_packages(terms.structure)) > MOST_LISTED:
            raise TooLarge(
                f"tables are asked of many readings up to {MOST_LISTED:,} packages; these are {total:,}", total
            )
        like = Listed(terms)
        named = {table.name: table for table in case.tables} | {EVERYBODY: full_table(terms)}

        def answer(draws: Draws) -> Mapping[str, Bools]:
            found = {name: np.zeros(len(draws), dtype=bool) for name in self.findings}
            values = _Values(case, draws)
            for n in range(len(draws)):
                listed = Listed(terms_of(case, draws.reading(n), values.of(n)), like)
                for name in self.tables:
                    for kind, holds in _told(listed, named.get(name)).items():
                        found[finding(kind, name)][n] = holds
            return found

        return answer


def _told(listed: Listed, table: Table | None) -> dict[str, bool]:
    if table is None:
        return dict.fromkeys(KINDS, False)
    signed = listed.reachable(table).package
    held = listed.holding(table)
    return {
        HOLDS: held.number.packages > 0,
        SURVIVES: signed is not None and left_of(listed.terms, table, signed).survives,
        DEAL: held.package is not None,
    }


def finding(kind: str, table: str) -> str:
    """The name of a finding about a table."""
    return f"{kind}.{table}"


class _Values:
    """Draws of what is judged of tables alone: each number has its own stream, as all others have."""

    def __init__(self, case: Compiled, draws: Draws) -> None:
        numbers = range(draws.first, draws.first + len(draws))
        self.drawer = Drawer(case, draws.seed, numbers, ranges=draws.which == "everything")
        self._known: dict[tuple[str, Span], list[Fraction]] = {}

    def of(self, draw: int) -> Judged:
        """The values in one draw."""

        def value(path: str, span: Span) -> Fraction:
            key = (path, span)  # two tables may have a body of one name that asks for different things
            if key not in self._known:
                self._known[key] = self._drawn(path, span)
            return self._known[key][draw]

        return value

    def _drawn(self, path: str, span: Span) -> list[Fraction]:
        unit = Unit(parts=lcm(HUNDREDTHS, span.central.denominator), exact=True)
        return [Fraction(int(one), unit.parts) for one in self.drawer.span(span, path, unit)]
