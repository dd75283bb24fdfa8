"""Tables that meet one after the other, where packages are too many to list: by backward induction with searches.

What a table picks for one way of settling the issues before it is Nash's deal among the packages that hold these
options. For an earlier table the ways of settling its own issues are taken in the order of a bound: what it could have
if it chose the rest as well, from all that every later table would accept. The way of the best such package is looked
at, with what the later tables would make of it, and the other ways are split into parts that leave that way out, each
with its own bound. It ends where no part that is left could do as well as the best result; where it is stopped before,
the first bound that is left says how much better another way could be.

Source: Lawler 1972, Management Science 18(7), 401–405, for the split.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from typing import Any

import numpy as np

from winset.analyses.settlement.choose import Proof, SolutionChoice, gain_scale, key_text, rank_packages
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.solutions import Context
from winset.analyses.tables.package_space import NASH, PackageSpace, none_exists
from winset.analyses.tables.ratification import floor_at
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.terms import Package
from winset.compiled import CompiledTable, Floor

MOST_WAYS = 300
"""Ways of settling the issues of a table that are looked at with what later tables would make of each, where packages
are not kept in a list; beyond, the best of those is said to be so, and how much better another could be.
"""
Region = Mapping[int, frozenset[int]]
"""Per issue the options that are left."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """A table that has something left to settle. own: issues that it settles. merged: the table with everything that
    it and all later ones ask for. floors: what others than its own seated ask for, so that each of them gains.
    """

    table: CompiledTable
    own: tuple[int, ...]
    merged: CompiledTable
    floors: tuple[Floor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What a stage picks. packages: all that tie, the representative first. proven: False where a search stopped.
    bound: a key that no result exceeds, where a search stopped. complete: whether all that tie are listed.
    """

    packages: tuple[Package, ...] = ()
    key: Any = None
    proven: bool = True
    complete: bool = True
    bound: Any = None


class SearchedSequence:
    """One sequence of tables. ways: how many were looked at."""

    def __init__(self, space: PackageSpace, stages: tuple[CompiledTable, ...]) -> None:
        self.space, self.terms = space, space.terms
        effort = space.effort or Effort()
        self.left, self.seconds = effort.nodes, effort.seconds
        self.ways = 0
        every = frozenset[int]().union(*(table.agenda for table in stages))
        settled: frozenset[int] = frozenset()
        kept: list[tuple[CompiledTable, tuple[int, ...]]] = []
        for n, table in enumerate(stages):
            if n == len(stages) - 1 or not table.agenda <= settled:
                kept.append((table, tuple(sorted(table.agenda - settled))))
            settled |= table.agenda
        self.stages = [self._stage([table for table, _ in kept[n:]], own, every) for n, (_, own) in enumerate(kept)]

    def _stage(self, tables: list[CompiledTable], own: tuple[int, ...], every: frozenset[int]) -> Stage:
        first, later = tables[0], tables[1:]
        others = {party for table in later for party in table.seated}
        merged = replace(
            first,
            agenda=every,
            ratifiers=tuple(sorted({*others, *(party for table in tables for party in table.ratifiers)})),
            floors=tuple(floor for table in tables for floor in table.floors),
            bodies=tuple(body for table in tables for body in table.bodies),
        )
        unit = self.terms.reading.denominator
        floors = tuple(floor_at(self.terms, party, Fraction(1, unit[party])) for party in sorted(others))
        return Stage(table=first, own=own, merged=merged, floors=floors)

    def choice(self) -> SolutionChoice:
        """The results that the first table picks."""
        picked = self._picks(0, {})
        if not picked.packages and picked.proven:
            return none_exists("no result gives every party of every table a gain that it accepts")
        proof = Proof(
            method="backward induction",
            compared=self.ways,
            best=key_text(picked.key),
            bound="" if picked.proven or picked.bound is None else key_text(picked.bound),
        )
        if not picked.packages:
            reason = f"the search stopped after {self.ways:,} ways of settling the first issues"
            return SolutionChoice(solution=NASH, status="limit", reason=reason, proof=proof)
        return SolutionChoice(
            solution=NASH,
            status="found" if picked.proven else "limit",
            packages=picked.packages[:TIES],
            complete=picked.proven and picked.complete and len(picked.packages) <= TIES,
            key=picked.key,
            proof=proof,
        )

    def _picks(self, n: int, fixed: Region) -> Picked:
        """What a stage picks where issues before it hold these options."""
        return self._alone(n, fixed) if n == len(self.stages) - 1 else self._among_ways(n, fixed)

    def _alone(self, n: int, region: Region) -> Picked:
        """Nash's deal of a stage where it chooses the rest as well, among what it and all later stages accept."""
        stage = self.stages[n]
        if self.left <= 0:
            return Picked(proven=False)
        space = SearchedSpace(self.terms, Effort(nodes=self.left, seconds=self.seconds), region)
        choice = space.above(stage.merged, stage.floors)
        known = choice.status in ("found", "none exists")
        nodes = choice.proof.compared if choice.proof is not None and choice.proof.method == "search" else 1
        self.left = self.left - nodes if known else self.left // 2  # a search that stopped has spent much of it
        return Picked(packages=choice.packages, key=choice.key, proven=known, complete=choice.complete)

    def _among_ways(self, n: int, fixed: Region) -> Picked:
        """What a stage picks that later ones follow. Parts of its ways wait with a bound, worked out when it is theirs
        to be looked at: until then that of the part from which they were split off.
        """
        number = count()
        parts: list[tuple[tuple[int, Any], int, Region, Picked | None]] = [(_down(None), next(number), fixed, None)]
        best: Any = None
        tied: list[Package] = []
        stopped: list[Any] = []
        complete, looked = True, 0
        while parts:
            bound, _, region, relaxed = heappop(parts)
            if best is not None and bound > _down(best):
                break
            ceiling = _up(bound)
            if looked >= MOST_WAYS or self.left <= 0 or len(tied) > TIES:
                complete = False
                if best is None or bound != _down(best):  # else only further ties are left
                    stopped.append(ceiling)
                break
            if relaxed is None:
                relaxed = self._alone(n, region)
                stopped += [] if relaxed.proven else [ceiling]
                if relaxed.packages:
                    heappush(parts, (_down(relaxed.key) if relaxed.proven else bound, next(number), region, relaxed))
                continue
            looked += 1
            self.ways += 1
            way = {issue: frozenset({relaxed.packages[0][issue]}) for issue in self.stages[n].own}
            result = self._picks(n + 1, {**region, **way})
            stopped += [] if result.proven else [ceiling]
            key = self._key(n, result.packages[0]) if result.packages and result.proven else None
            if key is not None and (best is None or key >= best):
                tied = [*(tied if key == best else []), result.packages[0]]
                best = key
            for rest in self._others(region, way):
                heappush(parts, (bound, next(number), rest, None))
        at_most = None if any(key is None for key in stopped) else max(stopped, default=None)
        return Picked(packages=self._ranked(n, tied), key=best, proven=not stopped, complete=complete, bound=at_most)

    def _others(self, region: Region, way: Region) -> list[Region]:
        """The ways of a region but one, in parts that do not overlap."""
        structure, rests = self.terms.structure, list[Region]()
        held = dict(region)
        for issue, only in way.items():
            options = held.get(issue, frozenset(structure.choices(issue))) - only
            if options:
                rests.append({**held, issue: options})
            held[issue] = only
        return rests

    def _key(self, n: int, package: Package) -> Any:
        """What a result is worth to a stage; None where some table from it on does not accept it."""
        stage = self.stages[n]
        alone = {issue: frozenset({option}) for issue, option in enumerate(package)}
        space = SearchedSpace(self.terms, Effort(), alone)
        if not space.above(stage.merged, stage.floors).packages:
            return None
        reading = replace(self.terms.reading, structure=replace(self.terms.structure, bargaining=stage.table.seated))
        scale = gain_scale(reading)
        if scale is None:
            return None
        gain = scale.gain([reading.value(party, package) for party in stage.table.seated])
        return NASH.worth(gain, Context(unit=scale.unit, ideal=(), least=()))

    def _ranked(self, n: int, packages: list[Package]) -> tuple[Package, ...]:
        reading = replace(
            self.terms.reading, structure=replace(self.terms.structure, bargaining=self.stages[n].table.seated)
        )
        scale = gain_scale(reading)
        if not packages or scale is None:
            return tuple(packages)
        return rank_packages(reading, np.array(sorted(packages), dtype=np.int16), scale, lambda _: True)


def _down(key: Any) -> tuple[int, Any]:
    """Sorts keys with the largest first, and before all what is not known."""
    return (0, 0) if key is None else (1, -key)


def _up(bound: tuple[int, Any]) -> Any:
    """The key again; None where it is not known."""
    return -bound[1] if bound[0] else None
