"""The question as a sum over clusters, for one set of required parties: a package takes one row of each part.

Whose consent a package needs depends on the package. For each set of parties that can be required, the options are
left that need nobody else and that none of them rejects; what these allow and what the set accepts, united over all
sets, is the win-set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.clusters import IssueCluster, build_clusters
from winset.analyses.settlement.outline import Outline, OutlinedCluster, outline, required_sets
from winset.analyses.settlement.packages import Ints, Packages
from winset.readings import Reading

NO_FLOOR = -(2**62)
NO_CEILING = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A cluster under one set of required parties: what each of its choices adds to each coordinate.

    rows: (row, coordinate) distinct numerators, in the order of the first choice that adds them. choices: (choice)
    allowed choices of the cluster, those of one row together. starts: (row + 1) where the choices of a row begin.
    before, after: (row) the states between layers that it leads from and to. states: how many there are after it.
    status_quo_row: the row of the choice that moves nothing, None where it is not allowed or does not exist.
    """

    cluster: IssueCluster
    rows: Ints
    choices: NDArray[np.intp]
    starts: NDArray[np.int64]
    before: Ints
    after: Ints
    states: int
    status_quo_row: int | None

    @property
    def alternatives(self) -> Ints:
        """(row) the number of choices that add the same."""
        return np.diff(self.starts)

    def options(self, row: int) -> Packages:
        """(choice, issue of the cluster) the options of the choices of a row."""
        return self.cluster.choices[self.choices[self.starts[row] : self.starts[row + 1]]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Subproblem:
    """The question for one set of required parties: packages as one row of each part, values as their sums.

    The coordinates are the values of some parties. Of layers, only rows that fit each other may follow one another.

    required: whose consent is asked for. parties: whose values the coordinates are, the bargaining parties first.
    bargaining: how many of the coordinates these are. floor: (coordinate) the least that is acceptable, NO_FLOOR where
    nothing is asked. has_status_quo: True where the package that moves nothing is among the combinations.
    """

    reading: Reading
    required: frozenset[int]
    parties: tuple[int, ...]
    bargaining: int
    parts: tuple[Part, ...]
    floor: Ints
    has_status_quo: bool

    @cached_property
    def unit(self) -> NDArray[np.float64]:
        """(coordinate) the numerator of a point."""
        return np.array([self.reading.denominator[p] for p in self.parties], dtype=np.float64)

    @cached_property
    def most_after(self) -> Ints:
        """(part + 1, coordinate) the most that this part and the later ones add."""
        return _tail(np.array([part.rows.max(axis=0) for part in self.parts]).reshape(len(self.parts), -1))

    @cached_property
    def least_after(self) -> Ints:
        """(part + 1, coordinate) the least that this part and the later ones add."""
        return _tail(np.array([part.rows.min(axis=0) for part in self.parts]).reshape(len(self.parts), -1))

    @cached_property
    def most_from(self) -> tuple[Ints, ...]:
        """(part + 1) of (state, coordinate) the most that this part and the later ones add, from a state before it."""
        return self._from(np.maximum)

    @cached_property
    def least_from(self) -> tuple[Ints, ...]:
        """(part + 1) of (state, coordinate) the least that they add."""
        return self._from(np.minimum)

    def _from(self, extreme: np.ufunc) -> tuple[Ints, ...]:
        known = [np.zeros((1, len(self.parties)), dtype=np.int64)]
        states = [1, *(part.states for part in self.parts)]
        for part, before in zip(reversed(self.parts), reversed(states[:-1]), strict=True):
            each = part.rows + known[-1][part.after]
            extremes = np.full((before, len(self.parties)), NO_FLOOR if extreme is np.maximum else NO_CEILING)
            extreme.at(extremes, part.before, each)
            known.append(extremes)
        return tuple(reversed(known))

    @cached_property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """The parts that stand alone, each by itself, and the layers that belong together, in their order."""
        grouped: list[list[int]] = []
        for n in range(len(self.parts)):
            if n and self.parts[n - 1].states > 1:
                grouped[-1].append(n)
            else:
                grouped.append([n])
        return tuple(map(tuple, grouped))

    def best_path(self, worth: Sequence[NDArray[np.float64]]) -> list[int]:
        """(part) the rows that fit each other and are worth most together. worth: per part (row)."""
        known = np.zeros(1)
        choices = []
        states = [1, *(part.states for part in self.parts)]
        for part, each, before in zip(reversed(self.parts), reversed(worth), reversed(states[:-1]), strict=True):
            total = each + known[part.after]
            best = np.full(before, -1)
            order = np.argsort(total, kind="stable")
            best[part.before[order]] = order  # the last one written is the largest
            known = np.where(best >= 0, total[best], -np.inf)
            choices.append(best)
        state, rows = 0, []
        for part, best in zip(self.parts, reversed(choices), strict=True):
            rows.append(int(best[state]))
            state = int(part.after[rows[-1]])
        return rows

    @cached_property
    def flat(self) -> tuple[Ints, Ints]:
        """(row, coordinate) the rows of all parts, one after the other, and (part + 1) where those of each begin."""
        rows = np.ascontiguousarray(np.concatenate([part.rows for part in self.parts]))
        return rows, np.cumsum([0, *(len(part.rows) for part in self.parts)])

    def expand(self, rows: Ints, limit: int) -> Packages:
        """(package, issue) the packages behind combinations of rows, at most about so many; without the one that moves
        nothing.

        rows: (combination, part).
        """
        rows = rows[: limit + 1]
        first = self._chosen(rows)
        several = (
            np.stack([part.alternatives[rows[:, n]] > 1 for n, part in enumerate(self.parts)], axis=1)
            if len(rows)
            else np.zeros((0, len(self.parts)), dtype=bool)
        )
        if not several.any():
            return self._moved(first)
        expanded = []
        size = 0
        for n in range(len(rows)):
            packages = first[n : n + 1]
            for place in np.flatnonzero(several[n]):
                part = self.parts[place]
                options = part.options(int(rows[n, place]))[: max(1, limit)]
                packages = np.repeat(packages, len(options), axis=0)
                packages[:, list(part.cluster.issues)] = np.tile(options, (len(packages) // len(options), 1))
                packages = packages[: limit + 1]
            expanded.append(packages)
            size += len(packages)
            if size > limit:
                break
        return self._moved(np.concatenate(expanded))

    def _chosen(self, rows: Ints) -> Packages:
        """The packages where every row stands for one choice."""
        packages = np.zeros((len(rows), len(self.reading.structure.sizes)), dtype=np.int16)
        for n, part in enumerate(self.parts):
            packages[:, list(part.cluster.issues)] = part.cluster.choices[part.choices[part.starts[rows[:, n]]]]
        return packages

    def _moved(self, packages: Packages) -> Packages:
        """Without the package that moves nothing."""
        unmoved = self.reading.structure.status_quo_package
        return packages if unmoved is None else packages[(packages != np.array(unmoved, dtype=np.int16)).any(axis=1)]


def _tail(each: Ints) -> Ints:
    totals = np.zeros((len(each) + 1, each.shape[1]), dtype=np.int64)
    totals[:-1] = np.cumsum(each[::-1], axis=0)[::-1]
    return totals


def subproblems(reading: Reading) -> Iterator[Subproblem]:
    """The question for each set of required parties.

    Those that allow no package are left out. Raises TooJoined where there would be too many.
    """
    clusters = build_clusters(reading.structure, reading.links)
    for required in required_sets(reading.structure):
        posed = subproblem_for(reading, clusters, required)
        if posed is not None:
            yield posed


def subproblem_for(reading: Reading, clusters: tuple[IssueCluster, ...], required: frozenset[int]) -> Subproblem | None:
    """The question for one set of required parties; None where no combination is allowed."""
    structure = reading.structure
    outlined = outline(structure, clusters, required)
    if outlined is None:
        return None
    floors = _floors(reading, required)
    bargaining = structure.bargaining
    parties = [*bargaining, *(p for p in sorted(floors) if p not in bargaining)]
    rows = outlined.values(reading, parties)
    floor = np.array([floors.get(p, NO_FLOOR) for p in parties], dtype=np.int64)
    # A party that only has to be satisfied, and always is, needs no coordinate.
    others = rows[:, len(bargaining) :]
    least = np.minimum.reduceat(others, outlined.begins[:-1], axis=0).sum(axis=0)
    matter = np.flatnonzero(np.concatenate([np.ones(len(bargaining), dtype=bool), least < floor[len(bargaining) :]]))
    if len(matter) < len(parties):
        rows = np.ascontiguousarray(rows[:, matter])
    return Subproblem(
        reading=reading,
        required=required,
        parties=tuple(parties[n] for n in matter),
        bargaining=len(bargaining),
        parts=_parts(outlined, rows),
        floor=floor[matter],
        has_status_quo=structure.status_quo_package is not None
        and all(own.status_quo_row is not None for own in outlined.clusters),
    )


def _floors(reading: Reading, required: frozenset[int]) -> dict[int, int]:
    """The least value of each party that must be satisfied, itself or for a body that follows it."""
    floors = {p: w for p, w in enumerate(reading.walk_away) if p in required and w is not None}
    for floor in reading.floors:
        floors[floor.party] = max(floors.get(floor.party, floor.worth), floor.worth)
    return floors


def _parts(outlined: Outline, rows: Ints) -> tuple[Part, ...]:
    """A part for each cluster from what each allowed choice adds. rows: (choice, coordinate)."""
    begins, repeats = outlined.begins.tolist(), outlined.repeats(rows).tolist()
    return tuple(
        _with_equal_rows_once(own, rows[begin:end])
        if has_equal_rows
        else Part(
            cluster=own.cluster,
            rows=rows[begin:end],
            choices=own.choices,
            starts=own.starts,
            before=own.before,
            after=own.after,
            states=own.states,
            status_quo_row=own.status_quo_row,
        )
        for own, begin, end, has_equal_rows in zip(outlined.clusters, begins[:-1], begins[1:], repeats, strict=True)
    )


def _with_equal_rows_once(own: OutlinedCluster, rows: Ints) -> Part:
    """A part with equal rows once, in the order of the choices. rows: (choice, coordinate)."""
    stated_rows = np.column_stack([own.before, own.after, rows])
    distinct, first, which = np.unique(stated_rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    row_of = place[which.ravel()]
    together = np.argsort(row_of, kind="stable")
    starts = np.searchsorted(row_of[together], np.arange(len(order) + 1))
    return Part(
        cluster=own.cluster,
        rows=np.ascontiguousarray(distinct[order, 2:]),
        choices=own.choices[together],
        starts=starts.astype(np.int64),
        before=np.ascontiguousarray(distinct[order, 0]),
        after=np.ascontiguousarray(distinct[order, 1]),
        states=own.states,
        status_quo_row=None if own.status_quo_row is None else int(row_of[own.status_quo_row]),
    )
