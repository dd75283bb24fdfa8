"""Who wants what, what may not be, who must agree, and what no source says: the evidence of a case, for a brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from winset.model.case import Assertion, Case, RedLine
from winset.model.case import Cell as Position
from winset.questions.question import Saying
from winset.report.blocks import Bullets, Claims, Figure, Grid, GridCell, Guarded, NoteSentence, Section, Sentence
from winset.report.claims import ClaimReferences
from winset.report.names import listed
from winset.report.ownership import Ownership
from winset.report.pieces import Kind, piece
from winset.report.positions import option_lines, position_matrix

NOTHING = "–"
CLAIMS = (
    "Each quote stands in its source as printed; the whole sentence is shown around it. What a quote means is the "
    "reader’s judgement."
)


def evidence(saying: Saying) -> Iterator[Section]:
    """The sections that a brief picks from."""
    made = _Evidence(saying)
    yield Section(
        key="parties",
        title="Who wants what",
        blocks=(made.parties(), NoteSentence(text=ITALICS, depth="brief")),
        depth="brief",
    )
    yield Section(key="unsaid", title="What the sources do not say", blocks=tuple(made.unsaid()), depth="brief")
    yield Section(key="positions", title="Positions", blocks=tuple(made.positions()), depth="brief")
    yield Section(
        key="consent", title="Who must accept, and what cannot go together", blocks=tuple(made.consent()), depth="brief"
    )
    yield Section(key="claims", title="The claims", blocks=(NoteSentence(text=CLAIMS), Claims()), depth="brief")


ITALICS = "In italics, or marked so: inferred, not stated by a source."


class _Evidence:
    def __init__(self, saying: Saying) -> None:
        self.saying, self.checked = saying, saying.session.checked
        self.case: Case = saying.session.case
        self.owners: Ownership = saying.owners
        self.references = ClaimReferences(self.checked, self.owners)

    def parties(self) -> Grid:
        """A row for each party: what it wants, refuses, is pressed by, and what is not known of it."""
        return Grid(
            head=("Party", "wants", "refuses", "pressed by", "sources silent on"),
            rows=tuple(self._party(party) for party in self.case.parties),
        )

    def _party(self, party: str) -> tuple[Any, ...]:
        wants, refuses, silent = [], [], []
        for issue in self.case.issues:
            position = self.case.cell(issue, party)
            if position.basis == "silent":
                silent.append(self.case.issue_title(issue))
                continue
            if position.delegates_to is not None:
                who = self.case.name(position.delegates_to)
                wants.append(self._carried(f"{who} to decide on “{self.case.issue_title(issue)}”", position))
            elif position.ideal is not None:
                wants.append(self._carried(self.case.option_label(issue, position.ideal), position))
            refuses += [self._refused(issue, position, line) for line in position.rejects]
        return (
            piece("party", self.case.parties[party].name, party),
            "; ".join(wants) or NOTHING,
            "; ".join(refuses) or NOTHING,
            self._pressed(party),
            "; ".join(silent) or NOTHING,
        )

    def _carried(self, text: str, assertion: Position) -> str:
        """A text with the claims that carry it, marked where it is inferred."""
        shown = piece("inferred", text) if assertion.basis == "inferred" else text
        return shown + self.references.of(assertion)

    def _refused(self, issue: str, position: Position, line: RedLine) -> str:
        label = self.case.option_label(issue, line.option)
        inferred = (line.basis or position.basis) == "inferred"
        carried = self.references.of(line) or self.references.of(position)
        return (piece("inferred", label) if inferred else label) + carried

    def _pressed(self, party: str) -> str:
        """The levers on a party; each belongs to itself."""
        levers = []
        for name, lever in self.case.levers.items():
            if lever.target == party:
                title, owner = lever.title or name.replace("_", " "), self.owners.lever(name)
                kind: Kind = "inferred" if lever.basis == "inferred" else "text"
                levers.append(piece(kind, title, name, owner.level) + self.references.of(lever))
        return "; ".join(levers) or NOTHING

    def unsaid(self) -> Iterator[Any]:
        """Cells of which no source says anything, and notes on what the text leaves open."""
        cells = len(self.case.parties) * len(self.case.issues)
        items: list[Any] = []
        if self.checked.counts.silent:
            items.append(
                "Where no position of a party is given, the table above says so. "
                f"{self.checked.counts.silent} of {cells} cells are silent."
            )
        items += [Guarded(self.owners.note(note), note.text + self.references.of(note)) for note in self.case.notes]
        if items:
            yield Bullets(items=tuple(items))

    def positions(self) -> Iterator[Any]:
        """The matrix of positions: a row for each issue, a cell for each party, with its basis."""
        yield Figure(key="matrix", drawings=position_matrix(self.owners))
        yield Figure(key="lines", drawings=option_lines(self.owners))
        head = ("", *(piece("party", party.name, key) for key, party in self.case.parties.items()))
        rows = tuple(
            (
                self.case.issue_title(issue),
                *(self._cell(issue, self.case.cell(issue, party)) for party in self.case.parties),
            )
            for issue in self.case.issues
        )
        yield Grid(head=head, rows=rows)
        aims = tuple(
            Guarded(self.owners.claim(claim), f"{party.name}: {claim.reading}{self.references.of(aim)}")
            for party in self.case.parties.values()
            for aim in party.aims
            for claim in self.case.claims_of(aim)[:1]
        )
        if aims:
            yield Sentence(text="Aims that belong to no issue:")
            yield Bullets(items=aims)

    def _cell(self, issue: str, position: Position) -> GridCell:
        if position.basis == "silent":
            return GridCell(text="silent", mark="silent")
        text = f"leaves it to {self.case.name(position.delegates_to)}" if position.delegates_to is not None else ""
        text = text or (self.case.option_label(issue, position.ideal) if position.ideal is not None else "")
        flags = [
            word
            for word, there in (("moving", position.volatile), ("a condition for talks", position.precondition))
            if there
        ]
        refused = "; ".join(self._with_reason(issue, position, line) for line in position.rejects)
        carried = self.references.of(position) + "".join(self.references.of(line) for line in position.rejects)
        basis = position.basis or "inferred"
        return GridCell(
            text=f"{basis}: {text}"
            + (f" ({', '.join(flags)})" if flags else "")
            + (f"; refuses {refused}" if refused else "")
            + carried,
            mark=basis,
            note=position.because or "",
        )

    def _with_reason(self, issue: str, position: Position, line: RedLine) -> str:
        label = self.case.option_label(issue, line.option)
        if (line.basis or position.basis) != "inferred":
            return label
        return f"{label} (inferred{': ' + line.because if line.because else ''})"

    def consent(self) -> Iterator[Any]:
        """Whose consent an issue or an option needs besides, what cannot go together, and what pressure there is."""
        needs = tuple(self._consent())
        if needs:
            yield Bullets(items=needs)
        if self.case.rules:
            yield Sentence(text="Rules:")
            yield Bullets(
                items=tuple(self._asserted(self._rule(rule.if_, rule.then), rule) for rule in self.case.rules)
            )
        levers = tuple(self._levers())
        if levers:
            yield Sentence(text="Levers, none of them pulled in this answer:")
            yield Bullets(items=levers)

    def _consent(self) -> Iterator[str]:
        for issue, needs in self.case.consent.issues.items():
            who = listed(self.case.name(party) for party in needs.needs)
            yield self._asserted(f"“{self.case.issue_title(issue)}” cannot be moved without {who}", needs)
            for option, special in needs.options.items():
                who = listed(self.case.name(party) for party in special.needs) or "nobody besides"
                yield self._asserted(f"“{self.case.option_label(issue, option)}” needs {who}", special)

    def _asserted(self, text: str, assertion: Assertion) -> str:
        because = f" ({assertion.because})" if assertion.because else ""
        return text + because + self.references.of(assertion)

    def _rule(self, if_: Mapping[str, tuple[str, ...]], then: Mapping[str, tuple[str, ...]]) -> str:
        def said(when: Mapping[str, tuple[str, ...]]) -> str:
            parts = []
            for issue, options in when.items():
                labels = listed((f"“{self.case.option_label(issue, option)}”" for option in options), "or")
                parts.append(f"“{self.case.issue_title(issue)}” is {labels}")
            return " and ".join(parts)

        return f"Where {said(if_)}, {said(then)}"

    def _levers(self) -> Iterator[Guarded[str]]:
        for name, lever in self.case.levers.items():
            holders = listed(self.case.name(who) for who in lever.holders)
            because = f" ({lever.because})" if lever.because else ""
            title = lever.title or name.replace("_", " ")
            text = f"{title}: held by {holders}, on {self.case.name(lever.target)}{because}"
            yield Guarded(self.owners.lever(name), text + self.references.of(lever))
