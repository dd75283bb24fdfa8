"""How many moves ahead two parties look decides what holds: stability with a limited number of moves in view.

Each party in turn may move or stay, and expects the other to do what is best for it with one move fewer in view. It
moves only for something better than staying. Where several moves are best every one of them is followed, so that a
state may have several anticipated outcomes and be stable only for some ways in which ties fall. The answer can change
with every further move in view, for ever: what repeats is found and reported, and no limit is claimed.

Source: Kilgour 1985; Fang, Hipel & Kilgour 1989, European Journal of Operational Research 41, 86–100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from winset.analyses.stability.graph import Graph

Holds = Literal["stable", "unstable", "depends on ties"]
Far = Literal["stable", "unstable", "depends on ties", "changes with the number of moves", "not computed"]
Outcomes = tuple[tuple[frozenset[int], ...], ...]
"""By party and state: every outcome that the party may anticipate if it is first to move there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """From `first` moves in view on, all anticipated outcomes repeat with this length; a length of 1 means for good."""

    first: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimitedMoveStability:
    """What two parties anticipate with 0, 1, … moves in view.

    most: the number of moves up to which it was asked. outcomes: by moves in view, as far as they were worked out: to
    the end of the first cycle, and not beyond `most`. cycle: None where nothing repeats within `most`.
    """

    most: int
    outcomes: tuple[Outcomes, ...]
    cycle: Cycle | None

    def anticipated(self, ahead: int, party: int, state: int) -> frozenset[int]:
        """The outcomes that a party may anticipate with some moves in view; past the cycle's end, by repetition.

        Raises ValueError for a number of moves that was not worked out and does not follow from the cycle.
        """
        return self.outcomes[self._row(ahead)][party][state]

    def holds(self, ahead: int, party: int, state: int) -> Holds:
        """Whether the party, with some moves in view, leaves the state as it is."""
        outcomes = self.anticipated(ahead, party, state)
        if outcomes == {state}:
            return "stable"
        return "depends on ties" if state in outcomes else "unstable"

    def stable(self, ahead: int, party: int) -> tuple[int, ...]:
        """The states that the party leaves as they are however ties fall."""
        states = range(len(self.outcomes[0][party]))
        return tuple(state for state in states if self.holds(ahead, party, state) == "stable")

    def far(self, party: int, state: int) -> Far:
        """The answer for every large enough number of moves in view (non-myopic stability), where there is one."""
        if self.cycle is None:
            return "not computed"
        row = range(self.cycle.first, self.cycle.first + self.cycle.length)
        answers = {self.holds(ahead, party, state) for ahead in row}
        return answers.pop() if len(answers) == 1 else "changes with the number of moves"

    def _row(self, ahead: int) -> int:
        if 0 <= ahead < len(self.outcomes):
            return ahead
        if self.cycle is None or ahead < 0:
            raise ValueError(f"outcomes with {ahead} moves in view were not worked out, and no cycle was found")
        return self.cycle.first + (ahead - self.cycle.first) % self.cycle.length


def limited_move_stability(graph: Graph, most: int) -> LimitedMoveStability:
    """What both parties anticipate with up to `most` moves in view; it ends early where it begins to repeat.

    Raises ValueError unless there are exactly two parties: with more the literature has rival definitions. Work: one
    pass over the moves for each number of moves in view.
    """
    if graph.parties != 2:
        raise ValueError(f"limited moves are defined for two parties, and this graph has {graph.parties}")
    now: Outcomes = tuple(tuple(frozenset({state}) for state in range(graph.states)) for _ in range(2))
    rows = [now]
    seen = {now: 0}
    for ahead in range(1, most + 1):
        now = tuple(
            tuple(_anticipated(graph, party, state, rows[-1][1 - party]) for state in range(graph.states))
            for party in range(2)
        )
        if now in seen:
            return LimitedMoveStability(
                most=most, outcomes=tuple(rows), cycle=Cycle(first=seen[now], length=ahead - seen[now])
            )
        seen[now] = ahead
        rows.append(now)
    return LimitedMoveStability(most=most, outcomes=tuple(rows), cycle=None)


def _anticipated(graph: Graph, party: int, state: int, later: tuple[frozenset[int], ...]) -> frozenset[int]:
    """The outcomes of a state for the party who is to move, from what the other would make of each of its moves.

    An outcome of a move can be final where, for every other move, the tie may fall so that it brings nothing better.
    """
    rank = graph.rank[party]
    own = int(rank[state])
    after = [(later[to], min(int(rank[end]) for end in later[to])) for to in graph.moves[party].of(state).tolist()]
    floor = max((least for _, least in after), default=own)
    outcomes = {state} if floor <= own else set()
    for ends, _ in after:
        outcomes |= {end for end in ends if rank[end] > own and rank[end] >= floor}
    return frozenset(outcomes)
