"""Who must be in the room, as a brief tells it: the answer, the tables to come, stages, conditions, and its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from winset.analyses.robustness.acceptance import Share
from winset.analyses.tables.readings import HOLDS, SURVIVES, finding
from winset.analyses.tables.sequence import Sequence
from winset.analyses.tables.tables import EVERYBODY, Met
from winset.analyses.tables.talks import CERTAIN_AND_KNOWN, NO_PAYMENTS, POINTS_ADDED, Talks
from winset.present.tables_answer import answer
from winset.present.tables_text import READ
from winset.present.tables_variants import VariantsText
from winset.present.tables_words import TablesWords, alike, is_begun_by, told_apart
from winset.present.visible import Visible
from winset.present.words import counted

NAME = re.compile(r"`([^`]+)`")
FIELD = re.compile(r" \(`[^`]+`\)")
"""A section of the case file in brackets: a brief has readers who never saw one."""
NOT_TOLD = (POINTS_ADDED, CERTAIN_AND_KNOWN, NO_PAYMENTS)
"""Notes on what a brief does not show."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TablesFound:
    """What was found of the tables of a case. talks: None where it was not worked out. variants: the same under each
    variant. holds: in how many readings something holds at each table to come; empty where that was not counted.
    missing: what was not worked out, in sentences.
    """

    talks: Talks | None = None
    variants: Mapping[str, Talks] = field(default_factory=dict)
    holds: Mapping[str, Share] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTable:
    """What is said of a table: its title, and what it can agree, what holds, what is left, who loses."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStages:
    """What is said of tables that meet one after the other. settles: what each settles, as far as not said before."""

    name: str
    settles: tuple[str, ...]
    outcome: tuple[str, ...]


class Room:
    """What a brief says of who must be in the room."""

    def __init__(self, found: TablesFound, visible: Visible) -> None:
        self.found, self.visible = found, visible
        self.missing = [NAME.sub(r"“\1”", line) for line in found.missing]
        self.words = TablesWords(found.talks, visible) if found.talks is not None else None

    @property
    def answer(self) -> list[str]:
        return answer(self.words) if self.words is not None else []

    @property
    def tables(self) -> list[ToldTable]:
        """Every table to come, and that of everybody; those with the same seats and agenda are told once."""
        if self.words is None:
            return []
        met = [one for one in self.words.talks.compared.tables if not one.table.past]
        groups: list[list[Met]] = []
        for one in (*met, self.words.talks.compared.full):
            known = next((group for group in groups if alike(group[0].table, one.table)), None)
            if known is None:
                groups.append([one])
            else:
                known.append(one)
        return [self._told(self.words, *group) for group in groups]

    def _told(self, words: TablesWords, met: Met, *others: Met) -> ToldTable:
        lines = [*words.about(met.table), words.reaches(met), words.signs(met), words.foresees(met)]
        if met.table.name != EVERYBODY:
            lines.append(words.losses(met))
        lines += [*words.meeting(met.meeting), *(FIELD.sub("", words.spoiler(one)) for one in met.spoilers)]
        lines.append(self._readings(met))
        if others:
            names = words.tables((one.table.name for one in others), "and")
            lines.append(f"The same goes for {names}, where the same parties sit on the same agenda.")
            lines += [line for one in others for line in words.meeting(one.meeting)]
        return ToldTable(name=words.table(met.table), text=" ".join(line for line in lines if line))

    def _readings(self, met: Met) -> str:
        """In how many readings something holds, and the deal that is signed survives; empty where not counted."""
        holds, survives = (self.found.holds.get(finding(kind, met.table.name)) for kind in (HOLDS, SURVIVES))
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

    @property
    def stages(self) -> list[ToldStages]:
        """Every sequence of tables, without those that a longer one begins with and that lead to the same."""
        if self.words is None:
            return []
        sequences = self.words.talks.sequences or ()
        told: list[ToldStages] = []
        settled: set[str] = set()
        for one in told_apart(sequences):
            settles = tuple(line for line in self.words.settles(one) if line not in settled)
            settled.update(settles)
            shorter = [other for other in sequences if other is not one and is_begun_by(one, other)]
            told.append(self._stages(self.words, one, shorter, settles))
        return told

    @staticmethod
    def _stages(words: TablesWords, one: Sequence, shorter: list[Sequence], settles: tuple[str, ...]) -> ToldStages:
        """What is said of one sequence. shorter: with which it begins, and which lead to the same."""
        outcome = words.outcome(one)
        if shorter:
            ends = words.tables(other.stages[-1].name for other in shorter)
            outcome.append(f"The same if it ends with {ends}.")
        return ToldStages(
            name=", then ".join(f"“{words.table(table)}”" for table in one.stages),
            settles=settles,
            outcome=tuple(outcome),
        )

    @property
    def conditions(self) -> list[str]:
        """How conditions for talks stand."""
        return self.words.seats(self.words.talks.seats) if self.words is not None else []

    @property
    def variants(self) -> list[str]:
        """What each variant of the case changes of this."""
        return VariantsText(self.words, self.found.variants).lines() if self.words is not None else []

    @property
    def aside(self) -> list[str]:
        """What the answer leaves aside."""
        told = self.words.needs_nobody() if self.words is not None else []
        return [f"{told[0]}. {told[1]}"] if told else []

    @property
    def how_read(self) -> list[str]:
        """What agreeing and holding mean, what a reader has to know, and how many readings were drawn."""
        if self.words is None:
            return []
        notes = [note for note in self.words.talks.notes if note not in NOT_TOLD]
        draws = next((share.draws for share in self.found.holds.values()), 0)
        drawn = (
            f"Shares of readings on tables rest on {counted(draws, 'draw')}: two standard errors are at most "
            f"{100 / sqrt(draws):.0f} of 100."
            if draws
            else ""
        )
        return [line for line in (READ, *notes, drawn) if line]
