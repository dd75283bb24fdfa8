"""What a case rests on: how far to trust it, who wants what, what may not be, who must agree, what no source says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from winset.model.case import Assertion, Case, RedLine
from winset.model.case import Cell as Position
from winset.questions.check.confidence import confidence
from winset.questions.question import Saying
from winset.report.blocks import (
    LEFT_OUT,
    Account,
    Bullets,
    Claims,
    Figure,
    Grid,
    GridCell,
    Guarded,
    NoteSentence,
    Section,
    Sentence,
)
from winset.report.claims import ClaimReferences
from winset.report.names import counted, listed
from winset.report.ownership import Ownership
from winset.report.pieces import capitalised, piece
from winset.report.positions import option_lines, position_matrix
from winset.report.sources import source_warnings

BASES = (
    "Stated: the words of a source, the party’s own where it says so. Inferred: concluded, with the reason. Silent: no "
    "source says anything."
)
SUPPORT = {"direct": "in its own words", "context": "from circumstances"}
"""What a claim is that is not the report of somebody."""
STATES = {"in_force": "in force", "threatened": "threatened", "possible": "possible"}


def evidence(saying: Saying) -> Iterator[Section]:
    """The sections that a brief picks from."""
    made = _Evidence(saying)
    for key, title, blocks in (
        ("confidence", "Confidence in the analysis", confidence(saying)),
        ("warnings", "Warnings", made.warnings()),
        ("position_charts", "", made.charts()),
        ("positions", "Positions", made.positions()),
        ("consent", "Who must accept, and what cannot go together", made.consent()),
        ("unsaid", "What the sources leave open", made.unsaid()),
        ("claims", "The claims", (Claims(),)),
    ):
        yield Section(key=key, title=title, blocks=tuple(blocks), depth="brief")


class _Evidence:
    def __init__(self, saying: Saying) -> None:
        self.saying, self.checked = saying, saying.session.checked
        self.case: Case = saying.session.case
        self.owners: Ownership = saying.owners
        self.references = ClaimReferences(self.checked, self.owners)

    def warnings(self) -> Iterator[Any]:
        """What makes the sources doubtful, what was found in reading the case, and how much of it is left out."""
        yield from (Guarded(one.of, _warning(one.shown)) for one in source_warnings(self.owners))
        yield from (_warning(note) for note in self.checked.notes if note)
        yield Account(self.owners.holdings, lambda counts, account: _warning(account) if counts else LEFT_OUT)

    def charts(self) -> Iterator[Figure]:
        """The matrix of positions, and each issue as a line of options."""
        yield Figure(key="matrix", drawings=position_matrix(self.owners))
        yield Figure(key="lines", drawings=option_lines(self.owners))

    def unsaid(self) -> Iterator[Any]:
        """How many cells no source speaks of, and notes on what the text leaves open."""
        cells, silent = len(self.case.parties) * len(self.case.issues), self.checked.counts.silent
        items: list[Any] = [f"{silent} of {counted(cells, 'position')} are silent; the table shows which."]
        notes = (Guarded(self.owners.note(note), note.text + self.references.of(note)) for note in self.case.notes)
        yield Bullets(items=(*(items if silent else []), *notes))

    def positions(self) -> Iterator[Any]:
        """The matrix of positions: a row for each issue, a cell for each party, with its basis."""
        head = ("", *(piece("party", party.name, key) for key, party in self.case.parties.items()))
        rows = tuple(
            (
                self.case.issue_title(issue),
                *(self._cell(issue, self.case.cell(issue, party)) for party in self.case.parties),
            )
            for issue in self.case.issues
        )
        yield Grid(head=head, rows=rows)
        yield NoteSentence(text=BASES)
        aims = tuple(
            Guarded(self.owners.claim(claim), f"{party.name}: {claim.reading}{self.references.of(aim)}")
            for party in self.case.parties.values()
            for aim in party.aims
            for claim in self.case.claims_of(aim)[:1]
            if claim.reading
        )
        if aims:
            yield Sentence(text="Aims that belong to no issue:")
            yield Bullets(items=aims)

    def _cell(self, issue: str, position: Position) -> GridCell:
        if position.basis == "silent":
            return GridCell(text="silent", mark="silent")
        text = f"leaves it to {self.case.name_in_sentence(position.delegates_to)}" if position.delegates_to else ""
        text = text or (self.case.option_label(issue, position.ideal) if position.ideal is not None else "")
        flags = [
            word
            for word, there in (("moving", position.volatile), ("a condition for talks", position.precondition))
            if there
        ]
        refused = "; ".join(self._with_reason(issue, position, line) for line in position.rejects)
        carried = self.references.of(position) + "".join(self.references.of(line) for line in position.rejects)
        basis = position.basis or "inferred"
        support = next((SUPPORT[one.support] for one in self.case.claims_of(position) if one.support in SUPPORT), "")
        return GridCell(
            text=f"{basis}{f', {support}' if support else ''}: {text}"
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
            yield Sentence(text="Within one deal:")
            yield Bullets(
                items=tuple(self._asserted(self._rule(rule.if_, rule.then), rule) for rule in self.case.rules)
            )
        levers = tuple(self._levers())
        if levers:
            yield Sentence(text="Pressure:")
            yield Bullets(items=levers)

    def _consent(self) -> Iterator[str]:
        for issue, needs in self.case.consent.issues.items():
            topic = piece("issue", self.case.issue_in_sentence(issue), issue)
            yield self._asserted(f"Nothing changes on {topic} without {self._parties(needs.needs)}", needs)
            for option, special in needs.options.items():
                who = self._parties(special.needs) if special.needs else "nobody besides"
                yield self._asserted(f"“{self.case.option_label(issue, option)}” needs {who}", special)

    def _parties(self, keys: tuple[str, ...]) -> str:
        return listed(piece("party", self.case.name_in_sentence(key), key) for key in keys)

    def _asserted(self, text: str, assertion: Assertion) -> str:
        because = f" ({assertion.because.rstrip('.')})" if assertion.because else ""
        return f"{text}{because}.{self.references.of(assertion)}"

    def _rule(self, if_: Mapping[str, tuple[str, ...]], then: Mapping[str, tuple[str, ...]]) -> str:
        return f"If {self._when(if_)}, then also: {self._when(then)}"

    def _when(self, when: Mapping[str, tuple[str, ...]]) -> str:
        return " and ".join(
            listed((self._clause(issue, option) for option in options), "or") for issue, options in when.items()
        )

    def _clause(self, issue: str, option: str) -> str:
        clause = self.case.issues[issue].options[option].in_sentence
        return clause or f"{self.case.issue_in_sentence(issue)} is “{self.case.option_label(issue, option)}”"

    def _levers(self) -> Iterator[Guarded[str]]:
        """The pressure that the case tells of."""
        for name, lever in self.case.levers.items():
            because = f" ({lever.because.rstrip('.')})" if lever.because else ""
            title = capitalised(lever.title or name.replace("_", " "))
            on = self.case.name_in_sentence(lever.target)
            text = f"{title}: {STATES[lever.state]}, held by {self._parties(lever.holders)}, on {on}{because}."
            yield Guarded(self.owners.lever(name), text + self.references.of(lever))


def _warning(text: Any) -> Sentence:
    return Sentence(text=text, tone="warning")
