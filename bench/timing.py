"""Time over many periods: of the Alaska example in every trial, and of a case of a thousand million packages centrally.

Processor time is measured, of all threads of the process: what else the machine does is no part of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

import winset
from bench.table import Row
from winset.questions.timing.solve import TimingAnswer

ALASKA = Path(__file__).parents[1] / "examples" / "alaska-2025"
PERIODS, TRIALS = 40, 1000
PARTIES, ISSUES, OPTIONS, STEPS = 3, 9, 10, 20


def rows() -> list[Row]:
    """The two bars."""
    with TemporaryDirectory(prefix="winset-bench-") as name:
        large = _large(Path(name))
        return [
            _measured(ALASKA, TRIALS, f"{PERIODS} periods × {TRIALS:,} trials of the Alaska example", "20 s"),
            _measured(large, 0, f"{PERIODS} periods, {PARTIES} parties, {OPTIONS}^{ISSUES} packages, central", "5 s"),
        ]


def _measured(case: Path, trials: int, what: str, bar: str) -> Row:
    winset.read(case).timing(periods=1, trials=min(trials, 10), alone=True)  # loads the compiled code
    study = winset.read(case)
    started, began = process_time(), perf_counter()
    result = study.timing(periods=PERIODS, trials=trials)
    took, wall = process_time() - started, perf_counter() - began
    answer: TimingAnswer = result.answer
    open_ = sum(date.has_deal is True for date in answer.dates.dates)
    return Row(
        what=f"timing, {what}",
        bar=bar,
        figure=f"{took:.2f} s of processor time, {wall:.2f} s on the clock; {answer.status}, a deal at {open_} of "
        f"{PERIODS + 1} dates",
    )


def _large(folder: Path) -> Path:
    """Three parties with scores for each option, and walk-aways from high to low, so that a deal opens on the way."""
    chance = np.random.default_rng(1)
    parties = [f"p{n}" for n in range(PARTIES)]
    issues = {f"i{n}": {f"o{k}": f"option {k}" for k in range(OPTIONS)} for n in range(ISSUES)}
    scores = {
        issue: {party: dict(zip(options, chance.integers(0, 101, OPTIONS).tolist(), strict=True)) for party in parties}
        for issue, options in issues.items()
    }
    raw: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "large", "title": "A large case"},
        "parties": {party: {"name": party.upper()} for party in parties},
        "issues": {issue: {"options": options, "status_quo": "o0"} for issue, options in issues.items()},
        "positions": {issue: {"rest": "silent"} for issue in issues},
        "judgements": {
            "salience": {issue: dict.fromkeys(parties, int(chance.integers(10, 101))) for issue in issues},
            "scores": scores,
            "walk_away": dict.fromkeys(parties, 90),
            "timing": {
                "period": "a month",
                "horizon": PERIODS,
                "parties": {party: {"walk_away_change": -1, "discount": "19/20"} for party in parties},
                "events": {"vote": {"period": STEPS, "moves": {"walk_away": {parties[0]: -2}}}},
            },
        },
    }
    (folder / "case.yaml").write_text(json.dumps(raw), encoding="utf-8")
    return folder
