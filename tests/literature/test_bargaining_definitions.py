"""The theory of bargaining in closed form, at worked numbers that can be followed by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracles.bargaining_oracle import short_rounds, with_breakdown
from winset.analyses.timing.attrition import attrition, battles_until_safe
from winset.analyses.timing.bargaining_range import (
    BargainingRange,
    bargaining_range,
    best_demand,
    missing_middle,
    mutual_optimism,
    ratified_split,
    shared_stake,
    two_types,
    uncertain_ratifier,
)
from winset.analyses.timing.commitment import Contest, commitment_of_powers, safe_path, safe_power, taken_off
from winset.analyses.timing.patience import (
    alternating_offers,
    drawn_offers,
    outside_option,
    random_proposer,
    rate,
    stationary,
)
from winset.errors import WinsetError


def test_the_range_between_chance_less_own_cost_and_chance_plus_the_others() -> None:
    found = bargaining_range(Fraction("0.6"), Fraction("0.1"), Fraction("0.15"))
    assert (found.low, found.high) == (Fraction("0.5"), Fraction("0.75"))
    assert found.divisions == (Fraction("0.5"), Fraction("0.75"))
    assert Fraction("0.5") in found
    assert Fraction("0.76") not in found


def test_a_range_beyond_the_stake_is_cut_for_divisions_only() -> None:
    found = bargaining_range(Fraction("0.9"), Fraction("0.1"), Fraction("0.3"))
    assert found.high == Fraction("1.2")
    assert found.divisions == (Fraction("0.8"), Fraction(1))


def test_three_parties_may_have_no_range_although_fighting_costs_each() -> None:
    """Each would win two of three alliances; what they are sure of adds up to more than there is."""
    assert shared_stake([Fraction("0.4")] * 3) == shared_stake([Fraction("0.4"), Fraction("0.5"), Fraction("0.3")])
    assert not shared_stake([Fraction("0.4")] * 3).exists
    assert shared_stake([Fraction(1, 3)] * 3).exists
    assert not shared_stake([Fraction("1.2"), Fraction("-0.5")]).exists


def test_optimism_closes_a_range_beyond_the_costs_of_both() -> None:
    found = mutual_optimism((Fraction("0.7"), Fraction("0.5")), (Fraction("0.1"), Fraction("0.1")))
    assert (found.claimed, found.bearable) == (Fraction("1.2"), Fraction("1.2"))
    assert not found.closes
    assert found.range.low == found.range.high == Fraction("0.6")
    assert mutual_optimism((Fraction("0.7"), Fraction("0.51")), (Fraction("0.1"), Fraction("0.1"))).closes


def test_the_demand_against_an_unknown_cost() -> None:
    found = best_demand(Fraction("0.6"), Fraction("0.1"), Fraction("0.3"))
    assert (found.demand, found.war, found.kind) == (Fraction("0.7"), Fraction(1, 3), "risky")
    assert best_demand(Fraction("0.6"), Fraction("0.1"), Fraction("0.1")).kind == "safe"
    whole = best_demand(Fraction("0.9"), Fraction("0.1"), Fraction("0.5"))
    assert (whole.demand, whole.war, whole.kind) == (Fraction(1), Fraction("0.2"), "whole")


def test_the_risk_return_threshold_of_two_types() -> None:
    at = two_types(Fraction("0.5"), Fraction("0.3"), Fraction("0.35"), Fraction(3, 7))
    assert (at.threshold, at.best) == (Fraction(3, 7), "indifferent")
    assert two_types(Fraction("0.5"), Fraction("0.3"), Fraction("0.35"), Fraction("0.8")).best == "risky"
    assert two_types(Fraction("0.5"), Fraction("0.3"), Fraction("0.35"), Fraction("0.4")).best == "safe"
    assert two_types(Fraction("0.5"), Fraction("0.3"), Fraction("0.8"), Fraction("0.4")).best == "fight"


def test_a_throne_cannot_be_shared_but_drawn_for() -> None:
    between = bargaining_range(Fraction("0.6"), Fraction("0.1"), Fraction("0.15"))
    found = missing_middle([Fraction(0), Fraction(1)], between)
    assert found.is_missing
    assert found.lottery is not None
    assert (found.lottery.least, found.lottery.most) == (between.low, between.high)
    assert found.lottery.least <= Fraction("0.6") <= found.lottery.most
    assert missing_middle([Fraction(0), Fraction("0.7"), Fraction(1)], between).inside == (1,)
    one_sided = missing_middle([Fraction(0), Fraction("0.3")], between)
    assert (one_sided.payment, one_sided.to_first) == (Fraction("0.2"), True)
    other_side = missing_middle([Fraction("0.9"), Fraction(1)], between)
    assert (other_side.payment, other_side.to_first) == (Fraction("0.15"), False)


def test_the_largest_safe_future_power() -> None:
    contest = Contest(costs=(Fraction("0.5"), Fraction("0.5")), discount=Fraction("0.8"))
    assert safe_power(Fraction("0.3"), contest) == Fraction("0.6")
    assert commitment_of_powers([Fraction("0.3"), Fraction("0.6")], contest).holds
    broken = commitment_of_powers([Fraction("0.3"), Fraction("0.61")], contest).first
    assert broken is not None
    assert (broken.rising, broken.now, broken.later) == (0, 0, 1)
    assert broken.excess == Fraction("0.8") * Fraction("0.01") * 5


def test_a_slow_rise_may_be_unsafe_only_over_two_periods() -> None:
    """Each step alone leaves the other worth enough by fighting a period later; by then it could not be held to it."""
    contest = Contest(costs=(Fraction("0.5"), Fraction("0.5")), discount=Fraction("0.9"))
    powers = [Fraction("0.2"), Fraction("0.32"), Fraction("0.45")]
    for now in range(2):
        assert powers[now + 1] <= safe_power(powers[now], contest)
    broken = commitment_of_powers(powers, contest).first
    assert broken is not None
    assert (broken.now, broken.later) == (0, 2)
    assert powers[2] > safe_power(powers[0], contest, 2)


def test_an_arms_limit_takes_off_what_it_cuts_from_the_shift() -> None:
    contest = Contest(costs=(Fraction("0.5"), Fraction("0.5")), discount=Fraction("0.8"))
    assert (
        taken_off([Fraction("0.3"), Fraction("0.7")], [Fraction("0.3"), Fraction("0.6")], contest)
        == Fraction("0.8") * Fraction("0.1") * 5
    )
    assert safe_path([Fraction("0.3"), Fraction("0.7")], contest) == (None, Fraction("0.6"))


def test_the_shares_of_alternating_offers() -> None:
    assert float(alternating_offers(Fraction("0.9"), Fraction("0.8")).first) == pytest.approx(0.714286, abs=5e-7)
    assert short_rounds(Fraction("0.05"), Fraction("0.10"))[0] == Fraction(2, 3)
    assert with_breakdown(Fraction("0.9"), Fraction("0.1")) == Fraction("0.81")


def test_an_outside_option_matters_only_where_it_is_worth_more() -> None:
    small = outside_option(Fraction("0.9"), Fraction("0.9"), Fraction("0.3"))
    large = outside_option(Fraction("0.9"), Fraction("0.9"), Fraction("0.6"))
    assert small is not None
    assert large is not None
    assert float(small.first) == pytest.approx(0.526316, abs=5e-7)
    assert large.first == Fraction("0.4")
    assert outside_option(Fraction("0.9"), Fraction("0.9"), Fraction("1.1")) is None


def test_the_stationary_share_of_four_and_of_a_drawn_proposer() -> None:
    assert float(stationary([Fraction("0.9")] * 4)[0]) == pytest.approx(0.290782, abs=5e-7)
    assert random_proposer(Fraction("0.9"), 5, 3) == Fraction("0.64")
    assert random_proposer(Fraction("0.9"), 5, 5) == Fraction("0.28")
    assert {(share.keeps, share.expects) for share in drawn_offers([Fraction("0.9")] * 5)} == {
        (Fraction("0.28"), Fraction("0.2"))
    }


def test_two_parties_under_unanimity() -> None:
    assert stationary([Fraction("0.9")] * 2)[0] == 1 / Fraction("1.9")
    assert random_proposer(Fraction("0.9"), 2, 2) == 1 - Fraction("0.45")
    assert [share.keeps for share in drawn_offers([Fraction("0.9")] * 2)] == [Fraction("0.55")] * 2


def test_the_length_of_a_war_of_attrition() -> None:
    found = attrition((Fraction(10), Fraction(6)), (Fraction(1), Fraction("1.5")))
    assert found.hazards == (Fraction("0.25"), Fraction("0.1"))
    assert float(found.length) == pytest.approx(2.857, abs=5e-4)


def test_lost_battles_before_the_safe_offer() -> None:
    threshold = two_types(Fraction("0.5"), Fraction("0.3"), Fraction("0.35"), Fraction("0.8")).threshold
    assert threshold == Fraction(3, 7)
    assert battles_until_safe(Fraction("0.8"), (Fraction("0.7"), Fraction("0.4")), threshold) == 3


@pytest.mark.parametrize(("least", "most", "split"), [(".6", ".9", ".6"), (".1", ".35", ".35"), (".2", ".9", ".5")])
def test_the_even_split_within_what_is_ratified(least: str, most: str, split: str) -> None:
    assert ratified_split(Fraction(least), Fraction(most)) == Fraction(split)


def test_no_split_is_ratified_where_two_bodies_exclude_each_other() -> None:
    assert ratified_split(Fraction("0.6"), Fraction("0.4")) is None


def test_the_offer_to_a_ratifier_whose_threshold_is_not_known() -> None:
    found = uncertain_ratifier(Fraction("0.2"), Fraction("0.8"))
    assert (found.offer, found.passes) == (Fraction("0.6"), Fraction(2, 3))


def test_the_rate_of_a_discount_factor() -> None:
    assert rate(Fraction("0.9")) == pytest.approx(0.1053605, abs=5e-8)
    assert rate(Fraction(1)) == 0


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: bargaining_range(Fraction(2), Fraction(0), Fraction(0)), "a chance lies between 0 and 1"),
        (lambda: bargaining_range(Fraction(0), Fraction(-1), Fraction(0)), "a cost is 0 or more"),
        (lambda: alternating_offers(Fraction(1), Fraction(0)), "less than 1"),
        (lambda: stationary([Fraction("0.9")]), "takes two"),
        (lambda: drawn_offers([Fraction("0.9")]), "takes two"),
        (lambda: random_proposer(Fraction("0.9"), 3, 4), "vote in favour"),
        (lambda: attrition((Fraction(0), Fraction(1)), (Fraction(1), Fraction(1))), "above 0"),
        (lambda: two_types(Fraction("0.2"), Fraction("0.3"), Fraction(0), Fraction(0)), "larger share"),
        (
            lambda: battles_until_safe(Fraction("0.8"), (Fraction("0.4"), Fraction("0.7")), Fraction("0.5")),
            "more often",
        ),
        (lambda: uncertain_ratifier(Fraction("0.5"), Fraction("0.5")), "above its lowest"),
        (lambda: rate(Fraction(0)), "above 0"),
        (
            lambda: commitment_of_powers([], Contest(costs=(Fraction(0), Fraction(0)), discount=Fraction(0))),
            "at least one period",
        ),
        (
            lambda: safe_power(Fraction(0), Contest(costs=(Fraction(0), Fraction(0)), discount=Fraction(0))),
            "no later period",
        ),
    ],
)
def test_inputs_outside_the_model_are_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(WinsetError, match=words):
        ask()


def test_a_range_is_empty_where_its_ends_cross() -> None:
    assert BargainingRange(low=Fraction("0.6"), high=Fraction("0.5")).is_empty
    assert BargainingRange(low=Fraction("1.1"), high=Fraction("1.2")).divisions is None
