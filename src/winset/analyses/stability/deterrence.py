"""The question that every stability concept but the limited ones asks: is each gain from moving away answered?

A mover at a state has ways out that it would take. Each is answered where the others can bring about a state that
deters the mover and, where the concept lets it move once more, one from which it reaches only states that deter it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.moves import Reaches
from winset.analyses.stability.sequences import Path, PathStep, Reach, joint_moves

Concept = str
"""The key of a definition that can be asked of any movers."""
CONCEPTS: tuple[Concept, ...] = tuple(key for key, definition in definitions.items() if definition.for_any_movers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One stage of a countermove: the movers who act together, and their moves."""

    movers: tuple[int, ...]
    path: Path

    @property
    def to(self) -> int:
        return self.path[-1].to


@dataclass(frozen=True, slots=True, kw_only=True)
class Deterrent:
    """Why the mover would regret a way out. way_out: its moves. legs: the countermove, from where the way out ends.

    replies: the states to which the mover could still go from there, every one of which deters it too; empty where the
    concept does not ask.
    """

    way_out: Path
    legs: tuple[Leg, ...]
    replies: tuple[int, ...] = ()

    @property
    def countermove(self) -> Path:
        return tuple(step for leg in self.legs for step in leg.path)

    @property
    def ends(self) -> int:
        """The state to which the countermove leads."""
        return self.legs[-1].to


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a state is stable for one party or for several who move together, and why.

    unanswered: the ways out that nobody can answer, each with its moves; the state is stable where there is none.
    deterrents: of the other ways out. A state that nobody would leave is stable with neither.
    """

    movers: tuple[int, ...]
    state: int
    concept: Concept
    unanswered: tuple[Path, ...] = ()
    deterrents: tuple[Deterrent, ...] = ()

    @property
    def stable(self) -> bool:
        return not self.unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainableState:
    """A state that the others can bring about, and a function that says how."""

    state: int
    legs: Callable[[], tuple[Leg, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How one mover and the others act at one state.

    ways_out: what the mover would do. counters: from the end of a way out, what the others can bring about. deters:
    whether a state, compared with the one that is judged, makes the mover regret. replies: where the mover can go on.
    """

    movers: tuple[int, ...]
    ways_out: Iterable[Path]
    counters: Callable[[int], Iterable[AttainableState]]
    deters: Callable[[int], bool]
    replies: Callable[[int], Iterable[int]]


def verdict_on(behaviour: Behaviour, state: int, concept: Concept) -> Verdict:
    """The verdict on a state under a concept. The countermoves are tried in the order in which they are given."""
    unanswered: list[Path] = []
    answers: list[Deterrent] = []
    for way_out in behaviour.ways_out:
        answer = None if definitions[concept].by == "nothing" else _answer(behaviour, way_out, concept)
        if answer is None:
            unanswered.append(way_out)
        else:
            answers.append(answer)
    return Verdict(
        movers=behaviour.movers, state=state, concept=concept, unanswered=tuple(unanswered), deterrents=tuple(answers)
    )


def _answer(behaviour: Behaviour, way_out: Path, concept: Concept) -> Deterrent | None:
    for counter in behaviour.counters(way_out[-1].to):
        if not behaviour.deters(counter.state):
            continue
        replies = tuple(behaviour.replies(counter.state)) if definitions[concept].lasting else ()
        if all(behaviour.deters(reply) for reply in replies):
            return Deterrent(way_out=way_out, legs=counter.legs(), replies=replies)
    return None


def individual_behaviour(
    graph: Graph, party: int, leaves: Iterable[int], credible: Sequence[Reaches], deters: Callable[[int], bool]
) -> Behaviour:
    """One party against all the others.

    leaves: the states to which it would go in one move. credible: of each party, the moves with which it may answer.
    deters: what would make the party regret having left.
    """
    others = tuple(other for other in range(graph.parties) if other != party)

    def counters(start: int) -> Iterator[AttainableState]:
        reach = joint_moves(credible, start, others)
        for end in reach:
            yield AttainableState(state=end, legs=partial(_each, reach, end))

    return Behaviour(
        movers=(party,),
        ways_out=[(PathStep(party=party, to=to),) for to in leaves],
        counters=counters,
        deters=deters,
        replies=lambda end: graph.moves[party].of(end).tolist(),
    )


def _each(reach: Reach, end: int) -> tuple[Leg, ...]:
    """Every party acts for itself."""
    return tuple(Leg(movers=(step.party,), path=(step,)) for step in reach.path(end))
