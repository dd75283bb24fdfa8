"""MARCO against the power set: any monotone family of violations, with an oracle that only says yes or no."""

from __future__ import annotations

import random
from itertools import combinations

from winset.analyses.settlement.conflicts import MOST_ORACLES, Marco, Unproven

Items = frozenset[int]


def minimal(sets: list[Items]) -> set[Items]:
    return {one for one in sets if not any(other < one for other in sets)}


def by_power_set(count: int, violations: list[Items]) -> tuple[set[Items], set[Items]]:
    """Conflicts and repairs, by trying every set of constraints."""
    everything = [
        frozenset(combination) for size in range(count + 1) for combination in combinations(range(count), size)
    ]
    feasible = {one for one in everything if any(not one & violated for violated in violations)}
    conflicts = minimal([one for one in everything if one not in feasible])
    repairs = minimal([frozenset(range(count)) - one for one in feasible])
    return conflicts, repairs


def test_conflicts_and_repairs_are_those_of_the_power_set() -> None:
    for number in range(400):
        draw = random.Random(f"marco {number}")
        count = draw.randint(1, 8)
        violations = [frozenset(draw.sample(range(count), draw.randint(1, count))) for _ in range(draw.randint(0, 12))]

        def oracle(held: Items, violations: list[Items] = violations) -> Items | None:
            return next((violation for violation in violations if not held & violation), None)

        search = Marco(count, oracle)
        assert search.run()
        conflicts, repairs = by_power_set(count, violations)
        assert set(search.conflicts) == conflicts
        assert set(search.repairs) == repairs
        assert search.oracle_calls <= (len(conflicts) + len(repairs)) * (count + 1) + 1


def test_an_oracle_that_gives_up_makes_the_lists_at_least() -> None:
    violations = [frozenset({n, (n + 1) % 6}) for n in range(6)]
    asked = 0

    def oracle(held: Items) -> Items | None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Unproven
        return next((violation for violation in violations if not held & violation), None)

    search = Marco(6, oracle)
    assert not search.run()
    conflicts, repairs = by_power_set(6, violations)
    assert set(search.conflicts) <= conflicts
    assert set(search.repairs) <= repairs
    assert MOST_ORACLES > 100
