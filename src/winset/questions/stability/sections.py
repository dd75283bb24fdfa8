"""Whether a package would hold, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.levels import FOR_GOOD, UNDECIDED
from winset.analyses.stability.readings import is_fixed
from winset.analyses.stability.stability import PackageStability, Stability
from winset.analyses.stability.states import States
from winset.errors import TooLarge
from winset.questions.question import Saying
from winset.questions.stability.acting_together import TogetherWords
from winset.questions.stability.charts import NOBODY_MOVES as NOTHING_DRAWN
from winset.questions.stability.charts import figure
from winset.questions.stability.degrees import AheadWords, firm_section, unknown_section
from winset.questions.stability.equilibria import equilibria_section
from winset.questions.stability.opened import MOST_TURNING, NAMED, OpenedWords, turning
from winset.questions.stability.orders import called, orders_section, shown_beside
from winset.questions.stability.paths import TITLE as PATHS
from winset.questions.stability.paths import PathWords
from winset.questions.stability.preferences import PreferenceWords
from winset.questions.stability.solve import StabilityAnswer
from winset.questions.stability.words import CENTRAL, NOT_SHOWN, STATES, StabilityWords
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
    in_detail,
)
from winset.report.claims import quote_of
from winset.report.counts import NOT_A_PROBABILITY, counted_of, whole
from winset.report.names import listed
from winset.report.pieces import capitalised, for_analyst, for_command_line

LEAD = "Once this is agreed: who would be tempted to break it, and what could the others reply?"
SHOWN = 3
"""Improvements that are shown of each party in full; without, one."""
NAME = "The package"
MOST_NAME = 46
"""Characters of a name beside what is said of it; beyond, it goes on in the next line."""
WHAT = {
    "named": "This is about the package that you named.",
    "leads": "This is about the package that leads in `winset deal`.",
    "first": "This is about one of the packages: nothing in the case puts any of them first.",
    "still": "No package is acceptable to all whose consent it needs, so this is about how things stand.",
}
NO_PACKAGE = f"There is no package to look at{for_command_line(': name one with `--package`')}."
NOBODY_MOVES = (
    f"The case says of nobody what it could change alone{for_analyst(' (`moves`)')}, so nobody can move away, "
    "and whether this would hold cannot be said."
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
NOT_FIRMLY = (
    "How firmly it holds, and what follows from unknown comparisons, was not computed: that asks of everything that "
    "the others could do after a breach, one move after another, and that is too much to list here."
)
NEXT = "Another package: `--package`. What else a movement opens, and every listed move: `--full`."


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
    """What is said of one package: the verdict with what it rests on, what the package changes of how things stand, who
    would be tempted by what, what would turn the verdict, and behind that the grounds, every definition and the method.
    How parties order packages is told only where that may be shown.
    """

    def __init__(self, answer: StabilityAnswer, saying: Saying) -> None:
        self.answer, self.stability, self.saying = answer, answer.stability, saying
        self.words = StabilityWords(self.stability, saying.names(answer.request.table))
        self.names, self.case = self.words.names, saying.session.case
        self.moves = bool(self.stability.states.moving)
        self.is_fixed = is_fixed(self.stability.case, by_value=self.stability.by_value)
        self.opened = OpenedWords(answer.opened or (), self.names)
        self.orders = self.words.orders_owner(saying.owners)

    def all(self) -> Iterator[Any]:
        package_stability = self.stability.of_package
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        if package_stability is not None:
            yield self._package(package_stability)
        if self.moves and package_stability is not None:
            yield self._guarded(self._gains())
            yield self._guarded(Section(key="turns", title="What would turn this", blocks=tuple(self._turns())))
            if len(self.opened.each) > (package_stability.why == "opened"):
                opened = self.opened.section(has_first=package_stability.why == "opened")
                yield self._guarded(in_detail(opened) if package_stability.why == "opened" else opened)
            yield Section(key="next", title="", blocks=(Hint(text=NEXT),))
            yield from self._asked()
        if self.moves:
            yield Section(
                key="moves", title="Who can change what alone", blocks=tuple(self._who_moves_what()), depth="detail"
            )
            yield Section(key="aside", title="What this leaves aside", blocks=tuple(self._left_aside()), depth="detail")
            definitions_ = Section(
                key="definitions", title="By definition", blocks=tuple(self._definitions()), depth="detail"
            )
            yield self._guarded(definitions_)
        yield Section(key="method", title="How this is read", blocks=tuple(self._method()), depth="detail")
        table, shown = self.answer.request.table, shown_beside(self.answer)
        yield from map(in_detail, orders_section(self.saying, shown, table, called(self.answer)))

    def _guarded(self, shown: Any) -> Guarded[Any]:
        """What tells how parties order packages; nothing stands for it where that may not be shown."""
        return Guarded(self.orders, shown)

    def _answer(self) -> Iterator[Any]:
        """Which package, whether it holds and on what that rests."""
        package_stability = self.stability.of_package
        if package_stability is None:
            yield Answer(text=NO_PACKAGE)
            yield figure(self.words, [], self.saying.owners) if self.moves else NOTHING_DRAWN
            return
        yield NoteSentence(text=self._what(package_stability.why))
        if not self.moves:
            yield Answer(text=NOBODY_MOVES)
            yield NOTHING_DRAWN
            return
        for sentence in self._cautions():
            yield Answer(text=sentence)
        yield Guarded(self.orders, Answer(text=self.words.verdict()), Answer(text=NOT_SHOWN))
        for sentence in self.words.assumptions():
            yield Sentence(text=sentence)
        yield Guarded(self.orders, Sentence(text=" ".join(self._ground())))

    def _what(self, why: str) -> str:
        """Which package this is about."""
        return f"This is about {self.opened.first()}." if why == "opened" else WHAT[why]

    def _cautions(self) -> Iterator[str]:
        """What a verdict is worth where little or nothing is said of who prefers what."""
        stability, parties = self.stability, range(len(self.stability.case.parties))
        by_value = [party for party in parties if stability.order_basis(party) == "value"]
        if stability.case.is_blank and len(by_value) == len(parties):
            yield NO_ANSWER_YET
            return
        alike = [party for party in parties if stability.states.are_alike(party)]
        if alike and stability.states.graph.states > 1:
            yield f"As far as the case says, all these packages are the same to {self.names.parties(alike)}."

    def _ground(self) -> Iterator[str]:
        """On what kind of ground the verdict stands, and by how much."""
        answer, words = self.answer, self.words
        yield words.tag()
        if answer.margin is not None:
            yield words.nearest(answer.margin, self.saying.owners)
        if isinstance(answer.shares, TooLarge):
            yield capitalised(f"{answer.shares}.")
        elif not self.is_fixed and FOR_GOOD in answer.holds:
            yield words.readings(answer.holds)
        if answer.by_value is not None:
            yield self._other_order(answer.by_value)

    def _other_order(self, by_value: Stability) -> str:
        """What the verdict is where packages are ordered by value instead."""
        other = StabilityWords(by_value, self.names)
        if other.in_a_line() == self.words.in_a_line():
            return "With packages ordered by value instead, the verdict is the same."
        return f"With packages ordered by value instead{for_command_line(' (`--by-value`)')}: {other.in_a_line()}."

    def _package(self, package_stability: PackageStability) -> Section:
        """How things stand, or what the package changes of it."""
        quo = self.stability.case.structure.status_quo
        if package_stability.why == "still" or any(position is None for position in quo):
            title = "How things stand" if package_stability.why == "still" else "The package"
            rows: tuple[Any, ...] = tuple(self.names.package(package_stability.package))
            return Section(key="package", title=title, blocks=(Grid(rows=rows, most=MOST_NAME),))
        left_out = self.stability.case.structure.left_out
        rows = tuple(
            (self.names.issue(issue), self.names.option(issue, option))
            for issue, (still, option) in enumerate(zip(quo, package_stability.package, strict=True))
            if still != option and issue not in left_out
        )
        if not rows:
            same = Sentence(text="The package leaves everything as it stands.")
            return Section(key="package", title="The package", blocks=(same,))
        title = "The package, where it differs from how things stand"
        return Section(key="package", title=title, blocks=(Grid(rows=rows, most=MOST_NAME),))

    def _gains(self) -> Section:
        """By party, what would tempt it, and what the others could reply."""
        blocks: list[Block] = []
        words, gains = self.words, self.words.gains
        for party in gains.gaining:
            all_gains, shown = gains.of(party), gains.most_telling(party, SHOWN)
            blocks += [
                Sentence(text=words.sentence(gain), depth="main" if not n else "detail") for n, gain in enumerate(shown)
            ]
            if len(all_gains) > 1:
                unanswered = sum(gain.is_unanswered for gain in all_gains)
                undecided = sum(gain.answer is None and gain.is_open for gain in all_gains)
                some = (
                    "none of them" if not unanswered else "all" if unanswered == len(all_gains) else f"{unanswered:,}"
                )
                if undecided:
                    some = f"at least {unanswered:,}"
                at_least = "at least " if words.package_stability.is_beyond(party) else ""
                name = self.names.party_name(party)
                ways = f"{name}: {at_least}{len(all_gains):,} ways to gain, {some} without a reply."
                blocks.append(NoteSentence(text=ways, depth="detail"))
        nobody = [party for party in gains.parties if party not in gains.gaining]
        if nobody:
            who = listed(map(self.names.party, nobody), "or")
            blocks.append(Sentence(text=f"Nothing that the case lists would tempt {who}."))
        name = f"{NAME}, {self.opened.condition}" if words.package_stability.why == "opened" else NAME
        drawn = figure(self.words, [(name, self.words)], self.saying.owners)
        return Section(key="gains", title="Who would be tempted", blocks=(*blocks, drawn))

    def _turns(self) -> Iterator[Block]:
        """What other verdict one other option would give, and how things stand."""
        answer = self.answer
        if answer.still is not None:
            still = StabilityWords(answer.still, self.names)
            yield Sentence(text=f"As things stand: {still.in_a_line()}.")
        full = self.saying.showing.full
        rows = turning(self.words, answer.neighbours or (), None if full else NAMED)
        if rows:
            head = ("with one other option", "the verdict would be")
            yield Grid(head=head, rows=tuple(rows if full else rows[:MOST_TURNING]))
        if answer.neighbours is None and self.words.package_stability.why != "still":
            yield Sentence(text="What one other option would change of this was not worked out: too many states.")
        elif any(neighbour.level == UNDECIDED for neighbour in answer.neighbours or ()):
            yield NoteSentence(text="Of some other options it was not decided.", depth="detail")
        elif not rows and answer.neighbours:
            yield Sentence(text="No other option on a single issue would change how well it is guarded.")

    def _asked(self) -> Iterator[Any]:
        """What else was asked, and what the case gives grounds for."""
        answer, words, most = self.answer, self.words, self.saying.showing.limit or None
        for key in answer.request.keys if answer.request.concepts else ():
            yield self._guarded(equilibria_section(StabilityWords(self.answer.everywhere, self.names), key))
        if isinstance(answer.firmness, TooLarge) or isinstance(answer.uncertain, TooLarge):
            yield Section(key="firmness", title="How firmly it holds", blocks=(Sentence(text=NOT_FIRMLY),))
        if isinstance(answer.firmness, Mapping):
            yield self._guarded(firm_section(answer.firmness, words))
        if isinstance(answer.uncertain, Mapping):
            yield self._guarded(unknown_section(answer.uncertain, words))
        for gains in (answer.coalitions, answer.partition):
            if gains is not None:
                yield self._guarded(TogetherWords(words, gains, most).section())
        if isinstance(answer.routes, Exception):
            yield Section(key="paths", title=PATHS, blocks=(Sentence(text=f"Not computed: {answer.routes}."),))
        elif answer.routes is not None:
            yield self._guarded(PathWords(answer.routes, self.names).section())
        if answer.inverse is not None:
            yield self._guarded(PreferenceWords(words, answer.inverse).section())
        if isinstance(answer.ahead, TooLarge):
            text = f"Not computed: {answer.ahead}."
            yield Section(key="ahead", title="If each looks ahead", blocks=(Sentence(text=text),))
        elif answer.ahead is not None:
            everywhere = StabilityWords(answer.everywhere, self.names)
            yield self._guarded(AheadWords(everywhere, answer.ahead).section())

    def _who_moves_what(self) -> Iterator[Any]:
        """By party, the issues that it can change alone, and what the case gives as grounds for that."""
        rows = (
            (self.names.party_name(party), listed(map(self.names.topic, issues)) or "nothing")
            for party, issues in enumerate(self.stability.states.allowed)
        )
        yield Grid(rows=tuple(rows), most=MOST_NAME)
        checked, owners = self.saying.session.checked, self.saying.owners
        for issue in self.stability.states.moving:
            for move in self.case.moves[self.stability.case.issues[issue]]:
                if move.because:
                    who = listed(map(self.names.party_called, move.by))
                    what = f"That {who} can move alone on {self.names.topic(issue)}"
                    yield NoteSentence(text=f"{what} is {move.basis or 'inferred'}: {move.because}")
                for claim in self.case.claims_of(move):
                    yield quote_of(claim, checked, owners)
        if bare := self.words.bare():
            yield NoteSentence(text=bare)

    def _left_aside(self) -> Iterator[Block]:
        """What nobody can change alone, and what rules keep parties from changing."""
        package_stability, still = self.stability.of_package, self.words.still()
        blocked = package_stability.blocked if package_stability is not None else ()
        lines = (*((still,) if still else ()), *map(self.words.blocked, blocked))
        if lines:
            yield Bullets(items=lines)

    def _definitions(self) -> Iterator[Block]:
        """A row for each definition: for whom the package is stable, in how many readings, and how many states are."""
        stability, package_stability = self.stability, self.stability.of_package
        drawn = bool(self.answer.holds) and not self.is_fixed
        head = ["definition of stability"]
        head += ["it is not stable for"] if package_stability is not None else []
        left = len(head)
        head += ["stable in"] if drawn else []
        everywhere = stability if self.saying.showing.leading_only else self.answer.everywhere
        if everywhere.states.are_listed:
            head.append(f"stable of {everywhere.states.graph.states:,} states")
        rows = []
        for key in self.answer.request.keys:
            row = [definitions[key].title]
            row += [self._not_stable(key)] if package_stability is not None else []
            row += [_short(self.answer.holds.get(key))] if drawn else []
            if everywhere.states.are_listed:
                equilibria = everywhere.equilibria(key)
                row.append("not computed" if equilibria is None else f"{int(equilibria.sum()):,}")
            rows.append(tuple(row))
        align: list[Align] = ["left" if column < left else "right" for column in range(len(head))]
        yield Grid(head=tuple(head), rows=tuple(rows), align=tuple(align))
        if not everywhere.states.are_listed:
            yield NoteSentence(text=not_listed(stability.states))
        yield Space()
        for key in self.answer.request.keys:
            yield NoteSentence(text=f"{definitions[key].title}: {definitions[key].meaning}")

    def _not_stable(self, key: str) -> str:
        stable = [
            self.words.package_stability.is_stable(key, party) for party in range(len(self.stability.case.parties))
        ]
        shaky = [self.names.party_name(party) for party, is_stable in enumerate(stable) if is_stable is False]
        if None not in stable:
            return ", ".join(shaky) or "nobody"
        if all(reasons is None for reasons in self.words.package_stability.reasons[key]):
            return "not computed"
        open_ = [self.names.party_name(party) for party, is_stable in enumerate(stable) if is_stable is None]
        return "; ".join([*([", ".join(shaky)] if shaky else []), f"not decided for {', '.join(open_)}"])

    def _method(self) -> Iterator[Block]:
        """How states, moves and orders are read."""
        stability = self.stability
        yield Sentence(text=STATES)
        by: dict[str, list[int]] = {}
        for party in range(len(stability.case.parties)):
            by.setdefault(stability.order_basis(party), []).append(party)
        for kind, who in by.items():
            yield Sentence(text=f"Order of packages, for {self.names.parties(who)}: {ORDERS[kind]}.")
        if "value" in by:
            yield Sentence(text=CENTRAL)
        if self.answer.holds and not self.is_fixed:
            yield Sentence(text=NOT_A_PROBABILITY)
        for note in stability.case.notes:
            yield Sentence(text=note)


def not_listed(states: States) -> str:
    """What was done where states are too many to list."""
    return (
        f"There are {whole(states.total)} packages over what can be moved, too many to list: whether this one would "
        "hold follows from the moves from it and the replies to these. How many packages are stable was not counted."
    )


def _short(share: Share | None) -> str:
    return "not computed" if share is None else counted_of(share)
