"""The way to a package where states are too many to list is as short as the shortest over all states."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.laws.cases import random_moving
from winset.analyses.stability import implicit, shortest_way
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.paths import PathsToState, status_quo_analysis, way_to
from winset.analyses.stability.states import states_of
from winset.compiled import Compiled
from winset.errors import WinsetError
from winset.readings import central


def compared(case: Compiled, rng: random.Random) -> Counter[str]:
    """How some packages are reached from others, in both ways."""
    seen: Counter[str] = Counter()
    try:
        listed = states_of(case, central(case), case.structure.status_quo_package)
    except WinsetError:
        return seen
    for _ in range(3):
        start, target = (rng.randrange(listed.graph.states) for _ in range(2))
        unlisted = states_of(case, central(case), listed.package(start), most=0)
        graph = unlisted.graph
        assert isinstance(graph, ImplicitGraph)
        here, there = (unlisted.state(listed.package(state)) for state in (start, target))
        assert here is not None
        assert there is not None
        (expected,) = status_quo_analysis(listed.graph, start, [target]).destinations
        (answer,) = way_to(graph, here, there).destinations
        for improving, pair in enumerate(
            ((expected.by_moves, answer.by_moves), (expected.by_improvements, answer.by_improvements))
        ):
            seen[_same(graph, here, there, *pair, improving=bool(improving))] += 1
    return seen


def _same(graph: Graph, here: int, there: int, expected: PathsToState, answer: PathsToState, *, improving: bool) -> str:
    """Compares a shortest way, and walks the one that was found."""
    if answer.at_least is not None and expected.steps is not None:
        assert answer.at_least <= expected.steps
    if not answer.is_decided:
        return "undecided"
    if answer.steps is None or expected.steps is None:
        assert answer.steps == expected.steps
        return "none"
    assert expected.steps <= answer.steps
    assert answer.at_least is not None
    assert answer.at_least < answer.steps or answer.steps == expected.steps
    state, last = here, -1
    for step in answer.paths[0]:
        assert step.party != last
        assert graph.moves[step.party].leads(state, step.to)
        assert not improving or graph.rank[step.party][step.to] > graph.rank[step.party][state]
        state, last = step.to, step.party
    assert state == there
    return "shortest" if answer.at_least == answer.steps else "longer"


def several(names: range) -> Counter[str]:
    seen: Counter[str] = Counter()
    for case, rng in random_moving("ways", names):
        seen += compared(case, rng)
    return seen


def test_the_way_that_is_found_is_a_shortest() -> None:
    seen = several(range(60))
    assert seen["shortest"] > 20
    assert seen["none"] > 20
    assert not seen["undecided"] + seen["longer"]


def test_what_is_said_where_few_states_are_looked_at_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(implicit, "MOST_MOVES", 2)
    monkeypatch.setattr(shortest_way, "MOST_LOOKED_AT", 3)
    seen = several(range(100, 160))
    assert seen["undecided"] > 3
    assert seen["shortest"] > 5


@pytest.mark.slow
def test_it_holds_on_thousands_of_cases() -> None:
    seen = several(range(1_000, 3_000))
    assert seen["shortest"] > 1_000
    assert not seen["undecided"] + seen["longer"]
