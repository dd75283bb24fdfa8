"""A forecast, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from winset.analyses.forecast.record.residuals import FITTED_BY
from winset.questions.forecast.charts import forecast_figure_of, rounds_figure_of
from winset.questions.forecast.moves_said import MovesWords
from winset.questions.forecast.solve import ForecastAnswer, IssueForecast
from winset.questions.forecast.words import (
    CLOSED,
    COMPROMISE,
    RECORD,
    WAR,
    ForecastWords,
    of_100,
    place,
    span,
)
from winset.questions.question import Saying
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
    Section,
    Sentence,
)
from winset.report.names import counted
from winset.report.pieces import capitalised

PULLS = ("the compromise", "weight of 100", "if it asked for 0", "for 100", "if it cared most", "without it")
"""What a party does to the compromise: its weight, and where the compromise would lie otherwise."""
LEAD = "Where would bargaining settle each issue?"


def lead(answer: ForecastAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, and on what the errors rest."""
    return (Sentence(text=LEAD, tone="lead"), Sentence(text=f"{RECORD} {WAR}"))


def sections(answer: ForecastAnswer, saying: Saying) -> list[Any]:
    """The answer, issue by issue, the package; for careful readers every rule, rounds, and how it is read. All of it
    follows from the numbers of all parties where any is judged.
    """
    shown = tuple(part for part in _Sections(answer, saying).all() if part.blocks)
    nothing = Figure(key="forecast", drawings=(), missing=CLOSED)
    closed = Section(key="answer", title="Answer", blocks=(NoteSentence(text=CLOSED), nothing), depth="answer")
    return [Guarded(saying.owners.choices, shown, (closed,))]


class _Sections:
    """What is said of one answer."""

    def __init__(self, answer: ForecastAnswer, saying: Saying) -> None:
        self.answer, self.names = answer, saying.names(answer.request.table)
        self.words = ForecastWords(answer, self.names)
        self.leading_only = saying.showing.leading_only

    def all(self) -> Iterator[Section]:
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        yield Section(key="issues", title="Issue by issue", blocks=tuple(self._issues()))
        yield Section(key="package", title="As a package", blocks=tuple(self._package()))
        if self.answer.moves is not None:
            said = MovesWords(self.answer.moves, self.names)
            yield Section(key="moves", title=said.title, blocks=tuple(said.blocks()))
        yield Section(key="without", title="What is missing", blocks=tuple(self._without()))
        if not self.leading_only:
            yield from self._detail()

    def _detail(self) -> Iterator[Section]:
        """What only careful readers want, and a brief; working out the rules for it takes most of the time."""
        for made in self.answer.issues:
            title = capitalised(self.names.topic(made.issue))
            blocks = tuple(self._issue(made))
            yield Section(
                key=f"issue-{self.answer.case.issues[made.issue]}", title=title, blocks=blocks, depth="detail"
            )
        yield Section(key="rounds", title="Round by round", blocks=tuple(self._rounds()), depth="detail")
        yield Section(key="rules", title="What each rule assumes", blocks=tuple(self._rules()), depth="detail")
        yield Section(key="record", title="How this is read", blocks=tuple(self._record()), depth="detail")
        if self.answer.issues:
            yield Section(key="brief_forecast", title=LEAD, blocks=tuple(self._brief()), depth="brief")

    def _brief(self) -> Iterator[Block]:
        """What a brief says of it: the record first, then the answer and every issue."""
        yield Sentence(text=f"This is a forecast and no advice. {RECORD} {WAR}")
        for block in (*self._answer(), *self._issues(), *self._package()):
            yield replace(block, depth="brief")

    def _answer(self) -> Iterator[Block]:
        if not self.answer.issues:
            yield Answer(text="There is no forecast: no issue has a line with a party on it that cares.", tone="strong")
            return
        yield Answer(text=self.words.summary(), tone="strong")
        for line in (self.words.agreement(), self.words.spreads(), self.words.refused()):
            if line:
                yield Answer(text=line)

    def _issues(self) -> Iterator[Block]:
        """Each issue in a row: the compromise, all rules, the interval, the option that most of it is nearest to."""
        if not self.answer.issues:
            return
        rows = tuple(self._row(made) for made in self.answer.issues)
        head = ("", "point", "rules", "8 in 10", "rejected", "most of it lies nearest to")
        yield Grid(head=head, rows=rows, align=("left", "right", "right", "right", "right", "left"))
        yield NoteSentence(
            text=f"Places from 0 to 100. Point: {COMPROMISE}. Rejected: of 100 parts, those nearest to what somebody "
            "needed rejects."
        )
        yield forecast_figure_of(self.words)

    def _row(self, made: IssueForecast) -> tuple[str, ...]:
        option = self.words.likeliest(made)
        mass = made.nearest[option] or 0.0
        return (
            capitalised(self.names.topic_in_list(made.issue)),
            self._point(made),
            span(made.spread),
            span(made.interval),
            of_100(made.refused),
            f"{self.names.option(made.issue, option)} ({of_100(mass)})",
        )

    def _point(self, made: IssueForecast) -> str:
        point = self.answer.rule("compromise").settlement.points[made.issue]
        return "–" if point is None else place(point)

    def _package(self) -> Iterator[Block]:
        if self.answer.issues:
            yield Sentence(text=self.words.package())
            if line := self.words.beside_deal():
                yield Sentence(text=line, depth="detail")

    def _without(self) -> Iterator[Block]:
        if items := tuple(self.words.notes()):
            yield Bullets(items=items)
        if line := self.words.silent():
            yield NoteSentence(text=line, depth="detail")

    def _issue(self, made: IssueForecast) -> Iterator[Block]:
        """Every rule, then every option."""
        yield Sentence(text=self._ends(made))
        rows = []
        for rule in self.answer.rules:
            point, other = rule.settlement.points[made.issue], rule.other(made.issue)
            ends = rule.ranges[made.issue]
            rows.append(
                (
                    rule.rule.title,
                    "–" if point is None else place(point) if other is None else span((point, other)),
                    "–" if ends is None else span(ends),
                    f"{rule.trials:,}" if rule.trials else "–",
                )
            )
            if (ends := rule.read_as(made.issue)) is not None and rule.readings is not None:
                count = counted(len(rule.readings.readings), "reading")
                rows.append((f"    in {count} of its sources", span(ends), "", ""))
            for name, settlement in rule.presets.items():
                point = settlement.points[made.issue]
                rows.append((f"    {name.replace('_', ' ')}", "–" if point is None else place(point), "", ""))
        yield Grid(
            head=("", "settles at", "in 80 of 100 trials", "trials"),
            rows=tuple(rows),
            align=("left", "right", "right", "right"),
        )
        yield Grid(head=("option", "place", "of 100 parts", "rejected by"), rows=tuple(self._options(made)))
        right: tuple[Align, ...] = ("right", "right", "right", "right", "right")
        yield Grid(head=PULLS, rows=tuple(self._pulls(made)), align=("left", *right))

    def _ends(self, made: IssueForecast) -> str:
        (first, last), places, label = self.words.ends(made), made.line.places, self.names.label
        half, most, nearly = (span(made.distribution.interval(level)) for level in (0.5, 0.8, 0.9))
        return (
            f"The line runs from {label(made.issue, first)} at {place(places[first] or 0)} to "
            f"{label(made.issue, last)} at {place(places[last] or 0)}. Half of the forecast lies at {half}, "
            f"80 of 100 parts at {most}, 90 at {nearly}."
        )

    def _options(self, made: IssueForecast) -> Iterator[tuple[str, ...]]:
        for option, where in enumerate(made.line.places):
            mass = made.nearest[option]
            yield (
                self.names.option(made.issue, option),
                "off the line" if where is None else place(where),
                "–" if mass is None else of_100(mass),
                self.names.parties(made.refusers[option]),
            )

    def _pulls(self, made: IssueForecast) -> Iterator[tuple[str, ...]]:
        """What each party does to the compromise, alone and exactly."""
        for pull in made.pulls:
            yield (
                self.names.party_name(pull.party),
                of_100(pull.share),
                place(pull.at_ends[0]),
                place(pull.at_ends[1]),
                place(pull.at_most_salience),
                "–" if pull.without is None else place(pull.without),
            )

    def _rounds(self) -> Iterator[Block]:
        processes = [rule for rule in self.answer.rules if rule.settlement.rounds]
        if not processes:
            return
        for rule in processes:
            rounds = rule.settlement.rounds
            shown = sorted({0, 1, 2, 3, len(rounds) // 2, len(rounds) - 1} & set(range(len(rounds))))
            head = (rule.rule.title, *("start" if n == 0 else f"round {n}" for n in shown))
            rows = tuple(
                (
                    capitalised(self.names.topic_in_list(made.issue)),
                    *("–" if (point := rounds[n][made.issue]) is None else place(point) for n in shown),
                )
                for made in self.answer.issues
            )
            right: tuple[Align, ...] = tuple("right" for _ in shown)
            yield Grid(head=head, rows=rows, align=("left", *right))
            if rule.settlement.note:
                yield NoteSentence(text=rule.settlement.note)
        yield rounds_figure_of(self.words)

    def _rules(self) -> Iterator[Block]:
        for answer in self.answer.rules:
            source = answer.rule.source.rstrip(".")
            yield Sentence(name=answer.rule.title, text=f"{answer.rule.assumes} Source: {source}.")
            if answer.settlement.note and not answer.settlement.rounds:
                yield NoteSentence(text=answer.settlement.note)

    def _record(self) -> Iterator[Block]:
        yield Sentence(text=self.words.origin())
        yield Sentence(text=self.words.calibration())
        yield Hint(text=f"The distances are fitted again by `{FITTED_BY}`.")
