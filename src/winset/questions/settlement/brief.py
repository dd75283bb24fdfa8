"""What only a brief says of whether there is a deal: sections that it picks by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from winset.analyses.settlement.blockers import Constraint, NoDeal
from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.model.version import VERSION
from winset.questions.question import Saying
from winset.questions.settlement.brief_options import OptionWords, client_grid
from winset.questions.settlement.conflicts import refused_in_short, ruled_out
from winset.questions.settlement.packages import acceptable, shown_packages
from winset.questions.settlement.words import DealWords
from winset.report.blocks import LEFT_OUT, Bullets, Derived, Grid, Guarded, NoteSentence, Section, Sentence
from winset.report.first_questions import FirstQuestions
from winset.report.names import listed
from winset.report.ownership import nothing_judged
from winset.report.pieces import LEFT_OUT_TEXT, capitalised, plain

MOST_CLOSED, MOST_INFERRED = 45, 20
"""Words about options that red lines exclude, and about inferences on which the answer turns: as many of them are named
in a judgement as fit; beyond, it says how many more there are.
"""
MOST_CONFLICTS = 3
"""Smallest conflicts in the annex of a brief; beyond, it says how many more there are."""
AS_EITHER = 2
"""Parties of whom "either" is said."""
ANY_ONE = "movement by any one of them alone"
TERMS = "A walk-away is what no deal is worth to a party, in its own points (about 0 to 100)."
RED_LINES = "follows from stated red lines"
INFERENCE = "rests on an inference"
GUESSED = "rests on guessed numbers"
BY_DEFAULT = "rests on default numbers: none is judged"
CONFLICTS = "The parts of each line cannot all hold together; if any one of them gives, the others can."
AT_LEAST_THESE = " The search stopped at a limit: there are at least these."
METHOD = (
    "A package is one option for every issue. It is acceptable if it breaks no rule, crosses no red line of a party "
    "whose consent it needs, and is worth at least its walk-away to each of them. The value of a package is the mean "
    "of the scores of its options weighted by salience, plus the worth of any combination. Everything is decided in "
    "exact integers."
)


def sections(words: DealWords, saying: Saying) -> Iterator[Section]:
    """Every section, in the order in which a brief has them."""
    said = _Sections(words, saying)
    client = words.case.case.client
    title = f"For {words.names.party_called(client)}" if client else ""
    made = (
        ("client", title, said.client),
        ("terms", "", said.terms),
        ("judgements", "Key judgements", said.judgements),
        ("ask", "", said.ask),
        ("options", said.options_title, said.options),
        ("room", "", said.room),
        ("indicators", "", said.indicators),
        ("conflicts", "What cannot all hold together", said.conflicts),
        ("interests", "What stands behind the positions", said.interests),
        ("method", "The method", said.method),
    )
    for key, title, blocks in made:
        yield Section(key=f"brief_{key}", title=title, blocks=tuple(blocks()), depth="brief")


class _Sections:
    """The blocks of each section; none where there is nothing to say."""

    def __init__(self, words: DealWords, saying: Saying) -> None:
        self.words, self.names, self.deal, self.saying = words, words.names, words.deal, saying
        self.why, self.structure = words.deal.central.no_deal, words.deal.case.structure
        self.shown = shown_packages(words.deal)
        self.offered = OptionWords(words, [shown_package.package for shown_package in self.shown])
        self.questions = FirstQuestions(words.names)

    def client(self) -> Iterator[Any]:
        """For the party that the brief is written for: what to ask for, what not to give, the least and the best."""
        key = self.words.case.case.client
        if key is not None and not self.deal.is_blank:
            yield from client_grid(self.words, self.offered, self.deal.case.parties.index(key))

    def interests(self) -> Iterator[Any]:
        """Which interests each option serves, those that another would serve too, and those that none is said to."""
        interests, packages = self.words.interests, self.offered.packages
        if interests.all and packages:
            head = ("", *(f"option {n}" for n in range(1, len(packages) + 1)))
            yield Grid(head=head, rows=interests.rows(packages))
        items = tuple(Guarded(each.interest.owner, interests.shared_sentence(each)) for each in interests.shared)
        if items:
            yield Bullets(items=items)
        if interests.all:
            yield interests.unserved_sentence()

    def terms(self) -> Iterator[Any]:
        """What a point and a walk-away are."""
        if not self.deal.is_blank:
            yield NoteSentence(text=TERMS)

    def judgements(self) -> Iterator[Any]:
        """Up to four judgements, each with what it rests on."""
        made = (self._closed("stated"), self._wrong(), self._numbers(), self._held())
        rows = tuple(row for row in made if row is not None)
        if rows and not self.deal.is_blank:
            yield Grid(head=("Judgement", "How we know"), rows=rows)

    def _closed(self, basis: str) -> tuple[str, str] | None:
        """What stated red lines exclude, whatever the numbers, by whose red lines they are."""
        lines = [line for line in self.deal.ordinal.closed_options if (line.basis or "stated") == basis]
        if not lines:
            return None
        fitting = _fitting([refused_in_short(self.names, line) for line in lines], MOST_CLOSED)
        each = ruled_out(self.names, lines, len(fitting))
        rest = len(lines) - len(fitting)
        each += [f"{rest} more (see the positions in the annex)"] if rest else []
        return f"Excluded, whatever the numbers: {'; '.join(each)}.", RED_LINES

    def _wrong(self) -> tuple[str, str] | None:
        """What becomes of the answer without an inference on which it turns."""
        turns = dict.fromkeys((turn.party, turn.issue) for turn in self.deal.decisive if turn.kind == "inferred")
        if not turns:
            return None
        each = _fitting([self._inferred(*cell) for cell in turns], MOST_INFERRED)
        rest = len(turns) - len(each)
        each += [f"{rest} more"] if rest else []
        becomes = "no deal" if self.deal.has_deal else "a deal"
        which = "this inference" if len(turns) == 1 else "any of these inferences"
        other = "with default numbers" if nothing_judged(self.words.case) else "on our other guesses"
        return f"If {which} is wrong there is {becomes}, {other}: {'; '.join(each)}.", INFERENCE

    def _inferred(self, party: int, issue: int) -> str:
        """What is inferred of a party on an issue: what it wants, what it refuses."""
        cell, who = self.deal.case.cells[party][issue], self.names.party(party)
        lines = [self.names.quoted(issue, line.option) for line in cell.rejects if line.basis == "inferred"]
        said = []
        if cell.basis == "inferred" and cell.ideal is not None:
            said.append(f"wants {self.names.quoted(issue, cell.ideal)}")
        said += [f"refuses {listed(lines)}"] if lines else []
        return f"{who} {listed(said)}" if said else f"the position of {who} on {self.names.topic(issue)}"

    def _numbers(self) -> tuple[str, str] | None:
        """Whose movement would be enough; with a deal, what every deal settles."""
        tag = BY_DEFAULT if nothing_judged(self.words.case) else GUESSED
        if self.words.is_limited:
            return None
        if not self.deal.has_deal:
            return self._movement(tag)
        bearing = self.deal.central.load_bearing
        settled = f"; every one of them settles {self.names.topics(bearing)}" if bearing else ""
        number = acceptable(self.deal.central).of("package")
        return f"All who must agree could accept {number}{settled}.", tag

    def _movement(self, tag: str) -> tuple[str, str] | None:
        if self.why is not None and not self.deal.central.counts.feasible:
            tag = self._of_lines(self.why)
        who = list(self.why.blockers.pivotal) if self.why else []
        if who:
            stand = "stands" if len(who) == 1 else "stand"
            alone = ("", "its movement alone", "movement by either alone")[len(who)] if len(who) < 3 else ANY_ONE
            ways = self._ways(who)
            enough = f"it would be enough if {listed(ways, 'or')}" if ways else f"{alone} would be enough"
            return f"{capitalised(self.names.parties(who))} {stand} in the way; {enough}.", tag
        return ("Movement by one party alone was not found to be enough; several must move together.", tag)

    def _ways(self, who: Sequence[int]) -> list[str]:
        """The single movements that open a deal, those who would move alike together; none where one of them would
        have to move in several ways at once.
        """
        openings = [opening.constraint for opening in self.deal.central.openings]
        if not set(who) <= {opening.holder for opening in openings}:
            return []
        expecting = [opening.party for opening in openings if opening.line is None and opening.holder is not None]
        topics: dict[int, list[int]] = {}
        for opening in openings:
            if opening.line is not None and opening.line.issue not in topics.setdefault(opening.party, []):
                topics[opening.party].append(opening.line.issue)
        alike: dict[tuple[int, ...], list[int]] = {}
        for party, issues in topics.items():
            alike.setdefault(tuple(issues), []).append(party)
        either = self.names.any_of(expecting)
        if set(expecting) == set(who) and len(who) <= AS_EITHER:
            either = "it" if len(who) == 1 else "either"
        ways = [f"{either} expected less of no deal"] if expecting else []
        return ways + [
            f"{self.names.any_of(parties)} moved on {listed(map(self.names.topic, issues), 'or')}"
            for issues, parties in alike.items()
        ]

    def _of_lines(self, why: NoDeal) -> str:
        """What it rests on that red lines alone leave nothing."""
        used = {n for conflict in why.blockers.conflicts for n in conflict}
        lines = [line for n in used if (line := why.blockers.constraints[n].line) is not None]
        return INFERENCE if any(line.basis == "inferred" for line in lines) else RED_LINES

    def _held(self) -> Any:
        """Whether what is shown would be kept once it is signed, where that is the same for all of it."""
        lines = self._holding()
        if not lines or not lines[0] or any(line != lines[0] for line in lines):
            return None
        which = "The option" if len(self.shown) == 1 else "Any option"
        ground = self.saying.beside["stability"].rests_on or GUESSED
        return Derived(
            lines[0],
            lambda line: LEFT_OUT if LEFT_OUT_TEXT in line else (f"{which}, once signed: {line}.", ground),
        )

    def _holding(self) -> list[Any]:
        """Of each package whether it would be kept, in few words; those may be guarded."""
        beside = self.saying.beside.get("stability")
        return [beside.line(shown_package.package) if beside is not None else "" for shown_package in self.shown]

    def ask(self) -> Iterator[Any]:
        """The cells on which the answer turns, as questions to those whose they are."""
        turns = dict.fromkeys((turn.party, turn.issue, turn.kind) for turn in self.deal.decisive)
        items = [item for party, issue, kind in turns for item in self._asked(party, issue, kind)]
        yield from _bullets(list(dict.fromkeys([*self._most_unknown(), *items, *self._given_up()])))

    def _most_unknown(self) -> Iterator[str]:
        """The view on a term of the options that is not known: of a party that the term itself needs, in the most of
        the options; of two, of one whose movement alone would be enough.
        """
        times = Counter(
            (party, issue)
            for shown_package in self.shown
            for issue in self.offered.moved(shown_package.package)
            for party in self.offered.silent(shown_package.package, issue)
            if self.structure.needs[self.structure.offsets[issue] + shown_package.package[issue], party]
        )
        pivotal = self.why.blockers.pivotal if self.why else ()
        best = max(times, key=lambda cell: (times[cell], cell[0] in pivotal), default=None)
        if best is not None:
            yield self.questions.silent(*best)

    def _given_up(self) -> list[str]:
        """What those would need in return whose red line alone stands in the way."""
        lines = [opening.constraint.line for opening in self.deal.central.openings]
        return [
            self.questions.in_return(line.owner, line.issue, line.option)
            for line in lines
            if line is not None and line.basis != "inferred"
        ]

    def _asked(self, party: int, issue: int, kind: str) -> Iterator[str]:
        cell = self.deal.case.cells[party][issue]
        if kind == "silent":
            yield self.questions.silent(party, issue)
        elif kind == "inferred" and cell.is_inferred:
            yield self.questions.inferred(party, issue)
        elif kind == "inferred":
            lines = (line for line in cell.rejects if line.basis == "inferred")
            yield from (self.questions.refused(party, issue, line.option) for line in lines)

    @property
    def options_title(self) -> str:
        if self.deal.has_deal:
            return "Options" if len(self.shown) > 1 else "The option"
        return "Options that a movement would open"

    def options(self) -> Iterator[Any]:
        """The packages side by side: what each settles, who gains and gives way, whether it would be kept, what is not
        known.
        """
        if self.shown:
            given = [
                [self._given(opening.constraint) for opening in shown_package.openings] for shown_package in self.shown
            ]
            holding = self._holding()
            differ = any(line != holding[0] for line in holding)
            yield from self.offered.blocks(given, holding if differ else [])

    def _given(self, item: Constraint) -> str:
        """What a package needs to come about, in short."""
        if item.line is None:
            is_own = item.body is None and not item.votes
            return (
                f"if {self.names.party(item.party)} expected less of no deal"
                if is_own
                else self.words.constraints.given(item)
            )
        which = "an inferred" if item.line.basis == "inferred" else "a stated" if item.line.basis else "a"
        return f"if {self.names.party(item.party)} gave up {which} red line on {self.names.topic(item.line.issue)}"

    def room(self) -> Iterator[Any]:
        """Whose consent every package needs, and who is needed besides, for what."""
        always = self.names.parties(self.structure.always)
        needed = [self._needed(party) for party in self.structure.can_be_needed if party not in self.structure.always]
        also = f"; {listed(needed)}" if needed else ""
        yield Sentence(text=f"Every package needs {always}{also}.")

    def _needed(self, party: int) -> str:
        """For what a party is needed that does not decide everything."""
        issues = [
            issue
            for issue, (start, size) in enumerate(zip(self.structure.offsets, self.structure.sizes, strict=True))
            if issue not in self.structure.left_out and self.structure.needs[start : start + size, party].any()
        ]
        return f"on {listed(map(self.names.topic, issues))} also {self.names.party(party)}"

    def indicators(self) -> Iterator[Any]:
        """Lines that have been moving, where the answer turns on where they settle."""
        moving: dict[tuple[int, int], list[CellAlternative]] = {}
        for turn in self.deal.cell_alternatives or ():
            if turn.kind == "volatile" and turn.effect in ("a deal", "no deal"):
                moving.setdefault((turn.party, turn.issue), []).append(turn)
        yield from _bullets([self._moving(*cell, turns) for cell, turns in moving.items()])

    def _moving(self, party: int, issue: int, turns: Sequence[CellAlternative]) -> str:
        line = f"The line of {self.names.party(party)} on {self.names.topic(issue)} has been moving"
        options = listed((self.names.outcome(issue, turn.option) for turn in turns if turn.option is not None), "or")
        return f"{line}: the answer turns if it settles on this: {options}."

    def conflicts(self) -> Iterator[Any]:
        """The smallest conflicts, the shortest first."""
        if self.why is None or not self.why.blockers.conflicts:
            return
        yield Sentence(text=f"{CONFLICTS}{'' if self.why.blockers.complete else AT_LEAST_THESE}")
        items, said = self.why.blockers.constraints, self.words.constraints.constraint
        lines = [
            capitalised("; ".join(said(items[n]) for n in sorted(conflict))) for conflict in self.why.blockers.conflicts
        ]
        rest = len(lines) - MOST_CONFLICTS
        yield Bullets(items=(*lines[:MOST_CONFLICTS], *([f"and {rest} more"] if rest > 0 else [])))

    def method(self) -> Iterator[Any]:
        """When a package is acceptable, what nobody judged, and from which file all this was made."""
        yield Sentence(text=METHOD)
        yield from _bullets(self.words.defaults())
        yield NoteSentence(text=f"winset {VERSION}; case file sha256 {self.saying.session.checked.sha256}.")


def _fitting(parts: Sequence[str], most: int) -> list[str]:
    """The first parts, one at least, that have so many words at most."""
    fitting: list[str] = []
    for part in parts:
        if fitting and sum(len(plain(sentence).split()) for sentence in (*fitting, part)) > most:
            break
        fitting.append(part)
    return fitting


def _bullets(lines: Sequence[Any]) -> Iterator[Bullets]:
    if lines:
        yield Bullets(items=tuple(lines))
