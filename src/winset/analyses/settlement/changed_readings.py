"""Readings that differ from a known one in few numbers: only what differs is worked out anew."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, WinSet, lawful_packages
from winset.compiled import CompiledRedLine
from winset.readings import Reading

Line = tuple[int, int, int]
"""The owner, issue and option of a red line."""
Counts = np.ndarray[tuple[int], np.dtype[np.int32]]


class ChangedReadings:
    """The packages that keep every rule, with what each is worth and how many demands each violates in one reading.

    Another reading of the same case, with the same rules, parties whose consent is asked for and options, differs in
    the worth of a few parties and in a few red lines. Bodies that vote are not counted so: the readings have none.
    """

    def __init__(self, reading: Reading, lawful: Packages | None = None) -> None:
        self.reading = reading
        self.view = View(reading.structure, lawful_packages(reading.structure) if lawful is None else lawful)
        self._lines = _held(reading)

    @cached_property
    def values(self) -> Ints:
        """(party, package) numerators."""
        return self.view.values(self.reading)

    @cached_property
    def _violated(self) -> Counts:
        """(package) how many walk-aways, floors and red lines it violates."""
        count = np.zeros(len(self.view.packages), dtype=np.int32)
        for party in range(len(self.reading.worth)):
            count += self._short(self.reading, party, self.values[party])
        for line, holders in self._lines.items():
            count += self._crossed(line, holders)
        return count

    def _short(self, reading: Reading, party: int, value: Ints) -> Counts:
        """(package) how many times it falls short of what the party, or a body that follows it, asks."""
        count = np.zeros(len(value), dtype=np.int32)
        walk_away = reading.walk_away[party]
        if walk_away is not None:
            count += self.view.required[party] & (value < walk_away)
        for floor in reading.floors:
            if floor.party == party:
                count += value < floor.worth
        return count

    def _crossed(self, line: Line, holders: frozenset[int]) -> Bools:
        """(package) whether it crosses the red line of somebody whose consent it needs, or whom a body follows."""
        chosen: Bools = self.view.packages[:, line[1]] == line[2]
        if self.reading.structure.closing & holders:
            return chosen
        return np.asarray(chosen & self.view.required[list(holders)].any(axis=0))

    def solved(self, reading: Reading) -> Enumeration:
        """The other reading with its acceptable packages."""
        changed = [party for party in range(len(reading.worth)) if _differs(self.reading, reading, party)]
        count = self._violated.copy()
        values: dict[int, Ints] = {}
        for party in changed:
            values[party] = self.view.value(reading, party)
            count -= self._short(self.reading, party, self.values[party])
            count += self._short(reading, party, values[party])
        lines = _held(reading)
        for line in {*self._lines, *lines}:
            before, after = self._lines.get(line), lines.get(line)
            if before == after:
                continue
            if before is not None:
                count -= self._crossed(line, before)
            if after is not None:
                count += self._crossed(line, after)
        acceptable = np.flatnonzero(count == 0)
        worth = self.values[:, acceptable]
        for party, value in values.items():
            worth[party] = value[acceptable]
        win_set = WinSet(reading=reading, packages=self.view.packages[acceptable], values=worth)
        return Enumeration(reading, self.view.packages, win_set)

    def leading_package(self, reading: Reading) -> Package | None:
        """The package that leads in the other reading, None where nothing is acceptable."""
        return self.solved(reading).leading_package()


def _held(reading: Reading) -> dict[Line, frozenset[int]]:
    """By red line, who holds it."""
    holders: dict[Line, set[int]] = {}
    for party, lines in enumerate(reading.structure.red_lines):
        for line in lines:
            holders.setdefault(_key(line), set()).add(party)
    return {line: frozenset(parties) for line, parties in holders.items()}


def _key(line: CompiledRedLine) -> Line:
    return line.owner, line.issue, line.option


def _differs(known: Reading, other: Reading, party: int) -> bool:
    """Whether a party's numbers, or what a body that follows it asks, are not the same in both."""
    return (
        known.denominator[party] != other.denominator[party]
        or known.walk_away[party] != other.walk_away[party]
        or not np.array_equal(known.worth[party], other.worth[party])
        or [link for link in known.links if link.party == party]
        != [link for link in other.links if link.party == party]
        or [floor for floor in known.floors if floor.party == party]
        != [floor for floor in other.floors if floor.party == party]
    )
