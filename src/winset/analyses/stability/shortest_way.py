"""A way from one state to another where states are not listed: the fewest moves, found by a search with a lower bound.

A state is taken first that may be nearest: so many moves led to it, and so many are needed at least from there. Needed
are as many as the longest chain of changes of one issue, and as many as there are parties without whom some issue
cannot get where it has to. Both fall by no more than one with a move, so that the first way found is a shortest.

Source: Hart, Nilsson & Raphael 1968, IEEE Transactions on Systems Science and Cybernetics 4, 100–107 (the search).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

import numpy as np

from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.sequences import NOBODY, Path, PathNode, PathStep
from winset.analyses.stability.space import Bools, Ints
from winset.analyses.stability.sweeps import unite_controls

MOST_LOOKED_AT = 200_000
"""States that are looked at for a way from one to another where states are not listed; beyond, the answer says how many
steps it takes at least.
"""
NEVER = 1 << 20
"""More moves than any way has: what no moves reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """path: one with the fewest moves, None where none was found. at_least: moves that are needed, proven; `NEVER`
    where no moves lead there.
    """

    path: Path | None
    at_least: int

    @property
    def is_proven(self) -> bool:
        """Whether no fewer moves would do, or none at all."""
        return self.at_least >= (NEVER if self.path is None else len(self.path))


def shortest_way(graph: ImplicitGraph, start: int, target: int, movers: Sequence[int], *, improving: bool) -> Way:
    """How movers get from a state to another, nobody twice in succession. improving: by improvements of who moves."""
    if start == target:
        return Way(path=(), at_least=0)
    distance = _Distance(graph=graph, target=target, movers=tuple(movers))
    return _search(graph, start, distance, improving=improving)


def _search(graph: ImplicitGraph, start: int, distance: _Distance, *, improving: bool) -> Way:
    """From the start, those first that may be on the shortest way."""
    first = PathNode(state=start, last=NOBODY)
    came: dict[PathNode, PathNode | None] = {first: None}
    least = int(distance.of(graph.space.array([start]))[0])
    todo = [(least, 0, first)] if least < NEVER else []
    closed: set[PathNode] = set()
    looked, all_moves = 0, True
    while todo:
        total, minus, node = heappop(todo)
        if node in closed:
            continue
        closed.add(node)
        if all_moves:
            least = max(least, total)
        if node.state == distance.target:
            return Way(path=_path(came, node), at_least=least)
        if looked > MOST_LOOKED_AT:
            return Way(path=None, at_least=least)
        for mover in distance.movers:
            if mover == node.last:
                continue
            ends, complete = _ends(graph, mover, node.state, distance.target, improving=improving)
            all_moves &= complete
            looked += len(ends)
            needed = distance.of(ends)
            for end, left in zip(ends.tolist(), needed.tolist(), strict=True):
                reached = PathNode(state=end, last=mover)
                if left < NEVER and reached not in closed:
                    known, depth = came.get(reached), 1 - minus
                    if known is None or _depth(came, reached) > depth:
                        came[reached] = node
                        heappush(todo, (max(total, depth + left), -depth, reached))
    return Way(path=None, at_least=NEVER if all_moves else least)


def _ends(graph: ImplicitGraph, mover: int, state: int, target: int, *, improving: bool) -> tuple[Ints, bool]:
    """Where moves of a party lead, among them the one that does at once all that it can do for the target."""
    moves, space, order = graph.moves[mover], graph.space, graph.rank[mover]
    ends, complete = moves.nearest(state)
    if not complete:
        there = state
        for issue, can in moves.control.items():
            now, to = space.option(state, issue), space.option(target, issue)
            there += space.weights[issue] * (to - now) if can[now, to] else 0
        if there != state and space.state(there) is not None and not (ends == there).any():
            ends = np.concatenate([ends, space.array([there])])
    if improving and len(ends):
        ends = ends[np.asarray(order[ends] > order.key(state), dtype=bool)]
    return ends, complete


def _depth(came: dict[PathNode, PathNode | None], node: PathNode) -> int:
    return len(_path(came, node))


def _path(came: dict[PathNode, PathNode | None], node: PathNode) -> Path:
    steps: list[PathStep] = []
    while (before := came[node]) is not None:
        steps.append(PathStep(party=node.last, to=node.state))
        node = before
    return tuple(reversed(steps))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Distance:
    """How many moves it takes at least to a target, by the moves of some parties."""

    graph: ImplicitGraph
    target: int
    movers: tuple[int, ...]

    def of(self, states: Ints) -> Ints:
        """(state) moves that are needed at least; `NEVER` or more where no moves lead to the target."""
        longest = np.zeros(len(states), dtype=np.int64)
        needed = np.zeros((len(self.movers), len(states)), dtype=bool)
        for issue, steps, without in self._issues:
            held = self.graph.space.positions(states, issue)
            longest = np.maximum(longest, steps[held])
            needed |= without[:, held]
        most: Ints = np.maximum(longest, needed.sum(axis=0))
        return most

    @cached_property
    def _issues(self) -> list[tuple[int, Ints, Bools]]:
        """Per issue with more than one option, (option) the changes it takes at least, and (mover, option) who is
        needed for them.
        """
        space, rows = self.graph.space, []
        for issue, size in enumerate(space.shape):
            if size > 1:
                controls = [self.graph.moves[mover].control for mover in self.movers]
                own = [control.get(issue, np.eye(size, dtype=bool)) for control in controls]
                to = space.option(self.target, issue)
                can = np.logical_or.reduce(own)
                without = [
                    ~unite_controls(
                        [{issue: np.logical_or.reduce([np.eye(size, dtype=bool), *own[:n], *own[n + 1 :]])}]
                    )[issue][:, to]
                    for n in range(len(own))
                ]
                rows.append((issue, _steps(can, to), np.array(without)))
        return rows


def _steps(can: Bools, to: int) -> Ints:
    """(option) the fewest changes that lead to an option."""
    steps = np.full(len(can), NEVER, dtype=np.int64)
    near, count = np.arange(len(can)) == to, 0
    steps[near] = 0
    while (more := can[:, near].any(axis=1) & (steps == NEVER)).any():
        count += 1
        steps[more] = count
        near |= more
    return steps
