"""The packages that an answer shows, and what it says of the solutions that choose them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.settlement.choose import Choice, Package
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.settle import Opening
from winset.present.words import Words, counted, listed, points_up

AT_MOST_PACKAGES = 3
UNLISTED = "the best is known, but the search for a package that reaches it stopped at a limit"
NUMBER = re.compile(r"[1-9]\d*(/\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A package chosen for show, with the reasons why: solutions that agree on it, or the movement that opens it."""

    package: Package
    reasons: tuple[str, ...]


def packages_to_show(deal: Deal, most: int = AT_MOST_PACKAGES) -> list[Shown]:
    """At most so many packages: those that solutions choose, agreeing ones together; without a deal, those that a
    movement opens.
    """
    grouped: dict[Package, list[str]] = {}
    for choice in told_choices(deal):
        if choice.packages:
            grouped.setdefault(choice.packages[0], []).append(choice.solution.title + _remark(choice))
    found = [Shown(package=package, reasons=tuple(titles)) for package, titles in grouped.items()]
    if not found and deal.has_deal:
        front = deal.central.frontier
        reason = "first of the frontier in the order of the case" if front.complete else "one that was found"
        found = [Shown(package=package, reasons=(reason,)) for package in listed_frontier(deal, most)]
    return found[:most]


def listed_frontier(deal: Deal, most: int | None) -> list[Package]:
    """The packages of the frontier that are listed, in the order of the case, at most so many."""
    return [tuple(map(int, package)) for package in deal.central.frontier.packages[:most]]


def _remark(choice: Choice) -> str:
    """What must stand beside a solution's name where its package is not the only one, or not proven."""
    ties = ties_of(choice)
    marks = [f"{ties} tie"] if ties else []
    if choice.found == "limit":
        marks = ["best found, not proven"]
    return f" ({'; '.join(marks)})" if marks else ""


def ties_of(choice: Choice) -> str:
    """How many packages a solution chooses, empty where it is one."""
    least = "" if choice.complete else "at least "
    return f"{least}{len(choice.packages):,}" if least or len(choice.packages) > 1 else ""


def choice_line(choice: Choice) -> str:
    """How many packages a solution chooses and how that is proven, or why there is none; no full stop."""
    proof = choice.proof
    if proof is None:
        return f"{choice.found if choice.found != 'limit' else 'not known'}: {choice.reason}"
    if not choice.packages:
        return UNLISTED
    number = counted(len(choice.packages), "package")
    tied = number if choice.complete else f"at least {number}"
    if proof.method != "search":
        return f"{tied}; chosen among {counted(proof.compared, 'different value')} on the frontier"
    if choice.found == "limit":
        return f"not proven: {shortfall(choice)}; the search stopped after {counted(proof.compared, 'node')}"
    return f"{tied}; proven by a search of {counted(proof.compared, 'node')}"


def shortfall(choice: Choice) -> str:
    """By how much the best package can still be better than the one that was found, where a search stopped."""
    proof = choice.proof
    if proof is not None and proof.best == proof.bound:
        return "none is better than the one that was found, though more may tie"
    if proof is None or not NUMBER.fullmatch(proof.best) or not NUMBER.fullmatch(proof.bound):
        return "the best that was found, and a better one may exist"
    by = Fraction(proof.bound) / Fraction(proof.best) - 1
    return f"the best that was found; what it maximises could be larger by {points_up(100 * by)} % at most"


def missing_line(choices: list[Choice], reason: str) -> str:
    """Solutions without a package for one reason: that none exists, that none was asked for, or that none was found."""
    titles = listed(choice.solution.title for choice in choices)
    if choices[0].found == "found":
        return f"{titles}: {UNLISTED}."
    what = "not known" if choices[0].found == "limit" else choices[0].found
    return f"{titles}: {what}, since {reason}."


def told_choices(deal: Deal) -> list[Choice]:
    """What each solution chooses; Nash among the most that can gain only where Nash's own solution does not exist."""
    choices = deal.central.choices
    nash_exists = bool(choices["nash"].packages)
    return [choice for key, choice in choices.items() if not (key == "nash_max_support" and nash_exists)]


def opened_packages(deal: Deal, words: Words, most: int = AT_MOST_PACKAGES) -> list[Shown]:
    """Without a deal: the packages that the cheapest single movements open."""
    return opened_by(deal.central.openings, words, most)


def opened_by(openings: Iterable[Opening], words: Words, most: int = AT_MOST_PACKAGES) -> list[Shown]:
    """The packages that movements open, those of one package together."""
    grouped: dict[Package, list[str]] = {}
    for opening in openings:
        item = opening.constraint
        short = (
            f"if {words.party(item.party)} accepts “{words.option(item.line.issue, item.line.option)}”"
            if item.line is not None
            else f"if {item.body or words.party(item.party)} expects less"
        )
        grouped.setdefault(opening.package, []).append(short)
    return [Shown(package=package, reasons=tuple(why)) for package, why in grouped.items()][:most]


def shown_packages(deal: Deal, words: Words) -> list[Shown]:
    """The packages that an answer shows: those that lead; without a deal, those that single movements open."""
    return packages_to_show(deal) or opened_packages(deal, words)
