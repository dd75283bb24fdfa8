"""Stability where some preferences are strong: whether a party is kept in place by what it would strongly regret.

Every improvement, strong or mild, is a reason to leave. A state is strongly stable where countermoves to states that
the party finds much worse are enough to stop it (and, under `smr`, all that it could then go on to are much worse too).
It is weakly stable where it is stable but not strongly.

Source: Hamouda, Kilgour & Hipel 2004; the same 2006 for more than two parties.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import Concept, Verdict, individual_behaviour, verdict_on
from winset.analyses.stability.graph import Graph

Strong = Callable[[int, int, int], bool]
"""(party, better, worse): whether the party's preference for the one state over the other is a strong one. It is asked
only of states of which the party does prefer the first."""
Degree = Literal["strongly stable", "weakly stable", "unstable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How firmly a state holds for a party.

    general: the verdict without regard to strength. strong: the verdict in which only what is much worse deters; None
    under `nash`, which knows no degrees.
    """

    general: Verdict
    strong: Verdict | None

    @property
    def degree(self) -> Degree | None:
        """None under `nash`."""
        if self.strong is None:
            return None
        if self.strong.stable:
            return "strongly stable"
        return "weakly stable" if self.general.stable else "unstable"


def strength(graph: Graph, strong: Strong, party: int, state: int, concept: Concept) -> Strength:
    """Whether a state is stable for a party under a concept, and if so strongly or weakly."""
    rank = graph.rank[party]
    leaves = graph.improvements[party].of(state).tolist()
    credible = graph.improvements if definitions[concept].by == "improvements" else graph.moves

    def worse(end: int) -> bool:
        return bool(rank[end] <= rank[state])

    def much_worse(end: int) -> bool:
        return bool(rank[end] < rank[state]) and strong(party, state, end)

    general = verdict_on(individual_behaviour(graph, party, leaves, credible, worse), state, concept)
    if definitions[concept].by == "nothing":
        return Strength(general=general, strong=None)
    strongly = verdict_on(individual_behaviour(graph, party, leaves, credible, much_worse), state, concept)
    return Strength(general=general, strong=strongly)
