"""Packages under many draws at once: what each is worth in every draw, and whether it is acceptable there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.packages import Bools, Ints, View, holds
from winset.compiled import Structure
from winset.readings import Draws
from winset.readings.draws import PartyDraws

EXACT_FLOAT = 2**53
MOST_KNOWN = 2_000_000
"""Values of a party that are kept, so that others which differ in little are got from them; beyond, each is worked out
by itself, with the same result.
"""
Values = NDArray[np.float64] | Ints
"""(draw, package) exact numerators; one row stands for all draws where a party's numbers do not vary."""


class DrawEvaluator:
    """Some packages of a case, under its draws."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._reached: dict[int, tuple[PartyDraws, Bools]] = {}
        self._known: dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}

    @cached_property
    def _holding(self) -> NDArray[np.float64]:
        """(column, package) 1 where the package holds the option."""
        incidence = np.zeros((self.view.structure.columns, len(self.view.packages)))
        incidence[self.view.columns, np.arange(len(self.view.packages))[:, None]] = 1.0
        return incidence

    def values(self, draws: Draws, party: int) -> Values:
        """What the packages are worth to a party: in floats where they hold every sum exactly, else in integers."""
        linked = [n for n, link in enumerate(draws.link_terms) if link.party == party]
        fulfilled = [holds(self.view.packages, draws.link_terms[n].when)[None, :].astype(np.float64) for n in linked]
        table = np.concatenate([self._holding, *fulfilled]) if fulfilled else self._holding
        worth = np.concatenate([draws.worth[:, party], draws.links[:, linked]], axis=1)
        if (worth == worth[:1]).all():
            worth = worth[:1]
        if worth.dtype != object and _largest_sum(worth) < EXACT_FLOAT / 2:
            return self._in_floats(party, worth.astype(np.float64), table)
        return np.asarray(worth @ table.astype(np.int64).astype(worth.dtype))

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
        asked = tuple(items)
        parties = dict.fromkeys(item.party for item in asked if not item.votes)
        if any(item.votes for item in asked):
            parties |= dict.fromkeys(self.view.structure.voters)
        return {party: self.values(draws, party) for party in parties}

    def falls_short(
        self, draws: Draws, item: Constraint, values: Mapping[int, Values], moved: Mapping[int, Ints] | None = None
    ) -> Bools:
        """(draw, package) True where the party's walk-away, or what a body asks, is not reached, or a body that votes
        refuses.

        values: by party. moved: by party (draw) by how much its walk-away is moved, a numerator; none where it is not.
        """
        if item.votes:
            vote = next(vote for vote in self.view.structure.votes if vote.name == item.body)
            reaches = {party: ~self._below(draws, party, values, moved) for party in vote.voters}
            refused = self.view.refused(vote, reaches)
            return np.broadcast_to(refused, (len(draws), len(self.view.packages)))
        if item.body is not None:  # what a body asks lies so much above the walk-away of the party that it follows
            floor = next(worth for name, _, worth in draws.floors if name == item.body)
            return np.asarray(values[item.party] < (floor + (moved or {}).get(item.party, 0))[:, None])
        short = self._below(draws, item.party, values, moved)
        if not self.view.required[item.party].all():
            short &= self.view.required[item.party]
        return short

    def _below(self, draws: Draws, party: int, values: Mapping[int, Values], moved: Mapping[int, Ints] | None) -> Bools:
        """(draw, package) True where the package is worth less to the party than its walk-away."""
        if not draws.has_walk_away[party]:
            return np.zeros((len(draws), len(self.view.packages)), dtype=bool)
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


def _largest_sum(worth: NDArray[Any]) -> float:
    return float(np.abs(worth).sum(axis=1, dtype=np.float64).max(initial=0))


def walk_away_constraints(structure: Structure, draws: Draws) -> tuple[Constraint, ...]:
    """The walk-aways, the floors of bodies, and last the bodies that vote, as constraints."""
    return (
        *(Constraint(party=party) for party in structure.can_be_needed if draws.has_walk_away[party]),
        *(Constraint(party=party, body=name) for name, party, _ in draws.floors),
        *(Constraint(party=min(vote.voters, default=0), body=vote.name, votes=True) for vote in structure.votes),
    )
