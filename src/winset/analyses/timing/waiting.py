"""What waiting costs whom: the gain of a deal that a party forgoes in each period without it.

For a party and a package it is the value of the package less the party's walk-away in that period: how much more the
deal would have been worth then than having none. Each later period counts less, by the party's discount, where one is
judged. Below 0, the party is better off without this deal for so long. As a walk-away falls, each further period costs
more. Points are a party's own: between parties only who loses and who does not is compared, not how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from winset.analyses.timing.dates import Dates, FollowedPackage
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCost:
    """What waiting for a package costs a party. each: (period) the gain forgone in it, as it counts now. discounted:
    whether a discount is judged.
    """

    party: int
    each: tuple[Fraction, ...]
    discounted: bool

    @property
    def first_loss(self) -> int | None:
        """The first period that costs it something; None where none does."""
        return next((period for period, cost in enumerate(self.each) if cost > 0), None)

    @property
    def until(self) -> tuple[Fraction, ...]:
        """(period) the cost of waiting until then."""
        return tuple(accumulate(self.each, initial=Fraction(0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waiting for one package costs each party that has a walk-away."""

    package: FollowedPackage
    costs: tuple[WaitingCost, ...]


def waiting(dates: Dates, timing: CompiledTiming, judged: JudgedValue) -> tuple[Waiting, ...]:
    """What waiting costs, for each package that leads at some date."""
    return tuple(Waiting(package=package, costs=_costs(dates, timing, judged, package)) for package in dates.followed)


def _costs(
    dates: Dates, timing: CompiledTiming, judged: JudgedValue, package: FollowedPackage
) -> tuple[WaitingCost, ...]:
    costs = []
    for party, value in enumerate(package.values):
        path = [date.walk_away[party] for date in dates.dates[:-1]]
        levels = [level for level in path if level is not None]
        if len(levels) < len(path):
            continue
        number = timing.parties[party].discount
        discount = judged(number.stream, number.span) if number is not None else Fraction(1)
        gains_forgone = forgone(value, levels, discount)
        costs.append(WaitingCost(party=party, each=gains_forgone, discounted=number is not None))
    return tuple(costs)


def forgone(value: Fraction, walk_away: Sequence[Fraction], discount: Fraction) -> tuple[Fraction, ...]:
    """(period) the gain forgone in each period, as it counts now."""
    return tuple(discount**period * (value - level) for period, level in enumerate(walk_away))
