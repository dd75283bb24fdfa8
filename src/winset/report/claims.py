"""Claims as quotes: what each says, the sentence with the quote inside it, where that stands, and whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from winset.model.case import Source, parts
from winset.model.claims import Assertion, Claim
from winset.model.evidence import Checked, Passage
from winset.report.blocks import Guarded, NoteSentence, Quote
from winset.report.names import listed
from winset.report.ownership import Ownership
from winset.report.pieces import piece

CLOSED = "(a claim that may not be shown at this level)"
CLOSED_INDENT = 4
SUPPORT = {"direct": "the party’s own words", "reported": "", "context": "circumstances, no statement of the party"}
"""What a quote is to the party of which it is quoted, where that is to be said."""
ALTERED_SPEECH = "the words of the source seem swapped: not to be cited as a speaker’s own"
"""What is said of direct speech in a source that reads like a text whose words were swapped."""
BLANK = (
    "There is no answer yet: the sources are silent on every position.",
    "Write what each party wants and refuses, with the words that say so; then ask again.",
)
"""What is said where no cell of a case holds a position."""


def quote_of(claim: Claim, checked: Checked, owners: Ownership) -> Guarded[Any]:
    """A claim opened; where it may not be shown, a line says so. The sentence around the quote is left out where it
    would give away another claim that may not be shown.
    """
    around = Guarded(
        owners.around(claim, checked.passages), _opened(claim, checked, owners), _alone(claim, checked, owners)
    )
    return Guarded(owners.claim(claim), around, NoteSentence(text=CLOSED, indent=CLOSED_INDENT))


def _opened(claim: Claim, checked: Checked, owners: Ownership) -> Quote:
    passage = checked.passages.get(claim)
    sentence = passage.sentence if passage is not None else claim.quote
    quote = passage.shown if passage is not None else " ".join(claim.quote.split())
    before, quoted, after = sentence.partition(quote)
    if not quoted:
        return _block(claim, checked, owners, ("", sentence, ""))
    return _block(claim, checked, owners, (before, quoted, after))


def _alone(claim: Claim, checked: Checked, owners: Ownership) -> Quote:
    passage = checked.passages.get(claim)
    quote = passage.shown if passage is not None else claim.quote
    return _block(claim, checked, owners, ("", quote, ""))


def _block(claim: Claim, checked: Checked, owners: Ownership, words: tuple[str, str, str]) -> Quote:
    source, passage = owners.case.sources[claim.source], checked.passages.get(claim)
    before, quote, after = words
    return Quote(
        reading=claim.reading or "",
        before=before,
        quote=quote,
        after=after,
        source=source.title or claim.source,
        author=by_author(source),
        dated=claim.date or source.date or "",
        place=passage.where if passage is not None else "",
        reported="; ".join(filter(None, (_reported(claim), _whose(claim, passage)))),
        reviewed=_reviewed(claim),
        draft=_reviewed(claim) if claim.is_draft else "",
        quality=source.quality or "",
    )


def _reviewed(claim: Claim) -> str:
    """Who has read the quote; of what a program proposed and nobody has confirmed, that it is a draft."""
    if claim.reviewed_by:
        return f"reviewed by {claim.reviewed_by}"
    return f"a draft of {claim.drafted_by} that nobody has confirmed" if claim.drafted_by else "not reviewed"


def _reported(claim: Claim) -> str:
    return f"the source reports {listed(claim.speaker)}" if claim.speaker else ""


def _whose(claim: Claim, passage: Passage | None) -> str:
    if passage is None or not passage.altered_speech:
        return SUPPORT[claim.support]
    return "; ".join(filter(None, (SUPPORT["context"] if claim.support == "context" else "", ALTERED_SPEECH)))


class ClaimReferences:
    """Pieces of sentences that point to the claims that carry them; a renderer gives them numbers."""

    def __init__(self, checked: Checked, owners: Ownership) -> None:
        self.checked, self.owners = checked, owners
        cases = (owners.case, *([owners.whole] if owners.whole is not None else []))
        every = dict.fromkeys(part for case in cases for _, part in parts(case) if isinstance(part, Claim))
        self.keys = {claim: f"c{number}" for number, claim in enumerate(every, 1)}

    def of(self, assertion: Assertion) -> str:
        """References to the claims that carry an assertion, to stand after its sentence."""
        claims = dict.fromkeys(self.owners.case.claims_of(assertion))
        return "".join(map(self.to, claims))

    def to(self, claim: Claim) -> str:
        """A reference to one claim."""
        return piece("claim", "", self.keys[claim], self.owners.claim(claim).level)

    def quotes(self, *, in_full: bool = True) -> dict[str, Guarded[Any]]:
        """Every claim opened, by the key that references have; in short, only what is read in it and where it stands,
        with the quote where nothing is said of how it is read.
        """
        opened = quote_of if in_full else _in_short
        return {key: opened(claim, self.checked, self.owners) for claim, key in self.keys.items()}


def _in_short(claim: Claim, checked: Checked, owners: Ownership) -> Guarded[Any]:
    if not claim.reading:
        return Guarded(owners.claim(claim), _alone(claim, checked, owners))
    opened = _block(claim, checked, owners, ("", "", ""))
    reviewed = opened.reviewed if claim.reviewed_by or claim.is_draft else ""
    return Guarded(owners.claim(claim), replace(opened, reviewed=reviewed, quality=""))


def by_author(source: Source) -> str:
    """Who wrote a source, to stand after its title; empty where that is not known."""
    return f"by {source.author}" if source.author else ""


def source_warnings(owners: Ownership) -> list[Guarded[str]]:
    """A sentence for each source whose quality is in doubt."""
    return [
        Guarded(
            owners.source(name),
            f"Source {' '.join(filter(None, (f'“{source.title or name}”', by_author(source))))} is marked "
            f"“{source.quality}”: read its quotes with that in mind.",
        )
        for name, source in owners.case.sources.items()
        if source.quality
    ]
