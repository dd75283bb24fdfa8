"""How many packages are feasible and how many acceptable, without going through them one by one.

Partial packages are counted by what still matters of them: whose consent they need, who rejects something in them,
and each value up to where the party is satisfied whatever follows. Equal ones are counted together. Where too many
different ones are left, the rest is sampled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from winset.analyses.settlement.clusters import NO_FLOOR, Cluster, combined, holder, layouts, spread_out
from winset.analyses.settlement.packages import Ints, holds
from winset.readings import Reading

MOST_STATES = 5_000
MOST_SUMS = 100_000
"""Different partial packages that are kept, and sums that one step may take, so that a count takes some hundredths of a
second."""
SAMPLE = 32_768
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A count of packages. error: its standard error where it is estimated from a sample, 0 where it is exact."""

    packages: int
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Step:
    """What the choices of one cluster do. required, rejecting: (row) bits of parties. worth: (row, watched party).
    number: (row) choices that do the same.
    """

    required: Ints
    rejecting: Ints
    worth: Ints
    number: Ints


def counted(reading: Reading) -> tuple[int, Number]:
    """How many packages are feasible, and how many acceptable. Raises TooJoined."""
    feasible, acceptable, variance = 0, 0, 0.0
    for _, structure in layouts(reading.structure, reading.links):
        clusters = combined(structure, reading.links)
        if not all(len(cluster.choices) for cluster in clusters):
            continue  # the rules leave nothing here
        counter = Counter(replace(reading, structure=structure), clusters)
        found = counter.acceptable()
        feasible += counter.feasible()
        acceptable += found.packages
        variance += found.error**2
    return feasible, Number(packages=acceptable, error=sqrt(variance))


class Counter:
    """Counts the packages of a reading from its clusters."""

    def __init__(self, reading: Reading, clusters: tuple[Cluster, ...]) -> None:
        structure = reading.structure
        self.reading, self.clusters = reading, clusters
        self.always = sum(1 << p for p in structure.always)
        least = {p: w for p in structure.can_be_needed if (w := reading.walk_away[p]) is not None}
        self.walk_away = least
        self.floor: dict[int, int] = {}
        for one in reading.floors:
            self.floor[one.party] = max(self.floor.get(one.party, one.worth), one.worth)
        for party in structure.always:
            if party in least:
                self.floor[party] = max(self.floor.get(party, least[party]), least[party])
        self.watched = tuple(sorted({*least, *self.floor}))
        self.steps = [self._step(cluster) for cluster in clusters]

    def _step(self, cluster: Cluster) -> _Step:
        structure, reading = self.reading.structure, self.reading
        columns = cluster.choices.astype(np.int64) + np.array([structure.offsets[i] for i in cluster.issues])
        bit = np.array([1 << p for p in range(structure.needs.shape[1])], dtype=np.int64)
        needs = structure.needs.astype(np.int64) @ bit
        rejects = np.zeros(structure.columns, dtype=np.int64)
        for party, held in enumerate(structure.red_lines):
            for line in held:
                rejects[structure.offsets[line.issue] + line.option] |= 1 << party
        required = np.bitwise_or.reduce(needs[columns], axis=1)
        rejecting = np.bitwise_or.reduce(rejects[columns], axis=1)
        wide = spread_out(structure, cluster.issues, cluster.choices)
        worth = np.zeros((len(columns), len(self.watched)), dtype=np.int64)
        for n, party in enumerate(self.watched):
            worth[:, n] = reading.worth[party][columns].sum(axis=1)
            for link in reading.links:
                mine = holder(structure, (issue for issue, _ in link.when)) in cluster.issues
                if link.party == party and link.worth and mine:
                    worth[:, n] += holds(wide, link.when) * link.worth
        all_of_it = np.concatenate([required[:, None], rejecting[:, None], worth], axis=1)
        rows, number = np.unique(all_of_it, axis=0, return_counts=True)
        return _Step(required=rows[:, 0], rejecting=rows[:, 1], worth=rows[:, 2:], number=number)

    def feasible(self) -> int:
        """Packages that break no rule, cross no red line of a required party and move something."""
        states: dict[tuple[int, int], int] = {(self.always, 0): 1}
        for step in self.steps:
            masks = np.stack([step.required, step.rejecting], axis=1)
            kinds, which = np.unique(masks, axis=0, return_inverse=True)
            numbers = [int(step.number[which.ravel() == n].sum()) for n in range(len(kinds))]
            grown: dict[tuple[int, int], int] = {}
            for (required, rejecting), number in states.items():
                for (more, against), times in zip(kinds.tolist(), numbers, strict=True):
                    key = (required | more, rejecting | against)
                    if not key[1] & self.always:
                        grown[key] = grown.get(key, 0) + number * times
            states = grown
        total = sum(number for (required, rejecting), number in states.items() if not required & rejecting)
        return total - self._still(values=False)

    def _still(self, *, values: bool) -> int:
        """1 where the package that moves nothing is among those that are counted."""
        structure = self.reading.structure
        still = structure.still
        if still is None or any(cluster.quo is None for cluster in self.clusters):
            return 0
        for party in structure.always:
            if any(still[line.issue] == line.option for line in structure.red_lines[party]):
                return 0
        if values and any(self.reading.value(party, still) < floor for party, floor in self.floor.items()):
            return 0
        return 1

    def acceptable(self) -> Number:
        """Acceptable packages: exactly, or estimated with a standard error."""
        most, least = self._tails(np.max), self._tails(np.min)
        wide = float(np.prod([float(step.number.sum()) for step in self.steps])) >= 2.0**62
        states = np.zeros((1, 2 + len(self.watched)), dtype=np.int64)
        states[0, 0] = self.always
        counts = np.ones(1, dtype=object if wide else np.int64)
        for n, step in enumerate(self.steps):
            if len(states) * len(step.number) > MOST_SUMS or len(states) > MOST_STATES:
                return self._sampled(states, counts, n)
            states = np.repeat(states, len(step.number), axis=0)
            many = len(states) // len(step.number)
            counts = np.repeat(counts, len(step.number)) * np.tile(step.number.astype(counts.dtype), many)
            states[:, 0] |= np.tile(step.required, many)
            states[:, 1] |= np.tile(step.rejecting, many)
            states[:, 2:] += np.tile(step.worth, (many, 1))
            states, counts = self._settled(states, counts, most[n + 1], least[n + 1])
        return Number(packages=int(sum(counts.tolist())) - self._still(values=True))

    def _tails(self, extreme: object) -> Ints:
        each = [np.asarray(extreme(step.worth, axis=0)) for step in self.steps]  # type: ignore[operator]
        result = np.zeros((len(each) + 1, len(self.watched)), dtype=np.int64)
        for n in range(len(each) - 1, -1, -1):
            result[n] = result[n + 1] + each[n]
        return result

    def _settled(self, states: Ints, counts: Ints, most: Ints, least: Ints) -> tuple[Ints, Ints]:
        """The states that can still become acceptable, what no longer matters in them levelled, equal ones together."""
        keep = np.ones(len(states), dtype=bool)
        for n, party in enumerate(self.watched):
            bit, value = 1 << party, states[:, 2 + n]
            if party in self.floor:
                keep &= value + most[n] >= self.floor[party]
            need = self.walk_away.get(party, NO_FLOOR)
            short = value + most[n] < need
            states[:, 1] |= np.where(short, bit, 0)
            need = max(need, self.floor.get(party, NO_FLOOR))
            level = np.minimum(value, need - least[n])
            if party not in self.floor:  # a party that rejects already can only matter by not being required
                level = np.where(states[:, 1] & bit != 0, need - least[n], level)
            states[:, 2 + n] = level
        keep &= states[:, 0] & states[:, 1] == 0
        states, counts = states[keep], counts[keep]
        if not len(states):
            return states, counts
        varying = states[:, (states != states[0]).any(axis=0)]
        order = np.lexsort(varying.T) if varying.shape[1] else np.arange(len(states))
        states, counts = states[order], counts[order]
        first = np.concatenate([[True], (states[1:] != states[:-1]).any(axis=1)])
        starts = np.flatnonzero(first)
        return states[starts], np.add.reduceat(counts, starts)

    def _sampled(self, states: Ints, counts: Ints, done: int) -> Number:
        """An estimate: partial packages drawn by how many they stand for, completed at random."""
        draw = np.random.Generator(np.random.Philox(SEED))
        weight = np.array([float(one) for one in counts])
        total = weight.sum()
        if not len(states) or not total:
            return Number(packages=0)
        rows = np.searchsorted(np.cumsum(weight), draw.random(SAMPLE) * total, side="right")
        sample = states[np.minimum(rows, len(states) - 1)]
        for step in self.steps[done:]:
            many = int(step.number.sum())
            picked = draw.integers(many, size=SAMPLE)
            if many > len(step.number):
                picked = np.searchsorted(np.cumsum(step.number), picked, side="right")
            total *= float(many)
            sample[:, 0] |= step.required[picked]
            sample[:, 1] |= step.rejecting[picked]
            sample[:, 2:] += step.worth[picked]
        good = np.ones(SAMPLE, dtype=bool)
        for n, party in enumerate(self.watched):
            value = sample[:, 2 + n]
            if party in self.floor:
                good &= value >= self.floor[party]
            if party in self.walk_away:
                good &= (sample[:, 0] & (1 << party) == 0) | (value >= self.walk_away[party])
        good &= sample[:, 0] & sample[:, 1] == 0
        share = float(good.mean())
        return Number(
            packages=round(total * share), error=float(total) * sqrt(max(share * (1 - share), 1 / SAMPLE) / SAMPLE)
        )
