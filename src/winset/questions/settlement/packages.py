"""The packages that an answer shows: those that solutions choose, with how that is proven, or those that single
movements open; and how many there are: counted, estimated from a sample, or not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.settlement.choose import Package, SolutionChoice
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.frontier import Frontier
from winset.analyses.settlement.packages import PackageCounts
from winset.analyses.settlement.settle import Opening, Settlement
from winset.analyses.settlement.silence import LeftOut
from winset.report.blocks import Json
from winset.report.counts import Amount, amount, whole
from winset.report.names import listed, points_up

AT_MOST_PACKAGES = 3
"""Packages that stand side by side; beyond, the rest is shown where everything is asked for."""
ALL_PACKAGES = 99
"""Packages that stand side by side where everything is asked for; beyond, the rest is in the JSON alone."""
NOT_KNOWN = "not known, since the search stopped at its limit"
PART_OF_FRONTIER = (
    "The frontier as a whole was not computed. The packages listed stand for it: they are acceptable, and none of them "
    "dominates another, but others that are not listed may dominate them."
)
UNLISTED = "the best is known, but the search for a package that reaches it stopped at a limit"
NUMBER = re.compile(r"[1-9]\d*(/\d+)?")


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


def acceptable(answer: Settlement) -> Amount:
    """How many packages are acceptable under one reading."""
    if answer.status == "limit":
        return Amount(text=NOT_KNOWN)
    return amount(answer.counts.acceptable, answer.counts.error)


def feasible(counts: PackageCounts) -> Amount:
    """How many packages break no rule and cross no red line of a needed party."""
    return amount(counts.feasible, counts.feasible_error)


def estimated(counts: PackageCounts) -> Json:
    """The standard error of the feasible ones for JSON, where they are estimated from a sample."""
    return {"feasible_error": round(counts.feasible_error, 4)} if counts.feasible_error else {}


def acceptable_without(left_out: LeftOut) -> Amount:
    """How many are acceptable on the issues that are left."""
    return amount(left_out.acceptable, left_out.error)


def on_frontier(front: Frontier) -> Amount:
    """How many packages are on the frontier, as far as that is known."""
    if not front.complete:
        return Amount(text="not computed, since the method does not need it")
    if front.members is not None:
        return Amount(text=whole(front.members))
    return Amount(text=f"at least {whole(max(len(front.packages), len(front.vectors)))}")


def unlisted(front: Frontier, listed: int) -> str:
    """What a list of so many packages of a frontier leaves out, in words; empty where that is nothing."""
    if not front.complete:
        return "others that are not listed"
    if front.members is None:
        least = max(len(front.packages), len(front.vectors)) - listed
        return f"at least {whole(least)} more" if least > 0 else "more of equal value, not counted"
    return f"{whole(front.members - listed)} more" if front.members > listed else ""


def titled(choice: SolutionChoice) -> str:
    """A solution's name, with what must stand beside it where its package is not the only one, or not proven."""
    ties = ties_of(choice)
    remark = f" ({ties} tie)" if ties else ""
    return choice.solution.title + (" (best found, not proven)" if choice.status == "limit" else remark)


def ties_of(choice: SolutionChoice) -> str:
    """How many packages a solution chooses, empty where it is one."""
    least = "" if choice.complete else "at least "
    return f"{least}{len(choice.packages):,}" if least or len(choice.packages) > 1 else ""


def explained(choice: SolutionChoice) -> str:
    """What a solution asks for, and what must be known of the package that is shown for it."""
    what = f"{choice.solution.title}: {choice.solution.meaning} ({choice.solution.source})"
    if choice.status == "limit":
        return f"{what} Not proven: {shortfall(choice)}."
    ties = ties_of(choice)
    return f"{what} {ties[0].upper()}{ties[1:]} packages tie; the first by the stated order is shown." if ties else what


def shortfall(choice: SolutionChoice) -> str:
    """By how much the best package can still be better than the one that was found, where a search stopped."""
    proof = choice.proof
    if proof is not None and proof.best == proof.bound:
        return "none is better than the one that was found, though more may tie"
    if proof is None or not NUMBER.fullmatch(proof.best) or not NUMBER.fullmatch(proof.bound):
        return "the best that was found, and a better one may exist"
    by = Fraction(proof.bound) / Fraction(proof.best) - 1
    return f"the best that was found; what it maximises could be larger by {points_up(100 * by)} % at most"


def missing_line(choices: list[SolutionChoice], reason: str) -> str:
    """Solutions without a package for one reason: that none exists, that none was asked for, or that none was found."""
    titles = listed(choice.solution.title for choice in choices)
    if choices[0].status == "found":
        return f"{titles}: {UNLISTED}."
    what = "not known" if choices[0].status == "limit" else choices[0].status
    return f"{titles}: {what}, since {reason}."
