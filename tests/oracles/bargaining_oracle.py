"""Slow, obvious answers to the questions that the theory of bargaining answers in closed form."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog


def split_exists(values: Sequence[Sequence[Fraction]], discount: Fraction) -> bool:
    """Whether a linear programme finds a division of the stake of 1 in every period, the last one repeated without end,
    from which neither party would rather fight at any time.
    """
    periods, factor = len(values[0]), float(discount)
    weights = np.zeros((periods, periods))  # what the first party's shares are worth at each period
    for now in range(periods):
        for later in range(now, periods):
            weights[now, later] = factor ** (later - now)
        weights[now, -1] = factor ** (periods - 1 - now) / (1 - factor)
    stake = 1 / (1 - factor)
    rows = np.vstack([-weights, weights])
    bounds = np.concatenate([[-float(value) for value in values[0]], [stake - float(value) for value in values[1]]])
    return bool(linprog(np.zeros(periods), A_ub=rows, b_ub=bounds, bounds=(0, 1)).status == 0)


def by_backward_induction(
    first: Fraction, second: Fraction, *, rounds: int = 401, option: float | None = None
) -> tuple[float, float]:
    """What both get where offers alternate and nothing is left after so many rounds; the first party offers first.

    option: what the second party gets where it refuses an offer and leaves.
    """
    worth = (0.0, 0.0)
    for number in range(rounds, 0, -1):
        waiting = (float(first) * worth[0], float(second) * worth[1])
        if number % 2:
            answer = waiting[1] if option is None else max(waiting[1], option)
            worth = (1 - answer, answer)
        else:
            worth = (waiting[0], 1 - waiting[0])
    return worth


def with_breakdown(discount: Fraction, breakdown: Fraction) -> Fraction:
    """The discount factor where the talks break down after each round with a chance."""
    return discount * (1 - breakdown)


def short_rounds(rate: Fraction, other_rate: Fraction) -> tuple[Fraction, Fraction]:
    """The limit of the shares of two parties as rounds become short: each gets the other's part of both rates.

    rate, other_rate: by which a stake loses worth in a unit of time, above 0. Who offers first no longer matters.
    Source: Rubinstein 1982, Econometrica 50(1), 97–109.
    """
    of_first = other_rate / (rate + other_rate)
    return of_first, 1 - of_first


def drawn_by_backward_induction(discounts: Sequence[Fraction], *, rounds: int = 401) -> list[tuple[float, float]]:
    """By party, what it keeps if it is drawn to make the first offer and what it gets on average, where all must agree,
    each is as likely to be drawn in each round and nothing is left after so many.
    """
    parties = range(len(discounts))
    expects, keeps = [0.0] * len(discounts), [0.0] * len(discounts)
    for _ in range(rounds):
        waiting = [float(discount) * worth for discount, worth in zip(discounts, expects, strict=True)]
        keeps = [1 - sum(waiting[other] for other in parties if other != party) for party in parties]
        expects = [(keeps[n] + (len(parties) - 1) * waiting[n]) / len(parties) for n in parties]
    return list(zip(keeps, expects, strict=True))


def chance_of_weak(chance: Fraction, loses: tuple[Fraction, Fraction], battles: int) -> Fraction:
    """How likely the other is weak after so many battles that it won, by Bayes' rule battle by battle."""
    for _ in range(battles):
        weak, strong = chance * (1 - loses[0]), (1 - chance) * (1 - loses[1])
        chance = weak / (weak + strong)
    return chance


def worth_of_demand(demand: float, chance: float, cost: float, largest: float) -> float:
    """What a demand is worth where the other's cost is anything up to a largest one: it gives in where its cost is no
    less than what is demanded beyond its chance.
    """
    fights = min(max((demand - chance) / largest, 0.0), 1.0) if largest else float(demand > chance)
    return (1 - fights) * demand + fights * (chance - cost)


def simulated_length(hazards: Sequence[float], *, wars: int, seed: int) -> tuple[float, float]:
    """The mean length of so many wars of attrition, each party giving in after an exponential time; and its standard
    error.
    """
    lots = np.random.default_rng(seed)
    ends = np.minimum(*(lots.exponential(1 / hazard, wars) for hazard in hazards))
    return float(ends.mean()), float(ends.std() / np.sqrt(wars))


def worth_of_holding_out(until: float, prize: float, cost: float, hazard: float) -> float:
    """What a party expects that gives in at a time if the other has not, which does so at a rate: by adding up over
    small steps of time.
    """
    steps = 20_000
    times = np.linspace(0, until, steps + 1)
    middle, alive = (times[1:] + times[:-1]) / 2, np.exp(-hazard * times)
    ended = alive[:-1] - alive[1:]
    return float((ended * (prize - cost * middle)).sum() - alive[-1] * cost * until)
