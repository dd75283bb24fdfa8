"""What the others can do in answer to an improvement, step by step.

A joint move of the others is a sequence of moves in which no party moves twice in succession; a party may move again
after another has moved.

Source: Fang, Hipel & Kilgour 1993, Interactive Decision Making.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from winset.analyses.stability.graph import Graph
from winset.errors import TooLarge

MOST_PROFILES = 100_000
"""Ways for the others to change at the same time that are gone through for one improvement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A party moves to a state."""

    party: int
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the others do in answer to an improvement, and where that leads.

    steps: in order; at_once: each is instead made from the state that the improvement starts from, all together with
    it. end: the state in which it ends. reply: the best that the party can reach from there in one move; None where it
    cannot move or the definition does not ask.
    """

    steps: tuple[Step, ...]
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

    def is_no_gain(self, state: int) -> bool:
        """True where the party is no better off in a state than where it started."""
        rank = self.graph.rank[self.party]
        return bool(rank[state] <= rank[self.start])

    def is_lasting(self, state: int) -> bool:
        """True where, besides, no move of the party from there makes it better off than where it started."""
        rank = self.graph.rank[self.party]
        replies = self.graph.moves[self.party].of(state)
        return self.is_no_gain(state) and not (rank[replies] > rank[self.start]).any()

    def reply(self, state: int) -> int | None:
        """The best state that the party can reach from there in one move."""
        replies = self.graph.moves[self.party].of(state)
        return int(replies[np.argmax(self.graph.rank[self.party][replies])]) if len(replies) else None


Wanted = Callable[[int], bool]


def shortest(at: Deviation, wanted: Wanted, *, improving: bool = False) -> tuple[Step, ...] | None:
    """The shortest joint move of the others, from where the improvement leads, to a state that is wanted.

    improving: every step must be an improvement of the party that makes it. None where there is no such joint move.
    """
    moves = at.graph.improvements if improving else at.graph.moves
    others = [party for party in range(at.graph.parties) if party != at.party]
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
                if wanted(state):
                    return _steps(came, (state, party))
                todo.append((state, party))
    return None


def _steps(came: dict[tuple[int, int], tuple[int, int] | None], last: tuple[int, int]) -> tuple[Step, ...]:
    steps: list[Step] = []
    node = last
    while (before := came[node]) is not None:
        steps.append(Step(party=node[1], to=node[0]))
        node = before
    return tuple(reversed(steps))


def answered_by(at: Deviation, *, improving: bool = False, lasting: bool = False) -> Answer | None:
    """The shortest answer that leaves the party no better off; lasting: even after its best reply."""
    steps = shortest(at, at.is_lasting if lasting else at.is_no_gain, improving=improving)
    if steps is None:
        return None
    end = steps[-1].to
    return Answer(steps=steps, end=end, reply=at.reply(end) if lasting else None)


Changes = frozenset[tuple[int, int]]
"""Issues, each with the option that it is changed to."""


def answered_at_once(at: Deviation) -> Answer | None:
    """The first way for others to improve from where the party starts, which together with its improvement leaves it no
    better off. Two parties that would change one issue to different options cannot both do so.

    Raises TooLarge where there are too many ways, or states are no packages.
    """
    graph = at.graph
    if graph.options is None:
        raise TooLarge("changes at the same time are known only where states are packages", graph.states)
    others = [party for party in range(graph.parties) if party != at.party]
    known: dict[Changes, tuple[Step, ...]] = {_changes(graph, at.start, at.to): ()}
    for party in others:
        own = [(state, _changes(graph, at.start, state)) for state in graph.improvements[party].of(at.start).tolist()]
        for changes, steps in list(known.items()):
            for state, change in own:
                both = changes | change
                if both in known or len({issue for issue, _ in both}) < len(both):
                    continue
                known[both] = (*steps, Step(party=party, to=state))
                end = _together(graph, at.start, both)
                if end is not None and at.is_no_gain(end):
                    return Answer(steps=known[both], end=end, at_once=True)
                if len(known) > MOST_PROFILES:
                    raise TooLarge(f"more than {MOST_PROFILES:,} ways to change at the same time", graph.states)
    return None


def _changes(graph: Graph, start: int, end: int) -> Changes:
    options = graph.options
    if options is None:
        return frozenset()
    return frozenset((int(n), int(options[end, n])) for n in np.flatnonzero(options[start] != options[end]))


def _together(graph: Graph, start: int, changes: Changes) -> int | None:
    """The state after all changes; None where a rule forbids it."""
    if graph.options is None:
        return None
    options = graph.options[start].copy()
    for issue, option in changes:
        options[issue] = option
    return graph.place.get(options.tobytes())
