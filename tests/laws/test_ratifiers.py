"""Who ratifies has one definition: what `deal` and `robust` take at a table is what holds there by `tables`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.settlement.blockers import Blockers
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.methods.fold import Fold
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.methods.streaming import Streaming
from winset.analyses.settlement.packages import View, feasible_packages, win_set
from winset.analyses.settlement.settle import solve
from winset.analyses.settlement.silence import left_out
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.terms import table_terms
from winset.compiled import Compiled, compiled
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


def as_sets(why: Blockers) -> tuple[set[frozenset[int]], set[frozenset[int]], tuple[int, ...]]:
    return set(why.repairs), set(why.conflicts), why.pivotal
