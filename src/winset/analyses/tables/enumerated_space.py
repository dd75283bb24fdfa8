"""Every package of a case in a list, with who agrees to it and whether it is carried out: all tables share it.

Source: Nash 1950, Econometrica 18(2), 155–162.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, reduce
from math import ceil, lcm

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.choose import (
    GainScale,
    Proof,
    SolutionChoice,
    gain_scale,
    inapplicable,
    key_text,
    tie_order,
)
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, all_choices, chunks, total_packages
from winset.analyses.settlement.solutions import Context, maximisers
from winset.analyses.settlement.solutions.register import Floats, near
from winset.analyses.tables.ballots import Ballot, ballots
from winset.analyses.tables.package_space import NASH, PackageSet, none_exists
from winset.analyses.tables.terms import Package, TableTerms
from winset.compiled import CompiledTable, Floor, Structure
from winset.readings import Reading

MOST_LISTED = 3_000_000
"""Packages up to which all are kept with every party's value, some hundred megabytes; beyond, each question about
tables is searched for, and the answer says where a search stopped.
"""
Places = NDArray[np.intp]


class EnumeratedSpace:
    """All packages that break no rule and move something, in the order of the case.

    packages: (package, issue). values: (party, package) numerators.
    """

    method = "enumeration"
    effort = None

    def __init__(self, terms: TableTerms, like: EnumeratedSpace | None = None) -> None:
        """like: of another reading of the same case, whose packages are the same."""
        self.terms = terms
        self._view: View = _all_admissible(terms.structure) if like is None else like._view
        self.packages: Packages = self._view.packages
        self.values: Ints = self._view.values(terms.reading)

    @property
    def total(self) -> int:
        return total_packages(self.terms.structure)

    @cached_property
    def needed(self) -> Bools:
        """(party, package) without whom the package cannot be carried out."""
        return self._view.required

    @cached_property
    def rejected(self) -> Bools:
        """(party, package) where the party holds a red line that the package crosses."""
        result = np.zeros(self.values.shape, dtype=bool)
        for party, lines in enumerate(self.terms.structure.red_lines):
            for line in lines:
                result[party] |= self.packages[:, line.issue] == line.option
        return result

    @cached_property
    def agreed(self) -> Bools:
        """(party, package) where the party, seated or asked to ratify, accepts the package."""
        return self._reaching(self.terms.agree)

    @cached_property
    def carried_out(self) -> Bools:
        """(package) where no needed party refuses its part."""
        return np.asarray(~(self.needed & ~self._reaching(self.terms.carry)).any(axis=0))

    def _reaching(self, least: tuple[int | None, ...]) -> Bools:
        result = ~self.rejected
        for party, floor in enumerate(least):
            if floor is not None:
                result[party] &= self.values[party] >= floor
        return result

    @cached_property
    def gains(self) -> Floats:
        """(party, package) the gain in points, 0 where no walk-away is known; only narrows down what is compared."""
        result = np.zeros(self.values.shape)
        for party, floor in enumerate(self.terms.agree):
            if floor is not None:
                result[party] = (self.values[party] - floor).astype(np.float64) / self.terms.reading.denominator[party]
        return result

    def screen(self, places: Places, seated: tuple[int, ...]) -> Floats:
        """(place) the worth of a package to the seated in floating point, −inf where one of them gains nothing."""
        return NASH.screen(self.gains[np.ix_(np.array(seated), places)].T, Context(unit=1, ideal=(), least=()))

    def leaves_status_quo(self, issue: int) -> Bools:
        """(package) where the issue leaves its status quo; always where it has none."""
        quo = self.terms.structure.status_quo[issue]
        always = np.ones(len(self.packages), dtype=bool)
        return always if quo is None else np.asarray(self.packages[:, issue] != quo)

    def on(self, agenda: Iterable[int]) -> Bools:
        """(package) where every issue off an agenda stays at its status quo."""
        result = np.ones(len(self.packages), dtype=bool)
        for issue in set(range(self.packages.shape[1])) - set(agenda) - self.terms.structure.left_out:
            result &= ~self.leaves_status_quo(issue)
        return result

    def in_reach(self, table: CompiledTable) -> Bools:
        """(package) R."""
        return self.on(table.agenda) & self.agreed[list(table.seated)].all(axis=0)

    def ratified(self, table: CompiledTable, *, with_others: bool = True) -> Bools:
        """(package) where every ratifier says yes; bodies of which not all is known, with all or none of the others."""
        result = np.asarray(self.agreed[list(table.ratifiers)].all(axis=0))
        for floor in table.floors:
            result &= self.above_floor(floor)
        for ballot in ballots(self.terms.case, table):
            result &= self.passed(ballot, with_others=with_others)
        return result

    def above_floor(self, floor: Floor) -> Bools:
        """(package) that a body which follows a party ratifies: it asks for points, and has the party's red lines."""
        least, kept = self.terms.least(floor), np.asarray(~self.rejected[floor.party])
        return kept if least is None else kept & (self.values[floor.party] >= least)

    def passed(self, ballot: Ballot, *, with_others: bool, as_if: dict[int, Bools] | None = None) -> Bools:
        """(package) where those known to be in favour are enough. as_if: parties that vote otherwise than they do."""
        unit = reduce(lcm, (weight.denominator for weight in (*(w for _, w in ballot.voters), ballot.quota)), 1)
        others = ballot.weight_of_others if with_others else Fraction(0)
        total = np.zeros(len(self.packages), dtype=np.int64)
        for party, weight in ballot.voters:
            vote = (as_if or {}).get(party, self.agreed[party])
            total += vote * np.int64(weight * unit)
        return total >= ceil((ballot.quota - others) * unit)

    def holds(self, table: CompiledTable) -> Bools:
        """(package) A."""
        return self.in_reach(table) & self.carried_out & self.ratified(table)

    def reachable(self, table: CompiledTable) -> PackageSet:
        return self._found(self.in_reach(table), table)

    def holding(self, table: CompiledTable) -> PackageSet:
        return self._found(self.holds(table), table)

    def _found(self, keep: Bools, table: CompiledTable) -> PackageSet:
        return PackageSet(
            number=CountEstimate(packages=int(keep.sum())), deal=self.nash(np.flatnonzero(keep), table.seated)
        )

    def holding_count(self, table: CompiledTable) -> CountEstimate:
        return CountEstimate(packages=int(self.holds(table).sum()))

    def decided(self, table: CompiledTable, ballot: Ballot, party: int) -> CountEstimate:
        keep = self.in_reach(table) & self.carried_out
        everywhere = np.ones(len(self.packages), dtype=bool)
        keep &= self.passed(ballot, with_others=True, as_if={party: everywhere})
        keep &= ~self.passed(ballot, with_others=True, as_if={party: ~everywhere})
        return CountEstimate(packages=int(keep.sum()))

    def something_holds(self, table: CompiledTable) -> bool:
        return bool(self.holds(table).any())

    def surely_ratified(self, table: CompiledTable) -> CountEstimate:
        keep = self.holds(table) & self.ratified(table, with_others=False)
        return CountEstimate(packages=int(keep.sum()))

    def above(self, table: CompiledTable, floors: Iterable[Floor]) -> SolutionChoice:
        keep = self.holds(table)
        for floor in floors:
            keep &= self.above_floor(floor)
        return self.nash(np.flatnonzero(keep), table.seated)

    def load_bearing(self, table: CompiledTable) -> tuple[int, ...]:
        keep = self.holds(table)
        quo = self.terms.structure.status_quo
        movable = [n for n in range(len(quo)) if n not in self.terms.structure.left_out and quo[n] is not None]
        return tuple(issue for issue in movable if self.leaves_status_quo(issue)[keep].all()) if keep.any() else ()

    def package(self, place: int) -> Package:
        return tuple(int(option) for option in self.packages[place])

    def gain_scale(self, seated: tuple[int, ...]) -> GainScale | None:
        """The gains of the seated; None where one of them has no walk-away."""
        return gain_scale(self._of(seated))

    def _of(self, seated: tuple[int, ...]) -> Reading:
        return replace(self.terms.reading, structure=replace(self.terms.structure, bargaining=seated))

    def nash(self, places: Places, seated: tuple[int, ...]) -> SolutionChoice:
        """Nash's deal of the seated among some packages, with its ties."""
        scale = self.gain_scale(seated)
        if scale is None:
            return inapplicable(self._of(seated))[NASH.key]
        if not len(places):
            return none_exists("no package is acceptable")
        rough = self.screen(places, seated)
        top = float(rough.max())
        if np.isneginf(top):
            return none_exists("no package gives every bargaining party a gain above 0")
        tied, best = self.best(places[near(rough, top)], scale)
        return SolutionChoice(
            solution=NASH,
            status="found",
            packages=tuple(self.package(place) for place in tied[:TIES]),
            complete=len(tied) <= TIES,
            key=best,
            proof=Proof(method=self.method, compared=len(places), best=key_text(best)),
        )

    def best(self, places: Places, scale: GainScale) -> tuple[list[int], int]:
        """The places of the largest exact product among some, all of gains above 0, the representative first."""
        gains = scale.gains(self.values[list(scale.parties)][:, places].T)
        tied, best = maximisers(NASH, gains, Context(unit=scale.unit, ideal=(), least=()))
        order = sorted(tied, key=lambda n: tie_order(gains[n], places[n]))
        return [int(places[n]) for n in order], best


def _all_admissible(structure: Structure) -> View:
    """All packages that break no rule and move something."""
    kept: list[Packages] = []
    for chunk in chunks(all_choices(structure)):
        view = View(structure, chunk)
        kept.append(chunk[view.satisfies_rules & view.leaves_status_quo])
    return View(structure, np.concatenate(kept))
