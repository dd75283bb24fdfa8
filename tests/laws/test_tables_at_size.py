"""Tables of cases with too many packages to list say what a list of all packages says, and bounds contain it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.settlement.choose import gain_scale
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods import joined as joined_methods
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.joined import Joined
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.methods.selection import select_method
from winset.analyses.settlement.search import joined_question, relaxation
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables import conditions, demands, enumerated_space, readings, searched_space
from winset.analyses.tables.conditions import seats_with_conditions
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
from winset.readings import Reading, central

few_or_many = pytest.mark.parametrize("cases", [3, pytest.param(1002, marks=pytest.mark.slow)])
fewer_or_many = pytest.mark.parametrize("cases", [4, pytest.param(300, marks=pytest.mark.slow)])


@pytest.fixture(autouse=True, params=["added up", "joined", "joined, nothing together"])
def always_searched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Branch and bound for every question, however few packages there are; also as if rules and links joined too many
    issues to be added up.
    """
    monkeypatch.setattr(searched_space, "SOME", 0)
    if "joined" in request.param:
        monkeypatch.setattr(relaxation, "MOST_TOGETHER", 1 if "nothing" in request.param else 30)
        monkeypatch.setattr(demands, "subproblems", too_joined)
        monkeypatch.setattr(joined_question, "subproblems", too_joined)
        monkeypatch.setattr(searched_space, "method_for", joined_method)
        monkeypatch.setattr(joined_methods, "sampled_counts", every_one)


def too_joined(*_: object) -> None:
    raise TooJoined


def every_one(question: joined_question.JoinedQuestion) -> tuple[CountEstimate, CountEstimate]:
    """The counts themselves in place of estimates."""
    counts = Enumeration(question.reading).counts
    return CountEstimate(packages=counts.feasible), CountEstimate(packages=counts.acceptable)


def joined_method(reading: Reading, effort: Effort | None) -> Method:
    """The method for a question whose rules and links join too many issues."""
    if gain_scale(reading) is None:
        return select_method(reading).method
    return Joined(reading, effort)


def drawn(name: str, cases: int) -> Iterator[tuple[Compiled, TableTerms]]:
    """Random cases with tables; in every other one a rule and some links name three issues."""
    for n in range(cases):
        raw = random_case_with_tables(draw := Random(f"{name} {n}"))
        if n % 2 and len(raw["issues"]) > 2:
            raw["rules"] = [*raw.get("rules", []), across_three(draw, raw)]
            links = [across_three(draw, raw, draw.choice(list(raw["parties"]))) for _ in range(3)]
            judged = raw.setdefault("judgements", {})
            judged["links"] = [*judged.get("links", []), *links]
        case = compiled(Case.model_validate(raw))
        yield case, table_terms(case, central(case))


def across_three(draw: Random, raw: dict[str, Any], party: str = "") -> dict[str, Any]:
    """A rule over three issues that the status quo keeps, or a link of a party over three issues."""
    first, second, third = draw.sample(list(raw["issues"]), 3)
    some = {issue: draw.choice(list(raw["issues"][issue]["options"])) for issue in (first, second, third)}
    if party:
        return {"party": party, "when": some, "points": draw.randint(-9, 9)}
    quo = raw["issues"][third].get("status_quo") or some[third]
    return {"id": "across", "if": {first: some[first], second: some[second]}, "then": {third: [quo]}}


@few_or_many
def test_payments_grounds_and_ratifiers_are_those_of_a_list(cases: int) -> None:
    paid = missed = 0
    for case, terms in drawn("at size", cases):
        listed, searched = EnumeratedSpace(terms), SearchedSpace(terms)
        for table in (*case.tables, full_table(terms)):
            one, other = payments(listed, table), payments(searched, table)
            assert (one.status, one.smallest) == (other.status, other.smallest)
            assert other.least_lossy == one.least_lossy
            assert other.lossy_proven
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
                if one.least_lossy is not None and other.least_lossy is not None:
                    ratios = (one.least_lossy.efficiency, other.least_lossy.efficiency)
                    assert ratios[0] is not None
                    assert ratios[1] is not None
                    assert ratios[0] <= ratios[1]
                assert not other.lossy_proven or other.least_lossy == one.least_lossy
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


@few_or_many
def test_how_conditions_for_talks_stand_is_not_decided_or_as_if_no_search_stopped(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_open = 0
    for number in range(12 * cases):
        case = compiled(Case.model_validate(with_conditions(random_case_with_tables(Random(f"conditions {number}")))))
        terms = table_terms(case, central(case))
        whole = seats_with_conditions(terms, case.tables)
        with monkeypatch.context() as patched:
            patched.setattr(conditions, "method_for", sometimes_stopped(Random(number)))
            some = seats_with_conditions(terms, case.tables)
        for seat, truth in zip(some, whole, strict=True):
            assert seat.is_open in (None, truth.is_open)
            assert seat.is_open_literally in (None, truth.is_open_literally)
            assert seat.together in (None, truth.together)
            for one, true in zip(seat.conditions, truth.conditions, strict=True):
                left_open += len(one.left_open)
                assert one.status in (true.status, "not decided")
                assert set(one.before) <= set(true.before) <= {*one.before, *one.left_open}
                assert set(one.holding) <= set(true.holding) <= {*one.holding, *one.left_open}
    assert left_open


def with_conditions(raw: dict[str, Any]) -> dict[str, Any]:
    """Whoever has a condition for talks refuses what is now the case, if it wants something else; every table follows
    the one before.
    """
    for issue, cells in raw["positions"].items():
        quo = raw["issues"][issue].get("status_quo")
        for cell in cells.values():
            if isinstance(cell, dict) and cell.get("precondition") and quo not in (None, cell["ideal"]):
                cell["rejects"] = [quo]
    for first, then in pairwise(raw["tables"]):
        raw["tables"][then]["after"] = first
    return raw


def sometimes_stopped(random: Random) -> Callable[[Reading, Effort | None], Any]:
    """A search that stops every second time before it knows anything."""

    def method(reading: Reading, effort: Effort | None) -> Any:
        stopped = SimpleNamespace(has_deal=False, is_proven=False)
        return searched_space.method_for(reading, effort) if random.random() < 0.5 else stopped

    return method


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
