"""How well a package is guarded against a breach, in four levels, and what one other option would change of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from winset.analyses.stability.definitions import made_of
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.ranks import Package
from winset.analyses.stability.readings import stable_at
from winset.analyses.stability.stability import PackageStability, can_be_asked_about
from winset.analyses.stability.states import States
from winset.compiled import Compiled

NOBODY_GAINS, ANY_ANSWER = made_of("nothing").key, made_of("moves").key
"""The definitions under which nothing, and under which whatever others could do, answers a gain."""
CREDIBLE, FOR_GOOD = made_of("improvements").key, made_of("improvements", lasting=True).key
"""Those under which answers cost nobody who gives them; the second one: and whoever gains cannot mend it."""
LEVELS = (NOBODY_GAINS, FOR_GOOD, CREDIBLE, ANY_ANSWER)
"""From what nobody would break to what others could answer at a cost to themselves; each implies the last."""
UNANSWERED = ""
"""The level of a package that somebody could break without an answer."""
UNDECIDED = "undecided"
"""The level of a package of which it was not decided whether somebody could break it without an answer."""


def level_of(package_stability: PackageStability) -> str:
    """The first level at which a package is known to be stable for every party; `UNANSWERED` where it is at none, and
    `UNDECIDED` where that is not known either.
    """
    return _level([package_stability.holds(key) for key in LEVELS])


def _level(holds: Sequence[bool | None]) -> str:
    undecided = UNANSWERED if holds[-1] is False else UNDECIDED
    return next((key for key, is_stable in zip(LEVELS, holds, strict=True) if is_stable), undecided)


def level_at(graph: Graph, state: int) -> str:
    """The level of one state."""
    stable_by_party = [stable_at(graph, party, state, LEVELS) for party in range(graph.parties)]
    verdicts = ([stable[key] for stable in stable_by_party] for key in LEVELS)
    return _level([False if False in each else None if None in each else True for each in verdicts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A package with another option on one issue, and its level."""

    issue: int
    option: int
    level: str


def neighbours(case: Compiled, package: Package, around: Callable[[Package], States]) -> Iterator[Neighbour]:
    """The packages that differ from one in a single option and keep every rule, with their levels.

    around: the states that contain a package. Raises what that raises.
    """
    for issue, now in enumerate(package):
        for option in case.structure.choices(issue) if issue not in case.structure.left_out else ():
            other = (*package[:issue], option, *package[issue + 1 :])
            if option != now and can_be_asked_about(case, other):
                states = around(other)
                state = states.state(other)
                if state is not None:
                    yield Neighbour(issue=issue, option=option, level=level_at(states.graph, state))


def without_way_back(case: Compiled, package: Package) -> tuple[int, ...]:
    """The issues on which no row of moves, whoever makes them, leads from a package back to how things stand.

    Facts may keep back more; a change that they rule out from the package itself is among its `blocked`.
    """
    asked = [issue for issue in range(len(package)) if issue not in case.structure.left_out]
    quo = case.structure.status_quo
    changed = [issue for issue in asked if quo[issue] not in (None, package[issue])]
    return tuple(issue for issue in changed if quo[issue] not in _led_to(case, issue, package[issue]))


def _led_to(case: Compiled, issue: int, option: int) -> set[int]:
    """The options of an issue to which moves lead from one of them."""
    moves = [move for move in case.moves if move.issue == issue]
    reached, todo = {option}, [option]
    while todo:
        start = todo.pop()
        for end in case.structure.choices(issue):
            if end not in reached and any(move.allows(start, end) for move in moves):
                reached.add(end)
                todo.append(end)
    return reached
