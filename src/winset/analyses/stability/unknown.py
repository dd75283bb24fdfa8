"""Stability where it is not known how a party compares some states.

There are four readings of what is unknown. Does a party leave for a state that it may or may not prefer, and does such
a state deter it? The reading is the analyst's, and one whose answers agree under all four does not depend on it.

    a  leaves for better or unknown, deterred by worse or equal                 the mover is bold
    b  leaves for better,            deterred by worse or equal                 what is unknown counts on neither side
    c  leaves for better or unknown, deterred by worse, equal or unknown        mixed
    d  leaves for better,            deterred by worse, equal or unknown        the mover is cautious

Stable under a implies stable under b and under c, and either implies d. Under `seq` the others answer, in all four, by
moves to states that the mover prefers or may prefer. A countermove is at least one move: the state to which a party
left deters it, where that comparison is unknown, only if the others can lead back to it.

Source: Li, Hipel, Kilgour & Fang 2004, IEEE Transactions on Systems, Man, and Cybernetics A 34, 507–520.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import Concept, Verdict, individual_behaviour, verdict_on
from winset.analyses.stability.graph import Graph, Moves

Unknown = Callable[[int, int, int], bool]
"""(party, state, state): whether it is not known how the party compares two states, whatever their ranks say. The order
of the two does not matter."""
Relation = Literal["better", "equal", "worse", "unknown"]
UnknownReading = Literal["a", "b", "c", "d"]
UNKNOWN_READINGS: tuple[UnknownReading, ...] = get_args(UnknownReading)

LEAVES: dict[UnknownReading, frozenset[Relation]] = {
    "a": frozenset({"better", "unknown"}),
    "b": frozenset({"better"}),
    "c": frozenset({"better", "unknown"}),
    "d": frozenset({"better"}),
}
DETERS: dict[UnknownReading, frozenset[Relation]] = {
    "a": frozenset({"worse", "equal"}),
    "b": frozenset({"worse", "equal"}),
    "c": frozenset({"worse", "equal", "unknown"}),
    "d": frozenset({"worse", "equal", "unknown"}),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparisons:
    """A graph of which some comparisons are unknown. graph: the graph, its ranks valid wherever nothing is unknown."""

    graph: Graph
    unknown: Unknown

    def relation(self, party: int, state: int, than: int) -> Relation:
        """How the party finds a state, compared with another."""
        if state != than and self.unknown(party, state, than):
            return "unknown"
        rank, other = self.graph.rank[party, state], self.graph.rank[party, than]
        if rank == other:
            return "equal"
        return "better" if rank > other else "worse"

    def possible_improvements(self) -> tuple[Moves, ...]:
        """Of each party, the moves to states that it prefers or may prefer."""
        return tuple(
            Moves.from_lists(
                [to for to in moves.of(state).tolist() if self.relation(party, to, state) in ("better", "unknown")]
                for state in range(self.graph.states)
            )
            for party, moves in enumerate(self.graph.moves)
        )


def under_readings(comparisons: Comparisons, party: int, state: int, concept: Concept) -> dict[UnknownReading, Verdict]:
    """The verdict on a state for a party under each of the four readings of what is unknown."""
    graph = comparisons.graph
    credible = comparisons.possible_improvements() if definitions[concept].by == "improvements" else graph.moves
    verdicts: dict[UnknownReading, Verdict] = {}
    for reading in UNKNOWN_READINGS:
        leaves = [
            to
            for to in graph.moves[party].of(state).tolist()
            if comparisons.relation(party, to, state) in LEAVES[reading]
        ]

        def deters(end: int, reading: UnknownReading = reading) -> bool:
            return comparisons.relation(party, end, state) in DETERS[reading]

        verdicts[reading] = verdict_on(individual_behaviour(graph, party, leaves, credible, deters), state, concept)
    return verdicts
