"""What a brief says to the party that it is written for; nothing of it is meant for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.questions.settlement.brief_options import OptionWords
from winset.questions.settlement.words import DealWords
from winset.report.blocks import Grid, Guarded
from winset.report.names import listed
from winset.report.ownership import Owner, owner_of_all

MOST_NAMED = 4
"""Things to ask for or not to give that are named; beyond, the dossier has them."""
OWN = Owner("client", level="team")
"""Of what is said to the party that the brief is written for: an ally reads nothing of it."""
OPENED = "Nothing is acceptable to all as things stand; of the options below, the best is this: "


def client_grid(words: DealWords, offered: OptionWords, client: int) -> Iterator[Any]:
    """What to ask for, what not to give, the least acceptable and the best in reach, for one party."""
    said = _Client(words, offered, client)
    rows = [Guarded(OWN, ("Do not give", said.refused()))] if said.refused() else []
    best, least = said.ends()
    if best is not None:
        every = owner_of_all((OWN, words.owners.all_values))
        rows.insert(0, Guarded(every, ("Ask for", said.asked(best))))
        rows.append(Guarded(every, ("Best in reach", f"{'' if words.deal.has_deal else OPENED}{said.terms(best)}")))
        if least is not None and least != best:
            rows.append(Guarded(every, ("Least acceptable", f"as the best, but {said.differing(least, best)}")))
    if rows:
        yield Grid(rows=tuple(rows))


class _Client:
    def __init__(self, words: DealWords, offered: OptionWords, client: int) -> None:
        self.words, self.names, self.offered, self.client = words, words.names, offered, client
        self.reading = words.deal.central.reading

    def refused(self) -> str:
        """What the party has said that it refuses."""
        lines = self.reading.structure.red_lines[self.client]
        return "; ".join(self.names.outcome(line.issue, line.option) for line in lines[:MOST_NAMED])

    def ends(self) -> tuple[Package | None, Package | None]:
        """The packages that are best and worst for the party, of those that all could accept and as far as they are
        kept; of the options shown, where nobody would be asked to accept less than no deal but others.
        """
        stored = self.words.deal.central.stored_win_set
        if stored is not None and len(stored):
            values = stored.values[self.client]
            return stored.package(int(values.argmax())), stored.package(int(values.argmin()))
        least = self.reading.walk_away[self.client]
        kept = [package for package in self.offered.packages if least is None or self._value(package) >= least]
        return max(kept, key=self._value, default=None), min(kept, key=self._value, default=None)

    def _value(self, package: Package) -> int:
        return self.reading.value(self.client, package)

    def asked(self, best: Package) -> str:
        """What the party gains in the best package, that first which counts most for it."""
        moved = self.offered.moved(best)
        gains = [issue for issue in moved if self.offered.change(self.client, best, issue) > 0]
        gains.sort(key=lambda issue: -self.offered.change(self.client, best, issue))
        return "; ".join(self._terms(best, gains[:MOST_NAMED])) or "nothing in reach betters how things stand"

    def terms(self, package: Package) -> str:
        """What a package changes of how things stand."""
        return listed(self._terms(package, self.offered.moved(package)))

    def differing(self, package: Package, other: Package) -> str:
        """What a package has otherwise than another."""
        return listed(self._terms(package, [n for n, option in enumerate(package) if option != other[n]]))

    def _terms(self, package: Package, issues: Sequence[int]) -> list[str]:
        return [self.names.outcome(issue, package[issue]) for issue in issues]
