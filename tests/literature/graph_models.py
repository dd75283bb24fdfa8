"""The conflicts of ../shared/data/graph-model, read in place: their states, moves and rankings as a graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tests.support.places import SHARED
from winset.analyses.stability.graph import Graph, Moves

MODELS = SHARED / "data" / "graph-model"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Published:
    """One conflict. data: the file as it stands; its states are numbered from 1, those of the graph from 0."""

    data: dict[str, Any]
    graph: Graph

    def party(self, name: str) -> int:
        return [maker["name"] for maker in self.data["decision_makers"]].index(name)


def published(name: str) -> Published:
    """The conflict by the name of its file; the test is skipped where the shared data are not on this machine."""
    path = MODELS / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the reference conflict ../shared/data/graph-model/{path.name} is not on this machine")
    data = json.loads(path.read_text(encoding="utf-8"))
    states = [state["yn"] for state in data["states"]]
    parties = data["decision_makers"]
    ranks = [np.unique(party["payoffs"], return_inverse=True)[1] for party in parties]

    def allowed(owned: list[int], one: str, other: str) -> bool:
        changed = [option for option in range(len(one)) if one[option] != other[option]]
        ways = {("N", "Y"): ("both", "fwd"), ("Y", "N"): ("both", "back")}
        return bool(changed) and all(
            option in owned and data["options"][option]["direction"] in ways[one[option], other[option]]
            for option in changed
        )

    def targets(owned: list[int], one: str) -> list[int]:
        return [number for number, other in enumerate(states) if allowed(owned, one, other)]

    return Published(
        data=data,
        graph=Graph(
            rank=np.array(ranks, dtype=np.int64),
            moves=tuple(Moves.from_lists(targets(party["options"], state) for state in states) for party in parties),
        ),
    )
