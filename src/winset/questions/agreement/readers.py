"""Two readers' cases, as they are spoken of: names of parties, issues and options, and whose a quote is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from winset.analyses.agreement.cells import CellReading, ReadCell
from winset.model.claims import Claim
from winset.model.evidence import Checked
from winset.questions.question import Saying
from winset.report.names import listed
from winset.report.ownership_of_both import OwnershipOfBoth
from winset.report.pieces import piece

WHICH = ("first reader", "second reader")
UNSAID = {
    "silent": "silent",
    "no_ideal": "no option of its own",
    "left_out": "(no such cell)",
}
BASIS = {"stated": "stated", "inferred": "inferred", "silent": "silent", "left_out": "(no such cell)"}
NOTHING = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSide:
    """One reader's case: its file after every check, and whose its parts are beside the other's."""

    which: str
    checked: Checked
    owners: OwnershipOfBoth


class Readers:
    """Both readers' cases."""

    def __init__(self, saying: Saying) -> None:
        sessions = (saying.session, saying.other or saying.session)
        self.cases = tuple(session.case for session in sessions)
        self.sides = tuple(
            ReaderSide(
                which=which,
                checked=session.checked,
                owners=OwnershipOfBoth(case=self.cases[n], other=self.cases[1 - n]),
            )
            for n, (which, session) in enumerate(zip(WHICH, sessions, strict=True))
        )

    def party(self, key: str) -> str:
        """A party inside a sentence, by the name that the first case that has it gives it."""
        case = next((case for case in self.cases if key in case.parties), None)
        return piece("party", case.name_in_sentence(key) if case else key, key)

    def topic(self, key: str) -> str:
        case = next((case for case in self.cases if key in case.issues), None)
        return piece("issue", case.issue_in_sentence(key) if case else key, key)

    def option(self, issue: str, key: str) -> str:
        for case in self.cases:
            if issue in case.issues and key in case.issues[issue].options:
                return piece("option", case.option_label(issue, key), f"{issue}.{key}")
        return key

    def cell(self, cell: ReadCell) -> str:
        """A cell in words: "Ukraine on territory"."""
        return f"{self.party(cell.party)} on {self.topic(cell.issue)}"

    def wants(self, cell: ReadCell, reading: CellReading) -> str:
        """What a reader finds that the party wants."""
        if reading.kind == "option":
            return self.option(cell.issue, reading.wants)
        if reading.kind == "delegates":
            return f"leaves it to {self.party(reading.wants)}"
        return UNSAID[reading.kind]

    def rejects(self, cell: ReadCell, reading: CellReading) -> str:
        """The red lines that a reader finds, in the order of the options."""
        if reading.kind == "left_out":
            return UNSAID["left_out"]
        return listed(self.option(cell.issue, key) for key in cell.options if key in reading.rejects) or NOTHING

    def quoted(self, side: ReaderSide, claim: Claim) -> str:
        """A quote with its source and place, where it may be shown."""
        owner = side.owners.claim(claim)
        source, passage = side.owners.case.sources.get(claim.source), side.checked.passages.get(claim)
        title = (source.title if source else None) or claim.source
        where = f", {passage.where}" if passage is not None and passage.where else ""
        words = passage.shown if passage is not None else " ".join(claim.quote.split())
        draft = ", a draft that nobody has confirmed" if claim.is_draft else ""
        return piece("text", f"“{words}” ({title}{where}{draft})", level=owner.level)

    def quotes(self, side: ReaderSide, reading: CellReading) -> Any:
        """The quotes of a cell, one after the other."""
        return " · ".join(self.quoted(side, claim) for claim in reading.claims) or NOTHING
