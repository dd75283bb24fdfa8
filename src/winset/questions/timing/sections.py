"""What time does, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.analyses.timing.dates import DateAnswer, OpeningLever
from winset.model.timing import Timing
from winset.questions.question import Saying
from winset.questions.timing.brief import brief_sections
from winset.questions.timing.charts import calendar_figure_of, paths_figure_of
from winset.questions.timing.solve import TimingAnswer
from winset.questions.timing.theory import Theory
from winset.questions.timing.words import (
    CLOSED,
    COST,
    COST_IN_SHORT,
    DEFINITION,
    PATHS,
    TimingWords,
    cost_now,
    level,
    said,
    shown_periods,
    tenths,
)
from winset.readings.shares import Share
from winset.report.blocks import (
    Align,
    Answer,
    Block,
    Bullets,
    Figure,
    Grid,
    Guarded,
    Hint,
    NoteSentence,
    PackageTable,
    Section,
    Sentence,
    in_detail,
)
from winset.report.claims import ClaimReferences, quote_of
from winset.report.counts import NOT_A_PROBABILITY, amount
from winset.report.disclosure import from_those_shown
from winset.report.names import counted, points
from winset.report.pieces import capitalised

LEAD = "Is now the moment, and what does waiting change?"
MOST_DATES = 9
"""Dates that stand side by side; beyond, the first, the last and those at which something turns do, and `--json` has
all.
"""
WIDE, FEWER_DATES = 100_000, 5
"""Packages from which on their number takes the room of two dates, and the dates that then stand side by side."""
MOST_PACKAGES = 3
"""Packages that stand side by side; beyond, `--json` has the rest."""


def lead(answer: TimingAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: TimingAnswer, saying: Saying) -> list[Any]:
    """The answer, the dates, party by party, what opens a date, the calendar; for careful readers the packages that
    open and close, the variants, and how it is read. All of it follows from the numbers of time and of all parties.
    """
    made = _Sections(answer, saying)
    shown = tuple(part for part in (*made.all(), *brief_sections(made.words, made.cited)) if part.blocks)
    nothing = Figure(key="paths", drawings=(), missing=CLOSED)
    closed = Section(key="answer", title="Answer", blocks=(NoteSentence(text=CLOSED), nothing), depth="answer")
    return [Guarded(saying.owners.section_and_values("judgements", "timing"), shown, (closed,))]


class _Sections:
    """What is said of one answer."""

    def __init__(self, answer: TimingAnswer, saying: Saying) -> None:
        self.answer, self.answer_dates, self.owners = answer, answer.dates, saying.owners
        self.names = saying.names(answer.request.table)
        self.words = TimingWords(answer, self.names)
        self.saying, self.cited = saying, ClaimReferences(saying.session.checked, saying.owners).of
        self.full = saying.showing.full
        wide = any(date.acceptable >= WIDE for date in self.answer_dates.dates)
        self.dates = shown_periods(self.answer_dates.dates, FEWER_DATES if wide else MOST_DATES)

    def all(self) -> Iterator[Section]:
        length = self.words.period_length
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        title = f"Date by date, in periods of {length} from now"
        yield Section(key="dates", title=title, blocks=tuple(self._dates()))
        yield Section(key="parties", title="Party by party", blocks=tuple(self._parties()))
        yield Section(key="openings", title="What would open a date", blocks=tuple(self._openings()))
        yield Section(key="calendar", title="What happens when", blocks=tuple(self._calendar()))
        yield from Theory(self.answer, self.names).sections()
        yield Section(key="variants", title="Read otherwise", blocks=tuple(self._variants()), depth="detail")
        yield Section(key="packages", title="The packages that lead", blocks=tuple(self._packages()), depth="detail")
        yield Section(key="waiting", title="What waiting costs", blocks=tuple(self._waiting()), depth="detail")
        yield Section(key="readings", title="How sure that is", blocks=tuple(self._readings()), depth="detail")
        yield Section(key="method", title="How this is read", blocks=tuple(self._method()), depth="detail")

    def _answer(self) -> Iterator[Block]:
        yield Answer(text=self.words.when(), tone="strong")
        turn = f"{self.words.turn()} {self.words.losers()}".strip()
        for line in (self.words.trials(), turn, self.words.ripe(), self.words.otherwise()):
            if line:
                yield Answer(text=line)

    def _dates(self) -> Iterator[Block]:
        """Dates side by side: packages, trials, walk-aways."""
        dates = [self.answer_dates.dates[period] for period in self.dates]
        rows: list[tuple[str, ...]] = [
            ("packages that all accept", *(_acceptable(date) for date in dates)),
            *self._trials(),
            *(
                (f"walk-away: {self.names.party_name(party)}", *(level(date.walk_away[party]) for date in dates))
                for party in self._with_walk_away()
            ),
        ]
        right: tuple[Align, ...] = tuple("right" for _ in dates)
        head = ("period", *("now" if date.period == 0 else str(date.period) for date in dates))
        yield Grid(head=head, rows=tuple(rows), align=("left", *right))
        if len(dates) < len(self.answer_dates.dates):
            yield Hint(text=f"All {len(self.answer_dates.dates)} dates in `--json`.")
        yield paths_figure_of(self.words)

    def _with_walk_away(self) -> list[int]:
        """The parties whose walk-aways are shown: those whose consent every package needs; all where all is asked."""
        known = [party for party, level in enumerate(self.answer_dates.dates[0].walk_away) if level is not None]
        bargaining = self.answer.case.structure.bargaining
        return known if self.full else [party for party in known if party in bargaining]

    def _trials(self) -> Iterator[tuple[str, ...]]:
        readings = self.answer.readings
        if readings is not None and not self.answer.is_excluded:
            yield ("of ten trials, with a deal", *(tenths(readings.deals[period]) for period in self.dates))
            if any(readings.undecided):
                at_most = (
                    Share(number=readings.deals[period].number + readings.undecided[period], draws=readings.draws)
                    for period in self.dates
                )
                yield ("of ten trials, at most", *map(tenths, at_most))

    def _parties(self) -> Iterator[Block]:
        """Per party what a period changes, the flags, and what waiting costs."""
        now = self.answer.ripeness[0]
        first = self.answer.waiting[0] if self.answer.waiting else None
        rows = []
        for flags in now.parties:
            cost = cost_now(first, flags.party) if first is not None else None
            rows.append(
                (
                    self.names.party_name(flags.party),
                    said(flags.hurting),
                    said(flags.no_victory),
                    "–" if cost is None else points(cost[0]),
                    "–" if cost is None else points(cost[1]),
                )
            )
        last = self.answer.periods
        all_cost = f"{counted(last, 'period')} cost{'s' if last == 1 else ''}"
        head = ("", "waiting hurts", "no victory in sight", "a period costs", all_cost)
        yield Grid(head=head, rows=tuple(rows), align=("left", "left", "left", "right", "right"))
        if first is not None:
            yield NoteSentence(text=COST_IN_SHORT.format(leads=self._leads(0)))
        if now.margin is not None:
            where = "could rise" if now.margin >= 0 else "would have to fall"
            until = "before no package is acceptable" if now.margin >= 0 else "before a package is acceptable"
            yield Sentence(
                text=f"Way out: all walk-aways {where} by {points(abs(now.margin))} points together {until}."
            )
        yield NoteSentence(text=DEFINITION, depth="detail")

    def _openings(self) -> Iterator[Any]:
        levers = self.answer.case.levers
        owned = [(self.owners.lever_effect(levers[lever.lever].name), lever) for lever in self.answer_dates.levers]
        if owned:
            yield from_those_shown(owned, self._opening)

    def _opening(self, shown: list[OpeningLever]) -> Bullets:
        return Bullets(items=tuple(map(capitalised, self.words.openings(shown))))

    def _calendar(self) -> Iterator[Block]:
        """The dated events in their order, each with what it moves."""
        timing = self.names.case.judgements.timing
        if timing is not None and timing.events:
            yield from self._events(timing)
        yield calendar_figure_of(self.words)

    def _events(self, timing: Timing) -> Iterator[Any]:
        """The events in their order, what each moves, on what it rests, and the quotes that carry it."""
        events = sorted(timing.events.items(), key=lambda pair: pair[1].period)
        rows = [
            (str(event.period), capitalised(self.words.event(name)) + self.cited(event), self.words.moved(name))
            for name, event in events
        ]
        yield Grid(head=("period", "event", "from then on"), rows=tuple(rows))
        for name, event in events:
            if event.because:
                yield NoteSentence(text=f"{capitalised(self.words.event(name))}: {event.because}", depth="detail")
            for claim in self.names.case.claims_of(event):
                yield in_detail(quote_of(claim, self.saying.session.checked, self.owners))

    def _variants(self) -> Iterator[Block]:
        if lines := tuple(self.words.variants()):
            yield Bullets(items=lines)

    def _packages(self) -> Iterator[Block]:
        """The packages that lead at some date, side by side, and when each is acceptable."""
        shown = self.answer_dates.followed[:MOST_PACKAGES]
        if not shown:
            return
        options = zip(*(self.names.package(followed_package.options) for followed_package in shown), strict=True)
        yield PackageTable(
            headings=tuple(f"leads {self._leads(place)}" for place in range(len(shown))),
            options=tuple((row[0][0], *(option for _, option in row)) for row in options),
        )
        yield Bullets(
            items=tuple(
                f"The package that leads {self._leads(n)} {self.words.fate(followed_package)}."
                for n, followed_package in enumerate(shown)
            )
        )
        if turnover := self.words.turnover():
            yield Sentence(text=turnover)

    def _leads(self, place: int) -> str:
        options = self.answer_dates.followed[place].options
        return self.words.spans(date.period for date in self.answer_dates.dates if date.leading == options)

    def _waiting(self) -> Iterator[Block]:
        """What waiting for each package that leads costs each party."""
        for place, waiting in enumerate(self.answer.waiting[:MOST_PACKAGES]):
            rows = tuple(
                (
                    self.names.party_name(cost.party),
                    *(points(cost.until[period]) for period in self.dates),
                    "" if cost.discounted else "no discount given",
                )
                for cost in waiting.costs
            )
            yield Sentence(
                text=f"For the package that leads {self._leads(place)}, up to each date, in a party’s own points:"
            )
            yield Grid(head=("", *("now" if n == 0 else str(n) for n in self.dates), ""), rows=rows)

    def _readings(self) -> Iterator[Block]:
        readings = self.answer.readings
        if self.answer.refusal:
            yield Sentence(text=f"Trials were not counted: {self.answer.refusal}.")
        if readings is None:
            return
        rows = tuple(
            (
                "now" if period == 0 else str(period),
                f"{share.number:,} of {share.draws:,}"
                if not readings.undecided_at(period)
                else f"{share.number:,} to {share.number + readings.undecided_at(period):,} of {share.draws:,}",
                f"{100 * share.error:.1f} of 100",
            )
            for period, share in enumerate(readings.deals)
            if period in self.dates
        )
        if not self.answer.is_excluded:
            yield Grid(head=("period", "trials with a deal", "standard error"), rows=rows)
        flags = [
            f"Waiting hurts {self.names.party(party)} in {share.number:,} of {share.draws:,} trials."
            for party, share in enumerate(readings.hurting)
            if share is not None
        ]
        flags += [
            capitalised(f"{self.names.party(party)} sees no victory in {share.number:,} of {share.draws:,} trials.")
            for party, share in enumerate(readings.no_victory)
            if share is not None
        ]
        if flags:
            yield Bullets(items=tuple(flags))

    def _method(self) -> Iterator[Block]:
        yield Sentence(text=PATHS)
        yield Sentence(text=COST)
        if self.answer.readings is not None:
            yield Sentence(text=NOT_A_PROBABILITY)


def _acceptable(date: DateAnswer) -> str:
    if date.has_deal is None:
        return "?"
    return amount(date.acceptable, date.error).text
