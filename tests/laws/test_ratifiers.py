"""Who ratifies has one definition: what `deal` and `robust` take at a table is what holds there by `tables`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.settlement.blockers import Blockers
from winset.analyses.settlement.concessions import are_all
from winset.analyses.settlement.deal import deal
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.methods.fold import Fold
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.methods.streaming import Streaming
from winset.analyses.settlement.packages import View, feasible_packages, win_set
from winset.analyses.settlement.settle import solve
from winset.analyses.settlement.silence import left_out
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.terms import table_terms
from winset.casefile.read import read_case
from winset.compiled import Compiled, CompiledRedLine, compiled
from winset.model.case import Case
from winset.readings import Reading, central, draw_readings

CASES = 90
Listed = set[tuple[int, ...]]


def at_tables(name: str, cases: int = CASES) -> Iterator[tuple[Compiled, Compiled]]:
    """Each case open to every table, and compiled for one of them; nobody gains by refusing its part."""
    for n in range(cases):
        raw, random = random_case_with_tables(Random(f"{name} {n}")), Random(f"more {name} {n}")
        raw["judgements"].pop("refusal", None)
        parties = list(raw["parties"])
        for cells in raw["positions"].values():
            for party in parties:
                if random.random() < 0.1:
                    cells[party] = "silent"
                elif random.random() < 0.1 and cells.get(parties[0]) not in (None, "silent") and party != parties[0]:
                    cells[party] = {"delegates_to": parties[0], "basis": "inferred", "because": "x"}
        for table in raw["tables"].values():
            if random.random() < 0.7:
                members = {party: random.randint(1, 3) for party in parties} | {"lakes": 1}
                council = {
                    "body": "A senate",
                    "members": members,
                    "quota": sum(members.values()) - random.randint(1, 3),
                }
                table["ratifiers"] = [*table.get("ratifiers", []), council]
        case = Case.model_validate(raw)
        for name_of in case.tables:
            yield compiled(case), compiled(case, name_of)


def holding(every: Compiled, table: str | None, reading: Reading) -> Listed:
    space = EnumeratedSpace(table_terms(every, reading))
    met = next(one for one in every.tables if one.name == table)
    return set(map(tuple, space.packages[space.holds(met)].tolist()))


def test_what_is_acceptable_at_a_table_is_what_holds_there() -> None:
    refused = 0
    for every, case in at_tables("holds"):
        expected = holding(every, case.table, central(every))
        found = solve(central(case)).win_set
        assert set(map(tuple, found.packages.tolist())) == expected
        voteless = replace(central(case), structure=replace(case.structure, votes=()))
        refused += len(win_set(voteless)) > len(expected)
    assert refused > 5


def test_without_the_silent_issues_the_same_holds_as_by_the_comparison_of_tables() -> None:
    """Issues off the agenda stay at their status quo there too."""
    dropped = 0
    for every, case in at_tables("silence"):
        rest = left_out(case)
        if rest.applies and rest.issues:
            dropped += 1
            still = every.without_issues(rest.issues)
            expected = holding(still, case.table, central(still))
            assert rest.acceptable == len(expected)
            for package in expected:
                met = next(table for table in every.tables if table.name == case.table)
                for issue in set(range(len(case.issues))) - met.agenda:
                    assert package[issue] == case.structure.status_quo[issue]
    assert dropped > 20


def test_every_trial_takes_at_a_table_what_holds_there() -> None:
    for every, case in at_tables("trials", 30):
        draws, whole = draw_readings(case, 3, range(12)), draw_readings(every, 3, range(12))
        feasible = feasible_packages(case.structure)
        accepted = DrawEvaluator(View(case.structure, feasible)).acceptable(draws)
        for n in range(12):
            reading = draws.reading(n)
            assert {tuple(row) for row in feasible[accepted[n]].tolist()} == set(
                map(tuple, win_set(reading).packages.tolist())
            )
            if not case.floors:  # what a body asks above a walk-away is drawn; of tables it is taken as most likely
                assert {tuple(row) for row in feasible[accepted[n]].tolist()} == holding(
                    every, case.table, whole.reading(n)
                )


@pytest.mark.parametrize("method", [Fold, Search, Streaming])
def test_every_method_takes_what_ratifiers_of_every_kind_let_through(method: type) -> None:
    for _, case in at_tables(f"methods {method.__name__}", 25):
        if method is Streaming:
            case = replace(case, structure=replace(case.structure, votes=()))
        reading = central(case)
        expected, found = solve(reading), method(reading)
        assert found.has_deal == (expected.status == "answered")
        assert found.counts == expected.counts
        for key, choice in found.choices().items():
            assert choice.status == expected.choices[key].status
            assert choice.packages == expected.choices[key].packages
        assert found.load_bearing() == expected.load_bearing
        if not found.has_deal:
            assert expected.no_deal is not None
            assert as_sets(found.no_deal().blockers) == as_sets(expected.no_deal.blockers)


@pytest.mark.parametrize("cases", [10, pytest.param(1_520, marks=pytest.mark.slow)])
def test_why_there_is_no_deal_is_searched_for_where_bodies_vote(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.analyses.settlement.methods.decomposed.MOST", 0)
    compared = 0
    for _, case in at_tables("votes without a deal", cases):
        reading = central(case)
        reading = replace(reading, walk_away=tuple(w and w + w // 3 for w in reading.walk_away))
        expected = solve(reading).no_deal
        if expected is None or not case.structure.votes:
            continue
        found = Search(reading).no_deal()
        if are_all(case.structure):
            assert as_sets(found.blockers) == as_sets(expected.blockers)
            assert set(found.concessions) == set(expected.concessions)
            assert found.all_concessions
            compared += 1
        else:
            assert set(found.blockers.conflicts) <= set(expected.blockers.conflicts)
            assert not found.all_concessions
    assert compared > cases // 10


def as_sets(why: Blockers) -> tuple[set[frozenset[int]], set[frozenset[int]], tuple[int, ...]]:
    return set(why.repairs), set(why.conflicts), why.pivotal


def test_nobody_is_pivotal_by_what_a_body_asks() -> None:
    """Pivotal is who holds every constraint of some repair; a body that follows a party is none of its constraints."""
    bodied = 0
    for _, case in at_tables("pivotal"):
        found = solve(central(case))
        if found.no_deal is None:
            continue
        why = found.no_deal.blockers
        held = [{why.constraints[n].holder for n in repair} for repair in why.repairs]
        assert why.pivotal == tuple(p for p in range(len(case.parties)) if {p} in held)
        bodied += any(None in who for who in held)
    assert bodied > 5


FERRY = """winset: 1
case: {id: ferry, title: The ferry}
parties: {north: {name: North}, south: {name: South}}
issues:
  boat: {status_quo: old, options: {old: the old boat, new: a new boat}}
  pier: {status_quo: closed, options: {closed: it stays closed, open: it opens}}
positions:
  boat: {north: {ideal: new, basis: inferred, because: x}, south: {ideal: new, basis: inferred, because: x}}
  pier: {north: silent, south: silent}
tables: {harbour: {seated: [north, south], agenda: [boat]}}
judgements:
  walk_away: {north: {points: 60, because: x}, south: {points: 10, because: x}}
"""


def test_cells_off_the_agenda_are_read_otherwise_too(tmp_path: Path) -> None:
    """What the status quo of the pier is worth to North counts beside the boat."""
    (tmp_path / "case.yaml").write_text(FERRY, encoding="utf-8")
    checked = read_case(tmp_path)
    assert checked.case is not None
    case = compiled(checked.case, "harbour")
    turned = {(case.issues[one.issue], one.party, one.option) for one in deal(case, seed=1, draws=20).decisive}
    assert ("pier", 0, 1) in turned


def test_a_silent_cell_that_refuses_an_option_never_has_it_as_its_ideal() -> None:
    for n in range(20):
        case = compiled(Case.model_validate(random_case_with_tables(Random(f"refusing {n}"))))
        for party, issue in case.silent_cells():
            for option in range(case.structure.sizes[issue]):
                line = CompiledRedLine(owner=party, issue=issue, option=option, basis="inferred")
                cell = replace(case.cells[party][issue], rejects=(line,), scores=(), order=None)
                drawn = draw_readings(case.with_cell(party, issue, cell), 5, range(60))
                start = case.structure.offsets[issue]
                worth = drawn.worth[:, party, start : start + case.structure.sizes[issue]]
                others = worth[:, [other for other in range(worth.shape[1]) if other != option]]
                assert (worth[:, option] <= others.max(axis=1)).all()


def test_a_search_without_a_deal_says_of_the_frontier_what_every_method_says() -> None:
    seen = 0
    for _, case in at_tables("flags", 40):
        expected, found = solve(central(case)), Search(central(case))
        if expected.status == "none":
            seen += 1
            assert (found.frontier.complete, found.frontier.members, found.frontier.all_listed) == (True, 0, True)
    assert seen > 5
