"""What a document says of the positions of a case, as far as its words tell: which it bears out, which it goes against,
and which have grown old without a word in it. It proposes; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from winset.casefile.drafting.candidate import Candidate
from winset.model.case import Case, Cell, parts
from winset.model.claims import Assertion
from winset.model.dates import months_between, placed_claim, uses_of

Touch = Literal["confirmed", "contradicted", "elsewhere", "new"]
"""contradicted: it refuses what the cell says is wanted, or wants what the cell says is refused. elsewhere: it wants
another option than the cell. new: the cell is silent.
"""
TOUCHES: tuple[Touch, ...] = ("contradicted", "elsewhere", "new", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedPosition:
    """A position on which a document has words. words: those that say so of it, each a candidate."""

    issue: str
    party: str
    touch: Touch
    words: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StalePosition:
    """A position whose last claim is older than was asked. date: of that claim, None where none of them has one."""

    issue: str
    party: str
    date: str | None
    months: int | None


def touched_positions(case: Case, candidates: Iterable[Candidate]) -> tuple[TouchedPosition, ...]:
    """Every position that the candidates touch, one entry for each kind of touch; in the order of the case. What the
    case quotes for the position already is no news of it.
    """
    found: dict[tuple[str, str, Touch], list[Candidate]] = {}
    for candidate in candidates:
        touch = _touch(case, candidate)
        if touch is not None and candidate.issue is not None and not _is_quoted(case, candidate, candidate.issue):
            found.setdefault((candidate.issue, candidate.party, touch), []).append(candidate)
    order = {name: n for n, name in enumerate((issue, party) for issue in case.issues for party in case.parties)}
    ranked = sorted(found, key=lambda key: (TOUCHES.index(key[2]), order.get(key[:2], len(order))))
    return tuple(
        TouchedPosition(issue=issue, party=party, touch=touch, words=tuple(found[issue, party, touch]))
        for issue, party, touch in ranked
    )


def _is_quoted(case: Case, candidate: Candidate, issue: str) -> bool:
    """True where a claim of the position stands in these words of the source, or they in it."""
    words = " ".join(candidate.quote.split())
    within = parts(case.cell(issue, candidate.party))
    claims = [claim for _, part in within if isinstance(part, Assertion) for claim in case.claims_of(part)]
    quotes = [" ".join(claim.quote.split()) for claim in claims if claim.source == candidate.source]
    return any(quote in words or words in quote for quote in quotes)


def _touch(case: Case, candidate: Candidate) -> Touch | None:
    """How a candidate stands to its cell; None where its words name no option, or only in doubt."""
    if candidate.issue is None or candidate.issue not in case.positions or candidate.field == "open":
        return None
    cell = case.cell(candidate.issue, candidate.party)
    if candidate.field == "delegates_to" and candidate.other is not None:
        return _delegated(cell, candidate.other)
    if candidate.option is None or candidate.field not in ("ideal", "precondition", "rejects"):
        return None
    if cell.basis == "silent":
        return "new"
    refused = {line.option for line in cell.rejects}
    if candidate.field == "rejects":
        if candidate.option == cell.ideal:
            return "contradicted"
        return "confirmed" if candidate.option in refused else "new"
    if candidate.option in refused:
        return "contradicted"
    return "confirmed" if candidate.option == cell.ideal else "elsewhere"


def _delegated(cell: Cell, to: str) -> Touch:
    if cell.basis == "silent":
        return "new"
    return "confirmed" if cell.delegates_to == to else "elsewhere"


def stale_positions(
    case: Case, date: str, months: int, touched: Iterable[TouchedPosition] = ()
) -> tuple[StalePosition, ...]:
    """The positions that no claim of the last so many months before a date carries, and on which nothing of what was
    touched speaks; those whose claims have no date are among them, since their age is not known.
    """
    spoken = {(position.issue, position.party) for position in touched}
    stale = []
    for issue, row in case.positions.items():
        for party, cell in row.items():
            if party == "rest" or cell.basis == "silent" or (issue, party) in spoken:
                continue
            dates = [at.date for use in uses_of(cell) if (at := placed_claim(case, use)) is not None]
            last = max(dates, default=None)
            age = months_between(last, date) if last is not None else None
            if age is None or age > months:
                stale.append(StalePosition(issue=issue, party=party, date=last, months=age))
    return tuple(stale)
