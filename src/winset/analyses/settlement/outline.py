"""What of a question hangs on no number: for a set of required parties the choices that are allowed and fit each other.

Readings of a case differ in numbers, so this is made once for all of them; of a reading only the numbers are gathered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.clusters import MOST_CLUSTERS_KEPT, IssueCluster
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import Bools, Ints
from winset.analyses.votes import minimal_coalitions
from winset.compiled import Structure
from winset.readings import Reading

MOST_SETS = 64
"""Sets of required parties that are gone through one after the other; beyond, the case counts as joined too closely to
be added up.
"""
MARKS = np.random.Generator(np.random.PCG64(1)).integers(2**63, size=4096, dtype=np.int64) | 1
"""Factors that tell rows apart: equal rows have equal sums with them, and others hardly ever."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutlinedCluster:
    """A cluster in an outline. choices: those that are allowed and last. before, after: (choice) states, numbered
    anew. states: how many there are after it. starts: (choice + 1) its places. status_quo_row: that of the choice that
    moves nothing, None for none.
    """

    cluster: IssueCluster
    choices: NDArray[np.intp]
    before: Ints
    after: Ints
    states: int
    starts: Ints
    status_quo_row: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """The choices of all clusters under one set of required parties, one after the other.

    begins: (cluster + 1) where the choices of each begin. columns: for the first, second, … issue of the clusters that
    have so many, the choices concerned and the column of each. fulfilled: links, each with the choices that bring it.
    marks: (choice) a number that differs between clusters and states.
    """

    clusters: tuple[OutlinedCluster, ...]
    begins: Ints
    columns: tuple[tuple[NDArray[np.intp] | slice, NDArray[np.intp]], ...]
    fulfilled: tuple[tuple[int, NDArray[np.intp]], ...]
    marks: Ints

    def values(self, reading: Reading, parties: list[int]) -> Ints:
        """(choice, party) what each choice adds to the values of some parties, numerators."""
        worth = np.ascontiguousarray(reading.worth[parties].T, dtype=np.int64)
        added = np.zeros((int(self.begins[-1]), len(parties)), dtype=np.int64)
        for choices, columns in self.columns:
            added[choices] += worth[columns]
        place = {party: n for n, party in enumerate(parties)}
        for link, choices in self.fulfilled:
            at = place.get(reading.links[link].party)
            if at is not None:
                added[choices, at] += reading.links[link].worth
        return added

    def repeats(self, added: Ints) -> Bools:
        """(cluster) False where no two choices lead from and to the same and add the same."""
        sums = added @ MARKS[: added.shape[1]] + self.marks
        order = np.argsort(sums)
        equal = order[1:][np.diff(sums[order]) == 0]
        repeats = np.zeros(len(self.clusters), dtype=bool)
        repeats[np.searchsorted(self.begins, equal, side="right") - 1] = True
        return repeats


@lru_cache(maxsize=4 * MOST_CLUSTERS_KEPT)
def required_sets(structure: Structure) -> tuple[frozenset[int], ...]:
    """Every set of parties that can be required together: the always required and enough voters for every body that
    votes, with what options need, united.
    """
    always = frozenset(structure.always)
    needs = {
        frozenset(int(p) for p in np.flatnonzero(structure.needs[column])) - always
        for column in np.flatnonzero(structure.open)
    }
    sets = {always | voters for voters in enough_voters(structure)}
    for more in sorted(needs - {frozenset()}, key=sorted):
        sets |= {parties | more for parties in sets}
        if len(sets) > MOST_SETS:
            raise TooJoined
    return tuple(sorted(sets, key=lambda parties: (len(parties), sorted(parties))))


def enough_voters(structure: Structure) -> tuple[frozenset[int], ...]:
    """The smallest sets of voters with whom every body that votes ratifies; one empty set where none votes."""
    return minimal_coalitions(structure.voters, lambda yes: all(vote.passes(yes) for vote in structure.votes))


@lru_cache(maxsize=4 * MOST_CLUSTERS_KEPT)
def allowed_options(structure: Structure, required: frozenset[int]) -> Bools:
    """(column) True for the open options that need nobody else and that none rejects who is required or whom a body
    follows."""
    outside = [p for p in range(structure.needs.shape[1]) if p not in required]
    allowed: Bools = structure.open & ~structure.needs[:, outside].any(axis=1)
    for party in required.union(structure.followed):
        for line in structure.red_lines[party]:
            allowed[structure.offsets[line.issue] + line.option] = False
    allowed.flags.writeable = False
    return allowed


def outline(structure: Structure, clusters: tuple[IssueCluster, ...], required: frozenset[int]) -> Outline | None:
    """The outline for one set of required parties; None where no combination is allowed."""
    return _outline(clusters, structure.sizes, allowed_options(structure, required).tobytes())


@lru_cache(maxsize=4 * MOST_CLUSTERS_KEPT)
def _outline(clusters: tuple[IssueCluster, ...], sizes: tuple[int, ...], allowed: bytes) -> Outline | None:
    """allowed: (column) as bytes."""
    offsets = np.cumsum([0, *sizes])
    columns = [cluster.choices + offsets[list(cluster.issues)] for cluster in clusters]
    may = np.frombuffer(allowed, dtype=bool)
    kept = _lasting(clusters, [np.asarray(may[each].all(axis=1)) for each in columns])
    if kept is None:
        return None
    outlined = tuple(map(_outlined, clusters, kept))
    begins = np.cumsum([0, *map(len, kept)])
    number = np.repeat(np.arange(1, len(kept) + 1), np.diff(begins))
    before = np.concatenate([own.before for own in outlined])
    after = np.concatenate([own.after for own in outlined])
    return Outline(
        clusters=outlined,
        begins=begins,
        columns=tuple(_columns([each[choices] for each, choices in zip(columns, kept, strict=True)], begins)),
        fulfilled=tuple(
            (link, begins[n] + here)
            for n, (cluster, choices) in enumerate(zip(clusters, kept, strict=True))
            for link, bringing in cluster.fulfilled
            for here in [np.flatnonzero(np.isin(choices, bringing))]
            if len(here)
        ),
        marks=np.column_stack([number, before, after]) @ MARKS[-3:],
    )


def _columns(columns: list[NDArray[np.int64]], begins: Ints) -> list[tuple[NDArray[np.intp] | slice, NDArray[np.intp]]]:
    """For the first, second, … issue of the clusters that have so many, their choices and the column of each."""
    result: list[tuple[NDArray[np.intp] | slice, NDArray[np.intp]]] = []
    for place in range(max(each.shape[1] for each in columns)):
        having = [n for n, each in enumerate(columns) if each.shape[1] > place]
        choices = np.concatenate([np.arange(begins[n], begins[n + 1]) for n in having])
        whole = len(having) == len(columns)
        result.append((slice(None) if whole else choices, np.concatenate([columns[n][:, place] for n in having])))
    return result


def _lasting(clusters: tuple[IssueCluster, ...], allowed: list[Bools]) -> list[NDArray[np.intp]] | None:
    """Per cluster the allowed choices that some others lead to and from; None where no combination is left."""
    reached = np.ones(1, dtype=bool)
    kept: list[Bools] = []
    for cluster, each in zip(clusters, allowed, strict=True):
        kept.append(np.asarray(each & reached[cluster.before]))
        reached = np.zeros(cluster.states, dtype=bool)
        reached[cluster.after[kept[-1]]] = True
    for n in range(len(clusters) - 1, -1, -1):
        kept[n] &= reached[clusters[n].after]
        reached = np.zeros(clusters[n - 1].states if n else 1, dtype=bool)
        reached[clusters[n].before[kept[n]]] = True
    return [np.flatnonzero(each) for each in kept] if reached.all() and all(each.any() for each in kept) else None


def _outlined(cluster: IssueCluster, choices: NDArray[np.intp]) -> OutlinedCluster:
    # Only states that some choices lead to and from are left, the same on both sides: they are numbered anew.
    _, before = np.unique(cluster.before[choices], return_inverse=True)
    lasting, after = np.unique(cluster.after[choices], return_inverse=True)
    quo = cluster.status_quo_choice
    unmoved: list[int] = [] if quo is None else np.flatnonzero(choices == quo).tolist()
    return OutlinedCluster(
        cluster=cluster,
        choices=choices,
        before=before.astype(np.int64),
        after=after.astype(np.int64),
        states=len(lasting),
        starts=np.arange(len(choices) + 1, dtype=np.int64),
        status_quo_row=unmoved[0] if unmoved else None,
    )
