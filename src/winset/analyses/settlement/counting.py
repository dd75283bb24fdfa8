"""How many packages are feasible and how many acceptable, without going through them one by one.

Partial packages are counted by what still matters of them: whose consent they need, who rejects something in them,
and each value up to where the party is satisfied whatever follows. Equal ones are counted together. Where too many
different ones are left, the rest is sampled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.clusters import IssueCluster, build_clusters
from winset.analyses.settlement.outline import enough_voters
from winset.analyses.settlement.packages import Ints, always_bits, consent_bits
from winset.analyses.settlement.subproblem import NO_FLOOR
from winset.analyses.votes import dividends
from winset.readings import Reading

MOST_STATES = 5_000
"""Different partial packages that are kept in a count; beyond, the number is estimated from a sample, with its standard
error.
"""
MOST_SUMS = 100_000
"""Sums that one step of a count may take, some hundredths of a second; beyond, the number is estimated from a sample,
with its standard error.
"""
SAMPLE = 32_768
SEED = 1
STATE, REQUIRED, REJECTING, WORTH = 0, 1, 2, 3
"""Where a partial package holds the state between layers, whose consent it needs, who rejects something in it, and,
from there on, its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEstimate:
    """A count of packages. error: its standard error where it is estimated from a sample, 0 where it is exact."""

    packages: int
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Step:
    """What the choices of one cluster do. before, after: (row) the states between layers. required, rejecting: (row)
    bits of parties. worth: (row, watched party). number: (row) choices that do the same. states: how many there are
    before it.
    """

    before: Ints
    after: Ints
    states: int
    required: Ints
    rejecting: Ints
    worth: Ints
    number: Ints


def count_packages(reading: Reading) -> tuple[int, CountEstimate]:
    """How many packages are feasible, and how many acceptable. Raises TooJoined."""
    clusters = build_clusters(reading.structure, reading.links)
    if not all(len(cluster.choices) for cluster in clusters):
        return 0, CountEstimate(packages=0)  # the rules leave nothing
    feasible = PackageCounter(reading, clusters).feasible()
    total, variance = 0, 0.0
    structure = reading.structure
    for voters, times in dividends(enough_voters(structure)).items():
        asked = replace(structure, always=tuple(sorted({*structure.always, *voters})))
        number = PackageCounter(replace(reading, structure=asked), clusters).acceptable()
        total += times * number.packages
        variance += (times * number.error) ** 2
    return feasible, CountEstimate(packages=total, error=variance**0.5)


class PackageCounter:
    """Counts the packages of a reading from its clusters."""

    def __init__(self, reading: Reading, clusters: tuple[IssueCluster, ...]) -> None:
        structure = reading.structure
        self.reading, self.clusters = reading, clusters
        self.always = always_bits(structure)
        least = {p: w for p in structure.can_be_needed if (w := reading.walk_away[p]) is not None}
        self.walk_away = least
        self.floor: dict[int, int] = {}
        for floor in reading.floors:
            self.floor[floor.party] = max(self.floor.get(floor.party, floor.worth), floor.worth)
        for party in structure.always:
            if party in least:
                self.floor[party] = max(self.floor.get(party, least[party]), least[party])
        self.watched = tuple(sorted({*least, *self.floor}))
        states = [1, *(cluster.states for cluster in clusters)]
        self.steps = [self._step(cluster, before) for cluster, before in zip(clusters, states, strict=False)]

    def _step(self, cluster: IssueCluster, states: int) -> _Step:
        structure, reading = self.reading.structure, self.reading
        columns = cluster.choices.astype(np.int64) + np.array([structure.offsets[i] for i in cluster.issues])
        needs, rejects = consent_bits(structure)
        required = np.bitwise_or.reduce(needs[columns], axis=1)
        rejecting = np.bitwise_or.reduce(rejects[columns], axis=1)
        worth = np.zeros((len(columns), len(self.watched)), dtype=np.int64)
        for n, party in enumerate(self.watched):
            worth[:, n] = reading.worth[party][columns].sum(axis=1)
        for link, bringing in cluster.fulfilled:
            if reading.links[link].party in self.watched:
                worth[bringing, self.watched.index(reading.links[link].party)] += reading.links[link].worth
        all_of_it = np.column_stack([cluster.before, cluster.after, required, rejecting, worth])
        rows, number = np.unique(all_of_it, axis=0, return_counts=True)
        return _Step(
            before=rows[:, 0],
            after=rows[:, 1],
            states=states,
            required=rows[:, 2],
            rejecting=rows[:, 3],
            worth=rows[:, 4:],
            number=number,
        )

    def feasible(self) -> int:
        """Packages that break no rule, cross no red line of a required party and move something."""
        states: dict[tuple[int, int, int], int] = {(0, self.always, 0): 1}
        for step in self.steps:
            masks = np.stack([step.before, step.after, step.required, step.rejecting], axis=1)
            kinds, which = np.unique(masks, axis=0, return_inverse=True)
            leading: list[list[tuple[int, int, int, int]]] = [[] for _ in range(step.states)]
            for n, (before, after, more, against) in enumerate(kinds.tolist()):
                leading[before].append((after, more, against, int(step.number[which.ravel() == n].sum())))
            grown: dict[tuple[int, int, int], int] = {}
            for (state, required, rejecting), number in states.items():
                for after, more, against, times in leading[state]:
                    key = (after, required | more, rejecting | against)
                    if not key[2] & self.always:
                        grown[key] = grown.get(key, 0) + number * times
            states = grown
        total = sum(number for (_, required, rejecting), number in states.items() if not required & rejecting)
        return total - self._status_quo_counted(values=False)

    def _status_quo_counted(self, *, values: bool) -> int:
        """1 where the package that moves nothing is among those that are counted."""
        structure = self.reading.structure
        unmoved = structure.status_quo_package
        if unmoved is None or any(cluster.status_quo_choice is None for cluster in self.clusters):
            return 0
        for party in structure.closing:
            if any(unmoved[line.issue] == line.option for line in structure.red_lines[party]):
                return 0
        if values and any(self.reading.value(party, unmoved) < floor for party, floor in self.floor.items()):
            return 0
        return 1

    def acceptable(self) -> CountEstimate:
        """Acceptable packages: exactly, or estimated with a standard error."""
        most, least = self._tails(np.maximum, NO_FLOOR), self._tails(np.minimum, -NO_FLOOR)
        wide = float(np.prod([float(step.number.sum()) for step in self.steps])) >= 2.0**62
        states = np.zeros((1, WORTH + len(self.watched)), dtype=np.int64)
        states[0, REQUIRED] = self.always
        counts = np.ones(1, dtype=object if wide else np.int64)
        for n, step in enumerate(self.steps):
            pairs = [np.flatnonzero(step.before == state) for state in range(step.states)]
            follow = np.array([len(rows) for rows in pairs])[states[:, STATE]]
            if follow.sum() > MOST_SUMS or len(states) > MOST_STATES:
                return self._sampled(states, counts, n)
            rows = np.concatenate([pairs[state] for state in states[:, STATE]]) if len(states) else follow
            states, counts = np.repeat(states, follow, axis=0), np.repeat(counts, follow)
            counts = counts * step.number[rows].astype(counts.dtype)
            _take(states, step, rows)
            states, counts = self._settled(states, counts, most[n + 1], least[n + 1])
        return CountEstimate(packages=int(sum(counts.tolist())) - self._status_quo_counted(values=True))

    def _tails(self, extreme: np.ufunc, nothing: int) -> list[Ints]:
        """(step + 1) of (state, watched party) the most or the least that the steps from there on add."""
        result = [np.zeros((1, len(self.watched)), dtype=np.int64)]
        for step in reversed(self.steps):
            extremes = np.full((step.states, len(self.watched)), nothing, dtype=np.int64)
            extreme.at(extremes, step.before, step.worth + result[-1][step.after])
            result.append(extremes)
        return result[::-1]

    def _settled(self, states: Ints, counts: Ints, most: Ints, least: Ints) -> tuple[Ints, Ints]:
        """The states that can still become acceptable, what no longer matters in them levelled, equal ones together.

        most, least: (state between layers, watched party) what the steps to come add.
        """
        keep = np.ones(len(states), dtype=bool)
        place = states[:, STATE] if len(most) > 1 else 0
        for n, party in enumerate(self.watched):
            bit, value = 1 << party, states[:, WORTH + n]
            more, fewest = most[place, n], least[place, n]
            if party in self.floor:
                keep &= value + more >= self.floor[party]
            need = self.walk_away.get(party, NO_FLOOR)
            short = value + more < need
            states[:, REJECTING] |= np.where(short, bit, 0)
            need = max(need, self.floor.get(party, NO_FLOOR))
            level = np.minimum(value, need - fewest)
            if party not in self.floor:  # a party that rejects already can only matter by not being required
                level = np.where(states[:, REJECTING] & bit != 0, need - fewest, level)
            states[:, WORTH + n] = level
        keep &= states[:, REQUIRED] & states[:, REJECTING] == 0
        states, counts = states[keep], counts[keep]
        if not len(states):
            return states, counts
        varying = states[:, (states != states[0]).any(axis=0)]
        order = np.lexsort(varying.T) if varying.shape[1] else np.arange(len(states))
        states, counts = states[order], counts[order]
        first = np.concatenate([[True], (states[1:] != states[:-1]).any(axis=1)])
        starts = np.flatnonzero(first)
        return states[starts], np.add.reduceat(counts, starts)

    def _sampled(self, states: Ints, counts: Ints, done: int) -> CountEstimate:
        """An estimate: partial packages drawn by how many completions they stand for, completed at random."""
        draw = np.random.Generator(np.random.Philox(SEED))
        ends = self._completions()
        weight = np.array([float(count) for count in counts]) * ends[done][states[:, STATE]]
        total = weight.sum()
        if not len(states) or not total:
            return CountEstimate(packages=0)
        rows = np.searchsorted(np.cumsum(weight), draw.random(SAMPLE) * total, side="right")
        sample = states[np.minimum(rows, len(states) - 1)]
        for step, after in zip(self.steps[done:], ends[done + 1 :], strict=True):
            picked = np.zeros(SAMPLE, dtype=np.int64)
            for state in range(step.states):
                here, leading = np.flatnonzero(sample[:, STATE] == state), np.flatnonzero(step.before == state)
                odds = np.cumsum(step.number[leading] * after[step.after[leading]])
                if len(here):
                    at = np.searchsorted(odds, draw.random(len(here)) * odds[-1], side="right")
                    picked[here] = leading[np.minimum(at, len(leading) - 1)]
            _take(sample, step, picked)
        good = np.ones(SAMPLE, dtype=bool)
        for n, party in enumerate(self.watched):
            value = sample[:, WORTH + n]
            if party in self.floor:
                good &= value >= self.floor[party]
            if party in self.walk_away:
                good &= (sample[:, REQUIRED] & (1 << party) == 0) | (value >= self.walk_away[party])
        good &= sample[:, REQUIRED] & sample[:, REJECTING] == 0
        share = float(good.mean())
        return CountEstimate(
            packages=round(total * share), error=float(total) * sqrt(max(share * (1 - share), 1 / SAMPLE) / SAMPLE)
        )

    def _completions(self) -> list[NDArray[np.float64]]:
        """(step + 1) of (state) in how many ways the steps from there on can be gone through."""
        result = [np.ones(1)]
        for step in reversed(self.steps):
            ways = np.zeros(step.states)
            np.add.at(ways, step.before, step.number * result[-1][step.after])
            result.append(ways)
        return result[::-1]


def _take(states: Ints, step: _Step, rows: NDArray[np.intp]) -> None:
    """Adds a row of a step to each partial package, in place."""
    states[:, STATE] = step.after[rows]
    states[:, REQUIRED] |= step.required[rows]
    states[:, REJECTING] |= step.rejecting[rows]
    states[:, WORTH:] += step.worth[rows]
