"""Laws of bargaining in closed form, and the slow, obvious answers beside them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracles.bargaining_oracle import (
    by_backward_induction,
    chance_of_weak,
    drawn_by_backward_induction,
    short_rounds,
    simulated_length,
    split_exists,
    worth_of_demand,
    worth_of_holding_out,
)
from winset.analyses.timing.attrition import attrition, battles_until_safe, posterior
from winset.analyses.timing.bargaining_range import (
    bargaining_range,
    best_demand,
    missing_middle,
    mutual_optimism,
    ratified_split,
    shared_stake,
    two_types,
    uncertain_ratifier,
)
from winset.analyses.timing.commitment import (
    Contest,
    commitment,
    commitment_of_powers,
    promises_hold,
    safe_path,
    safe_power,
)
from winset.analyses.timing.patience import (
    alternating_offers,
    drawn_offers,
    outside_option,
    random_proposer,
    rate,
    stationary,
)

GRID = 400


def hundredths(low: int = 0, high: int = 100) -> st.SearchStrategy[Fraction]:
    return st.integers(low, high).map(lambda number: Fraction(number, 100))


shares, costs, discounts = hundredths(), hundredths(0, 60), hundredths(5, 95)


@given(shares, costs, costs, hundredths(1, 20))
def test_either_cost_widens_the_range(chance: Fraction, cost: Fraction, other: Fraction, more: Fraction) -> None:
    before = bargaining_range(chance, cost, other)
    assert before.high - before.low == cost + other
    assert bargaining_range(chance, cost + more, other).low == before.low - more
    assert bargaining_range(chance, cost, other + more).high == before.high + more


@given(shares, shares, costs, costs)
def test_optimism_closes_a_range_just_where_its_ends_cross(
    own: Fraction, other: Fraction, cost: Fraction, other_cost: Fraction
) -> None:
    found = mutual_optimism((own, other), (cost, other_cost))
    assert found.closes == found.range.is_empty == (own - cost > 1 - (other - other_cost))


@given(shares, costs, costs)
def test_parties_who_agree_on_the_chance_are_not_too_optimistic(
    chance: Fraction, cost: Fraction, other_cost: Fraction
) -> None:
    found = mutual_optimism((chance, 1 - chance), (cost, other_cost))
    assert not found.closes
    assert found.range == bargaining_range(chance, cost, other_cost)


@given(st.lists(hundredths(-50, 120), min_size=2, max_size=5))
def test_a_stake_is_shared_just_where_some_division_on_a_grid_contents_all(values: list[Fraction]) -> None:
    wanted = [max(value, Fraction(0)) for value in values]
    given_out = [*wanted[:-1], 1 - sum(wanted[:-1])]
    assert shared_stake(values).exists == (given_out[-1] >= wanted[-1])


@given(shares, costs, costs)
def test_no_demand_on_a_fine_grid_is_worth_more(chance: Fraction, cost: Fraction, largest: Fraction) -> None:
    found = best_demand(chance, cost, largest)
    numbers = (float(chance), float(cost), float(largest))
    best = worth_of_demand(float(found.demand), *numbers)
    grid = max(worth_of_demand(place / GRID, *numbers) for place in range(GRID + 1))
    assert best >= grid - 1e-12
    assert best == pytest.approx(
        (1 - float(found.war)) * float(found.demand) + float(found.war) * (numbers[0] - numbers[1])
    )


@given(shares, costs, costs, hundredths(1, 20))
def test_the_chance_of_war_rises_with_the_largest_cost_until_all_is_demanded(
    chance: Fraction, cost: Fraction, largest: Fraction, more: Fraction
) -> None:
    less, greater = best_demand(chance, cost, largest), best_demand(chance, cost, largest + more)
    if greater.kind != "whole":
        assert greater.war >= less.war
    elif less.kind == "whole":
        assert greater.war <= less.war


@given(shares, shares, shares, shares)
def test_the_better_of_two_offers_is_chosen(
    strong: Fraction, weak: Fraction, fighting: Fraction, chance: Fraction
) -> None:
    assume(strong > weak)
    found = two_types(strong, weak, fighting, chance)
    risky = chance * (1 - weak) + (1 - chance) * fighting
    worth = {"risky": risky, "safe": 1 - strong, "fight": fighting, "indifferent": 1 - strong}
    assert worth[found.best] == max(risky, 1 - strong, fighting)
    assert (found.best == "indifferent") <= (risky == 1 - strong)


@given(st.lists(shares, min_size=1, max_size=5), shares, costs, costs)
def test_what_restores_a_missing_middle_lies_at_the_ends_of_the_range(
    options: list[Fraction], chance: Fraction, cost: Fraction, other_cost: Fraction
) -> None:
    between = bargaining_range(chance, cost, other_cost)
    found = missing_middle(options, between)
    assert set(found.inside) == {place for place, option in enumerate(options) if option in between}
    if found.lottery is not None:
        drawn = [
            options[found.lottery.lower] * (1 - weight) + options[found.lottery.upper] * weight
            for weight in (found.lottery.least, found.lottery.most)
        ]
        assert drawn == [between.low, between.high]
        assert not any(options[found.lottery.lower] < option < options[found.lottery.upper] for option in options)
    elif found.is_missing:
        sign = 1 if found.to_first else -1
        assert any(option + sign * found.payment in between for option in options)
        assert not any(option + sign * (found.payment - Fraction(1, 1000)) in between for option in options)


contests = st.builds(lambda cost, other, discount: Contest(costs=(cost, other), discount=discount),
                     hundredths(0, 200), hundredths(0, 200), discounts)  # fmt: skip


@given(contests, st.lists(shares, min_size=1, max_size=5))
def test_a_promise_holds_just_where_a_linear_programme_finds_a_division(
    contest: Contest, powers: list[Fraction]
) -> None:
    found = commitment_of_powers(powers, contest)
    assume(abs(found.largest.excess) > Fraction(1, 10**6))
    values = [[contest.value(party, power) for power in powers] for party in (0, 1)]
    assert found.holds == split_exists(values, contest.discount)


@given(discounts, st.lists(st.tuples(shares, shares), min_size=1, max_size=5))
def test_the_same_of_any_values_of_fighting(discount: Fraction, parts: list[tuple[Fraction, Fraction]]) -> None:
    stake = 1 / (1 - discount)
    values = ([first * stake for first, _ in parts], [second * stake for _, second in parts])
    found = commitment(values, discount)
    assume(abs(found.largest.excess) > Fraction(1, 10**6))
    assert found.holds == split_exists(values, discount)


@given(contests, shares, shares)
def test_the_next_power_is_safe_just_up_to_the_limit(contest: Contest, now: Fraction, later: Fraction) -> None:
    limits = safe_path([now, later], contest)
    assert limits == (None, min(safe_power(now, contest), Fraction(1)))
    if later >= now:
        assert commitment_of_powers([now, later], contest).holds == (later <= safe_power(now, contest))


@given(contests, st.lists(shares, min_size=1, max_size=5))
def test_a_path_holds_just_where_it_stays_within_both_limits(contest: Contest, powers: list[Fraction]) -> None:
    """The limit of the other party is that of the same contest seen from its side."""
    upper = safe_path(powers, contest)
    lower = safe_path([1 - power for power in powers], contest.swapped)
    within = all(
        (most is None or power <= most) and (least is None or 1 - power <= least)
        for power, most, least in zip(powers, upper, lower, strict=True)
    )
    assert within == commitment_of_powers(powers, contest).holds
    assert promises_hold(powers, contest) is within


@given(contests, shares, hundredths(1, 20))
def test_the_safe_power_is_no_less_than_the_present_one_and_rises_with_both_costs(
    contest: Contest, now: Fraction, more: Fraction
) -> None:
    limit = safe_power(now, contest)
    assert limit >= now / contest.discount >= now
    cost, other = contest.costs
    for dearer in ((cost + more, other), (cost, other + more)):
        assert safe_power(now, Contest(costs=dearer, discount=contest.discount)) > limit
    assert (
        safe_power(now, Contest(costs=(Fraction(0), Fraction(0)), discount=contest.discount)) == now / contest.discount
    )


@given(hundredths(0, 95), hundredths(0, 95))
def test_alternating_offers_are_the_limit_of_backward_induction(first: Fraction, second: Fraction) -> None:
    found = alternating_offers(first, second)
    assert by_backward_induction(first, second) == pytest.approx((float(found.first), float(found.second)), abs=1e-8)
    assert found.first + found.second == 1


@given(discounts, discounts)
def test_the_more_patient_gets_more(first: Fraction, second: Fraction) -> None:
    """Whoever offers first, in short rounds; in long ones, more than if it were as patient as the other."""
    if first > second:
        assert alternating_offers(first, second).first > alternating_offers(second, second).first
        assert alternating_offers(first, second).first > alternating_offers(second, first).first
        assert short_rounds(Fraction(rate(first)), Fraction(rate(second)))[0] > Fraction(1, 2)


@given(hundredths(1, 50), hundredths(1, 50))
def test_shares_tend_to_those_of_short_rounds(own: Fraction, other: Fraction) -> None:
    rounds = 10_000
    found = alternating_offers(1 - own / rounds, 1 - other / rounds)
    assert float(found.first) == pytest.approx(float(short_rounds(own, other)[0]), abs=1e-3)


@given(discounts, discounts, hundredths(0, 100))
def test_an_outside_option_as_by_backward_induction(first: Fraction, second: Fraction, option: Fraction) -> None:
    found = outside_option(first, second, option)
    assert found is not None
    expected = by_backward_induction(first, second, option=float(option))
    assert (float(found.first), float(found.second)) == pytest.approx(expected, abs=1e-8)


@given(st.lists(discounts, min_size=2, max_size=6))
def test_no_party_gains_by_refusing_the_stationary_division(factors: list[Fraction]) -> None:
    """By waiting each would get its share of the division that the next party would offer first."""
    parties = len(factors)
    division = stationary(factors)
    assert sum(division) == 1
    assert min(division) > 0
    turned = stationary([*factors[1:], factors[0]])
    later = [turned[(party - 1) % parties] for party in range(parties)]
    for party in range(1, parties):
        assert division[party] == factors[party] * later[party]
    if parties == 2:
        found = alternating_offers(*factors)
        assert division == (found.first, found.second)


@given(st.lists(hundredths(1, 50), min_size=2, max_size=4))
def test_in_short_rounds_shares_are_in_inverse_proportion_to_what_waiting_costs(rates: list[Fraction]) -> None:
    rounds = 1_000
    division = stationary([1 - loss / rounds for loss in rates])
    total = sum(1 / loss for loss in rates)
    for share, loss in zip(division, rates, strict=True):
        assert float(share) == pytest.approx(float(1 / loss / total), abs=5e-3)


@given(discounts, st.integers(2, 7))
def test_equally_patient_parties_get_less_by_one_factor_each(discount: Fraction, parties: int) -> None:
    division = stationary([discount] * parties)
    assert division[0] == (1 - discount) / (1 - discount**parties)
    assert all(share == division[0] * discount**turn for turn, share in enumerate(division))


@given(st.lists(discounts, min_size=2, max_size=6))
def test_drawn_offers_as_by_backward_induction(factors: list[Fraction]) -> None:
    found = drawn_offers(factors)
    expected = drawn_by_backward_induction(factors, rounds=2_000)
    for share, (keeps, expects) in zip(found, expected, strict=True):
        assert (float(share.keeps), float(share.expects)) == pytest.approx((keeps, expects), abs=1e-6)


@given(st.lists(discounts, min_size=2, max_size=6))
def test_who_is_drawn_leaves_each_other_what_waiting_is_worth(factors: list[Fraction]) -> None:
    found, parties = drawn_offers(factors), len(factors)
    waiting = [factor * share.expects for factor, share in zip(factors, found, strict=True)]
    assert sum(share.expects for share in found) == 1
    for party, share in enumerate(found):
        assert share.keeps == 1 - sum(waiting) + waiting[party]
        assert share.expects == share.keeps / parties + Fraction(parties - 1, parties) * waiting[party]
    for own, factor in zip(found, factors, strict=True):
        assert all(own.expects >= share.expects for share, other in zip(found, factors, strict=True) if factor >= other)


@given(discounts, st.integers(2, 7))
def test_drawn_offers_of_equally_patient_parties_need_every_vote(discount: Fraction, parties: int) -> None:
    assert {share.keeps for share in drawn_offers([discount] * parties)} == {
        random_proposer(discount, parties, parties)
    }


@given(discounts, st.integers(2, 9), st.data())
def test_a_drawn_proposer_pays_each_vote_what_waiting_is_worth(
    discount: Fraction, parties: int, data: st.DataObject
) -> None:
    votes = data.draw(st.integers(1, parties))
    kept = random_proposer(discount, parties, votes)
    of_vote = discount / parties  # before the draw each expects an equal part, and to wait costs
    assert kept + (votes - 1) * of_vote == 1
    expected = kept / parties + Fraction(votes - 1, parties) * of_vote
    assert expected == Fraction(1, parties)


@given(st.tuples(hundredths(10, 900), hundredths(10, 900)), st.tuples(hundredths(10, 300), hundredths(10, 300)),
       hundredths(1, 500))  # fmt: skip
def test_each_is_indifferent_how_long_it_holds_out(
    prizes: tuple[Fraction, Fraction], paid: tuple[Fraction, Fraction], until: Fraction
) -> None:
    found = attrition(prizes, paid)
    for party in (0, 1):
        worth = worth_of_holding_out(
            float(until), float(prizes[party]), float(paid[party]), float(found.hazards[1 - party])
        )
        assert worth == pytest.approx(0, abs=1e-4 * float(prizes[party] + paid[party]))


def test_the_mean_length_of_attrition_is_that_of_simulated_wars() -> None:
    found = attrition((Fraction(10), Fraction(6)), (Fraction(1), Fraction("1.5")))
    mean, error = simulated_length([float(hazard) for hazard in found.hazards], wars=200_000, seed=17)
    assert abs(mean - float(found.length)) < 4 * error


@given(shares, hundredths(1, 95), hundredths(1, 95), hundredths(1, 99))
def test_the_safe_offer_is_made_at_the_first_belief_that_is_no_longer_above_the_threshold(
    weak: Fraction, of_weak: Fraction, of_strong: Fraction, threshold: Fraction
) -> None:
    assume(of_weak > of_strong)
    battles = battles_until_safe(weak, (of_weak, of_strong), threshold)
    if battles is None:
        assert weak == 1
        return
    assert posterior(weak, (of_weak, of_strong), battles) <= threshold
    assert posterior(weak, (of_weak, of_strong), battles) == chance_of_weak(weak, (of_weak, of_strong), battles)
    if battles:
        assert posterior(weak, (of_weak, of_strong), battles - 1) > threshold


@given(shares, shares, hundredths(1, 20))
def test_a_bound_that_lies_away_from_the_split_does_not_move_it(
    least: Fraction, most: Fraction, away: Fraction
) -> None:
    split = ratified_split(least, most)
    assume(split is not None)
    if split != least and least >= away:
        assert ratified_split(least - away, most) == split
    if split != most and most + away <= 1:
        assert ratified_split(least, most + away) == split


@given(shares, shares)
def test_no_offer_to_an_uncertain_ratifier_leaves_more(low: Fraction, high: Fraction) -> None:
    assume(low < high)
    found = uncertain_ratifier(low, high)
    assert low <= found.offer <= high
    best = (1 - found.offer) * found.passes
    for place in range(GRID + 1):
        offer = Fraction(place, GRID)
        passes = min(max((offer - low) / (high - low), Fraction(0)), Fraction(1))
        assert (1 - offer) * passes <= best
