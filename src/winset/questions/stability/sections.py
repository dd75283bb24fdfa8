"""Whether a package would hold, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.readings import is_fixed
from winset.errors import TooLarge
from winset.questions.question import Saying
from winset.questions.stability.acting_together import TogetherWords
from winset.questions.stability.charts import NOBODY_MOVES as NOTHING_DRAWN
from winset.questions.stability.charts import figure
from winset.questions.stability.degrees import AheadWords, firm_section, unknown_section
from winset.questions.stability.equilibria import equilibria_section
from winset.questions.stability.gains import FOR_GOOD
from winset.questions.stability.opened import OpenedWords
from winset.questions.stability.orders import called, orders_section, shown_beside
from winset.questions.stability.paths import TITLE as PATHS
from winset.questions.stability.paths import PathWords
from winset.questions.stability.preferences import PreferenceWords
from winset.questions.stability.solve import StabilityAnswer
from winset.questions.stability.words import CENTRAL, FIXED, STATES, StabilityWords
from winset.readings.shares import Share
from winset.report.blocks import (
    Align,
    Answer,
    Block,
    Bullets,
    Grid,
    Guarded,
    Hint,
    NoteSentence,
    Section,
    Sentence,
    Space,
)
from winset.report.claims import quote_of
from winset.report.counts import NOT_A_PROBABILITY
from winset.report.names import counted, listed
from winset.report.ownership import nothing_judged
from winset.report.pieces import capitalised

LEAD = "Once this is agreed: who gains by moving away alone, and who could answer?"
SHOWN = 3
"""Improvements that are shown of each party."""
NAME = "The package"
MOST_NAME = 46
"""Characters of a name beside what is said of it; beyond, it goes on in the next line."""
WHAT = {
    "named": "This is about the package that you named.",
    "leads": "This is about the package that leads in `winset deal`; look at others with `--package`.",
    "still": "No package is acceptable to everybody that it needs, so this is about how things stand. Below stands "
    "what single movements would open; look at any package with `--package`.",
    "opened": "This is about a package that a single movement would open.",
}
NOT_FIRST = "This is about one of the packages: nothing in the case puts any of them first."
NO_PACKAGE = "There is no package to look at: name one with `--package`."
NOBODY_MOVES = (
    "The case says of nobody what it could change alone (`moves`), so nobody can move away, and whether this would "
    "hold cannot be said."
)
NO_ANSWER_YET = (
    "The sources are silent on every position, and nothing that ranks packages is judged: there is no answer yet. What "
    "follows takes everybody as indifferent."
)
ORDERS = {
    "statements": "the first statement that tells two packages apart decides",
    "ranking": "as the case ranks packages; those on no list are last",
    "value": "by what a package is worth",
}


def lead(answer: StabilityAnswer, saying: Saying) -> Iterator[Sentence]:
    """What is asked, and at which table."""
    yield Sentence(text=LEAD, tone="lead")
    table = answer.request.table
    if table:
        yield NoteSentence(text=f"At the table “{saying.session.case.tables[table].title or table}”.")


def sections(answer: StabilityAnswer, saying: Saying) -> list[Any]:
    """The answer, who could gain by what and who could answer, what else was asked, and every definition."""
    return list(_Sections(answer, saying).all())


class _Sections:
    """What is said of one package. What a party’s order of packages rests on is told only where judgements are."""

    def __init__(self, answer: StabilityAnswer, saying: Saying) -> None:
        self.answer, self.found, self.saying = answer, answer.stability, saying
        self.words = StabilityWords(self.found, saying.names(answer.request.table))
        self.names, self.case = self.words.names, saying.session.case
        self.moves = bool(self.found.states.moving)
        self.is_fixed = is_fixed(self.found.case, by_value=self.found.by_value)

    def all(self) -> Iterator[Any]:
        held = self.found.of_package
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        if held is not None:
            package = Grid(rows=tuple(self.names.package(held.package)), most=MOST_NAME)
            title = "How things stand" if held.why == "still" else "The package"
            yield Section(key="package", title=title, blocks=(package,))
        if self.moves and held is not None:
            yield self._guarded(self._gains(self.words), self._gains(self.words.without_because))
            yield from self._asked()
        if self.moves:
            yield Section(key="moves", title="Who can change what alone", blocks=tuple(self._who_moves_what()))
            yield Section(key="aside", title="What this leaves aside", blocks=tuple(self._left_aside()))
            yield Section(key="definitions", title="By definition", blocks=tuple(self._definitions()))
        yield Section(key="method", title="How this is read", blocks=tuple(self._method()))
        table, shown = self.answer.request.table, shown_beside(self.answer)
        yield from orders_section(self.saying, shown, table, called(self.answer))

    def _guarded(self, with_because: Section, without: Section) -> Guarded[Section]:
        return Guarded(self.saying.owners.judgements, with_because, without)

    def _answer(self) -> Iterator[Any]:
        """What was looked at, whether it holds and by what, and how many readings agree."""
        held = self.found.of_package
        if held is None:
            yield Answer(text=NO_PACKAGE)
            yield figure(self.words, [], self.saying.owners) if self.moves else NOTHING_DRAWN
            return
        is_first = not (self.moves and held.why == "leads" and self.found.case.is_blank)
        yield Answer(text=WHAT[held.why] if is_first else NOT_FIRST)
        if not self.moves:
            yield Answer(text=NOBODY_MOVES)
            yield NOTHING_DRAWN
            return
        verdict = self.words.verdict()
        if not self.is_fixed:
            verdict[0] = f"In the central reading: {verdict[0]}"
        for sentence in (*self._cautions(), *verdict, *self._in_readings()):
            yield Answer(text=sentence)

    def _cautions(self) -> Iterator[str]:
        """What a verdict is worth where little or nothing is said of who prefers what."""
        found, parties = self.found, range(len(self.found.case.parties))
        by_value = [party for party in parties if found.order_basis(party) == "value"]
        if found.case.is_blank and len(by_value) == len(parties):
            yield NO_ANSWER_YET
            return
        if by_value and nothing_judged(self.case):
            yield "No number is judged: where packages are ordered by value, default numbers stand in."
        rank = found.states.graph.rank
        alike = [party for party in parties if rank[party].max() == rank[party].min()]
        if alike and found.states.graph.states > 1:
            yield f"As far as the case says, all these packages are the same to {self.names.parties(alike)}."

    def _in_readings(self) -> Iterator[str]:
        if isinstance(self.answer.shares, TooLarge):
            yield capitalised(f"{self.answer.shares}.")
        elif FOR_GOOD in self.answer.holds:
            by_value = " `--by-value` ranks by value instead."
            yield FIXED + by_value if self.is_fixed else self.words.readings(self.answer.holds)

    def _gains(self, words: StabilityWords) -> Section:
        """By party, what it could gain by, and who could answer."""
        blocks: list[Block] = []
        gains = words.gains
        for party in gains.gaining:
            each, shown = gains.of(party), gains.most_telling(party, SHOWN)
            unanswered = sum(one.answer is None for one in each)
            some = f"{unanswered} of which nobody could answer"
            all_ = "which nobody could answer" if unanswered else "which could be answered"
            answered = all_ if unanswered in (0, len(each)) else some
            ways = f"{counted(len(each), 'way')} to gain, {answered}"
            blocks.append(Sentence(text=f"{self.names.party(party)}: {ways}", tone="strong"))
            blocks.append(Bullets(items=tuple(map(words.sentence, shown))))
            if len(each) > len(shown):
                blocks.append(Hint(text=f"{counted(len(each) - len(shown), 'other way')} in `--json`."))
        nobody = [party for party in gains.parties if party not in gains.gaining]
        if nobody:
            blocks.append(Sentence(text=f"Could gain by nothing that it can do alone: {self.names.parties(nobody)}."))
        drawn = figure(self.words, [(NAME, self.words)], self.saying.owners)
        return Section(key="gains", title="Who could gain by moving away alone", blocks=(*blocks, drawn))

    def _asked(self) -> Iterator[Any]:
        """What else was asked, and what the case gives grounds for."""
        answer, words, most = self.answer, self.words, self.saying.showing.limit or None
        if answer.opened is not None:
            opened = OpenedWords(answer.opened, self.names)
            yield self._guarded(opened.section(), opened.without_because.section())
        for key in answer.request.keys if answer.request.concepts else ():
            yield equilibria_section(words, key)
        if answer.firmness is not None:
            yield firm_section(answer.firmness, words)
        if answer.uncertain is not None:
            yield unknown_section(answer.uncertain, words)
        for gains in (answer.coalitions, answer.partition):
            if gains is not None:
                yield TogetherWords(words, gains, most).section()
        if isinstance(answer.routes, Exception):
            yield Section(key="paths", title=PATHS, blocks=(Sentence(text=f"Not computed: {answer.routes}."),))
        elif answer.routes is not None:
            yield PathWords(answer.routes, self.names).section()
        if answer.inverse is not None:
            yield PreferenceWords(words, answer.inverse).section()
        if answer.ahead is not None:
            yield AheadWords(words, answer.ahead).section()

    def _who_moves_what(self) -> Iterator[Any]:
        """By party, the issues that it can change alone, and what the case gives as grounds for that."""
        rows = (
            (self.names.party(party), listed(map(self.names.topic, issues)) or "nothing")
            for party, issues in enumerate(self.found.states.allowed)
        )
        yield Grid(rows=tuple(rows), most=MOST_NAME)
        checked, owners = self.saying.session.checked, self.saying.owners
        for issue in self.found.states.moving:
            for move in self.case.moves[self.found.case.issues[issue]]:
                if move.because:
                    yield NoteSentence(text=f"{self.names.topic(issue)} is {move.basis or 'inferred'}: {move.because}")
                for claim in self.case.claims_of(move):
                    yield quote_of(claim, checked, owners)
        if bare := self.words.bare():
            yield NoteSentence(text=bare)

    def _left_aside(self) -> Iterator[Block]:
        """What nobody can change alone, and what rules keep parties from changing."""
        held, still = self.found.of_package, self.words.still()
        blocked = held.blocked if held is not None else ()
        lines = (*((still,) if still else ()), *map(self.words.blocked, blocked))
        if lines:
            yield Bullets(items=lines)

    def _definitions(self) -> Iterator[Block]:
        """A row for each definition: for whom the package is stable, in how many readings, and how many states are."""
        found, held = self.found, self.found.of_package
        drawn = bool(self.answer.holds) and not self.is_fixed
        head = ["definition"]
        head += ["it is not stable for"] if held is not None else []
        left = len(head)
        head += ["stable in"] if drawn else []
        head.append(f"stable of {found.states.graph.states:,} states")
        rows = []
        for key in self.answer.request.keys:
            row = [definitions[key].title]
            row += [self._not_stable(key)] if held is not None else []
            row += [_short(self.answer.holds.get(key))] if drawn else []
            equilibria = found.equilibria(key)
            row.append("not computed" if equilibria is None else f"{int(equilibria.sum()):,}")
            rows.append(tuple(row))
        align: list[Align] = ["left" if column < left else "right" for column in range(len(head))]
        yield Grid(head=tuple(head), rows=tuple(rows), align=tuple(align))
        yield Space()
        for key in self.answer.request.keys:
            yield NoteSentence(text=f"{definitions[key].title}: {definitions[key].meaning}")

    def _not_stable(self, key: str) -> str:
        stable = [self.words.held.is_stable(key, party) for party in range(len(self.found.case.parties))]
        shaky = [self.names.party(party) for party, is_stable in enumerate(stable) if is_stable is False]
        return ", ".join(shaky) or ("not computed" if None in stable else "nobody")

    def _method(self) -> Iterator[Block]:
        """How states, moves and orders are read."""
        found = self.found
        yield Sentence(text=STATES)
        by: dict[str, list[int]] = {}
        for party in range(len(found.case.parties)):
            by.setdefault(found.order_basis(party), []).append(party)
        for kind, who in by.items():
            yield Sentence(text=f"Order of packages, for {self.names.parties(who)}: {ORDERS[kind]}.")
        if "value" in by:
            yield Sentence(text=CENTRAL)
        if self.answer.holds and not self.is_fixed:
            yield Sentence(text=NOT_A_PROBABILITY)
        for note in found.case.notes:
            yield Sentence(text=note)


def _short(share: Share | None) -> str:
    return "not computed" if share is None else f"{100 * share.share:.0f} of 100 readings"
