"""Which states are stable for whom: all states of a graph at once, in near-linear time.

With worth(u) = rank of u to the party, or of the best it can reach from u where its reply counts, and label(t) = the
smallest worth that the others can bring about from t, a state s is unstable where some improvement t has
label(t) > rank(s). Sources are those of the definitions; the labels are this package's own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from winset.analyses.settlement.packages import Bools, Ints
from winset.analyses.stability.blocks import Blocks
from winset.analyses.stability.countermoves import Answer, Deviation
from winset.analyses.stability.definitions import Definition
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.labels import Row, compiled, spread, spread_in_turn
from winset.errors import TooLarge

SMALL = 300_000
"""Moves up to which Python's loops take less time than to load what compiles them."""
MOST_AT_ONCE = 2_000
"""Improvements up to which all are looked at one by one, for changes that are made at the same time."""


class Verdicts:
    """Verdicts on all states of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.blocks = (
            Blocks(shape=graph.shape, controls=graph.controls, rank=graph.rank)
            if graph.shape is not None and graph.controls is not None
            else None
        )
        self._labels: dict[tuple[int, bool, bool], Ints] = {}

    def stable(self, definition: Definition, party: int) -> Bools | None:
        """(state) True where it is stable for the party; None where that was not computed, since too much would have to
        be gone through.
        """
        graph = self.graph
        if self.blocks is not None and definition.by != "changes at once":
            return self.blocks.stable(definition, party)
        improvements = graph.improvements[party]
        counts = np.diff(improvements.ends)
        if definition.by == "nothing":
            return np.equal(counts, 0)
        if definition.by == "changes at once":
            return _one_by_one(graph, definition, party)
        source = np.repeat(np.arange(graph.states), counts)
        label = self._label(party, definition.by == "improvements", definition.lasting)
        unanswered = label[improvements.targets] > graph.rank[party][source]
        found = np.ones(graph.states, dtype=bool)
        found[source[unanswered]] = False
        return found

    def equilibria(self, definition: Definition) -> Bools | None:
        """(state) True where it is stable for every party; None where that was not computed."""
        found = np.ones(self.graph.states, dtype=bool)
        for party in range(self.graph.parties):
            stable = self.stable(definition, party)
            if stable is None:
                return None
            found &= stable
        return found

    def _label(self, party: int, improving: bool, lasting: bool) -> Ints:
        key = (party, improving, lasting)
        if key not in self._labels:
            self._labels[key] = _labels(self.graph, party, improving, lasting)
        return self._labels[key]


def _one_by_one(graph: Graph, definition: Definition, party: int) -> Bools | None:
    if graph.options is None or len(graph.improvements[party].targets) > MOST_AT_ONCE:
        return None
    try:
        return np.array([not open_at(graph, definition, party, state) for state in range(graph.states)], dtype=bool)
    except TooLarge:
        return None


def open_at(graph: Graph, definition: Definition, party: int, state: int) -> bool:
    """True where some improvement of a party from a state is not answered."""
    return any(answer is None for _, answer in answers_at(graph, definition, party, state))


def answers_at(graph: Graph, definition: Definition, party: int, state: int) -> Sequence[tuple[int, Answer | None]]:
    """Every improvement of a party from a state, the best for it first, with what answers it. Raises TooLarge."""
    rank = graph.rank[party]
    improvements = sorted(graph.improvements[party].of(state).tolist(), key=lambda to: -rank[to])
    return [(to, definition.answer(Deviation(graph=graph, party=party, start=state, to=to))) for to in improvements]


def _labels(graph: Graph, party: int, improving: bool, lasting: bool) -> Ints:
    """(state) the smallest worth to the party that the others can bring about from it, the state itself included."""
    worth = graph.rank[party]
    if lasting:
        worth = np.maximum(worth, _best_reply(graph, party))
    moves = graph.improvements if improving else graph.moves
    others = [other for other in range(graph.parties) if other != party]
    order = np.argsort(worth, kind="stable")
    chained = all(graph.chained[other] for other in others)
    if chained:
        ends, sources = _backwards([moves[other] for other in others], graph.states)
        label = np.full(graph.states, -1, dtype=np.int64)
        _run(spread, (order, worth, ends, sources), label)
        return label
    nothing = Moves(ends=np.zeros(graph.states + 1, dtype=np.int64), targets=np.zeros(0, dtype=np.int64))
    ends, sources = _each_backwards([nothing if n == party else one for n, one in enumerate(moves)], graph.states)
    pairs = np.full(graph.states * graph.parties, -1, dtype=np.int64)
    _run(spread_in_turn, (order, worth, ends, sources), pairs)
    least = np.where(pairs < 0, np.iinfo(np.int64).max, pairs).reshape(graph.states, graph.parties).min(axis=1)
    found: Ints = np.minimum(least, worth)
    return found


def _best_reply(graph: Graph, party: int) -> Ints:
    """(state) the rank of the best that the party can reach from it in one move, −1 where it cannot move."""
    moves = graph.moves[party]
    found = np.full(graph.states, -1, dtype=np.int64)
    can = np.diff(moves.ends) > 0
    if can.any():
        found[can] = np.maximum.reduceat(graph.rank[party][moves.targets], moves.ends[:-1][can])
    return found


def _backwards(moves: Sequence[Moves], states: int) -> tuple[Ints, Ints]:
    """(state) from which states one move of any of these leads there; what two can do stands twice."""
    source = np.concatenate([np.repeat(np.arange(states), np.diff(one.ends)) for one in moves] or [np.arange(0)])
    target = np.concatenate([one.targets for one in moves] or [np.arange(0)])
    ends = np.concatenate([[0], np.cumsum(np.bincount(target, minlength=states))]).astype(np.int64)
    return ends, source[np.argsort(target, kind="stable")]


def _each_backwards(moves: Sequence[Moves], states: int) -> tuple[Ints, Ints]:
    """(party, state) the same for one party after the other."""
    ends, sources, start = [np.zeros(1, dtype=np.int64)], [], 0
    for one in moves:
        own, source = _backwards([one], states)
        ends.append(start + own[1:])
        sources.append(source)
        start += len(source)
    return np.concatenate(ends), np.concatenate(sources)


def _run(loop: object, rows: tuple[Ints, Ints, Ints, Ints], label: Ints) -> None:
    """Runs a loop, compiled where there is enough to do, and leaves what it finds in label."""
    todo: Row = np.zeros(len(label), dtype=np.int64)
    if len(rows[3]) > SMALL:
        compiled(loop)(*rows, label, todo)
        return
    filled, room = label.tolist(), todo.tolist()
    loop(*(row.tolist() for row in rows), filled, room)  # type: ignore[operator]
    label[:] = filled
