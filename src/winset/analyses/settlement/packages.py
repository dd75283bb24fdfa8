"""Packages one after the other, with what each is worth, whose consent it needs and what it violates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from winset.compiled import CompiledRedLine, Condition, Structure
from winset.errors import TooLarge
from winset.readings import Reading

Packages = NDArray[np.int16]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

CHUNK = 1 << 16
MOST = 20_000_000
"""Packages that are listed to be gone through, some tens of seconds; beyond, the question is refused where no other
method takes it.
"""


def total_packages(structure: Structure) -> int:
    """The number of packages that the question allows, the one that moves nothing included."""
    return prod(len(structure.choices(issue)) for issue in range(len(structure.sizes)))


def refuse_if_too_many(structure: Structure, most: int = MOST) -> None:
    """Raises TooLarge where there are more packages than enumeration takes on."""
    total = total_packages(structure)
    if total > most:
        raise TooLarge(f"this case has {total:,} packages; enumeration takes on {most:,} at most", total, "agenda")


def chunks(choices: tuple[tuple[int, ...], ...]) -> Iterator[Packages]:
    """(package, issue) all combinations of the choices, in lexicographic order, some ten thousand at a time."""
    split = len(choices)
    while split > 0 and prod(len(options) for options in choices[split - 1 :]) <= CHUNK:
        split -= 1
    inner = combinations(choices[split:])
    for prefix in product(*choices[:split]):
        chunk = np.empty((len(inner), len(choices)), dtype=np.int16)
        chunk[:, :split] = prefix
        chunk[:, split:] = inner
        yield chunk


def combinations(choices: tuple[tuple[int, ...], ...]) -> Packages:
    """(combination, issue) all combinations of the choices, in lexicographic order."""
    if not choices:
        return np.zeros((1, 0), dtype=np.int16)
    grids = np.meshgrid(*[np.array(options, dtype=np.int16) for options in choices], indexing="ij")
    return np.stack([grid.ravel() for grid in grids], axis=1)


def all_choices(structure: Structure) -> tuple[tuple[int, ...], ...]:
    """The options of each issue that packages may hold."""
    return tuple(structure.choices(issue) for issue in range(len(structure.sizes)))


def unrejected_options(structure: Structure) -> tuple[tuple[int, ...], ...]:
    """The options of each issue that no party rejects whose consent every package with them needs."""
    rejected = {
        (line.issue, line.option)
        for party in range(len(structure.red_lines))
        for line in structure.red_lines[party]
        if party in structure.always or structure.needs[structure.offsets[line.issue] + line.option, party]
    }
    return tuple(
        tuple(option for option in options if (issue, option) not in rejected)
        for issue, options in enumerate(all_choices(structure))
    )


def holds(packages: Packages, when: Condition) -> Bools:
    """(package) True where the package holds one of the options on every issue of the condition."""
    result = np.ones(len(packages), dtype=bool)
    for issue, options in when:
        matches = np.zeros(len(packages), dtype=bool)
        for option in options:
            matches |= packages[:, issue] == option
        result &= matches
    return result


@dataclass(frozen=True, eq=False)
class View:
    """Some packages under the structure of a case: what holds of them in every reading. packages: (package, issue)."""

    structure: Structure
    packages: Packages

    @cached_property
    def columns(self) -> Ints:
        """(package, issue) the column of each chosen option."""
        return self.packages.astype(np.int64) + np.array(self.structure.offsets, dtype=np.int64)

    @cached_property
    def leaves_status_quo(self) -> Bools:
        """(package) False for the package that moves nothing; without a status quo on some issue every package
        moves.
        """
        quo = self.structure.status_quo
        on_agenda = [issue for issue in range(len(quo)) if issue not in self.structure.left_out]
        if any(quo[issue] is None for issue in on_agenda):
            return np.ones(len(self.packages), dtype=bool)
        unmoved = np.array([quo[issue] for issue in on_agenda], dtype=np.int16)
        moved: Bools = (self.packages[:, on_agenda] != unmoved).any(axis=1)
        return moved

    @cached_property
    def satisfies_rules(self) -> Bools:
        """(package) True where no rule is broken."""
        result = np.ones(len(self.packages), dtype=bool)
        for rule in self.structure.rules:
            result &= ~holds(self.packages, rule.if_) | holds(self.packages, rule.then)
        return result

    @cached_property
    def required(self) -> Bools:
        """(party, package) whose consent the package needs."""
        parties = self.structure.needs.shape[1]
        result = np.zeros((parties, len(self.packages)), dtype=bool)
        result[list(self.structure.always)] = True
        for party in range(parties):
            if not result[party].all() and self.structure.needs[:, party].any():
                result[party] |= self.structure.needs[:, party][self.columns].any(axis=1)
        return result

    def crosses(self, line: CompiledRedLine) -> Bools:
        """(package) True where a required party holds this red line and the package crosses it."""
        holders = [party for party, lines in enumerate(self.structure.red_lines) if _same(line, lines)]
        chosen: Bools = self.packages[:, line.issue] == line.option
        crossed: Bools = chosen & self.required[holders].any(axis=0)
        return crossed

    @cached_property
    def feasible(self) -> Bools:
        """(package) True where no rule is broken, no red line of a required party is crossed and something moves."""
        result = self.satisfies_rules & self.leaves_status_quo
        for line in self.structure.lines:
            result &= ~self.crosses(line)
        return result

    def values(self, reading: Reading) -> Ints:
        """(party, package) numerators over each party's denominator."""
        result = np.zeros((reading.worth.shape[0], len(self.packages)), dtype=reading.worth.dtype)
        for issue in range(self.packages.shape[1]):
            result += reading.worth.take(self.columns[:, issue], axis=1)  # four times as fast as an index
        for link in reading.links:
            if link.worth:
                result[link.party] += holds(self.packages, link.when) * link.worth
        return result

    def falls_short(self, reading: Reading, values: Ints) -> Bools:
        """(package) True where a required party, or a body that follows one, falls below its walk-away."""
        result = np.zeros(len(self.packages), dtype=bool)
        for party, walk_away in enumerate(reading.walk_away):
            if walk_away is not None:
                result |= self.required[party] & (values[party] < walk_away)
        for floor in reading.floors:
            result |= values[floor.party] < floor.worth
        return result

    def only(self, keep: Bools) -> View:
        """The same view of some of the packages."""
        return View(self.structure, self.packages[keep])


def _same(line: CompiledRedLine, lines: tuple[CompiledRedLine, ...]) -> bool:
    return any((other.owner, other.issue, other.option) == (line.owner, line.issue, line.option) for other in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCounts:
    """How many packages there are, how many are feasible and how many acceptable; the last two leave out the one that
    moves nothing.

    error: the standard error of the acceptable ones where they are estimated from a sample; 0 where they are counted.
    """

    total: int
    feasible: int
    acceptable: int
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WinSet:
    """All acceptable packages of a reading. packages: (package, issue), in the order of the case. values: (party,
    package).
    """

    reading: Reading
    packages: Packages
    values: Ints

    def __len__(self) -> int:
        return len(self.packages)

    def package(self, position: int) -> tuple[int, ...]:
        return tuple(int(option) for option in self.packages[position])


def feasible_packages(structure: Structure) -> Packages:
    """(package, issue) every package that breaks no rule, crosses no red line of a required party and moves
    something.
    """
    refuse_if_too_many(structure)
    feasible = []
    for chunk in chunks(unrejected_options(structure)):
        view = View(structure, chunk)
        feasible.append(chunk[view.feasible])
    return np.concatenate(feasible) if feasible else np.zeros((0, len(structure.sizes)), dtype=np.int16)


def win_set(reading: Reading, among: Packages | None = None) -> WinSet:
    """The acceptable packages of a reading.

    among: the feasible packages, where they are known already.
    """
    candidates = feasible_packages(reading.structure) if among is None else among
    packages, values = [candidates[:0]], [np.zeros((reading.worth.shape[0], 0), dtype=reading.worth.dtype)]
    for start in range(0, len(candidates), CHUNK):
        view = View(reading.structure, candidates[start : start + CHUNK])
        worth = view.values(reading)
        keep = ~view.falls_short(reading, worth)
        packages.append(view.packages[keep])
        values.append(worth[:, keep])
    return WinSet(reading=reading, packages=np.concatenate(packages), values=np.concatenate(values, axis=1))
