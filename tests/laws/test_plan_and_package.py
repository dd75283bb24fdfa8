"""A plan beside the package that it carries out: it would be agreed exactly where that package is acceptable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.laws.cases import read
from tests.literature.staging_example import CEASEFIRE, RELIEF, WITHDRAWAL, C, R, case_of
from tests.oracles.random_cases import random_case
from winset.analyses.settlement.settle import solve
from winset.analyses.staging.agreement import MIDDLE, agreement, consent, gain_of, planned_package
from winset.analyses.staging.plan_terms import plan_terms
from winset.compiled import Compiled, compiled
from winset.readings import central, draw_readings

CASES, PACKAGES, DRAWS = 60, 200, 40


def planned_case(n: int) -> Compiled:
    """A random case with a plan of one step, which carries out an option that leaves the status quo."""
    random = Random(f"planned {n}")
    raw: dict[str, Any] = random_case(random)
    issue = random.choice(list(raw["issues"]))
    option = random.choice(list(raw["issues"][issue]["options"]))
    owner = random.choice(list(raw["parties"]))
    step = {
        "by": owner,
        "carries_out": {issue: option},
        "worth": {owner: {"once": 3}},
        "reversible": False,
        "at": {0: 1},
    }
    plan = {"period": "a month", "steps": {"one": step}, "parties": {owner: {"discount": 0.9}}}
    return compiled(read({**raw, "plan": plan}))


def packages_of(case: Compiled) -> Iterator[tuple[int, ...]]:
    yield from islice(product(*(range(size) for size in case.structure.sizes)), PACKAGES)


def test_a_package_would_be_agreed_exactly_if_it_is_acceptable() -> None:
    given = refused = 0
    for n in range(CASES):
        case = planned_case(n)
        reading = central(case)
        found = solve(reading)
        acceptable = {found.win_set.package(place) for place in range(len(found.win_set))}
        for package in packages_of(case):
            if package != case.structure.status_quo_package:
                told = consent(reading, package)
                assert told.is_given == (package in acceptable)
                given, refused = given + told.is_given, refused + (not told.is_given)
    assert min(given, refused) > CASES


def test_what_a_package_is_worth_over_trials_is_what_each_trial_says() -> None:
    compared = 0
    for n in range(CASES // 2):
        case = planned_case(n)
        found = agreement(case, plan_terms(case), central(case), seed=3, draws=DRAWS)
        if found.package is None:
            continue
        draws = draw_readings(case, 3, range(DRAWS))
        for worth in found.worth:
            gains = [gain_of(draws.reading(draw), worth.party, found.package) for draw in range(DRAWS)]
            if worth.package_spread is None:
                assert gains == [None] * DRAWS
                continue
            ends = np.percentile(np.array(gains, dtype=float), MIDDLE)
            assert worth.package_spread == pytest.approx(tuple(ends))
            compared += 1
    assert compared > CASES // 2


def test_a_plan_carries_out_its_options_and_leaves_all_else_at_the_status_quo() -> None:
    for n in range(CASES):
        case = planned_case(n)
        assert case.plan is not None
        ((issue, option),) = case.plan.steps[0].carries_out
        package, quo = planned_package(case, case.plan), case.structure.status_quo
        others = [place for place in range(len(case.issues)) if place != issue]
        assert (package is None) == any(quo[place] is None for place in others)
        if package is not None:
            assert package[issue] == option
            assert all(package[place] == quo[place] for place in others)


def test_without_ranges_a_plan_has_no_spread_and_with_them_it_has_one() -> None:
    for relief, spread in (({}, False), ({"worth": {"r": {"each": [8, 10, 12]}, "c": {"each": -3}}}, True)):
        steps = {"relief": {**RELIEF, **relief, "carries_out": {"deal": "some"}}, "withdrawal": WITHDRAWAL}
        case = case_of({"steps": {**steps, "ceasefire": CEASEFIRE}, "parties": {"r": R, "c": C}}, ("r", "c"))
        found = agreement(case, plan_terms(case), central(case), draws=DRAWS)
        for worth in found.worth:
            assert (worth.plan_spread is not None) == spread
        if spread:
            low, high = next(one.plan_spread or (0.0, 0.0) for one in found.worth if one.party == 0)
            assert low < high


def test_a_plan_and_a_package_differ_in_sign_only_where_one_gains_and_the_other_loses() -> None:
    steps = {"withdrawal": {**WITHDRAWAL, "carries_out": {"deal": "some"}}}
    case = case_of({"steps": steps, "parties": {"r": R, "c": C}}, ("r", "c"))
    found = agreement(case, plan_terms(case), central(case))
    assert [worth.plan > 0 for worth in found.worth] == [False, True]
    assert not any(worth.differs_in_sign for worth in found.worth if worth.package == 0)
