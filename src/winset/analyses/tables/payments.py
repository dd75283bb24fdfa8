"""The smallest payment between parties that would open a deal, and how much of it may be lost on the way.

Of a package that crosses no red line of anybody whose consent it needs, some of these parties fall short of the least
that they ask for and others have something to spare. With an efficiency τ of payments it can be made acceptable where
τ · Σ spare ≥ Σ short; its τ* is the ratio of the two sums, and points never buy a red line. Whoever pays is among the
parties whose consent the package needs.

Payments add up the points of different parties. That these lie on one common scale is a judgement, and stands in every
note that goes with the answer.

Source: Sebenius 1983, International Organization 37(2), 281–316, for side payments as added issues.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import Bools
from winset.analyses.settlement.search.shortfall import nearest
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.tables.ballots import ballots
from winset.analyses.tables.demands import demands
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.package_space import PackageSpace
from winset.analyses.tables.spoilers import slack
from winset.analyses.tables.terms import Package, TableTerms
from winset.compiled import CompiledTable

CLOSE = 1e-9
"""Relative distance from the best within which exact fractions decide; floating point is right to 2^-52 a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A package with what it takes to open it. short, spare: points per party, those at 0 left out."""

    package: Package
    short: tuple[tuple[int, Fraction], ...]
    spare: tuple[tuple[int, Fraction], ...]

    @property
    def transfer(self) -> Fraction:
        """The points that have to arrive."""
        return sum((points for _, points in self.short), Fraction(0))

    @property
    def efficiency(self) -> Fraction | None:
        """τ*: the least share of what is paid that must arrive; None where nobody has anything to spare."""
        spare = sum((points for _, points in self.spare), Fraction(0))
        return self.transfer / spare if spare else None


Amount = Callable[[Payment], Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """status: "not needed" where something holds already; "none exists" where no payment within the stated efficiency
    opens a deal; "limit" where a search stopped before that was known, or rules and links join too many issues for one.
    least_lossy: the package that opens with the least efficiency, also where that is above 1; lossy_proven: False where
    a search stopped, and another may open with less. smallest: the package that opens with the smallest transfer at
    full efficiency; None where none does. at_least: what the smallest transfer is not below, where a search stopped;
    None where `smallest` is proven, or nothing is known. proven: False where a search stopped.
    """

    status: Literal["found", "not needed", "none exists", "limit"]
    least_lossy: Payment | None
    smallest: Payment | None
    at_least: Fraction | None = None
    proven: bool = True
    lossy_proven: bool = True


def payments(space: PackageSpace, table: CompiledTable) -> Payments:
    """What payment would open a deal at a table. Ties go to the first package in the order of the case."""
    return _listed(space, table) if isinstance(space, EnumeratedSpace) else _searched(space, table)


def _searched(space: PackageSpace, table: CompiledTable) -> Payments:
    """The same where packages are not kept in a list: by branch and bound over sums of clusters."""
    holds = space.something_holds(table)
    if holds:
        return Payments(status="not needed", least_lossy=None, smallest=None)
    terms, effort = space.terms, space.effort or Effort()

    def paid(package: Package) -> Payment:
        return _payment(terms, table, package)

    def ratio(package: Package) -> Fraction | None:
        efficiency = paid(package).efficiency
        return efficiency if efficiency is not None and efficiency <= 1 else None

    def any_ratio(package: Package) -> Fraction | None:
        return paid(package).efficiency

    try:
        even, questions = (list(demands(terms, table, even=is_even)) for is_even in (True, False))
    except TooJoined:
        return Payments(status="limit", least_lossy=None, smallest=None, proven=False, lossy_proven=False)
    smallest = nearest(even, lambda package: _transfer(paid(package)), Budget(effort))
    lossy = nearest(questions, ratio, Budget(effort), "ratio")
    lossy_proven = lossy.proven
    if not lossy.packages:
        lossy = nearest(questions, any_ratio, Budget(effort), "loss")
        lossy_proven = lossy_proven and lossy.proven
    proven = holds is not None and smallest.proven
    return Payments(
        status="found" if smallest.packages else "none exists" if proven else "limit",
        least_lossy=paid(lossy.packages[0]) if lossy.packages else None,
        smallest=paid(smallest.packages[0]) if smallest.packages else None,
        at_least=None if proven else smallest.bound,
        proven=proven,
        lossy_proven=holds is not None and lossy_proven,
    )


def _listed(listed: EnumeratedSpace, table: CompiledTable) -> Payments:
    if listed.holds(table).any():
        return Payments(status="not needed", least_lossy=None, smallest=None)
    short, spare, keep = _sums(listed, table)
    places = np.flatnonzero(keep & (spare > 0))
    least_lossy = _least(listed, table, places, short[places] / spare[places], _ratio)
    places = np.flatnonzero(keep & (short <= spare * (1 + CLOSE) + CLOSE))
    smallest = _least(listed, table, places, short[places], _transfer)
    return Payments(
        status="found" if smallest is not None else "none exists", least_lossy=least_lossy, smallest=smallest
    )


def _sums(listed: EnumeratedSpace, table: CompiledTable) -> tuple[NDArray[np.float64], NDArray[np.float64], Bools]:
    """(package) what those whose consent it needs fall short of and have to spare, in points; and which packages
    nobody's red line closes, with what voting bodies let through.
    """
    terms = listed.terms
    keep = listed.on(table.agenda)
    for ballot in ballots(terms.case, table):
        keep &= listed.passed(ballot, with_others=True)
    short, spare = np.zeros(len(keep)), np.zeros(len(keep))
    for party in terms.everybody:
        consents = party in {*table.seated, *table.ratifiers}
        closes = consents or any(floor.party == party for floor in table.floors)
        keep &= ~(listed.rejected[party] & (closes | listed.needed[party]))
        above = over(listed, table, party)
        short += np.maximum(-above, 0)
        spare += np.maximum(above, 0)
    return short, spare, keep


def over(listed: EnumeratedSpace, table: CompiledTable, party: int) -> NDArray[np.float64]:
    """(package) by how many points a party is above the most that is asked for it; 0 where nothing is.

    The difference is taken in whole numbers, so that the floating point number is right to its last digit or so.
    """
    terms = listed.terms
    walk_away, denominator = terms.reading.walk_away[party], terms.reading.denominator[party]
    everywhere = np.ones(len(listed.packages), dtype=bool)
    demands = [(Fraction(0), everywhere)] if party in {*table.seated, *table.ratifiers} else []
    demands += [(terms.refusal[party], listed.needed[party])]
    demands += [(terms.demanded_by(floor), everywhere) for floor in table.floors if floor.party == party]
    result = np.zeros(len(everywhere))
    if walk_away is None:
        return result
    for points, where in sorted(demands, key=lambda pair: pair[0]):  # the largest that is asked for is written last
        least = walk_away + points * denominator
        values = listed.values[party].astype(object if least.denominator > 1 else listed.values.dtype)
        over = values * least.denominator - int(least * least.denominator)
        result = np.where(where, over.astype(np.float64) / float(denominator * least.denominator), result)
    return result


def _least(
    listed: EnumeratedSpace, table: CompiledTable, places: NDArray[np.intp], rough: NDArray[np.float64], exact: Amount
) -> Payment | None:
    """The package of the least exact amount among those whose rough one is nearly the least."""
    if not len(places):
        return None
    best: tuple[Fraction, int, Payment] | None = None
    for n in np.argsort(rough, kind="stable"):
        if best is not None and rough[n] > float(best[0]) * (1 + CLOSE) + CLOSE:
            break
        place = int(places[n])
        paid = _payment(listed.terms, table, listed.package(place))
        amount = exact(paid)
        if amount is not None and (best is None or (amount, place) < best[:2]):
            best = (amount, place, paid)
    return best[2] if best is not None else None


def _ratio(paid: Payment) -> Fraction | None:
    return paid.efficiency


def _transfer(paid: Payment) -> Fraction | None:
    """The transfer, where those who can pay have as much."""
    ratio = paid.efficiency
    return paid.transfer if ratio is not None and ratio <= 1 else None


def _payment(terms: TableTerms, table: CompiledTable, package: Package) -> Payment:
    slacks = slack(terms, table, package)
    return Payment(
        package=package,
        short=tuple((party, -points) for party, points in slacks if points < 0),
        spare=tuple((party, points) for party, points in slacks if points > 0),
    )
