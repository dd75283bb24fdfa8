"""Random timing for random cases: changes up and down, lists of them, events, and levers applied and lifted."""

from __future__ import annotations

from random import Random
from typing import Any

from .random_cases import random_case

PERIODS = 3


def random_case_in_time(random: Random) -> dict[str, Any]:
    """A small random case whose walk-aways move; one lever at least, of which some press at a date."""
    case = random_case(random)
    parties = list(case["parties"])
    case.setdefault("judgements", {})
    case["levers"] = {
        "push": {"holders": [parties[0]], "target": parties[-1], "basis": "inferred", "because": "x"},
        "pull": {"holders": [parties[-1]], "target": parties[0], "basis": "inferred", "because": "x"},
    }
    case["judgements"]["levers"] = {name: {"walk_away": change(random, -20, 5)} for name in case["levers"]}
    timing: dict[str, Any] = {"period": "a month", "horizon": PERIODS, "parties": {}, "events": {}, "levers": {}}
    for party in parties:
        if random.random() < 0.8:
            several = random.random() < 0.3
            told = [change(random), change(random)] if several else change(random)
            timing["parties"][party] = {"walk_away_change": told, "discount": random.choice(["9/10", "3/4", 1])}
    for n in range(random.choice([0, 0, 1, 2])):
        moved = {party: change(random, -15, 15) for party in parties if random.random() < 0.5}
        timing["events"][f"event_{n}"] = {"period": random.randint(0, PERIODS), "moves": {"walk_away": moved}}
    if random.random() < 0.5:
        start = random.randint(0, PERIODS - 1)
        timing["levers"]["push"] = {"from": start}
        if random.random() < 0.5:
            timing["levers"]["push"]["until"] = random.randint(start + 1, PERIODS)
        elif random.random() < 0.5 and start < PERIODS:
            lifted = {"period": random.randint(start + 1, PERIODS), "moves": {"lift": ["push"]}}
            timing["events"]["lifted"] = lifted
    case["judgements"]["timing"] = timing
    return case


def change(random: Random, low: int = -12, high: int = 12) -> list[Any]:
    """A range, the ends of which may be the same."""
    ends = sorted(random.randint(2 * low, 2 * high) for _ in range(3))
    return [end // 2 if end % 2 == 0 else f"{end}/2" for end in ends]
