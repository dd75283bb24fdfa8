"""What follows from positions, red lines, rules and sources alone, where judgements are left out at a level.

Nothing here is made with a judged number: the case that is read has none, and no answer of a default number is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.analyses.settlement.ordinal import ordinal
from winset.compiled import CompiledRedLine
from winset.questions.question import Saying
from winset.questions.settlement.conflicts import grounds, refusal, ruled_out, same_wish
from winset.questions.settlement.packages import estimated, feasible
from winset.questions.settlement.verdict import Verdict, VerdictRequest
from winset.questions.settlement.verdict import data as verdict_data
from winset.questions.settlement.verdict import sentences as verdict_sentences
from winset.report.blocks import Answer, Bullets, Grid, Guarded, Json, NoteSentence, Section, Sentence
from winset.report.claims import quote_of, source_warnings
from winset.report.counts import whole
from winset.report.first_questions import FirstQuestions
from winset.report.names import listed
from winset.report.pieces import for_command_line
from winset.report.positions import refusals_alone

REST = "Everything else here is made with judgements, which are left out at this level of handling."
NOT_IN_ORDER = "Which of these matters most is made with judgements."
MOST, MOST_ASKED = 8, 4
"""Lines that a screen shows of what red lines exclude, and of what to ask; beyond, the full report has them."""
STATED, INFERRED = "follows from stated red lines", "rests on an inference"


def verdict(saying: Saying, table: str | None = None) -> tuple[Section, ...]:
    """Whether there is a deal, as far as the evidence decides it."""
    said = tuple(Answer(text=text) for text in _Evidence(saying, table).verdict())
    return (Section(key="verdict", title="Is there a deal?", blocks=said, depth="answer"),)


def sections(saying: Saying, table: str | None = None) -> Iterator[Section]:
    """What red lines exclude, on what parties agree, what to ask, and the words behind; then what only a brief says."""
    made = _Evidence(saying, table)
    yield Section(key="answer", title="What follows from the sources", blocks=tuple(made.answer()), depth="answer")
    yield Section(key="questions", title="Ask first", blocks=tuple(made.questions()))
    yield Section(key="red_lines", title="The words behind the red lines", blocks=tuple(made.words()), depth="detail")
    yield Section(key="sources", title="Sources", blocks=tuple(made.sources()), depth="detail")
    for key, title, blocks in (
        ("judgements", "Key judgements", made.judgements()),
        ("ask", "", made.asked()),
        ("room", "", made.room()),
    ):
        yield Section(key=f"brief_{key}", title=title, blocks=tuple(blocks), depth="brief")


def data(saying: Saying, table: str | None = None) -> Json:
    """The same for JSON; `status` is "withheld" where more than the evidence would be needed."""
    made = _Evidence(saying, table)
    case, counts = made.case, made.withheld_verdict.counts
    return {
        "status": "none" if made.withheld_verdict.is_excluded else "withheld",
        "bottom_line": verdict_data(made.withheld_verdict, saying)
        if made.withheld_verdict.is_excluded
        else made.undecided(),
        "parties": [case.parties[party] for party in case.structure.bargaining],
        "packages": {"total": counts.total, "feasible": counts.feasible, **estimated(counts), "acceptable": None},
        "red_lines": [
            {
                "party": case.parties[line.owner],
                "issue": case.issues[line.issue],
                "option": case.options[line.issue][line.option],
                "basis": line.basis or "stated",
            }
            for line in made.closed
        ],
        "notes": [REST, *saying.session.checked.notes],
    }


class _Evidence:
    def __init__(self, saying: Saying, table: str | None) -> None:
        self.saying, self.names, self.case = saying, saying.names(table), saying.session.compiled(table)
        self.withheld_verdict = Verdict(
            request=VerdictRequest(table=table),
            central=saying.session.settlement(table),
            trials=None,
            is_blank=self.case.is_blank,
        )
        ordinal_deal = ordinal(self.case, None)
        self.closed, self.agreed, self.ask = (
            ordinal_deal.closed_options,
            ordinal_deal.agreed,
            FirstQuestions(self.names),
        )

    def verdict(self) -> list[Any]:
        """That there is none where red lines and rules decide it, else what they leave open."""
        if self.withheld_verdict.is_excluded or self.withheld_verdict.is_blank:
            return verdict_sentences(self.withheld_verdict, self.saying)
        counts, parties = self.withheld_verdict.counts, self.names.parties(self.case.structure.bargaining)
        return [
            f"The sources alone do not decide whether {parties} could agree: red lines and rules leave "
            f"{feasible(counts)} of {whole(counts.total)} packages open.",
            "Which of these they would accept is judged, and judgements are not shown at this level of handling.",
        ]

    def undecided(self) -> Json:
        return {"kind": "withheld", "sentences": self.verdict(), "trials": None, "package": None}

    def answer(self) -> Iterator[Any]:
        """What no deal can have, and on what parties agree already."""
        lines = [self._refused(line) for line in self.closed]
        if lines:
            yield Sentence(text="No deal can have any of these, whatever else is in it:")
            yield from self._cut(lines, MOST)
        if agreed := [same_wish(self.names, *agreement) for agreement in self.agreed]:
            yield Sentence(text="The parties that take a position agree already:")
            yield from self._cut(agreed, MOST)
        yield NoteSentence(text=REST)

    def _refused(self, line: CompiledRedLine) -> str:
        what, who = self.names.outcome(line.issue, line.option), self.names.party(line.owner)
        return f"{what} (refused by {who}{', inferred' if line.basis == 'inferred' else ''})"

    def _cut(self, lines: list[str], most: int) -> Iterator[Bullets]:
        shown = lines if self.saying.showing.full else lines[:most]
        more = (
            [f"and {len(lines) - len(shown)} more{for_command_line(' (`--full`)')}"] if len(shown) < len(lines) else []
        )
        yield Bullets(items=(*shown, *more))

    def _open_cells(self) -> list[str]:
        """What to ask: where needed parties are silent, and refusals that are only inferred."""
        needed = self.case.structure.can_be_needed
        silent = [
            self.ask.silent(party, issue)
            for issue in range(len(self.case.issues))
            if issue not in self.case.structure.left_out
            for party in needed
            if self.case.cells[party][issue].is_silent
        ]
        still = self.case.structure.status_quo
        inferred = [
            self.ask.refused(line.owner, line.issue, line.option)
            for line in self.closed
            if line.basis == "inferred" and line.option != still[line.issue]
        ]
        return list(dict.fromkeys([*inferred, *silent]))

    def questions(self) -> Iterator[Any]:
        if lines := self._open_cells():
            yield from self._cut(lines, MOST_ASKED)
            yield NoteSentence(text=NOT_IN_ORDER)

    def words(self) -> Iterator[Any]:
        """The sentences behind the red lines that exclude something."""
        owners, checked = self.saying.owners, self.saying.session.checked
        for line in self.closed:
            because, claims = grounds(self.names, line)
            yield Bullets(items=(refusal(self.names, line, because),))
            yield from (quote_of(claim, checked, owners) for claim in claims[:1])

    def sources(self) -> Iterator[Any]:
        counts = self.saying.session.checked.counts
        yield Sentence(text=f"{counts.stated} cells stated, {counts.inferred} inferred, {counts.silent} silent.")
        if counts.only_refuse:
            yield Sentence(text=refusals_alone(counts.only_refuse))
        for warning in source_warnings(self.saying.owners):
            yield Guarded(warning.of, Sentence(text=warning.shown))

    def judgements(self) -> Iterator[Any]:
        rows = []
        for basis, ground in (("stated", STATED), ("inferred", INFERRED)):
            lines = [line for line in self.closed if (line.basis or "stated") == basis]
            if lines:
                each = ruled_out(self.names, lines, len(lines))
                these = "this" if len(lines) == 1 else "these"
                rows.append((f"No deal can have {these}, whatever else is in it: {'; '.join(each)}.", ground))
        if self.agreed:
            same = "; ".join(same_wish(self.names, *agreement) for agreement in self.agreed)
            rows.append((f"{same[:1].upper()}{same[1:]}.", "follows from positions"))
        if rows:
            yield Grid(head=("Judgement", "How we know"), rows=tuple(rows))
        yield Sentence(text=REST)

    def asked(self) -> Iterator[Any]:
        if lines := self._open_cells():
            yield Bullets(items=tuple(lines))

    def room(self) -> Iterator[Any]:
        """Whose consent is needed, and for what."""
        structure = self.case.structure
        needed = []
        for party in structure.can_be_needed:
            issues = [
                issue
                for issue, (start, size) in enumerate(zip(structure.offsets, structure.sizes, strict=True))
                if issue not in structure.left_out and structure.needs[start : start + size, party].any()
            ]
            if party not in structure.always and issues:
                needed.append(f"of {self.names.party(party)} on {listed(map(self.names.topic, issues))}")
        also = f", and {listed(needed)}" if needed else ""
        yield Sentence(text=f"Every package needs the consent of {self.names.parties(structure.always)}{also}.")
