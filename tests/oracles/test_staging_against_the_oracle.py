"""Breaches of small plans at random against all that a party could do, listed, decided as it goes, and simulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement, product
from random import Random

import numpy as np
import pytest

from tests.literature.staging_example import two_parties
from tests.support.batches import batches, parts
from winset.analyses.staging.breach import breaches, enforcement, hidden_of
from winset.analyses.staging.programme import GAP
from winset.analyses.staging.schedule import CLOSE, ENOUGH, READABLE, best_schedule
from winset.analyses.staging.security import NOTHING, security
from winset.analyses.staging.terms import PlanTerms

from .random_plans import kept_more_often, random_plan
from .staging_oracle import best_breach, decided_as_it_goes, effects

EQUAL = 1e-8
"""Points: what is left of any sum after the periods that the oracle adds up."""


def smallest(terms: PlanTerms, party: int, date: int) -> float | None:
    one = breaches(terms, party)
    counts = one.gain[date] > NOTHING
    return float(one.margin[date][counts].min()) if counts.any() else None


@pytest.mark.parametrize("block", batches(4, 1))
def test_120_plans_are_broken_as_going_through_every_breach_says(block: int) -> None:
    broken = 0
    for n in range(30):
        plan = random_plan(Random(f"exhaustive {block} {n}"))
        for party in range(len(plan.parties)):
            for date in range(plan.dates):
                found = smallest(plan, party, date)
                expected = best_breach(plan, party, date, date + hidden_of(plan) - 1)
                assert (found is None) == (expected is None)
                if found is not None:
                    assert found == pytest.approx(expected, abs=EQUAL)
                    broken += found < 0
    assert broken > 10


def test_nothing_is_gained_by_deciding_as_it_goes() -> None:
    """A Markov decision process for one party: what it learns while it is not answered is what it knew before."""
    compared = 0
    for n in range(24):
        plan = random_plan(Random(f"decided {n}"))
        for party in range(len(plan.parties)):
            found = breaches(plan, party)
            if (found.gain[0] > NOTHING).any() and np.count_nonzero(plan.share[plan.owner == party]) <= 3:
                last = hidden_of(plan) - 1
                assert decided_as_it_goes(plan, party, 0, last) == pytest.approx(found.margin[0].min(), abs=EQUAL)
                compared += 1
    assert compared > 20


def test_hidden_breaches_or_open_ones_alone_would_miss_some() -> None:
    missed = 0
    for n in range(120):
        plan = random_plan(Random(f"mixed {n}"))
        for party in range(len(plan.parties)):
            one = breaches(plan, party)
            margin = np.where(one.gain > NOTHING, one.margin, np.inf)
            pure = np.minimum(margin[:, 0], margin[:, -1])
            missed += bool(((margin.min(axis=1) < pure - 1e-6) & np.isfinite(pure)).any())
    assert missed > 3


@pytest.mark.parametrize(
    ("discount", "detection", "lag"), [(0.9, 0.5, 1), (0.9, 0.35, 2), (0.8, 1.0, 0), (0.95, 0.1, 3)]
)
def test_the_enforcement_factor_is_the_mean_of_simulated_answers(discount: float, detection: float, lag: int) -> None:
    sample = discount ** (np.random.default_rng(7).geometric(detection, 200_000) + lag)
    error = sample.std() / np.sqrt(len(sample))
    assert enforcement(discount, detection, lag) == pytest.approx(sample.mean(), abs=4 * error + 1e-12)


def test_losses_are_the_mean_of_simulated_breaches() -> None:
    """When a breach takes effect is drawn; what is lost by it is then added up by period."""
    generator = np.random.default_rng(11)
    compared = 0
    for n in range(12):
        plan = random_plan(Random(f"simulated {n}"))
        for party in range(len(plan.parties)):
            one = breaches(plan, party)
            for hidden in (1, one.loss.shape[1] - 1):
                opened = hidden if hidden < one.loss.shape[1] - 1 else 10**6
                noticed = generator.geometric(plan.detection[party], 20_000) + plan.lag[party]
                takes = np.minimum(noticed, opened + 1 + plan.open_lag[party])
                lost = _lost(plan, party, takes)
                error = lost.std() / np.sqrt(len(lost))
                assert one.loss[0, hidden] == pytest.approx(lost.mean(), abs=4.5 * error + 1e-9)
                compared += error > 0
    assert compared > 10


def _lost(
    plan: PlanTerms, party: int, takes: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What a breach at period 0 loses that takes effect at the given periods, in points."""
    delta = float(plan.discount[party])
    lost = plan.penalty[party] * delta**takes
    for step in np.flatnonzero(plan.owner != party):
        for period in np.flatnonzero(plan.share[step]):
            once, each = plan.once[party, step], plan.each[party, step] / (1 - delta)
            never = delta**period * (once + each)
            back = plan.reversible[step] * plan.snapback[step] * delta**takes * each
            lost = lost + plan.share[step, period] * np.where(takes <= period, never, back)
    return np.asarray(lost)


def test_chances_of_when_a_breach_takes_effect_sum_to_one() -> None:
    plan = random_plan(Random("sum"))
    for party in range(len(plan.parties)):
        for opened in (0, 1, 5):
            assert sum(chance for _, chance in effects(plan, party, 0, opened)) == pytest.approx(1)


def placements(plan: PlanTerms) -> Iterator[PlanTerms]:
    """Every schedule on which each step is taken at once."""
    steps, periods = plan.share.shape
    for chosen in product(range(periods), repeat=steps):
        yield plan.with_share(np.eye(periods)[list(chosen)])


@pytest.mark.parametrize("numbers", parts(50, 20))
def test_the_best_schedule_of_whole_steps_is_the_best_of_all_of_them(numbers: range) -> None:
    searched = 0
    for n in numbers:
        plan = kept_more_often(random_plan(Random(f"placed {n}"), burdens=False)).lasting(3)
        plan = replace(plan, divisible=np.zeros(len(plan.steps), dtype=bool))
        if len(plan.steps) > 4 or plan.periods > 3:
            continue
        tested = [security(placement) for placement in placements(plan)]
        willing = [one for one in tested if not one.unwilling]
        found = best_schedule(plan, "security")
        assert (found.shares is None) == (not willing)
        if willing:
            highest = max(one.ratio if one.ratio is not None else np.inf for one in willing)
            assert found.ratio == pytest.approx(max(0.0, min(highest, ENOUGH)), abs=2 * CLOSE)
        secure = [sum(one.values) for one in willing if one.is_secure]
        best = best_schedule(plan, "worth")
        assert (best.after is None) == (not secure)
        if best.after is not None:
            assert best.tested is not None
            assert best.tested.holds
            assert sum(best.after) == pytest.approx(max(secure), rel=GAP + READABLE)
            searched += 1
    assert searched > len(numbers) // 10


def quarters(periods: int) -> list[tuple[float, ...]]:
    """Every way of taking a step in quarters."""
    return [
        tuple(chosen.count(period) / 4 for period in range(periods))
        for chosen in combinations_with_replacement(range(periods), 4)
    ]


def test_no_schedule_in_quarters_is_better_than_the_best_one() -> None:
    """Relief against withdrawal over four periods, in every way of splitting both into quarters."""
    for snapback in (0.8, 0.5):
        plan = two_parties(ceasefire=True, snapback=snapback).lasting(4)
        tested = [
            security(plan.with_share(np.array([relief, withdrawal, (1, 0, 0, 0)], dtype=float)))
            for relief in quarters(4)
            for withdrawal in quarters(4)
        ]
        secure = [one for one in tested if one.holds]
        most, safest = best_schedule(plan, "worth"), best_schedule(plan, "security")
        highest = max(one.ratio for one in tested if one.ratio is not None and not one.unwilling)
        assert safest.ratio >= highest - CLOSE
        assert most.most is not None
        assert most.after is not None
        assert most.most >= max(sum(one.values) for one in secure) - 1e-6
        assert sum(most.after) >= most.most * (1 - READABLE)
        ends = best_schedule(plan, "end")
        assert ends.last is not None
        assert not any(
            one.holds
            for relief in quarters(ends.last)
            for withdrawal in quarters(ends.last)
            if (one := security(_early(plan, relief, withdrawal)))
        )


def test_no_schedule_in_quarters_that_keeps_the_largest_shares_is_better_than_the_best_one() -> None:
    """The same where no more than half of a step may be taken in one period."""
    plan = two_parties(ceasefire=True).lasting(3)
    slow = replace(plan, at_most=np.array([0.5, 0.5, 1.0]))
    halves = [shares for shares in quarters(3) if max(shares) <= 0.5]
    tested = [
        security(slow.with_share(np.array([relief, withdrawal, (1, 0, 0)], dtype=float)))
        for relief in halves
        for withdrawal in halves
    ]
    most, safest = best_schedule(slow, "worth"), best_schedule(slow, "security")
    assert safest.ratio >= max(one.ratio for one in tested if one.ratio is not None and not one.unwilling) - CLOSE
    assert most.most is not None
    assert most.most >= max(sum(one.values) for one in tested if one.holds) - 1e-6
    assert most.most < (best_schedule(plan, "worth").most or 0)


@pytest.mark.parametrize("numbers", parts(60, 20))
def test_the_best_schedule_with_largest_shares_is_the_best_of_all_of_them(numbers: range) -> None:
    """Over two periods steps of which half may be taken in each are halved, and the others are placed in every way."""
    searched = 0
    for n in numbers:
        plan = kept_more_often(random_plan(Random(f"halved {n}"), burdens=False)).cut(2).lasting(2)
        plan = replace(plan, at_most=np.where(plan.divisible, 0.5, 1.0))
        if not plan.divisible.any():
            continue
        tested = [
            security(plan.with_share(np.where(plan.divisible[:, None], 0.5, placement.share)))
            for placement in placements(plan)
        ]
        willing = [one for one in tested if not one.unwilling]
        found = best_schedule(plan, "security")
        assert (found.shares is None) == (not willing)
        if willing:
            highest = max(one.ratio if one.ratio is not None else np.inf for one in willing)
            assert found.ratio == pytest.approx(max(0.0, min(highest, ENOUGH)), abs=2 * CLOSE)
        secure = [sum(one.values) for one in willing if one.is_secure]
        best = best_schedule(plan, "worth")
        assert (best.after is None) == (not secure)
        if best.after is not None:
            assert sum(best.after) == pytest.approx(max(secure), rel=GAP + READABLE)
            searched += 1
    assert searched > len(numbers) // 6


def _early(plan: PlanTerms, relief: tuple[float, ...], withdrawal: tuple[float, ...]) -> PlanTerms:
    """The plan with both steps taken in the first periods."""
    share = np.zeros_like(plan.share)
    share[0, : len(relief)], share[1, : len(withdrawal)], share[2, 0] = relief, withdrawal, 1.0
    return plan.with_share(share)


def test_a_plan_is_secure_where_no_breach_that_is_gone_through_pays() -> None:
    secure = 0
    for n in range(24):
        plan = kept_more_often(random_plan(Random(f"secure {n}"), burdens=False))
        margins = [
            margin
            for party in range(len(plan.parties))
            for date in range(plan.dates)
            if (margin := best_breach(plan, party, date, date + hidden_of(plan) - 1)) is not None
        ]
        assert security(plan).is_secure == all(margin >= -EQUAL for margin in margins)
        secure += security(plan).is_secure
    assert 2 < secure < 22
