"""Numbers for claims, in the order in which a brief first uses them."""

from __future__ import annotations

from dataclasses import dataclass

from winset.model.case import Case
from winset.model.claims import Assertion, Claim
from winset.model.evidence import Checked
from winset.present.visible import Visible
from winset.present.words import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A claim opened: what it says, the sentence with the quote inside it, and where that stands.

    before, quote, after: the sentence in three parts, the quote in the middle; before and after are empty where the
    quote was not found in it as it stands.
    """

    number: int
    reading: str
    before: str
    quote: str
    after: str
    where: str
    reported: str
    reviewed: str
    quality: str


class Footnotes:
    """Gives each visible claim one number and keeps its text."""

    def __init__(self, case: Case, checked: Checked, visible: Visible) -> None:
        self.case, self.checked, self.visible = case, checked, visible
        self.numbers: dict[Claim, int] = {}

    def of(self, assertion: Assertion) -> tuple[int, ...]:
        """The numbers of the claims that carry an assertion and may be shown."""
        claims = self.visible.claims(self.case.claims_of(assertion))
        return tuple(dict.fromkeys(self.numbers.setdefault(claim, len(self.numbers) + 1) for claim in claims))

    def reading(self, assertion: Assertion) -> str:
        """What the first visible claim of an assertion says."""
        claims = self.visible.claims(self.case.claims_of(assertion))
        return next((claim.reading for claim in claims if claim.reading), "")

    def all(self) -> list[Footnote]:
        return [self._opened(claim, number) for claim, number in self.numbers.items()]

    def _opened(self, claim: Claim, number: int) -> Footnote:
        passage = self.checked.passages.get(claim)
        source = self.case.sources[claim.source]
        quote = " ".join((passage.text if passage else claim.quote).split())
        sentence = self.visible.sentence(claim, self.checked.passages)
        before, found, after = sentence.partition(quote)
        title = source.title or claim.source
        dated = claim.date or source.date
        return Footnote(
            number=number,
            reading=claim.reading or "",
            before=before if found else "",
            quote=found or sentence,
            after=after,
            where=", ".join(part for part in (title, dated, passage.where if passage else "") if part),
            reported=f"the source reports {listed(claim.speaker)}" if claim.speaker else "",
            reviewed=f"reviewed by {claim.reviewed_by}" if claim.reviewed_by else "not reviewed",
            quality=source.quality or "",
        )
