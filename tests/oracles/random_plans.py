"""Small plans at random: two or three parties, up to five steps over up to four periods, all kinds of steps."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np

from winset.analyses.staging.terms import PlanTerms

QUICK = (0.3, 0.5, 0.6)
"""Discounts and chances of staying unseen under which nothing is left after a few dozen periods."""


def random_plan(random: Random, *, burdens: bool = True) -> PlanTerms:
    """A plan in positions. burdens: whether steps may cost others than their owner."""
    parties, steps, periods = random.randint(2, 3), random.randint(2, 5), random.randint(1, 4)
    owner = np.array([random.randrange(parties) for _ in range(steps)])
    own = np.arange(parties)[:, None] == owner[None, :]
    low = -3 if burdens else 0
    reversible = np.array([random.random() < 0.6 for _ in range(steps)])
    divisible = np.array([random.random() < 0.6 for _ in range(steps)])

    def worths(chance: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array(
            [
                [
                    (random.randint(-8, 2) if own[party, step] else random.randint(low, 9)) * (random.random() < chance)
                    for step in range(steps)
                ]
                for party in range(parties)
            ],
            dtype=float,
        )

    lag = np.array([random.randint(0, 2) for _ in range(parties)])
    share = np.zeros((steps, periods))
    for step in range(steps):
        dates = random.sample(range(periods), random.randint(1, min(2, periods)) if divisible[step] else 1)
        share[step, dates] = 1 / len(dates)
    snapback = np.where(reversible, [random.choice((0.0, 0.4, 0.8, 1.0)) for _ in range(steps)], 0.0)
    return PlanTerms(
        period="a month",
        parties=tuple("abc"[:parties]),
        steps=tuple(f"s{step}" for step in range(steps)),
        owner=owner,
        once=worths(0.5),
        each=worths(0.7) / 2,
        reversible=reversible,
        divisible=divisible,
        after=((),) * steps,
        share=share,
        at_most=np.ones(steps),
        snapback=snapback,
        success=snapback,
        voted=np.zeros(steps, dtype=bool),
        credible=np.ones(steps, dtype=bool),
        discount=np.array([random.choice(QUICK) for _ in range(parties)]),
        detection=np.array([random.choice((0.5, 0.7, 1.0)) for _ in range(parties)]),
        false_alarm=np.zeros(parties),
        lag=lag,
        open_lag=np.array([random.randint(0, int(longest)) for longest in lag]),
        penalty=np.array([random.choice((0.0, 0.0, 3.0)) for _ in range(parties)]),
        exit_gain=np.array([[random.choice((0.0, 0.0, 1.0, 4.0)) for _ in range(3)] for _ in range(parties)]),
    )


def kept_more_often(plan: PlanTerms) -> PlanTerms:
    """The plan with more at stake, surer snapbacks and no exit gains."""
    more = np.where(plan.own, 0.5, 5.0)
    return replace(
        plan,
        once=plan.once * more,
        each=plan.each * more,
        snapback=np.where(plan.reversible, 0.5 + plan.snapback / 2, 0.0),
        discount=np.full(len(plan.parties), max(QUICK)),
        exit_gain=np.zeros_like(plan.exit_gain),
    )
