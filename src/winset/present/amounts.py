"""Numbers of packages in words: counted, estimated from a sample, too long to write out, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from winset.analyses.settlement.frontier import Frontier
from winset.analyses.settlement.settle import Settlement
from winset.analyses.settlement.silence import LeftOut

LONGEST = 15
"""Digits that are written out; longer numbers are written as a power of ten."""
DIGITS = 3
SURE = 3
"""Standard errors above an estimate beyond which the number hardly lies; of none in n, less than 3/n is left."""
NOT_KNOWN = "not known, since the search stopped at its limit"
PART_OF_FRONTIER = (
    "The frontier as a whole was not computed. The packages listed stand for it: they are acceptable, and none of them "
    "dominates another, but others that are not listed may dominate them."
)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many packages. text: the number, "about" before it where it is not exact. note: on what an estimate rests."""

    text: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.text}{f' ({self.note})' if self.note else ''}"

    def of(self, one: str, many: str | None = None) -> str:
        """The amount with its noun, and then the note."""
        noun = one if self.text == "1" else many or one + "s"
        return f"{self.text} {noun}{f' ({self.note})' if self.note else ''}"


def whole(number: int) -> str:
    """A whole number for reading: "29,160", "10¹⁸", "about 4.19 × 10²⁴"."""
    text = str(number)
    if len(text) <= LONGEST:
        return f"{number:,}"
    short = _rounded(number, len(text) - DIGITS)
    return ("" if number == short else "about ") + _power(short)


def amount(number: int, error: float = 0.0) -> Amount:
    """A count, or an estimate with its standard error, both rounded to what the error leaves of them."""
    if not error:
        return Amount(text=whole(number))
    spread = ceil(error)
    if number <= spread:
        most = number + SURE * spread
        text = f"at least 1 and hardly more than {_short(_rounded(most, len(str(most)) - 1))}"
        return Amount(text=text, note="too few to estimate from a sample")
    place = max(0, len(str(spread)) - 2)
    spread = _rounded(spread, place)
    about = _rounded(number, place)
    return Amount(text=f"about {_short(about)}", note=f"standard error {_short(spread)}, from a sample")


def _short(number: int) -> str:
    """A number that is rounded already."""
    return f"{number:,}" if len(str(number)) <= LONGEST else _power(number)


def _power(number: int) -> str:
    digits = str(number)
    power = str(len(digits) - 1).translate(RAISED)
    mantissa = f"{digits[0]}.{digits[1:]}".rstrip("0").rstrip(".")
    return f"10{power}" if mantissa == "1" else f"{mantissa} × 10{power}"


def _rounded(number: int, place: int) -> int:
    """The number rounded at a power of ten, in integers."""
    unit: int = 10 ** max(0, place)
    return (2 * number + unit) // (2 * unit) * unit


def acceptable(answer: Settlement) -> Amount:
    """How many packages are acceptable under one reading."""
    if answer.status == "limit":
        return Amount(text=NOT_KNOWN)
    return amount(answer.counts.acceptable, answer.counts.error)


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
