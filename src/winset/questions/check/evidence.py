"""Who wants what, what may not be, who must agree, and what no source says: the evidence of a case, for a brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from winset.model.case import Assertion, Case, RedLine, Rule
from winset.model.levers import IN_FORCE
from winset.model.reach import widened
from winset.questions.question import Saying
from winset.report.blocks import Bullets, Claims, Figure, Grid, GridCell, Guarded, NoteSentence, Section, Sentence
from winset.report.claims import ClaimReferences
from winset.report.names import flag_words, listed
from winset.report.ownership import NOBODY, Owner, Ownership
from winset.report.pieces import Kind, capitalised, piece
from winset.report.positions import marks, of_wish, option_lines, position_matrix, refusals_alone

NOTHING = "–"
RULES = {
    "agreed": "What a deal must hold; states that nobody signed can come about otherwise:",
    "fact": "What cannot come about otherwise, whoever moves:",
}
STATE = {"in_force": "in force", "threatened": "threatened", "possible": "possible"}
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
        blocks=(made.parties(), NoteSentence(text=ITALICS, depth="detail"), *made.interests()),
        depth="detail",
    )
    concerns = tuple(made.concerns())
    if concerns:
        yield Section(
            key="options", title="What goes with an option wherever it stands", blocks=concerns, depth="detail"
        )
    yield Section(key="unsaid", title="What the sources do not say", blocks=tuple(made.unsaid()), depth="detail")
    yield Section(key="positions", title="Positions", blocks=tuple(made.positions()), depth="detail")
    yield Section(
        key="consent",
        title="Who must accept, and what cannot go together",
        blocks=tuple(made.consent()),
        depth="detail",
    )
    claims = (NoteSentence(text=CLAIMS), Claims()) if saying.session.checked.counts.quotes else ()
    yield Section(key="claims", title="The claims", blocks=claims, depth="brief")


ITALICS = "In italics, or marked so: inferred, not stated by a source."


def _bracketed(words: list[str]) -> str:
    """Words in brackets after what they are said of; nothing where there are none."""
    return f" ({', '.join(words)})" if words else ""


class _Evidence:
    def __init__(self, saying: Saying) -> None:
        self.saying, self.checked = saying, saying.session.checked
        self.case: Case = saying.session.case
        self.owners: Ownership = saying.owners
        self.references = ClaimReferences(self.checked, self.owners)

    def _named(self, party: str) -> str:
        """A party inside a sentence."""
        return piece("party", self.case.name_in_sentence(party), party)

    def _option(self, issue: str, option: str) -> str:
        return piece("option", self.case.option_label(issue, option), f"{issue}.{option}")

    def _issue(self, issue: str) -> str:
        """An issue inside a sentence."""
        return piece("issue", self.case.issue_in_sentence(issue), issue)

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
                who = self._named(position.delegates_to)
                wants.append(self._carried(f"{who} to decide on {self._issue(issue)}", (issue, party)))
            elif position.ideal is not None:
                wants.append(self._carried(self._option(issue, position.ideal), (issue, party)))
            else:
                silent.append(f"{self.case.issue_title(issue)}, but for what it refuses")
            refuses += [self._refused((issue, party), line) for line in position.rejects]
        return (
            piece("party", self.case.parties[party].name, party),
            "; ".join(wants) or NOTHING,
            "; ".join(refuses) or NOTHING,
            self._pressed(party),
            "; ".join(silent) or NOTHING,
        )

    def _carried(self, text: str, at: tuple[str, str]) -> str:
        """A text with the claims that carry it and what they are to the party, marked where it is inferred."""
        position = self.case.cell(*at)
        shown = piece("inferred", text) if position.basis == "inferred" else text
        return shown + _bracketed(self._marks(at)) + self.references.of(position)

    def _refused(self, at: tuple[str, str], line: RedLine) -> str:
        label, position = self._option(at[0], line.option), self.case.cell(*at)
        inferred = (line.basis or position.basis) == "inferred"
        carried = self.references.of(line) or self.references.of(position)
        shown = piece("inferred", label) if inferred else label
        return shown + _bracketed(self._marks((*at, line.option))) + carried

    def _marks(self, at: tuple[str, ...]) -> list[str]:
        """What a reader must know of the quotes of a cell, or of a red line with quotes of its own."""
        return marks(self.checked.support.get(at))

    def interests(self) -> Iterator[Any]:
        """What parties need or fear behind their positions, each with its claims."""
        items = tuple(
            Guarded(self._of(interest), f"{self._named(party)}, {interest.kind}: {interest.text}{self._said(interest)}")
            for party, party_entry in self.case.parties.items()
            for interest in party_entry.interests.values()
        )
        if items:
            yield Sentence(text="Behind the positions:", depth="detail")
            yield Bullets(items=items, depth="detail")

    def _of(self, assertion: Assertion) -> Owner:
        return self.owners.any_claim(self.case.claims_of(assertion)) or NOBODY

    def _said(self, assertion: Assertion) -> str:
        because = f" (inferred: {assertion.because})" if assertion.basis == "inferred" and assertion.because else ""
        return because + self.references.of(assertion)

    def concerns(self) -> Iterator[Any]:
        """Legal, humanitarian and political concerns of options, and the interests that options serve."""
        items: list[Any] = []
        for issue, issue_entry in self.case.issues.items():
            for name, option in issue_entry.options.items():
                where = f"{self._option(issue, name)} ({self._issue(issue)})"
                items += [f"{where}: {flag.kind} concern: {flag_words(flag)}." for flag in option.flags]
                for served in option.serves:
                    party, _, key = served.partition(".")
                    interest = self.case.parties[party].interests[key]
                    serves = f"{where}: serves a {interest.kind} of {self._named(party)}: {interest.text}"
                    items.append(Guarded(self._of(interest), serves))
        if items:
            yield Bullets(items=tuple(items))

    def _pressed(self, party: str) -> str:
        """What presses a party or could; never what is about people. Each lever belongs to itself."""
        levers = []
        for name, lever in self.case.levers.items():
            if lever.target == party and self.case.why_not_offered(name) in (None, IN_FORCE):
                title, owner = lever.title or name.replace("_", " "), self.owners.lever(name)
                kind: Kind = "inferred" if lever.basis == "inferred" else "text"
                shown = f"{title} ({STATE[lever.state]})"
                levers.append(piece(kind, shown, name, owner.level) + self.references.of(lever))
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
        if self.checked.counts.only_refuse:
            items.append(refusals_alone(self.checked.counts.only_refuse))
        items += [Guarded(self.owners.note(note), note.text + self.references.of(note)) for note in self.case.notes]
        if items:
            yield Bullets(items=tuple(items))

    def positions(self) -> Iterator[Any]:
        """The matrix of positions: a row for each issue, a cell for each party, with its basis."""
        yield Figure(key="matrix", drawings=position_matrix(self.owners, self.checked.support))
        yield Figure(key="lines", drawings=option_lines(self.owners))
        head = ("", *(piece("party", party.name, key) for key, party in self.case.parties.items()))
        rows = tuple(
            (
                self.case.issue_title(issue),
                *(self._cell(issue, party) for party in self.case.parties),
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

    def _cell(self, issue: str, party: str) -> GridCell:
        position = self.case.cell(issue, party)
        if position.basis == "silent":
            return GridCell(text="silent", mark="silent")
        text = f"leaves it to {self._named(position.delegates_to)}" if position.delegates_to is not None else ""
        text = text or (
            self.case.option_label(issue, position.ideal) if position.ideal is not None else of_wish(position)
        )
        flags = [
            word
            for word, there in (("moving", position.volatile), ("a condition for talks", position.precondition))
            if there
        ] + self._marks((issue, party))
        refused = "; ".join(self._with_reason((issue, party), line) for line in position.rejects)
        carried = self.references.of(position) + "".join(self.references.of(line) for line in position.rejects)
        basis = position.basis or "inferred"
        return GridCell(
            text=f"{basis}: {text}" + _bracketed(flags) + (f"; refuses {refused}" if refused else "") + carried,
            mark=basis,
            note=position.because or "",
        )

    def _with_reason(self, at: tuple[str, str], line: RedLine) -> str:
        """A red line with why it is inferred, where it is, and what its quotes are to the party."""
        texts = [f"inferred{': ' + line.because if line.because else ''}"]
        inferred = (line.basis or self.case.cell(*at).basis) == "inferred"
        return f"“{self._option(at[0], line.option)}”" + _bracketed(
            [*(texts if inferred else []), *self._marks((*at, line.option))]
        )

    def consent(self) -> Iterator[Any]:
        """Whose consent an issue or an option needs besides, what cannot go together, and what pressure there is."""
        needs = tuple(self._consent())
        if needs:
            yield Bullets(items=needs)
        for kind, heading in RULES.items():
            rules = [rule for rule in self.case.rules if rule.kind == kind]
            if rules:
                yield Sentence(text=heading)
                items = tuple(self._asserted(self._rule(*self._reaching(rule)), rule) for rule in rules)
                yield Bullets(items=items)
        levers = tuple(self._levers())
        if levers:
            yield Sentence(text="Pressure: what is in force is part of how things stand, and no other is pulled here:")
            yield Bullets(items=levers)

    def _reaching(self, rule: Rule) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """The conditions of a rule with every option on the list to which it reaches."""
        issues, above = self.case.issues, rule.applies_above
        return widened(issues, rule.if_, above), widened(issues, rule.then, above)

    def _consent(self) -> Iterator[str]:
        for issue, needs in self.case.consent.issues.items():
            who = listed(map(self._named, needs.needs))
            yield self._asserted(
                f"{piece('issue', self.case.issue_title(issue), issue)}: nothing moves without {who}", needs
            )
            for option, special in needs.options.items():
                who = listed(map(self._named, special.needs)) or "nobody besides"
                yield self._asserted(f"{self._option(issue, option)}: needs {who}", special)

    def _asserted(self, text: str, assertion: Assertion) -> str:
        because = f" ({assertion.because})" if assertion.because else ""
        return text + because + self.references.of(assertion)

    def _rule(self, if_: Mapping[str, tuple[str, ...]], then: Mapping[str, tuple[str, ...]]) -> str:
        def said(when: Mapping[str, tuple[str, ...]]) -> str:
            parts = []
            for issue, options in when.items():
                parts.append(self._told(issue, options))
            return " and ".join(parts)

        return f"Where {said(if_)}: {said(then)}"

    def _told(self, issue: str, options: tuple[str, ...]) -> str:
        """Options as clauses: "troops are deployed", or "the bridge is “open” or “half open”", "it is not “shut”"."""
        clauses = {option: self.case.issues[issue].options[option].in_sentence for option in options}
        said = [piece("option", clause, f"{issue}.{option}") for option, clause in clauses.items() if clause]
        labels = [f"“{self._option(issue, option)}”" for option, clause in clauses.items() if not clause]
        others = [option for option in self.case.issues[issue].options if option not in options]
        if len(others) == 1 and len(labels) == len(options) > 1:
            return f"{self._issue(issue)} is not “{self._option(issue, others[0])}”"
        return listed([*said, *([f"{self._issue(issue)} is {listed(labels, 'or')}"] if labels else [])], "or")

    def _levers(self) -> Iterator[Guarded[str]]:
        for name, lever in self.case.levers.items():
            holders = listed(map(self._named, lever.holders))
            because = f" ({lever.because})" if lever.because else ""
            withheld = self.case.why_not_offered(name)
            state = STATE[lever.state] + (f"; {withheld}" if withheld not in (None, IN_FORCE) else "")
            title = lever.title or name.replace("_", " ")
            text = f"{capitalised(title)} ({state}): held by {holders}, on {self._named(lever.target)}{because}"
            yield Guarded(self.owners.lever(name), text + self.references.of(lever))
