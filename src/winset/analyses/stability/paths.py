"""How a conflict can get from where it stands to the states that matter: who moves, in what order.

Some states are reached by improvements only where parties move together: those are found apart, for any coalitions.

Source: Li, Kilgour & Hipel 2005, Journal of the Operational Research Society 56, 699–707 (status quo analysis).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from winset.analyses.stability.coalitions import Coalitions
from winset.analyses.stability.deterrence import Leg
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.moves import Reaches
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.sequences import Path, Reach, joint_moves
from winset.analyses.stability.shortest_way import shortest_way

By = Literal["moves", "improvements"]
MOST_PATHS = 20
"""Shortest paths that are listed to one state, more than a reader takes in; beyond, the rest is left out, and the
answer says that not all are listed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsToState:
    """How one state is reached from the status quo.

    steps: the fewest moves, 0 for the status quo itself, None where no sequence leads there. paths: shortest sequences.
    complete: whether these are all the shortest. at_least: where states are not listed and one way at most is looked
    for, the moves that are needed, proven; None where all shortest ways are known.
    """

    by: By
    steps: int | None
    paths: tuple[Path, ...] = ()
    complete: bool = True
    at_least: int | None = None

    @property
    def is_decided(self) -> bool:
        """Whether it is known if any sequence leads there."""
        return self.reached or self.at_least is None

    @property
    def reached(self) -> bool:
        return self.steps is not None

    @property
    def movers(self) -> tuple[frozenset[int], ...]:
        """Of each path, the parties that move."""
        return tuple(frozenset(step.party for step in path) for path in self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A state that was asked about, and how it is reached by any moves and by improvements alone."""

    state: int
    by_moves: PathsToState
    by_improvements: PathsToState


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusQuoAnalysis:
    """What can become of a status quo. movers: whose moves count. most_paths: the limit of paths listed for one state.

    moves, improvements: all states within reach by each, with the fewest moves, the status quo itself at 0.
    """

    start: int
    movers: tuple[int, ...]
    most_paths: int
    destinations: tuple[Destination, ...]
    moves: dict[int, int]
    improvements: dict[int, int]


def status_quo_analysis(
    graph: Graph,
    start: int,
    targets: Iterable[int],
    *,
    movers: Sequence[int] | None = None,
    most_paths: int = MOST_PATHS,
) -> StatusQuoAnalysis:
    """For each target, whether and how it is reached from a state, by moves and by improvements alone.

    movers: the parties whose moves count, all of them unless said.
    """
    parties = tuple(range(graph.parties)) if movers is None else tuple(movers)

    def reach(moves: Sequence[Reaches]) -> Reach:
        return joint_moves(moves, start, parties)

    by_moves, by_improvements = reach(graph.moves), reach(graph.improvements)
    return StatusQuoAnalysis(
        start=start,
        movers=parties,
        most_paths=most_paths,
        destinations=tuple(
            Destination(
                state=state,
                by_moves=_way(by_moves, state, "moves", most_paths),
                by_improvements=_way(by_improvements, state, "improvements", most_paths),
            )
            for state in targets
        ),
        moves={**by_moves.steps, start: 0},
        improvements={**by_improvements.steps, start: 0},
    )


def way_to(graph: ImplicitGraph, start: int, target: int) -> StatusQuoAnalysis:
    """Whether and how a state is reached where states are not listed."""
    parties = tuple(range(graph.parties))

    def one_way(by: By) -> PathsToState:
        found = shortest_way(graph, start, target, parties, improving=by == "improvements")
        if found.path is None:
            return PathsToState(by=by, steps=None, complete=False, at_least=None if found.is_proven else found.at_least)
        steps = len(found.path)
        return PathsToState(by=by, steps=steps, paths=(found.path,), complete=False, at_least=found.at_least)

    destination = Destination(state=target, by_moves=one_way("moves"), by_improvements=one_way("improvements"))
    return StatusQuoAnalysis(
        start=start, movers=parties, most_paths=1, destinations=(destination,), moves={}, improvements={}
    )


def _way(reach: Reach, state: int, by: By, most: int) -> PathsToState:
    if state == reach.start:
        return PathsToState(by=by, steps=0, paths=((),))
    if state not in reach:
        return PathsToState(by=by, steps=None)
    paths = reach.paths(state, most + 1)
    return PathsToState(by=by, steps=reach.steps[state], paths=paths[:most], complete=len(paths) <= most)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionPath:
    """How a state is reached by improvements of coalitions, each better for all its members than what it leaves.

    legs: who acts together, and how, in the fewest steps; none for the status quo itself; None where there is no way.
    """

    state: int
    legs: tuple[Leg, ...] | None

    @property
    def reached(self) -> bool:
        return self.legs is not None

    @property
    def together(self) -> bool:
        """Whether any step takes more than one party."""
        return any(len(leg.movers) > 1 for leg in self.legs or ())


def by_coalitions(acting: Coalitions, start: int, targets: Iterable[int]) -> tuple[CoalitionPath, ...]:
    """For each target, how coalitions can bring it about from a state by improvements, one after another."""
    routes = {route.state: route for route in acting.routes(start)}
    return tuple(
        CoalitionPath(state=state, legs=() if state == start else routes[state].legs() if state in routes else None)
        for state in targets
    )
