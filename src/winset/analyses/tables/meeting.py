"""What meeting is worth by itself, whatever is agreed: standing, a show of victory, a lever used up.

It is the analyst's judgement, is shown apart from the deal and decides no deal; it enters where tables are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.tables.terms import Gains, TableTerms
from winset.compiled import CompiledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentLever:
    """A lever that a meeting uses up. target: the party that it presses. points: by how much it could have moved the
    walk-away of that party; None where that is not judged.
    """

    lever: str
    target: int | None
    points: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """worth: per party in points; 0 where nothing is judged. judged: parties for whom something is. spent: levers."""

    worth: tuple[Fraction, ...]
    judged: tuple[int, ...]
    spent: tuple[SpentLever, ...]

    def with_deal(self, gains: Gains) -> Gains:
        """What each party has of the meeting and of a deal together."""
        return tuple(None if gain is None else gain + worth for gain, worth in zip(gains, self.worth, strict=True))


def meeting(terms: TableTerms, tables: Iterable[CompiledTable]) -> Meeting:
    """What the meetings of some tables are worth together; a lever is used up once."""
    worth = [Fraction(0)] * len(terms.case.parties)
    judged: set[int] = set()
    spent: dict[str, SpentLever] = {}
    levers = {lever.name: lever for lever in terms.case.levers}
    for table in tables:
        for party, points in table.worth:
            worth[party] += terms.judged(f"judgements.tables.{table.name}.worth.{terms.case.parties[party]}", points)
            judged.add(party)
        for name in table.spends:
            lever = levers.get(name)
            points_lost = terms.judged(f"judgements.levers.{name}", lever.points) if lever else None
            spent[name] = SpentLever(lever=name, target=lever.target if lever else None, points=points_lost)
    return Meeting(worth=tuple(worth), judged=tuple(sorted(judged)), spent=tuple(spent.values()))
