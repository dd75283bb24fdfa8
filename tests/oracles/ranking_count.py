"""How many rankings of one party would make a state stable: an exact count, for small questions.

Only the order of the states on which the question turns matters. All their strict orders are tried, and each stands for
equally many rankings of all the states.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import factorial

from winset.analyses.stability.coalitions import with_individuals
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.inverse import StabilityTarget, programme
from winset.errors import TooLarge

MOST_ORDERS = 50_000
"""Orders tried: up to eight states on which the question turns, under a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Of all strict rankings of a party, how many fulfil the wish. states: those on which it turns."""

    fulfilling: int
    rankings: int
    states: tuple[int, ...]


def rankings_that_hold(graph: Graph, wish: StabilityTarget) -> Counted:
    """How many of all strict rankings of the one party that may vary fulfil the wish, the others as they are.

    Raises ValueError unless exactly one party may vary, and TooLarge beyond 50,000 orders.
    """
    if len(wish.vary) != 1:
        raise ValueError("rankings are counted for one party at a time")
    (party,) = wish.vary
    states = sorted(programme(graph, wish).occurring[party])
    orders = factorial(len(states))
    if orders > MOST_ORDERS:
        raise TooLarge(f"{len(states)} states matter here; orders of up to eight states can be counted", graph.states)
    fulfilling = 0
    rank = graph.rank.copy()
    for order in permutations(range(1, len(states) + 1)):
        rank[party] = 0
        rank[party, states] = order
        acting = with_individuals(Graph(rank=rank, moves=graph.moves))
        fulfilling += all(acting.verdict((one,), wish.target, wish.concept).stable for one in wish.stable_for)
    every = factorial(graph.states)
    return Counted(fulfilling=fulfilling * (every // orders), rankings=every, states=tuple(states))
