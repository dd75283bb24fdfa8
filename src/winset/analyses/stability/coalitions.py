"""Who gains by moving away together, and whether those left out could answer.

A coalition improvement is a joint move after which every member is better off; its intermediate steps may be bad for
some. A countermove is one after which not all members are better off than before they left. Under `seq` those left out
answer by a sequence of coalition improvements of their own, no coalition twice in succession, each of which leaves all
its members better off than where it began; who within it makes an intermediate move need not gain by that move.

A joint change is one that nobody can make alone, and that needs the consent of certain parties: of what no party
controls, for instance. It counts as one step of exactly those parties, where all of them gain by it from where it is
made. So it may be a coalition improvement, or an answer under `seq`, and never a countermove that hurts its authors.

Source: Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Literal

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.deterrence import AttainableState, Behaviour, Concept, Leg, Verdict, verdict_on
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.sequences import TOGETHER, Path, PathStep, Reach, joint_moves

Coalition = tuple[int, ...]
Mode = Literal["coalitions", "partition", "individuals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredImprovement:
    """A coalition that gains by leaving a state, by moves that nobody can answer under the concept."""

    coalition: Coalition
    state: int
    path: Path

    @property
    def to(self) -> int:
        return self.path[-1].to


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoalitionVerdicts:
    """The verdicts of every coalition on every state that was asked about, under one concept.

    mode: `coalitions` tests every non-empty coalition beside every individual; `partition` lets each block act as one
    party and its members not at all, which is another question; `individuals` is a partition into single parties.
    verdicts: by coalition and state. stable: the states that no coalition upsets (universally coalition stable in the
    first mode, equilibria in the others). unanswered_improvements: every improvement without a countermove.
    undecided: coalitions of which it was not decided; none where states are listed.
    """

    mode: Mode
    concept: Concept
    coalitions: tuple[Coalition, ...]
    states: tuple[int, ...]
    verdicts: dict[tuple[Coalition, int], Verdict]
    undecided: tuple[Coalition, ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether no coalition upsets any of the states; None where that was not decided."""
        if self.unanswered_improvements:
            return False
        return None if self.undecided else True

    @property
    def stable(self) -> tuple[int, ...]:
        return tuple(
            state
            for state in self.states
            if all(self.verdicts[coalition, state].stable for coalition in self.coalitions)
        )

    @property
    def unanswered_improvements(self) -> tuple[UnansweredImprovement, ...]:
        return tuple(
            UnansweredImprovement(coalition=coalition, state=state, path=path)
            for (coalition, state), verdict in self.verdicts.items()
            for path in verdict.unanswered
        )

    def stable_for(self, coalition: Coalition) -> tuple[int, ...]:
        return tuple(state for state in self.states if self.verdicts[coalition, state].stable)


class Coalitions:
    """A graph with the coalitions that may act in it; what each can reach is found once and kept.

    joint: by the parties whose consent they need, the joint changes. Those of parties that may not act together are
    never made.

    Work: one breadth-first search for each coalition and state that is met, so 2^parties × states searches at most.
    """

    def __init__(
        self, graph: Graph, mode: Mode, acting: Sequence[Coalition], joint: Mapping[Coalition, Moves] | None = None
    ) -> None:
        self.graph = graph
        self.mode: Mode = mode
        self.acting = tuple(acting)
        self.joint = dict(joint or {})
        self._reach: dict[tuple[Coalition, int], Reach] = {}
        self._gains: dict[Coalition, Moves] = {}

    def reach(self, coalition: Coalition, state: int) -> Reach:
        """Where the members can take the conflict by their own moves."""
        key = (coalition, state)
        if key not in self._reach:
            self._reach[key] = joint_moves(self.graph.moves, state, coalition)
        return self._reach[key]

    def all_gain(self, coalition: Coalition, state: int, than: int) -> bool:
        return all(self.graph.rank[party, state] > self.graph.rank[party, than] for party in coalition)

    def joint_destinations(self, coalition: Coalition, state: int) -> tuple[int, ...]:
        """Where the members can go by one joint change by which all of them gain."""
        if coalition not in self.joint:
            return ()
        return tuple(to for to in self.joint[coalition].of(state).tolist() if self.all_gain(coalition, to, state))

    def improvements(self, coalition: Coalition, state: int) -> dict[int, Path]:
        """The states better for all members that they can bring about together, and how, the nearest first."""
        paths: dict[int, Path] = {
            to: (PathStep(party=TOGETHER, to=to),) for to in self.joint_destinations(coalition, state)
        }
        reach = self.reach(coalition, state)
        for to in reach:
            if to not in paths and self.all_gain(coalition, to, state):
                paths[to] = reach.path(to)
        return paths

    def verdict(self, coalition: Coalition, state: int, concept: Concept) -> Verdict:
        """Whether the state is stable for the coalition under the concept, with every way out and its answer."""
        behaviour = Behaviour(
            movers=coalition,
            ways_out=self.improvements(coalition, state).values(),
            counters=lambda end: self._counters(coalition, end, concept),
            deters=lambda end: not self.all_gain(coalition, end, state),
            replies=lambda end: dict.fromkeys((*self.reach(coalition, end), *self.joint_destinations(coalition, end))),
        )
        return verdict_on(behaviour, state, concept)

    def routes(self, start: int, *, without: Coalition = ()) -> Iterator[AttainableState]:
        """Where coalitions can take the conflict by improvements, one after another, in the fewest steps.

        without: parties of which no member takes part. No coalition acts twice in succession.
        """
        acting = [coalition for coalition in self.acting if not set(coalition) & set(without)]
        reach = joint_moves([self._improving(coalition) for coalition in acting], start, range(len(acting)))
        for state in reach:
            yield AttainableState(state=state, legs=partial(self._in_turn, acting, reach, state))

    def _counters(self, coalition: Coalition, start: int, concept: Concept) -> Iterator[AttainableState]:
        outside = tuple(party for party in range(self.graph.parties) if party not in coalition)
        if definitions[concept].by == "improvements":
            yield from self.routes(start, without=coalition)
        elif outside:
            reach = self.reach(outside, start)
            for state in reach:
                yield AttainableState(state=state, legs=partial(_at_once, outside, reach, state))

    def _in_turn(self, acting: Sequence[Coalition], reach: Reach, state: int) -> tuple[Leg, ...]:
        legs = []
        here = reach.start
        for number, to in reach.path(state):
            legs.append(Leg(movers=acting[number], path=self.improvements(acting[number], here)[to]))
            here = to
        return tuple(legs)

    def _improving(self, coalition: Coalition) -> Moves:
        if coalition not in self._gains:
            self._gains[coalition] = Moves.from_lists(
                self.improvements(coalition, state) for state in range(self.graph.states)
            )
        return self._gains[coalition]


def _at_once(movers: Coalition, reach: Reach, state: int) -> tuple[Leg, ...]:
    return (Leg(movers=movers, path=reach.path(state)),)


def with_coalitions(graph: Graph, joint: Mapping[Coalition, Moves] | None = None) -> Coalitions:
    """Every non-empty coalition may act, the individuals among them, and make the joint changes that it agrees on."""
    parties = range(graph.parties)
    return Coalitions(
        graph, "coalitions", [coalition for size in parties for coalition in combinations(parties, size + 1)], joint
    )


def with_partition(graph: Graph, blocks: Iterable[Iterable[int]]) -> Coalitions:
    """Each block acts as one party that gains where all its members do; no member acts by itself.

    Raises ValueError where the blocks do not hold every party exactly once.
    """
    acting = sorted(tuple(sorted(block)) for block in blocks)
    if sorted(party for block in acting for party in block) != list(range(graph.parties)) or () in acting:
        raise ValueError("a partition holds every party in exactly one block, and no empty block")
    return Coalitions(graph, "partition", acting)


def with_individuals(graph: Graph) -> Coalitions:
    """Each party acts by itself: the concepts for individuals."""
    return Coalitions(graph, "individuals", [(party,) for party in range(graph.parties)])


def coalition_verdicts(acting: Coalitions, concept: Concept, states: Iterable[int] | None = None) -> CoalitionVerdicts:
    """The verdict of every coalition that may act on every state, or on those asked about."""
    examined = tuple(range(acting.graph.states)) if states is None else tuple(states)
    return CoalitionVerdicts(
        mode=acting.mode,
        concept=concept,
        coalitions=acting.acting,
        states=examined,
        verdicts={
            (coalition, state): acting.verdict(coalition, state, concept)
            for coalition in acting.acting
            for state in examined
        },
    )
