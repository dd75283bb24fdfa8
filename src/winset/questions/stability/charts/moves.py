"""The moves of a conflict as a graph shows them: each pair of states once, by party."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from winset.analyses.stability.graph import Graph

MOST_MOVES = 60
"""Moves, all of which are drawn; beyond, those are left out by which nobody gains or which several moves make up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMove:
    """A party's move between two states. gains: by it. back: whether it can move back, without gaining by that."""

    party: int
    start: int
    end: int
    gains: bool
    back: bool


def moves_drawn(graph: Graph) -> tuple[list[StateMove], bool]:
    """The moves that are drawn, and whether that is all of them.

    Where there are too many, those are left out by which nobody gains, and those that the party can also make in
    several moves, each to its gain.
    """
    moves = moves_of(graph)
    gaining = [move for move in moves if move.gains]
    if len(moves) <= MOST_MOVES:
        return moves, True
    ends: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for move in gaining:
        ends[move.party, move.start].add(move.end)
    kept = [
        move
        for move in gaining
        if not any(move.end in ends[move.party, between] for between in ends[move.party, move.start])
    ]
    return kept, False


def moves_of(graph: Graph) -> list[StateMove]:
    """Every pair of states that a party can move between, once: in the direction in which it gains, if it does."""
    state_moves: list[StateMove] = []
    for party, moves in enumerate(graph.moves):
        rank = graph.rank[party]
        targets = [set(moves.of(state).tolist()) for state in range(graph.states)]
        for start, ends in enumerate(targets):
            for end in sorted(ends):
                back = start in targets[end]
                gains = bool(rank[end] > rank[start])
                if gains or not back or (rank[end] == rank[start] and start < end):
                    state_moves.append(StateMove(party=party, start=start, end=end, gains=gains, back=back))
    return state_moves
