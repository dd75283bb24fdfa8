"""The states around one where all are too many to list: as many as what is asked of it turns on.

Whether a state is stable turns on where a party can move from it, where the others can then lead, and where the party
can move from there. Where these are few they are a conflict of their own, in which every verdict on that state is what
it is among all states.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from winset.analyses.stability.definitions import Definition, made_of
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.ranks import dense_ranks
from winset.errors import TooLarge

MOST_AROUND = 600
"""States around a package that are listed to say how firmly it holds, and what holds where comparisons are unknown,
where all states are too many to list; beyond, that is not computed, and the answer says so.
"""


def ends_of(graph: ImplicitGraph, party: int, state: int, most: int) -> list[int]:
    """Where all moves of a party lead. Raises TooLarge where they are more than so many."""
    ends, complete = graph.moves[party].nearest(state, most)
    if not complete or len(ends) > most:
        raise TooLarge("a party has too many moves to list", graph.states)
    listed: list[int] = ends.tolist()
    return listed


def led_to(graph: ImplicitGraph, movers: Iterable[int], starts: set[int], most: int) -> set[int]:
    """Where any moves of some parties lead, one after the other. Raises TooLarge where they are more than so many."""
    reached, todo, moving = set(starts), sorted(starts), tuple(movers)
    while todo:
        state = todo.pop()
        for mover in moving:
            for end in ends_of(graph, mover, state, most):
                if end not in reached:
                    reached.add(end)
                    todo.append(end)
        if len(reached) > most:
            raise TooLarge("the others can lead to too many states to list", graph.states)
    return reached


def turned_on(graph: ImplicitGraph, party: int, state: int, definition: Definition, most: int) -> set[int]:
    """The states on which it turns whether one is stable for a party under a definition. Raises TooLarge."""
    reached = set(ends_of(graph, party, state, most))
    if definition.by != "nothing":
        others = (other for other in range(graph.parties) if other != party)
        reached |= led_to(graph, others, reached, most)
    if definition.lasting:
        reached |= {reply for end in sorted(reached) for reply in ends_of(graph, party, end, most)}
    return reached


def among(graph: ImplicitGraph, states: list[int], most: int) -> Graph:
    """The same conflict among some states alone, in this order. Raises TooLarge."""
    place = {state: number for number, state in enumerate(states)}
    rank = np.array([dense_ranks(np.asarray(order[graph.space.array(states)])) for order in graph.rank], dtype=np.int32)
    moves = tuple(
        Moves.from_lists([place[end] for end in ends_of(graph, party, state, most) if end in place] for state in states)
        for party in range(graph.parties)
    )
    return Graph(rank=rank, moves=moves)


def listed_around(graph: ImplicitGraph, state: int) -> tuple[Graph, list[int]]:
    """What lies around a state, as a conflict of its own, and which states these are. Raises TooLarge."""
    around = {state}
    for party in range(graph.parties):
        around |= turned_on(graph, party, state, made_of("moves", lasting=True), MOST_AROUND)
    if len(around) > MOST_AROUND:
        raise TooLarge("what can follow from the package is too much to list", graph.states)
    states = sorted(around)
    return among(graph, states, MOST_AROUND), states
