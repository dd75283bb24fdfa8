"""Rules of bargaining against their slow, obvious definitions."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.forecast_oracle import ExpectedUtility, compromise, medians, nash, unbeaten_places
from tests.support.batches import batches
from tests.support.stances import actors_of, one_issue, random_stances
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.stances import Stances

EXPECTED_UTILITY = RULES["expected_utility"]
some = pytest.mark.parametrize("batch", batches(4, 1))


def point(key: str, stances: Stances, **choices: str) -> float:
    (value,) = RULES[key].settle(stances, choices).points
    assert value is not None
    return value


@given(stances=random_stances())
def test_the_compromise_is_the_weighted_mean_in_fractions(stances: Stances) -> None:
    assert point("compromise", stances) == pytest.approx(float(compromise(actors_of(stances))), abs=1e-10)


@given(stances=st.one_of(random_stances(), random_stances(coarse=True)))
def test_the_median_loses_no_vote_in_pairs(stances: Stances) -> None:
    settled = RULES["median"].settle(stances, {})
    unbeaten = unbeaten_places(actors_of(stances))
    upper = settled.points[0] if settled.other[0] is None else settled.other[0]
    assert (settled.points[0], upper) == (unbeaten[0], unbeaten[-1]) == medians(actors_of(stances))


@given(stances=st.one_of(random_stances(), random_stances(coarse=True)))
def test_nash_has_the_largest_product_of_gains(stances: Stances) -> None:
    assert point("nash", stances) == pytest.approx(nash(actors_of(stances)), abs=1e-5)


@given(stances=st.one_of(random_stances(), random_stances(coarse=True)), reference=st.integers(0, 100))
def test_nash_with_a_reference_point_is_the_best_that_everyone_prefers_to_it(stances: Stances, reference: int) -> None:
    actors = actors_of(stances)
    stances = one_issue(
        list(stances.position[:, 0]), list(stances.salience[:, 0]), list(stances.capability), float(reference)
    )
    slow = nash(actors, [100 - abs(actor.position - reference) for actor in actors])
    places = [actor.position for actor in actors]
    one_sided = min(places) > reference or max(places) < reference
    if slow is None:
        assert not one_sided or min(abs(place - reference) for place in places) < 1
    expected = reference if not one_sided else slow
    if expected is not None:
        assert point("nash", stances, disagreement="reference") == pytest.approx(expected, abs=1e-4)


def random_choices(random: Random) -> dict[str, str]:
    chosen = {option.name: random.choice(option.choices) for option in EXPECTED_UTILITY.options if option.choices}
    return chosen | {"stop": "nobody_moves", "rounds": "4"}


def compared(stances: Stances, choices: dict[str, str]) -> None:
    settled = EXPECTED_UTILITY.settle(stances, choices)
    actors = actors_of(stances)
    places = [actor.position for actor in actors]
    slow = ExpectedUtility(choices, max(places) - min(places)).rounds(actors, int(choices["rounds"]))
    assert settled.positions is not None
    np.testing.assert_allclose(settled.positions[:, :, 0], np.array(slow), atol=1e-6)


@some
def test_expected_utility_moves_as_its_equations_say_under_random_choices(batch: int) -> None:
    random = Random(f"1994 {batch}")
    for _ in range(100):
        count = random.randint(1, 6)
        stances = one_issue(
            [random.uniform(0, 100) for _ in range(count)],
            [random.uniform(1, 100) for _ in range(count)],
            [random.uniform(0.1, 2) for _ in range(count)],
        )
        compared(stances, random_choices(random))


@some
def test_expected_utility_moves_as_its_equations_say_where_ties_are_common(batch: int) -> None:
    random = Random(f"2011 {batch}")
    for _ in range(100):
        count = random.randint(1, 6)
        stances = one_issue(
            [random.choice([0, 25, 50, 75, 100]) for _ in range(count)],
            [random.choice([20, 50, 100]) for _ in range(count)],
            [random.choice([1, 2]) for _ in range(count)],
        )
        compared(stances, random_choices(random))
