"""The packages that an answer shows: those that solutions choose, or those that single movements open."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.settlement.choose import Package, SolutionChoice
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.settle import Opening

AT_MOST_PACKAGES = 3
"""Packages that stand side by side; beyond, the rest is shown where everything is asked for."""
ALL_PACKAGES = 99
"""Packages that stand side by side where everything is asked for; beyond, the rest is in the JSON alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPackage:
    """A package chosen for show. choices: of the solutions that agree on it. openings: the movements that open it.
    Where there are neither, it stands for the frontier.
    """

    package: Package
    choices: tuple[SolutionChoice, ...] = ()
    openings: tuple[Opening, ...] = ()


def shown_packages(deal: Deal, most: int = AT_MOST_PACKAGES) -> list[ShownPackage]:
    """At most so many packages: those that lead; without a deal, those that single movements open."""
    return leading_packages(deal, most) or opened_packages(deal, most)


def leading_packages(deal: Deal, most: int = AT_MOST_PACKAGES) -> list[ShownPackage]:
    """Those that solutions choose, agreeing ones together; where none chooses, the first of the frontier."""
    grouped: dict[Package, list[SolutionChoice]] = {}
    for choice in told_choices(deal):
        if choice.packages:
            grouped.setdefault(choice.packages[0], []).append(choice)
    leading = [ShownPackage(package=package, choices=tuple(choices)) for package, choices in grouped.items()]
    if not leading and deal.has_deal:
        leading = [ShownPackage(package=package) for package in listed_frontier(deal, most)]
    return leading[:most]


def opened_packages(deal: Deal, most: int = AT_MOST_PACKAGES) -> list[ShownPackage]:
    """The packages that the cheapest single movements open, those of one package together."""
    grouped: dict[Package, list[Opening]] = {}
    for opening in deal.central.openings:
        grouped.setdefault(opening.package, []).append(opening)
    return [ShownPackage(package=package, openings=tuple(openings)) for package, openings in grouped.items()][:most]


def told_choices(deal: Deal) -> list[SolutionChoice]:
    """What each solution chooses; one that agrees with another wherever that exists only where it does not."""
    choices = deal.central.choices
    exist = {key for key, choice in choices.items() if choice.packages}
    return [choice for choice in choices.values() if choice.solution.same_as not in exist]


def listed_frontier(deal: Deal, most: int | None) -> list[Package]:
    """The packages of the frontier that are listed, in the order of the case, at most so many."""
    return [tuple(map(int, package)) for package in deal.central.frontier.packages[:most]]
