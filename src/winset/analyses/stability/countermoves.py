"""What the others can do in answer to an improvement, step by step.

A joint move of the others is a sequence of moves in which no party moves twice in succession; a party may move again
after another has moved.

Source: Fang, Hipel & Kilgour 1993, Interactive Decision Making.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from winset.analyses.stability.definition import Definition
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.implicit import FITS, ImplicitMoves
from winset.analyses.stability.region import Region
from winset.analyses.stability.space import Bools, Ints, StateSpace
from winset.errors import TooLarge

MOST_PROFILES = 100_000
"""Ways for the others to change at the same time that are gone through for one improvement; beyond, definitions of
changes at once are not computed there.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A party moves to a state."""

    party: int
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Countermove:
    """What the others do in answer to an improvement, and where that leads.

    steps: in order; at_once: each is instead made from the state that the improvement starts from, all together with
    it. end: the state in which it ends. reply: the best that the party can reach from there in one move; None where it
    cannot move or the definition does not ask.
    """

    steps: tuple[Reply, ...]
    end: int
    reply: int | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A party improves by a move from one state to another."""

    graph: Graph
    party: int
    start: int
    to: int

    @property
    def others(self) -> list[int]:
        return [party for party in range(self.graph.parties) if party != self.party]

    def deters(self, states: Ints, *, lasting: bool = False) -> Bools:
        """(state) True where the party is no better off than where it started; lasting: nor after a move from there."""
        rank = self.graph.rank[self.party]
        worth = self.graph.best(self.party) if lasting else rank
        return np.asarray(worth[states] <= rank[self.start])

    def reply(self, state: int) -> int | None:
        """The best state that the party can reach from there in one move."""
        replies = self.graph.moves[self.party].of(state)
        return int(replies[np.argmax(self.graph.rank[self.party][replies])]) if len(replies) else None


def countermove_to(at: Deviation, definition: Definition) -> Countermove | None:
    """What answers an improvement under a definition; None where nothing does. Raises TooLarge."""
    if definition.rule is not None:
        if not at.graph.is_listed:
            raise TooLarge("a rule of its own is asked only where all states are listed", at.graph.states)
        return definition.rule(at)
    if definition.by == "nothing":
        return None
    if definition.by == "changes at once":
        return simultaneous_countermove(at)
    return shortest_countermove(at, improving=definition.by == "improvements", lasting=definition.lasting)


def shortest_countermove(at: Deviation, *, improving: bool = False, lasting: bool = False) -> Countermove | None:
    """The shortest answer that leaves the party no better off; lasting: even after its best reply.

    improving: every step must be an improvement of the party that makes it.
    """
    if not at.graph.is_listed:
        from winset.analyses.stability.nearby import nearby_countermove

        return nearby_countermove(at, improving=improving, lasting=lasting)
    shortest = _by_search if at.graph.products is None else _by_distance
    steps = shortest(at, improving=improving, lasting=lasting)
    if steps is None:
        return None
    end = steps[-1].to
    return Countermove(steps=steps, end=end, reply=at.reply(end) if lasting else None)


def _by_distance(at: Deviation, *, improving: bool, lasting: bool) -> tuple[Reply, ...] | None:
    """The shortest joint move of the others to a state that deters, of several the first by parties and states."""
    graph = at.graph
    moves = graph.improvements if improving else graph.moves
    for party in at.others:
        reached = moves[party].of(at.to)
        enough = at.deters(reached, lasting=lasting)
        if enough.any():
            return (Reply(party=party, to=int(reached[enough.argmax()])),)
    region = Region.around(graph.products or (), at.to, at.others)
    goal = (region.states >= 0) & at.deters(region.states, lasting=lasting)
    distance = region.distances(goal, graph.rank if improving else None, until=at.to)
    if distance is None:
        return None
    steps: list[Reply] = []
    here, left, before = at.to, int(distance[-1, region.position(at.to)]), -1
    while left:
        left -= 1
        for row, party in enumerate(at.others):
            reached = moves[party].of(here)
            nearer = distance[row, region.positions(reached)] == left
            if party != before and nearer.any():
                here, before = int(reached[nearer.argmax()]), party
                steps.append(Reply(party=party, to=here))
                break
    return tuple(steps)


def _by_search(at: Deviation, *, improving: bool, lasting: bool) -> tuple[Reply, ...] | None:
    """The same where moves are written out: breadth first over states with the last mover."""
    moves = at.graph.improvements if improving else at.graph.moves
    others, deters = at.others, at.deters(np.arange(at.graph.states), lasting=lasting).tolist()
    first = (at.to, -1)
    came: dict[tuple[int, int], tuple[int, int] | None] = {first: None}
    todo = deque([first])
    while todo:
        node = todo.popleft()
        for party in others:
            if party == node[1]:
                continue
            for state in moves[party].of(node[0]).tolist():
                if (state, party) in came:
                    continue
                came[state, party] = node
                if deters[state]:
                    return steps_of(came, (state, party))
                todo.append((state, party))
    return None


def steps_of(came: dict[tuple[int, int], tuple[int, int] | None], last: tuple[int, int]) -> tuple[Reply, ...]:
    """The moves by which a state was reached."""
    steps: list[Reply] = []
    node = last
    while (before := came[node]) is not None:
        steps.append(Reply(party=node[1], to=node[0]))
        node = before
    return tuple(reversed(steps))


def simultaneous_countermove(at: Deviation) -> Countermove | None:
    """The first way for others to improve from where the party starts, which together with its improvement leaves it no
    better off. Two parties that would change one issue to different options cannot both do so.

    Raises TooLarge where there are too many ways, or states are no packages.
    """
    graph, space = at.graph, at.graph.space
    if space is None:
        raise TooLarge("changes at the same time are known only where states are packages", graph.states)
    if not graph.is_listed and space.total >= FITS:
        raise TooLarge(f"changes at the same time are looked at in up to {FITS:,} packages", graph.states)
    start = space.place(at.start)
    ends = np.array([space.place(at.to)])
    chosen = np.full((1, len(at.others)), -1, dtype=np.int64)
    for column, party in enumerate(at.others):
        own = graph.improvements[party].of(at.start)
        if not len(own):
            continue
        if len(ends) * len(own) > MOST_PROFILES:
            raise TooLarge(f"more than {MOST_PROFILES:,} ways to change at the same time", graph.states)
        which, both = _together(space, start, ends, space.places_of(own))
        made = chosen[which // len(own)]
        made[:, column] = own[which % len(own)]
        reached = space.states_at(both)
        enough = (reached >= 0) & at.deters(reached)
        if enough.any():
            first = int(enough.argmax())
            steps = zip(at.others, made[first].tolist(), strict=True)
            taken = tuple(Reply(party=mover, to=to) for mover, to in steps if to >= 0)
            return Countermove(steps=taken, end=int(reached[first]), at_once=True)
        ends, before = np.unique(np.concatenate([ends, both]), return_index=True)
        order = np.argsort(before)
        ends, chosen = ends[order], np.concatenate([chosen, made])[before[order]]
    if any(isinstance(moves, ImplicitMoves) and not moves.nearest(at.start)[1] for moves in graph.moves):
        raise TooLarge("not all moves were gone through that could be made at the same time", graph.states)
    return None


def _together(space: StateSpace, start: int, ends: Ints, own: Ints) -> tuple[Ints, Ints]:
    """Which of the pairs of a change and another do not contradict each other, by their position one end after the
    other; and the places to which both lead. ends, own: the places to which each leads from the start alone.
    """
    both = np.add.outer(ends, own - start)
    agree = np.ones(both.shape, dtype=bool)
    for issue, (weight, size) in enumerate(zip(space.weights, space.shape, strict=True)):
        before = space.option(start, issue)
        first, other = (ends // weight % size)[:, None], (own // weight % size)[None, :]
        twice = (first != before) & (other != before)
        if twice.any():
            agree &= ~twice | (first == other)
            both -= weight * twice * (other - before)
    return np.flatnonzero(agree), both[agree]
