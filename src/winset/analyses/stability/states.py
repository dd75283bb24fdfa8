"""The states of a case: the packages that moves can lead to and from, what each party can move, and how it ranks them.

A state is what can come about: one option for every issue, whether or not anybody would sign it. Only a rule that says
what cannot be (`kind: fact`) forbids one; a rule that says what one deal may not combine binds who signs, and nobody
signs a breach. States vary on the issues that somebody can move alone; all other issues stay where they are. Red lines
forbid no state and change no rank: they say what a party does not sign, and here is asked what a party does once
something is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import CHUNK, Packages, View, chunks
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.implicit import ImplicitMoves, ImplicitOrder, ImplicitRanks, ImplicitSpace
from winset.analyses.stability.moves import ProductMoves
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.ranks import Package, ranks
from winset.analyses.stability.space import StateSpace
from winset.analyses.stability.sweeps import Control
from winset.compiled import Compiled
from winset.errors import UnknownName, WinsetError
from winset.readings import Reading

MOST = 1 << 24
"""Packages over the issues that can be moved, some 100 bytes each, that are all listed; beyond, states are worked out
as they are asked about, and how many of all states are stable is not counted.
"""
Allowed = dict[int, NDArray[np.bool_]]
"""Per issue, (option, option) whether a party can change the one into the other alone."""
Choices = tuple[tuple[int, ...], ...]
"""The options of each issue that states may hold."""


@dataclass(frozen=True, kw_only=True, eq=False)
class States:
    """The states of a case as a graph. choices: the options of each issue that states may hold. moving: the issues that
    differ between states. allowed: per party, what it can change alone.
    """

    case: Compiled
    choices: Choices
    moving: tuple[int, ...]
    space: StateSpace
    allowed: tuple[Allowed, ...]
    graph: Graph

    @property
    def are_listed(self) -> bool:
        """Whether all states are there to be gone through; if not, they are worked out as they are asked about."""
        return not isinstance(self.graph, ImplicitGraph)

    @property
    def total(self) -> int:
        """Combinations of options of the moving issues, those included that cannot be."""
        return self.space.total

    @property
    def feasible(self) -> int | None:
        """How many there are; None where facts rule some out and they are not listed."""
        graph = self.graph
        return None if isinstance(graph, ImplicitGraph) and graph.space.lawful is not None else graph.states

    def are_alike(self, party: int) -> bool:
        """Whether all states are the same to a party, as far as is seen."""
        order = self.graph.rank[party]
        if isinstance(order, ImplicitOrder):
            return order.is_indifferent
        return bool(order.max() == order.min())

    @cached_property
    def _few(self) -> tuple[Packages, ...]:
        """The packages of all states where these are few enough to be kept."""
        return tuple(_packages(self.choices, self.space)) if self.total <= CHUNK and self.are_listed else ()

    def package(self, state: int) -> Package:
        options = self.space.options(state)
        return tuple(choices[option] for choices, option in zip(self.choices, options, strict=True))

    def state(self, package: Package) -> int | None:
        """The state that a package is; None where it cannot be or differs on an issue that cannot be moved."""
        if any(option not in choices for option, choices in zip(package, self.choices, strict=True)):
            return None
        options = (choices.index(option) for choices, option in zip(self.choices, package, strict=True))
        return self.space.state(sum(n * weight for n, weight in zip(options, self.space.weights, strict=True)))

    def graph_in(self, reading: Reading, *, by_value: bool = False) -> Graph:
        """The same moves with the ranks that a reading gives."""
        if isinstance(self.graph, ImplicitGraph):
            implicit = ImplicitRanks.of(self.case, self.graph.space, reading, by_value=by_value)
            return ImplicitGraph(rank=implicit, moves=self.graph.moves, space=self.graph.space)
        packages = self._few or _packages(self.choices, self.space)
        known = self.graph.rank.astype(np.int32, copy=False)
        return replace(self.graph, rank=ranks(self.case, packages, reading, by_value=by_value, known=known))


def states_of(
    case: Compiled,
    reading: Reading,
    around: Package | None = None,
    *,
    by_value: bool = False,
    most: int | None = None,
) -> States:
    """The states of a case, ranked by a reading. around: the package at which the issues stay that nobody can move
    alone; without it they stay at the status quo. by_value: every party by value, whatever statements there are. most:
    packages over the issues that can be moved of which all states are listed, if not as many as memory holds.

    Raises UnknownName where an issue that nobody can move has no status quo; WinsetError where a rule forbids
    every state.
    """
    allowed = tuple(_allowed(case, party) for party in range(len(case.parties)))
    moving = tuple(issue for issue in range(len(case.issues)) if any(issue in changes for changes in allowed))
    choices = _choices(case, moving, around)
    controls = [_control(changes, choices) for changes in allowed]
    if prod(len(options) for options in choices) > (MOST if most is None else most):
        return _unlisted(case, reading, choices, allowed, by_value=by_value)
    space = _possible_space(case, choices)
    if not space.states:
        raise WinsetError("by the rules of the case that are facts, nothing can be that could be moved to from there")
    graph = Graph(
        rank=ranks(case, _packages(choices, space), reading, by_value=by_value),
        moves=tuple(ProductMoves(space=space, control=control) for control in controls),
        space=space,
    )
    return States(case=case, choices=choices, moving=moving, space=space, allowed=allowed, graph=graph)


def _allowed(case: Compiled, party: int) -> Allowed:
    """What a party can change alone, of the options that the question leaves open."""
    allowed: Allowed = {}
    for issue, size in enumerate(case.structure.sizes):
        choices = case.structure.choices(issue)
        pairs = np.zeros((size, size), dtype=bool)
        for move in case.moves:
            if move.party == party and move.issue == issue and issue not in case.structure.left_out:
                for start in choices:
                    for end in choices:
                        pairs[start, end] |= move.allows(start, end)
        if pairs.any():
            allowed[issue] = pairs
    return allowed


def _control(allowed: Allowed, choices: Choices) -> Control:
    """The same among the options that are open, by their position, staying included."""
    return {
        issue: pairs[np.ix_(choices[issue], choices[issue])] | np.eye(len(choices[issue]), dtype=bool)
        for issue, pairs in allowed.items()
    }


def _choices(case: Compiled, moving: tuple[int, ...], around: Package | None) -> Choices:
    """The options of each issue that states may hold."""
    choices = []
    for issue, quo in enumerate(case.structure.status_quo):
        if issue in moving:
            choices.append(case.structure.choices(issue))
        elif around is not None:
            choices.append((around[issue],))
        elif quo is None and issue not in case.structure.left_out:
            name = case.issues[issue]
            raise UnknownName(f"`{name}` has no status quo and nobody can move it alone; name a package with `{name}`")
        else:
            choices.append((quo or 0,))
    return tuple(choices)


def _unlisted(
    case: Compiled, reading: Reading, choices: Choices, allowed: tuple[Allowed, ...], *, by_value: bool
) -> States:
    """The states where there are too many to list."""
    facts = replace(case.structure, rules=case.structure.facts) if case.structure.facts else None
    space = ImplicitSpace(shape=tuple(len(options) for options in choices), choices=choices, lawful=facts)
    graph = ImplicitGraph(
        rank=ImplicitRanks.of(case, space, reading, by_value=by_value),
        moves=tuple(ImplicitMoves(space=space, control=_control(changes, choices)) for changes in allowed),
        space=space,
    )
    moving = tuple(issue for issue in range(len(case.issues)) if any(issue in changes for changes in allowed))
    return States(case=case, choices=choices, moving=moving, space=space, allowed=allowed, graph=graph)


def _possible_space(case: Compiled, choices: Choices) -> StateSpace:
    """What no fact rules out."""
    shape = tuple(len(options) for options in choices)
    if not case.structure.facts:
        return StateSpace(shape=shape)
    possible = replace(case.structure, rules=case.structure.facts)
    keep = np.concatenate([View(possible, chunk).satisfies_rules for chunk in chunks(choices)])
    return StateSpace(shape=shape, places=None if keep.all() else np.flatnonzero(keep).astype(np.int32))


def _packages(choices: Choices, space: StateSpace) -> Iterator[Packages]:
    """The package of every state, some at a time."""
    if space.numbers is None:
        yield from chunks(choices)
        return
    start = 0
    for chunk in chunks(choices):
        yield chunk[space.numbers[start : start + len(chunk)] >= 0]
        start += len(chunk)
