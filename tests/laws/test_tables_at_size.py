"""Tables of cases with too many packages to list say what a list of all packages says, and bounds contain it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables import enumerated_space, readings, searched_space
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.grounds import grounds
from winset.analyses.tables.payments import payments
from winset.analyses.tables.ratification import ratification
from winset.analyses.tables.readings import TablesQuestion
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.sequence import binding_results, chains, table_sequence
from winset.analyses.tables.tables import EVERYBODY, full_table
from winset.analyses.tables.terms import TableTerms, table_terms
from winset.compiled import Compiled, compiled
from winset.model.case import Case
from winset.readings import central

few_or_many = pytest.mark.parametrize("cases", [5, pytest.param(1000, marks=pytest.mark.slow)])
fewer_or_many = pytest.mark.parametrize("cases", [4, pytest.param(300, marks=pytest.mark.slow)])


@pytest.fixture(autouse=True)
def always_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Branch and bound for every question, however few packages there are."""
    monkeypatch.setattr(searched_space, "SOME", 0)


def drawn(name: str, cases: int) -> Iterator[tuple[Compiled, TableTerms]]:
    for n in range(cases):
        case = compiled(Case.model_validate(random_case_with_tables(Random(f"{name} {n}"))))
        yield case, table_terms(case, central(case))


@few_or_many
def test_payments_grounds_and_ratifiers_are_those_of_a_list(cases: int) -> None:
    paid = missed = 0
    for case, terms in drawn("at size", cases):
        listed, searched = EnumeratedSpace(terms), SearchedSpace(terms)
        for table in (*case.tables, full_table(terms)):
            one, other = payments(listed, table), payments(searched, table)
            assert (one.status, one.smallest) == (other.status, other.smallest)
            ratio = one.least_lossy.efficiency if one.least_lossy is not None else None
            assert other.least_lossy == (one.least_lossy if ratio is not None and ratio <= 1 else None)
            ground = grounds(listed, table, None)
            assert ground == grounds(searched, table, None)
            assert ratification(listed, table) == ratification(searched, table)
            paid += one.status == "found"
            missed += ground is not None and ground.nearest is not None
    assert min(paid, missed) > 0


@few_or_many
def test_a_search_that_stops_gives_bounds_that_contain_what_a_list_says(cases: int) -> None:
    bounded = 0
    for case, terms in drawn("starved", cases):
        listed = EnumeratedSpace(terms)
        for nodes in (1, 2, 4, 8):
            starved = SearchedSpace(terms, Effort(nodes=nodes))
            for table in (*case.tables, full_table(terms)):
                one, other = payments(listed, table), payments(starved, table)
                if other.status in ("not needed", "none exists") or (other.proven and other.status == "found"):
                    assert one.status == other.status
                if one.smallest is not None and other.smallest is not None:
                    assert (other.at_least or 0) <= one.smallest.transfer <= other.smallest.transfer
                    assert not other.proven or one.smallest == other.smallest
                ground, near = grounds(listed, table, None), grounds(starved, table, None)
                if near is None or ground is None:
                    continue
                if near.at_least is None:
                    assert near == ground
                    continue
                assert near.at_least <= ground.miss <= near.miss
                bounded += 1
    assert bounded > 0


@fewer_or_many
def test_stages_lead_to_what_a_list_says_and_a_search_that_stops_says_how_much_more_there_could_be(cases: int) -> None:
    compared = stopped = 0
    for case, terms in drawn("stages", cases):
        listed = EnumeratedSpace(terms)
        for stages in chains(case.tables):
            one, other = table_sequence(listed, stages), table_sequence(SearchedSpace(terms), stages)
            binding, found = one.binding, other.binding
            assert (binding.status, binding.packages, binding.key) == (found.status, found.packages, found.key)
            assert (one.gains, one.direct, one.anchoring) == (other.gains, other.direct, other.anchoring)
            compared += 1
            for nodes in (1, 5, 30):
                cut = binding_results(SearchedSpace(terms, Effort(nodes=nodes)), stages)
                if cut.status != "limit":
                    assert (cut.status, cut.packages[:1], cut.key) == (
                        binding.status,
                        binding.packages[:1],
                        binding.key,
                    )
                    continue
                stopped += 1
                assert cut.key is None or binding.key >= cut.key
                if cut.proof is not None and cut.proof.bound and binding.key is not None:
                    assert binding.key <= int(cut.proof.bound)
    assert min(compared, stopped) > 0


@fewer_or_many
def test_readings_are_counted_as_with_a_list_and_those_left_open_stand_apart(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    most, open_ = enumerated_space.MOST_LISTED, 0
    for case, _ in drawn("counted", min(cases // 2, 60)):
        question = TablesQuestion(tables=(*(table.name for table in case.tables), EVERYBODY))
        work = FindingShares(case=case, question=question, seed=3)
        monkeypatch.setattr(readings, "MOST_LISTED", most)
        listed = work.result(work.of(range(5)))
        for nodes in (100_000, 3):
            monkeypatch.setattr(readings, "MOST_LISTED", 0)
            monkeypatch.setattr(readings, "MOST_NODES", nodes)
            for name, share in work.result(work.of(range(5))).items():
                assert share.number <= listed[name].number <= share.at_most
                assert nodes == 3 or not share.undecided
                open_ += share.undecided
    assert open_ > 0
