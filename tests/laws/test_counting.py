"""Counts without going through the packages: exact where few partial packages differ, else within their error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.instances import Instance

from winset.analyses.settlement.counting import CountEstimate, count_packages
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.streaming import Streaming

from .wide_readings import reading_of, wide_reading


@pytest.mark.parametrize("cases", [60, pytest.param(300, marks=pytest.mark.slow)])
def test_counts_are_those_of_enumeration(cases: int) -> None:
    exact = 0
    for number in range(cases):
        reading = wide_reading(f"counted {number}")
        expected = Enumeration(reading).counts
        feasible, acceptable = count_packages(reading)
        assert feasible == expected.feasible
        if acceptable.error:
            assert abs(acceptable.packages - expected.acceptable) <= 8 * acceptable.error
        else:
            exact += 1
            assert acceptable.packages == expected.acceptable
    assert exact > cases // 2


def test_an_estimate_lies_within_its_error() -> None:
    reading = reading_of(Instance(kind="e3", parties=3, issues=7, options=8))
    for least in (4000, 6000, 7000):
        asked = replace(reading, walk_away=(least,) * 3)
        truth = Streaming(asked).counts.acceptable
        _, found = count_packages(asked)
        assert found.error > 0
        assert abs(found.packages - truth) <= 4 * found.error
        assert found.error < 0.3 * truth


def test_counts_of_astronomic_spaces_are_exact_where_everything_is_acceptable() -> None:
    reading = reading_of(Instance(kind="e3", parties=5, issues=40, options=10), [0] * 5)
    feasible, acceptable = count_packages(reading)
    assert feasible == 10**40
    assert acceptable == CountEstimate(packages=10**40)
