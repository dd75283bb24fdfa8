"""The best schedule of 24 steps of four parties over 24 periods, and the test of one plan under every breach."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from bench.table import Row
from winset.analyses.staging.schedule import Objective, Schedule, best_schedule
from winset.analyses.staging.security import security
from winset.analyses.staging.terms import PlanTerms

STEPS, PERIODS, PARTIES, RUNS = 24, 24, 4, 3
OBJECTIVES: tuple[Objective, ...] = ("security", "worth", "end")
LONG = 240


def rows() -> list[Row]:
    return [
        *(_schedule(objective, whole) for whole in (0, STEPS // 3) for objective in OBJECTIVES),
        _test(PERIODS, "well under 1 s"),
        _test(LONG, "–"),
    ]


def _schedule(objective: Objective, whole: int) -> Row:
    times, found = [], None
    for run in range(RUNS):
        plan = random_plan(run, PERIODS, whole)
        started = perf_counter()
        found = best_schedule(plan, objective)
        times.append(perf_counter() - started)
    kind = f"{whole} not divisible" if whole else "all divisible"
    return Row(
        what=f"best schedule for {objective}, {STEPS} steps × {PERIODS} periods, {kind}",
        bar="5 s",
        figure=f"{sorted(times)[RUNS // 2]:.2f} s, slowest {max(times):.2f} s{_told(found)}",
    )


def _told(found: Schedule | None) -> str:
    return f" ({found.status}, ratio {found.ratio:.3f})" if found is not None else ""


def _test(periods: int, bar: str) -> Row:
    plan = random_plan(0, periods, 0)
    security(plan)
    started = perf_counter()
    security(plan)
    return Row(
        what=f"one plan of {STEPS} steps × {periods} periods tested under every breach",
        bar=bar,
        figure=f"{1000 * (perf_counter() - started):.0f} ms",
    )


def random_plan(seed: int, periods: int, whole: int) -> PlanTerms:
    """Each step costs its owner something and is worth more to all others together; two in three are reversible."""
    chance = np.random.default_rng(seed)
    owner = np.arange(STEPS) % PARTIES
    own = np.arange(PARTIES)[:, None] == owner[None, :]
    reversible = chance.random(STEPS) < 2 / 3
    size = np.where(own, -chance.uniform(1, 6, (PARTIES, STEPS)), chance.uniform(0, 5, (PARTIES, STEPS)))
    share = np.zeros((STEPS, periods))
    share[np.arange(STEPS), np.sort(chance.integers(0, periods, STEPS))] = 1.0
    snapback = np.where(reversible, chance.uniform(0.6, 1.0, STEPS), 0.0)
    return PlanTerms(
        period="a month",
        parties=tuple(f"p{party}" for party in range(PARTIES)),
        steps=tuple(f"s{step}" for step in range(STEPS)),
        owner=owner,
        at_most=np.ones(STEPS),
        once=np.where(reversible[None, :], 0.0, 4 * size),
        each=np.where(reversible[None, :], size, 0.0),
        reversible=reversible,
        divisible=np.arange(STEPS) >= whole,
        after=tuple((step - 5,) if step % 6 == 5 else () for step in range(STEPS)),
        share=share,
        snapback=snapback,
        success=snapback,
        voted=np.zeros(STEPS, dtype=bool),
        credible=np.ones(STEPS, dtype=bool),
        discount=chance.uniform(0.85, 0.95, PARTIES),
        detection=chance.uniform(0.4, 0.9, PARTIES),
        false_alarm=np.zeros(PARTIES),
        lag=np.ones(PARTIES, dtype=np.int64),
        open_lag=np.zeros(PARTIES, dtype=np.int64),
        penalty=np.zeros(PARTIES),
        exit_gain=np.zeros((PARTIES, 1)),
    )
