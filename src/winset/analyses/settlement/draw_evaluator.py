"""Packages under many draws at once: what each is worth in every draw, and whether it is acceptable there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.packages import Bools, Ints, View, holds
from winset.compiled import Condition, Structure
from winset.readings import Draws
from winset.readings.draws import PartyDraws

EXACT_FLOAT = 2**53
MOST_KNOWN = 2_000_000
"""Values of a party that are kept, so that others which differ in little are got from them; beyond, each is worked out
by itself, with the same result.
"""
AT_A_TIME = 1 << 15
"""Values of a party that are held at once where packages are gone through in blocks: they stay in a processor's cache,
and what is made of them is too small to be given back to the system and asked for again.
"""
TABLES_SMALLER = 4
"""Times that what the packages of a block hold is smaller than so many values."""
ONE_THREAD = 1 << 18
"""Products up to which OpenBLAS multiplies in one thread; beyond, its threads wait for each other longer than the
product of a block takes, and the more so where several processes share a machine.
"""
EVERY = slice(None)
"""Of which packages something is asked, where it is all of them."""
Values = NDArray[np.float64] | Ints
"""(draw, package) exact numerators; one row stands for all draws where a party's numbers do not vary."""


class DrawEvaluator:
    """Some packages of a case, under its draws."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._reached: dict[int, tuple[PartyDraws, Bools]] = {}
        self._known: dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
        self._fulfilled: dict[Condition, Bools] = {}

    @cached_property
    def _holding(self) -> NDArray[np.float64]:
        """(column, package) 1 where the package holds the option."""
        incidence = np.zeros((self.view.structure.columns, len(self.view.packages)))
        incidence[self.view.columns, np.arange(len(self.view.packages))[:, None]] = 1.0
        return incidence

    def values(self, draws: Draws, party: int) -> Values:
        """What the packages are worth to a party: in floats where they hold every sum exactly, else in integers."""
        worth, links = self._terms(draws, party)
        if worth.dtype == np.float64:
            return self._in_floats(party, worth, self._table(links))
        return np.asarray(worth @ self._table(links).astype(np.int64).astype(worth.dtype))

    def _terms(self, draws: Draws, party: int) -> tuple[NDArray[Any], list[Bools]]:
        """(draw, column and then link) what each is worth to a party, in floats where they hold every sum exactly, and
        per link which packages fulfil it.
        """
        linked = [n for n, link in enumerate(draws.link_terms) if link.party == party]
        worth = np.concatenate([draws.worth[:, party], draws.links[:, linked]], axis=1)
        if (worth == worth[:1]).all():
            worth = worth[:1]
        is_exact = worth.dtype != object and _largest_sum(worth) < EXACT_FLOAT / 2
        links = [self._fulfils(draws.link_terms[n].when) for n in linked]
        return worth.astype(np.float64) if is_exact else worth, links

    def _fulfils(self, when: Condition) -> Bools:
        if when not in self._fulfilled:
            self._fulfilled[when] = holds(self.view.packages, when)
        return self._fulfilled[when]

    def _table(self, links: list[Bools], block: slice = EVERY) -> NDArray[np.float64]:
        """(column and then link, package) 1 where the package holds the option or fulfils the link."""
        held = self._holding[:, block]
        return np.concatenate([held, *(link[None, block].astype(np.float64) for link in links)]) if links else held

    def _in_floats(self, party: int, worth: NDArray[np.float64], table: NDArray[np.float64]) -> NDArray[np.float64]:
        """The values, from those that are known where little of the party's worth is another; every sum is exact."""
        known = self._known.get(party)
        if known is None or known[0].shape != worth.shape:
            values = np.asarray(worth @ table)
            if values.size <= MOST_KNOWN:
                self._known[party] = worth, values
            return values
        moved = (worth != known[0]).any(axis=0)
        if 2 * moved.sum() > len(moved):
            return np.asarray(worth @ table)
        values = np.asarray((worth[:, moved] - known[0][:, moved]) @ table[moved])
        values += known[1]
        return values

    def values_behind(self, draws: Draws, items: Iterable[Constraint]) -> dict[int, Values]:
        """The values of the parties on which some constraints depend."""
        return {party: self.values(draws, party) for party in self._behind(items)}

    def in_blocks(self, draws: Draws, items: Iterable[Constraint]) -> Iterator[tuple[slice, dict[int, Values]]]:
        """The same for some packages at a time, and which they are; the next ones overwrite the values."""
        terms = {party: self._terms(draws, party) for party in self._behind(items)}
        size = max(1, AT_A_TIME // max(len(draws), TABLES_SMALLER * self.view.structure.columns))
        rooms = {party: np.empty(len(worth) * size) for party, (worth, _) in terms.items()}
        for start in range(0, len(self.view.packages), size):
            block = slice(start, min(start + size, len(self.view.packages)))
            values = {
                party: _product(worth, self._table(links, block), rooms[party])
                for party, (worth, links) in terms.items()
            }
            yield block, values

    def _behind(self, items: Iterable[Constraint]) -> list[int]:
        """The parties on whose values some constraints depend."""
        asked = tuple(items)
        parties = dict.fromkeys(item.party for item in asked if not item.votes)
        if any(item.votes for item in asked):
            parties |= dict.fromkeys(self.view.structure.voters)
        return list(parties)

    def falls_short(
        self,
        draws: Draws,
        item: Constraint,
        values: Mapping[int, Values],
        moved: Mapping[int, Ints] | None = None,
        block: slice = EVERY,
    ) -> Bools:
        """(draw, package) True where the party's walk-away, or what a body asks, is not reached, or a body that votes
        refuses.

        values: by party. moved: by party (draw) by how much its walk-away is moved, a numerator; none where it is not.
        block: of which packages the values are.
        """
        if item.votes:
            vote = next(vote for vote in self.view.structure.votes if vote.name == item.body)
            reaches = {party: ~self._below(draws, party, values, moved) for party in vote.voters}
            view = self.view if block == EVERY else View(self.view.structure, self.view.packages[block])
            return np.broadcast_to(view.refused(vote, reaches), (len(draws), len(view.packages)))
        if item.body is not None:  # what a body asks lies so much above the walk-away of the party that it follows
            floor = next(worth for name, _, worth in draws.floors if name == item.body)
            return np.asarray(values[item.party] < (floor + (moved or {}).get(item.party, 0))[:, None])
        short = self._below(draws, item.party, values, moved)
        if not self.view.required[item.party].all():
            short &= self.view.required[item.party, block]
        return short

    def _below(self, draws: Draws, party: int, values: Mapping[int, Values], moved: Mapping[int, Ints] | None) -> Bools:
        """(draw, package) True where the package is worth less to the party than its walk-away."""
        if not draws.has_walk_away[party]:
            return np.zeros((len(draws), values[party].shape[1]), dtype=bool)
        return np.asarray(values[party] < (draws.walk_away[:, party] + (moved or {}).get(party, 0))[:, None])

    def acceptable(self, draws: Draws) -> Bools:
        """(draw, package) True where nobody that the package needs falls below its walk-away.

        The draws of a party that are those of an earlier call, as `redraw_readings` leaves them, are not looked at
        again.
        """
        result = np.ones((len(draws), len(self.view.packages)), dtype=bool)
        every = walk_away_constraints(self.view.structure, draws)
        items = [item for item in every if not item.votes]
        fresh: dict[int, tuple[PartyDraws, Bools]] = {}
        if not draws.parts or not any(known[0] is draws.parts[party] for party, known in self._reached.items()):
            self._known = {}
        for party in dict.fromkeys(item.party for item in items):
            part = draws.parts[party] if draws.parts else None
            before = self._reached.get(party)
            if before is None or before[0] is not part:
                reached = self._reaching(draws, [item for item in items if item.party == party])
                if part is not None:
                    fresh[party] = part, reached
            else:
                reached = before[1]
            result &= reached
        for item in every[len(items) :]:
            result &= ~self.falls_short(draws, item, self.values_behind(draws, [item]))
        if len(fresh) == len({item.party for item in items}):
            self._reached = fresh
        return result

    def _reaching(self, draws: Draws, items: list[Constraint]) -> Bools:
        """(draw, package) True where none of a party's constraints is missed."""
        values = {items[0].party: self.values(draws, items[0].party)}
        result = ~self.falls_short(draws, items[0], values)
        for item in items[1:]:
            result &= ~self.falls_short(draws, item, values)
        return result


def _product(worth: NDArray[Any], table: NDArray[np.float64], room: NDArray[np.float64]) -> Values:
    """(draw, package) the values of some packages, in the room for them where they are floats."""
    if worth.dtype != np.float64:
        return np.asarray(worth @ table.astype(np.int64).astype(worth.dtype))
    shape = len(worth), table.shape[1]
    values = room[: shape[0] * shape[1]].reshape(shape)
    size = max(1, ONE_THREAD // (len(worth) * len(table)))
    for start in range(0, shape[1], size):
        part = slice(start, start + size)
        np.matmul(worth, table[:, part], out=values[:, part])
    return values


def _largest_sum(worth: NDArray[Any]) -> float:
    return float(np.abs(worth).sum(axis=1, dtype=np.float64).max(initial=0))


def walk_away_constraints(structure: Structure, draws: Draws) -> tuple[Constraint, ...]:
    """The walk-aways, the floors of bodies, and last the bodies that vote, as constraints."""
    return (
        *(Constraint(party=party) for party in structure.can_be_needed if draws.has_walk_away[party]),
        *(Constraint(party=party, body=name) for name, party, _ in draws.floors),
        *(Constraint(party=min(vote.voters, default=0), body=vote.name, votes=True) for vote in structure.votes),
    )
