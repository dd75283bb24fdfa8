"""What each variant of a case changes of its tables, for a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from winset.analyses.tables.tables import Met
from winset.analyses.tables.talks import Talks
from winset.present.amounts import amount
from winset.present.page import Page
from winset.present.tables_words import TablesWords, is_none
from winset.present.words import listed

Json = dict[str, object]


class VariantsText:
    """The tables under each variant, where they come out differently than in the case as it stands."""

    def __init__(self, told: TablesWords, variants: Mapping[str, Talks]) -> None:
        self.told, self.variants = told, variants
        self.as_it_stands = {met.table.name: met for met in _all(told.talks)}

    def write(self, page: Page) -> None:
        """The lines in a section of their own."""
        if lines := self.lines():
            page.section("Under other understandings of the text")
        for line in lines:
            page.bullet(line)

    def lines(self) -> list[str]:
        """What each variant changes, in a line; those that change nothing together."""
        told, same = [], []
        for name, talks in self.variants.items():
            lines = self._differing(talks)
            if not lines:
                same.append(name)
                continue
            told.append(f"“{self._title(name)}”: {'; '.join(lines)}.")
        if same:
            told.append(f"The same at every table: {listed(f'“{self._title(name)}”' for name in same)}.")
        return told

    def _title(self, name: str) -> str:
        return self.told.visible.case.variants[name].title or name.replace("_", " ")

    def _differing(self, talks: Talks) -> list[str]:
        found: dict[str, list[str]] = {}
        for met in _all(talks):
            before = self.as_it_stands.get(met.table.name)
            if before is None or _counts(before) != _counts(met):
                found.setdefault(_told(met), []).append(met.table.name)
        told = [f"at {self.told.tables(tables, 'and')} {what}" for what, tables in found.items()]
        before_shut = {(seat.table, seat.party) for seat in self.told.talks.seats if not seat.is_open}
        shut: dict[int, list[str]] = {}
        for seat in talks.seats:
            if not seat.is_open and (seat.table, seat.party) not in before_shut:
                shut.setdefault(seat.party, []).append(seat.table)
        return [*told, *(self.told.kept_away(party, tables) for party, tables in shut.items())]

    def data(self) -> Json:
        """By variant and table, what could be agreed and what of it holds, and the seats that conditions close."""
        return {
            name: {
                "tables": {
                    met.table.name: {"reachable": met.reachable.packages, "holds": met.holds.packages}
                    for met in _all(talks)
                },
                "closed": [
                    {"table": seat.table, "party": talks.compared.terms.case.parties[seat.party]}
                    for seat in talks.seats
                    if not seat.is_open
                ],
            }
            for name, talks in self.variants.items()
        }


def _all(talks: Talks) -> tuple[Met, ...]:
    return (*talks.compared.tables, talks.compared.full)


def _told(met: Met) -> str:
    """How much could be agreed, and how much of it would hold."""
    if is_none(met.reachable):
        return "nothing could be agreed"
    reach, holds = (amount(one.packages, one.error).text for one in (met.reachable, met.holds))
    held = "all" if met.reachable == met.holds else "none" if is_none(met.holds) else holds
    return f"{reach} could be agreed, of which {held} would hold"


def _counts(met: Met) -> tuple[int, int]:
    return met.reachable.packages, met.holds.packages
