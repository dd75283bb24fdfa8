"""The verdict: whether there is a deal, in the same words before every answer, on every page and in every brief.

It is made here and nowhere else: how often trials have a deal, what the package that the most of them accept is, for
whom it falls short on the best guesses and on whose guess, and what would turn it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Literal

import numpy as np

from winset.analyses.robustness.most_accepted import MostAccepted, most_accepted
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.deal import has_silence
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.packages import PackageCounts, View
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.settle import Opening, Settlement, Whether
from winset.errors import TooLarge
from winset.questions.question import Given, NotComputed, Saying
from winset.questions.request import Request
from winset.questions.settlement.unknown import lacks_walk_away, no_walk_away
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Answer, Guarded, Json, Owned, Section, in_detail
from winset.report.claims import BLANK
from winset.report.counts import DIGITS, in_trials
from winset.report.disclosure import from_those_shown
from winset.report.names import about, counted, listed, owned_by
from winset.report.ownership import Owner
from winset.report.pieces import plain
from winset.session import Session

Kind = Literal["deal", "no deal", "too close to call", "not known", "blank"]
AGREEING = 0.75
"""Share of trials that must agree with the best guesses for the answer not to be too close to call."""
NOTHING_VARIES = "how far that hangs on them is not known, since none of them has a range"
"""What is said in place of a share where all trials are the same."""
ONE_TRIAL = "how far that hangs on the numbers, a single trial cannot say"
"""The same where only one was drawn."""
MISSING_DRAWN = "take at random what is not judged"
MOST_SHORT = 2
"""Parties that a package leaves short, and whose movement would be enough, that are named; beyond, `deal` has them."""
AS_THE_QUO = "the worth of the status quo, as judged"
"""What a walk-away is that is judged to be just what the status quo is worth."""
MOST_WORDS = 21
"""Words of the terms of a package that a sentence names; beyond, it says how many more terms there are."""


@dataclass(frozen=True, kw_only=True)
class VerdictRequest(Request):
    """Whether there is a deal, as it is said before the answer to any question."""

    question: ClassVar[str] = "deal"
    solved_by: ClassVar[str] = "verdict"

    table: str | None = None
    seed: int = 1
    trials: int = 1000
    method: str | None = None
    nodes: int = Effort().nodes
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdict:
    """What is known of whether there is a deal. central: on the best guesses. trials: None where they were not counted.

    kind: "deal" or "no deal" where best guesses and most trials agree, "too close to call" where they do not.
    """

    request: VerdictRequest
    central: Whether
    trials: MostAccepted | None
    is_blank: bool

    @property
    def status(self) -> str:
        return self.central.status

    @property
    def stopped(self) -> str:
        return ""

    @property
    def kind(self) -> Kind:
        if self.is_blank:
            return "blank"
        if self.central.status == "limit" or (self.has_deal and lacks_walk_away(self.central)):
            return "not known"
        if self.trials is None:
            return "deal" if self.has_deal else "no deal"
        agreeing = self.trials.deal.share if self.has_deal else _others(self.trials.deal).share
        return "too close to call" if agreeing < AGREEING else "deal" if self.has_deal else "no deal"

    @property
    def counts(self) -> PackageCounts:
        """How many packages there are. Raises TooLarge where they were not counted."""
        if self.central.counts is None:
            raise TooLarge("packages were not counted", 0)
        return self.central.counts

    @property
    def has_deal(self) -> bool:
        """There is a deal on the best guesses."""
        return self.central.status == "answered"

    @property
    def is_excluded(self) -> bool:
        """Red lines and rules exclude every package, whatever the numbers."""
        counts = self.central.counts
        return self.central.status == "none" and counts is not None and not counts.feasible

    @property
    def package(self) -> Package | None:
        """The package that the most trials accept; where none is ever accepted, one that the least movement opens."""
        if self.trials is not None and self.trials.package is not None:
            return self.trials.package
        if self.central.openings:
            return self.central.openings[0].package
        first = self.central.frontier.packages[:1] if isinstance(self.central, Settlement) else None
        return tuple(int(option) for option in first[0]) if first is not None and len(first) else None

    @property
    def shortfalls(self) -> tuple[tuple[int, Fraction], ...]:
        """Of that package, on the best guesses: the parties that it leaves below their walk-away, and by how much."""
        return tuple((party, -gain) for party, gain in self.gains if gain < 0)

    @property
    def gains(self) -> tuple[tuple[int, Fraction], ...]:
        """What that package is worth above the walk-away, on the best guesses, to each party whose consent it needs."""
        package, reading = self.package, self.central.reading
        if package is None:
            return ()
        required = View(reading.structure, np.array([package], dtype=np.int16)).required[:, 0]
        return tuple(
            (party, reading.points(party, reading.value(party, package) - walk_away))
            for party, walk_away in enumerate(reading.walk_away)
            if walk_away is not None and required[party]
        )


def solve(request: VerdictRequest, given: Given) -> Verdict:
    """Raises UnknownName for a table that the case does not have, TooLarge and NumberTooFine."""
    session, case = given.session, given.session.compiled(request.table)
    asked = SolverOptions(method=request.method, effort=Effort(nodes=request.nodes, seconds=request.seconds))
    given.prepare(request.table, asked)
    central = session.settlement(request.table, asked)
    choices = central.choices.values() if isinstance(central, Settlement) else ()
    leading = next((choice.packages[0] for choice in choices if choice.packages), None)
    trials = None if case.is_blank else most_accepted(case, request.seed, request.trials, leading)
    return Verdict(request=request, central=central, trials=trials, is_blank=case.is_blank)


def counted_again(verdict: Verdict, request: Any, trials: MostAccepted | None) -> Verdict:
    """The verdict with the trials that another answer counted, where those are more of the very same: one question has
    one answer. request: of the other answer.
    """
    known = verdict.trials
    if known is None or trials is None or trials.deal.draws <= known.deal.draws:
        return verdict
    if any(getattr(request, name) != getattr(verdict.request, name) for name in ("table", "seed", "trials")):
        return verdict
    return replace(verdict, trials=replace(trials, vary=known.vary))


def sections(verdict: Verdict | NotComputed, saying: Saying, *, is_short: bool = False) -> tuple[Section, ...]:
    """The section that stands before all others; none where nothing was worked out or there is nothing to answer.

    is_short: a screen has whether there is a deal, and where red lines decide it, whose; the rest is for careful
    readers.
    """
    if isinstance(verdict, NotComputed) or verdict.kind == "blank":
        return ()
    said = tuple(Answer(text=text) for text in _Said(verdict, saying).sentences())
    if is_short:
        first = 2 if verdict.is_excluded else 1
        said = (*said[:first], *map(in_detail, said[first:]))
    return (Section(key="verdict", title="Is there a deal?", blocks=said, depth="answer"),)


def sentences(verdict: Verdict, saying: Saying) -> list[Any]:
    """The sentences of it alone."""
    return _Said(verdict, saying).sentences()


def on_best_guesses(central: Whether, saying: Saying, *, is_blank: bool = False) -> list[Any]:
    """What is said of whether there is a deal before any trial is counted: on the best guesses, and where there is
    none, what would turn it.
    """
    said = _Said(Verdict(request=VerdictRequest(), central=central, trials=None, is_blank=is_blank), saying)
    return said.before_trials()


def guess(session: Session) -> str:
    """On what a sentence rests that is said of the central reading."""
    return "With default numbers, since none is judged," if session.nothing_judged else "On our best guesses"


def data(verdict: Verdict | NotComputed, saying: Saying) -> Json | None:
    """The same for JSON, under `bottom_line`; None where it was not worked out."""
    return None if isinstance(verdict, NotComputed) else _Said(verdict, saying).data()


class _Said:
    """What is said of one verdict."""

    def __init__(self, verdict: Verdict, saying: Saying) -> None:
        self.verdict, self.case = verdict, saying.session.case
        self.names, self.owners = saying.names(verdict.request.table), saying.owners
        self.guess, self.nothing_judged = guess(saying.session), saying.session.nothing_judged

    def sentences(self) -> list[Any]:
        """Three or four sentences, each by itself where its owner may keep it back."""
        verdict = self.verdict
        if verdict.kind == "blank":
            return list(BLANK)
        if verdict.kind == "not known" and verdict.has_deal:
            parties = self.names.parties(self.names.compiled.structure.bargaining)
            text = f"No red line or rule stands against every package; whether {parties} would accept one is not known."
            return [line for line in (text, no_walk_away(self.names, verdict.central)) if line]
        if verdict.kind == "not known":
            return [
                f"It is not known whether there is a deal that {self._who()}: the search for one stopped at a limit."
            ]
        if verdict.is_excluded:
            there_is_none = f"There is no deal that {self._who()}: rules and red lines exclude every package"
            return [f"{there_is_none}, whatever it is worth.", *self._clash()]
        return [self._headline(), *self._package(), *self._short(), *self._turning()]

    def before_trials(self) -> list[Any]:
        """The same without a word on trials, or on the package that the most of them accept."""
        verdict = self.verdict
        if verdict.kind not in ("deal", "no deal") or verdict.is_excluded:
            return self.sentences()
        there_is = "there is a deal" if verdict.has_deal else "there is no deal"
        return [f"{self.guess} {there_is} that {self._who()}.", *([] if verdict.has_deal else self._turning())]

    def data(self) -> Json:
        """kind, the trials, and the package that the most accept with its shortfalls on the best guesses."""
        verdict = self.verdict
        trials, package = verdict.trials, verdict.package
        return {
            "kind": verdict.kind,
            "sentences": self.sentences(),
            "trials": None
            if trials is None
            else {
                "number": trials.deal.draws,
                "seed": trials.seed,
                "with_a_deal": trials.deal.number,
                "undecided": trials.deal.undecided,
                "share": round(trials.deal.share, DIGITS),
                "error": round(trials.deal.error, 4),
            },
            "package": None
            if package is None
            else {
                "options": self.names.compiled.package_names(package),
                "accepted_in": None if trials is None else trials.accepted.number,
                "accepted_most": trials is not None and trials.is_most,
                "short_by": {
                    self.names.compiled.parties[party]: Owned(round(float(points), DIGITS), self._owner(party))
                    for party, points in verdict.shortfalls
                },
            },
        }

    def _owner(self, party: int) -> Owner:
        return self.owners.values(self.names.compiled.parties[party])

    def _who(self) -> str:
        return self.names.accepting(self.names.compiled.structure.bargaining)

    def _headline(self) -> str:
        """Whether there is a deal, on the best guesses and in the trials."""
        verdict, trials = self.verdict, self.verdict.trials
        who = self._who()
        if trials is None:
            there_is = "there is a deal" if verdict.has_deal else "there is no deal"
            return f"{self.guess} {there_is} that {who}. At this size trials were not counted; numbers may turn it."
        if not trials.vary or trials.deal.draws == 1:
            there_is = "there is a deal" if verdict.has_deal else "there is no deal"
            return f"{self.guess} {there_is} that {who}; {ONE_TRIAL if trials.vary else NOTHING_VARIES}."
        which = f", which {self._varied()}"
        some = _in_between(trials.deal)
        if verdict.kind == "too close to call":
            parties = self.names.parties(self.names.compiled.structure.bargaining)
            package = "some package satisfies" if verdict.has_deal else "no package satisfies"
            there_is = f"only {some}{which}, is there one" if verdict.has_deal else f"{some}{which}, there is one"
            return f"Too close to call: {_lowered(self.guess)} {package} {parties}; {there_is}."
        there_is = "there is a deal" if verdict.has_deal else "there is no deal"
        agreeing = some if verdict.has_deal else _in_between(_others(trials.deal))
        return f"{self.guess} {there_is} that {who}; the same holds {agreeing}{which}."

    def _varied(self) -> str:
        """What the trials vary, as a clause: all that is guessed, or what is neither judged nor said."""
        if self.nothing_judged:
            return "take every number at random"
        judged = (placed for placed in self.owners.numbers if not (placed.is_apart or placed.for_tables))
        ranges = any(not placed.span.is_fixed for placed in judged)
        silent = has_silence(self.names.compiled)
        within = ["vary these guesses"] if ranges else []
        return " and ".join([*within, "fill silences"]) if silent else within[0] if ranges else MISSING_DRAWN

    def _clash(self) -> Iterator[str]:
        """The fewest red lines that leave nothing, where it is these alone that do."""
        why = self.verdict.central.no_deal
        conflicts = why.blockers.conflicts if why is not None else ()
        if why is None or not conflicts:
            return
        items = [why.blockers.constraints[n] for n in sorted(conflicts[0])]
        lines = [item.line for item in items if item.line is not None]
        if len(lines) < len(items):
            return
        parties = listed(dict.fromkeys(owned_by(self.names.party(item.party)) for item in items))
        topics = listed(dict.fromkeys(self.names.topic(line.issue) for line in lines))
        kinds = {line.basis == "inferred" for line in lines}
        basis = "stated" if kinds == {False} else "inferred" if kinds == {True} else "stated and inferred"
        yield f"{parties} {basis} red lines on {topics} leave nothing that everyone could sign."

    def _package(self) -> Iterator[str]:
        """What the package that the most trials accept is."""
        verdict, package = self.verdict, self.verdict.package
        if package is None:
            return
        terms = self._terms(package)
        if verdict.trials is not None and verdict.trials.package is not None:
            others = verdict.trials.others
            as_often = f"; so {'is' if others == 1 else 'are'} {counted(others, 'other')}" if others else ""
            if verdict.trials.vary:
                accepted = in_trials(verdict.trials.accepted)
                among = "" if verdict.trials.is_most else " of the packages looked at"
                yield f"Accepted most often{among} ({accepted}{as_often}): a package {terms}."
            elif others:
                yield f"One of {others + 1:,} such packages: one {terms}."
            else:
                yield f"It is a package {terms}."
        elif verdict.has_deal:
            yield f"It is a package {terms}."
        else:
            is_known = verdict.trials is None or not verdict.trials.deal.undecided
            none = "No trial accepts any" if is_known else "No trial is known to accept any"
            yield f"{none}; the least movement would open a package {terms}."

    def _terms(self, package: Package) -> str:
        """The first terms in which a package differs from how things stand, and how many more there are."""
        structure, names = self.names.compiled.structure, self.names
        moved = [
            (issue, option)
            for issue, (option, still) in enumerate(zip(package, structure.status_quo, strict=True))
            if option != still and issue not in structure.left_out
        ]
        words = [len(plain(names.outcome(*term)).split()) for term in moved]
        shown = next((n for n in range(1, len(moved)) if sum(words[: n + 1]) > MOST_WORDS), len(moved))
        first, more = moved[:shown], len(moved) - shown
        rest = [f"{more} more {'term' if more == 1 else 'terms'}"] if more > 0 else []
        clauses = [names.clause(*term) for term in first]
        if all(clauses):
            return (
                f"in which {_in_a_row([clause for clause in clauses if clause])}{', with ' + rest[0] if rest else ''}"
            )
        return f"with {listed([*(names.outcome(*term) for term in first), *rest])}"

    def _short(self) -> Iterator[Any]:
        """For whom that package falls short on the best guesses, and on whose guess that rests."""
        for party, points in self.verdict.shortfalls[:MOST_SHORT]:
            who, whose = self.names.party(party), f"whose walk-away is {self._guess(party)}"
            yield Guarded(self._owner(party), f"{self.guess} it falls {about(points)} short for {who}, {whose}.")

    def _guess(self, party: int) -> str:
        """What a walk-away is: a range that was judged, one judged number, or the status quo, as judged or by rule."""
        judged = self.case.judgements.walk_away.get(self.names.compiled.parties[party])
        reading = self.verdict.central.reading
        walk_away, span = reading.walk_away[party], None if judged is None else judged.points or judged.status_quo
        if span is None or walk_away is None:
            return "the worth of the status quo by rule, not judged"
        if span.is_fixed:
            is_the_quo = judged is not None and judged.points is None and not span.central
            return AS_THE_QUO if is_the_quo else "one guessed number without a range"
        shift = reading.points(party, walk_away) - span.central
        return f"a guess between {round(shift + span.low)} and {round(shift + span.high)} points"

    def _turning(self) -> Iterator[Any]:
        """What would turn it: without a deal the walk-aways that are enough by themselves, with one its margin."""
        if self.verdict.has_deal:
            if self.verdict.gains and not self.verdict.shortfalls:
                party, gain = min(self.verdict.gains, key=lambda gain: (gain[1], gain[0]))
                margin = f"worth {about(gain)} more than its walk-away" if gain else "worth exactly its walk-away"
                text = f"It is tightest for {self.names.party(party)}: {margin}, {self._guess(party)}."
                yield Guarded(self._owner(party), text)
            return
        openings = [
            opening
            for opening in self.verdict.central.openings
            if opening.start is not None and opening.end is not None
        ]
        if not openings:
            return
        others = "With other terms a" if self.verdict.package not in [opening.package for opening in openings] else "A"
        owned = [
            (
                self._owner(opening.constraint.party),
                (owned_by(self.names.party(opening.constraint.party)), _fall(opening)),
            )
            for opening in openings[:MOST_SHORT]
        ]

        def would_appear(falls: Sequence[tuple[str, str]]) -> Any:
            each = [f"{who}{'' if n else ' walk-away fell'} by {fall}" for n, (who, fall) in enumerate(falls)]
            return f"{others} deal would appear if {listed(each, 'or')}." if each else LEFT_OUT

        yield from_those_shown(owned, would_appear)


def _in_a_row(clauses: list[str]) -> str:
    """Clauses as a list; with semicolons where one of them has an "and" of its own."""
    if len(clauses) < 2 or not any(" and " in plain(clause) for clause in clauses):
        return listed(clauses)
    return f"{'; '.join(clauses[:-1])}{',' if len(clauses) == 2 else ';'} and {clauses[-1]}"


def _fall(opening: Opening) -> str:
    """By how much a walk-away would have to fall."""
    return about((opening.start or Fraction()) - (opening.end or Fraction()))


def _in_between(share: Share) -> str:
    """A share of trials; where it is not known of some of them, the two bounds that it lies between."""
    if not share.undecided:
        return in_trials(share)
    return f"in at least {share.number:,} and at most {share.at_most:,} of {share.draws:,} trials"


def _others(share: Share) -> Share:
    """The trials in which something does not hold."""
    return Share(number=share.draws - share.at_most, draws=share.draws, undecided=share.undecided)


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
