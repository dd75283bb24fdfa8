"""What only a brief says of a case: how far to trust it, what makes it doubtful, and its claims in short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.questions.check.confidence import confidence
from winset.questions.question import Saying
from winset.report.blocks import LEFT_OUT, Account, Claims, Guarded, NoteSentence, Section, Sentence
from winset.report.sources import source_warnings

BASES = "Stated: a source says it. Inferred: concluded, with the reason. Silent: no source says anything."


def brief_sections(saying: Saying) -> Iterator[Section]:
    """The sections that a brief picks from, beside those of the evidence."""
    for key, title, blocks in (
        ("confidence", "Confidence in the analysis", confidence(saying)),
        ("warnings", "Warnings", _warnings(saying)),
        ("bases", "", (NoteSentence(text=BASES),)),
        ("claims_in_short", "The claims", (Claims(),) if saying.session.checked.counts.quotes else ()),
    ):
        yield Section(key=key, title=title, blocks=tuple(blocks), depth="brief")


def _warnings(saying: Saying) -> Iterator[Any]:
    """What makes the sources doubtful, where the confidence does not say it of the only one; what was found in reading
    the case, and how much of it is left out.
    """
    owners = saying.owners
    if len(owners.case.sources) > 1:
        yield from (Guarded(warning.of, _warning(warning.shown)) for warning in source_warnings(owners))
    yield from (_warning(note) for note in saying.session.checked.notes if note)
    yield Account(owners.holdings, lambda counts, account: _warning(account) if counts else LEFT_OUT)


def _warning(text: Any) -> Sentence:
    return Sentence(text=text, tone="warning")
