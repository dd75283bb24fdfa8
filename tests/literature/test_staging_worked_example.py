"""The worked example of the definition of staging: relief against withdrawal, and a plan of four parties."""

from __future__ import annotations

import pytest

from tests.oracles.equal_tranches import fewest_tranches
from winset.analyses.staging.breach import enforcement
from winset.analyses.staging.pairs import cheapest_pair
from winset.analyses.staging.remedies import criticals, with_term
from winset.analyses.staging.schedule import ScheduleConstraints, best_schedule
from winset.analyses.staging.security import Breach, least_margin, longest_secure_prefix, security

from .staging_example import HALVES, four_parties, two_parties

FOUR_DECIMALS = 5e-5
R, C = 0, 1


def close(value: float) -> object:
    return pytest.approx(value, abs=FOUR_DECIMALS)


def breach(found: Breach | None) -> Breach:
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("discount", "detection", "lag", "factor"), [(0.9, 1, 0, 0.9), (0.9, 0.5, 1, 0.736364), (0.9, 0.35, 2, 0.614819)]
)
def test_the_enforcement_factor(discount: float, detection: float, lag: int, factor: float) -> None:
    assert enforcement(discount, detection, lag) == pytest.approx(factor, abs=5e-7)


def test_all_at_once_russia_s_snapback_falls_short_by_one_point() -> None:
    plan = two_parties()
    found = breach(security(plan).of(R))
    assert (found.loss, found.gain, found.margin) == (close(58.9091), close(60), close(-1.0909))
    assert (found.period, found.open_period) == (0, None)
    assert not security(plan).is_secure


def test_what_mends_it_one_term_at_a_time() -> None:
    found = criticals(two_parties(), R)
    assert {term: one.value for term, one in found.items()} == {
        "snapback": close(0.814815),
        "detection": close(0.555556),
        "penalty": close(1.4815),
        "lag": 0,
        "discount": close(0.90139),
    }
    assert {one.status for one in found.values()} == {"found"}


@pytest.mark.parametrize(("lag", "margin"), [(0, 5.4545), (1, -1.0909), (2, -6.9818)])
def test_the_lag_decides(lag: int, margin: float) -> None:
    assert least_margin(two_parties(lag=lag), R) == close(margin)


def test_who_lifts_sanctions_for_what_cannot_be_undone_has_nothing_at_stake() -> None:
    found = security(two_parties())
    assert found.nothing_at_stake == (C,)
    assert breach(found.of(C)).ratio == 0
    assert found.tail is not None
    assert (found.tail.party, found.tail.loss, found.tail.gain, found.tail.ratio) == (C, 0, close(30), 0)


def test_a_ceasefire_holds_one_side_and_loosens_the_other() -> None:
    found = security(two_parties(ceasefire=True))
    assert found.nothing_at_stake == ()
    assert breach(found.of(C)).ratio == close(1.2)
    assert (breach(found.of(C)).loss, breach(found.of(C)).gain) == (close(36), close(30))
    assert breach(found.of(R)).margin == close(-6.0909)
    assert breach(found.of(R)).ratio == close(0.9063)
    assert breach(found.worst).margin == close(-6.0909)
    assert longest_secure_prefix(two_parties(ceasefire=True)) == 0


def test_splitting_alone_mends_it() -> None:
    plan = two_parties(ceasefire=True, at=HALVES)
    found = security(plan)
    assert found.holds
    first = breach(found.of(R))
    assert (first.period, first.loss, first.gain, first.ratio) == (0, close(62.9591), close(59.3), close(1.0617))
    assert breach(found.of(C)).ratio == close(1.2)
    assert breach(found.worst).margin == close(3.6591)
    assert longest_secure_prefix(plan) == plan.periods


def test_the_cheapest_pair_mends_it_at_no_higher_cost_than_any_single_term() -> None:
    plan = two_parties()
    pair = cheapest_pair(plan, R)
    assert pair is not None
    singles = criticals(plan, R)
    costs = [(singles[term].value or 0) - singles[term].now for term in ("snapback", "detection")]
    assert pair.cost <= min(costs[0] / 0.2, costs[1] / 0.5, (singles["penalty"].value or 0) / 60) + 1e-9
    mended = plan
    for term, value in zip(pair.terms, pair.values, strict=True):
        mended = with_term(mended, term, R, value)
    assert least_margin(mended, R) == close(0)


@pytest.mark.parametrize(
    ("snapback", "detection", "party", "ratio"), [(0.8, 0.5, "us", 0.89), (0.5, 0.25, "rus", 0.674)]
)
def test_four_parties_all_at_once(snapback: float, detection: float, party: str, ratio: float) -> None:
    plan = four_parties(snapback, detection)
    found = security(plan)
    assert breach(found.of(plan.party(party))).ratio == pytest.approx(ratio, abs=5e-4)
    assert found.ratio == pytest.approx(ratio, abs=5e-4)


def test_the_tail_of_four_parties() -> None:
    plan = four_parties(0.8, 0.5)
    tail = security(plan).tails[plan.party("eur")]
    assert (tail.loss, tail.gain, tail.ratio) == (close(18), close(18), close(1))


@pytest.mark.parametrize(("snapback", "fewest"), [(0.8, 2), (0.7, 2), (0.6, 3), (0.5, 3), (0.4, 4)])
def test_the_fewest_equal_tranches_two_periods_apart(snapback: float, fewest: int) -> None:
    assert fewest_tranches(two_parties(snapback=snapback), R, apart=2) == fewest


@pytest.mark.parametrize(("snapback", "detection"), [(0.8, 0.5), (0.5, 0.25)])
def test_a_schedule_of_four_parties_reaches_the_tail_and_no_more(snapback: float, detection: float) -> None:
    found = best_schedule(four_parties(snapback, detection), "security")
    assert found.status == "found"
    assert found.meets
    assert found.ratio == close(1)
    assert found.bound == close(1)
    assert found.tested is not None
    assert breach(found.tested.worst).margin >= -FOUR_DECIMALS
    assert found.tested.holds


def test_who_pays_for_enforceability_under_a_weak_snapback() -> None:
    plan = four_parties(0.5, 0.25)
    found = best_schedule(plan, "worth")
    rus, ukr = plan.party("rus"), plan.party("ukr")
    assert found.after is not None
    assert (found.before[rus], found.before[ukr]) == (close(56), close(190))
    assert found.after[rus] == pytest.approx(80, abs=0.5)
    assert found.after[ukr] == pytest.approx(158, abs=0.5)
    assert ukr in found.payers
    assert rus not in found.payers
    assert found.tested is not None
    assert found.tested.holds


def test_a_floor_keeps_a_party_from_paying_or_there_is_no_such_schedule() -> None:
    plan = four_parties(0.5, 0.25)
    ukr = plan.party("ukr")
    free = best_schedule(plan, "worth")
    floored = best_schedule(plan, "worth", ScheduleConstraints(floors={ukr: 180.0}))
    assert floored.after is not None
    assert free.after is not None
    assert floored.after[ukr] >= 180 > free.after[ukr]
    assert sum(floored.after) < sum(free.after)
    assert best_schedule(plan, "worth", ScheduleConstraints(floors={ukr: 201.0})).status == "none exists"
