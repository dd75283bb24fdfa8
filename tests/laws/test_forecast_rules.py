"""Laws of the rules of bargaining: what must not matter, what must be mirrored, and where there is always an answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.support.stances import actors_of, one_issue, random_stances
from winset.analyses.forecast.challenges import Field, gains
from winset.analyses.forecast.register import complete, settled_many, spread
from winset.analyses.forecast.rules import RULES, RuleForecast
from winset.analyses.forecast.rules.expected_utility import PRINTED
from winset.analyses.forecast.rules.nash import nash_point
from winset.analyses.forecast.stances import Stances, weighted_mean

EU = "expected_utility"
POINT_RULES = ("compromise", "mean", "median", "nash")
READINGS: list[tuple[str, dict[str, str]]] = [
    *((key, {}) for key in POINT_RULES),
    ("mean", {"parties": "all"}),
    ("nash", {"weights": "equal"}),
    ("nash", {"disagreement": "reference"}),
    ("median", {"weights": "equal"}),
    *((EU, dict(preset)) for preset in RULES[EU].presets.values()),
    (EU, {"choice": "enforceable", "report": "mean"}),
    (EU, {"confrontation": "no_move", "precedence": "ranked", "status_quo_chance": "0.5", "report": "median"}),
    (EU, {"security": "own", "risk": "viewer", "range": "scale"}),
]
SYMMETRIC = [(key, choices) for key, choices in READINGS if choices.get("choice") != "lowest_average"]

any_stances = st.one_of(random_stances(), random_stances(coarse=True))
few = settings(max_examples=40)
"""Examples of each reading: there are a dozen readings."""

every_reading = pytest.mark.parametrize(("key", "choices"), READINGS)


def settled(key: str, stances: Stances, choices: dict[str, str]) -> RuleForecast:
    return RULES[key].settle(stances, choices)


def upper(settlement: RuleForecast) -> float | None:
    """The upper one of two points, or the only one."""
    other = settlement.other[0] if settlement.other else None
    return settlement.points[0] if other is None else other


def picked(stances: Stances, order: list[int]) -> Stances:
    return replace(
        stances,
        position=stances.position[order],
        salience=stances.salience[order],
        capability=stances.capability[order],
    )


def joined(stances: Stances, position: float, salience: float, capability: float) -> Stances:
    """With one more party."""
    return replace(
        stances,
        position=np.vstack([stances.position, [[position]]]),
        salience=np.vstack([stances.salience, [[salience]]]),
        capability=np.append(stances.capability, capability),
    )


def with_reference(stances: Stances) -> Stances:
    return replace(stances, reference=np.array([10.0]))


@every_reading
@few
@given(data=st.data(), stances=any_stances)
def test_the_order_of_the_parties_does_not_matter(
    key: str, choices: dict[str, str], data: st.DataObject, stances: Stances
) -> None:
    order = data.draw(st.permutations(range(stances.parties)))
    before, after = (settled(key, with_reference(s), choices) for s in (stances, picked(stances, order)))
    assert after.points[0] == pytest.approx(before.points[0], abs=1e-9)
    if before.positions is not None and after.positions is not None:
        np.testing.assert_array_equal(after.positions, before.positions[:, order])


@pytest.mark.parametrize(("key", "choices"), SYMMETRIC)
@few
@given(stances=any_stances)
def test_turning_the_scale_round_turns_the_forecast_round(key: str, choices: dict[str, str], stances: Stances) -> None:
    stances = with_reference(stances)
    assert stances.reference is not None
    turned = replace(stances, position=100 - stances.position, reference=100 - stances.reference)
    before, after = settled(key, stances, choices), settled(key, turned, choices)
    assert before.points[0] is not None
    assert upper(after) == pytest.approx(100 - before.points[0], abs=1e-6)
    assert len(after.rounds) == len(before.rounds)


def test_the_published_code_leans_to_the_lower_end_of_the_scale() -> None:
    """Why it is exempt: three parties whose mirror image settles elsewhere than in the mirror."""
    rng = np.random.default_rng(0)
    choices = {**RULES[EU].presets["published_code"], "report": "mean"}
    shifts = []
    for _ in range(60):
        stances = one_issue(rng.uniform(0, 100, 6).tolist(), rng.uniform(5, 100, 6).tolist(), [1.0] * 6)
        turned = replace(stances, position=100 - stances.position)
        (plain,), (mirror,) = settled(EU, stances, choices).points, settled(EU, turned, choices).points
        assert plain is not None
        assert mirror is not None
        shifts.append(plain - (100 - mirror))
    assert min(shifts) < -1
    assert np.mean(shifts) < 0


@every_reading
@few
@given(stances=any_stances, position=st.one_of(st.just(np.nan), st.floats(0, 100)), capability=st.floats(0, 5))
def test_a_party_of_weight_zero_changes_nothing(
    key: str, choices: dict[str, str], stances: Stances, position: float, capability: float
) -> None:
    """The mean of all positions is exempt: a place at 100 of a party that does not care pulls it upwards."""
    stances = with_reference(stances)
    if choices.get("parties") == "all":
        position = np.nan
    more = joined(stances, position, 0.0, capability)
    silent = joined(stances, np.nan, 50.0, capability)
    powerless = joined(stances, np.nan if np.isnan(position) else 50.0, 50.0, 0.0)
    before = settled(key, stances, choices).points[0]
    for changed in (more, silent, powerless):
        assert settled(key, changed, choices).points[0] == pytest.approx(before, abs=1e-12)


@pytest.mark.parametrize("key", ["compromise", "median", "nash"])
@given(stances=random_stances(), part=st.floats(0.05, 0.95))
def test_splitting_a_party_in_two_changes_nothing(key: str, stances: Stances, part: float) -> None:
    halves = joined(
        stances,
        float(stances.position[0, 0]),
        float(stances.salience[0, 0]),
        float(stances.capability[0]) * part,
    )
    halves.capability[0] = stances.capability[0] * (1 - part)
    assert settled(key, halves, {}).points[0] == pytest.approx(settled(key, stances, {}).points[0], abs=1e-6)


@every_reading
@few
@given(stances=any_stances, factor=st.floats(1e-6, 1e6))
def test_the_unit_of_capability_does_not_matter(
    key: str, choices: dict[str, str], stances: Stances, factor: float
) -> None:
    scaled = replace(stances, capability=stances.capability * factor)
    before, after = settled(key, with_reference(stances), choices), settled(key, with_reference(scaled), choices)
    assert after.points[0] == pytest.approx(before.points[0], abs=1e-6)


@given(stances=random_stances(), shift=st.floats(-50, 50), stretch=st.floats(0.1, 3))
def test_compromise_and_nash_move_with_the_scale(stances: Stances, shift: float, stretch: float) -> None:
    position, weight, width = stances.position, stances.weight, np.full(stances.position.shape, 100.0)
    moved = shift + stretch * position
    expected = shift + stretch * weighted_mean(position, weight)
    assert weighted_mean(moved, weight) == pytest.approx(expected, abs=1e-8)
    expected = shift + stretch * nash_point(position, weight, width)
    assert nash_point(moved, weight, stretch * width) == pytest.approx(expected, abs=1e-6)


@every_reading
@few
@given(stances=any_stances)
def test_the_forecast_lies_among_the_positions(key: str, choices: dict[str, str], stances: Stances) -> None:
    (point,) = settled(key, with_reference(stances), choices).points
    assert point is not None
    places = [*stances.position[:, 0], 10.0] if choices.get("disagreement") == "reference" else stances.position[:, 0]
    assert min(places) - 1e-9 <= point <= max(places) + 1e-9


@every_reading
def test_where_nobody_cares_there_is_no_forecast(key: str, choices: dict[str, str]) -> None:
    for stances in (
        one_issue([0, 50, 100], [0, 0, 0], [1, 1, 1], 10.0),
        one_issue([0, 50, 100], [50, 50, 50], [0, 0, 0], 10.0),
        one_issue([np.nan, np.nan], [50, np.nan], [1, 1], 10.0),
        one_issue([], [], [], 10.0),
    ):
        assert settled(key, stances, choices).points == (None,)


@every_reading
def test_everyone_at_one_point_settles_there(key: str, choices: dict[str, str]) -> None:
    for place in (0.0, 37.5, 100.0):
        for count in (1, 2, 5):
            stances = one_issue([place] * count, [70] * count, [1] * count, place)
            assert settled(key, stances, choices).points == (place,)


@every_reading
@pytest.mark.parametrize("places", [[0, 100], [20, 80], [0, 50, 100], [10, 50, 90]])
def test_symmetric_parties_have_a_symmetric_answer(key: str, choices: dict[str, str], places: list[float]) -> None:
    stances = one_issue(places, [60] * len(places), [1] * len(places), 50.0)
    settlement = settled(key, stances, choices)
    (point,), high = settlement.points, upper(settlement)
    assert point is not None
    assert high is not None
    if (key, choices) in SYMMETRIC:
        assert point + high == pytest.approx(100)


@every_reading
@few
@given(data=st.data(), first=any_stances)
def test_many_trials_settle_as_each_does_alone(
    key: str, choices: dict[str, str], data: st.DataObject, first: Stances
) -> None:
    others = data.draw(st.lists(random_stances(least=first.parties, most=first.parties), min_size=1, max_size=3))
    trials = [first, *others]
    batch = Stances(
        position=np.stack([trial.position for trial in trials]),
        salience=np.stack([trial.salience for trial in trials]),
        capability=np.stack([trial.capability for trial in trials]),
        reference=np.full((len(trials), 1), 10.0),
    )
    batch.position[-1, 0] = np.nan
    alone = [settled(key, batch.trial(number), choices).points[0] for number in range(len(trials))]
    expected = np.array(alone, dtype=np.float64)[:, None]
    np.testing.assert_allclose(settled_many(RULES[key], batch, choices), expected, atol=1e-9)


@every_reading
@few
@given(stances=any_stances)
def test_issues_settle_on_their_own(key: str, choices: dict[str, str], stances: Stances) -> None:
    nobody = np.full_like(stances.position, np.nan)
    several = Stances(
        position=np.hstack([100 - stances.position, nobody, stances.position]),
        salience=np.hstack([stances.salience] * 3),
        capability=stances.capability,
        reference=np.array([30.0, 50.0, 10.0]),
    )
    points = settled(key, several, choices).points
    assert points[1] is None
    assert points[2] == settled(key, with_reference(stances), choices).points[0]


def fields(stances: Stances) -> Field:
    actors = sorted(actors_of(stances), key=lambda actor: actor.position)

    def column(name: str) -> NDArray[np.float64]:
        return np.array([getattr(actor, name) for actor in actors])

    return Field(position=column("position"), salience=column("salience"), weight=column("weight"), width=100.0)


@given(stances=any_stances, votes=st.sampled_from(["distance", "risk"]), q=st.sampled_from([0.0, 0.5, 1.0]))
def test_chances_add_up_and_risk_exponents_lie_between_a_half_and_two(stances: Stances, votes: str, q: float) -> None:
    field = fields(stances)
    expected = gains(field, PRINTED | {"votes": votes, "status_quo_chance": str(q)})
    apart = np.abs(field.position[:, None] - field.position) > 1e-9
    np.testing.assert_allclose((expected.chance + expected.chance.T)[apart], 1, atol=1e-9)
    assert expected.exponent.min() >= 0.5 - 1e-12
    assert expected.exponent.max() <= 2 + 1e-12


@given(stances=random_stances(least=2))
def test_with_the_votes_on_all_pairs_below_chances_do_not_add_up_to_one(stances: Stances) -> None:
    assume(np.ptp(stances.position) > 1)
    chance = gains(fields(stances), PRINTED | {"denominator": "all_pairs"}).chance
    assert (chance + chance.T).max() <= 0.5 + 1e-9


@pytest.mark.parametrize("key", RULES)
def test_presets_and_defaults_can_be_chosen(key: str) -> None:
    rule = RULES[key]
    names = [option.name for option in rule.options]
    assert len(set(names)) == len(names)
    assert list(complete(rule.options, {})) == names
    for preset in rule.presets.values():
        assert complete(rule.options, preset) | dict(preset) == complete(rule.options, preset)
    assert not rule.assumes.count(". ")


@pytest.mark.parametrize(
    ("key", "choices"), [(EU, {"risk": "nobody"}), (EU, {"rounds": "-1"}), ("compromise", {"risk": "own"})]
)
def test_what_cannot_be_chosen_is_refused(key: str, choices: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="option"):
        settled(key, one_issue([0, 100], [50, 50], [1, 1]), choices)


def test_every_choice_of_the_expected_utility_model_changes_some_forecast() -> None:
    rng = np.random.default_rng(5)
    cases = [
        one_issue(rng.uniform(0, 100, 6).tolist(), rng.uniform(5, 100, 6).tolist(), rng.uniform(1, 9, 6).tolist())
        for _ in range(10)
    ]
    cases += [
        one_issue([0, 50, 100], [ends, middle, ends], [1, 1, 1]) for ends, middle in ((90, 10), (50, 50), (20, 90))
    ]
    for option in RULES[EU].options:
        for choice in [choice for choice in option.choices if choice != option.default] or ["1"]:
            assert any(
                settled(EU, case, {**preset, option.name: option.default}).points
                != settled(EU, case, {**preset, option.name: choice}).points
                for case in cases
                for preset in ({"status_quo_chance": "0.5"}, *RULES[EU].presets.values())
            ), (option.name, choice)


@pytest.mark.parametrize("key", RULES)
def test_a_spread_holds_the_forecast_itself_and_those_of_the_presets(key: str) -> None:
    rule = RULES[key]
    stances = one_issue([5, 30, 60, 95], [80, 30, 60, 50], [1, 2, 1, 1])
    found = spread(stances, rule, {})
    report = {"report": "mean"} if any(option.name == "report" for option in rule.options) else {}
    for choices in ({}, *(dict(preset) | report for preset in rule.presets.values())):
        (point,) = settled(key, stances, choices).points
        assert point in found.points[:, 0]
    assert found.low[0] <= found.points.min()
    assert found.high[0] >= found.points.max()
    assert np.isnan(spread(one_issue([5], [0], [1]), rule, {}).low[0])
