"""Every method gives the same answer: the law that lets the size and shape of a case decide between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from bench.instances import Instance

from winset.analyses.settlement import clusters, fold
from winset.analyses.settlement.choose import gain_scale, solution_context
from winset.analyses.settlement.clusters import as_packages, groups
from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.kernels.dominance import undominated
from winset.analyses.settlement.layers import Layer, TooJoined, conditions, layers
from winset.analyses.settlement.methods import selection
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.fold import Fold, TooLong
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.methods.selection import METHODS, SolverOptions, select_method
from winset.analyses.settlement.methods.streaming import Streaming
from winset.analyses.settlement.packages import Packages, combinations, total_packages
from winset.analyses.settlement.quick_answers import CachedFrontier
from winset.analyses.settlement.search import joined
from winset.analyses.settlement.search.optimum import OptimumSearch
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.settle import Settlement, solve
from winset.analyses.settlement.solutions import solutions
from winset.analyses.settlement.subproblem import subproblems
from winset.compiled import Condition
from winset.errors import TooLarge
from winset.readings import Reading, central
from winset.readings.exact import LinkWorth

from .cases import positions, random_raw
from .wide_readings import joined_reading, reading_of, wide_reading

OTHERS = tuple(method for method in METHODS if method != "enumeration")
many = pytest.mark.parametrize("cases", [4, pytest.param(128, marks=pytest.mark.slow)])


def same(expected: Settlement, found: Settlement) -> None:
    """Two answers agree in all that both of them list, and say so where they do not list all."""
    method = found.method
    assert (found.status, found.load_bearing) == (expected.status, expected.load_bearing), method
    assert found.counts.total == expected.counts.total
    assert found.counts.feasible == expected.counts.feasible, method
    if found.counts.error:
        assert abs(found.counts.acceptable - expected.counts.acceptable) <= 8 * found.counts.error, method
    else:
        assert found.counts.acceptable == expected.counts.acceptable, method
    if method != "search":
        same_frontier(expected, found)
    for key, choice in expected.choices.items():
        other = found.choices[key]
        assert (other.status, other.key) == (choice.status, choice.key), (method, key)
        if other.complete:
            assert other.packages == choice.packages, (method, key)
        else:
            assert set(other.packages) < set(choice.packages), (method, key)
    if expected.no_deal is None:
        assert found.no_deal is None
        return
    assert found.no_deal is not None
    assert found.no_deal.blockers == expected.no_deal.blockers, method
    assert found.no_deal.all_concessions
    assert found.no_deal.concessions == expected.no_deal.concessions, method
    if (
        method == "search" and gain_scale(found.reading) is None
    ):  # then the first of the frontier leads, which it has not
        assert [opening.constraint for opening in found.openings] == [
            opening.constraint for opening in expected.openings
        ]
    else:
        assert found.openings == expected.openings, method


def same_frontier(expected: Settlement, found: Settlement) -> None:
    assert found.frontier.complete
    assert sorted(found.frontier.vectors.tolist()) == sorted(expected.frontier.vectors.tolist()), found.method
    if found.frontier.members is not None:
        assert found.frontier.members == expected.frontier.members, found.method
    listed = {tuple(row) for row in found.frontier.packages.tolist()}
    everything = {tuple(row) for row in expected.frontier.packages.tolist()}
    assert listed == everything if found.frontier.all_listed else listed < everything, found.method


def by_each(reading: Reading) -> Iterator[Settlement]:
    for method in OTHERS:
        try:
            yield solve(reading, SolverOptions(method=method))
        except TooLarge:
            assert method in ("fold", "search")


@many
def test_every_method_gives_the_answer_of_enumeration_on_small_cases(cases: int) -> None:
    for number in range(cases):
        raw = random_raw(f"methods {number}")
        for table in (None, *raw.get("tables", {})):
            reading = central(positions(raw, table))
            expected = solve(reading, SolverOptions(method="enumeration"))
            for found in by_each(reading):
                same(expected, found)


@many
def test_every_method_gives_the_answer_of_enumeration_on_some_thousand_packages(cases: int) -> None:
    deals = 0
    for number in range(cases):
        reading = wide_reading(f"wide {number}")
        expected = solve(reading, SolverOptions(method="enumeration"))
        deals += expected.status == "answered"
        for found in by_each(reading):
            same(expected, found)
    assert 0.2 * cases < deals
    assert deals < 0.95 * cases or cases < 25


@many
def test_issues_that_join_too_many_become_layers_and_nothing_changes(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "LARGEST_CLUSTER", 5)
    monkeypatch.setattr(fold, "FEW_ROWS", 0)
    layered = 0
    for number in range(cases):
        reading = joined_reading(f"layers {number}")
        layered += any(part.states > 1 for sums in subproblems(reading) for part in sums.parts)
        expected = solve(reading, SolverOptions(method="enumeration"))
        for found in by_each(reading):
            same(expected, found)
    assert layered >= cases // 2


@many
def test_the_paths_through_layers_are_the_lawful_combinations_with_the_links_that_they_fulfil(cases: int) -> None:
    for number in range(cases):
        reading = joined_reading(f"paths {number}")
        structure = reading.structure
        for issues in groups(structure, conditions(reading.links)):
            if len(issues) > 1:
                chain = layers(structure, conditions(reading.links), issues)
                assert sorted(one.issue for one in chain) == list(issues)
                paths = dict(_paths(chain, issues))
                rows = combinations(tuple(structure.choices(issue) for issue in issues))
                expected = dict(_lawful(reading, issues, as_packages(structure, issues, rows)))
                assert paths == expected


Lawful = Iterator[tuple[tuple[int, ...], list[int]]]


def _paths(chain: tuple[Layer, ...], issues: tuple[int, ...]) -> Lawful:
    """Every path: the options in the order of the issues, and the links that are fulfilled."""

    def further(
        n: int, state: int, options: dict[int, int], links: list[int]
    ) -> Iterator[tuple[tuple[int, ...], list[int]]]:
        if n == len(chain):
            yield tuple(options[issue] for issue in issues), sorted(links)
            return
        for way in chain[n].transitions:
            if way.before == state:
                yield from further(n + 1, way.after, {**options, chain[n].issue: way.option}, [*links, *way.fulfilled])

    yield from further(0, 0, {}, [])


def _lawful(reading: Reading, issues: tuple[int, ...], wide: Packages) -> Lawful:
    """The same from the definition: combination after combination."""
    inside = frozenset(issues)
    for package in wide.tolist():

        def fulfilled(when: Condition, package: list[int] = package) -> bool:
            return all(package[issue] in options for issue, options in when)

        def mine(*conditions: Condition) -> bool:
            return any(issue in inside for condition in conditions for issue, _ in condition)

        rules = [rule for rule in reading.structure.rules if mine(rule.if_, rule.then)]
        if all(fulfilled(rule.then) or not fulfilled(rule.if_) for rule in rules):
            links = [
                n for n, link in enumerate(reading.links) if link.worth and mine(link.when) and fulfilled(link.when)
            ]
            yield tuple(package[issue] for issue in issues), links


def linked(reading: Reading, *pairs: tuple[int, int]) -> Reading:
    """The reading with a link of two options each between some pairs of issues."""
    parties = len(reading.walk_away)
    links = tuple(
        LinkWorth(party=n % parties, when=((one, frozenset({1, 4})), (other, frozenset({2, 5}))), worth=400 - 90 * n)
        for n, (one, other) in enumerate(pairs)
    )
    return replace(reading, links=links)


SHAPES = {
    "hub": tuple((0, n) for n in range(1, 15)),
    "chain": tuple((n, n + 1) for n in range(14)),
    "ring": tuple((n, (n + 1) % 15) for n in range(15)),
    "tree": tuple(((n - 1) // 2, n) for n in range(1, 15)),
    "ladder": (*((n, n + 2) for n in range(13)), *((n, n + 1) for n in range(0, 14, 2))),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_issues_joined_all_over_are_folded_and_searched_at_any_size(shape: str) -> None:
    reading = linked(reading_of(Instance(kind="e3", parties=3, issues=15, options=10)), *SHAPES[shape])
    taken = select_method(reading)
    assert taken.method.key == "fold"
    assert taken.method.has_deal
    found = solve(reading, SolverOptions(method="search"))
    folded = solve(reading, SolverOptions(method="fold"))
    for key, choice in folded.choices.items():
        assert found.choices[key].status == choice.status
        assert found.choices[key].key == choice.key


def test_issues_joined_each_with_each_are_searched() -> None:
    pairs = [(one, other) for one in range(15) for other in range(one)]
    links = tuple(
        LinkWorth(party=0, when=((one, frozenset({option})), (other, frozenset({option + 1}))), worth=1)
        for one, other in pairs
        for option in range(9)
    )
    reading = replace(reading_of(Instance(kind="e3", parties=3, issues=15, options=10)), links=links)
    taken = select_method(reading)
    assert isinstance(taken.method, Search)
    assert "join" in taken.because
    packages = taken.method.reaching(np.zeros(len(reading.structure.bargaining), dtype=np.int64)).packages
    assert len(packages)
    assert (taken.method.values_of(packages) >= 0).all()


@many
def test_search_finds_everything_without_a_first_good_package(cases: int) -> None:
    for number in range(cases):
        reading = wide_reading(f"alone {number}", issues=5)
        expected = Enumeration(reading)
        scale = gain_scale(reading)
        if not expected.has_deal or scale is None:
            continue
        method = Search(reading)
        context = solution_context(reading, scale, expected.ideal(), expected.least())
        for key, choice in expected.choices().items():
            if choice.status != "not computed":
                seek = OptimumSearch(
                    method.subproblems, solutions[key], context, scale, Effort(), ties=100_000, incumbent=False
                )  # fmt: skip
                assert seek.run().choice(reading).packages == choice.packages, key


HARD = [
    ("e3", 5, 5, 6), ("opposed", 5, 5, 6), ("spatial", 5, 5, 6), ("tight", 5, 10, 3), ("tight", 3, 11, 3),
    ("opposed", 3, 5, 8), ("tight", 2, 12, 3),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parties", "issues", "options"), HARD)
@pytest.mark.parametrize(
    "seed", [1, 2, pytest.param(3, marks=pytest.mark.slow), pytest.param(4, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("incumbent", [True, False])
def test_search_is_right_where_the_first_package_is_not_the_best(
    kind: Any, parties: int, issues: int, options: int, seed: int, incumbent: bool
) -> None:
    reading = reading_of(Instance(kind=kind, parties=parties, issues=issues, options=options, seed=seed))
    expected = Streaming(reading)
    method = Search(reading)
    assert method.has_deal == expected.has_deal
    scale = gain_scale(reading)
    if not expected.has_deal or scale is None:
        return
    assert method.ideal().tolist() == expected.ideal().tolist()
    assert method.least().tolist() == expected.least().tolist()
    context = solution_context(reading, scale, expected.ideal(), expected.least())
    for key, choice in expected.choices().items():
        seek = OptimumSearch(
            method.subproblems, solutions[key], context, scale, Effort(), ties=1000, incumbent=incumbent
        )
        found = seek.run().choice(reading)
        assert found.key == choice.key, key
        assert found.packages == choice.packages, key


def test_a_search_that_stops_says_so_and_brackets_the_best() -> None:
    reading = reading_of(Instance(kind="spatial", parties=5, issues=8, options=5, seed=5))
    best = {key: choice.key for key, choice in Streaming(reading).choices().items()}
    stopped = 0
    for nodes in (5, 40, 300):
        method = Search(reading)
        method.ideal(), method.least()
        method.effort = Effort(nodes=nodes)
        for key, choice in method.choices().items():
            if choice.status != "limit" or not choice.packages:
                continue
            stopped += 1
            assert choice.key is None or not best[key] < choice.key, key
            assert not choice.complete
            assert choice.proof is not None
            assert choice.proof.bound
    assert stopped > 3


def test_a_search_that_stops_before_it_knows_anything_is_no_proof_of_no_deal() -> None:
    reading = reading_of(Instance(kind="tight", parties=5, issues=14, options=3, seed=2))
    found = solve(reading, SolverOptions(method="search", effort=Effort(nodes=1)))
    assert found.status == "limit"
    assert found.no_deal is None
    assert {choice.status for choice in found.choices.values()} == {"limit"}


@many
def test_a_held_frontier_gives_the_answer_of_a_new_one(cases: int) -> None:
    draw = Random("held")
    for number in range(cases):
        reading = wide_reading(f"held {number}", issues=5)
        try:
            held = CachedFrontier(reading)
        except TooLarge:
            continue
        for _ in range(4):
            moved = tuple(
                None if one is None else one + draw.choice([0, 0, 1, abs(one) // 4, -1]) for one in reading.walk_away
            )
            asked = replace(reading, walk_away=moved)
            if draw.random() < 0.3:
                worth = asked.worth.copy()
                worth[0, 0] += 3
                asked = replace(asked, worth=worth)
            same(solve(asked, SolverOptions(method="enumeration")), held.solve(asked))


def test_the_kernel_keeps_what_the_plain_filter_keeps() -> None:
    draw = np.random.default_rng(5)
    for width in range(1, 7):
        for _ in range(60):
            size = int(draw.integers(1, 700))
            vectors = np.ascontiguousarray(draw.integers(0, int(draw.integers(2, 60)), (size, width)))
            kept = undominated(vectors)
            plain = {tuple(vectors[n]) for n in maxima(vectors).distinct}
            assert len(kept) == len(plain)
            assert {tuple(vectors[n]) for n in kept} == plain


def test_the_method_follows_from_size_and_shape_and_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "FEW", 100)
    monkeypatch.setattr(selection, "SOME", 1_000)
    small = reading_of(Instance(kind="e3", parties=2, issues=2, options=5))
    medium = reading_of(Instance(kind="e3", parties=2, issues=4, options=5))
    large = reading_of(Instance(kind="e3", parties=2, issues=8, options=5))
    taken = [select_method(one) for one in (small, medium, large)]
    assert [one.method.key for one in taken] == ["enumeration", "streaming", "fold"]
    assert all("packages" in one.because for one in taken)
    assert "25 packages" in taken[0].because


def test_a_long_frontier_is_streamed_or_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise TooLong

    monkeypatch.setattr(selection, "SOME", 1_000)
    monkeypatch.setattr(selection, "FEW", 100)
    monkeypatch.setattr(Fold, "__init__", too_long)
    reading = reading_of(Instance(kind="e3", parties=5, issues=6, options=5))
    assert select_method(reading).method.key == "streaming"
    monkeypatch.setattr(selection, "SOON", 1_000)
    assert select_method(reading).method.key == "search"
    with pytest.raises(TooLarge, match="a search does not need it"):
        select_method(reading, SolverOptions(method="fold"))


def test_issues_that_rules_and_links_join_are_streamed_or_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_joined(*_: object, **__: object) -> None:
        raise TooJoined

    monkeypatch.setattr(selection, "SOME", 1_000)
    monkeypatch.setattr(selection, "FEW", 100)
    monkeypatch.setattr(Fold, "__init__", too_joined)
    reading = reading_of(Instance(kind="e3", parties=2, issues=6, options=5))
    taken = select_method(reading)
    assert taken.method.key == "streaming"
    assert "join" in taken.because
    monkeypatch.setattr(selection, "SOON", 1_000)
    monkeypatch.setattr(selection, "MOST", 1_000)
    taken = select_method(reading)
    assert taken.method.key == "search"
    assert "join" in taken.because
    monkeypatch.setattr(joined, "MOST_PARTIES", 1)
    with pytest.raises(TooLarge, match="join"):
        select_method(reading)


def test_issues_belong_together_where_a_rule_or_a_link_that_is_worth_something_names_them() -> None:
    reading = wide_reading("groups 3")
    for number in range(200):
        reading = wide_reading(f"groups {number}")
        parts = groups(reading.structure, conditions(reading.links))
        assert sorted(issue for part in parts for issue in part) == list(range(len(reading.structure.sizes)))
        where = {issue: n for n, part in enumerate(parts) for issue in part}
        for rule in reading.structure.rules:
            assert len({where[issue] for issue, _ in (*rule.if_, *rule.then)}) == 1
        for link in reading.links:
            assert not link.worth or len({where[issue] for issue, _ in link.when}) == 1
    assert total_packages(reading.structure) > 100
