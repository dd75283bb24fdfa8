"""Words of sources that may not be shown as a quote: those of claims above a level."""

from __future__ import annotations

from collections.abc import Iterable

from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.numbers import Handling
from winset.report.disclosure import is_above
from winset.report.ownership import Ownership


def closed_words(case: Case, level: Handling) -> tuple[str, ...]:
    """The words, each on one line, of claims that lie above the level."""
    owners = Ownership(case=case)
    claims = [part for _, part in parts(case) if isinstance(part, Claim)]
    return tuple(_one_line(claim.quote) for claim in claims if is_above(owners.claim(claim).level, level))


def is_closed(quote: str, closed: Iterable[str]) -> bool:
    """True of words that hold some of these, or lie in them."""
    line = _one_line(quote)
    return any(words in line or line in words for words in closed)


def _one_line(words: str) -> str:
    return " ".join(words.split())
