"""The fewest changes of preference that would make a state stable.

What is counted are the comparisons of two states that a party would have to make differently; of equally few changes
those are taken of which the fewest turn a comparison round instead of making a tie. Counted everywhere, the numbers of
different concepts can be set beside each other: a concept that holds wherever another does never needs more. Counted
only among the states on which the question turns, which is less work, they cannot: those are other states for each
concept, and comparisons that must follow, so that each party still has one ranking, are listed apart.

Source: Kinsara, Kilgour & Hipel 2014; Kinsara, Petersons, Hipel & Kilgour 2015 (inverse approach to the graph model).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from winset.analyses.stability.coalitions import with_individuals
from winset.analyses.stability.deterrence import Concept, Verdict
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.inverse_program import Program
from winset.analyses.stability.moves import AnyRank

Compared = Literal["better", "equal", "worse"]
SECONDS = 60.0
ROUNDING = 1e-6
"""Of a cost, which is whole where the solver has proved it: its answers are this near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked: that a state be stable under a concept.

    vary: the parties whose preferences may change. holding: those for whom it must be stable. everywhere: whether every
    comparison that changes counts, or only those on which the question turns.
    """

    target: int
    concept: Concept
    vary: tuple[int, ...]
    holding: tuple[int, ...]
    everywhere: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A comparison that a party makes differently: how it finds one state beside the other, now and then."""

    party: int
    state: int
    other: int
    before: Compared
    after: Compared


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inverse:
    """The fewest changes that make a state stable.

    found: `none exists` where no preferences of the parties that may change would do; `limit` where the time ran out,
    or the answer did not stand when it was put back.
    changes: what is counted. following: comparisons with states that do not matter, changed to keep one ranking. rank:
    (party, state) dense ranks with all the changes. verdicts: of those for whom it must be stable, with these ranks.
    at_least: a number of changes that is proved to be needed; where found, the number of changes.
    """

    wish: Wish
    found: Literal["found", "none exists", "limit"]
    changes: tuple[Change, ...] = ()
    following: tuple[Change, ...] = ()
    rank: AnyRank | None = None
    verdicts: tuple[Verdict, ...] = ()
    at_least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """An answer of the solver: its status, the value of every variable, a bound on the cost."""

    status: Literal["optimal", "infeasible", "limit"]
    values: NDArray[np.bool_]
    bound: float


def fewest_changes(graph: Graph, wish: Wish, seconds: float = SECONDS) -> Inverse:
    """The fewest changes that fulfil the wish, proved by a 0–1 programme and checked by putting the ranks back.

    seconds: the time after which one run of the solver gives up. Each run adds the triangles that the last one broke.
    """
    program = programme(graph, wish)
    if not program.rows:
        return _checked(graph, wish, graph.rank.copy(), program)
    cost, fixed, unit = _cost(program)
    while True:
        solved = _solve(program, cost, seconds)
        if solved.status == "infeasible":
            return Inverse(wish=wish, found="none exists")
        bound = int(max(solved.bound + fixed + ROUNDING, 0.0) // unit)
        if solved.status == "limit":
            return Inverse(wish=wish, found="limit", at_least=bound)
        broken = list(_broken(program, solved.values))
        if not broken:
            return _checked(graph, wish, _put_back(program, solved.values), program)
        for one, other, beyond in broken:
            program.require({one: -1, other: -1, beyond: 1}, -1)


def programme(graph: Graph, wish: Wish) -> Program:
    """The wish as a programme, without its costs and triangles."""
    program = Program(graph, wish.vary)
    for party in wish.holding:
        program.hold(party, wish.target, wish.concept)
    for party in wish.vary:
        if wish.everywhere:
            program.occurring[party].update(range(graph.states))
        program.compare_all(party)
    return program


def _cost(program: Program) -> tuple[NDArray[np.float64], float, int]:
    """The cost of each variable, a constant, and the cost of one change: more than that of turning all round."""
    cost = np.zeros(len(program.whole))
    fixed = 0.0
    pairs = [key for key in program.says if key[0] in program.vary and key[1] < key[2]]
    unit = len(pairs) + 1
    for party, state, other in pairs:
        rank = program.graph.rank[party]
        better, worse = (state, other) if rank[state] >= rank[other] else (other, state)
        down, up = program.says[party, better, worse], program.says[party, worse, better]
        if rank[better] == rank[worse]:
            cost[[down, up]] -= unit
            fixed += 2 * unit
        else:
            cost[up] += unit
            cost[down] -= 1
            fixed += 1
    return cost, fixed, unit


def _solve(program: Program, cost: NDArray[np.float64], seconds: float) -> Solved:
    entries = [(row, column, value) for row, terms in enumerate(program.rows) for column, value in terms.items()]
    rows, columns, values = (np.array(one) for one in zip(*entries, strict=True))
    matrix = csr_matrix((values, (rows, columns)), shape=(len(program.rows), len(cost)))
    answer = milp(
        cost,
        integrality=np.array(program.whole, dtype=int),
        bounds=Bounds(program.least, program.most),
        constraints=LinearConstraint(matrix, lb=program.reach),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.status == 2:
        return Solved(status="infeasible", values=np.zeros(0, dtype=bool), bound=0.0)
    if answer.status != 0:
        bound = answer.mip_dual_bound
        return Solved(status="limit", values=np.zeros(0, dtype=bool), bound=-np.inf if bound is None else float(bound))
    return Solved(status="optimal", values=np.asarray(answer.x) > 0.5, bound=float(answer.fun))


def _at_least(program: Program, values: NDArray[np.bool_], party: int) -> tuple[list[int], NDArray[np.bool_]]:
    """The states that occur for a party, and (one, other) whether it finds the one at least as good as the other."""
    states = sorted(program.occurring[party])
    relation = np.eye(len(states), dtype=bool)
    for (row, one), (column, other) in ((a, b) for a in enumerate(states) for b in enumerate(states) if a != b):
        relation[row, column] = values[program.says[party, one, other]]
    return states, relation


def _broken(program: Program, values: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """The triangles that the answer breaks: variables of a ≥ b and b ≥ c, which hold, and of a ≥ c, which does not."""
    for party in program.vary:
        states, relation = _at_least(program, values, party)
        for a, b, c in np.argwhere(relation[:, :, None] & relation[None, :, :] & ~relation[:, None, :]).tolist():
            yield (
                program.says[party, states[a], states[b]],
                program.says[party, states[b], states[c]],
                program.says[party, states[a], states[c]],
            )


def _put_back(program: Program, values: NDArray[np.bool_]) -> AnyRank:
    """The rankings of all states with the changes. A state that does not matter stays as far above the next of those
    that do, among the ones that it was not below, as it was.
    """
    rank = program.graph.rank.copy()
    for party in program.vary:
        states, relation = _at_least(program, values, party)
        if not states:
            continue
        before = program.graph.rank[party]
        level = dict(zip(states, relation.sum(axis=1).tolist(), strict=True))
        key: list[tuple[int, int]] = []
        for state in range(program.graph.states):
            below = [one for one in states if before[one] <= before[state]]
            nearest = max(below, key=lambda one: (before[one], level[one]), default=None)
            if state in level:
                key.append((level[state], 0))
            elif nearest is None:
                key.append((-1, int(before[state])))
            else:
                key.append((level[nearest], int(before[state] - before[nearest])))
        order = {one: number for number, one in enumerate(sorted(set(key)))}
        rank[party] = [order[one] for one in key]
    return rank


def _checked(graph: Graph, wish: Wish, rank: AnyRank, program: Program) -> Inverse:
    changes = tuple(_changes(graph, rank))
    counted = [change for change in changes if {change.state, change.other} <= program.occurring[change.party]]
    acting = with_individuals(Graph(rank=rank, moves=graph.moves))
    verdicts = tuple(acting.verdict((party,), wish.target, wish.concept) for party in wish.holding)
    if not all(verdict.stable for verdict in verdicts):
        return Inverse(wish=wish, found="limit", verdicts=verdicts)
    rank.flags.writeable = False
    return Inverse(
        wish=wish,
        found="found",
        changes=tuple(counted),
        following=tuple(change for change in changes if change not in counted),
        rank=rank,
        verdicts=verdicts,
        at_least=len(counted),
    )


def _changes(graph: Graph, rank: AnyRank) -> Iterator[Change]:
    words: tuple[Compared, ...] = ("equal", "better", "worse")
    for party, (before, after) in enumerate(zip(graph.rank, rank, strict=True)):
        for state, other in combinations(range(graph.states), 2):
            one, two = (int(np.sign(row[state] - row[other])) for row in (before, after))
            if one != two:
                yield Change(party=party, state=state, other=other, before=words[one], after=words[two])
