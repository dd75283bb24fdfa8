"""Who meets, on what, and who ratifies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.compiled.index import Index
from winset.model.case import Case, Ratifier
from winset.model.numbers import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A body that ratifies and follows a party: the party's value must reach its walk-away and so much more."""

    name: str
    party: int
    above: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that ratifies by vote. members: with their weights; some may be no parties of the case. quota: the weight
    of those in favour that is enough.
    """

    name: str
    members: tuple[tuple[str, Fraction], ...]
    quota: Fraction

    def weight_of_others(self, parties: tuple[str, ...]) -> Fraction:
        """The weight of the members that are none of the parties."""
        return sum((weight for name, weight in self.members if name not in parties), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTable:
    """Who meets, on what, and who must say yes afterwards.

    seated: parties. agenda: issues; the others stay at their status quo. ratifiers: parties that must say yes. floors:
    bodies that follow a party. bodies: those that vote. after: the table that meets before, by its name. opens_if: in
    words. worth: what the meeting itself is worth to parties, in points. spends: levers that it uses up, by name.
    """

    name: str
    seated: tuple[int, ...]
    agenda: frozenset[int]
    ratifiers: tuple[int, ...] = ()
    floors: tuple[Floor, ...] = ()
    bodies: tuple[Body, ...] = ()
    past: bool = False
    after: str | None = None
    opens_if: str | None = None
    worth: tuple[tuple[int, Span], ...] = ()
    spends: tuple[str, ...] = ()


def floors_of(case: Case, index: Index, table: str | None) -> tuple[Floor, ...]:
    """The bodies that ratify at a table and follow a party."""
    ratifiers: tuple[Ratifier, ...] = case.tables[table].ratifiers if table is not None else ()
    return tuple(
        Floor(
            name=ratifier.body,
            party=index.parties.index(ratifier.follows),
            above=ratifier.above_walk_away or Span.of(0),
        )
        for ratifier in ratifiers
        if ratifier.body is not None and ratifier.follows is not None
    )


def bodies_of(case: Case, table: str | None) -> tuple[Body, ...]:
    """The bodies that ratify at a table by vote."""
    ratifiers: tuple[Ratifier, ...] = case.tables[table].ratifiers if table is not None else ()
    return tuple(
        Body(name=ratifier.body, members=tuple(ratifier.members.items()), quota=ratifier.quota)
        for ratifier in ratifiers
        if ratifier.body is not None and ratifier.members and ratifier.quota is not None
    )


def table_of(case: Case, index: Index, name: str) -> CompiledTable:
    """A table of the case, with what is judged of it."""
    table, judged = case.tables[name], case.judgements.tables.get(name)
    agenda = index.issues if table.agenda is None else table.agenda
    return CompiledTable(
        name=name,
        seated=tuple(sorted(index.parties.index(party) for party in table.seated)),
        agenda=frozenset(index.issues.index(issue) for issue in agenda),
        ratifiers=tuple(
            index.parties.index(ratifier.party) for ratifier in table.ratifiers if ratifier.party is not None
        ),
        floors=floors_of(case, index, name),
        bodies=bodies_of(case, name),
        past=table.past,
        after=table.after,
        opens_if=table.opens_if,
        worth=tuple((index.parties.index(party), points) for party, points in judged.worth.items()) if judged else (),
        spends=judged.spends if judged else (),
    )


def notes_of(case: Case, table: str | None) -> tuple[str, ...]:
    """What an answer for a table must say that it leaves out."""
    return tuple(
        f"{body.name} is taken to ratify wherever the members of whom nothing is known could make up the votes: how "
        "they would vote is not part of this answer."
        for body in bodies_of(case, table)
        if body.weight_of_others(tuple(case.parties))
    )
