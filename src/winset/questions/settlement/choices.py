"""What the solutions choose and how that is proven, in words."""

from __future__ import annotations

import re
from fractions import Fraction

from winset.analyses.settlement.choose import SolutionChoice
from winset.report.names import listed, points_up

UNLISTED = "the best is known, but the search for a package that reaches it stopped at a limit"
NUMBER = re.compile(r"[1-9]\d*(/\d+)?")


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
