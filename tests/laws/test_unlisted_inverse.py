"""How many preferences would have to be different, where states are too many to list: as over all states, or between
two bounds that hold.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.laws.cases import random_moving
from tests.support.batches import parts
from winset.analyses.stability import inverse_nearby
from winset.analyses.stability.deterrence import CONCEPTS
from winset.analyses.stability.inverse import StabilityTarget, fewest_changes
from winset.analyses.stability.inverse_nearby import fewest_changes_nearby
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.stability import can_be_asked_about, stability_at
from winset.analyses.stability.states import states_of
from winset.compiled import Compiled
from winset.errors import TooLarge, WinsetError
from winset.readings import central

QUICK, LONG = 1.0, 3.0
"""Seconds after which the search over all states says no more than a bound, and nothing is compared: all others of the
ordinary run are through after half of one.
"""


def compared(case: Compiled, rng: random.Random, seconds: float) -> Counter[str]:
    """Of one package, under every concept that may be asked."""
    seen: Counter[str] = Counter()
    try:
        listed = states_of(case, central(case), case.structure.status_quo_package)
    except WinsetError:
        return seen
    package = listed.package(rng.randrange(listed.graph.states))
    if listed.graph.states > 100 or not can_be_asked_about(case, package):
        return seen
    unlisted = states_of(case, central(case), package, most=0)
    known = stability_at(unlisted, package, "named").of_package
    graph, here, there = unlisted.graph, listed.state(package), unlisted.state(package)
    assert isinstance(graph, ImplicitGraph)
    assert known is not None
    assert here is not None
    assert there is not None
    everybody = tuple(range(graph.parties))
    for concept in CONCEPTS:
        try:
            expected = fewest_changes(
                listed.graph,
                StabilityTarget(target=here, concept=concept, vary=everybody, stable_for=everybody, everywhere=False),
                seconds=seconds,
            )
            answer = fewest_changes_nearby(
                graph,
                StabilityTarget(target=there, concept=concept, vary=everybody, stable_for=everybody, everywhere=False),
                [known.is_stable(concept, party) for party in everybody],
            )
        except TooLarge:
            seen["refused"] += 1
            continue
        seen[answer.status] += 1
        if expected.status == "limit":
            continue
        if answer.status == "limit":
            assert answer.at_least <= expected.at_least
            assert concept != "nash" or answer.at_most is None or expected.at_least <= answer.at_most
            continue
        assert answer.status == expected.status
        assert answer.at_least == expected.at_least
        assert len(answer.changes) == answer.at_least
    return seen


def several(names: range, seconds: float = QUICK) -> Counter[str]:
    seen: Counter[str] = Counter()
    for case, rng in random_moving("inverse", names):
        seen += compared(case, rng, seconds)
    return seen


def test_as_few_changes_are_needed_as_over_all_states() -> None:
    seen = several(range(12))
    assert seen["found"] > 15


@pytest.mark.parametrize("numbers", parts(32, 4))
def test_the_bounds_hold_where_few_states_are_compared(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverse_nearby, "MOST_PLACES", 2)
    seen = several(numbers)
    assert seen["limit"] > len(numbers) // 3


@pytest.mark.slow
def test_it_holds_on_hundreds_of_cases() -> None:
    assert several(range(1_000, 1_200), LONG)["found"] > 200
