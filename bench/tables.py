"""Every set of seats of five parties, with needed parties and a refusal, as the number of packages grows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from time import perf_counter

import numpy as np

from bench.instances import Instance
from bench.reading import reading_of
from bench.table import Row
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.sequence import table_sequence
from winset.analyses.tables.smallest import smallest
from winset.analyses.tables.tables import TableComparison, compare_tables, full_table, hypothetical_table, space_of
from winset.analyses.tables.terms import TableTerms, table_terms
from winset.compiled import Compiled, Structure
from winset.model.numbers import Span

PARTIES, OPTIONS, QUO = 5, 10, 0
LISTED, SIZED = (5, 6), (9, 12)


def rows() -> list[Row]:
    return [*(_every_set(issues, "10 s" if issues == LISTED[-1] else "") for issues in LISTED), _stages(LISTED[-1]),
            *(_one_table(issues) for issues in SIZED)]  # fmt: skip


def _every_set(issues: int, bar: str) -> Row:
    terms = _terms(issues)
    started = perf_counter()
    found: TableComparison = compare_tables(space_of(terms), (), subsets=True)
    fewest = smallest(terms, found.full, found.subsets or ())
    took = perf_counter() - started
    return Row(
        what=f"every set of seats, {PARTIES} parties, 10^{issues} packages: what can be agreed, what holds, "
        "both deals, cascades, losses, the smallest table",
        bar=bar,
        figure=f"{took:.2f} s, {len(found.subsets or ())} tables, {found.full.holds.packages:,} hold at that of all; "
        f"smallest table: {fewest.status}",
    )


def _stages(issues: int) -> Row:
    terms = _terms(issues)
    listed = EnumeratedSpace(terms)
    first = replace(hypothetical_table(terms, (0, 1)), name="first", agenda=frozenset({0, 1}))
    second = replace(hypothetical_table(terms, (0, 1, 2)), name="second", agenda=frozenset({2, 3}))
    started = perf_counter()
    table_sequence(listed, (first, second, full_table(terms)))
    took = perf_counter() - started
    return Row(what=f"three tables in turn, 10^{issues} packages", bar="", figure=f"{took:.2f} s")


def _one_table(issues: int) -> Row:
    terms = _terms(issues)
    space: PackageSpace = space_of(terms)
    started = perf_counter()
    found = compare_tables(space, (hypothetical_table(terms, (0, 1)), hypothetical_table(terms, (0, 1, 2))))
    took = perf_counter() - started
    told = ", ".join(
        f"{_told(one.reachable)} and {_told(one.holds)} (deal {one.foresighted.status})"
        for one in (*found.tables, found.full)
    )
    return Row(
        what=f"tables of two, three and all five parties, 10^{issues} packages: can be agreed and holds",
        bar="",
        figure=f"{took:.1f} s: {told}",
    )


def _told(number: CountEstimate) -> str:
    return f"{number.packages:.4g}" + (f" ± {number.error:.2g}" if number.error else "")


def _terms(issues: int) -> TableTerms:
    """Single-peaked preferences; each issue needs two parties in turn, and one party gains a little by refusing."""
    reading = reading_of(Instance(kind="spatial", parties=PARTIES, issues=issues, options=OPTIONS))
    still = (QUO,) * issues
    needs = np.zeros_like(reading.structure.needs)
    for issue in range(issues):
        for option in range(OPTIONS):
            if option != QUO:
                needs[issue * OPTIONS + option, [issue % PARTIES, (issue + 2) % PARTIES]] = True
    reading = replace(reading, structure=replace(reading.structure, status_quo=still, needs=needs))
    reading = replace(reading, walk_away=tuple(reading.value(party, still) for party in range(PARTIES)))
    return table_terms(_case(issues, reading.structure), reading)


def _case(issues: int, structure: Structure) -> Compiled:
    return Compiled(
        parties=tuple(f"party_{n}" for n in range(PARTIES)),
        issues=tuple(f"issue_{n}" for n in range(issues)),
        options=(tuple(f"option_{n}" for n in range(OPTIONS)),) * issues,
        places=(None,) * issues,
        cells=((),) * PARTIES,
        walk_away=(None,) * PARTIES,
        capability=(None,) * PARTIES,
        links=(),
        floors=(),
        structure=structure,
        refusal=(None, None, Span.of(Fraction(1)), None, None),
    )
