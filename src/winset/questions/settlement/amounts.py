"""How many packages: counted, estimated from a sample, or not known."""

from __future__ import annotations

from winset.analyses.settlement.frontier import Frontier
from winset.analyses.settlement.packages import PackageCounts
from winset.analyses.settlement.settle import Settlement
from winset.analyses.settlement.silence import LeftOut
from winset.report.blocks import Json
from winset.report.counts import Amount, amount, whole

NOT_KNOWN = "not known, since the search stopped at its limit"
PART_OF_FRONTIER = (
    "The frontier as a whole was not computed. The packages listed stand for it: they are acceptable, and none of them "
    "dominates another, but others that are not listed may dominate them."
)


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
