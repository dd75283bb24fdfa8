"""Where a set of parties can take the conflict when they move one after another, and how.

A party may move again once another has moved, and never twice in succession. Where the moves of each party are
transitive two moves in succession would be one, so that this is plain reachability; with moves listed by hand it need
not be.

Source: Fang, Hipel & Kilgour 1993, Interactive Decision Making; the rule that no party moves twice in succession: the
same and Xu, Hipel, Kilgour & Fang 2018, Conflict Resolution Using the Graph Model, ch. 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from winset.analyses.stability.moves import Reaches

NOBODY = -1
"""The last mover before anybody has moved."""
TOGETHER = -2
"""The mover of a joint change, which no party can make alone."""


class PathStep(NamedTuple):
    """One move: who moves, `TOGETHER` for a joint change, and to which state."""

    party: int
    to: int


class PathNode(NamedTuple):
    """A state, and who moved last to get there: who may move next depends on both."""

    state: int
    last: int


Path = tuple[PathStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """All that can be reached from a state by one move or more.

    start: where the moves begin. steps: of each state reached, the fewest moves; the start itself is among them where
    moves lead back to it. before: of each (state, last mover) reached, those one move earlier on a shortest sequence.
    """

    start: int
    steps: dict[int, int]
    depth: dict[PathNode, int]
    before: dict[PathNode, tuple[PathNode, ...]]

    def __contains__(self, state: int) -> bool:
        return state in self.steps

    def __iter__(self) -> Iterator[int]:
        """The states reached, the nearest first, then in order of their numbers."""
        return iter(self.steps)

    def path(self, state: int) -> Path:
        """A shortest sequence of moves to a state that is reached: of several the first by last movers."""
        return next(self._paths(state))

    def paths(self, state: int, most: int) -> tuple[Path, ...]:
        """All shortest sequences of moves to a state that is reached, up to a number of them."""
        return tuple(islice(self._paths(state), most))

    def _paths(self, state: int) -> Iterator[Path]:
        shortest = self.steps[state]
        ends = sorted(node for node, depth in self.depth.items() if node.state == state and depth == shortest)
        waiting: list[tuple[PathNode, Path]] = [(node, ()) for node in reversed(ends)]
        while waiting:
            node, after = waiting.pop()
            if node.last == NOBODY:
                yield after
                continue
            path = (PathStep(party=node.last, to=node.state), *after)
            waiting.extend((earlier, path) for earlier in reversed(self.before[node]))


def joint_moves(moves: Sequence[Reaches], start: int, movers: Iterable[int]) -> Reach:
    """What the movers can reach together from a state, by legal sequences of their moves.

    moves: of each party, all its moves or only its improvements. movers: who takes part; one alone makes one move.
    Found breadth first over (state, last mover), in time proportional to those pairs and the moves from them.
    """
    parties = sorted(set(movers))
    origin = PathNode(state=start, last=NOBODY)
    depth: dict[PathNode, int] = {origin: 0}
    before: dict[PathNode, list[PathNode]] = {origin: []}
    steps: dict[int, int] = {}
    layer = [origin]
    while layer:
        following: list[PathNode] = []
        for node in layer:
            for party in parties:
                if party == node.last:
                    continue
                for state in moves[party].of(node.state).tolist():
                    reached = PathNode(state=state, last=party)
                    if reached not in depth:
                        depth[reached] = depth[node] + 1
                        before[reached] = [node]
                        following.append(reached)
                    elif depth[reached] == depth[node] + 1:
                        before[reached].append(node)
        following.sort()
        for node in following:
            steps.setdefault(node.state, depth[node])
        layer = following
    del depth[origin]
    earlier = {node: tuple(sorted(nodes)) for node, nodes in before.items()}
    return Reach(start=start, steps=steps, depth=depth, before=earlier)
