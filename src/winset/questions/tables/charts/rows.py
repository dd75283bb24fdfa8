"""What the charts of tables are drawn from, with the numbers of each party as its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from winset.analyses.settlement.choose import Choice
from winset.analyses.settlement.counting import Number
from winset.analyses.tables.sequence import Sequence
from winset.analyses.tables.tables import Met
from winset.model.case import Case
from winset.questions.tables.answer import is_left
from winset.questions.tables.words import TablesWords, by_what_holds, signed, told_apart
from winset.report.blocks import ChartData, Guarded
from winset.report.names import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow(ChartData):
    """One table. phantom: the share of what can be agreed that does not hold. left: of the deal it would sign."""

    name: str
    past: bool
    reachable: Number
    holds: Number
    phantom: Fraction | None
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBars(ChartData):
    """The tables of the case, that of everybody, and the sets of seats that were asked about."""

    tables: tuple[TableRow, ...]
    subsets: tuple[TableRow, ...]

    @classmethod
    def of_words(cls, words: TablesWords) -> TableBars:
        def rows(mets: Iterable[Met]) -> tuple[TableRow, ...]:
            return tuple(
                TableRow(
                    name=words.table(met.table),
                    past=met.table.past,
                    reachable=met.reachable,
                    holds=met.holds,
                    phantom=met.phantom,
                    left=is_left(met),
                )
                for met in mets
            )

        compared = words.talks.compared
        return cls(tables=rows(compared.all_tables), subsets=rows(by_what_holds(compared.subsets or ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow(ChartData):
    """One party. gains: what the deal of each table brings it, 0 where its gain is not known. seated: at which."""

    name: str
    gains: tuple[Fraction, ...]
    seated: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GainBars(ChartData):
    """What the deals of tables bring each party. tables, notes: titles of those whose deal is known, and what is noted
    behind them. unknown: titles of the others. parties: rows of those whose numbers may be shown. of: all parties.
    """

    case: Case
    held_against: str
    tables: tuple[str, ...]
    notes: tuple[str, ...]
    unknown: tuple[str, ...]
    parties: tuple[Any, ...]
    of: int

    @classmethod
    def of_words(cls, words: TablesWords) -> GainBars:
        known = [met for met in words.talks.compared.tables if met.losses is not None]
        parties = words.case.parties

        def row(party: int) -> Guarded[GainRow]:
            losses = ((met.losses or ())[party] for met in known)
            gains = tuple(-(loss or Fraction(0)) for loss in losses)
            seated = tuple(party in met.table.seated for met in known)
            return Guarded(words.owner(party), GainRow(name=words.names.party(party), gains=gains, seated=seated))

        return cls(
            case=words.names.case,
            held_against=words.held_against,
            tables=tuple(words.table(met.table) for met in known),
            notes=tuple(_notes(met) for met in known),
            unknown=tuple(words.table(met.table) for met in words.talks.compared.tables if met.losses is None),
            parties=tuple(row(party) for party in range(len(parties))),
            of=len(parties),
        )


def _notes(met: Met) -> str:
    notes = [*(["has met"] if met.table.past else []), *(["no deal"] if met.deal is None else [])]
    return f" ({listed(notes)})" if notes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(ChartData):
    """One table of a sequence. settles: issues that it settles."""

    name: str
    seated: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(ChartData):
    """What a sequence leads to. changes: of the status quo, one by one. instead: what is said in their place."""

    changes: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(ChartData):
    """A sequence of tables. binding, reopened: what it leads to if what is settled binds, and if the last table can
    reopen everything. moved: per party what the earlier meetings move.
    """

    stages: tuple[Stage, ...]
    binding: Outcome
    moved: tuple[Any, ...]
    reopened: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages(ChartData):
    """Tables that meet one after the other. shorter: how many sequences are left out, since longer ones begin so."""

    courses: tuple[Course, ...]
    shorter: int

    @classmethod
    def of_words(cls, words: TablesWords) -> Stages:
        sequences = words.talks.sequences or ()
        shown = told_apart(sequences)
        return cls(courses=tuple(_course(words, one) for one in shown), shorter=len(sequences) - len(shown))


def _course(words: TablesWords, one: Sequence) -> Course:
    moved = one.anchoring if one.anchoring is not None and one.binding.packages else ()
    is_same = one.binding.packages[:1] == one.reopenable.packages[:1] and one.reopenable.packages
    return Course(
        stages=tuple(
            Stage(
                name=words.table(table),
                seated=words.seated(table),
                settles=tuple(words.names.issue(issue) for issue in issues),
            )
            for table, issues in zip(one.stages, one.fixed, strict=True)
        ),
        binding=_outcome(words, one.binding),
        moved=tuple(
            Guarded(words.owner(party), f"{words.names.party(party)} {signed(gain)}")
            for party, gain in enumerate(moved)
            if gain
        ),
        reopened=Outcome(instead="the same") if is_same else _outcome(words, one.reopenable),
    )


def _outcome(words: TablesWords, choice: Choice) -> Outcome:
    if not choice.packages:
        return Outcome(instead="no deal" if choice.found == "none exists" else "not known")
    moved = words.moved(choice.packages[0])
    return Outcome(changes=tuple(f"{words.names.issue(issue)}: {words.names.option(issue, n)}" for issue, n in moved))
