"""Rules of bargaining: a round of the expected-utility model, and trials of it."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from bench.table import Row
from winset.analyses.forecast.register import complete, settled_many
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.rules.expected_utility import OPTIONS, one_round
from winset.analyses.forecast.stances import Stances

KEY = "expected_utility"
SIZES = ((50, "1 ms"), (200, "30 ms"))
RUNS = 100
TRIALS, ROUNDS, PARTIES = 1_000, 10, 50


def rows() -> list[Row]:
    presets = RULES[KEY].presets
    return [
        *(
            Row(
                what=f"expected utility, {preset}: a round of {parties} parties",
                bar=bar,
                figure=_round(preset, parties),
            )
            for parties, bar in SIZES
            for preset in presets
        ),
        *(
            Row(
                what=f"expected utility, {preset}: {TRIALS:,} trials of {ROUNDS} rounds, {PARTIES} parties",
                bar="10 s",
                figure=_trials(preset),
            )
            for preset in presets
        ),
    ]


def _round(preset: str, parties: int) -> str:
    rng = np.random.default_rng(parties)
    place, salience, power = rng.uniform(0, 100, parties), rng.uniform(0.01, 1, parties), rng.uniform(0.1, 1, parties)
    how = complete(OPTIONS, RULES[KEY].presets[preset])
    one_round(place, salience, power * salience, 100.0, how)
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        one_round(place, salience, power * salience, 100.0, how)
        times.append(perf_counter() - started)
    return f"{1000 * sorted(times)[RUNS // 2]:.2f} ms"


def _trials(preset: str) -> str:
    rng = np.random.default_rng(TRIALS)
    batch = Stances(
        position=rng.uniform(0, 100, (TRIALS, PARTIES, 1)),
        salience=rng.uniform(1, 100, (TRIALS, PARTIES, 1)),
        capability=rng.uniform(0.1, 1, (TRIALS, PARTIES)),
    )
    started = perf_counter()
    settled_many(RULES[KEY], batch, {**RULES[KEY].presets[preset], "rounds": str(ROUNDS)})
    return f"{perf_counter() - started:.1f} s"
