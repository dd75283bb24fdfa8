"""The smallest table whose deal survives: with how few in the room nothing is lost.

A table counts where the deal that it would sign, looking at nobody outside, is carried out as it was signed and the sum
of all gains falls short of that at the deal of all parties by no more than a stated number of points. Where all parties
together find no deal, it is held against no deal, which is worth 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from winset.analyses.tables.tables import TableOutcome, is_known, total
from winset.analyses.tables.terms import TableTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Smallest:
    """status: "none exists" where no table counts; "limit" where, for some table that is as small as the smallest found
    or smaller, a search stopped before its deal was known. tables: all of the smallest size, in the order of the case.
    """

    status: Literal["found", "none exists", "limit"]
    tables: tuple[TableOutcome, ...]
    tolerated: Fraction


def smallest(
    terms: TableTerms, full: TableOutcome, tables: Iterable[TableOutcome], tolerated: Fraction = Fraction(0)
) -> Smallest:
    """The smallest of some tables that count. tolerated: points by which the sum of gains may fall short."""
    outcomes = sorted(tables, key=lambda outcome: len(outcome.table.seated))
    counting = [outcome for outcome in outcomes if is_known(outcome.naive) and _counts(terms, full, outcome, tolerated)]
    size = len(counting[0].table.seated) if counting else None
    unknown = [
        outcome
        for outcome in outcomes
        if not is_known(outcome.naive) and (size is None or len(outcome.table.seated) <= size)
    ]
    return Smallest(
        status="limit" if unknown or full.gains is None else "found" if counting else "none exists",
        tables=tuple(outcome for outcome in counting if len(outcome.table.seated) == size),
        tolerated=tolerated,
    )


def _counts(terms: TableTerms, full: TableOutcome, outcome: TableOutcome, tolerated: Fraction) -> bool:
    if outcome.remainder is None or not outcome.survives or full.gains is None:
        return False
    return total(terms.gains(outcome.remainder.package)) >= total(full.gains) - tolerated
