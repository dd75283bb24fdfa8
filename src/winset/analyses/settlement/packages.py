"""Packages one after the other, with what each is worth, whose consent it needs and what it violates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from itertools import product
from math import lcm, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.joint_terms import added, forbidden
from winset.compiled import CompiledRedLine, Condition, Structure, Vote
from winset.compiled.structure import LineKey
from winset.errors import TooLarge
from winset.readings import Reading
from winset.readings.exact import LinkWorth

Packages = NDArray[np.int16]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

CHUNK = 1 << 16
FEW_LINKS = 16
FEW = 200_000
"""Packages that keep every rule, up to which they are listed though the rules exclude most of what there is; beyond, a
case counts as having all of its packages.
"""
MOST_BEGUN = 1_000_000
"""Beginnings of packages that are held while those that keep every rule are listed; beyond, the case counts as having
all of its packages.
"""
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
    """The options of each issue that no party rejects whose consent every package with them needs, and none that a body
    follows."""
    rejected = {
        (line.issue, line.option)
        for party in range(len(structure.red_lines))
        for line in structure.red_lines[party]
        if party in structure.closing or structure.needs[structure.offsets[line.issue] + line.option, party]
    }
    return tuple(
        tuple(option for option in options if (issue, option) not in rejected)
        for issue, options in enumerate(all_choices(structure))
    )


def consent_bits(structure: Structure) -> tuple[Ints, Ints]:
    """(column) bits of the parties needed for an option, and of those that reject it."""
    rejects = np.zeros(structure.columns, dtype=np.int64)
    for party, lines in enumerate(structure.red_lines):
        for line in lines:
            rejects[structure.offsets[line.issue] + line.option] |= line_bits(structure, party)
    return structure.needs.astype(np.int64) @ (1 << np.arange(structure.needs.shape[1], dtype=np.int64)), rejects


def line_bits(structure: Structure, party: int) -> int:
    """The bit of a party that holds a red line, and where a body follows it that of all who are followed, the last."""
    return 1 << party | (1 << len(structure.red_lines) if party in structure.followed else 0)


def always_bits(structure: Structure) -> int:
    """The bits of the parties whose consent every package needs, and the last: those whom bodies follow."""
    return sum(1 << party for party in structure.always) | 1 << len(structure.red_lines)


def holds(packages: Packages, when: Condition) -> Bools:
    """(package) True where the package holds one of the options on every issue of the condition."""
    result = np.ones(len(packages), dtype=bool)
    for issue, options in when:
        matches = np.zeros(len(packages), dtype=bool)
        for option in options:
            matches |= packages[:, issue] == option
        result &= matches
    return result


def each_once(values: NDArray[Any], axis: int | None = None) -> NDArray[Any]:
    """Each value, or along an axis each row, once and in order.

    The counts are asked for with them, since `np.unique` without any imports all of `numpy.ma` first, to see whether
    the values are masked: that takes longer than a short question.
    """
    return np.asarray(np.unique(values, axis=axis, return_counts=True)[0])


@dataclass(frozen=True, eq=False)
class View:
    """Some packages under the structure of a case: what holds of them in every reading. packages: (package, issue)."""

    structure: Structure
    packages: Packages

    @cached_property
    def columns(self) -> Ints:
        """(package, issue) the column of each chosen option; those of one issue lie side by side in memory."""
        return np.add(self.packages, np.array(self.structure.offsets, dtype=np.int64), order="F")

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
        tables, apart = forbidden(self.structure.rules, self.structure.sizes)
        for table in tables:
            result &= ~table.values[table.places(self.packages)]
        for rule in apart:
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
        """(package) True where a required party, or one that a body follows, holds this red line and the package
        crosses it.
        """
        holders = self._holders.get(line.key, [])
        chosen: Bools = self.packages[:, line.issue] == line.option
        if self._closing.intersection(holders):
            return chosen
        crossed: Bools = chosen & self.required[holders].any(axis=0)
        return crossed

    @cached_property
    def _closing(self) -> frozenset[int]:
        return self.structure.closing

    @cached_property
    def _holders(self) -> dict[LineKey, list[int]]:
        return self.structure.holders

    @cached_property
    def feasible(self) -> Bools:
        """(package) True where no rule is broken, no red line of a required party is crossed and something moves."""
        result = self.satisfies_rules & self.leaves_status_quo
        never = np.zeros(self.structure.columns, dtype=bool)
        starts = self.structure.offsets
        for (_, issue, option), holders in self._holders.items():
            column = starts[issue] + option
            if self._closing.intersection(holders):
                never[column] = True
            elif self.structure.needs[:, holders].any():
                result &= ~((self.packages[:, issue] == option) & self.required[holders].any(axis=0))
        if never.any():
            result &= ~never[self.columns].any(axis=1)
        return result

    def rejected_by(self, party: int) -> Bools:
        """(package) True where the package crosses a red line that the party holds."""
        result = np.zeros(len(self.packages), dtype=bool)
        for line in self.structure.red_lines[party]:
            result |= self.packages[:, line.issue] == line.option
        return result

    def refused(self, vote: Vote, reaches: Mapping[int, Bools]) -> Bools:
        """(…, package) True where those who would vote for a package are not enough, so that the body refuses it.

        A party whose consent the package needs counts as in favour: what keeps it from that stands as its own
        constraint. Any other votes by its red lines and its walk-away. reaches: per voter (…, package) where it does
        not fall below its walk-away.
        """
        unit = reduce(lcm, (weight.denominator for _, weight in vote.weights), vote.least.denominator)
        weight: Ints = np.zeros(len(self.packages), dtype=np.int64)
        for party, share in vote.weights:
            in_favour = self.required[party] | (reaches[party] & ~self.rejected_by(party))
            weight = weight + in_favour * int(share * unit)
        return np.asarray(weight < int(vote.least * unit))

    def refusals(self, reading: Reading, values: Ints) -> dict[str, Bools]:
        """Per body that votes, by its name, (package) True where it refuses."""
        reaches = {
            party: np.asarray(values[party] >= least)
            if (least := reading.walk_away[party]) is not None
            else np.ones(len(self.packages), dtype=bool)
            for party in self.structure.voters
        }
        return {vote.name: self.refused(vote, reaches) for vote in self.structure.votes}

    def values(self, reading: Reading) -> Ints:
        """(party, package) numerators over each party's denominator."""
        result = np.zeros((reading.worth.shape[0], len(self.packages)), dtype=reading.worth.dtype)
        for issue in range(self.packages.shape[1]):
            result += reading.worth.take(self.columns[:, issue], axis=1)  # four times as fast as an index
        links: Sequence[LinkWorth] = [link for link in reading.links if link.worth]
        if len(links) > FEW_LINKS:
            tables, links = added(links, self.structure.sizes, len(result), result.dtype)
            for table in tables:
                result += table.values.take(table.places(self.packages), axis=1)
        for link in links:
            result[link.party] += holds(self.packages, link.when) * link.worth
        return result

    def value(self, reading: Reading, party: int) -> Ints:
        """(package) numerators of one party."""
        alone = replace(
            reading,
            worth=reading.worth[party : party + 1],
            links=tuple(replace(link, party=0) for link in reading.links if link.party == party),
        )
        result: Ints = self.values(alone)[0]
        return result

    def falls_short(self, reading: Reading, values: Ints) -> Bools:
        """(package) True where a required party, or a body that follows one, falls below its walk-away, or a body that
        votes refuses.
        """
        result = np.zeros(len(self.packages), dtype=bool)
        for party, walk_away in enumerate(reading.walk_away):
            if walk_away is not None:
                result |= self.required[party] & (values[party] < walk_away)
        for floor in reading.floors:
            result |= values[floor.party] < floor.worth
        for refused in self.refusals(reading, values).values():
            result |= refused
        return result

    def only(self, keep: Bools) -> View:
        """The same view of some of the packages."""
        return View(self.structure, self.packages[keep])


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCounts:
    """How many packages there are, how many are feasible and how many acceptable; the last two leave out the one that
    moves nothing.

    error: the standard error of the acceptable ones where they are estimated from a sample; 0 where they are counted.
    feasible_error: the same of the feasible ones.
    """

    total: int
    feasible: int
    acceptable: int
    error: float = 0.0
    feasible_error: float = 0.0


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


@lru_cache(maxsize=4)
def few_lawful(structure: Structure) -> Packages | None:
    """(package, issue) the packages that keep every rule, where the rules exclude so many that these are listed and all
    are not; else None. They are made issue by issue, and what breaks a rule goes at once.
    """
    if not structure.rules or total_packages(structure) <= FEW:
        return None
    tables, apart = forbidden(structure.rules, structure.sizes)
    begun = np.zeros((1, len(structure.sizes)), dtype=np.int16)
    for issue, options in enumerate(all_choices(structure)):
        if len(begun) * len(options) > MOST_BEGUN:
            return None
        begun = np.repeat(begun, len(options), axis=0)
        begun[:, issue] = np.tile(np.array(options, dtype=np.int16), len(begun) // len(options))
        for table in tables:
            if max(table.issues) == issue:
                begun = begun[~table.values[table.places(begun)]]
    for rule in apart:
        begun = begun[~holds(begun, rule.if_) | holds(begun, rule.then)]
    return begun if len(begun) <= FEW else None


def lawful_chunks(structure: Structure) -> Iterator[Packages]:
    """(package, issue) every package that breaks no rule and moves something, whoever refuses it, some ten thousand at
    a time.
    """
    few = few_lawful(structure)
    for chunk in chunks(all_choices(structure)) if few is None else np.array_split(few, 1 + len(few) // CHUNK):
        view = View(structure, chunk)
        yield chunk[view.satisfies_rules & view.leaves_status_quo]


def feasible_packages(structure: Structure) -> Packages:
    """(package, issue) every package that breaks no rule, crosses no red line of a required party and moves
    something.
    """
    if (few := few_lawful(structure)) is not None:
        return few[View(structure, few).feasible]
    refuse_if_too_many(structure)
    feasible, choices = [], unrejected_options(structure)
    for chunk in chunks(choices) if all(choices) else ():  # an issue with no option left leaves no package
        view = View(structure, chunk)
        feasible.append(chunk[view.feasible])
    return np.concatenate(feasible) if feasible else np.zeros((0, len(structure.sizes)), dtype=np.int16)


def lawful_packages(structure: Structure) -> Packages:
    """(package, issue) every package that breaks no rule and moves something, whoever refuses it."""
    if few_lawful(structure) is None:
        refuse_if_too_many(structure)
    return np.concatenate([np.zeros((0, len(structure.sizes)), dtype=np.int16), *lawful_chunks(structure)])


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
