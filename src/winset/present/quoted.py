"""A claim on a terminal: its reading, its quote in the whole sentence, and where it stands."""

from __future__ import annotations

from winset.model.claims import Claim
from winset.model.evidence import Checked
from winset.present.page import Page
from winset.present.visible import Visible


def write_claim(page: Page, claim: Claim, checked: Checked, visible: Visible) -> None:
    if not visible.claim(claim):
        page.line("(a claim that may not be shown at this level)", indent=6, style="dim")
        return
    passage = checked.passages.get(claim)
    source = visible.case.sources[claim.source]
    if claim.reading:
        page.line(claim.reading, indent=6)
    where = f"{source.title or claim.source}{f', {passage.where}' if passage else ''}"
    quality = f" [{source.quality}]" if source.quality else ""
    page.line(f"“{visible.sentence(claim, checked.passages)}” — {where}{quality}", indent=6, style="dim")
