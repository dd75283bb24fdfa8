"""The worked example of the definition of tables: 108 packages, every number of its two tables."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.laws.cases import read
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.sequence import TableSequence, chain, table_sequence
from winset.analyses.tables.smallest import smallest
from winset.analyses.tables.tables import (
    TableComparison,
    TableOutcome,
    compare_tables,
    hypothetical_table,
    table_outcome,
)
from winset.analyses.tables.terms import TableTerms, table_terms
from winset.compiled import compiled
from winset.readings import central

from .tables_example import PARTIES, example

BEST = {"territory": "freeze", "ceasefire": "full", "guarantee": "by_us", "relief": "by_both", "returns": "all"}
BEST_GAINS = ("5.5", "4", "9", "3")
NOTHING = ("0", "0", "0", "0")


def terms(**sections: Any) -> TableTerms:
    case = compiled(read(example(**sections)))
    return table_terms(case, central(case))


def points(gains: tuple[str, ...]) -> tuple[Fraction, ...]:
    return tuple(Fraction(gain) for gain in gains)


def all_tables(space: PackageSpace) -> dict[str, TableOutcome]:
    found = compare_tables(space, (), subsets=True)
    assert found.subsets is not None
    return {subset.table.name: subset for subset in found.subsets}


@pytest.fixture(scope="module", params=[EnumeratedSpace, SearchedSpace])
def space(request: pytest.FixtureRequest) -> PackageSpace:
    made: PackageSpace = request.param(terms())
    return made


ROWS = [
    ("us+russia", 76, 38, "1/2", ("7", "11", "-6", "-3"), None, ("6.5", "6", "2", "0"), "7"),
    ("us+russia+ukraine", 45, 37, "8/45", BEST_GAINS, BEST, BEST_GAINS, "0"),
    ("us+russia+europe", 39, 37, "2/39", BEST_GAINS, BEST, BEST_GAINS, "0"),
    ("us+russia+ukraine+europe", 37, 37, "0", BEST_GAINS, BEST, BEST_GAINS, "0"),
    ("us+ukraine+europe", 59, 37, "22/59", ("6", "-4", "13", "5.5"), None, ("6", "2", "11", "3.5"), "-1"),
    ("russia+ukraine", 51, 37, "14/51", BEST_GAINS, BEST, BEST_GAINS, "0"),
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_each_table_can_agree_and_what_of_it_holds(space: PackageSpace, row: Any) -> None:
    name, reachable, holds, phantom, naive, left, gains, loss = row
    told = space.terms
    one = all_tables(space)[name]
    assert (one.reachable.packages, one.holds.packages, one.sure.packages) == (reachable, holds, holds)
    assert one.undeliverable_share == Fraction(phantom)
    assert told.gains(one.naive.packages[0]) == points(naive)
    assert one.remainder is not None
    assert (one.remainder.package and told.case.package_names(one.remainder.package)) == left
    assert one.survives == (left is not None)
    assert one.gains == points(gains)
    assert one.exclusion == Fraction(loss)
    assert one.losses == tuple(b - g for b, g in zip(points(BEST_GAINS), points(gains), strict=True))
    assert len(one.naive.packages) == len(one.foresighted.packages) == 1


def test_those_who_are_left_out_refuse_and_nothing_is_left() -> None:
    told = terms()
    one = all_tables(EnumeratedSpace(told))["us+russia"]
    assert one.remainder is not None
    assert [told.case.parties[party] for party in one.remainder.rounds[0].refusing] == ["ukraine", "europe"]
    assert one.blindness == Fraction("14.5")
    assert one.losses_naive is not None
    assert sum(gain for gain in one.losses_naive if gain is not None) == Fraction("21.5")


def test_39_packages_are_carried_out_counting_the_one_that_moves_nothing() -> None:
    listed = EnumeratedSpace(terms())
    assert listed.total == 108
    assert int(listed.carried_out.sum()) + 1 == 39


def test_two_parties_that_fight_are_the_smallest_table() -> None:
    told = terms()
    found: TableComparison = compare_tables(EnumeratedSpace(told), (), subsets=True)
    assert found.subsets is not None
    answer = smallest(told, found.full, found.subsets)
    assert answer.status == "found"
    assert "russia+ukraine" in [table.table.name for table in answer.tables]
    assert {len(table.table.seated) for table in answer.tables} == {2}


STAGES = [
    (["territory"], 3, ("7", "4", "4", "0.5"), "15.5"),
    (["territory"], 4, BEST_GAINS, "21.5"),
    (["territory", "relief"], 3, ("7", "4", "4", "0.5"), "15.5"),
    (["territory", "relief"], 4, ("7", "4", "4", "0.5"), "15.5"),
    (["ceasefire"], 3, BEST_GAINS, "21.5"),
    (["ceasefire"], 4, BEST_GAINS, "21.5"),
    (["ceasefire", "returns"], 3, ("5", "5", "5", "2"), "17"),
    (["ceasefire", "returns"], 4, BEST_GAINS, "21.5"),
]


def in_stages(first: list[str], second: int) -> tuple[TableTerms, TableSequence]:
    tables = {
        "first": {"seated": ["us", "russia"], "agenda": first},
        "second": {"seated": list(PARTIES[:second]), "after": "first", "opens_if": "the first goes well"},
    }
    told = terms(tables=tables)
    return told, table_sequence(EnumeratedSpace(told), chain(told.case.tables, told.case.tables[1]))


@pytest.mark.parametrize("row", STAGES, ids=[f"{'+'.join(row[0])} then {row[1]}" for row in STAGES])
def test_what_meeting_in_stages_leads_to(row: Any) -> None:
    first, second, gains, together = row
    _, found = in_stages(first, second)
    assert found.gains == points(gains)
    assert sum(points(gains)) == Fraction(together)
    assert len(found.binding.packages) == 1
    assert found.direct == points(BEST_GAINS)


def test_the_anchoring_effect_of_a_first_meeting_on_territory() -> None:
    told, found = in_stages(["territory"], 3)
    assert found.anchoring == points(("1.5", "0", "-5", "-2.5"))
    assert told.case.package_names(found.binding.packages[0]) == {
        "territory": "recognise", "ceasefire": "full", "guarantee": "by_both", "relief": "by_us", "returns": "all",
    }  # fmt: skip


def test_a_table_of_two_loses_seven_points_by_leaving_two_out() -> None:
    told = terms()
    space = EnumeratedSpace(told)
    full = table_outcome(space, hypothetical_table(told, told.everybody), None)
    one = table_outcome(space, hypothetical_table(told, (0, 1)), full)
    assert one.losses == points(("-1", "-2", "7", "3"))
