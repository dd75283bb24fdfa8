"""Which states are stable for whom: all states of a graph at once, in near-linear time.

With worth(u) = rank of u to the party, or of the best it can reach from u where its reply counts, and label(t) = the
smallest worth that the others can bring about from t, a state s is unstable where some improvement t has
label(t) > rank(s). Sources are those of the definitions; the labels are this package's own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from winset.analyses.stability.blocks import Blocks, sorted_by
from winset.analyses.stability.countermoves import Countermove, Deviation, Reply, countermove_to
from winset.analyses.stability.definition import Definition
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.implicit import ImplicitMoves
from winset.analyses.stability.labels import EVERY, NOBODY, Row, compiled_loop, pass_down, spread_in_turn
from winset.analyses.stability.moves import Moves
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.space import Bools, Ints, Ranks
from winset.analyses.stability.sweeps import sweep, unite_controls
from winset.errors import TooLarge

SMALL = 1 << 13
"""States up to which Python's loops take less time than to load what compiles them."""
SMALL_LOADED = 1 << 10
"""The same where that is loaded already."""
SMALL_WRITTEN = 300_000
"""Moves that are written out up to which Python's loops take less time."""
MOST_ANSWERED = 1_000
"""Moves of a party from one package each of which is asked whether it tempts and is answered, where states are not
listed: those first that change the fewest issues; beyond, what does not follow from a bound is not decided.
"""
ONE_BY_ONE = 1 << 16
"""States that are not listed up to which each improvement is looked at by itself; beyond, those that one move answers
are found together, by compiled code.
"""
MOST_UNDECIDED = 3
"""Improvements of a party from one package of which a search left undecided whether they are answered, where states are
not listed; beyond, no other is searched for, and what neither one move nor a bound decides is not decided.
"""
MOST_AT_ONCE = 2_000
"""Improvements that are looked at one by one under definitions of changes at once; beyond, which states are stable
under these is not computed, and only the package is looked at.
"""


class Verdicts:
    """Verdicts on all states of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def stable(self, definition: Definition, party: int) -> Bools | None:
        """(state) True where it is stable for the party; None where that was not computed, since too much would have to
        be gone through.
        """
        graph = self.graph
        rank = self._rank[party]
        if definition.by == "nothing":
            return np.asarray(graph.best(party) <= rank)
        if definition.by in ("changes at once", "a rule of its own"):
            return _one_by_one(graph, definition, party)
        worth = graph.best(party) if definition.lasting else rank
        label = self._label(party, worth, improving=definition.by == "improvements")
        return np.asarray(graph.moves[party].best(np.minimum(rank, label)) <= rank)

    def equilibria(self, definition: Definition) -> Bools | None:
        """(state) True where it is stable for every party; None where that was not computed."""
        equilibria = np.ones(self.graph.states, dtype=bool)
        for party in range(self.graph.parties):
            stable = self.stable(definition, party)
            if stable is None:
                return None
            equilibria &= stable
        return equilibria

    @cached_property
    def _rank(self) -> Ranks:
        return self.graph.rank.astype(np.int32, copy=False)

    def _label(self, party: int, worth: Ranks, *, improving: bool) -> Ranks:
        """(state) the smallest worth to the party that the others can bring about from it, the state itself included.

        improving: each to its own advantage.
        """
        products = self.graph.products
        if products is None:
            return _written_out(self.graph, party, worth, improving=improving)
        others = [other for other, moves in enumerate(products) if other != party and moves.control]
        in_turn = not all(self.graph.chained[other] for other in others)
        if improving or in_turn or products[0].space.places is not None:
            return self._through_blocks(others, worth, improving=improving, in_turn=in_turn)
        return sweep(
            np.minimum, worth, products[0].space.shape, unite_controls(products[other].control for other in others)
        )

    def _through_blocks(self, others: Sequence[int], worth: Ranks, *, improving: bool, in_turn: bool) -> Ranks:
        states, blocks = self.graph.states, self._blocks
        ways = blocks.transitions
        order, _ = sorted_by(worth, fast=self._fast)
        label, by = np.zeros(states, dtype=np.int32), np.full(states, NOBODY, dtype=np.int16)
        todo = np.zeros(2 * states if in_turn else states, dtype=np.int32)
        rows = (
            *(order, worth, np.array(others, dtype=np.int32), improving, in_turn, self._rank),
            *(blocks.block, blocks.members.copy() if in_turn else blocks.members, blocks.ends, blocks.offset),
            *(ways.axes, ways.loose, ways.weight, ways.size, ways.base, ways.first, ways.sources),
            *(blocks.begins(), np.full(len(blocks.ends), -1, dtype=np.int32), np.zeros(ways.most, dtype=np.int32)),
            *(by, todo, np.zeros(len(todo), dtype=np.int16), label),
        )
        if self._fast:
            compiled_loop(pass_down)(*rows)
            return label
        return _on_lists(pass_down, rows)

    @property
    def _fast(self) -> bool:
        return self.graph.states > (SMALL_LOADED if "numba" in sys.modules else SMALL)

    @cached_property
    def _blocks(self) -> Blocks:
        return Blocks.of(self.graph.products or (), self._rank, fast=self._fast)


def _written_out(graph: Graph, party: int, worth: Ranks, *, improving: bool) -> Ranks:
    """The labels from moves that are written out: no party moves twice in succession."""
    written = [moves.written_out() for moves in graph.moves]
    if improving:
        written = [moves.improving(rank) for moves, rank in zip(written, graph.rank, strict=True)]
    written[party] = Moves.from_lists(() for _ in range(graph.states))
    ends, sources = _backwards(written, graph.states)
    pairs = np.full(graph.states * graph.parties, -1, dtype=np.int32)
    rows = (np.argsort(worth, kind="stable"), worth, ends, sources, np.zeros(len(pairs), dtype=np.int64), pairs)
    if len(sources) > SMALL_WRITTEN:
        compiled_loop(spread_in_turn)(*rows)
    else:
        pairs = _on_lists(spread_in_turn, rows)
    least = np.where(pairs < 0, EVERY, pairs).reshape(graph.states, graph.parties).min(axis=1)
    labels: Ranks = np.minimum(least, worth).astype(np.int32)
    return labels


def _backwards(moves: Sequence[Moves], states: int) -> tuple[Ints, Ints]:
    """(party, state) from which states one move of the party leads there, as where they end, and the states."""
    ends, sources, start = [np.zeros(1, dtype=np.int64)], [], 0
    for own in moves:
        sources.append(own.sources[np.argsort(own.targets, kind="stable")])
        ends.append(start + np.cumsum(np.bincount(own.targets, minlength=states)))
        start += len(own.targets)
    return np.concatenate(ends), np.concatenate(sources)


def _on_lists(loop: Callable[..., None], rows: Sequence[Row]) -> Ranks:
    """What a loop fills in, its last row, run as it stands."""
    arguments = [row.tolist() if isinstance(row, np.ndarray) else row for row in rows]
    loop(*arguments)
    return np.array(arguments[-1], dtype=np.int32)


def _one_by_one(graph: Graph, definition: Definition, party: int) -> Bools | None:
    """The verdicts where each improvement has to be looked at, which differ from those of Nash only where a party can
    improve.
    """
    if definition.by == "changes at once" and graph.space is None:
        return None
    stable: Bools = graph.best(party) <= graph.rank[party]
    gaining = np.flatnonzero(~stable).tolist()
    if len(gaining) > MOST_AT_ONCE or sum(len(graph.improvements[party].of(state)) for state in gaining) > MOST_AT_ONCE:
        return None
    try:
        for state in gaining:
            stable[state] = not has_unanswered(graph, definition, party, state)
    except TooLarge:
        return None
    return stable


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What answers the improvements of a party from a state. each: the best for the party first, with what answers it,
    None where nothing does. undecided: improvements of which that was not decided. beyond: whether there may be
    improvements that were not looked at, and might not be answered.
    """

    each: tuple[tuple[int, Countermove | None], ...]
    undecided: tuple[int, ...] = ()
    beyond: bool = False


def has_unanswered(graph: Graph, definition: Definition, party: int, state: int) -> bool:
    """True where some improvement of a party from a state is not answered. Raises TooLarge where undecided."""
    improvements, all_listed = _improvements(graph, party, state)
    if definition.by == "nothing" and improvements:
        return True
    if _surely_answered(graph, definition, party, state):
        return False
    in_one_move = _in_one_move(graph, definition, party, state, improvements)
    others = [to for to in improvements if to not in in_one_move]
    if any(_is_beyond_reach(graph, definition, party, state, to) for to in others):
        return True
    refusal, refused = None, 0
    for to in others:
        try:
            if _answer(graph, definition, party, state, to) is None:
                return True
        except TooLarge as error:
            if graph.is_listed:
                raise
            refusal, refused = error, refused + 1
            if refused == MOST_UNDECIDED:
                break
    if refusal is not None or not all_listed:
        raise refusal or TooLarge("not all moves of a party were gone through", graph.states)
    return False


def answers_at(graph: Graph, definition: Definition, party: int, state: int) -> Answers:
    """Every improvement of a party from a state with what answers it; where states are not listed, as far as that is
    decided. Raises TooLarge where they are, and too much would have to be gone through.
    """
    if graph.is_listed:
        return Answers(each=tuple(countermoves_at(graph, definition, party, state)))
    improvements, all_listed = _improvements(graph, party, state)
    each: list[tuple[int, Countermove | None]] = []
    undecided = []
    in_one_move = _in_one_move(graph, definition, party, state, improvements)
    for to in improvements:
        at = Deviation(graph=graph, party=party, start=state, to=to)
        try:
            answer = in_one_move.get(to)
            each.append(
                (to, countermove_to(at, definition) if answer is None else _as_countermove(at, definition, answer))
            )
        except TooLarge:
            undecided.append(to)
    beyond = not all_listed and not _surely_answered(graph, definition, party, state)
    return Answers(each=tuple(each), undecided=tuple(undecided), beyond=beyond)


def countermoves_at(
    graph: Graph, definition: Definition, party: int, state: int
) -> Sequence[tuple[int, Countermove | None]]:
    """Every improvement of a party from a state, the best for it first, with what answers it. Raises TooLarge."""
    return [(to, _answer(graph, definition, party, state, to)) for to in _improvements(graph, party, state)[0]]


def _answer(graph: Graph, definition: Definition, party: int, state: int, to: int) -> Countermove | None:
    return countermove_to(Deviation(graph=graph, party=party, start=state, to=to), definition)


def _in_one_move(
    graph: Graph, definition: Definition, party: int, state: int, improvements: Sequence[int]
) -> dict[int, Reply]:
    """Of improvements of a party, those that are quickly seen to be answered by one move of another, with that move."""
    if (
        not isinstance(graph, ImplicitGraph)
        or graph.states <= ONE_BY_ONE
        or definition.by not in ("moves", "improvements")
    ):
        return {}
    from winset.analyses.stability.one_move import answered_in_one_move

    improving, lasting = definition.by == "improvements", definition.lasting
    found = answered_in_one_move(graph, party, state, improvements, improving=improving, lasting=lasting)
    return {
        to: Reply(party=answer[0], to=answer[1])
        for to, answer in zip(improvements, found, strict=True)
        if answer is not None
    }


def _is_beyond_reach(graph: Graph, definition: Definition, party: int, state: int, to: int) -> bool:
    """Whether a bound proves that no moves of others answer an improvement; a False only says that it does not."""
    if not isinstance(graph, ImplicitGraph) or definition.by not in ("moves", "improvements"):
        return False
    near = graph.around(party)
    least = near.least(to, lasting=definition.lasting)
    return not near.others or (least is not None and least > int(near.order.key(state)))


def _as_countermove(at: Deviation, definition: Definition, answer: Reply) -> Countermove:
    return Countermove(steps=(answer,), end=answer.to, reply=at.reply(answer.to) if definition.lasting else None)


def _improvements(graph: Graph, party: int, state: int) -> tuple[list[int], bool]:
    """The improvements of a party from a state, the best for it first, and whether these are all. Where states are not
    listed they are those that change the fewest issues.
    """
    moves, rank = graph.moves[party], graph.rank[party]
    if not isinstance(moves, ImplicitMoves):
        own = rank
        return sorted(graph.improvements[party].of(state).tolist(), key=lambda to: -own[to]), True
    reached, complete = moves.nearest(state, MOST_ANSWERED)
    keys = np.asarray(rank[reached])
    better = np.flatnonzero(keys > rank[state])
    order = sorted(better.tolist(), key=lambda place: -int(keys[place]))
    return [int(reached[place]) for place in order], complete


def _surely_answered(graph: Graph, definition: Definition, party: int, state: int) -> bool:
    """Whether a bound proves that every improvement is answered, those included that are not listed."""
    if not isinstance(graph, ImplicitGraph):
        return False
    near = graph.around(party)
    if near.is_best(state):
        return True
    threshold = int(near.order[state])
    return definition.by == "moves" and near.answers_all(state, threshold, lasting=definition.lasting)
