"""What every solution concept must do, whichever it is: the laws are read off the register.

Laws compare sets of maximisers, never single representatives. A solution that is exempt from a law has its
counterexample written out, so that the exemption is shown and not only claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import gcd
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from winset.analyses.settlement.solutions.register import Context, Gain, Solution, maximisers, solutions

EVERY = [pytest.param(solution, id=key) for key, solution in solutions.items()]
BUT_RANGES = [pytest.param(solution, id=key) for key, solution in solutions.items() if key != "relative_utilitarian"]
EFFICIENT = [pytest.param(solution, id=key) for key, solution in solutions.items() if key != "egalitarian"]

QUICK = settings(max_examples=50)

SCALE_FREE = ("nash", "nash_weighted", "nash_max_support", "kalai_smorodinsky", "relative_utilitarian")
MENU_FREE = ("nash", "nash_weighted", "nash_max_support", "egalitarian", "leximin", "utilitarian")


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Gains to choose from, the unit that they are counted in, and capabilities above 0."""

    gains: list[Gain]
    weights: tuple[int, ...]
    unit: int = 1

    def with_gains(self, gains: list[Gain]) -> Menu:
        return Menu(gains=gains, weights=self.weights, unit=self.unit)


def coprime(weights: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(weight // gcd(*weights) for weight in weights)


def context(menu: Menu) -> Context:
    """What the keys may look at, from the definition: ideals and lowest gains over all that is acceptable."""
    columns = list(zip(*menu.gains, strict=True))
    return Context(
        unit=menu.unit,
        ideal=tuple(max(column) for column in columns),
        least=tuple(min(column) for column in columns),
        weights=coprime(menu.weights),
    )


def chosen(solution: Solution, menu: Menu) -> frozenset[Gain]:
    """The vectors that the solution takes."""
    positions, _ = maximisers(solution, menu.gains, context(menu))
    return frozenset(menu.gains[n] for n in positions)


def chosen_exactly(solution: Solution, menu: Menu) -> frozenset[Gain]:
    """The same by asking the exact key of every vector."""
    keys: dict[Gain, Any] = {gain: solution.worth(gain, context(menu)) for gain in menu.gains}
    known = {gain: key for gain, key in keys.items() if key is not None}
    return frozenset(gain for gain, key in known.items() if key == max(known.values()))


def dominates(better: Gain, worse: Gain) -> bool:
    return better != worse and all(b >= w for b, w in zip(better, worse, strict=True))


def undominated(gains: list[Gain]) -> frozenset[Gain]:
    return frozenset(gain for gain in gains if not any(dominates(other, gain) for other in gains))


SMALL, POINTS, HUGE = st.integers(0, 3), st.integers(0, 10_000), st.integers(0, 10**15)
NEAR_HUGE = st.integers(10**15 - 2, 10**15 + 2)
AMOUNTS = st.sampled_from([SMALL, SMALL, POINTS, HUGE, NEAR_HUGE, st.one_of(SMALL, NEAR_HUGE)])


@st.composite
def menus(draw: st.DrawFn, most_parties: int = 5) -> Menu:
    """One to eight vectors of gains, ties frequent, small, large and nearly equal numbers."""
    parties = draw(st.integers(1, most_parties))
    amounts = [draw(AMOUNTS) for _ in range(parties)]
    gains = draw(st.lists(st.tuples(*amounts), min_size=1, max_size=8))
    return Menu(
        gains=gains,
        weights=draw(st.tuples(*[st.integers(1, 4)] * parties)),
        unit=draw(st.sampled_from([1, 3, 100, 700, 10**12])),
    )


def ulps_apart() -> Menu:
    """A party to whom all is worth nearly the same, 10^15 or one more in thirds of a point; both packages tie."""
    return Menu(gains=[(10**15 + 1, 0), (10**15, 9)], weights=(1, 1), unit=3)


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(menu=menus(), data=st.data())
def test_permuting_parties_permutes_the_choice(solution: Solution, menu: Menu, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(menu.weights))))

    def moved(gain: Gain) -> Gain:
        return tuple(gain[party] for party in order)

    permuted = Menu(gains=[moved(gain) for gain in menu.gains], weights=moved(menu.weights), unit=menu.unit)
    assert chosen(solution, permuted) == {moved(gain) for gain in chosen(solution, menu)}


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(menu=menus(), data=st.data())
def test_the_order_and_the_number_of_packages_do_not_matter(
    solution: Solution, menu: Menu, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(menu.gains + menu.gains[:2]))
    assert chosen(solution, menu.with_gains(list(shuffled))) == chosen(solution, menu)


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(menu=menus(), factor=st.sampled_from([2, 10, 10**6]))
def test_counting_all_gains_in_finer_units_changes_nothing(solution: Solution, menu: Menu, factor: int) -> None:
    finer = Menu(
        gains=[tuple(factor * one for one in gain) for gain in menu.gains],
        weights=menu.weights,
        unit=factor * menu.unit,
    )
    assert chosen(solution, finer) == {tuple(factor * one for one in gain) for gain in chosen(solution, menu)}


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(menu=menus())
@example(menu=Menu(gains=[(10**15, 10**15), (10**15 + 1, 10**15 - 1), (10**15 + 2, 10**15 - 2)], weights=(1, 1)))
@example(menu=Menu(gains=[(10**15 + 1, 10**15), (10**15, 10**15 + 1), (10**15, 10**15)], weights=(1, 1), unit=7))
@example(menu=Menu(gains=[(1, 1, 10**15), (1, 1, 10**15 + 1)], weights=(3, 1, 2)))
@example(menu=Menu(gains=[(1, 1, 0, 10**15), (1, 1, 0, 10**15 + 1), (0, 10**15, 0, 10**15)], weights=(1, 1, 1, 1)))
def test_screening_in_floating_point_loses_no_maximiser(solution: Solution, menu: Menu) -> None:
    assume(solution.key != "relative_utilitarian" or widest_ratio(menu) < 10**5)
    assert chosen(solution, menu) == chosen_exactly(solution, menu)


def widest_ratio(menu: Menu) -> Fraction:
    """How much larger a party's gains are than the distance between its smallest and its largest."""
    ranges = [(max(column), max(column) - min(column)) for column in zip(*menu.gains, strict=True)]
    return max((Fraction(most, width) for most, width in ranges if width), default=Fraction(0))


def test_the_screen_of_relative_utilitarian_loses_no_maximiser_where_a_party_is_nearly_indifferent() -> None:
    solution = solutions["relative_utilitarian"]
    assert chosen_exactly(solution, ulps_apart()) == {(10**15 + 1, 0), (10**15, 9)}
    assert chosen(solution, ulps_apart()) == {(10**15 + 1, 0), (10**15, 9)}


@pytest.mark.parametrize("solution", [one for one in BUT_RANGES if one.id != "egalitarian"])
@QUICK
@given(menu=menus(), data=st.data())
def test_a_dominated_package_more_changes_nothing(solution: Solution, menu: Menu, data: st.DataObject) -> None:
    above = data.draw(st.sampled_from(menu.gains))
    below: Gain = tuple(data.draw(st.sampled_from([one, max(0, one - 1), 0])) for one in above)
    assume(dominates(above, below) and below not in menu.gains)
    assert chosen(solution, menu.with_gains([*menu.gains, below])) == chosen(solution, menu)


def test_a_dominated_package_can_change_what_relative_utilitarian_takes() -> None:
    solution, tied = solutions["relative_utilitarian"], Menu(gains=[(10, 4), (6, 10)], weights=(1, 1))
    assert chosen(solution, tied) == {(10, 4), (6, 10)}
    # (0, 4) is dominated by both, and stretches the first party's range from 6-10 to 0-10.
    assert chosen(solution, tied.with_gains([(10, 4), (6, 10), (0, 4)])) == {(6, 10)}


def test_a_dominated_package_can_tie_with_an_egalitarian_one() -> None:
    solution, one = solutions["egalitarian"], Menu(gains=[(2, 3)], weights=(1, 1))
    assert chosen(solution, one.with_gains([(2, 3), (2, 2)])) == {(2, 3), (2, 2)}


def test_a_dominated_package_can_tie_where_a_partys_capability_is_0() -> None:
    menu = Menu(gains=[(2, 3), (2, 1)], weights=(1, 0))
    assert chosen(solutions["nash_weighted"], menu) == {(2, 3), (2, 1)}
    assert chosen(solutions["nash_weighted"], menu.with_gains([(2, 3), (2, 0)])) == {(2, 3)}


@pytest.mark.parametrize("solution", EFFICIENT)
@QUICK
@given(menu=menus())
def test_never_picks_a_dominated_package(solution: Solution, menu: Menu) -> None:
    assert chosen(solution, menu) <= undominated(menu.gains)


@pytest.mark.parametrize("key", ["egalitarian", "nash_weighted"])
@QUICK
@given(menu=menus(), data=st.data())
def test_one_choice_is_undominated_where_a_concept_is_weakly_efficient(
    key: str, menu: Menu, data: st.DataObject
) -> None:
    zeros = data.draw(st.tuples(*[st.booleans()] * len(menu.weights)))
    weights = tuple(0 if zero else weight for zero, weight in zip(zeros, menu.weights, strict=True))
    assume(any(weights))
    solution, partly = solutions[key], Menu(gains=menu.gains, weights=weights, unit=menu.unit)
    assert not chosen(solution, partly) or chosen(solution, partly) & undominated(menu.gains)


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(menu=menus(), data=st.data())
def test_a_dominated_vector_is_worth_no_more_than_its_register_entry_says(
    solution: Solution, menu: Menu, data: st.DataObject
) -> None:
    better = data.draw(st.sampled_from(menu.gains))
    worse: Gain = tuple(data.draw(st.sampled_from([one, max(0, one - 1), one // 2])) for one in better)
    assume(dominates(better, worse))
    told = context(menu.with_gains([*menu.gains, worse]))
    above, below = solution.worth(better, told), solution.worth(worse, told)
    if above is None or below is None:
        assert below is None
    elif solution.monotone == "strictly":
        assert below < above
    else:
        assert below <= above


def test_every_concept_is_known_to_depend_on_units_or_not() -> None:
    assert set(SCALE_FREE) | set(UNITS_MATTER) == set(solutions)
    assert not set(SCALE_FREE) & set(UNITS_MATTER)


def test_a_unit_matters_to_nash_among_the_most_that_can_gain_where_different_parties_could() -> None:
    """Where not everyone can gain, products over different parties are compared, and those depend on units."""
    solution = solutions["nash_max_support"]
    once, twice = (Context(unit=1, ideal=(n, 1), least=(0, 0)) for n in (1, 2))
    assert maximisers(solution, [(0, 1), (1, 0)], once)[0] == [0, 1]
    assert maximisers(solution, [(0, 1), (2, 0)], twice)[0] == [1]


@pytest.mark.parametrize("key", SCALE_FREE)
@QUICK
@given(menu=menus(), data=st.data())
def test_the_unit_of_one_party_does_not_matter(key: str, menu: Menu, data: st.DataObject) -> None:
    party = data.draw(st.integers(0, len(menu.weights) - 1))
    factor = data.draw(st.sampled_from([2, 3, 1000]))
    assume(key != "relative_utilitarian" or widest_ratio(menu) < 10**5)
    assume(key != "nash_max_support" or any(min(gain) > 0 for gain in menu.gains))  # exempt, see below

    def stretched(gain: Gain) -> Gain:
        return tuple(factor * one if n == party else one for n, one in enumerate(gain))

    other = menu.with_gains([stretched(gain) for gain in menu.gains])
    assert chosen(solutions[key], other) == {stretched(gain) for gain in chosen(solutions[key], menu)}


UNITS_MATTER: dict[str, list[Gain]] = {
    "egalitarian": [(3, 2), (5, 1)],
    "leximin": [(3, 2), (5, 1)],
    "utilitarian": [(5, 2), (3, 3)],
}


@pytest.mark.parametrize("key", UNITS_MATTER)
def test_counting_one_partys_points_in_tenths_can_change_the_choice(key: str) -> None:
    first, second = UNITS_MATTER[key]
    assert chosen(solutions[key], Menu(gains=[first, second], weights=(1, 1))) == {first}
    tenths: list[Gain] = [(one, 10 * other) for one, other in (first, second)]
    assert chosen(solutions[key], Menu(gains=tenths, weights=(1, 1))) == {tenths[1]}


@pytest.mark.parametrize("key", MENU_FREE)
@QUICK
@given(menu=menus(), data=st.data())
def test_a_package_that_was_not_chosen_is_not_missed(key: str, menu: Menu, data: st.DataObject) -> None:
    kept = chosen(solutions[key], menu)
    spare = [gain for gain in menu.gains if gain not in kept]
    assume(kept and spare)
    gone = data.draw(st.sampled_from(spare))
    assert chosen(solutions[key], menu.with_gains([gain for gain in menu.gains if gain != gone])) == kept


MENU_MATTERS: dict[str, tuple[list[Gain], Gain]] = {
    # The first party's ideal falls from 10 to 4 with the package that goes.
    "kalai_smorodinsky": ([(10, 0), (4, 4), (3, 5), (0, 6)], (10, 0)),
    # The first party's range shrinks from 0–10 to 6–10.
    "relative_utilitarian": ([(10, 4), (6, 10), (0, 4)], (0, 4)),
}


def test_every_concept_is_known_to_look_at_the_menu_or_not() -> None:
    assert set(MENU_FREE) | set(MENU_MATTERS) == set(solutions)


@pytest.mark.parametrize("key", MENU_MATTERS)
def test_a_package_that_was_not_chosen_can_be_missed_where_ideals_or_ranges_count(key: str) -> None:
    gains, gone = MENU_MATTERS[key]
    menu = Menu(gains=gains, weights=(1, 1))
    before = chosen(solutions[key], menu)
    assert gone not in before
    assert chosen(solutions[key], menu.with_gains([gain for gain in gains if gain != gone])) != before


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(seeds=st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[st.integers(0, 9)] * n), min_size=1, max_size=3)))
def test_a_symmetric_case_has_a_symmetric_set_of_choices(solution: Solution, seeds: list[Gain]) -> None:
    gains = sorted({turned for seed in seeds for turned in permutations(seed)})
    menu = Menu(gains=gains, weights=(1,) * len(seeds[0]))
    picked = chosen(solution, menu)
    assert picked == {turned for gain in picked for turned in permutations(gain)}


@pytest.mark.parametrize("solution", EVERY)
def test_nothing_is_chosen_from_nothing(solution: Solution) -> None:
    empty = Context(unit=1, ideal=(), least=(), weights=(1, 1))
    assert maximisers(solution, [], empty) == ([], None)


@pytest.mark.parametrize("solution", EVERY)
@QUICK
@given(menu=menus())
def test_something_is_chosen_unless_the_product_says_nothing(solution: Solution, menu: Menu) -> None:
    needs_gain = solution.key in ("nash", "nash_weighted")
    strict = any(min(gain) > 0 for gain in menu.gains)
    assert bool(chosen(solution, menu)) == (strict or not needs_gain)


@QUICK
@given(menu=menus())
def test_nash_among_the_most_that_can_gain_is_nash_where_everyone_can(menu: Menu) -> None:
    assume(any(min(gain) > 0 for gain in menu.gains))
    assert chosen(solutions["nash_max_support"], menu) == chosen(solutions["nash"], menu)


@QUICK
@given(menu=menus())
def test_equal_capabilities_make_the_weighted_product_nashs(menu: Menu) -> None:
    equal = Menu(gains=menu.gains, weights=(1,) * len(menu.weights), unit=menu.unit)
    assert chosen(solutions["nash_weighted"], equal) == chosen(solutions["nash"], equal)


@QUICK
@given(menu=menus())
def test_leximin_refines_egalitarian(menu: Menu) -> None:
    assert chosen(solutions["leximin"], menu) <= chosen(solutions["egalitarian"], menu)


@QUICK
@given(menu=menus())
def test_the_smallest_ratio_of_kalai_smorodinsky_is_the_largest_there_is(menu: Menu) -> None:
    told = context(menu)

    def smallest(gain: Gain) -> Fraction:
        ratios = [Fraction(one, best) for one, best in zip(gain, told.ideal, strict=True) if best]
        return min(ratios, default=Fraction(1))

    most = max(smallest(gain) for gain in menu.gains)
    assert all(smallest(gain) == most for gain in chosen(solutions["kalai_smorodinsky"], menu))


@pytest.mark.slow
@pytest.mark.parametrize("solution", EVERY)
@settings(max_examples=2000)
@given(menu=menus())
def test_screening_loses_no_maximiser_in_many_menus(solution: Solution, menu: Menu) -> None:
    assume(solution.key != "relative_utilitarian" or widest_ratio(menu) < 10**5)
    assert chosen(solution, menu) == chosen_exactly(solution, menu)


@pytest.mark.parametrize("solution", EVERY)
def test_products_that_differ_in_the_last_of_sixty_digits_are_told_apart(solution: Solution) -> None:
    # (N + a)(N - a) = N² - a²: products of thirty digits, five parties, that no floating-point number tells apart.
    large = 10**15
    gains: list[Gain] = [(large + a, large - a, large + b, large - b, large) for a, b in product((0, 1, 2), repeat=2)]
    menu = Menu(gains=gains, weights=(1,) * 5)
    if solution.key in ("nash", "nash_max_support", "nash_weighted", "egalitarian", "leximin"):
        assert chosen_exactly(solution, menu) == {(large,) * 5}
    assert chosen(solution, menu) == chosen_exactly(solution, menu)
