"""New options of cases with too many combinations to go through: what going through all says, and bounds contain it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.robustness import new_options, searched_offers, violation_index
from winset.analyses.robustness.new_options import NewOptionCounter
from winset.analyses.settlement import invent, searched_invention
from winset.analyses.settlement.invent import Invention, InventionQuestion, Inventions, inventions
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.reach import placings
from winset.analyses.settlement.search import relaxation
from winset.analyses.settlement.search.tree import Effort
from winset.compiled import Compiled, compiled
from winset.model.case import Case
from winset.questions.invent.solve import issues_tried

from .cases import positions, random_raw


@pytest.fixture(params=["added up", "joined"])
def searched_as(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """By folds and searches over sums, or as if rules and links joined too many issues for that."""
    if request.param == "joined":
        monkeypatch.setattr(relaxation, "MOST_TOGETHER", 12)
        monkeypatch.setattr(searched_invention, "subproblems", too_joined)
        monkeypatch.setattr(searched_offers, "subproblems", too_joined)
    return str(request.param)


def too_joined(*_: object) -> None:
    raise TooJoined


few_or_many = pytest.mark.parametrize("cases", [2, pytest.param(250, marks=pytest.mark.slow)])
fewer_or_many = pytest.mark.parametrize("cases", [4, pytest.param(60, marks=pytest.mark.slow)])


def drawn(cases: int) -> Iterator[Compiled]:
    for n in range(cases):
        yield positions(random_raw(f"invent at size {n}"))
        raw = random_case_with_tables(Random(f"invent at size {n}"))
        case = Case.model_validate(raw)
        yield compiled(case)
        yield compiled(case, next(iter(raw["tables"])))


def both(case: Compiled, effort: Effort, monkeypatch: pytest.MonkeyPatch) -> tuple[Inventions, Inventions]:
    """By going through all rests, and by folds and searches."""
    with monkeypatch.context() as patched:
        listed = inventions(case)
        patched.setattr(invent, "MOST", 0)
        return listed, inventions(case, effort)


def of(found: Inventions) -> dict[tuple[int, ...], Invention]:
    return {invention.issues: invention for invention in found.issues}


@few_or_many
def test_least_worths_are_those_that_going_through_all_rests_finds(
    cases: int, searched_as: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = closed = paired = 0
    for case in drawn(cases):
        listed, searched = both(case, Effort(), monkeypatch)
        for issues, other in of(searched).items():
            one = of(listed)[issues]
            if not (other.proven and other.complete):  # a body votes in which some party may be needed too
                assert case.structure.votes or searched_as == "joined"
                continue
            assert (one.status, one.frontier, one.beyond) == (other.status, other.frontier, other.beyond)
            if searched_as == "joined" and one.named and other.named:  # of equally small asks another may be named
                assert one.named.size == other.named.size
            else:
                assert one.named == other.named
            assert other.reason == "not worked out" or (one.reason, one.conflicts) == (other.reason, other.conflicts)
            opened += one.opens
            closed += one.status == "cannot"
        if not searched.open_pairs:
            asks = [(pair.issues, pair.frontier[0]) for pair in listed.combinations]
            assert asks == [(pair.issues, pair.frontier[0]) for pair in searched.combinations]
            paired += len(asks)
    assert min(opened, closed, paired) > 0


@few_or_many
def test_the_smallest_is_found_without_the_others_and_a_search_that_stops_bounds_it(cases: int) -> None:
    stopped = 0
    for case in drawn(cases):
        question = InventionQuestion(case)
        for issue in range(len(case.issues)):
            one = question.invention((issue,))
            if one.status == "off the agenda":
                continue
            full, least = question.full((issue,)), one.frontier[0].size if one.opens else None
            for nodes in (20_000_000, 30, 3):
                question.effort = Effort(nodes=nodes)
                asked = [(x, question._rests_at((issue,), x, full)) for x in placings(case, (issue,))]
                answers = [(x, rests.searched(only_smallest=True)) for x, rests in asked]
                sizes = [
                    question._ask((issue,), demand).size for x, found in answers for demand in question._found(found, x)
                ]
                proven = all(found.proven for _, found in answers)
                assert proven or nodes < 100 or case.structure.votes
                stopped += not proven
                if least is None:
                    assert not sizes
                    continue
                assert 100 * min(found.at_least for _, found in answers) <= least[0]
                assert min(sizes, default=least) >= least
                if proven:
                    assert min(sizes) == least
            question.effort = Effort()
    assert stopped > 0


@fewer_or_many
def test_trials_are_counted_as_with_all_packages_and_those_left_open_stand_apart(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    most, enough = violation_index.MOST_PACKAGES, 0
    for n in range(cases):
        case = positions(random_raw(f"invent trials {n}")).without_levers()
        found = inventions(case)
        shown = (*(issue for issue in found.issues if issue.opens), *found.smallest[:1])
        counter = NewOptionCounter(inventions=found, shown=shown, most=1, seed=5)
        monkeypatch.setattr(new_options, "MOST_PACKAGES", most)
        listed = counter.result(counter.of(range(8)))
        monkeypatch.setattr(new_options, "MOST_PACKAGES", 0)
        for nodes in (100_000, 1):
            monkeypatch.setattr(searched_offers, "MOST_NODES", nodes)
            counter = NewOptionCounter(inventions=found, shown=shown, most=1, seed=5)
            searched = counter.result(counter.of(range(8)))
            assert searched.deal.number <= listed.deal.number <= searched.deal.at_most
            for which, share in searched.shares.items():
                assert share.number <= listed.shares[which].number <= share.at_most
                assert nodes == 1 or not share.undecided
                enough += share.number
    assert enough > 0


def test_fewer_trials_are_made_of_more_issues() -> None:
    five, twelve = 90 * 5, 125 * 12
    assert [issues_tried(trials, five) for trials in (100, 1_000, 2_000, 100_000)] == [100, 10, 5, 5]
    assert [issues_tried(trials, twelve) for trials in (100, 200, 1_000)] == [30, 15, 5]
