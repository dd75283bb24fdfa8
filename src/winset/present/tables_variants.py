"""What each variant of a case changes of its tables, for a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from winset.analyses.tables.tables import Met
from winset.analyses.tables.talks import Talks
from winset.present.amounts import amount
from winset.present.page import Page
from winset.present.tables_words import TablesWords
from winset.present.words import listed

Json = dict[str, object]


class VariantsText:
    """The tables under each variant, where they come out differently than in the case as it stands."""

    def __init__(self, told: TablesWords, variants: Mapping[str, Talks]) -> None:
        self.told, self.variants = told, variants
        self.as_it_stands = {met.table.name: met for met in _all(told.talks)}

    def write(self, page: Page) -> None:
        """A line for each variant that changes something; those that change nothing together."""
        if not self.variants:
            return
        page.section("Under other understandings of the text")
        same = []
        for name, talks in self.variants.items():
            lines = self._differing(talks)
            if not lines:
                same.append(name)
                continue
            page.bullet(f"“{self._title(name)}”: {'; '.join(lines)}.")
        if same:
            page.bullet(f"The same at every table: {listed(f'“{self._title(name)}”' for name in same)}.")

    def _title(self, name: str) -> str:
        return self.told.visible.case.variants[name].title or name.replace("_", " ")

    def _differing(self, talks: Talks) -> list[str]:
        told = []
        for met in _all(talks):
            before = self.as_it_stands.get(met.table.name)
            if before is None or _counts(before) != _counts(met):
                reach, holds = (amount(one.packages, one.error).text for one in (met.reachable, met.holds))
                told.append(f"at “{self.told.table(met.table)}” {reach} could be agreed, {holds} would hold")
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


def _counts(met: Met) -> tuple[int, int]:
    return met.reachable.packages, met.holds.packages
