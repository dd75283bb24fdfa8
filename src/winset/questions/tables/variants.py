"""What each variant of a case changes of its tables."""

from __future__ import annotations

from collections.abc import Mapping

from winset.analyses.tables.tables import TableOutcome
from winset.analyses.tables.talks import Talks
from winset.questions.tables.words import TablesWords, is_none
from winset.report.counts import amount
from winset.report.names import counted, listed, variant_title


class VariantWords:
    """The tables under each variant, where they come out differently than in the case as it stands."""

    def __init__(self, words: TablesWords, variants: Mapping[str, Talks]) -> None:
        self.words, self.variants = words, variants
        self.as_it_stands = {met.table.name: met for met in words.talks.comparison.all_tables}

    def short(self) -> list[str]:
        """Whether anything would be carried out at other tables than as it stands, in a sentence or two."""
        before = {name: is_none(met.holds) for name, met in self.as_it_stands.items()}
        turned: dict[str, list[str]] = {}
        for name, talks in self.variants.items():
            opened = [
                met.table.name
                for met in talks.comparison.all_tables
                if not met.table.past and is_none(met.holds) != before.get(met.table.name, is_none(met.holds))
            ]
            if opened:
                what = "something" if before[opened[0]] else "nothing"
                said = f"{what} would be carried out {self.words.at(opened)}"
                turned.setdefault(said, []).append(variant_title(self.words.names.case, name))
        rest = len(self.variants) - sum(map(len, turned.values()))
        lines = [f"Under {listed(titles, 'or')}, {said}." for said, titles in turned.items()]
        if rest:
            others = "other reading" if turned else "reading"
            verb = "changes" if rest == 1 else "change"
            lines.append(f"{counted(rest, others).capitalize()} of the text {verb} nothing of where a deal would hold.")
        return lines

    def lines(self) -> list[str]:
        """What each variant changes, in a line; those that change nothing together."""
        sentences, same = [], []
        for name, talks in self.variants.items():
            lines = self._differing(talks)
            if not lines:
                same.append(name)
                continue
            sentences.append(f"{variant_title(self.words.names.case, name)}: {'; '.join(lines)}.")
        if same:
            sentences.append(
                f"The same at every table: {listed(variant_title(self.words.names.case, name) for name in same)}."
            )
        return sentences

    def _differing(self, talks: Talks) -> list[str]:
        tables_by_change: dict[str, list[str]] = {}
        for met in talks.comparison.all_tables:
            before = self.as_it_stands.get(met.table.name)
            if before is None or _counts(before) != _counts(met):
                tables_by_change.setdefault(_told(met), []).append(met.table.name)
        sentences = [f"at {self.words.tables(tables, 'and')} {what}" for what, tables in tables_by_change.items()]
        before_shut = {(seat.table, seat.party) for seat in self.words.talks.seats if seat.is_open is False}
        shut: dict[int, list[str]] = {}
        for seat in talks.seats:
            if seat.is_open is False and (seat.table, seat.party) not in before_shut:
                shut.setdefault(seat.party, []).append(seat.table)
        return [*sentences, *(self.words.kept_away(party, tables) for party, tables in shut.items())]


def _told(met: TableOutcome) -> str:
    """How much could be agreed, and how much of it would hold."""
    if is_none(met.reachable):
        return "nothing could be agreed"
    reach, holds = (
        amount(count_estimate.packages, count_estimate.error).text for count_estimate in (met.reachable, met.holds)
    )
    how_many = "all" if met.reachable == met.holds else "none" if is_none(met.holds) else holds
    return f"{reach} could be agreed, of which {how_many} would be carried out"


def _counts(met: TableOutcome) -> tuple[int, int]:
    return met.reachable.packages, met.holds.packages
