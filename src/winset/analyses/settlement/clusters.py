"""The question as a sum over clusters: issues that rules or links join are taken together, and clusters add up.

Whose consent a package needs depends on the package. For each set of parties that can be required, the options are
left that need nobody else and that none of them rejects; what these allow and what the set accepts, united over all
sets, is the win-set (settlement.md 5.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, Ints, Packages, all_choices, combinations, holds
from winset.compiled import Structure
from winset.readings import Reading
from winset.readings.exact import LinkWorth

LARGEST_CLUSTER = 50_000
"""Combinations of one cluster that are written out; where more are joined, the clusters are too large."""
MOST_SETS = 64
"""Sets of required parties that are gone through."""
MOST_FIXINGS = 100
"""Combinations of the options of issues that are fixed in turn, where too many issues are joined."""
Given = tuple[tuple[int, int], ...]
NO_FLOOR = -(2**62)
NO_CEILING = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cluster:
    """Issues that belong together, with every lawful combination of their options.

    choices: (choice, issue) options, in lexicographic order. quo: the choice that moves nothing, None where there is
    none.
    """

    issues: tuple[int, ...]
    choices: Packages
    quo: int | None


class TooJoined(Exception):
    """So many issues are joined by rules and links that their combinations are not written out."""


def groups(
    structure: Structure, links: tuple[LinkWorth, ...], apart: frozenset[int] = frozenset()
) -> tuple[tuple[int, ...], ...]:
    """The issues of each cluster, in the order of the case: joined by a rule, or by a link that is worth something.

    An issue that packages may hold one option of joins nothing; neither do those that are taken apart.
    """
    root = list(range(len(structure.sizes)))

    def top(issue: int) -> int:
        while root[issue] != issue:
            issue = root[issue]
        return issue

    named = [[issue for issue, _ in (*rule.if_, *rule.then)] for rule in structure.rules]
    named += [[issue for issue, _ in link.when] for link in links if link.worth]
    for issues in named:
        joined = [issue for issue in issues if issue not in apart and len(structure.choices(issue)) > 1]
        for issue in joined[1:]:
            first, second = sorted((top(joined[0]), top(issue)))
            root[second] = first
    tops = [top(issue) for issue in range(len(root))]
    return tuple(tuple(n for n, one in enumerate(tops) if one == first) for first in dict.fromkeys(tops))


def layouts(structure: Structure, links: tuple[LinkWorth, ...]) -> tuple[tuple[Given, Structure], ...]:
    """The structure itself or, where too many issues are joined, with each combination of options of some issues fixed.

    Issues are fixed, those first that leave the smallest clusters, until no cluster is too large. Raises TooJoined
    where that takes too many fixings.

    Source: Dechter 1990, Artificial Intelligence 41(3), 273–312 (cutset decomposition).
    """
    choices = all_choices(structure)

    def largest(apart: frozenset[int]) -> tuple[int, tuple[int, ...]]:
        sizes = [
            (prod(len(choices[issue]) for issue in issues if issue not in apart), issues)
            for issues in groups(structure, links, apart)
        ]
        return max(sizes, default=(1, ()))

    apart: frozenset[int] = frozenset()
    while (found := largest(apart))[0] > LARGEST_CLUSTER:
        apart |= {min(found[1], key=lambda issue: (largest(apart | {issue})[0], len(choices[issue])))}
        if prod(len(choices[issue]) for issue in apart) > MOST_FIXINGS:
            raise TooJoined
    if not apart:
        return (((), structure),)
    fixed = sorted(apart)
    laid = []
    for options in combinations(tuple(choices[issue] for issue in fixed)).tolist():
        open_ = structure.open.copy()
        for issue, option in zip(fixed, options, strict=True):
            start = structure.offsets[issue]
            open_[start : start + structure.sizes[issue]] = False
            open_[start + option] = True
        laid.append((tuple(zip(fixed, options, strict=True)), replace(structure, open=open_)))
    return tuple(laid)


def holder(structure: Structure, issues: Iterable[int]) -> int:
    """The issue whose cluster a rule or link belongs to: the first that packages may hold several options of."""
    named = list(issues)
    return next((issue for issue in named if len(structure.choices(issue)) > 1), named[0])


def spread_out(structure: Structure, issues: tuple[int, ...], rows: Packages) -> Packages:
    """(row, issue) rows of some issues as packages, with the only option of each other issue that has just one."""
    wide = np.zeros((len(rows), len(structure.sizes)), dtype=np.int16)
    for issue, options in enumerate(all_choices(structure)):
        wide[:, issue] = options[0] if len(options) == 1 else 0
    wide[:, list(issues)] = rows
    return wide


def combined(structure: Structure, links: tuple[LinkWorth, ...]) -> tuple[Cluster, ...]:
    """All clusters. Raises TooJoined where one would have more combinations than are written out."""
    choices = all_choices(structure)
    unmoved = structure.still
    found = []
    for issues in groups(structure, links):
        if prod(len(choices[issue]) for issue in issues) > LARGEST_CLUSTER:
            raise TooJoined
        rows = combinations(tuple(choices[issue] for issue in issues))
        wide = spread_out(structure, issues, rows)
        keep = np.ones(len(rows), dtype=bool)
        for rule in structure.rules:
            if holder(structure, (issue for issue, _ in (*rule.if_, *rule.then))) in issues:
                keep &= ~holds(wide, rule.if_) | holds(wide, rule.then)
        rows = rows[keep]
        quo = None
        if unmoved is not None:
            same = np.flatnonzero((rows == np.array([unmoved[issue] for issue in issues], dtype=np.int16)).all(axis=1))
            quo = int(same[0]) if len(same) else None
        found.append(Cluster(issues=issues, choices=rows, quo=quo))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A cluster under one set of required parties: what each of its choices adds to each coordinate.

    rows: (row, coordinate) distinct numerators, in the order of the first choice that adds them. choices: (choice)
    allowed choices of the cluster, those of one row together. starts: (row + 1) where the choices of a row begin. quo:
    the row of the choice that moves nothing, None where it is not allowed or does not exist.
    """

    cluster: Cluster
    rows: Ints
    choices: NDArray[np.intp]
    starts: NDArray[np.int64]
    quo: int | None

    @property
    def alternatives(self) -> Ints:
        """(row) the number of choices that add the same."""
        return np.diff(self.starts)

    def options(self, row: int) -> Packages:
        """(choice, issue of the cluster) the options of the choices of a row."""
        return self.cluster.choices[self.choices[self.starts[row] : self.starts[row + 1]]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """The question for one set of required parties: packages as one row of each part, values as their sums.

    required: whose consent is asked for. parties: whose values the coordinates are, the bargaining parties first.
    bargaining: how many of the coordinates these are. floor: (coordinate) the least that is acceptable, NO_FLOOR where
    nothing is asked. can_be_still: True where the package that moves nothing is among the combinations. given: issues
    that are fixed here, with their options, since they join too many others.
    """

    reading: Reading
    required: frozenset[int]
    parties: tuple[int, ...]
    bargaining: int
    parts: tuple[Part, ...]
    floor: Ints
    can_be_still: bool
    given: Given = ()

    @cached_property
    def most_after(self) -> Ints:
        """(part + 1, coordinate) the most that this part and the later ones add."""
        return _tail(np.array([part.rows.max(axis=0) for part in self.parts]).reshape(len(self.parts), -1))

    @cached_property
    def least_after(self) -> Ints:
        """(part + 1, coordinate) the least that this part and the later ones add."""
        return _tail(np.array([part.rows.min(axis=0) for part in self.parts]).reshape(len(self.parts), -1))

    @cached_property
    def flat(self) -> tuple[Ints, Ints]:
        """(row, coordinate) the rows of all parts, one after the other, and (part + 1) where those of each begin."""
        rows = np.ascontiguousarray(np.concatenate([part.rows for part in self.parts]))
        return rows, np.cumsum([0, *(len(part.rows) for part in self.parts)])

    def expanded(self, rows: Ints, limit: int) -> Packages:
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
        found = []
        size = 0
        for n in range(len(rows)):
            packages = first[n : n + 1]
            for place in np.flatnonzero(several[n]):
                part = self.parts[place]
                options = part.options(int(rows[n, place]))[: max(1, limit)]
                packages = np.repeat(packages, len(options), axis=0)
                packages[:, list(part.cluster.issues)] = np.tile(options, (len(packages) // len(options), 1))
                packages = packages[: limit + 1]
            found.append(packages)
            size += len(packages)
            if size > limit:
                break
        return self._moved(np.concatenate(found))

    def _chosen(self, rows: Ints) -> Packages:
        """The packages where every row stands for one choice."""
        packages = np.zeros((len(rows), len(self.reading.structure.sizes)), dtype=np.int16)
        for n, part in enumerate(self.parts):
            packages[:, list(part.cluster.issues)] = part.cluster.choices[part.choices[part.starts[rows[:, n]]]]
        return packages

    def _moved(self, packages: Packages) -> Packages:
        """Without the package that moves nothing."""
        still = self.reading.structure.still
        return packages if still is None else packages[(packages != np.array(still, dtype=np.int16)).any(axis=1)]


def _tail(each: Ints) -> Ints:
    sums = np.zeros((len(each) + 1, each.shape[1]), dtype=np.int64)
    sums[:-1] = np.cumsum(each[::-1], axis=0)[::-1]
    return sums


def required_sets(structure: Structure) -> tuple[frozenset[int], ...]:
    """Every set of parties that some package can require: the always required, with what options need, united."""
    always = frozenset(structure.always)
    needs = {
        frozenset(int(p) for p in np.flatnonzero(structure.needs[column])) - always
        for column in np.flatnonzero(structure.open)
    }
    sets = {always}
    for more in sorted(needs - {frozenset()}, key=sorted):
        sets |= {one | more for one in sets}
        if len(sets) > MOST_SETS:
            raise TooJoined
    return tuple(sorted(sets, key=lambda one: (len(one), sorted(one))))


def questions(reading: Reading) -> Iterator[Sums]:
    """The question for each set of required parties, and for each fixing of issues where too many are joined.

    Those that allow no package are left out. Raises TooJoined where there would be too many.
    """
    for given, structure in layouts(reading.structure, reading.links):
        laid = reading if not given else replace(reading, structure=structure)
        clusters = combined(structure, reading.links)
        for required in required_sets(reading.structure):
            sums = asked(laid, clusters, required)
            if sums is not None:
                yield replace(sums, given=given)


def asked(reading: Reading, clusters: tuple[Cluster, ...], required: frozenset[int]) -> Sums | None:
    """The question for one set of required parties; None where no combination is allowed."""
    structure = reading.structure
    allowed = allowed_options(structure, required)
    floors = _floors(reading, required)
    bargaining = structure.bargaining
    others = tuple(p for p in sorted(floors) if p not in bargaining)
    parties = (*bargaining, *others)
    parts = []
    for cluster in clusters:
        part = _part(reading, cluster, allowed, parties)
        if part is None:
            return None
        parts.append(part)
    sums = Sums(
        reading=reading,
        required=required,
        parties=parties,
        bargaining=len(bargaining),
        parts=tuple(parts),
        floor=np.array([floors.get(p, NO_FLOOR) for p in parties], dtype=np.int64),
        can_be_still=structure.still is not None and all(part.quo is not None for part in parts),
    )
    return _without_idle(sums)


def allowed_options(structure: Structure, required: frozenset[int]) -> Bools:
    """(column) True for the open options that need nobody else and that none of the required rejects."""
    outside = [p for p in range(structure.needs.shape[1]) if p not in required]
    allowed: Bools = structure.open & ~structure.needs[:, outside].any(axis=1)
    for party in required:
        for line in structure.red_lines[party]:
            allowed[structure.offsets[line.issue] + line.option] = False
    return allowed


def _floors(reading: Reading, required: frozenset[int]) -> dict[int, int]:
    """The least value of each party that must be satisfied, itself or for a body that follows it."""
    found = {p: w for p, w in enumerate(reading.walk_away) if p in required and w is not None}
    for floor in reading.floors:
        found[floor.party] = max(found.get(floor.party, floor.worth), floor.worth)
    return found


def _part(reading: Reading, cluster: Cluster, allowed: Bools, parties: tuple[int, ...]) -> Part | None:
    structure = reading.structure
    columns = cluster.choices.astype(np.int64) + np.array([structure.offsets[i] for i in cluster.issues])
    choices = np.flatnonzero(allowed[columns].all(axis=1))
    if not len(choices):
        return None
    columns = columns[choices]
    rows = np.stack([reading.worth[party][columns].sum(axis=1) for party in parties], axis=1).astype(np.int64)
    wide = spread_out(structure, cluster.issues, cluster.choices[choices])
    for link in reading.links:
        mine = holder(structure, (issue for issue, _ in link.when)) in cluster.issues
        if link.worth and link.party in parties and mine:
            rows[:, parties.index(link.party)] += holds(wide, link.when) * link.worth
    return _together(cluster, choices, rows)


def _together(cluster: Cluster, choices: NDArray[np.intp], rows: Ints) -> Part:
    """A part from what each allowed choice adds: (choice, coordinate), equal rows once, in the order of the choices."""
    distinct, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    row_of = place[which.ravel()]
    together = np.argsort(row_of, kind="stable")
    starts = np.searchsorted(row_of[together], np.arange(len(order) + 1))
    quo = None
    if cluster.quo is not None and (at := np.flatnonzero(choices == cluster.quo)).size:
        quo = int(row_of[at[0]])
    return Part(
        cluster=cluster,
        rows=np.ascontiguousarray(distinct[order]),
        choices=choices[together],
        starts=starts.astype(np.int64),
        quo=quo,
    )


def _without_idle(sums: Sums) -> Sums:
    """Without the coordinates of parties that only have to be satisfied and always are."""
    least = sums.least_after[0]
    keep = [n for n in range(len(sums.parties)) if n < sums.bargaining or least[n] < sums.floor[n]]
    if len(keep) == len(sums.parties):
        return sums
    return replace(
        sums,
        parties=tuple(sums.parties[n] for n in keep),
        parts=tuple(_with_coordinates(part, keep) for part in sums.parts),
        floor=sums.floor[keep],
    )


def _with_coordinates(part: Part, keep: list[int]) -> Part:
    """The part with some of its coordinates; rows that differed in the others alone become one."""
    order = np.argsort(part.choices, kind="stable")
    rows = np.repeat(part.rows[:, keep], part.alternatives, axis=0)
    return _together(part.cluster, part.choices[order], rows[order])
