"""What the sources say that bears on time; what it changes, and when, is judged."""

from __future__ import annotations

from collections.abc import Iterator

from winset.model.claims import Claim
from winset.questions.question import Saying
from winset.questions.timing.words import CLOSED
from winset.report.blocks import LEFT_OUT, Bullets, Figure, Guarded, Json, NoteSentence, Owned, Section, Sentence
from winset.report.claims import ClaimReferences, quote_of
from winset.report.ownership import NOBODY, Owner, Ownership, owner_of_any

EVENTS = ("judgements", "timing", "events")
INTRO = "The sources say this of what may change while nothing is agreed:"


def sections(saying: Saying, table: str | None = None) -> Iterator[Section]:
    """The quotes that stand with dated events, as far as they may be shown: neither which events these are, nor when
    they are expected, nor what they would move.
    """
    yield Section(
        key="time",
        title="What bears on time",
        blocks=(*_quotes(saying), NoteSentence(text=CLOSED), Figure(key="paths", drawings=(), missing=CLOSED)),
        depth="answer",
    )
    lines = tuple(_lines(saying))
    if lines:
        some = owner_of_any(owner for _, owner in _quoted(saying)) or NOBODY
        yield Section(
            key="brief_time",
            title="What bears on time",
            blocks=(Guarded(some, Sentence(text=INTRO), LEFT_OUT), Bullets(items=lines)),
            depth="brief",
        )


def _lines(saying: Saying) -> Iterator[Guarded[str]]:
    """The same in a line each, which points to its quote."""
    references = ClaimReferences(saying.session.checked, saying.owners)
    for claim, owner in _quoted(saying):
        draft = " (a draft that nobody has confirmed)" if claim.is_draft else ""
        yield Guarded(owner, f"{claim.reading or f'“{claim.quote}”'}{draft}{references.to(claim)}")


def _quotes(saying: Saying) -> Iterator[Guarded[object]]:
    quoted, owners, checked = _quoted(saying), _owners(saying), saying.session.checked
    some = owner_of_any(owner for _, owner in quoted)
    if some is not None:
        yield Guarded(some, Sentence(text=INTRO), LEFT_OUT)
    for claim, owner in quoted:
        yield Guarded(owner, quote_of(claim, checked, owners), LEFT_OUT)


def data(saying: Saying, table: str | None = None) -> Json:
    """The same for JSON."""
    return {
        "quotes": [
            Owned(
                {"source": claim.source, "quote": claim.quote, "reading": claim.reading, "date": claim.date},
                owner,
            )
            for claim, owner in _quoted(saying)
        ]
    }


def _quoted(saying: Saying) -> tuple[tuple[Claim, Owner], ...]:
    """The claims of dated events, each with whose it is that it stands there."""
    return tuple(_owners(saying).quoted_in(*EVENTS))


def _owners(saying: Saying) -> Ownership:
    """The owners of the case with what is judged in it."""
    return Ownership(case=saying.session.whole or saying.session.case)
