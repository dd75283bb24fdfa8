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
from winset.analyses.stability.inverse import Inverse, StabilityTarget, fewest_changes
from winset.analyses.stability.inverse_program import MOST_PLACES
from winset.analyses.stability.listed_around import among, turned_on
from winset.analyses.stability.nearby import ImplicitGraph
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
        found = fewest_changes(among(graph, states, MOST_PLACES), replace(wish, target=states.index(wish.target)))
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
        yield from turned_on(graph, party, wish.target, definition, MOST_PLACES)


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
