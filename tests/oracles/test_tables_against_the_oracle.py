"""Tables, cascades, sequences and ratifiers, in a list and by the methods of settlement, against the definitions."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.laws.cases import read
from tests.support.batches import batches
from winset.analyses.tables.cascade import cascade, remainder_of
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.linkage import linkage
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.payments import payments
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.sequence import chain, table_sequence
from winset.analyses.tables.terms import Package, TableTerms, table_terms
from winset.compiled import CompiledTable, compiled
from winset.model.case import Case
from winset.readings import central

from .random_tables import random_case_with_tables
from .tables_oracle import Rooms

BATCHES, ORDINARY, PER_BATCH = 10, 2, 100
LINKED_EVERY, SIZED_EVERY = 3, 8
"""What is slower on one side or the other is asked of every third or eighth case."""


def asked(name: str) -> tuple[dict[str, Any], TableTerms, Rooms]:
    raw = random_case_with_tables(Random(name))
    case = compiled(Case.model_validate(raw))
    return raw, table_terms(case, central(case)), Rooms(raw)


def names(terms: TableTerms, package: Package) -> tuple[str, ...]:
    return tuple(terms.case.options[issue][option] for issue, option in enumerate(package))


def compare_table(space: PackageSpace, table: CompiledTable, rooms: Rooms) -> None:
    raw = rooms.case["tables"][table.name]
    terms = space.terms
    reachable, holding = space.reachable(table), space.holding(table)
    assert reachable.number.packages == len(rooms.reachable(raw))
    assert holding.number.packages == len(rooms.holds(raw))
    assert space.surely_ratified(table).packages == len(rooms.holds(raw, others=False))
    for found, expected in ((reachable, rooms.reachable(raw)), (holding, rooms.holds(raw))):
        if not rooms.can_bargain(raw):
            assert found.deal.status == "not computed" or (found.deal.status, expected) == ("none exists", [])
            continue
        assert [names(terms, x) for x in found.deal.packages] == rooms.nash(expected, raw["seated"])


def compare_cascades(listed: EnumeratedSpace, table: CompiledTable, rooms: Rooms) -> None:
    terms = listed.terms
    for place in range(len(listed.packages)):
        package = listed.package(place)
        after, rounds = cascade(terms, package)
        assert (after and names(terms, after)) == rooms.cascade(names(terms, package))
        assert len(rounds) <= len(terms.case.issues)
        left = remainder_of(terms, table, package).package
        assert (left and names(terms, left)) == rooms.left(rooms.case["tables"][table.name], names(terms, package))


def compare_sequence(listed: EnumeratedSpace, table: CompiledTable, rooms: Rooms) -> None:
    stages = chain(listed.terms.case.tables, table)
    raw = [rooms.case["tables"][stage.name] for stage in stages]
    found = table_sequence(listed, stages)
    if not all(rooms.can_bargain(one) for one in raw):
        assert found.binding.status == "not computed"
        return
    expected = rooms.sequence(raw)
    assert [names(listed.terms, x) for x in found.binding.packages] == expected


def compare_linkage(space: PackageSpace, table: CompiledTable, rooms: Rooms) -> None:
    found = linkage(space, table)
    issues = space.terms.case.issues
    raw = rooms.case["tables"][table.name]
    assert found.complete
    assert {frozenset(issues[n] for n in bundle) for bundle in found.bundles} == rooms.bundles(raw)
    load_bearing = {
        issue
        for n, issue in enumerate(issues)
        if "status_quo" in rooms.case["issues"][issue]
        and rooms.holds(raw)
        and all(x[n] != rooms.case["issues"][issue]["status_quo"] for x in rooms.holds(raw))
    }
    assert {issues[n] for n in found.load_bearing} == load_bearing


def compare_payments(listed: EnumeratedSpace, table: CompiledTable, rooms: Rooms) -> None:
    found = payments(listed, table)
    raw = rooms.case["tables"][table.name]
    if rooms.holds(raw):
        assert found.status == "not needed"
        return
    ratio, transfer = rooms.payments(raw)
    assert (found.least_lossy.efficiency if found.least_lossy else None) == ratio
    assert (found.smallest.transfer if found.smallest else None) == transfer


def test_the_random_cases_are_valid_and_read_from_their_text_the_same() -> None:
    for n in range(10):
        raw, _, _ = asked(f"valid {n}")
        assert read(raw) == Case.model_validate(raw)


@pytest.mark.parametrize("batch", batches(BATCHES, ORDINARY))
def test_tables_are_what_the_definitions_say(batch: int) -> None:
    for n in range(PER_BATCH):
        _, terms, rooms = asked(f"tables {batch} {n}")
        listed = EnumeratedSpace(terms)
        for table in terms.case.tables:
            compare_table(listed, table, rooms)
            compare_sequence(listed, table, rooms)
            if n % LINKED_EVERY == 0:
                compare_linkage(listed, table, rooms)
                compare_payments(listed, table, rooms)
        if n % LINKED_EVERY == 0:
            compare_cascades(listed, terms.case.tables[0], rooms)


@pytest.mark.parametrize("batch", batches(BATCHES, ORDINARY))
def test_the_methods_of_settlement_say_the_same(batch: int) -> None:
    for n in range(0, PER_BATCH, SIZED_EVERY):
        _, terms, rooms = asked(f"tables {batch} {n}")
        sized = SearchedSpace(terms)
        for table in terms.case.tables:
            compare_table(sized, table, rooms)
            compare_linkage(sized, table, rooms)
