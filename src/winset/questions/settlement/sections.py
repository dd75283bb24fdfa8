"""Whether there is a deal, which, who blocks and what the answer hangs on, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.choose import Package, SolutionChoice
from winset.compiled import CompiledRedLine
from winset.questions.question import Beside, Saying
from winset.questions.settlement.asking import first_questions, next_commands
from winset.questions.settlement.charts import main_figure, value_figures
from winset.questions.settlement.conflicts import factored, grounds, refusal, repairs, same_wish
from winset.questions.settlement.headline import answer_sentences, more_sentences, no_opening
from winset.questions.settlement.no_deal import (
    by_several,
    concession_line,
    inferences,
    pivotal_line,
    prices,
    stated_lines,
)
from winset.questions.settlement.packages import (
    ALL_PACKAGES,
    AT_MOST_PACKAGES,
    PART_OF_FRONTIER,
    explained,
    listed_frontier,
    missing_line,
    shown_packages,
    told_choices,
    unlisted,
)
from winset.questions.settlement.solve import DealAnswer
from winset.questions.settlement.tables import in_short, side_by_side
from winset.questions.settlement.terms import Terms
from winset.questions.settlement.words import RANGES, DealWords, words_of
from winset.report.blocks import (
    LEFT_OUT,
    Answer,
    Bullets,
    Depth,
    Grid,
    Guarded,
    Hint,
    NoteSentence,
    Section,
    Sentence,
)
from winset.report.claims import quote_of, source_warnings
from winset.report.names import counted
from winset.report.ownership import nothing_judged
from winset.report.pieces import for_command_line
from winset.report.positions import refusals_alone

MOST_LINES, MOST_IN_FULL = 12, 40
"""Lines of one list, and where everything is asked for; beyond, it says how many more there are."""
MOST_OPENINGS = 5
"""Openings of one kind that are listed; beyond, it says how many more there are, and how to see them."""
MOST_PACKAGES = 60
"""Packages of the frontier that are listed where everything is asked for; beyond, the rest is in the JSON alone."""
NAMES_WIDTH = 46
SHARE_OF_TRIALS = "A share of trials spreads over what the sources leave open; it is not a probability."


def lead(answer: DealAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What the case asks and whose consent is needed, where everything is asked for."""
    if not saying.showing.full:
        return ()
    words, question = words_of(answer, saying), saying.session.case.case.question
    asked = (Sentence(text=question, tone="lead"),) if question else ()
    return *asked, NoteSentence(text=words.who_decides())


def sections(answer: DealAnswer, saying: Saying) -> list[Any]:
    """Why the answer is so, who blocks, what would open a deal or which package leads, what to ask first, where to look
    next, and at more depth what stands behind each; then what only a brief says, where that is asked for.
    """
    words = words_of(answer, saying)
    said = [*_Sections(words, saying).all(), _charts(words)]
    if saying.showing.in_brief:
        from winset.questions.settlement import brief

        said += brief.sections(words, saying)
    return said


def _charts(words: DealWords) -> Section:
    """The issues on which the answer turns, and what packages are worth: for a brief and for a file of its own."""
    packages = tuple(package.package for package in shown_packages(words.deal))
    return Section(
        key="brief_charts", title="", blocks=(main_figure(words), *value_figures(words, packages)), depth="brief"
    )


class _Sections:
    """What is said of one answer."""

    def __init__(self, words: DealWords, saying: Saying) -> None:
        self.words, self.names, self.deal, self.saying = words, words.names, words.deal, saying
        self.full = saying.showing.full
        self.shown = shown_packages(words.deal, ALL_PACKAGES if self.full else AT_MOST_PACKAGES)

    def all(self) -> Iterator[Section]:
        answer = (
            *(Answer(text=sentence) for sentence in answer_sentences(self.words)),
            *(Sentence(text=sentence, depth="detail") for sentence in more_sentences(self.words)),
        )
        yield Section(key="answer", title="Why", blocks=answer, depth="answer")
        if self.deal.is_blank:
            return
        bare, why, first = nothing_judged(self.words.case), self.deal.central.no_deal, self._first()
        if bare:
            yield self._ordinal("main")
        if self.deal.has_silence:
            blocks = (Grid(rows=self.words.silence(), most=NAMES_WIDTH), NoteSentence(text=SHARE_OF_TRIALS))
            yield Section(key="silence", title="However silence is read", blocks=blocks, depth="detail")
        if why is not None:
            yield Section(key="blockers", title="Who blocks", blocks=tuple(self._blockers(why)), depth="detail")
            yield Section(key="openings", title="What would open a deal", blocks=tuple(self._openings(why)))
        yield Section(key="packages", title=self._packages_title(), blocks=tuple(self._packages()))
        if blocks := tuple(self._interests()):
            yield Section(key="interests", title="What stands behind the positions", blocks=blocks, depth="detail")
        if "stability" in self.saying.beside:
            yield from (
                replace(section, depth="detail") for section in self.saying.beside["stability"].sections("holds")
            )
        if not self.words.is_limited:
            asked = first_questions(self.words, first)
            yield Section(key="questions", title="Ask first", blocks=tuple(_bullets(asked)))
            turns = tuple(self._turns())
            yield Section(key="turns", title="On what it turns", blocks=turns, depth="detail")
        if not bare:
            yield self._ordinal("detail")
        red_lines = tuple(self._red_lines())
        yield Section(key="red_lines", title="The words behind the red lines", blocks=red_lines, depth="detail")
        yield Section(key="sources", title="Sources", blocks=tuple(self._sources()))
        for section in self.saying.beside.get("stability", Beside()).sections("orders"):
            yield replace(section, depth="detail")
        commands = tuple(next_commands(self.words, self.saying.session, first))
        yield Section(key="next", title="Look next", blocks=commands if not self.full else commands[:-1])

    def _interests(self) -> Iterator[Any]:
        """Whose needs and fears the packages serve, those that another option would serve too, and those that none
        does.
        """
        interests = self.words.interests
        if not interests.all:
            return
        if self.shown:
            yield interests.package_sentence("package 1", self.shown[0].package)
        shared = [Guarded(each.interest.owner, interests.shared_sentence(each)) for each in interests.shared]
        yield from _bullets(shared)
        yield interests.unserved_sentence()
        packages = [shown_package.package for shown_package in self.shown]
        served = {tuple(interests.is_served(each, package) for each in interests.all) for package in packages}
        if len(served) > 1:
            head = ("", *(f"package {n}" for n in range(1, len(packages) + 1)))
            yield Grid(head=head, rows=interests.rows(packages), most=NAMES_WIDTH, depth="detail")

    def _first(self) -> Package | None:
        return self.shown[0].package if self.shown else None

    def _packages_title(self) -> str:
        if self.words.is_limited:
            return "What is known"
        if self.deal.has_deal:
            return "Packages that lead"
        return "What this would open"

    def _packages(self) -> Iterator[Any]:
        """The packages in short; where everything is asked for, side by side, with all that is known of them."""
        if self.words.is_limited:
            yield Sentence(text=self.words.counts())
            yield NoteSentence(text=self.words.method(), depth="detail")
            yield Sentence(text="Who blocks, what would open a deal and on what the answer turns were not computed.")
            yield Hint(text="A longer search may settle it: `--nodes`, and `--seconds` where a time limit is set.")
            return
        if self.deal.has_deal:
            yield Sentence(text=self.words.so_many())
            text = f"{self.words.counts()} {self.words.on_frontier()} {self.words.method()}"
            yield NoteSentence(text=text, depth="detail")
        if not self.full:
            yield from in_short(self.words, self.shown)
            return
        yield from side_by_side(self.words, self.shown)
        if self.shown and self.deal.has_deal:
            yield from self._frontier()
            packages = [shown_package.package for shown_package in self.shown]
            chosen = [
                choice for choice in told_choices(self.deal) if choice.packages and choice.packages[0] in packages
            ]
            yield from _bullets([*self._missing(), *map(explained, chosen)])

    def _missing(self) -> list[str]:
        """The solutions that choose nothing, those together that have one reason for it."""
        alike: dict[tuple[str, str], list[SolutionChoice]] = {}
        for choice in told_choices(self.deal):
            if not choice.packages:
                alike.setdefault((choice.status, choice.reason), []).append(choice)
        return [missing_line(choices, reason) for (_, reason), choices in alike.items()]

    def _frontier(self) -> Iterator[Any]:
        """Every undominated package by what it holds otherwise than the first that is shown, at most so many."""
        front, first = self.deal.central.frontier, self.shown[0].package
        yield Sentence(text="The packages of the frontier, each by how it differs from package 1:")
        if not front.complete:
            yield Sentence(text=PART_OF_FRONTIER)
        packages = listed_frontier(self.deal, MOST_PACKAGES)
        yield from _bullets(
            "package 1" if package == first else Terms(self.words, package).differences(first) for package in packages
        )
        if rest := unlisted(front, len(packages)):
            more = len(front.packages) > len(packages)
            listing = f"; `--json --limit 0` lists {len(front.packages):,} packages"
            where = for_command_line(listing) if more else ""
            yield Sentence(text=f"… and {rest}{where}.")

    def _blockers(self, why: NoDeal) -> Iterator[Any]:
        blockers = why.blockers
        at_least = "" if blockers.complete else "at least "
        yield Sentence(text=self.words.none_of_all())
        yield NoteSentence(text=self.words.method())
        if not blockers.conflicts:
            if blockers.complete:
                yield Sentence(text="No package keeps every rule, whatever anyone wants.")
            return
        shared, rests = factored(why, self.words)
        number = counted(len(blockers.conflicts), "smallest conflict")
        what = f"What cannot all hold together ({at_least}{number})"
        yield Sentence(text=f"{what}. They share this: {shared}. Each adds to it:" if shared else f"{what}:")
        yield from _bullets(self._cut(rests))
        number = counted(len(blockers.repairs), "smallest repair")
        yield Sentence(text=f"What would have to give ({at_least}{number}; each is enough):")
        yield from _bullets(self._cut(repairs(why, self.words)))

    def _openings(self, why: NoDeal) -> Iterator[Any]:
        """Prices, inferences that may be wrong, stated red lines given up, each kind by itself and in this order."""
        kinds = (
            ("A lower walk-away:", prices(self.words, full=self.full)),
            ("If one of these is wrong, a deal appears:", inferences(self.words, full=self.full)),
            ("A stated red line given up:", stated_lines(self.words)),
        )
        if why.blockers.pivotal or not why.blockers.complete:
            yield Sentence(text=pivotal_line(why, self.words))
        for title, lines in kinds:
            if lines:
                yield Sentence(text=title)
                yield from _bullets(self._cut(lines, most=MOST_OPENINGS))
        if not any(lines for _, lines in kinds):
            yield Sentence(text=no_opening(why))
        yield self._concessions(why)

    def _concessions(self, why: NoDeal) -> Any:
        """The smallest concessions by several, where some number may be shown."""
        together = [concession_line(concession, self.words) for concession in by_several(why)]
        missing: Any = LEFT_OUT
        if not why.all_concessions:
            text = "The smallest concessions by several together were not computed: there are too many."
            missing = Sentence(text=text, depth="detail")
        if not together:
            return missing
        at_least = "" if why.all_concessions else "at least "
        title = f"Smallest concessions by several together ({at_least}{counted(len(together), 'way')}):"
        lines = _bullets(self._cut(together), depth="detail")
        return Guarded(self.words.owners.any_values, (Sentence(text=title, depth="detail"), *lines), missing)

    def _cut(self, lines: Sequence[Any], most: int = MOST_LINES) -> list[Any]:
        """The first lines, and how many more there are; more lines where everything is asked for."""
        most, where = (MOST_IN_FULL, " (`--json`)") if self.full else (most, " (`--full`)")
        more = len(lines) - most
        return [*lines[:most], *([f"and {more:,} more{for_command_line(where)}"] if more > 0 else [])]

    def _turns(self) -> Iterator[Any]:
        turning = [turn for turn in self.deal.cell_alternatives or () if turn.effect]
        yield from _bullets(self.words.turned([turn for turn in turning if turn.kind != "volatile"]))
        if moving := self.words.moving():
            yield Sentence(text="Lines that have been moving, if they settle elsewhere:")
            yield Bullets(items=moving)

    def _ordinal(self, depth: Depth) -> Section:
        """What follows from who wants what alone: of the first order where no number is judged."""
        blocks = tuple(self._whatever_the_numbers())
        return Section(key="ordinal", title="What holds whatever the numbers", blocks=blocks, depth=depth)

    def _whatever_the_numbers(self) -> Iterator[Any]:
        ordinal, names, by_order = self.deal.ordinal, self.names, self.words.by_order()
        if not self.deal.central.counts.feasible:
            yield Sentence(text="Red lines and rules alone exclude every package.")
        if ordinal.closed_options:
            yield Sentence(text="No acceptable package can be:")
        yield from _bullets(
            f"{names.red_line(line)}, refused by {names.party(line.owner)}"
            + (" (inferred)" if line.basis == "inferred" else "")
            for line in ordinal.closed_options
        )
        if ordinal.agreed:
            yield Sentence(text="Parties that agree already:")
        yield from _bullets(same_wish(names, *agreed) for agreed in ordinal.agreed)
        if by_order:
            yield Sentence(text=by_order)
        if not ordinal.closed_options and not ordinal.agreed and not by_order:
            yield Sentence(text="Nothing: it all hangs on the numbers.")

    def _red_lines(self) -> Iterator[Any]:
        """The sentences behind the red lines that decide."""
        why = self.deal.central.no_deal
        lines: list[CompiledRedLine] = list(self.deal.ordinal.closed_options)
        if why is not None:
            used = sorted({n for conflict in why.blockers.conflicts for n in conflict})
            lines = [line for n in used if (line := why.blockers.constraints[n].line) is not None]
        for line in lines:
            because, claims = grounds(self.names, line)
            if because or claims:
                yield Bullets(items=(refusal(self.names, line, because),))
                yield from (quote_of(claim, self.saying.session.checked, self.words.owners) for claim in claims)

    def _sources(self) -> Iterator[Any]:
        checked, owners = self.saying.session.checked, self.words.owners
        counts, by = checked.counts, self.words.case.judgements.by
        yield Sentence(
            text=f"{counted(counts.stated, 'cell')} stated, {counts.inferred} inferred, {counts.silent} silent; "
            f"{counted(counts.exact + counts.folded, 'quote')} found in the sources, "
            f"{counted(counts.unreviewed, 'claim')} not reviewed by a second person"
            + (f", {counts.drafts:,} of them drafts that nobody has confirmed." if counts.drafts else "."),
            depth="detail",
        )
        if counts.only_refuse:
            yield Sentence(text=refusals_alone(counts.only_refuse), depth="detail")
        if by:
            yield Guarded(owners.judgements, Sentence(text=f"Judged numbers: {by}. {RANGES}", depth="detail"))
        yield from (Sentence(text=line, depth="detail") for line in self.words.defaults())
        yield from (
            Guarded(warning.of, Sentence(text=warning.shown, depth="detail")) for warning in source_warnings(owners)
        )
        yield from (Sentence(text=note) for note in (*checked.notes, *self.deal.case.notes) if note)


def _bullets(lines: Iterable[Any], depth: Depth = "main") -> Iterator[Bullets]:
    """The lines as bullets, where there are any."""
    items = tuple(lines)
    if items:
        yield Bullets(items=items, depth=depth)
