"""States that are never listed: where each is, what a party can move from it and how it ranks, worked out when asked.

Whether one package would hold depends on the moves from it, on the countermoves to these, and on the replies to those:
few states, however many packages there are. A state is the place of its package in lexicographic order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
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
"""Moves of a party from one state that are gone through where states are not listed, first those that change the fewest
issues; beyond, what does not follow from them or from a bound is not decided, and the answer says so.
"""
MOST_TOGETHER = 1 << 16
"""Changes of issues that facts name which are gone through to say that facts rule out a change; beyond, it is not said.
"""
MOST_KEPT = 4_096
"""Sets of changes of a party, or keys of states, that are kept; beyond, they are made anew, which alters no answer."""
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
    def numbers(self) -> None:
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

    def packages(self, states: Ints, issues: Iterable[int] | None = None) -> Packages:
        """(state, issue) the option that each holds, of these issues alone where they are given."""
        packages = np.zeros((len(states), len(self.shape)), dtype=np.int16)
        for issue in range(len(self.shape)) if issues is None else issues:
            packages[:, issue] = self._options[issue][self.positions(states, issue)]
        return packages

    @cached_property
    def in_facts(self) -> tuple[int, ...]:
        """The issues that facts name."""
        rules = self.lawful.rules if self.lawful is not None else ()
        return tuple(sorted({issue for rule in rules for issue, _ in (*rule.if_, *rule.then)}))

    def possible(self, places: Ints) -> Bools:
        """(place) whether no fact rules the package out."""
        if self.lawful is None or not len(places):
            return np.ones(len(places), dtype=bool)
        return np.asarray(View(self.lawful, self.packages(places, self.in_facts)).satisfies_rules)

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
    _changes: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    _gained: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    _widths: dict[Any, int] = field(default_factory=dict, init=False, repr=False)

    def of(self, state: int) -> Ints:
        return self.nearest(state)[0]

    def nearest(self, state: int, most: int | None = None) -> tuple[Ints, bool]:
        """Where moves lead that change the fewest issues, ascending, and whether these are all moves."""
        ends, _, complete = self._ends(state, MOST_MOVES if most is None else most)
        return ends, complete

    def ranked(self, state: int, orders: Sequence[ImplicitOrder]) -> tuple[Ints, list[Any], bool]:
        """The same with the keys of what they lead to, by each order."""
        ends, which, complete = self._ends(state, MOST_MOVES)
        width = self._width(state, MOST_MOVES)
        return ends, [self._keys(state, ends, which, order, width) for order in orders], complete

    def _ends(self, state: int, most: int) -> tuple[Ints, Bools | None, bool]:
        """Where moves lead, which of all changes these are (None: all), and whether they are all moves."""
        width = self._width(state, most)
        added, _ = self._added(self._now(state), width)
        ends = state + added
        complete = width >= len(self._issues)
        if self.space.lawful is None:
            return ends, None, complete
        which = self.space.possible(ends)
        return ends[which], which, complete

    def _keys(self, state: int, ends: Ints, which: Bools | None, order: ImplicitOrder, width: int) -> Any:
        if order.kind != "value":
            return order[ends]
        now = self._now(state)
        kept = self._gained.get((now, width, order.party, id(order)))
        if kept is None:
            _, held = self._added(now, width)
            first = held[0] if held else np.zeros(0, dtype=np.int64)
            kept = np.zeros(len(first), dtype=np.int64)
            for issue, position, at in zip(self._issues, held, now, strict=True):
                table = order.tables[issue]
                kept += (table - table[at])[position]
            _keep(self._gained, (now, width, order.party, id(order)), kept)
        gained = kept if which is None else kept[which]
        keys = order.key(state) + gained
        if order.links:
            keys = keys + order.of_links(ends) - order.of_links(self.space.array([state]))[0]
        return keys

    @cached_property
    def _issues(self) -> tuple[int, ...]:
        return tuple(sorted(self.control))

    def _now(self, state: int) -> tuple[int, ...]:
        """The options of the issues that the party can change, by position."""
        return tuple(self.space.option(state, issue) for issue in self._issues)

    def _to(self, issue: int, now: int) -> list[int]:
        return [end for end in np.flatnonzero(self.control[issue][now]).tolist() if end != now]

    def _width(self, state: int, most: int) -> int:
        """How many issues one move may change so that there are no more moves than this; one in any case."""
        now = self._now(state)
        if (now, most) not in self._widths:
            counts = [len(self._to(issue, at)) for issue, at in zip(self._issues, now, strict=True)]
            width, total = len(counts), prod(1 + count for count in counts)
            if total > most:
                total = width = 0
                while width < len(counts):
                    total += sum(prod(chosen) for chosen in combinations(counts, width + 1))
                    if total > most:
                        break
                    width += 1
                width = min(max(1, width), len(counts))
            self._widths[now, most] = width
        return self._widths[now, most]

    def _added(self, now: tuple[int, ...], width: int) -> tuple[Ints, list[Ints]]:
        """What each change of up to so many issues adds to a place, ascending, and the positions that the issues have
        after it.
        """
        if (now, width) not in self._changes:
            rows = [np.array([now], dtype=np.int64)]
            for count in range(1, width + 1):
                for chosen in combinations(range(len(now)), count):
                    ends = [self._to(self._issues[place], now[place]) for place in chosen]
                    changed = np.array(list(product(*ends)), dtype=np.int64).reshape(-1, count)
                    row = np.tile(np.array(now, dtype=np.int64), (len(changed), 1))
                    row[:, chosen] = changed
                    rows.append(row)
            positions = np.concatenate(rows)[1:]
            added = self.space.array([0] * len(positions))
            for place, issue in enumerate(self._issues):
                added = added + (positions[:, place] - now[place]).astype(added.dtype) * self.space.weights[issue]
            order = np.argsort(added, kind="stable")
            _keep(self._changes, (now, width), (added[order], list(positions[order].T)))
        changes: tuple[Ints, list[Ints]] = self._changes[now, width]
        return changes

    def ends_on(self, state: int, issue: int) -> list[int]:
        """The options of one issue, by position, to which some move from a state leads, whatever else it changes."""
        space = self.space
        ends = np.flatnonzero(self.control[issue][space.option(state, issue)]).tolist()
        if space.lawful is None:
            return ends
        others = [other for other in sorted(self.control) if other != issue and other in space.in_facts]
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


@dataclass(frozen=True, kw_only=True, eq=False)
class ImplicitOrder:
    """How one party ranks states: the larger the better, equal where it is indifferent. kind: by what it orders."""

    space: ImplicitSpace
    case: Compiled
    reading: Reading
    party: int
    kind: str
    _known: dict[int, Any] = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, states: Any) -> Any:
        """The key of one state, or (state) of several."""
        if isinstance(states, (int, np.integer)):
            return self.key(int(states))
        return self._keys(states)

    def key(self, state: int) -> Any:
        """The key of one state."""
        if state not in self._known:
            made = self._value(state) if self.kind == "value" else self._keys(self.space.array([state]))[0]
            _keep(self._known, state, made)
        return self._known[state]

    def _value(self, state: int) -> int:
        """The value of one state, without arrays."""
        total = sum(worth[0] for worth in self._worth)
        for issue in self.issues:
            worth = self._worth[issue]
            total += worth[self.space.option(state, issue)] - worth[0]
        for when, link in self.links:
            if all(named[self.space.option(state, issue)] for issue, named in when.items()):
                total += link
        return total

    @cached_property
    def _worth(self) -> list[list[int]]:
        return [table.tolist() for table in self.tables]

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
        return tuple(issue for issue in self.named if self.space.shape[issue] > 1)

    @cached_property
    def named(self) -> tuple[int, ...]:
        """Of an order by a ranking or by statements: the issues that these name."""
        conditions = (
            [when for tied in self.case.ranking[self.party] or () for when in tied]
            if self.kind == "ranking"
            else [when for statement in self.case.statements[self.party] or () for when in statement.when]
        )
        return tuple(sorted({issue for when in conditions for issue, _ in when}))

    @cached_property
    def statements(self) -> list[list[dict[int, Bools]]]:
        """Of an order by statements: of each its conditions, any of which makes it hold; each by the positions of the
        options of the issues that it names.
        """
        return [
            [
                {
                    issue: np.array([option in options for option in self.space.choices[issue]])
                    for issue, options in when
                }
                for when in statement.when
            ]
            for statement in (self.case.statements[self.party] or () if self.kind == "statements" else ())
        ]

    def of_statements(self, holding: Sequence[Any]) -> Any:
        """The key of an order by statements, by which of them hold: of one state, or (state) of several."""
        key: Any = 0
        for start in range(0, len(holding), AT_ONCE):
            worth: Any = 0
            for holds in holding[start : start + AT_ONCE]:
                worth = 2 * worth + holds
            key = key * (1 << AT_ONCE) + worth
        return key

    @property
    def is_indifferent(self) -> bool:
        """Whether no state can be better than another, as far as is seen from single issues."""
        return not self.issues

    def _keys(self, states: Ints) -> Any:
        if self.kind == "value":
            return self._values(states)
        packages = self.space.packages(states, self.named)
        if self.kind == "ranking":
            return by_ranking(self.case.ranking[self.party] or (), packages).astype(np.int64)
        first, *others = by_statements(self.case.statements[self.party] or (), packages)
        keys = first.astype(np.int64 if len(others) < 2 else object)
        for other in others:
            keys = keys * (1 << AT_ONCE) + other
        return keys

    def _values(self, states: Ints) -> Ints:
        total = np.full(len(states), int(sum(int(table[0]) for table in self.tables)), dtype=np.int64)
        for issue in self.issues:
            table = self.tables[issue]
            total += (table - table[0])[self.space.positions(states, issue)]
        return total + self.of_links(states) if self.links else total

    def of_links(self, states: Ints) -> Ints:
        """(state) what combinations are worth there."""
        total = np.zeros(len(states), dtype=np.int64)
        for when, worth in self.links:
            fulfilled = np.ones(len(states), dtype=bool)
            for issue, named in when.items():
                fulfilled &= named[self.space.positions(states, issue)]
            total += worth * fulfilled
        return total


def _keep(known: dict[Any, Any], key: Any, made: Any) -> None:
    """Kept among what was made before, of which not more is kept than fits."""
    if len(known) >= MOST_KEPT:
        known.clear()
    known[key] = made


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
