"""Closed forms of enforcement in repeated play, at the numbers of the definition of staging, and by adding up."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.oracles.repeated_enforcement import (
    Stage,
    at_stake,
    complies,
    gradual,
    grim_discount,
    guarantor_acts,
    is_informative,
    least_accuracy,
    least_detection,
    least_discount,
    punished_for,
    standing_worth,
)
from winset.analyses.staging.breach import enforcement
from winset.analyses.staging.guards import monitors_for, tranches, with_monitors
from winset.errors import WinsetError

GAME = Stage(temptation=5, reward=3, punishment=1)


def test_the_discount_under_which_punishment_without_end_deters() -> None:
    assert grim_discount(GAME) == 0.5


@pytest.mark.parametrize(("periods", "discount"), [(2, 0.618034), (5, 0.508660)])
def test_the_discount_under_which_a_few_periods_deter(periods: int, discount: float) -> None:
    assert punished_for(GAME, periods) == pytest.approx(discount, abs=5e-7)


def test_one_period_of_punishment_is_too_short_here() -> None:
    assert punished_for(GAME, 1) is None


@pytest.mark.parametrize(
    ("detection", "lag", "snapback", "discount"),
    [(0.5, 0, 1, 0.666667), (0.5, 1, 0.8, 0.848386), (0.35, 2, 0.9, 0.879372)],
)
def test_the_discount_under_imperfect_answers(detection: float, lag: int, snapback: float, discount: float) -> None:
    found = least_discount(GAME, detection=detection, lag=lag, snapback=snapback)
    assert found == pytest.approx(discount, abs=5e-7)


def test_no_discount_is_enough_for_a_weak_answer() -> None:
    assert least_discount(GAME, snapback=0.4) is None


def test_the_detection_that_deters() -> None:
    found = least_detection(GAME, 0.8)
    assert found == pytest.approx(0.25)
    assert enforcement(0.8, found, 0) == pytest.approx(GAME.share)


def test_what_is_at_stake_under_false_alarms() -> None:
    assert at_stake(GAME, 0.9, alarm=0.05, periods=6) == pytest.approx(7.73933, abs=5e-6)


def test_what_is_at_stake_by_adding_up() -> None:
    """The value of complying and of being punished, from their own equations."""
    discount, alarm, periods = 0.9, 0.05, 6
    complied = 0.0
    punished = 0.0
    for _ in range(3000):
        complied = GAME.reward + discount * ((1 - alarm) * complied + alarm * punished)
        punished = GAME.punishment * (1 - discount**periods) / (1 - discount) + discount**periods * complied
    assert at_stake(GAME, discount, alarm=alarm, periods=periods) == pytest.approx(complied - punished)


def test_the_accuracy_that_deters_in_spite_of_false_alarms() -> None:
    found = least_accuracy(GAME, 0.9, 0.05)
    assert found == pytest.approx(0.211111, abs=5e-7)
    for step, holds in ((1e-6, True), (-1e-6, False)):
        assert complies(GAME, 0.9, accuracy=found + step, alarm=0.05, periods=5_000) == holds


def test_relief_that_may_end_without_cause_is_worth_less() -> None:
    assert standing_worth(10, 0.9) == pytest.approx(100)
    assert standing_worth(10, 0.9, 0.05) == pytest.approx(68.9655, abs=5e-5)


def test_irreversible_steps_grow_smaller_by_the_same_ratio() -> None:
    found = gradual(benefit=2, cost=1, discount=0.8)
    assert found is not None
    assert found.ratio == pytest.approx(0.625)
    assert found.first == pytest.approx(0.375)
    assert found.value == pytest.approx(0.75)
    assert sum(found.step(number) for number in range(1, 200)) == pytest.approx(1)
    assert gradual(benefit=2, cost=1, discount=0.5) is None


def exchanged(periods: int, *, ends: bool) -> tuple[float, float]:
    """The first step and the share of value of the best exchange, by a linear programme. ends: whether nothing is at
    stake behind the last step; otherwise the last one is free of its own constraint.
    """
    benefit, cost, discount = 2.0, 1.0, 0.8
    rows = []
    for now in range(periods if ends else periods - 1):
        row = np.zeros(periods)
        row[now] = cost
        row[now + 1 :] = -(benefit - cost) * discount ** np.arange(1, periods - now)
        rows.append(row)
    answer = linprog(
        -(discount ** np.arange(periods)), A_ub=np.array(rows), b_ub=np.zeros(len(rows)),
        A_eq=None if ends else np.ones((1, periods)), b_eq=None if ends else [1.0], bounds=(0, 1),
    )  # fmt: skip
    return float(answer.x[0]), float(-answer.fun)


def test_a_linear_programme_over_120_periods_finds_the_same_exchange() -> None:
    first, value = exchanged(120, ends=False)
    assert first == pytest.approx(0.375, abs=1e-4)
    assert value == pytest.approx(0.75, abs=1e-4)


def test_nothing_is_exchanged_on_a_schedule_that_ends() -> None:
    assert exchanged(20, ends=True)[1] == pytest.approx(0, abs=1e-9)


def test_monitors_hostages_guarantors_and_signals() -> None:
    assert with_monitors(0.5, 1 / 9) == pytest.approx(0.555556, abs=5e-7)
    assert monitors_for(0.5, 5 / 9) == pytest.approx(1 / 9)
    assert (monitors_for(1, 1), monitors_for(0.7, 0.5)) == (0.0, 0.0)
    assert (tranches(60, 20), tranches(60, 25), tranches(60, 0), tranches(0, 0)) == (3, 3, None, 1)
    assert guarantor_acts(2, 3)
    assert not guarantor_acts(4, 3)
    assert is_informative(5, gain_of_the_willing=5, gain_of_the_unwilling=3)
    assert not is_informative(3, gain_of_the_willing=5, gain_of_the_unwilling=3)


def test_a_game_without_temptation_is_refused() -> None:
    with pytest.raises(WinsetError, match="temptation"):
        Stage(temptation=3, reward=3, punishment=1)
