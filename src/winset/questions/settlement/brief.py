"""What only a brief says of a settlement answer: sections that it picks by their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.model.version import VERSION
from winset.questions.question import Saying
from winset.questions.settlement.amounts import PART_OF_FRONTIER, unlisted
from winset.questions.settlement.charts import main_figure, value_figures
from winset.questions.settlement.choices import choice_line
from winset.questions.settlement.conflicts import conflicts, repairs
from winset.questions.settlement.no_deal import (
    by_several,
    concession_line,
    no_single_line,
    opening_lines,
    pivotal_line,
)
from winset.questions.settlement.packages import ShownPackage, listed_frontier, shown_packages, told_choices
from winset.questions.settlement.tables import LINKED, headings, objected, options, worth
from winset.questions.settlement.words import RANGES, DealWords
from winset.report.blocks import (
    LEFT_OUT,
    Account,
    Bullets,
    Grid,
    Guarded,
    NoteSentence,
    PackageTable,
    Section,
    Sentence,
)
from winset.report.counts import whole
from winset.report.names import counted
from winset.report.ownership import nothing_judged
from winset.report.pieces import capitalised
from winset.report.sources import source_warnings

MOST_TURNS, MOST_LISTED, MOST_CONFLICTS = 40, 30, 20
DEFAULT_NUMBERS = (
    "No number is judged. What follows is read with default numbers (every salience 50, scores by distance from the "
    "ideal, the status quo as walk-away): one reading among many."
)
SHARE_OF_DRAWS = (
    "A share of draws says how the answer spreads over what the sources leave open. It is not the probability of an "
    "event."
)
NOT_KNOWN = (
    "The search stopped before it found an acceptable package or proved that there is none. Who blocks, what would "
    "open a deal and on what the answer turns were not computed."
)
CONFLICTS = "Each line is a smallest conflict: leave out any one of its parts, and the rest can hold"
AT_LEAST_THESE = " (the search stopped at a limit: there are at least these)"
ACCEPTABLE = (
    "A package is one option for every issue. It is acceptable if it breaks no rule, crosses no red line of a party "
    "whose consent it needs, and is worth at least its walk-away to each of them. The value of a package is the mean "
    "of the scores of its options weighted by salience, plus the worth of any combination. Everything is decided in "
    "exact integers"
)
READ = (
    "In the central reading every number is at its most likely value and a silent party is indifferent; the second "
    "rule leaves every issue as it is on which a party is silent whose consent may be needed; the third draws an "
    "ideal, scores and a weight for every silent cell and keeps the judgements at their central values."
)


def sections(words: DealWords, saying: Saying) -> Iterator[Section]:
    """Every section, in the order in which a brief has them."""
    said = _Sections(words, saying)
    made = (
        ("counts", "", said.counts),
        ("warnings", "", said.warnings),
        ("ordinal", "What holds whatever the numbers", said.ordinal),
        ("silence", "However silence is read", said.silence),
        ("limit", "Not known", said.limit),
        ("blockers", "Who blocks, and on what", said.blockers),
        ("openings", "What opens a deal", said.openings),
        ("load_bearing", "What a deal has to settle", said.load_bearing),
        ("focus", "", said.focus),
        ("packages", said.packages_title, said.packages),
        ("who_decides", "", said.who_decides),
        ("conflicts", "What cannot all hold together", said.conflicts),
        ("together", "What several could open together", said.together),
        ("concessions", "Smallest concessions by several together", said.concessions),
        ("frontier", "The frontier", said.frontier),
        ("turns", "On what the answer turns", said.turns),
        ("values", "Values of packages", said.values),
        ("defaults", "", said.defaults),
        ("method", "The method", said.method),
    )
    for key, title, blocks in made:
        yield Section(key=f"brief_{key}", title=title, blocks=tuple(blocks()), depth="brief")


class _Sections:
    """The blocks of each section; none where there is nothing to say."""

    def __init__(self, words: DealWords, saying: Saying) -> None:
        self.words, self.names, self.deal, self.saying = words, words.names, words.deal, saying
        self.checked, self.why = saying.session.checked, words.deal.central.no_deal
        self.shown: list[ShownPackage] = shown_packages(words.deal)

    def counts(self) -> Iterator[Any]:
        counts = self.words.counts("Acceptable in the central reading", none="0")
        yield NoteSentence(text=f"{self.words.who_decides()} {counts}")

    def warnings(self) -> Iterator[Any]:
        """What makes the sources doubtful, what was found in reading the case, and how much of it is left out."""
        counts, owners = self.checked.counts, self.words.owners
        yield from (Guarded(one.of, _warning(one.shown)) for one in source_warnings(owners))
        if counts.unreviewed:
            of = counted(counts.quotes, "claim")
            yield _warning(f"{counts.unreviewed} of {of} have not been reviewed by a second person.")
        yield from (_warning(note) for note in (*self.checked.notes, *self.deal.case.notes) if note)
        yield Account(owners.holdings, lambda counts, account: _warning(account) if counts else LEFT_OUT)

    def ordinal(self) -> Iterator[Any]:
        """What holds whatever the numbers, where none is judged."""
        if not nothing_judged(self.words.case):
            return
        found, names = self.deal.ordinal, self.names
        closed = [
            f"no acceptable package holds {names.red_line(line)}"
            + (" (an inferred refusal)" if line.basis == "inferred" else "")
            for line in found.closed_options
        ]
        agreed = [
            f"{names.parties(who)} want the same on {names.topic(issue)}: “{names.option(issue, option)}”"
            for issue, option, who in found.agreed
        ]
        by_order = self.words.by_order()
        yield from self._bullets([*closed, *agreed, *([by_order] if by_order else [])])
        yield NoteSentence(text=DEFAULT_NUMBERS)

    def silence(self) -> Iterator[Any]:
        if self.deal.has_silence:
            yield Grid(rows=self.words.silence())
            yield NoteSentence(text=SHARE_OF_DRAWS)

    def limit(self) -> Iterator[Any]:
        if self.words.is_limited:
            yield Sentence(text=NOT_KNOWN)

    def blockers(self) -> Iterator[Any]:
        """Party by party, what stands in the way: every constraint of some smallest conflict."""
        if self.why is None:
            return
        yield Sentence(text=pivotal_line(self.why, self.words))
        used = sorted({n for conflict in self.why.blockers.conflicts for n in conflict})
        blocked = self.words.constraints.blocked_on(self.why.blockers.constraints[n] for n in used)
        yield from self._bullets([f"{who}: {what}" for who, what in blocked])

    def openings(self) -> Iterator[Any]:
        if self.why is None:
            return
        lines, together = opening_lines(self.words), repairs(self.why, self.words, several=True)
        if lines:
            yield Sentence(text="Each of these is enough by itself:")
            yield Bullets(items=tuple(lines))
        else:
            yield Sentence(text=no_single_line(self.why))
        if together:
            more = f"; {len(together) - 1} more in the annex" if len(together) > 1 else ""
            yield Sentence(text=f"{'Or together' if lines else 'Together'}: {together[0]}{more}.")

    def load_bearing(self) -> Iterator[Any]:
        if self.deal.has_deal and (bearing := self.words.load_bearing()):
            yield Sentence(text=bearing)

    def focus(self) -> Iterator[Any]:
        """The issues on which the answer turns, as lines of options."""
        yield main_figure(self.words)

    @property
    def packages_title(self) -> str:
        return "Packages that lead" if self.deal.has_deal else "Packages that a movement would open"

    def packages(self) -> Iterator[Any]:
        """The packages side by side on the issues on which they differ, whether they would hold, and who objects."""
        if not self.shown:
            return
        rows, holding = options(self.words, self.shown), self._holding()
        alone, alike = len(self.shown) == 1, len(self.shown) > 1 and len(set(holding)) == 1
        yield PackageTable(
            headings=headings(self.words, self.shown),
            options=tuple(row for row in rows if alone or len(set(row[1:])) > 1),
            worth=worth(self.words, self.shown),
            more=(*([("Would it hold?", *holding)] if holding and not alike else []), *self._objections()),
        )
        if alike:
            yield Sentence(text=f"Would each of them hold? {capitalised(holding[0])}.")
        same = [f"{title}: {option}" for title, option, *others in rows if not alone and {option} == {option, *others}]
        if same:
            yield Sentence(name="The same in all", text="; ".join(same))
        if self.deal.central.reading.links:
            yield NoteSentence(text=LINKED)

    def _holding(self) -> list[str]:
        """Whether each package would hold; empty where nothing is known of that."""
        if "stability" not in self.saying.beside:
            return []
        lines = [self.saying.beside["stability"].line(one.package) for one in self.shown]
        return lines if any(lines) else []

    def _objections(self) -> list[tuple[str, ...]]:
        """A row with the objections of parties that need not consent; none where nobody objects."""
        each = [[f"{who}: {what}" for who, what in objected(self.words, one)] for one in self.shown]
        told = tuple("; ".join(one) or "–" for one in each)
        return [("Objections of parties that need not consent", *told)] if any(each) else []

    def who_decides(self) -> Iterator[Any]:
        yield Sentence(text=self.words.who_decides())

    def conflicts(self) -> Iterator[Any]:
        if self.why is None or not self.why.blockers.conflicts:
            return
        yield Sentence(text=f"{CONFLICTS}{'' if self.why.blockers.complete else AT_LEAST_THESE}.")
        yield self._cut(conflicts(self.why, self.words))

    def together(self) -> Iterator[Any]:
        """Repairs that take more than one movement."""
        if self.why is not None and (lines := repairs(self.why, self.words, several=True)):
            yield self._cut(lines)

    def concessions(self) -> Iterator[Any]:
        """The smallest falls of several walk-aways together that open a deal, where some number may be shown."""
        if self.why is None:
            return
        lines = [concession_line(one, self.words) for one in by_several(self.why)[:MOST_LISTED]]
        blocks: list[Any] = list(self._bullets(lines))
        if not self.why.all_concessions:
            more = "There are more than these: not all were computed."
            blocks.append(Sentence(text=more if lines else "They were not computed: there are too many."))
        if blocks:
            yield Guarded(self.words.owners.any_values, tuple(blocks))

    def frontier(self) -> Iterator[Any]:
        front, packages = self.deal.central.frontier, listed_frontier(self.deal, MOST_LISTED)
        if not packages:
            return
        whole_one = "Acceptable packages that no other acceptable one dominates, those of equal value included."
        yield Sentence(text=whole_one if front.complete else PART_OF_FRONTIER)
        rest = unlisted(front, len(packages))
        yield Bullets(items=(*map(self.words.options, packages), *([f"and {rest}"] if rest else [])))

    def turns(self) -> Iterator[Any]:
        if self.words.is_limited:
            return
        told = [self.words.turn(turn) for turn in self.deal.decisive if turn.kind != "volatile"]
        yield from self._bullets([*told[:MOST_TURNS], *self.words.moving()])

    def values(self) -> Iterator[Any]:
        yield from value_figures(self.words, tuple(one.package for one in self.shown))

    def defaults(self) -> Iterator[Any]:
        """How ranges are read, where a judged number may be shown, and what is filled in by rule."""
        judged = self.words.owners.any_judged
        ranges = [Guarded(judged, RANGES)] if judged is not None else []
        yield from self._bullets([*ranges, *self.words.defaults()])

    def method(self) -> Iterator[Any]:
        """How the answer was found, and what each solution chooses."""
        yield Sentence(text=f"{ACCEPTABLE}; {self._examined()}. {READ}")
        yield from self._bullets(
            [
                f"{one.solution.title}: {one.solution.meaning} {one.solution.source}. {choice_line(one)}."
                for one in told_choices(self.deal)
            ]
        )
        drawn = self.deal.unresolved
        draws = f"{drawn.draws} draws, seed {drawn.seed}" if drawn is not None else "draws of silence not computed"
        yield NoteSentence(text=f"winset {VERSION}; case file sha256 {self.checked.sha256}; {draws}.")

    def _examined(self) -> str:
        """How the answer was found, and what of it is estimated."""
        answer = self.deal.central
        if answer.method == "enumeration":
            return f"all {whole(answer.counts.total)} packages were examined by enumeration"
        how = f"the method is {answer.method} ({answer.because})"
        if not answer.counts.error:
            return how
        return (
            f"{how}. Only the number of acceptable packages is an estimate, from a sample; whether there is any is not"
        )

    def _bullets(self, lines: Sequence[Any]) -> Iterator[Bullets]:
        if lines:
            yield Bullets(items=tuple(lines))

    def _cut(self, lines: Sequence[Any]) -> Bullets:
        """At most so many lines, and how many are left."""
        rest = len(lines) - MOST_CONFLICTS
        return Bullets(items=(*lines[:MOST_CONFLICTS], *([f"and {rest} more"] if rest > 0 else [])))


def _warning(text: Any) -> Sentence:
    return Sentence(text=text, tone="warning")
