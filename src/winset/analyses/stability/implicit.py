"""States that are never listed: where each is, what a party can move from it and how it ranks, worked out when asked.

Whether one package would hold depends on the moves from it, on the countermoves to these, and on the replies to those:
few states, however many packages there are. A state is the place of its package in lexicographic order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, Packages, View
from winset.analyses.stability.ranks import AT_ONCE, by_ranking, by_statements, order_basis
from winset.analyses.stability.space import Ints, StateSpace
from winset.analyses.stability.sweeps import Control
from winset.compiled import Compiled, Structure
from winset.readings import Reading

MOST_MOVES = 1 << 12
"""Moves of a party from one state that are gone through where states are not listed: those that change the fewest issues
come first. Beyond, what does not follow from them or from a bound is not decided, and the answer says so.
"""
MOST_TOGETHER = 1 << 16
"""Changes of issues that facts name which are gone through to say that facts rule out a change; beyond, it is not said.
"""
FITS = 1 << 62
"""Packages whose places fit 64 bits; beyond, places are whole numbers of any size."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ImplicitSpace(StateSpace):
    """All packages over some options. choices: of each issue, its options. lawful: the case with its facts alone, None
    where there is none.
    """

    choices: tuple[tuple[int, ...], ...]
    lawful: Structure | None = None

    @property
    def states(self) -> int:
        """All packages; those that facts rule out are not told apart until they are asked about."""
        return self.total

    @property
    def numbers(self) -> None:  # type: ignore[override]
        """No table of places is kept."""

    @cached_property
    def _options(self) -> list[NDArray[np.int16]]:
        return [np.array(options, dtype=np.int16) for options in self.choices]

    def array(self, states: Any) -> Ints:
        """Some states as an array."""
        return np.array(states, dtype=np.int64 if self.total < FITS else object)

    def positions(self, states: Ints, issue: int) -> Ints:
        """(state) the option of an issue, by its position among those that are open."""
        size = self.shape[issue]
        if size == 1:
            return np.zeros(len(states), dtype=np.int64)
        return np.asarray(states // self.weights[issue] % size).astype(np.int64)

    def packages(self, states: Ints) -> Packages:
        """(state, issue) the option that each holds."""
        packages = np.empty((len(states), len(self.shape)), dtype=np.int16)
        for issue, options in enumerate(self._options):
            packages[:, issue] = options[self.positions(states, issue)]
        return packages

    def possible(self, places: Ints) -> Bools:
        """(place) whether no fact rules the package out."""
        if self.lawful is None or not len(places):
            return np.ones(len(places), dtype=bool)
        return np.asarray(View(self.lawful, self.packages(places)).satisfies_rules)

    def state(self, place: int) -> int | None:
        return place if self.possible(self.array([place]))[0] else None

    def states_at(self, places: Ints) -> Ints:
        return np.where(self.possible(places), places, -1)


@dataclass(frozen=True, kw_only=True, eq=False)
class ImplicitMoves:
    """Moves by which a party changes packages, as many as are asked for. control: per issue that it can change, what
    into what, staying included.
    """

    space: ImplicitSpace
    control: Control

    def of(self, state: int) -> Ints:
        return self.nearest(state)[0]

    def nearest(self, state: int, most: int = MOST_MOVES) -> tuple[Ints, bool]:
        """Where moves lead that change the fewest issues, ascending, and whether these are all moves."""
        changes = self._changes(state)
        if prod(1 + len(places) for places in changes) <= most:
            reached, complete = self._changing(state, changes, len(changes)), True
        else:
            count, width = 0, 0
            for width in range(1, len(changes) + 1):
                count += sum(prod(map(len, chosen)) for chosen in combinations(changes, width))
                if count > most:
                    break
            reached, complete = self._changing(state, changes, max(1, width - 1)), False
        return np.sort(reached[self.space.possible(reached)]), complete

    def ends_on(self, state: int, issue: int) -> list[int]:
        """The options of one issue, by position, to which some move from a state leads, whatever else it changes."""
        space = self.space
        ends = np.flatnonzero(self.control[issue][space.option(state, issue)]).tolist()
        if space.lawful is None:
            return ends
        in_facts = {named for rule in space.lawful.rules for named, _ in (*rule.if_, *rule.then)}
        others = [other for other in sorted(self.control) if other != issue and other in in_facts]
        return [end for end in ends if self._can_hold(state, issue, end, others)]

    def _can_hold(self, state: int, issue: int, end: int, others: list[int]) -> bool:
        """Whether changes of some other issues make a package possible that has an option."""
        space = self.space
        start = state + space.weights[issue] * (end - space.option(state, issue))
        places = space.array([start])
        for other in others:
            now = space.option(state, other)
            added = [space.weights[other] * (to - now) for to in np.flatnonzero(self.control[other][now]).tolist()]
            if len(places) * len(added) > MOST_TOGETHER:
                return True
            places = np.add.outer(places, space.array(added)).ravel()
        return bool(space.possible(places).any())

    def leads(self, state: int, to: int) -> bool:
        """Whether one move leads from a state to another."""
        space = self.space
        if to == state or space.state(to) is None:
            return False
        for issue in range(len(space.shape)):
            old, new = space.option(state, issue), space.option(to, issue)
            if old != new and (issue not in self.control or not self.control[issue][old, new]):
                return False
        return True

    def chains(self) -> bool:
        return False

    def best(self, worth: Any) -> Any:
        raise NotImplementedError("states that are not listed have no best move each")

    def written_out(self) -> Any:
        raise NotImplementedError("moves of states that are not listed cannot be written out")

    def _changes(self, state: int) -> list[Ints]:
        """By issue that can be changed from a state, what each change adds to its place."""
        space = self.space
        changes = []
        for issue, can in sorted(self.control.items()):
            now = space.option(state, issue)
            ends = [end for end in np.flatnonzero(can[now]).tolist() if end != now]
            if ends:
                changes.append(space.array([space.weights[issue] * (end - now) for end in ends]))
        return changes

    def _changing(self, state: int, changes: list[Ints], width: int) -> Ints:
        """The places that differ from a state by one to so many of the changes."""
        start = self.space.array([state])
        if width >= len(changes):
            places = start
            for added in changes:
                places = np.add.outer(places, np.concatenate([self.space.array([0]), added])).ravel()
            return places[1:]
        parts = []
        for count in range(1, width + 1):
            for chosen in combinations(changes, count):
                places = start
                for added in chosen:
                    places = np.add.outer(places, added).ravel()
                parts.append(places)
        return np.concatenate(parts) if parts else start[:0]


@dataclass(frozen=True, kw_only=True, eq=False)
class ImplicitOrder:
    """How one party ranks states: the larger the better, equal where it is indifferent. kind: by what it orders them."""

    space: ImplicitSpace
    case: Compiled
    reading: Reading
    party: int
    kind: str

    def __getitem__(self, states: Any) -> Any:
        """The key of one state, or (state) of several."""
        if isinstance(states, (int, np.integer)):
            return self._keys(self.space.array([int(states)]))[0]
        return self._keys(states)

    @cached_property
    def tables(self) -> list[Ints]:
        """Of an order by value: per issue (position of an option) what it is worth, as a numerator."""
        structure, worth = self.case.structure, self.reading.worth[self.party]
        return [
            np.array([worth[structure.offsets[issue] + option] for option in options], dtype=np.int64)
            for issue, options in enumerate(self.space.choices)
        ]

    @cached_property
    def links(self) -> list[tuple[dict[int, Bools], int]]:
        """Of an order by value: the worth of combinations; each by the positions of the options of the issues that it
        names.
        """
        links = []
        for link in self.reading.links:
            if link.party == self.party and link.worth:
                named = {
                    issue: np.array([option in options for option in self.space.choices[issue]])
                    for issue, options in link.when
                }
                links.append((named, link.worth))
        return links

    @cached_property
    def issues(self) -> tuple[int, ...]:
        """The issues that can make one state better than another."""
        if self.kind == "value":
            named = {issue for when, _ in self.links for issue in when}
            return tuple(n for n, table in enumerate(self.tables) if n in named or len(set(table.tolist())) > 1)
        conditions = (
            [when for tied in self.case.ranking[self.party] or () for when in tied]
            if self.kind == "ranking"
            else [when for statement in self.case.statements[self.party] or () for when in statement.when]
        )
        named = {issue for when in conditions for issue, _ in when}
        return tuple(issue for issue in sorted(named) if self.space.shape[issue] > 1)

    @property
    def is_indifferent(self) -> bool:
        """Whether no state can be better than another, as far as is seen from single issues."""
        return not self.issues

    def _keys(self, states: Ints) -> Any:
        if self.kind == "value":
            return self._values(states)
        packages = self.space.packages(states)
        if self.kind == "ranking":
            return by_ranking(self.case.ranking[self.party] or (), packages).astype(np.int64)
        first, *others = by_statements(self.case.statements[self.party] or (), packages)
        keys = first.astype(np.int64 if len(others) < 2 else object)
        for other in others:
            keys = keys * (1 << AT_ONCE) + other
        return keys

    def _values(self, states: Ints) -> Ints:
        total = np.full(len(states), int(sum(int(table[0]) for table in self.tables)), dtype=np.int64)
        position: dict[int, Ints] = {}
        for issue in self.issues:
            position[issue] = self.space.positions(states, issue)
            table = self.tables[issue]
            total += (table - table[0])[position[issue]]
        for when, worth in self.links:
            fulfilled = np.ones(len(states), dtype=bool)
            for issue, named in when.items():
                at = position[issue] if issue in position else self.space.positions(states, issue)
                fulfilled &= named[at]
            total += worth * fulfilled
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImplicitRanks:
    """How every party ranks states: by party, an order."""

    orders: tuple[ImplicitOrder, ...]

    @classmethod
    def of(cls, case: Compiled, space: ImplicitSpace, reading: Reading, *, by_value: bool) -> ImplicitRanks:
        """In one reading."""
        return cls(
            orders=tuple(
                ImplicitOrder(
                    space=space,
                    case=case,
                    reading=reading,
                    party=party,
                    kind=order_basis(case, party, by_value=by_value),
                )
                for party in range(len(case.parties))
            )
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.orders), self.orders[0].space.total

    def __iter__(self) -> Iterator[ImplicitOrder]:
        return iter(self.orders)

    def __getitem__(self, at: Any) -> Any:
        """The order of a party, or the key of a state to a party."""
        if isinstance(at, tuple):
            return self.orders[at[0]][at[1]]
        return self.orders[at]
