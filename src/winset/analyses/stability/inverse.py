"""The fewest changes of preference that would make a state stable.

What is counted are the comparisons of two states that a party would have to make differently; of equally few changes
those are taken of which the fewest turn a comparison round instead of making a tie. Counted everywhere, the numbers of
different concepts can be set beside each other: a concept that holds wherever another does never needs more. Counted
only among the states on which the question turns, which is less work, they cannot: those are other states for each
concept, and comparisons that must follow, so that each party still has one ranking, are listed apart.

Source: Kinsara, Kilgour & Hipel 2014; Kinsara, Petersons, Hipel & Kilgour 2015 (inverse approach to the graph model).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import process_time
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.solver_output import off_standard_output
from winset.analyses.stability.coalitions import with_individuals
from winset.analyses.stability.deterrence import Concept, Verdict
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.inverse_program import Program
from winset.analyses.stability.moves import AnyRank
from winset.errors import TooLarge

Ordering = Literal["better", "equal", "worse"]
NODES = 20_000
"""Branches of one run of the solver for the fewest changes of preference; beyond, a run stops, and the answer says only
how many are needed at least.
"""
SECONDS = 30.0
"""Seconds of the processor for all runs of that solver; beyond, it stops, and the answer says only how many changes are
needed at least.
"""
BUSY = 4
"""The solver knows only the clock: it gets so many times the seconds that are left, for a machine that is busy."""
MOST_COMPARED = 150
"""States of one party that are compared with each other, some 3 million triangles; beyond, the question which
preferences would have to be different is not answered, with what to leave out.
"""
ROUNDING = 1e-6
"""Of a cost, which is whole where the solver has proved it: its answers are this near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityTarget:
    """What is asked: that a state be stable under a concept.

    vary: the parties whose preferences may change. stable_for: those for whom it must be stable. everywhere: whether
    every comparison that changes counts, or only those on which the question turns.
    """

    target: int
    concept: Concept
    vary: tuple[int, ...]
    stable_for: tuple[int, ...]
    everywhere: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceChange:
    """A comparison that a party makes differently: how it finds one state beside the other, now and then."""

    party: int
    state: int
    other: int
    before: Ordering
    after: Ordering


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inverse:
    """The fewest changes that make a state stable.

    status: `none exists` where no preferences of the parties that may change would do; `limit` where the search stopped
    at a limit, or the answer did not stand when it was put back.
    changes: what is counted. rank: (party, state) dense ranks with all the changes. verdicts: of those for whom it must
    be stable, with these ranks. at_least: a number of changes that is proved to be needed; where found,
    the number of changes. at_most: where states are not listed, of how many
    comparisons of the state with what a party can move to it is known that to change them would do.
    """

    target: StabilityTarget
    status: Literal["found", "none exists", "limit"]
    changes: tuple[PreferenceChange, ...] = ()
    rank: AnyRank | None = None
    verdicts: tuple[Verdict, ...] = ()
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverResult:
    """An answer of the solver: its status, the value of every variable, a bound on the cost."""

    status: Literal["optimal", "infeasible", "limit"]
    values: NDArray[np.bool_]
    bound: float


def fewest_changes(graph: Graph, wish: StabilityTarget, nodes: int = NODES, seconds: float = SECONDS) -> Inverse:
    """The fewest changes that fulfil the wish, proved by a 0–1 programme and checked by putting the ranks back.

    nodes: after which one run of the solver gives up. seconds: of the processor, after which the whole search does.
    Raises TooLarge where too many states would have to be compared.
    """
    program = programme(graph, wish)
    if not program.rows:
        return _checked(graph, wish, graph.rank.copy(), program)
    cost, fixed, unit = _cost(program)
    bound, until = 0, process_time() + seconds
    while (left := until - process_time()) > 0:
        solved = _solve(program, cost, nodes, left * BUSY)
        if solved.status == "infeasible":
            return Inverse(target=wish, status="none exists")
        bound = int(max(solved.bound + fixed + ROUNDING, 0.0) // unit)
        if solved.status == "limit":
            return Inverse(target=wish, status="limit", at_least=bound)
        broken = list(_broken(program, solved.values))
        if not broken:
            return _checked(graph, wish, _put_back(program, solved.values), program)
        for first, other, beyond in broken:
            program.require({first: -1, other: -1, beyond: 1}, -1)
    return Inverse(target=wish, status="limit", at_least=bound)


def programme(graph: Graph, wish: StabilityTarget) -> Program:
    """The wish as a programme, without its costs and triangles. Raises TooLarge."""
    program = Program(graph, wish.vary)
    if wish.everywhere:
        _refuse_if_many(graph.states)
    for party in wish.stable_for:
        program.hold(party, wish.target, wish.concept)
        _refuse_if_many(max(len(states) for states in program.occurring))
    for party in wish.vary:
        if wish.everywhere:
            program.occurring[party].update(range(graph.states))
        program.compare_all(party)
    return program


def _refuse_if_many(states: int) -> None:
    if states > MOST_COMPARED:
        raise TooLarge(
            f"{states:,} states would have to be compared with each other, and {MOST_COMPARED} at most are; ask of a "
            "table with a shorter agenda, or leave out moves that nobody would make",
            states,
        )


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


@off_standard_output()
def _solve(program: Program, cost: NDArray[np.float64], nodes: int, seconds: float) -> SolverResult:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    entries = [(row, column, value) for row, terms in enumerate(program.rows) for column, value in terms.items()]
    rows, columns, values = (np.array(column) for column in zip(*entries, strict=True))
    matrix = csr_matrix((values, (rows, columns)), shape=(len(program.rows), len(cost)))
    answer = milp(
        cost,
        integrality=np.array(program.whole, dtype=int),
        bounds=Bounds(program.least, program.most),
        constraints=LinearConstraint(matrix, lb=program.reach),
        options={"node_limit": nodes, "time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.status == 2:
        return SolverResult(status="infeasible", values=np.zeros(0, dtype=bool), bound=0.0)
    if answer.status != 0:
        bound = answer.mip_dual_bound
        return SolverResult(
            status="limit", values=np.zeros(0, dtype=bool), bound=-np.inf if bound is None else float(bound)
        )
    return SolverResult(status="optimal", values=np.asarray(answer.x) > 0.5, bound=float(answer.fun))


def _at_least(program: Program, values: NDArray[np.bool_], party: int) -> tuple[list[int], NDArray[np.bool_]]:
    """The states that occur for a party, and (one, other) whether it finds the one at least as good as the other."""
    states = sorted(program.occurring[party])
    relation = np.eye(len(states), dtype=bool)
    for (row, state), (column, other) in ((a, b) for a in enumerate(states) for b in enumerate(states) if a != b):
        relation[row, column] = values[program.says[party, state, other]]
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
        ordered = sorted(states, key=lambda state: (before[state], level[state]))
        places = np.searchsorted(before[ordered], before, side="right").tolist()
        for state, place in enumerate(places):
            if state in level:
                key.append((level[state], 0))
            elif place == 0:
                key.append((-1, int(before[state])))
            else:
                nearest = ordered[place - 1]
                key.append((level[nearest], int(before[state] - before[nearest])))
        order = {level_of: number for number, level_of in enumerate(sorted(set(key)))}
        rank[party] = [order[level_of] for level_of in key]
    return rank


def _checked(graph: Graph, wish: StabilityTarget, rank: AnyRank, program: Program) -> Inverse:
    changes = tuple(comparison_changes(graph, rank, program.occurring))
    acting = with_individuals(Graph(rank=rank, moves=graph.moves))
    verdicts = tuple(acting.verdict((party,), wish.target, wish.concept) for party in wish.stable_for)
    if not all(verdict.stable for verdict in verdicts):
        return Inverse(target=wish, status="limit", verdicts=verdicts)
    rank.flags.writeable = False
    return Inverse(target=wish, status="found", changes=changes, rank=rank, verdicts=verdicts, at_least=len(changes))


def comparison_changes(graph: Graph, rank: AnyRank, among: Iterable[Iterable[int]]) -> Iterator[PreferenceChange]:
    """What two rankings compare differently. among: of each party, the states that are looked at."""
    words: tuple[Ordering, ...] = ("equal", "better", "worse")
    for party, (before, after, states) in enumerate(zip(graph.rank, rank, among, strict=True)):
        chosen = np.array(sorted(states), dtype=np.int64)
        for place, state in enumerate(chosen[:-1]):
            rest = chosen[place + 1 :]
            was, two = (np.sign(row[state] - row[rest]) for row in (before, after))
            for at in np.flatnonzero(was != two).tolist():
                comparison = (words[int(was[at])], words[int(two[at])])
                yield PreferenceChange(
                    party=party, state=int(state), other=int(rest[at]), before=comparison[0], after=comparison[1]
                )
