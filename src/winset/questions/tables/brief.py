"""What only a brief says of who must be in the room: a paragraph for each table, stages in words, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import sqrt
from typing import Any

from winset.analyses.tables.readings import HOLDS, SURVIVES
from winset.analyses.tables.sequence import TableSequence
from winset.analyses.tables.tables import EVERYBODY, TableOutcome
from winset.analyses.tables.talks import CERTAIN_AND_KNOWN, NO_PAYMENTS, POINTS_ADDED
from winset.questions.question import Saying
from winset.questions.tables import charts
from winset.questions.tables.solve import TablesAnswer
from winset.questions.tables.words import READ, TablesWords, alike, is_begun_by, told_apart
from winset.report.blocks import Block, Bullets, NoteSentence, Section, Sentence, Sentences
from winset.report.names import counted

VARIANTS_MISSING = "What the variants of the case change of this was not worked out; “winset tables” does."
READINGS_MISSING = "In how many readings this is so was not counted: there are too many packages."
NOT_TOLD = (POINTS_ADDED, CERTAIN_AND_KNOWN, NO_PAYMENTS)
"""Notes on what a brief does not show."""


def brief_sections(answer: TablesAnswer, saying: Saying) -> Iterator[Section]:
    """What was not worked out, the tables, the stages, what is left aside, and how it is read."""
    parts = _BriefSections(answer, saying)
    made = {
        "missing": ("", parts.missing()),
        "tables": ("", parts.tables()),
        "stages": ("Meeting in stages", parts.stages()),
        "aside": ("What this leaves aside", parts.aside()),
        "method": ("", parts.method()),
    }
    for key, (title, blocks) in made.items():
        yield Section(key=f"brief_{key}", title=title, blocks=tuple(blocks), depth="brief")


class _BriefSections:
    def __init__(self, answer: TablesAnswer, saying: Saying) -> None:
        self.answer, self.talks = answer, answer.talks
        self.words = TablesWords(answer.talks, saying.names(), saying.owners)

    def missing(self) -> Iterator[Block]:
        if self.answer.variants is None and self.words.names.case.variants:
            yield Sentence(text=VARIANTS_MISSING)
        if self.answer.request.draws and not self.answer.holds:
            yield Sentence(text=READINGS_MISSING)

    def tables(self) -> Iterator[Block]:
        """Every table to come, and that of everybody; those with the same seats and agenda in one paragraph."""
        yield charts.tables_figure(self.words, self.answer.shares_of_holding)
        groups: list[list[TableOutcome]] = []
        for one in (*self.talks.comparison.coming, self.talks.comparison.full):
            known = next((group for group in groups if alike(group[0].table, one.table)), None)
            if known is None:
                groups.append([one])
            else:
                known.append(one)
        for met, *others in groups:
            lines = tuple(line for line in self._table(met, others) if line)
            yield Sentence(name=self.words.table(met.table), text=Sentences(lines))

    def _table(self, met: TableOutcome, others: list[TableOutcome]) -> Iterator[Any]:
        words = self.words
        yield from words.about(met.table)
        yield from (words.reaches(met), words.signs(met), words.foresees(met))
        if met.table.name != EVERYBODY:
            yield words.losses(met)
        yield from words.meeting(met.meeting)
        yield from (words.spoiler(one, field="") for one in met.spoilers)
        yield self._readings(met)
        if others:
            names = words.tables((one.table.name for one in others), "and")
            yield f"The same goes for {names}, where the same parties sit on the same agenda."
            for one in others:
                yield from words.meeting(one.meeting)

    def _readings(self, met: TableOutcome) -> str:
        """In how many readings something holds, and the deal that is signed survives; empty where not counted."""
        holds, survives = (self.answer.share(kind, met) for kind in (HOLDS, SURVIVES))
        if holds is None or survives is None:
            return ""
        if not holds.number:
            drawn = counted(holds.draws, "reading")
            return f"In none of the {drawn} drawn would anything that could be agreed there hold."
        told = f"In {100 * holds.share:.0f} of 100 readings something that could be agreed there would hold"
        if holds.number == survives.number:
            return f"{told}, and so would the deal that it would sign."
        whole = f"{100 * survives.share:.0f}" if survives.number else "none"
        return f"{told}; the deal that it would sign, looking at nobody outside, would hold as a whole in {whole}."

    def stages(self) -> Iterator[Block]:
        """Every sequence of tables, without those that a longer one begins with and that lead to the same."""
        settled: set[str] = set()
        items = []
        for one in told_apart(self.talks.sequences or ()):
            settles = [line for line in self.words.settles(one) if line not in settled]
            settled.update(settles)
            lines = [*settles, *self.words.outcome(one), *self._shorter(one)]
            items.append(Sentences((f"{self.words.stages(one)}: {lines[0]}", *lines[1:])))
        if items:
            yield replace(charts.stages_figure(self.words), words=(Bullets(items=tuple(items)),))

    def _shorter(self, one: TableSequence) -> Iterator[str]:
        """With which shorter sequences that lead to the same it begins."""
        shorter = [other for other in self.talks.sequences or () if other is not one and is_begun_by(one, other)]
        if shorter:
            yield f"The same if it ends with {self.words.tables(other.stages[-1].name for other in shorter)}."

    def aside(self) -> Iterator[Block]:
        if aside := self.words.needs_nobody():
            yield Bullets(items=(". ".join(aside),))

    def method(self) -> Iterator[Block]:
        """What agreeing and holding mean, what a reader has to know, and how many readings were drawn."""
        lines = [READ, *(note for note in self.talks.notes if note not in NOT_TOLD)]
        if draws := self.answer.draws:
            lines.append(
                f"Shares of readings on tables rest on {counted(draws, 'draw')}: two standard errors are at most "
                f"{100 / sqrt(draws):.0f} of 100."
            )
        yield NoteSentence(text=" ".join(lines))
