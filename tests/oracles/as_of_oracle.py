"""What a cell says on a date, found day by day: every position and red line with the day on which it is first known."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from winset.model.case import Case, Cell, EarlierPosition, RedLine
from winset.model.claims import Assertion

Said = tuple[str | None, frozenset[str]]
"""The ideal, and the options that are rejected."""
NOTHING: Said = (None, frozenset())


def first_day(text: str) -> date:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def known_since(case: Case, assertion: Assertion) -> date | None:
    """The first day on which somebody could know of it; None where nothing says."""
    if isinstance(assertion, EarlierPosition) and assertion.date is not None:
        return first_day(assertion.date)
    days = []
    for claim in case.claims_of(assertion):
        text = claim.date or case.sources[claim.source].date or case.case.as_of
        days += [first_day(text)] if text is not None else []
    if not case.claims_of(assertion) and case.case.as_of is not None:
        days.append(first_day(case.case.as_of))
    return min(days, default=None)


def said_on(case: Case, issue: str, party: str, limit: str) -> Said:
    """What the party wanted and rejected as far as it was known at the end of the date."""
    cell, end = case.positions[issue][party], last_day(limit)
    if cell.basis == "silent":
        return NOTHING

    def is_known(assertion: Assertion) -> bool:
        since = known_since(case, assertion)
        return since is not None and since <= end

    held: Cell | EarlierPosition | None = None
    for position in tuple[Cell | EarlierPosition, ...]((*cell.was, cell)):
        held = position if is_known(position) else held
    if held is None:
        return None, frozenset(line.option for line in cell.rejects if _has_claims(line) and is_known(line))
    return held.ideal, frozenset(line.option for line in held.rejects if not _has_claims(line) or is_known(line))


def _has_claims(line: RedLine) -> bool:
    return line.claim is not None or bool(line.also)
