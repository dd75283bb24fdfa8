"""How firmly a package holds, and what holds where comparisons are unknown, where states are too many to list: as over
all states wherever it is computed.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from tests.laws.cases import random_moving
from winset.analyses.stability import listed_around
from winset.analyses.stability.degrees import firmness, uncertainty
from winset.analyses.stability.listed_around import MOST_AROUND
from winset.analyses.stability.stability import Stability, can_be_asked_about, stability_at
from winset.analyses.stability.states import states_of
from winset.compiled import Compiled
from winset.errors import TooLarge, WinsetError
from winset.readings import central


def with_degrees(case: Compiled, rng: random.Random) -> Compiled:
    """The case with some statements marked as strong and some comparisons unknown."""
    statements = tuple(
        None if each is None else tuple(replace(statement, is_strong=rng.random() < 0.6) for statement in each)
        for each in case.statements
    )

    def condition() -> tuple[tuple[int, frozenset[int]], ...]:
        issue = rng.randrange(len(case.issues))
        return ((issue, frozenset({rng.choice(case.structure.choices(issue))})),)

    unknown = tuple(
        tuple((condition(), condition()) for _ in range(rng.randint(0, 2))) for _ in range(len(case.parties))
    )
    return replace(case, statements=statements, unknown=unknown)


def compared(case: Compiled, rng: random.Random) -> Counter[str]:
    seen: Counter[str] = Counter()
    try:
        listed = states_of(case, central(case), case.structure.status_quo_package)
    except WinsetError:
        return seen
    package = listed.package(rng.randrange(listed.graph.states))
    if listed.graph.states > MOST_AROUND or not can_be_asked_about(case, package):
        return seen
    unlisted = states_of(case, central(case), package, most=0)
    whole, near = stability_at(listed, package, "named"), stability_at(unlisted, package, "named")
    expected, found = firmness(whole), firmness(near)
    assert (expected is None) == (found is None)
    for key, strengths in (expected or {}).items():
        degrees = [strength.degree for strength in strengths]
        assert [strength.degree for strength in (found or {})[key]] == degrees, key
        seen.update(str(degree) for degree in degrees)
    assert verdicts(near) == verdicts(whole)
    seen.update(f"unknown {stable}" for by_party in verdicts(whole).values() for each in by_party for stable in each)
    return seen


def verdicts(stability: Stability) -> dict[str, list[list[bool]]]:
    """By concept and party, under which readings of what is unknown the package is stable."""
    uncertain = uncertainty(stability) or {}
    return {
        key: [[verdict.stable for verdict in by_reading.values()] for by_reading in by_party]
        for key, by_party in uncertain.items()
    }


def several(numbers: range) -> Counter[str]:
    seen: Counter[str] = Counter()
    for case, rng in random_moving("degrees", numbers):
        seen += compared(with_degrees(case, rng), rng)
    return seen


def test_what_is_computed_around_a_package_is_what_holds_over_all_states() -> None:
    seen = several(range(40))
    assert {"strongly stable", "weakly stable", "unstable", "unknown True", "unknown False"} <= set(seen)


@pytest.mark.slow
def test_it_holds_on_thousands_of_cases() -> None:
    assert several(range(1_000, 4_000)).total() > 20_000


def test_it_is_refused_where_too_much_can_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed_around, "MOST_AROUND", 0)
    refused = 0
    for case, rng in random_moving("degrees", range(10)):
        marked = with_degrees(case, rng)
        states = states_of(marked, central(marked), case.structure.status_quo_package, most=0)
        if not states.moving or not any(marked.unknown) or case.structure.status_quo_package is None:
            continue
        near = stability_at(states, case.structure.status_quo_package, "still")
        with pytest.raises(TooLarge, match="too m"):
            uncertainty(near)
        refused += 1
    assert refused > 2
