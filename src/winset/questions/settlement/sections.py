"""Whether there is a deal, which, who blocks and what the answer hangs on, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.choose import SolutionChoice
from winset.analyses.settlement.deal import Deal
from winset.compiled import CompiledRedLine
from winset.model.case import Case
from winset.model.case import RedLine as CaseRedLine
from winset.model.claims import Claim
from winset.questions.question import Beside, Saying
from winset.questions.settlement import brief
from winset.questions.settlement.amounts import PART_OF_FRONTIER, unlisted
from winset.questions.settlement.choices import explained, missing_line
from winset.questions.settlement.headline import three_sentences
from winset.questions.settlement.no_deal import (
    by_several,
    concession_line,
    conflicts,
    no_single_line,
    opening_lines,
    pivotal_line,
    repairs,
)
from winset.questions.settlement.packages import (
    ALL_PACKAGES,
    AT_MOST_PACKAGES,
    leading_packages,
    listed_frontier,
    opened_packages,
    told_choices,
)
from winset.questions.settlement.solve import DealAnswer
from winset.questions.settlement.tables import side_by_side
from winset.questions.settlement.words import RANGES, DealWords, words_of
from winset.report.blocks import LEFT_OUT, Answer, Bullets, Grid, Guarded, Hint, NoteSentence, Section, Sentence, Space
from winset.report.claims import quote_of
from winset.report.names import counted
from winset.report.ownership import nothing_judged
from winset.report.sources import source_warnings

MOST_LINES = 12
"""Lines of one list on a terminal; beyond, it says how many more there are, and how to see them."""
MOST_PACKAGES = 60
"""Packages of the frontier that are listed where everything is asked for; beyond, the rest is in the JSON alone."""
NAMES_WIDTH = 46
SHARE_OF_DRAWS = "A share of draws spreads over what the sources leave open; it is not a probability."


def lead(answer: DealAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What the case asks, and whose consent it needs."""
    words, question = words_of(answer, saying), saying.session.case.case.question
    asked = (Sentence(text=question, tone="lead"),) if question else ()
    return *asked, NoteSentence(text=words.who_decides())


def sections(answer: DealAnswer, saying: Saying) -> list[Any]:
    """Three sentences, silence, who blocks or which package leads, what it turns on, and the words behind it; then
    what only a brief says.
    """
    words = words_of(answer, saying)
    said = _Sections(words, saying)
    return [*said.all(), *brief.sections(words, saying)]


class _Sections:
    """What is said of one answer."""

    def __init__(self, words: DealWords, saying: Saying) -> None:
        self.words, self.names, self.deal, self.saying = words, words.names, words.deal, saying
        self.full = saying.showing.full
        self.most = None if self.full else MOST_LINES
        self.packages = ALL_PACKAGES if self.full else AT_MOST_PACKAGES

    def all(self) -> Iterator[Section]:
        answer = tuple(Answer(text=sentence) for sentence in three_sentences(self.words))
        yield Section(key="answer", title="Answer", blocks=answer, depth="answer")
        if self.deal.is_blank:
            return
        bare, why = nothing_judged(self.words.case), self.deal.central.no_deal
        if bare:
            yield self._ordinal(bare=True)
        if self.deal.has_silence:
            rows = Grid(rows=self.words.silence(), most=NAMES_WIDTH)
            blocks = (rows, NoteSentence(text=SHARE_OF_DRAWS))
            yield Section(key="silence", title="However silence is read", blocks=blocks)
        if why is not None:
            yield Section(key="blockers", title="Who blocks", blocks=tuple(self._blockers(why)))
            yield Section(key="openings", title="What would open a deal", blocks=tuple(self._openings(why)))
        else:
            packages = self._stopped() if self.words.is_limited else self._packages()
            yield Section(key="packages", title="Packages", blocks=tuple(packages))
        if "stability" in self.saying.beside:
            yield from self.saying.beside["stability"].sections("holds")
        if not self.words.is_limited:
            yield Section(key="turns", title="On what it turns", blocks=tuple(self._turns()))
        if not bare:
            yield self._ordinal(bare=False)
        yield Section(key="red_lines", title="The words behind the red lines", blocks=tuple(self._red_lines()))
        yield Section(key="sources", title="Sources", blocks=tuple(self._sources()))
        yield from self.saying.beside.get("stability", Beside()).sections("orders")

    def _stopped(self) -> Iterator[Sentence]:
        """A search gave up: what is known all the same."""
        yield Sentence(text=self.words.counts())
        yield NoteSentence(text=self.words.method())
        yield Sentence(text="Who blocks, what would open a deal and on what the answer turns were not computed.")

    def _packages(self) -> Iterator[Any]:
        front = self.deal.central.frontier
        yield Sentence(text=f"{self.words.counts()} {self.words.on_frontier()}")
        yield NoteSentence(text=self.words.method())
        if bearing := self.words.load_bearing():
            yield Sentence(text=bearing)
        shown = leading_packages(self.deal, self.packages)
        yield from side_by_side(self.words, shown)
        yield Space()
        if self.full:
            yield from self._frontier()
        elif len(front.packages) > len(shown):
            yield Hint(text=f"`--full` {self._all_of_the_frontier()}")
        packages = [one.package for one in shown]
        chosen = [one for one in told_choices(self.deal) if one.packages and one.packages[0] in packages]
        yield from _bullets([*self._missing(), *map(explained, chosen)])

    def _missing(self) -> list[str]:
        """The solutions that choose nothing, those together that have one reason for it."""
        alike: dict[tuple[str, str], list[SolutionChoice]] = {}
        for one in told_choices(self.deal):
            if not one.packages:
                alike.setdefault((one.status, one.reason), []).append(one)
        return [missing_line(choices, reason) for (_, reason), choices in alike.items()]

    def _all_of_the_frontier(self) -> str:
        """What `--full` does about the frontier."""
        front = self.deal.central.frontier
        listed_here = min(len(front.packages), MOST_PACKAGES)
        if not front.complete:
            return f"lists {counted(listed_here, 'package')} in place of the frontier, which was not computed."
        if front.all_listed and listed_here == len(front.packages):
            return f"lists all {listed_here:,} packages of the frontier."
        return f"lists {listed_here:,} packages of the frontier, `--json --limit 0` lists {len(front.packages):,}."

    def _frontier(self) -> Iterator[Any]:
        """Every undominated package on a line, at most so many."""
        front = self.deal.central.frontier
        yield Sentence(text="The packages of the frontier:" if front.complete else PART_OF_FRONTIER)
        packages = listed_frontier(self.deal, MOST_PACKAGES)
        yield from _bullets(map(self.words.options, packages))
        if rest := unlisted(front, len(packages)):
            more = len(front.packages) > len(packages)
            where = f"; `--json --limit 0` lists {len(front.packages):,} packages" if more else ""
            yield Sentence(text=f"… and {rest}{where}.")

    def _blockers(self, why: NoDeal) -> Iterator[Any]:
        blockers = why.blockers
        at_least = "" if blockers.complete else "at least "
        yield Sentence(text=self.words.counts())
        yield NoteSentence(text=self.words.method())
        if blockers.pivotal or not blockers.complete:
            yield Sentence(text=pivotal_line(why, self.words))
        if not blockers.conflicts:
            if blockers.complete:
                yield Sentence(text="No package keeps every rule, whatever anyone wants.")
            return
        number = counted(len(blockers.conflicts), "smallest conflict")
        yield Sentence(text=f"What cannot all hold together ({at_least}{number}):")
        yield from self._cut(conflicts(why, self.words))
        number = counted(len(blockers.repairs), "smallest repair")
        yield Sentence(text=f"What would have to give ({at_least}{number}; each is enough):")
        yield from self._cut(repairs(why, self.words))

    def _openings(self, why: NoDeal) -> Iterator[Any]:
        lines = opening_lines(self.words)
        if not lines:
            yield Sentence(text=no_single_line(why))
        yield from _bullets(lines)
        yield self._concessions(why)
        opened = opened_packages(self.deal, ALL_PACKAGES)
        shown = opened[: self.packages]
        yield from side_by_side(self.words, shown)
        if len(opened) > len(shown):
            yield Hint(text=f"{counted(len(opened) - len(shown), 'more package')} that a movement opens: `--full`.")

    def _concessions(self, why: NoDeal) -> Any:
        """The smallest concessions by several, where some number may be shown."""
        together = [concession_line(one, self.words) for one in by_several(why)]
        missing: Any = LEFT_OUT
        if not why.all_concessions:
            missing = Sentence(
                text="The smallest concessions by several together were not computed: there are too many."
            )
        if not together:
            return missing
        at_least = "" if why.all_concessions else "at least "
        title = f"Smallest concessions by several together ({at_least}{counted(len(together), 'way')}):"
        return Guarded(self.words.owners.any_values, (Sentence(text=title), *self._cut(together)), missing)

    def _cut(self, lines: Sequence[Any]) -> Iterator[Any]:
        yield from _bullets(lines[: self.most])
        if self.most is not None and len(lines) > self.most:
            yield Hint(text=f"… and {len(lines) - self.most:,} more; `--full` lists them.")

    def _turns(self) -> Iterator[Any]:
        turns, decisive = self.deal.cell_alternatives or (), self.deal.decisive
        told = [turn for turn in turns if turn.effect and (self.full or turn in decisive)]
        moving = self.words.moving()
        if not told and not moving:
            return
        yield from _bullets(self.words.turn(turn) for turn in told if turn.kind != "volatile")
        if moving:
            yield Sentence(text="Lines that have been moving, if they settle elsewhere:")
            yield Bullets(items=moving)
        rest = sum(turn.effect == "another package" for turn in turns)
        if rest and not self.full:
            number = counted(rest, "other reading")
            yield Hint(text=f"{number} of single cells would only put another package first; `--full` lists them.")

    def _ordinal(self, *, bare: bool) -> Section:
        """What follows from who wants what alone. bare: no number is judged, and what follows is read without any."""
        blocks = list(self._whatever_the_numbers())
        if bare:
            default = "No number is judged: all that follows is read with default numbers, one reading among many."
            blocks += [Space(), Sentence(text=default)]
        return Section(key="ordinal", title="What holds whatever the numbers", blocks=tuple(blocks))

    def _whatever_the_numbers(self) -> Iterator[Any]:
        found, names, by_order = self.deal.ordinal, self.names, self.words.by_order()
        if not self.deal.central.counts.feasible:
            yield Sentence(text="Red lines and rules alone exclude every package.")
        if found.closed_options:
            yield Sentence(text="No acceptable package can hold:")
        hows = {True: "an inferred refusal of", False: "refused by"}
        yield from _bullets(
            f"{names.red_line(line)}, {hows[line.basis == 'inferred']} {names.party(line.owner)}"
            for line in found.closed_options
        )
        if found.agreed:
            yield Sentence(text="Parties that agree already:")
        yield from _bullets(
            f"{names.parties(who)} want the same on {names.topic(issue)}: “{names.option(issue, option)}”"
            for issue, option, who in found.agreed
        )
        if by_order:
            yield Sentence(text=by_order)
        if not found.closed_options and not found.agreed and not by_order:
            yield Sentence(text="Nothing: it all hangs on the numbers.")

    def _red_lines(self) -> Iterator[Any]:
        """The sentences behind the red lines that decide."""
        why = self.deal.central.no_deal
        lines: list[CompiledRedLine] = list(self.deal.ordinal.closed_options)
        if why is not None:
            used = sorted({n for conflict in why.blockers.conflicts for n in conflict})
            lines = [line for n in used if (line := why.blockers.constraints[n].line) is not None]
        for line in lines:
            told = _red_line(self.words.case, self.deal, line)
            because = f": {told.because}" if told is not None and told.because else ""
            who, what = self.names.party(line.owner), self.names.red_line(line)
            yield Bullets(items=(f"{who} refuses {what} — {line.basis or 'stated'}{because}",))
            for claim in _claims_of(self.words.case, self.deal, line):
                yield quote_of(claim, self.saying.session.checked, self.words.owners)

    def _sources(self) -> Iterator[Any]:
        checked, owners = self.saying.session.checked, self.words.owners
        counts, by = checked.counts, self.words.case.judgements.by
        yield Sentence(
            text=f"{counted(counts.stated, 'cell')} stated, {counts.inferred} inferred, {counts.silent} silent; "
            f"{counted(counts.exact + counts.folded, 'quote')} found in the sources, "
            f"{counted(counts.unreviewed, 'claim')} not reviewed by a second person."
        )
        if by:
            yield Guarded(owners.judgements, Sentence(text=f"Judged numbers: {by}. {RANGES}"))
        yield from (Sentence(text=line) for line in self.words.defaults())
        yield from (Guarded(one.of, Sentence(text=one.shown)) for one in source_warnings(owners))
        yield from (Sentence(text=note) for note in (*checked.notes, *self.deal.case.notes) if note)


def _bullets(lines: Iterable[Any]) -> Iterator[Bullets]:
    """The lines as bullets, where there are any."""
    items = tuple(lines)
    if items:
        yield Bullets(items=items)


def _red_line(case: Case, deal: Deal, line: CompiledRedLine) -> CaseRedLine | None:
    """The red line as the case file tells it."""
    cell = case.cell(deal.case.issues[line.issue], deal.case.parties[line.owner])
    name = deal.case.options[line.issue][line.option]
    return next((red for red in cell.rejects if red.option == name), None)


def _claims_of(case: Case, deal: Deal, line: CompiledRedLine) -> tuple[Claim, ...]:
    """The claims behind a red line: its own, or the main one of its cell."""
    told = _red_line(case, deal, line)
    cell = case.cell(deal.case.issues[line.issue], deal.case.parties[line.owner])
    return (case.claims_of(told) if told is not None else ()) or case.claims_of(cell)[:1]
