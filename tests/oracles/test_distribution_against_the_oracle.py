"""A forecast as a distribution against the slow one, on random cases."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from statistics import fmean

import numpy as np
import pytest

from tests.oracles.distribution_oracle import Mass, slow_crps, slow_forecast, slow_interval, slow_nearest
from winset.analyses.forecast.record.distribution import Distribution, Residuals, forecast
from winset.analyses.forecast.record.public_record import RecordedIssue, ValidationScheme, cross_validated
from winset.analyses.forecast.record.scores import brier, paired_bootstrap, point_scores
from winset.analyses.forecast.stances import Stances

CASES = 150


def drawn(random: Random) -> tuple[Distribution, Mass]:
    """A random forecast, fast and slow."""
    trials, parties = random.randint(1, 4), random.randint(1, 4)
    points = [Fraction(random.randint(0, 200), 2) for _ in range(trials)]
    errors = [Fraction(random.randint(-160, 160), 2) for _ in range(random.randint(1, 6))]
    share = Fraction(random.randint(0, 4), 4)
    position = np.full((trials, parties), np.nan)
    weight = np.zeros((trials, parties))
    stands: list[list[tuple[Fraction, Fraction]]] = []
    for trial in range(trials):
        each = []
        for party in range(parties):
            if party == 0 or random.random() < 0.7:
                at, weighs = random.randint(0, 100), random.randint(1, 5)
                position[trial, party], weight[trial, party] = at, weighs
                each.append((Fraction(at), Fraction(weighs)))
        stands.append(each)
    residuals = Residuals(errors=np.array([float(error) for error in errors]), position_share=float(share))
    fast = forecast(np.array([float(point) for point in points]), position, weight, residuals)
    return fast, slow_forecast(points, stands, errors, share)


@pytest.mark.parametrize("seed", range(CASES))
def test_a_forecast_is_that_of_the_oracle(seed: int) -> None:
    random = Random(seed)
    fast, slow = drawn(random)
    assert fast.points.tolist() == [float(point) for point in sorted(slow)]
    assert fast.mass.tolist() == pytest.approx([float(slow[point]) for point in sorted(slow)])
    outcome = Fraction(random.randint(0, 100))
    assert fast.crps(float(outcome)) == pytest.approx(float(slow_crps(slow, outcome)), abs=1e-9)
    for level in (Fraction(0), Fraction(1, 2), Fraction(4, 5), Fraction(9, 10)):
        assert fast.interval(float(level)) == tuple(map(float, slow_interval(slow, level)))
    places = [Fraction(random.randint(0, 100)) for _ in range(random.randint(1, 4))]
    nearest = [part for part in fast.nearest([float(place) for place in places]) if part is not None]
    assert nearest == pytest.approx([float(part) for part in slow_nearest(slow, places)])


@pytest.mark.parametrize("seed", range(40))
def test_reversing_the_line_reverses_a_forecast_made_with_distances(seed: int) -> None:
    random = Random(seed)
    sizes = np.array([random.randint(0, 90) for _ in range(5)], dtype=np.float64)
    points = np.array([random.randint(0, 100) for _ in range(3)], dtype=np.float64)
    position = np.array([[random.randint(0, 100) for _ in range(3)] for _ in points], dtype=np.float64)
    weight = np.array([[random.randint(0, 3) for _ in range(2)] + [1] for _ in points], dtype=np.float64)
    residuals = Residuals.both_ways(sizes, 0.25)
    one = forecast(points, position, weight, residuals)
    other = forecast(100 - points, 100 - position, weight, residuals)
    for level in (0.0, 0.5, 0.8, 0.9):
        low, high = one.interval(level)
        assert other.interval(level) == (100 - high, 100 - low)
    assert other.mean == pytest.approx(100 - one.mean)


def test_intervals_hold_one_another_and_options_share_all_of_the_mass() -> None:
    for seed in range(40):
        fast, _ = drawn(Random(seed))
        ends = [fast.interval(level) for level in (0.0, 0.5, 0.8, 0.9, 1.0)]
        assert all(low >= next_low and high <= next_high for (low, high), (next_low, next_high) in pairwise(ends))
        assert sum(part or 0.0 for part in fast.nearest((0.0, None, 40.0, 100.0))) == pytest.approx(1)


def test_no_point_is_better_than_its_distribution_where_errors_are_known() -> None:
    point = Distribution.of(np.array([40.0]), np.array([1.0]))
    assert point.crps(70) == 30
    half = Distribution.of(np.array([40.0, 70.0]), np.array([0.5, 0.5]))
    assert half.crps(70) == pytest.approx(7.5)  # ¼ of the 30 points between


def test_leaving_out_a_group_uses_none_of_its_errors() -> None:
    """Two proposals, whose rule errs by 10 and by 30: each is scored with the error of the other."""
    record = tuple(
        RecordedIssue(name=f"{group}{n}", group=group, parties=("a",), stances=_one(50.0), outcome=50.0 + error)
        for group, error in (("p", 10.0), ("q", 30.0))
        for n in range(2)
    )
    points = np.full(4, 50.0)
    made = cross_validated(record, points)
    expected = fmean(
        [slow_crps({Fraction(20): Fraction(1, 2), Fraction(80): Fraction(1, 2)}, Fraction(60))] * 2
        + [slow_crps({Fraction(40): Fraction(1, 2), Fraction(60): Fraction(1, 2)}, Fraction(80))] * 2
    )
    assert made.crps == pytest.approx(float(expected))
    alone = cross_validated(record, points, ValidationScheme(by_group=False))
    assert alone.crps < made.crps  # the other issue of the proposal gives its error away


def _one(at: float) -> Stances:
    return Stances(position=np.array([[at]]), salience=np.array([[100.0]]), capability=np.array([1.0]))


def test_scores_of_points_are_their_definitions() -> None:
    scores = point_scores(np.array([0.0, 50.0, np.nan, 90.0]), np.array([10.0, 20.0, 5.0, 100.0]))
    assert (scores.mean, scores.median, scores.near, scores.issues) == (50 / 3, 10.0, 2 / 3, 3)
    assert brier((0.2, 0.8), 1) == pytest.approx(0.08)
    assert brier((0.25, 0.25, 0.25, 0.25), 0) == pytest.approx(0.75)


def test_a_paired_bootstrap_is_sure_of_a_constant_difference_and_keeps_groups_together() -> None:
    one, other = np.array([5.0, 6.0, 7.0, 8.0]), np.array([3.0, 4.0, 5.0, 6.0])
    sure = paired_bootstrap(one, other, ("a", "a", "b", "b"), 1)
    assert (sure.mean, sure.low, sure.high) == (2, 2, 2)
    apart = paired_bootstrap(np.array([1.0, -1.0, 1.0, -1.0]), np.zeros(4), ("a", "a", "b", "b"), 1)
    assert (apart.low, apart.high) == (0, 0)  # each group sums to nothing
