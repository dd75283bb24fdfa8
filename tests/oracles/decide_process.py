"""Run by a Python that has decide-exchange-model: conflicts come in as JSON, the exchanges of a round go out.

It imports nothing of winset, and winset nothing of it. Where exchanges are as good, the first of the program's list is
made: its draws are off.
"""

from __future__ import annotations

import json
import logging
import sys
from decimal import Decimal
from typing import Any

from decide.model.equalgain import EqualGainModel
from decide.model.utils import ModelLoop

logging.disable(logging.CRITICAL)
EqualGainModel.ALLOW_RANDOM = False


def described(exchange: Any) -> dict[str, Any]:
    sides = exchange.i, exchange.j
    return {
        "parties": [int(side.actor.name) for side in sides],
        "gives": [int(side.supply.issue.name) for side in sides],
        "votes": [float(side.y) for side in sides],
        "gain": float(exchange.gain),
        "possible": bool(exchange.is_valid),
    }


class Watcher:
    """Takes down the list before the first exchange, the exchanges that are made, and the outcomes of the round."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.seen: dict[str, Any] = {}

    def before_loop(self, *_: Any) -> None:
        self.seen = {"list": [described(exchange) for exchange in self.model.exchanges], "made": []}

    def execute_exchange(self, exchange: Any) -> None:
        self.seen["made"].append(described(exchange))

    def end_loop(self, **_: Any) -> None:
        self.seen["outcome"] = {issue.name: float(outcome) for issue, outcome in self.model.nbs.items()}

    def removed_exchanges(self, *_: Any) -> None:
        pass

    def after_loop(self, **_: Any) -> None:
        pass


def run(conflict: dict[str, Any]) -> dict[str, Any]:
    model = EqualGainModel()
    for number in range(len(conflict["position"])):
        model.add_actor(str(number))
    for number in range(len(conflict["position"][0])):
        issue = model.add_issue(str(number))
        issue.lower, issue.upper = Decimal(0), Decimal(100)
    for party, (places, saliences) in enumerate(zip(conflict["position"], conflict["salience"], strict=True)):
        for issue, (place, salience) in enumerate(zip(places, saliences, strict=True)):
            if place is not None:
                power = Decimal(conflict["capability"][party])
                model.add_actor_issue(str(party), str(issue), Decimal(place), Decimal(salience), power)
    watcher = Watcher(model)
    ModelLoop(model, watcher, 0).loop()
    return watcher.seen


json.dump([run(conflict) for conflict in json.load(sys.stdin)], sys.stdout)
