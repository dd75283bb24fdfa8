"""Laws of plans: what a share, a snapback, a lag, a penalty can and cannot do to a party that thinks of a breach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.literature.staging_example import CEASEFIRE, HALVES, RELIEF, WITHDRAWAL, C, R, case_of, two_parties
from tests.oracles.equal_tranches import tranched
from tests.oracles.random_plans import kept_more_often, random_plan
from winset.analyses.robustness.drivers import Drivers, Input
from winset.analyses.staging.breach import breach_row, breaches, enforcement, hidden_of
from winset.analyses.staging.guards import (
    guards,
    plan_with_exchange,
    plan_with_guarantee,
    plan_with_monitors,
    vote_rules,
)
from winset.analyses.staging.packages import carries_out, package_fit
from winset.analyses.staging.pairs import TermPair, cheapest_pair, with_term_moved
from winset.analyses.staging.plan_terms import plan_terms
from winset.analyses.staging.readings import HOLDS, PlanQuestion, inputs, plan_draws
from winset.analyses.staging.remedies import critical_discount, criticals, with_snapbacks, with_term
from winset.analyses.staging.schedule import ScheduleConstraints, best_schedule, shares_in
from winset.analyses.staging.security import NOTHING, least_margin, longest_secure_prefix, security, tails
from winset.analyses.staging.staging import OBJECTIVES, snapback_credibility, staging_of
from winset.analyses.staging.terms import SAME_SHARE, Floats, PlanTerms
from winset.compiled import Compiled
from winset.errors import CaseError, UnknownName
from winset.questions.staging.trials import PlanTrials
from winset.readings import draw_readings

PLANS = 60
TINY = 1e-9
"""Points: the rounding of sums of a few hundred numbers."""


def plans(name: str, *, burdens: bool = True, count: int = PLANS) -> Iterator[PlanTerms]:
    for n in range(count):
        yield random_plan(Random(f"{name} {n}"), burdens=burdens)


def ratio_of(plan: PlanTerms, party: int) -> float:
    weakest = security(plan).of(party)
    return np.inf if weakest is None else weakest.ratio


def margins(plan: PlanTerms, party: int) -> Floats:
    one = breaches(plan, party)
    return np.where(one.gain > NOTHING, one.margin, np.inf)


def test_loss_gain_and_value_are_linear_in_the_shares() -> None:
    """Invariant 1, on two schedules and one between them; and a row of the programme is that breach."""
    for n, plan in enumerate(plans("linear", count=30)):
        other = plan.with_share(np.random.default_rng(n).dirichlet(np.ones(plan.periods), len(plan.steps)))
        between = plan.with_share(0.3 * plan.share + 0.7 * other.share)
        assert between.values() == pytest.approx(0.3 * plan.values() + 0.7 * other.values(), abs=TINY)
        for party in range(len(plan.parties)):
            one, two, mixed = (breaches(each, party) for each in (plan, other, between))
            assert mixed.loss == pytest.approx(0.3 * one.loss + 0.7 * two.loss, abs=TINY)
            assert mixed.gain == pytest.approx(0.3 * one.gain + 0.7 * two.gain, abs=TINY)
            for date in range(plan.dates):
                for hidden in (0, 1, hidden_of(plan)):
                    line = breach_row(plan, party, date, hidden)
                    lost = (line.lost * plan.share).sum() + line.sure
                    gained = (line.gained * plan.share).sum() + line.taken
                    assert lost == pytest.approx(one.loss[date, hidden], abs=TINY)
                    assert gained == pytest.approx(one.gain[date, hidden], abs=TINY)


def literal(plan: PlanTerms, party: int, date: int, opened: float) -> tuple[float, float]:
    """Loss and gain by the formulas of the definition, summed over when the breach takes effect."""
    delta, chance = float(plan.discount[party]), float(plan.detection[party])
    latest = opened + 1 + float(plan.open_lag[party])
    effect: dict[float, float] = {}
    for noticed in range(1, 80):
        when = min(date + noticed + float(plan.lag[party]), latest)
        effect[when] = effect.get(when, 0.0) + chance * (1 - chance) ** (noticed - 1)
    loss = sum(likely * plan.penalty[party] * delta ** (when - date) for when, likely in effect.items())
    gain = 0.0
    for step, period in zip(*np.nonzero(plan.share), strict=True):
        share, flow = plan.share[step, period], plan.each[party, step] / (1 - delta)
        worth = plan.once[party, step] + flow
        if plan.owner[step] != party:
            for when, likely in effect.items():
                back = plan.snapback[step] * plan.reversible[step] * delta ** (when - date) * flow
                loss += share * likely * (delta ** (period - date) * worth if when <= period else back)
        elif period >= date:
            gain += share * delta ** (period - date) * max(0.0, -worth)
        elif plan.reversible[step] and plan.each[party, step] < 0:
            reversed_ = sum(likely * delta ** (min(opened, when) - date) for when, likely in effect.items())
            gain += share * reversed_ * -flow
    if opened < np.inf:
        exit_gain = plan.exit_gain[party][min(int(opened), plan.exit_gain.shape[1] - 1)]
        unanswered = sum(likely for when, likely in effect.items() if opened < when)
        gain += delta ** (opened - date) * exit_gain * unanswered
    return loss, gain


def test_loss_and_gain_are_those_of_the_definition() -> None:
    """Invariant 8, for every breach; steps that pay at once and cost later are left to the oracle."""
    for plan in plans("literal", count=30):
        plain = replace(plan, once=np.where(plan.own, np.minimum(plan.once, 0), plan.once))
        for party in range(len(plain.parties)):
            one = breaches(plain, party)
            for date in range(plain.dates):
                for hidden in (*range(hidden_of(plain)), np.inf):
                    place = int(min(hidden, hidden_of(plain)))
                    loss, gain = literal(plain, party, date, date + hidden)
                    assert one.loss[date, place] == pytest.approx(loss, abs=1e-9)
                    assert one.gain[date, place] == pytest.approx(gain, abs=1e-9)


def test_the_unit_of_a_party_does_not_matter() -> None:
    for plan in plans("unit"):
        unit = np.ones(len(plan.parties))
        unit[0] = 7.5
        scaled = replace(
            plan,
            once=plan.once * unit[:, None],
            each=plan.each * unit[:, None],
            penalty=plan.penalty * unit,
            exit_gain=plan.exit_gain * unit[:, None],
        )
        for party in range(len(plan.parties)):
            assert ratio_of(scaled, party) == pytest.approx(ratio_of(plan, party))


def test_more_answer_never_makes_a_plan_less_secure() -> None:
    """Invariant 2, where nobody is burdened by the steps of others: otherwise an answer may be a relief."""
    for plan in plans("monotone", burdens=False):
        for party in range(len(plan.parties)):
            before = least_margin(plan, party)
            ratio = ratio_of(plan, party)
            better = [
                with_snapbacks(plan, ~plan.own[party] & plan.reversible, 0.5),
                with_term(plan, "detection", party, (1 + plan.detection[party]) / 2),
                with_term(plan, "penalty", party, plan.penalty[party] + 2),
                replace(plan, exit_gain=plan.exit_gain * 0.5),
            ]
            if plan.lag[party] > plan.open_lag[party]:
                better.append(with_term(plan, "lag", party, plan.lag[party] - 1))
            for other in better:
                assert least_margin(other, party) >= before - TINY or least_margin(other, party) >= 0
                assert ratio_of(other, party) >= ratio - TINY


def test_the_discount_can_mend_and_spoil() -> None:
    """20δ − 11δ³ ≥ 10: who is impatient does not care for the work, who is patient thinks of the burden behind it."""
    steps = {
        "pay": {"by": "r", "worth": {"r": {"once": -10}, "c": {"once": 20}}, "reversible": False, "at": {0: 1}},
        "work": {"by": "c", "worth": {"r": {"once": 20}, "c": {"once": -1}}, "reversible": False, "at": {1: 1}},
        "burden": {"by": "c", "worth": {"r": {"once": -11}, "c": {"once": 6}}, "reversible": False, "at": {3: 1}},
    }
    plan = plan_terms(case_of({"steps": steps, "parties": {"r": {"discount": 0.8}, "c": C}}, ("r", "c")))
    found = critical_discount(plan, 0)
    roots = np.roots([-11, 0, 20, -10])
    assert found.crossings == pytest.approx(sorted(root.real for root in roots if 0 < root.real < 1))
    assert len(found.crossings) == 2
    assert found.value in found.crossings
    assert [least_margin(with_term(plan, "discount", 0, value), 0) > 0 for value in (0.5, 0.8, 0.95)] == [
        False,
        True,
        False,
    ]


def test_no_schedule_beats_the_tail() -> None:
    """Invariant 3."""
    for plan in plans("tail"):
        bound = [tail.ratio for tail in tails(plan) if tail.ratio is not None]
        ratio = security(plan).ratio
        if bound and ratio is not None:
            assert ratio <= min(bound) + TINY
        if bound:
            assert tails(plan) == tails(plan.with_share(plan.share[:, ::-1]))


def test_the_best_schedule_is_no_worse_than_any_made_by_hand() -> None:
    """Invariant 3: equal tranches and the plan itself are among what is searched."""
    compared = 0
    for plan in map(kept_more_often, plans("best", burdens=False, count=24)):
        made = [one for parts in (1, 2, 3) if (one := tranched(plan, parts)).periods <= plan.periods]
        found = best_schedule(plan, "security")
        for one in (plan, *made):
            tested = security(one)
            if found.shares is not None and not tested.unwilling and tested.ratio is not None:
                assert tested.ratio <= found.ratio + 2e-4 or found.ratio >= 8
                compared += 1
        if found.tested is not None and found.tested.ratio is not None:
            assert found.meets
            assert found.tested.ratio >= found.ratio - 1e-3
            assert not found.tested.unwilling
    assert compared > 10


def test_the_margin_is_zero_at_every_critical_value_and_changes_its_sign_there() -> None:
    """Invariant 4."""
    met = 0
    for plan in plans("critical", burdens=False, count=14):
        for party in range(len(plan.parties)):
            if security(plan).of(party) is None:
                continue
            for term, critical in criticals(plan, party).items():
                if critical.status != "found" or critical.value is None:
                    continue
                met += 1
                if term == "lag":
                    assert least_margin(with_term(plan, "lag", party, critical.value), party) >= -1e-6
                    assert least_margin(with_term(plan, "lag", party, critical.value + 1), party) < 0
                    continue
                if term == "snapback":
                    there = plan.snapback.copy()
                    for step, value in critical.steps:
                        there[step] = value
                    assert least_margin(replace(plan, snapback=there), party) == pytest.approx(0, abs=1e-8)
                    continue
                sides = [
                    least_margin(with_term(plan, term, party, critical.value + step), party)
                    for step in (-1e-5, 0, 1e-5)
                ]
                assert sides[1] == pytest.approx(0, abs=1e-8)
                assert sides[0] * sides[2] < 0
    assert met > 30


def with_pair(terms: PlanTerms, party: int, pair: TermPair) -> PlanTerms:
    """The terms with both of a pair moved as far as it says."""
    most = float(breaches(terms, party).gain.max())
    for term, part in zip(pair.terms, pair.parts, strict=True):
        terms = with_term_moved(terms, party, term, part, most)
    return terms


def test_a_mended_party_keeps_the_plan() -> None:
    compared = 0
    for plan in map(kept_more_often, plans("pair", burdens=False, count=30)):
        for party in range(len(plan.parties)):
            pair = cheapest_pair(plan, party)
            if pair is not None:
                assert least_margin(plan, party) < 0
                assert least_margin(with_pair(plan, party, pair), party) >= -1e-6
                assert all(0 <= part <= 1 for part in pair.parts)
                for alone in ("snapback", "detection"):
                    one = criticals(plan, party)[alone]
                    if one.value is not None:
                        assert pair.cost <= (one.value - one.now) / (1 - one.now) + 1e-6
                compared += 1
    assert compared > 5


def test_a_step_that_is_worth_nothing_changes_nothing() -> None:
    """Invariant 6."""
    for plan in plans("nothing"):
        nothing = np.zeros((len(plan.parties), 1))
        more = replace(
            plan,
            steps=(*plan.steps, "idle"),
            owner=np.append(plan.owner, 0),
            once=np.hstack([plan.once, nothing]),
            each=np.hstack([plan.each, nothing]),
            reversible=np.append(plan.reversible, True),
            divisible=np.append(plan.divisible, False),
            after=(*plan.after, ()),
            share=np.vstack([plan.share, np.eye(plan.periods)[:1]]),
            snapback=np.append(plan.snapback, 1.0),
            success=np.append(plan.success, 1.0),
            voted=np.append(plan.voted, False),
            credible=np.append(plan.credible, True),
        )
        assert more.values() == pytest.approx(plan.values())
        for party in range(len(plan.parties)):
            assert breaches(more, party).loss == pytest.approx(breaches(plan, party).loss)
            assert breaches(more, party).gain == pytest.approx(breaches(plan, party).gain)


def test_an_owner_that_only_gains_never_breaches() -> None:
    """Invariant 6."""
    for plan in plans("glad"):
        glad = replace(plan, once=np.abs(plan.once), each=np.abs(plan.each), exit_gain=np.zeros_like(plan.exit_gain))
        assert security(glad).links == ()
        assert security(glad).ratio is None
        assert security(glad).is_secure
        assert security(glad).holds


def test_after_the_last_costly_step_nothing_holds_a_party_against_which_nothing_can_be_put_back() -> None:
    """Invariant 7, the last-step problem."""
    bare = 0
    for plan in plans("last", burdens=False):
        plain = replace(plan, reversible=plan.own.any(axis=0) & plan.reversible, penalty=np.zeros(len(plan.parties)))
        for party in range(len(plan.parties)):
            own = plain.own[party]
            fixed = replace(plain, snapback=np.where(own, plain.snapback, 0.0))
            if (own & plain.reversible & (plain.each[party] < 0)).any():
                last = breaches(fixed, party)
                assert last.loss[-1] == pytest.approx(0, abs=TINY)
                assert ratio_of(fixed, party) <= 0
                bare += 1
    assert bare > 10


def test_renaming_or_reordering_steps_changes_nothing() -> None:
    for n, plan in enumerate(plans("order", count=20)):
        order = np.random.default_rng(n).permutation(len(plan.steps))
        other = replace(
            plan,
            owner=plan.owner[order],
            once=plan.once[:, order],
            each=plan.each[:, order],
            reversible=plan.reversible[order],
            divisible=plan.divisible[order],
            share=plan.share[order],
            snapback=plan.snapback[order],
            credible=plan.credible[order],
            voted=plan.voted[order],
            success=plan.success[order],
        )
        for party in range(len(plan.parties)):
            assert margins(other, party) == pytest.approx(margins(plan, party))


def test_more_periods_without_a_step_change_nothing() -> None:
    for plan in plans("longer"):
        longer = plan.lasting(plan.periods + 3)
        for party in range(len(plan.parties)):
            assert least_margin(longer, party) == pytest.approx(least_margin(plan, party), abs=TINY)
        assert longer.values() == pytest.approx(plan.values())


def test_the_longest_beginning_that_holds_is_the_whole_of_a_plan_that_does() -> None:
    for plan in plans("beginning"):
        reach = longest_secure_prefix(plan)
        assert 0 <= reach <= plan.periods
        if security(plan).is_secure:
            assert reach == plan.periods
        elif reach:
            assert security(plan.until(reach)).is_secure


def test_rounded_shares_sum_to_one_and_keep_the_order_of_steps() -> None:
    generator = np.random.default_rng(3)
    for parts in (1, 7, 20, 1000):
        share = generator.dirichlet(np.ones(6), 8)
        rounded = np.array([[float(one) for one in line] for line in shares_in(share, parts)])
        assert rounded.sum(axis=1) == pytest.approx(np.ones(8))
        assert (rounded >= 0).all()
        ahead = (np.cumsum(share, axis=1)[:, None] >= np.cumsum(share, axis=1)[None]).all(axis=2)
        after = (np.cumsum(rounded, axis=1)[:, None] >= np.cumsum(rounded, axis=1)[None] - TINY).all(axis=2)
        assert (after | ~ahead).all()


def test_a_false_alarm_takes_from_what_is_at_stake() -> None:
    plan = two_parties(false_alarm=0.05)
    assert plan.worth()[0, plan.step("relief")] == pytest.approx(68.9655, abs=5e-5)
    assert least_margin(plan, 0) < least_margin(two_parties(), 0)


def test_from_which_date_on_a_party_has_nothing_to_lose() -> None:
    """Without a ceasefire the withdrawal holds the other side as long as it is to come, and nothing does afterwards."""
    found = security(two_parties(at=HALVES))
    assert found.free_from == (None, 2)
    assert found.nothing_at_stake == ()
    assert security(two_parties()).free_from == (None, 0)
    assert security(two_parties(ceasefire=True)).free_from == (None, None)


def test_a_schedule_that_is_not_found_in_time_is_not_one_that_does_not_exist() -> None:
    plan = two_parties(ceasefire=True, at=HALVES)
    late = best_schedule(plan, "worth", ScheduleConstraints(seconds=0.0))
    assert (late.status, late.shares, late.last) == ("gave up at a limit", None, None)
    assert best_schedule(plan, "worth", ScheduleConstraints(ratio=1.3)).status == "none exists"
    assert best_schedule(plan, "worth").last == plan.periods - 1


def test_a_schedule_keeps_the_order_of_the_steps() -> None:
    waits = {
        "withdrawal": {**WITHDRAWAL, "after": ["relief"]},
        "relief": {**RELIEF, "at": {1: 1}},
        "ceasefire": CEASEFIRE,
    }
    plan = plan_terms(case_of({"steps": waits, "parties": {"r": R, "c": C}}, ("r", "c"))).lasting(4)
    assert plan.out_of_order() == ((plan.step("withdrawal"), plan.step("relief")),)
    found = best_schedule(plan, "worth")
    assert found.shares is not None
    shares = np.array([[float(one) for one in line] for line in found.shares])
    assert plan.with_share(shares).out_of_order() == ()


def unhurried(plan: PlanTerms, seed: int, periods: int = 4) -> PlanTerms:
    """The plan over some periods, in which steps that are divisible may not be taken at once."""
    limits = np.random.default_rng(seed).choice([0.3, 0.4, 0.5], len(plan.steps))
    return replace(plan.lasting(periods), at_most=np.where(plan.divisible, limits, 1.0))


def test_no_schedule_takes_more_of_a_step_in_a_period_than_the_step_allows() -> None:
    found = 0
    for n, plan in enumerate(map(kept_more_often, plans("largest", burdens=False, count=16))):
        slow = unhurried(plan, n)
        for objective in OBJECTIVES:
            best = best_schedule(slow, objective)
            if best.shares is not None:
                shares = np.array([[float(one) for one in line] for line in best.shares])
                assert (shares <= slow.at_most[:, None] + SAME_SHARE).all()
                assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)))
                found += bool((slow.at_most < 1).any())
    assert found > 10


def test_a_largest_share_never_makes_the_best_schedule_better() -> None:
    for n, plan in enumerate(map(kept_more_often, plans("tighter", burdens=False, count=12))):
        slow = unhurried(plan, n)
        free = replace(slow, at_most=np.ones(len(slow.steps)))
        for objective in OBJECTIVES:
            one, two = best_schedule(slow, objective), best_schedule(free, objective)
            assert one.shares is None or two.shares is not None
            if one.most is not None and two.most is not None and objective == "worth":
                assert one.most <= two.most + 1e-6
            if objective == "security":
                assert one.bound <= two.bound + 1e-3
            if objective == "end" and one.last is not None and two.last is not None:
                assert one.last >= two.last


def test_a_largest_share_of_all_of_a_step_changes_nothing() -> None:
    case, other = staged_case(at=HALVES), staged_case(at=HALVES, at_most=1)
    plans_ = (plan_terms(case), plan_terms(other))
    for objective in OBJECTIVES:
        one, two = (best_schedule(plan, objective) for plan in plans_)
        assert (one.shares, one.bound, one.most) == (two.shares, two.bound, two.most)


def test_an_option_that_means_one_step_at_a_time_is_never_scheduled_faster_than_the_plan_does_it() -> None:
    options: dict[str, Any] = {"none": "no", "some": {"label": "yes, in steps", "in_steps": True}}
    steps = {"relief": {**RELIEF, "at": {0: 0.25, 1: 0.25, 2: 0.5}, "carries_out": {"deal": "some"}}}
    raw = {"withdrawal": WITHDRAWAL, "ceasefire": CEASEFIRE, **steps}
    plan = plan_terms(case_of({"steps": raw, "parties": {"r": R, "c": C}}, ("r", "c"), options))
    assert plan.at_most.tolist() == [1, 1, 0.5]
    given = {**raw, "relief": {**steps["relief"], "at": dict.fromkeys(range(4), 0.25), "at_most": [0.2, 0.25, 0.3]}}
    told = plan_terms(case_of({"steps": given, "parties": {"r": R, "c": C}}, ("r", "c"), options))
    assert told.at_most.tolist() == [1, 1, 0.25]
    best = best_schedule(plan.lasting(4), "end")
    assert best.shares is not None
    assert max(best.shares[2]) <= Fraction(1, 2)


# the plan of a case


def staged_case(**changes: object) -> Compiled:
    steps = {"relief": {**RELIEF, **changes}, "withdrawal": WITHDRAWAL, "ceasefire": CEASEFIRE}
    return case_of({"steps": steps, "parties": {"r": R, "c": C}}, ("r", "c"))


def test_a_snapback_that_would_punish_its_owner_counts_as_none() -> None:
    case = staged_case(worth={"r": {"each": 10}, "c": {"each": 2}})
    plan = plan_terms(case)
    relief = plan.step("relief")
    told = {one.step: one for one in snapback_credibility(plan)}[relief]
    assert not told.is_credible
    assert (told.chance, told.owner_gains) == (0, -2)
    assert told.claimed == pytest.approx(0.8)
    assert plan_terms(case, automatic=frozenset({"relief"})).snapback[relief] == pytest.approx(0.8)
    with pytest.raises(UnknownName, match="relief"):
        plan_terms(case, automatic=frozenset({"nothing"}))


@pytest.mark.parametrize(("votes", "chance"), [(1, 0.98976), (3, 0.68256), (5, 0.07776)])
def test_the_rule_of_the_vote_is_a_part_of_the_snapback(votes: int, chance: float) -> None:
    names = ("r", "c", "d", "e", "f", "g")
    trigger = {"of": list(names[1:]), "willing": dict.fromkeys(names[1:], 0.6), "votes": votes}
    steps = {"relief": RELIEF, "withdrawal": WITHDRAWAL, "ceasefire": CEASEFIRE}
    plan = plan_terms(case_of({"steps": steps, "parties": {"r": R, "c": C}, "trigger": trigger}, names))
    assert plan.snapback[plan.step("relief")] == pytest.approx(0.8 * chance, abs=5e-6)
    assert plan.snapback[plan.step("ceasefire")] == 1
    rules = vote_rules(plan)
    assert rules[votes - 1].chance == pytest.approx(chance, abs=5e-6)
    ratios = [rule.tested.of(0) for rule in rules]
    assert all(one.ratio >= two.ratio for one, two in pairwise(ratios) if one and two)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({**R, "open_lag": 2}, "open breach"),
        ({**R, "discount": 1}, "infinitely"),
        ({**R, "false_alarm": 1}, "false alarm"),
        (None, "no discount"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_their_place(rule: dict[str, object] | None, words: str) -> None:
    parties = {"c": C} | ({"r": rule} if rule is not None else {})
    case = case_of({"steps": {"withdrawal": WITHDRAWAL}, "parties": parties}, ("r", "c"))
    with pytest.raises(CaseError) as refused:
        plan_terms(case)
    (problem,) = refused.value.problems
    assert words in problem.message
    assert problem.path[:3] == ("plan", "parties", "r")


def test_monitors_and_guarantees_mend_what_they_say_they_mend() -> None:
    plan = two_parties()
    found = guards(plan, 0)
    assert found.monitors == pytest.approx(1 / 9)
    assert found.guarantee == pytest.approx(1.4815, abs=5e-5)
    assert found.worth_of_a_point == pytest.approx(enforcement(0.9, 0.5, 1))
    assert found.parts == 41
    assert least_margin(plan_with_monitors(plan, 0, 1 / 9), 0) == pytest.approx(0, abs=1e-9)
    assert least_margin(plan_with_guarantee(plan, 0, found.guarantee or 0), 0) == pytest.approx(0, abs=1e-9)
    assert plan_with_exchange(plan, 0, 1, 2).share.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_readings_with_nothing_to_draw_are_the_central_one() -> None:
    for at in ({0: 1}, HALVES):
        case = staged_case(at=at)
        question = PlanQuestion(parties=case.parties)
        told = question(case)(draw_readings(case, 1, range(4)))
        tested = security(plan_terms(case))
        assert set(told) == set(question.findings)
        assert told[HOLDS].tolist() == [tested.holds] * 4
        assert told["willing.r"].all()
    without = case_of({"steps": {}}, ("r", "c"))
    assert inputs(case) == ()
    with pytest.raises(CaseError):
        plan_terms(without)


def test_ranges_are_drawn_each_from_its_own_stream() -> None:
    case = staged_case(snapback=[0.6, 1.0], worth={"r": {"each": [6, 16]}, "c": {"each": [-4, -3, -2]}})
    assert inputs(case) == (
        "plan.steps.relief.worth.r.each", "plan.steps.relief.worth.c.each", "plan.steps.relief.snapback",
    )  # fmt: skip
    trials = PlanTrials(case=case, seed=1, redrawn=80)
    found = trials.result(trials.of(range(80)))
    assert 0 < found.counts[HOLDS] < 80
    assert found.counts == trials.result(trials.of(range(80))).counts
    assert found.counts[HOLDS] <= found.counts["secure.r"]
    assert {driver.path for driver in found.drivers} == set(inputs(case))
    assert found.drivers[0].path == "plan.steps.relief.worth.r.each"
    asked = PlanQuestion(parties=case.parties)(case)(draw_readings(case, 1, range(80)))
    assert int(asked[HOLDS].sum()) == found.counts[HOLDS]


def test_the_question_can_be_put_by_the_robustness_analysis() -> None:
    """Shares and switches are counted there for any question."""
    case, other = staged_case(), staged_case(snapback=0.9)
    question = PlanQuestion(parties=case.parties)
    switch = (Input(kind="variant", names=("stronger",)), other)
    counted = Drivers(case=case, question=question, seed=1, switches=(switch,)).of(range(6))
    assert counted.before[0] == 0
    assert counted.holds[0].tolist() == [6]


def test_lags_are_drawn_in_whole_periods_and_an_open_breach_is_never_answered_later() -> None:
    lags = {"r": {**R, "lag": [0, 3], "open_lag": [0, 1]}, "c": C}
    case = case_of({"steps": {"relief": RELIEF, "withdrawal": WITHDRAWAL}, "parties": lags}, ("r", "c"))
    draws = plan_draws(case, 1, range(60))
    drawn_lags = [plan_terms(case, draws.of(n)) for n in range(60)]
    assert {int(lag.lag[0]) for lag in drawn_lags} == {0, 1, 2, 3}
    assert all((lag.open_lag <= lag.lag).all() for lag in drawn_lags)


def test_a_plan_held_against_packages() -> None:
    case = staged_case(carries_out={"deal": "some"})
    plan = case.plan
    assert plan is not None
    assert package_fit(case, plan, (1,)).fit == "wholly"
    assert package_fit(case, plan, (0,)).fit == "contradicts"
    assert package_fit(case, plan, (0,)).against == ((0, 0),)
    assert carries_out(plan, np.array([[0], [1]], dtype=np.int16)).tolist() == [False, True]
    silent = staged_case().plan
    assert silent is not None
    assert package_fit(case, silent, (1,)).fit == "not touched"


def test_the_whole_answer_names_the_party_with_the_weakest_link_first() -> None:
    plan = two_parties(ceasefire=True, at=HALVES)
    found = staging_of(plan, objectives=("worth",))
    assert [remedy.party for remedy in found.remedies] == [0, 1]
    assert found.longest_secure_prefix == plan.periods
    assert found.not_credible == ()
    assert set(found.schedules) == {"worth"}
    assert found.rules == ()


def test_no_ratio_is_below_zero_and_the_weakest_breach_is_no_artefact_of_how_far_is_looked() -> None:
    """Where others' steps hurt a party, the ratio is 0 and the breach named is the one that brings it most."""
    hurt = 0
    for n in range(150):
        plan = random_plan(Random(f"hurt {n}"))
        found = security(plan)
        for link in found.links:
            for breach in (link.weakest, link.worst):
                assert breach is None or (breach.loss >= 0 and breach.gain > 0 and breach.ratio >= 0)
            if link.weakest is not None and link.weakest.loss == 0:
                own = breaches(plan, link.party)
                free = own.margin[link.period][(own.loss[link.period] <= 0) & (own.gain[link.period] > NOTHING)]
                assert link.weakest.margin == pytest.approx(float(free.min()))
                hurt += bool((own.loss[link.period] < 0).any())
        assert all(tail.ratio is None or tail.ratio >= 0 for tail in found.tails)
    assert hurt > 20


def test_a_party_whom_others_steps_burden_is_named_though_no_breach_would_save_it_anything() -> None:
    named = 0
    for plan in plans("burdened", count=150):
        found = security(plan)
        for party, date in enumerate(found.burdened_from):
            own = breaches(plan, party)
            idle = ~(own.gain > NOTHING).any(axis=1) & (own.loss < -NOTHING).any(axis=1)
            assert (date is None) == (not idle.any())
            assert date is None or date == int(np.flatnonzero(idle)[0])
            named += date is not None
    assert named > 5


def test_the_best_breach_of_a_party_brings_most_beyond_what_it_costs() -> None:
    for plan in plans("best", count=100):
        found = security(plan)
        for party in range(len(plan.parties)):
            best, own = found.best_of(party), breaches(plan, party)
            counts = own.gain > NOTHING
            assert (best is None) == (not counts.any())
            assert best is None or best.margin == pytest.approx(float(own.margin[counts].min()))
