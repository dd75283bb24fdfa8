"""Where states are too many to list, whether a package holds is decided around it, as it is over all states."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.laws.cases import random_moving
from tests.support.batches import parts
from winset.analyses.stability import implicit, nearby, verdicts
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.readings import stable_at
from winset.analyses.stability.stability import can_be_asked_about, stability_at
from winset.analyses.stability.states import States, states_of
from winset.compiled import Compiled
from winset.errors import WinsetError
from winset.readings import central

Seen = Counter[bool | None]
some = pytest.mark.parametrize("numbers", parts(40, 8))


def in_both_ways(case: Compiled, rng: random.Random) -> Seen:
    """The verdicts on some packages, each equal to the one over all states wherever both decide it; None where only the
    listing does.
    """
    seen: Seen = Counter()
    reading = central(case)
    for by_value in (False, True):
        try:
            listed = states_of(case, reading, case.structure.status_quo_package, by_value=by_value)
        except WinsetError:
            continue
        if not listed.moving:
            continue
        for _ in range(4):
            package = listed.package(rng.randrange(listed.graph.states))
            if can_be_asked_about(case, package):
                unlisted = states_of(case, reading, package, by_value=by_value, most=0)
                assert not unlisted.are_listed
                seen += _compared(listed, unlisted, package)
    return seen


def _compared(listed: States, unlisted: States, package: tuple[int, ...]) -> Seen:
    seen: Seen = Counter()
    first = stability_at(listed, package, "named").of_package
    second = stability_at(unlisted, package, "named").of_package
    assert first is not None
    assert second is not None
    assert first.blocked == second.blocked
    for key in definitions:
        for party in range(len(listed.case.parties)):
            expected, answer = first.is_stable(key, party), second.is_stable(key, party)
            quick = stable_at(unlisted.graph, party, second.state, tuple(definitions))[key]
            assert answer in (None, expected), (key, party)
            assert quick in (None, expected), (key, party)
            seen[answer] += 1
    return seen


def several(names: range) -> Seen:
    seen: Seen = Counter()
    for case, rng in random_moving("unlisted", names):
        seen += in_both_ways(case, rng)
    return seen


@some
def test_what_is_decided_around_a_package_is_what_holds_over_all_states(numbers: range) -> None:
    seen = several(numbers)
    assert seen[True] > len(numbers)
    assert seen[False] > len(numbers) // 2
    assert not seen[None]


@some
def test_it_holds_where_few_states_are_looked_at_as_well(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(implicit, "MOST_MOVES", 3)
    monkeypatch.setattr(verdicts, "MOST_ANSWERED", 3)
    monkeypatch.setattr(nearby, "MOST_LOOKED_AT", 4)
    seen = several(numbers)
    assert seen[True] > len(numbers) // 2
    assert seen[False] > len(numbers) // 3
    assert seen[None]


@some
def test_it_holds_where_answers_of_one_move_are_found_together(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "ONE_BY_ONE", 0)
    seen = several(numbers)
    assert seen[True] > len(numbers)
    assert seen[False] > len(numbers) // 2
    assert not seen[None]


@some
def test_it_holds_where_bounds_alone_speak_of_statements(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "ONE_BY_ONE", 0)
    monkeypatch.setattr(verdicts, "MOST_UNDECIDED", 1)
    monkeypatch.setattr(nearby, "MOST_ORDERED", 0)
    monkeypatch.setattr(nearby, "MOST_LOOKED_AT", 4)
    seen = several(numbers)
    assert seen[True] > len(numbers) // 2
    assert seen[False] > len(numbers) // 3


@pytest.mark.slow
def test_both_hold_on_thousands_of_cases() -> None:
    seen = several(range(1_000, 4_000))
    assert seen[True] > 5_000
    assert seen[False] > 5_000
    assert not seen[None]
