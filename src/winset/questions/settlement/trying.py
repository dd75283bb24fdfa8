"""One package that is tried: how it stands under the numbers that are tried with it, who would not accept it and why,
what would have to give for it, and what changes from another one to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.settle import Whether, is_priced
from winset.analyses.settlement.silent_terms import silent_views
from winset.analyses.settlement.standing import Standing, standing, value_range
from winset.compiled import Compiled, CompiledRedLine, CompiledRule
from winset.model.case import Case
from winset.model.numbers import Span
from winset.questions.question import Saying
from winset.questions.settlement.verdict import guess, on_best_guesses
from winset.readings import Reading
from winset.report.blocks import (
    LEFT_OUT,
    Answer,
    Bullets,
    ChartData,
    Drawing,
    Drawn,
    Figure,
    Grid,
    GridCell,
    Guarded,
    NoteSentence,
    Report,
    Section,
    Sentence,
)
from winset.report.claims import ClaimReferences
from winset.report.constraints import ConstraintWords
from winset.report.disclosure import from_those_shown
from winset.report.interests import Interests
from winset.report.names import Names, flag_words, listed, owned_by, points, points_up
from winset.session import Session

NO_QUICK_ANSWER = (
    "Whether there is a deal at all under these numbers takes a search at this size: it is worked out once nothing is "
    "being moved."
)
ON_EVIDENCE = "Only red lines and rules are read here: what is made with judgements is left out at this level."


MOST_NAMED = 5
"""Parties that could accept a package and are named; beyond, it says how many they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyBar:
    """What a package is worth to a party against its walk-away, in points. low, high: of the value, over all judged
    ranges. judged: the range of the walk-away in the case file, None where none is judged. is_moved: whether the
    walk-away stands elsewhere here.
    """

    party: str
    name: str
    needed: bool
    value: Fraction
    low: Fraction
    high: Fraction
    walk_away: Fraction | None
    judged: tuple[Fraction, Fraction] | None
    is_moved: bool

    @property
    def gain(self) -> Fraction | None:
        return None if self.walk_away is None else self.value - self.walk_away


@dataclass(frozen=True)
class PartyBars(ChartData):
    """The bars that may be shown; of a party whose numbers may not be, its name alone. judged: whose numbers these are,
    as a sentence.
    """

    bars: tuple[Any, ...]
    judged: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """What is tried. session: the case with the numbers that are tried, on the evidence alone where judgements are left
    out. central: whether there is a deal under these, None where that cannot be said at once. said: what is said of the
    answer once its trials are counted. against: another package.
    """

    session: Session
    table: str | None
    package: Package
    central: Whether | None
    said: tuple[Any, ...] = ()
    against: Package | None = None

    @property
    def case(self) -> Compiled:
        return self.session.compiled(self.table)

    @property
    def reading(self) -> Reading:
        return self.session.central(self.table)

    @property
    def is_of_evidence(self) -> bool:
        """True where whatever is made with judgements is left out."""
        return self.session.whole is not None


def headline(tried: Tried, claims: ClaimReferences) -> str:
    """Whether everyone needed would accept the package, in a sentence."""
    return _TriedWords(tried, claims).headline()


def report(tried: Tried, claims: ClaimReferences, quotes: Mapping[str, Any]) -> Report:
    """What is said of the package, in sections that a page puts where it wants them."""
    words = _TriedWords(tried, claims)
    sections = [
        Section(key="tried", title="", blocks=tuple(words.standing())),
        Section(key="bars", title="", blocks=tuple(words.bars())),
        Section(key="terms", title="", blocks=tuple(words.terms())),
        Section(key="verdict", title="", blocks=tuple(words.verdict())),
    ]
    if tried.against is not None:
        sections.append(Section(key="against", title="", blocks=tuple(words.change(tried.against))))
    return Report(title="", sections=tuple(sections), claims=quotes)


class _TriedWords:
    """The sentences about one package."""

    def __init__(self, tried: Tried, claims: ClaimReferences) -> None:
        self.tried, self.claims = tried, claims
        self.case: Case = tried.session.case
        self.owners = tried.session.owners
        self.names = Names(self.case, tried.case)
        self.constraints = ConstraintWords(self.names)
        self.stands = standing(tried.reading, tried.package)
        self.violated = [item for item in self.stands.violated if item.line is not None or not tried.is_of_evidence]

    def standing(self) -> Iterator[Any]:
        """Whether everyone needed would accept it; if not, who would not, and what would have to give."""
        yield Answer(text=self.headline())
        reasons = [*map(self._breaks, self.stands.broken), *map(self._blocks, self.violated)]
        if reasons:
            yield Bullets(items=tuple(reasons))
        if self.stands.can_be_opened and self.violated:
            yield self._opening()

    def headline(self) -> str:
        """Whether everyone needed would accept it."""
        stands, structure = self.stands, self.tried.case.structure
        if not stands.moves:
            return "This is how things stand without a deal: nothing is agreed."
        if stands.broken:
            rules = "a rule" if len(stands.broken) == 1 else f"{len(stands.broken)} rules"
            return f"No such package can be agreed: it breaks {rules}."
        refusing = [item for item in self.violated if item.body is None]
        bodies = [str(item.body) for item in self.violated if item.body is not None]
        who = listed(dict.fromkeys([*(self.names.party(item.party) for item in refusing), *bodies]))
        if who:
            by_lines = all(item.line is not None for item in self.violated)
            return f"{who} would not accept this package{'' if by_lines else self._on_best_guesses()}."
        if self.tried.is_of_evidence:
            return "No red line and no rule stands against this package."
        unknown = [party for party in sorted(stands.required) if stands.gain(party) is None]
        if unknown:
            return (
                "No red line and no rule stands against this package; whether "
                f"{self.names.parties(unknown)} would accept it is not known."
            )
        needed = [*structure.bargaining, *sorted(stands.required - {*structure.bargaining})]
        who = self.names.parties(needed) if len(needed) <= MOST_NAMED else f"All {len(needed)} parties needed"
        return f"{who} could accept this package{self._on_best_guesses()}."

    def _on_best_guesses(self) -> str:
        said = guess(self.tried.session)
        if self.tried.session.moved:
            return " under the numbers tried here"
        return " on our best guesses" if said.endswith("guesses") else " with default numbers, since none is judged"

    def _blocks(self, item: Constraint) -> Any:
        """Why somebody would not accept it."""
        if item.line is not None:
            because = " (inferred)" if item.line.basis == "inferred" else ""
            refuses = f"{self.names.party(item.party)} refuses {self.names.red_line(item.line)}{because}"
            return f"{refuses}.{self._claims_of(item.line)}"
        if item.votes:
            return f"{item.body} would not ratify it: too few of its members are in favour."
        key, short = self.tried.case.parties[item.party], self.stands.shortfall(item)
        worth, asked = self.stands.value(item.party), None if short is None else self.stands.value(item.party) + short
        if asked is None or short is None:
            return LEFT_OUT
        who, party = item.body or self.names.party(item.party), self.names.party(item.party)
        what = f"what {who} asks" if item.body is not None else "the walk-away"
        told = f"{party}: worth {points(worth)} points, {points(short)} less than {what} of {points(asked)}"
        return Guarded(
            self.owners.values(key),
            f"{told}{self._inside(item.party, worth) if item.body is None else ''}.",
            f"{party}: worth less than {what}.",
        )

    def _claims_of(self, line: CompiledRedLine) -> str:
        """References to the claims behind a red line: its own, or the main one of its cell."""
        compiled = self.tried.case
        cell = self.case.cell(compiled.issues[line.issue], compiled.parties[line.owner])
        name = compiled.options[line.issue][line.option]
        own = next((red for red in cell.rejects if red.option == name), None)
        if own is not None and self.case.claims_of(own):
            return self.claims.of(own)
        return "".join(map(self.claims.to, self.case.claims_of(cell)[:1]))

    def _inside(self, party: int, level: Fraction) -> str:
        """Whether a lower walk-away lies within what is judged for it."""
        judged = judged_walk_away(self.tried.session, self.tried.table, party)
        if judged is None:
            return ""
        low, high = judged
        where = "inside" if low <= level <= high else "outside"
        return f"; a walk-away so low is {where} the judged range of {points(low)} to {points(high)}"

    def _breaks(self, broken: CompiledRule) -> str:
        own = next(told for told in self.case.rules if told.id == broken.name)
        first = listed(self._one_of(issue, options) for issue, options in broken.if_)
        then = listed(self._one_of(issue, options) for issue, options in broken.then)
        rule = f"The rule “{own.title}”" if own.title else "A rule"
        return f"{rule}: a package with {first} must also have {then}.{self.claims.of(own)}"

    def _one_of(self, issue: int, options: frozenset[int]) -> str:
        return f"“{listed((self.names.option(issue, option) for option in sorted(options)), 'or')}”"

    def _opening(self) -> Any:
        """What would have to give for just this package, all of it together."""
        owned = [(self._owner(item), self._gives(item)) for item in self.violated if item.line is None]
        lines = [self._given_up(item.line, item.party) for item in self.violated if item.line is not None]
        hidden = len(owned)

        def said(falls: Sequence[str]) -> str:
            some = [] if len(falls) == hidden else ["some walk-away that may not be shown falls"]
            return f"It would be a deal if {listed([*falls, *some, *lines])}."

        return Sentence(text=from_those_shown(owned, said), tone="strong")

    def _owner(self, item: Constraint) -> Any:
        return self.owners.values(self.tried.case.parties[item.party])

    def _gives(self, item: Constraint) -> str:
        if item.votes:
            return f"{item.body} ratified it all the same"
        short = self.stands.shortfall(item) or Fraction(0)
        if item.body is not None:
            return f"{item.body} asked for {_enough(short)} less"
        return f"{owned_by(self.names.party(item.party))} walk-away fell by {_enough(short)}"

    def _given_up(self, line: CompiledRedLine, party: int) -> str:
        cost = "" if is_priced(self.tried.case, line) else " (the case does not say what that would cost it)"
        inferred = " that is inferred" if line.basis == "inferred" else ""
        topic = self.names.topic(line.issue)
        return f"{self.names.party(party)} gave up its refusal{inferred} on {topic}{cost}"

    def bars(self) -> Iterator[Any]:
        """What it is worth to each party, as a picture."""
        if self.tried.is_of_evidence:
            yield NoteSentence(text=ON_EVIDENCE)
            return
        by = self.case.judgements.by
        judged = f"Judgements: {by.rstrip('.')}." if by else ""
        data = PartyBars(
            bars=tuple(
                Guarded(self.owners.values(key), self._bar(party), self.names.party_name(party))
                for party, key in enumerate(self.tried.case.parties)
            ),
            judged=Guarded(self.owners.judgements, judged, ""),
        )
        yield Figure(key="bars", drawings=(Drawing(_as_they_are, data),))

    def _bar(self, party: int) -> PartyBar:
        case, reading, key = self.tried.case, self.tried.reading, self.tried.case.parties[party]
        low, high = value_range(case, party, self.tried.package)
        walk_away = reading.walk_away[party]
        return PartyBar(
            party=key,
            name=self.names.party_name(party),
            needed=party in self.stands.required,
            value=self.stands.value(party),
            low=low,
            high=high,
            walk_away=None if walk_away is None else reading.points(party, walk_away),
            judged=judged_walk_away(self.tried.session, self.tried.table, party),
            is_moved=f"walk_away.{key}" in self.tried.session.moved,
        )

    def terms(self) -> Iterator[Any]:
        """Whose view of which term is not known, who objects without being asked, and what is flagged."""
        unknown: dict[int, list[int]] = {}
        for issue, party in silent_views(self.tried.case, self.tried.package):
            unknown.setdefault(issue, []).append(party)
        items: list[Any] = []
        if unknown:
            each = [f"{self.names.topic(issue)} ({self.names.parties(parties)})" for issue, parties in unknown.items()]
            items.append(f"Of these terms, the view of a party that must consent is not known: {listed(each)}.")
        items += [
            f"{self.names.party(each.party)}, whose consent it does not need, refuses "
            f"{self.names.deal_with(each.issue, each.option)}."
            for each in self.stands.objections
        ]
        items += [f"{flag.kind.capitalize()}: {flag_words(flag)}." for _, flag in self.names.flags(self.tried.package)]
        if items:
            yield Bullets(items=tuple(items))
        interests = Interests(self.names, self.tried.session.owners)
        if interests.all:
            yield interests.package_sentence("it", self.tried.package)

    def verdict(self) -> Iterator[Any]:
        """What is said of the case as a whole under the same numbers."""
        if self.tried.central is None:
            yield from (Sentence(text=text) for text in self.tried.said[:1])
            if not self.tried.said:
                yield NoteSentence(text=NO_QUICK_ANSWER)
        elif not self.tried.is_of_evidence:
            first, *rest = on_best_guesses(
                self.tried.central, Saying(session=self.tried.session), is_blank=self.tried.case.is_blank
            )
            yield from (Sentence(text=text) for text in (*(self.tried.said[:1] or (first,)), *rest))

    def change(self, other: Package) -> Iterator[Any]:
        """The issues on which the package and another differ, and what each party gains by changing from the other."""
        package, case = self.tried.package, self.tried.case
        differing = [
            issue
            for issue, (mine, its) in enumerate(zip(package, other, strict=True))
            if mine != its and issue not in case.structure.left_out
        ]
        if not differing:
            yield Sentence(text="The two packages are the same.")
            return
        rows: list[Any] = [
            (self.names.issue(issue), self.names.option(issue, other[issue]), self.names.option(issue, package[issue]))
            for issue in differing
        ]
        theirs = standing(self.tried.reading, other)
        if not self.tried.is_of_evidence:
            rows += [self._gained(party, theirs) for party in range(len(case.parties))]
            rows.append(("Acceptable to everyone needed", _yes(theirs), _yes(self.stands)))
        yield Grid(head=("", "Kept beside it", "This package"), rows=tuple(rows))
        if not self.tried.is_of_evidence:
            yield from self._gains(theirs)

    def _gained(self, party: int, theirs: Standing) -> Any:
        gain = self.stands.value(party) - theirs.value(party)
        sign = "+" if gain > 0 else "−" if gain < 0 else "±"
        name, note = self.names.party_name(party), f"{sign}{points(abs(gain))} by the change"
        mine = GridCell(text=points(self.stands.value(party)), note=note, mark="below" if gain < 0 else "")
        row = (f"{name}, points", points(theirs.value(party)), mine)
        return Guarded(self.owners.values(self.tried.case.parties[party]), row, (f"{name}, points", "…", "…"))

    def _gains(self, theirs: Standing) -> Iterator[Any]:
        """Who gains and who loses by the change, in a sentence each for those whose numbers may be shown."""
        changes = [
            (party, self.stands.value(party) - theirs.value(party)) for party in range(len(self.names.compiled.parties))
        ]
        owned = [
            (self.owners.values(self.tried.case.parties[party]), (party, change)) for party, change in changes if change
        ]

        def said(shown: Sequence[tuple[int, Fraction]]) -> Any:
            up = [f"{self.names.party(party)} by {points(change)}" for party, change in shown if change > 0]
            down = [f"{self.names.party(party)} by {points(-change)}" for party, change in shown if change < 0]
            each = [f"better for {listed(up)} points" if up else "", f"worse for {listed(down)} points" if down else ""]
            words = listed([part for part in each if part])
            return f"The change to this package is {words}." if words else LEFT_OUT

        yield Sentence(text=from_those_shown(owned, said))


def _as_they_are(data: PartyBars) -> Drawn:
    return Drawn(chart=data, caption=data.judged)


def _enough(short: Fraction) -> str:
    """So many points as are enough: where rounding takes the number down, it is rounded up, and said to be."""
    return f"{points_up(short)} points{' (rounded up)' if points_up(short) != points(short) else ''}"


def _yes(stands: Standing) -> str:
    return "yes" if stands.is_acceptable else "no"


def judged_walk_away(session: Session, table: str | None, party: int) -> tuple[Fraction, Fraction] | None:
    """The range of a party's walk-away as the case file has it, in points, whatever is tried; None without a range."""
    source = session.unmoved or session
    judged = source.case.judgements.walk_away.get(source.compiled(table).parties[party])
    span: Span | None = None if judged is None else judged.points or judged.status_quo
    reading = source.central(table)
    walk_away = reading.walk_away[party]
    if span is None or span.is_fixed or walk_away is None:
        return None
    shift = reading.points(party, walk_away) - span.central
    return shift + span.low, shift + span.high
