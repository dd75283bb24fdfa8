"""What must hold for a state to be stable, as a 0–1 programme over the comparisons that parties make.

A variable says that a party finds one state at least as good as another. Of any two states one is at least as good as
the other, and the relation is transitive; triangles are added by whoever solves the programme, as they are needed. That
a way out is answered is a sum of such variables under `nash`, `gmr` and `smr`. Under `seq` the answer is a path, every
step of which is an improvement, and these too may change: one unit flows from the way out, along moves that are
improvements, into states that deter the mover. A flow of 1 through edges of capacity 0 or 1 contains such a path, and
cannot live on a circle by itself.

Source: Kinsara, Petersons, Hipel & Kilgour 2015 (the question); the programme is this package's.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import Concept
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.moves import Reaches
from winset.analyses.stability.sequences import NOBODY, PathNode, joint_moves
from winset.errors import TooLarge

Comparison = tuple[int, int, int]
"""(party, state, other): that the party finds the state at least as good as the other."""

MOST_PLACES = 600
"""Pairs of a state and who moved last that answers to one way out may go through; beyond, the question which
preferences would have to be different is not answered under that definition.
"""


class Program:
    """Variables between 0 and 1, and rows: sums of them with coefficients that must reach a number.

    least, most: (variable) bounds. whole: (variable) whether it must be 0 or 1. says: the comparison that a variable
    stands for. occurring: (party) the states that are compared. vary: the parties whose comparisons may change; those
    of the others are fixed as they are.
    """

    def __init__(self, graph: Graph, vary: Iterable[int]) -> None:
        self.graph = graph
        self.vary = frozenset(vary)
        self.least: list[int] = []
        self.most: list[int] = []
        self.whole: list[bool] = []
        self.rows: list[dict[int, int]] = []
        self.reach: list[int] = []
        self.says: dict[Comparison, int] = {}
        self.occurring: tuple[set[int], ...] = tuple(set() for _ in range(graph.parties))

    def require(self, terms: dict[int, int], reach: int) -> None:
        """That a sum reaches a number."""
        self.rows.append(terms)
        self.reach.append(reach)

    def variable(self, *, whole: bool = True, least: int = 0, most: int = 1) -> int:
        self.least.append(least)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.whole) - 1

    def at_least(self, party: int, state: int, other: int) -> int:
        """The variable that says that a party finds a state at least as good as another."""
        key = (party, state, other)
        if key not in self.says:
            rank = self.graph.rank[party]
            self.occurring[party].update((state, other))
            for first, two in ((state, other), (other, state)):
                now = int(rank[first] >= rank[two])
                free = party in self.vary
                self.says[party, first, two] = self.variable(least=0 if free else now, most=1 if free else now)
            self.require({self.says[key]: 1, self.says[party, other, state]: 1}, 1)
        return self.says[key]

    def compare_all(self, party: int) -> None:
        """Every two of the states that occur for a party are compared, so that triangles can be stated."""
        for state, other in combinations(sorted(self.occurring[party]), 2):
            self.at_least(party, state, other)

    def hold(self, party: int, target: int, concept: Concept) -> None:
        """That the target is stable for the party under the concept. Raises TooLarge."""
        definition = definitions[concept]
        for to in self.graph.moves[party].of(target).tolist():
            stays = self.at_least(party, target, to)
            if definition.by == "nothing":
                self.require({stays: 1}, 1)
            elif definition.by == "improvements":
                self._credibly_answered(party, target, to, stays)
            else:
                others = [other for other in range(self.graph.parties) if other != party]
                ends = joint_moves(self.graph.moves, to, others)
                deterrents = [self._deters(party, target, end, again=definition.lasting) for end in ends if end != to]
                self.require({stays: 1} | dict.fromkeys(deterrents, 1), 1)

    def _deters(self, party: int, target: int, end: int, *, again: bool) -> int:
        """A variable that can be 1 only where the state deters the party, and all that it could go on to if `again`."""
        if end == target and not again:
            return self._yes()
        conditions = [end, *(self.graph.moves[party].of(end).tolist() if again else ())]
        variables = [self.at_least(party, target, state) for state in conditions if state != target]
        if len(variables) == 1:
            return variables[0]
        both = self.variable()
        for variable in variables:
            self.require({variable: 1, both: -1}, 0)
        return both

    def _yes(self) -> int:
        return self.variable(least=1)

    def _credibly_answered(self, party: int, target: int, start: int, stays: int) -> None:
        moves = self._possible(party)
        reach = joint_moves(moves, start, [other for other in range(self.graph.parties) if other != party])
        if len(reach.depth) > MOST_PLACES:
            raise TooLarge(
                f"answers to one way out go through {len(reach.depth):,} places, and {MOST_PLACES:,} at most are "
                "followed; ask of a table with a shorter agenda, or of another definition",
                len(reach.depth),
            )
        balance: dict[PathNode, dict[int, int]] = {node: {} for node in reach.depth}
        source = PathNode(state=start, last=NOBODY)
        balance[source] = {stays: 1}
        for node in list(balance):
            for other in range(self.graph.parties):
                if other in (party, node.last):
                    continue
                for to in moves[other].of(node.state).tolist():
                    flow = self.variable(whole=False)
                    balance[node][flow] = 1
                    balance[PathNode(state=to, last=other)][flow] = -1
                    self.require({flow: -1, self.at_least(other, node.state, to): -1}, -1)
            if node is not source and node.state != start:
                ending = self.variable(whole=False)
                balance[node][ending] = 1
                self.require({self._deters(party, target, node.state, again=False): 1, ending: -1}, 0)
        for node, terms in balance.items():  # what flows on, or ends here, is no less than what flows in
            self.require(terms, 1 if node == source else 0)

    def _possible(self, party: int) -> tuple[Reaches, ...]:
        """Of each other party, the moves that are or could become improvements."""
        return tuple(
            self.graph.moves[other] if other in self.vary else self.graph.improvements[other]
            for other in range(self.graph.parties)
        )
