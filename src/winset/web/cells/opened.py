"""A cell opened: what the party wants there, every claim with the sentence around it, and what was judged of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from winset.errors import Path
from winset.model.claims import Claim
from winset.questions.check.brief import CLOSED
from winset.report.blocks import Bullets, Guarded, NoteSentence, Report, Section, Sentence
from winset.report.claims import quote_of
from winset.report.disclosure import disclose, is_above
from winset.report.number_words import spelled
from winset.report.ownership import Ownership
from winset.report.pieces import piece
from winset.report.problems import cell_of_problem, owner_of
from winset.session import Session
from winset.web.address import View
from winset.web.blocks import PageBlocks
from winset.web.cells.fields import label_of
from winset.web.cells.matrix import cell_at
from winset.web.pages.about import cell_words
from winset.web.sources.claims import claims_of_cell

NOT_JUDGED = "No number is judged here: the answers take defaults, and say so."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCell:
    """A cell as HTML. claims: each with the address of its place in the source, where it may be shown."""

    said: Markup
    claims: tuple[tuple[Markup, str], ...]
    judged: Markup


def opened_cell(session: Session, view: View, issue: str, party: str) -> OpenedCell:
    """The cell as it may be shown at the level of the view."""
    opened = _Opened(session, view, issue, party)
    claims = opened.claims()
    sections = [
        Section(key="said", title="", blocks=tuple(opened.said()), level=1),
        *(Section(key=f"claim-{n}", title="", blocks=(block,), level=1) for n, (block, _) in enumerate(claims)),
        Section(key="judged", title="", blocks=tuple(opened.judged()), level=1),
    ]
    disclosed = disclose(Report(title="", sections=tuple(sections)), view.level)
    page = PageBlocks(disclosed, view, "detail")
    said, *quoted, judged = (Markup("").join(page.blocks(made.blocks)) for made in disclosed.report.sections)
    return OpenedCell(
        said=said,
        claims=tuple((html, url) for html, (_, url) in zip(quoted, claims, strict=True)),
        judged=judged,
    )


class _Opened:
    def __init__(self, session: Session, view: View, issue: str, party: str) -> None:
        self.checked, self.case, self.view = session.checked, session.case, view
        self.whole = session.whole or session.case
        self.owners = Ownership(case=self.whole)
        self.issue, self.party = issue, party
        self.cell = cell_at(self.case, issue, party)

    def said(self) -> Iterator[Any]:
        name = piece("party", self.case.name(self.party), self.party)
        yield Sentence(text=cell_words(self.case, self.issue, self.cell), name=name)
        notes = (
            (self.cell.precondition, "It is a condition for talks, not only for a deal."),
            (self.cell.volatile, "Its line has been moving."),
        )
        yield from (NoteSentence(text=text) for is_so, text in notes if is_so)
        for line in self.cell.rejects:
            if line.because:
                label = label_of(self.case, self.issue, line.option)
                option = piece("option", label, f"{self.issue}.{line.option}")
                yield NoteSentence(text=f"The red line “{option}” is {line.basis or 'inferred'}: {line.because}")
        for problem in self.checked.errors:
            if cell_of_problem(self.case, problem) == (self.issue, self.party):
                words = f"{problem.message[:1].upper()}{problem.message[1:]}. {problem.hint}".strip()
                yield Guarded(owner_of(problem), Sentence(text=words, tone="warning"))

    def claims(self) -> list[tuple[Any, str]]:
        """Each claim opened, with its place in the source."""
        found = claims_of_cell(self.case, self.issue, self.party)
        return [(quote_of(claim, self.checked, self.owners), self._place(path, claim)) for path, claim in found]

    def _place(self, path: Path, claim: Claim) -> str:
        if is_above(self.owners.claim(claim).level, self.view.level):
            return ""
        given = (("source", claim.source), ("claim", ".".join(map(str, path))))
        return self.view.at("sources", given).url

    def judged(self) -> Iterator[Any]:
        """The numbers of the cell. One number of a party could be worked out from the others: all are its owner's."""
        items = tuple(self._numbers())
        if not items:
            yield NoteSentence(text=NOT_JUDGED)
            return
        by = self.whole.judgements.by
        whose = f"Judged by {by}" if by else "Judged by the analyst"
        shown = (
            NoteSentence(text=f"{whose}: the most likely value, with its range in brackets."),
            Bullets(items=items),
        )
        yield Guarded(self.owners.values(self.party), shown, NoteSentence(text=CLOSED))

    def _numbers(self) -> Iterator[str]:
        judged = self.whole.judgements
        weight = judged.salience.get(self.issue, {}).get(self.party)
        if weight is not None:
            yield f"Weight of the issue, 0–100: {spelled(weight)}"
        for option, score in judged.scores.get(self.issue, {}).get(self.party, {}).items():
            label = piece("option", label_of(self.case, self.issue, option), f"{self.issue}.{option}")
            yield f"Worth of “{label}”, 0–100: {spelled(score)}"
        order = judged.orders.get(self.issue, {}).get(self.party, ())
        if order:
            labels = (label_of(self.case, self.issue, option) for option in order)
            yield f"In order, best first: {'; '.join(labels)}"
