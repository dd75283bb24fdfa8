"""What the charts of tables are drawn from besides counts: the numbers of each party, as its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from winset.analyses.tables.tables import TableOutcome
from winset.questions.tables.answer import is_left
from winset.questions.tables.words import TablesWords, signed, told_apart
from winset.readings.shares import Share
from winset.report.blocks import ChartData, Guarded


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows(ChartData):
    """The tables of an answer, the shares of trials in which something that each can agree on would hold, and in words
    what is left of the deal that each would sign.
    """

    words: TablesWords
    shares: Mapping[str, Share]
    left: Any


def table_rows(words: TablesWords, shares: Mapping[str, Share]) -> TableRows:
    """A row for each table."""
    compared = words.talks.comparison
    every = (*compared.all_tables, *(compared.subsets or ()))
    left = {met.table.name: is_left(met) for met in every}
    return TableRows(words=words, shares=shares, left=Guarded(words.choices, left, {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow(ChartData):
    """One party. gains: what the deal of each table brings it, 0 where its gain is not known. seated: at which."""

    name: str
    gains: tuple[Fraction, ...]
    seated: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GainBars(ChartData):
    """What the deals of tables bring each party. tables: those whose deal is known. parties: a row for each whose
    numbers may be shown.
    """

    words: TablesWords
    tables: tuple[TableOutcome, ...]
    parties: tuple[Any, ...]


def gain_rows(words: TablesWords) -> GainBars:
    """The rows of every party, each its own."""
    known = tuple(met for met in words.talks.comparison.tables if met.losses is not None)

    def row(party: int) -> Guarded[GainRow]:
        losses = ((met.losses or ())[party] for met in known)
        gains = tuple(-(loss or Fraction(0)) for loss in losses)
        seated = tuple(party in met.table.seated for met in known)
        return Guarded(words.owner(party), GainRow(name=words.names.party_name(party), gains=gains, seated=seated))

    return GainBars(words=words, tables=known, parties=tuple(map(row, range(len(words.case.parties)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages(ChartData):
    """Tables that meet one after the other. moved: per sequence that is drawn, what the earlier meetings move, party by
    party.
    """

    words: TablesWords
    moved: tuple[tuple[Any, ...], ...]


def stage_rows(words: TablesWords) -> Stages:
    """What earlier meetings move, each number its party's own."""
    return Stages(
        words=words,
        moved=tuple(
            tuple(
                Guarded(words.owner(party), f"{words.names.party_name(party)} {signed(gain)}")
                for party, gain in enumerate(
                    table_sequence.anchoring if table_sequence.anchoring and table_sequence.binding.packages else ()
                )
                if gain
            )
            for table_sequence in told_apart(words.talks.sequences)
        ),
    )
