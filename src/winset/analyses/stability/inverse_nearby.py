"""The fewest changes of preference that would make a package stable where states are not listed.

The question turns on few states: where a party can move, where the others can then lead, and where it can move from
there. Where these are few they are listed, and the question is asked of them. Where they are not, two bounds are known.
A party whose gain nobody answers has to compare differently, or those who could answer it. And a party that finds the
package as good as the best that it can move to gains nothing, whatever the others do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.inverse import Inverse, StabilityTarget, fewest_changes
from winset.analyses.stability.inverse_program import MOST_PLACES
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.ranks import dense_ranks
from winset.errors import TooLarge


def fewest_changes_nearby(graph: ImplicitGraph, wish: StabilityTarget, stable: Iterable[bool | None]) -> Inverse:
    """The fewest changes, or between how many they lie. stable: of those for whom it must be stable, whether it is.

    Raises TooLarge where no bound is known either.
    """
    known = tuple(stable)
    if all(known):
        return Inverse(target=wish, status="found")
    try:
        states = sorted(set(_states(graph, wish)))
        found = fewest_changes(_listed(graph, states), replace(wish, target=states.index(wish.target)))
    except TooLarge as refusal:
        return _between(graph, wish, known, refusal)
    if found.status == "limit":
        bounds = _between(graph, wish, known, TooLarge("the search stopped", 0))
        return replace(bounds, at_least=max(bounds.at_least, found.at_least))
    changes = tuple(replace(change, state=states[change.state], other=states[change.other]) for change in found.changes)
    return Inverse(target=wish, status=found.status, changes=changes, at_least=found.at_least)


def _states(graph: ImplicitGraph, wish: StabilityTarget) -> Iterator[int]:
    """The states on which the question turns. Raises TooLarge."""
    definition = definitions[wish.concept]
    yield wish.target
    for party in wish.stable_for:
        others = [other for other in range(graph.parties) if other != party]
        reached = set(_ends(graph, party, wish.target))
        if definition.by != "nothing":
            reached |= set(_led_to(graph, others, reached))
        if definition.lasting:
            reached |= {reply for end in sorted(reached) for reply in _ends(graph, party, end)}
        yield from reached


def _ends(graph: ImplicitGraph, party: int, state: int) -> list[int]:
    """Where all moves of a party lead. Raises TooLarge."""
    ends, complete = graph.moves[party].nearest(state, MOST_PLACES)
    if not complete or len(ends) > MOST_PLACES:
        raise TooLarge("a party has too many moves to list", graph.states)
    listed: list[int] = ends.tolist()
    return listed


def _led_to(graph: ImplicitGraph, movers: list[int], starts: set[int]) -> set[int]:
    """Where any moves of some parties lead, one after the other. Raises TooLarge."""
    reached, todo = set(starts), sorted(starts)
    while todo:
        state = todo.pop()
        for mover in movers:
            for end in _ends(graph, mover, state):
                if end not in reached:
                    reached.add(end)
                    todo.append(end)
        if len(reached) > MOST_PLACES:
            raise TooLarge("the others can lead to too many states to list", graph.states)
    return reached


def _listed(graph: ImplicitGraph, states: list[int]) -> Graph:
    """The same conflict among some states alone."""
    place = {state: number for number, state in enumerate(states)}
    rank = np.array([dense_ranks(np.asarray(order[graph.space.array(states)])) for order in graph.rank], dtype=np.int32)
    moves = tuple(
        Moves.from_lists([place[end] for end in _ends(graph, party, state) if end in place] for state in states)
        for party in range(graph.parties)
    )
    return Graph(rank=rank, moves=moves)


def _between(graph: ImplicitGraph, wish: StabilityTarget, stable: tuple[bool | None, ...], why: TooLarge) -> Inverse:
    """Bounds from the package itself: how many moves make their party better off. Raises TooLarge without any."""
    at_most = at_least = 0
    for party, is_stable in zip(wish.stable_for, stable, strict=True):
        if is_stable:
            continue
        ends, complete = graph.moves[party].nearest(wish.target)
        order = graph.rank[party]
        keys = np.asarray(order[ends]) if len(ends) else np.zeros(0)
        better, tied = int((keys > order.key(wish.target)).sum()), int((keys == order.key(wish.target)).sum())
        if not complete:
            raise why
        at_most += better + tied
        if definitions[wish.concept].by == "nothing":
            at_least += better
        elif is_stable is False:
            at_least = max(at_least, 1)
    return Inverse(target=wish, status="limit", at_least=at_least, at_most=at_most)
