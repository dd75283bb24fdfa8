"""Days, months and years as a case writes them, compared as precisely as they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from winset.model.case import Case
from winset.model.claims import Assertion, Claim, ClaimUse

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
Ground = Literal["said", "reported", "case"]


def is_by(date: str, limit: str) -> bool:
    """True where what is dated so was said by the limit: a month counts for each of its days, as limit and as date."""
    shared = min(len(date), len(limit))
    return date[:shared] <= limit[:shared]


def is_after(date: str, other: str) -> bool:
    """True where the one is certainly later than the other."""
    return not is_by(date, other)


def months_between(first: str, last: str) -> int | None:
    """Months from one date to a later one, a month that has begun counted as one; about so many where one of them names
    no day, and None where one names a year alone.
    """
    if min(len(first), len(last)) < len("2025-08"):
        return None
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    begun = len(first) == len(last) == len("2025-08-14") and last[8:] > first[8:]
    return months + begun


def in_words(date: str) -> str:
    """A date in words: "14 August 2025", "August 2025" or "2025"."""
    year, *rest = date.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


def on_date(date: str) -> str:
    """The same with its preposition: "on 14 August 2025", "in August 2025"."""
    return f"{'on' if date.count('-') == 2 else 'in'} {in_words(date)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A date from which something stands. ground: whether it is the day on which it was said, the date of the document
    that reports it, or the day on which the whole case is true. claim: the one that gives it, if one does.
    """

    date: str
    ground: Ground
    claim: Claim | None = None


def placed_claim(case: Case, use: ClaimUse) -> Placed | None:
    """When a claim was said, or else reported; else the day on which the case is true; None where nothing says."""
    claim = case.claim(use)
    if claim is not None and claim.date is not None:
        return Placed(date=claim.date, ground="said", claim=claim)
    source = case.sources.get(claim.source) if claim is not None else None
    if source is not None and source.date is not None:
        return Placed(date=source.date, ground="reported", claim=claim)
    return _of_the_case(case)


def _of_the_case(case: Case) -> Placed | None:
    return Placed(date=case.case.as_of, ground="case") if case.case.as_of is not None else None


def placed(case: Case, assertion: Assertion) -> Placed | None:
    """From when on an assertion stands: the earliest date of its claims; None where it cannot be placed."""
    if (date := getattr(assertion, "date", None)) is not None:
        return Placed(date=date, ground="said")
    uses = uses_of(assertion)
    known = [at for use in uses if (at := placed_claim(case, use)) is not None]
    return min(known, key=lambda at: at.date, default=None) if uses else _of_the_case(case)


def uses_of(assertion: Assertion) -> tuple[ClaimUse, ...]:
    """Its claims as they stand in it, the main one first."""
    return (*((assertion.claim,) if assertion.claim is not None else ()), *assertion.also)
