"""The cells on which the answer turns: silent, inferred and volatile ones, each read every way that it could be.

Where the packages are few, readings that differ from a known one in few numbers are worked out from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, WinSet, lawful_packages
from winset.analyses.settlement.settle import leading_package
from winset.compiled import Compiled, CompiledCell
from winset.compiled.structure import LineKey
from winset.readings import Reading, central
from winset.readings.exact import PartyReading, central_numbers

Kind = Literal["silent", "inferred", "volatile"]
Effect = Literal["no deal", "a deal", "another package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAlternative:
    """What becomes of the answer if one cell is read otherwise.

    option: the ideal that the party is given instead; None where an inferred position and its red lines are not read
    into the sources. effect: None where the answer stays the same. package: what leads then, None where there is no
    deal.
    """

    party: int
    issue: int
    kind: Kind
    option: int | None
    effect: Effect | None
    package: Package | None


def cell_alternatives(case: Compiled, lead: Package | None, solver: SolverOptions) -> tuple[CellAlternative, ...]:
    """Every other reading of a silent, inferred or volatile cell, and what it does to the answer.

    A silent cell is resolved each way: each option in turn that it does not refuse is the party's ideal, at salience 50
    unless one is judged. A volatile cell settles on each other option, without its judged scores. An inferred cell is
    read as silent, its inferred red lines with it; single inferred red lines of other cells are dropped likewise.

    lead: the package that leads centrally, or None. solver: by which method; its feasible packages stand for every
    reading that changes none.
    """
    numbers = {party: central_numbers(case, party) for party in range(len(case.parties))}
    known = None
    if solver.method == "enumeration" and not case.structure.votes:
        known = ChangedReadings(central(case, numbers))
    return tuple(
        CellAlternative(
            party=party, issue=issue, kind=kind, option=option, effect=_effect(lead, package), package=package
        )
        for issue in range(len(case.issues))
        if _has_say(case, issue)
        for party in range(len(case.parties))
        for kind, option in _other_readings(case, party, issue)
        for package in [_leading_if(case, numbers, (party, issue), (kind, option), known or solver)]
    )


def other_readings(case: Compiled) -> int:
    """How many other readings of single cells there are."""
    return sum(
        len(_other_readings(case, party, issue))
        for issue in range(len(case.issues))
        if _has_say(case, issue)
        for party in range(len(case.parties))
    )


def _has_say(case: Compiled, issue: int) -> bool:
    """Whether an issue bears on the question: off the agenda too, for it is part of what the status quo is worth."""
    return issue not in case.structure.left_out and case.structure.sizes[issue] > 1


def _other_readings(case: Compiled, party: int, issue: int) -> list[tuple[Kind, int | None]]:
    cell = case.cells[party][issue]
    alternatives: list[tuple[Kind, int | None]] = []
    options = range(case.structure.sizes[issue])
    wished = [option for option in options if option not in cell.rejected] if cell.is_silent else []
    alternatives += [("silent", option) for option in wished]
    if cell.volatile:
        alternatives += [("volatile", option) for option in options if option != cell.ideal and option not in wished]
    if cell.basis == "inferred" or any(line.basis == "inferred" for line in cell.rejects):
        alternatives.append(("inferred", None))
    return alternatives


def _leading_if(
    case: Compiled,
    numbers: Mapping[int, PartyReading],
    where: tuple[int, int],
    how: tuple[Kind, int | None],
    by: ChangedReadings | SolverOptions,
) -> Package | None:
    """The package that leads if the cell is read so. What a party wants where no source says it excludes no package, so
    the feasible ones stay the same.

    numbers: of every party, as the cells are. by: what is known of the central reading, or by which method.
    """
    party, issue = where
    changed = case.with_cell(party, issue, _read_otherwise(case.cells[party][issue], how[1]))
    same = {
        other: own
        for other, own in numbers.items()
        if other != party and case.root(other, issue) == changed.root(other, issue) != party
    }
    reading = central(changed, same)
    if isinstance(by, ChangedReadings):
        return by.leading_package(reading)
    return leading_package(reading, by if how[0] == "silent" else replace(by, feasible=None))


def _read_otherwise(cell: CompiledCell, option: int | None) -> CompiledCell:
    if option is None:
        kept = tuple(line for line in cell.rejects if line.basis != "inferred")
        if not cell.is_inferred:
            return replace(cell, rejects=kept)
        return CompiledCell(basis="silent", rejects=kept)
    return cell.wanting(option)


def _effect(before: Package | None, after: Package | None) -> Effect | None:
    if before is None:
        return None if after is None else "a deal"
    if after is None:
        return "no deal"
    return None if before == after else "another package"


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

    def _crossed(self, line: LineKey, holders: frozenset[int]) -> Bools:
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


def _held(reading: Reading) -> dict[LineKey, frozenset[int]]:
    """By red line, who holds it."""
    return {line: frozenset(parties) for line, parties in reading.structure.holders.items()}


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
