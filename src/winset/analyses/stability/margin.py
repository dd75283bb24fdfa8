"""How near a party whose packages are ordered by value is to a breach, or how much one would bring it, in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.stability.stability import PackageStability, Stability
from winset.readings import Reading

MOST = 10_000
"""Moves of a party from a package that are weighed one by one; beyond, how near it is to a breach is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """The move that is worth most to its party. points: by how much the party is better off; below 0, worse."""

    party: int
    to: int
    points: Fraction


def margin(stability: Stability, package_stability: PackageStability, reading: Reading) -> Margin | None:
    """The move from a package that is worth most to whoever makes it, of parties whose order is by value.

    None where no such party can move, or where one has too many moves to weigh.
    """
    return max(
        _each(stability, package_stability, reading), key=lambda margin_of_party: margin_of_party.points, default=None
    )


def _each(stability: Stability, package_stability: PackageStability, reading: Reading) -> Iterator[Margin]:
    for party in range(len(stability.case.parties)):
        ends = stability.states.graph.moves[party].of(package_stability.state)
        if stability.order_basis(party) == "value" and 0 < len(ends) <= MOST:
            kept = reading.value(party, package_stability.package)
            best, to = max((reading.value(party, stability.states.package(end)), -end) for end in ends.tolist())
            yield Margin(party=party, to=-to, points=reading.points(party, best - kept))
