"""Conditions for talks: who can sit down at which table, and conditions that contradict themselves.

A cell marked `precondition` says that what the party refuses in a deal it refuses already for talks: the issue has to
stand at an option that it does not reject before it sits down. Red lines are what a case says a deal may not hold, so
this adds nothing that the case does not say; where the position has no red line, every option meets the condition.
Beside it stands the literal understanding, under which the issue has to stand at what the party wants.

How a condition stands for a party at a table:

- *met*: the status quo is such an option;
- *earlier*: a table before this one in its sequence has the issue on its agenda, and those who sit there can agree on a
  package that holds such an option;
- *contradiction*: it can be met at no earlier table and is itself on the agenda of the table that it keeps the party
  from: what it asks for beforehand can only be agreed there;
- *out of reach*: it can be met at no earlier table, nor at this one;
- *impossible*: the party rejects every option.

A party with a condition in one of the last three ways cannot be seated. One that is met earlier leaves the seat open on
that condition; conditions that are met earlier must all be met by one package of one table, or by those of several
tables that follow each other, and only the first is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from winset.analyses.tables.sequence import chain
from winset.analyses.tables.sized import agreeing, method_for
from winset.analyses.tables.terms import Terms
from winset.compiled import Structure, Table

How = Literal["met", "earlier", "contradiction", "out of reach", "impossible"]
KEEPS_OUT: tuple[How, ...] = ("contradiction", "out of reach", "impossible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A party's condition for talks on one issue. accepted: the options that meet it. how: it stands at the table.
    before: earlier tables at which it can be met, by name.
    """

    party: int
    issue: int
    accepted: frozenset[int]
    how: How
    before: tuple[str, ...]

    @property
    def keeps_out(self) -> bool:
        return self.how in KEEPS_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Whether a party can sit down at a table. conditions: all of its own. together: whether one earlier table can meet
    all of those at once that have to be met earlier; None where there are none. literally: the conditions where the
    party insists on what it wants.
    """

    table: str
    party: int
    conditions: tuple[Condition, ...]
    together: bool | None
    literally: tuple[Condition, ...]

    @property
    def is_open(self) -> bool:
        """False where some condition keeps the party from the table."""
        return not any(one.keeps_out for one in self.conditions)

    @property
    def is_open_literally(self) -> bool:
        return not any(one.keeps_out for one in self.literally)


def conditions_of(terms: Terms, party: int, *, literally: bool = False) -> dict[int, frozenset[int]]:
    """Per issue on which a party has a condition for talks, the options that meet it."""
    found = {}
    for issue, cell in enumerate(terms.case.cells[party]):
        if cell.precondition and issue not in terms.structure.left_out:
            rejected = {line.option for line in terms.structure.red_lines[party] if line.issue == issue}
            options = set(range(terms.structure.sizes[issue])) - rejected
            ideal = terms.case.cells[terms.case.root(party, issue)][issue].ideal
            found[issue] = frozenset(options & {ideal} if literally and ideal is not None else options)
    return found


def seats_with_conditions(terms: Terms, tables: Sequence[Table]) -> tuple[Seat, ...]:
    """Every seat of the tables whose party has conditions for talks, in the order of the case."""
    known = _Known(terms)
    return tuple(
        _seat(known, chain(tables, table), party)
        for table in tables
        for party in table.seated
        if conditions_of(terms, party)
    )


def _seat(known: _Known, stages: tuple[Table, ...], party: int) -> Seat:
    terms = known.terms
    told = [
        tuple(
            _condition(known, stages, party, (issue, accepted))
            for issue, accepted in conditions_of(terms, party, literally=literally).items()
        )
        for literally in (False, True)
    ]
    earlier = {one.issue: one.accepted for one in told[0] if one.how == "earlier"}
    return Seat(
        table=stages[-1].name,
        party=party,
        conditions=told[0],
        together=any(known.can_agree(table, earlier) for table in stages[:-1]) if earlier else None,
        literally=told[1],
    )


def _condition(known: _Known, stages: tuple[Table, ...], party: int, asked: tuple[int, frozenset[int]]) -> Condition:
    issue, accepted = asked
    quo = known.terms.structure.status_quo[issue]
    before: tuple[str, ...] = ()
    how: How = "met"
    if not accepted:
        how = "impossible"
    elif quo not in accepted:
        before = tuple(
            table.name for table in stages[:-1] if issue in table.agenda and known.can_agree(table, {issue: accepted})
        )
        how = "earlier" if before else "contradiction" if issue in stages[-1].agenda else "out of reach"
    return Condition(party=party, issue=issue, accepted=accepted, how=how, before=before)


class _Known:
    """What tables can agree on under conditions; each question is asked once."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._answers: dict[tuple[object, ...], bool] = {}

    def can_agree(self, table: Table, asked: dict[int, frozenset[int]]) -> bool:
        """Whether the seated of a table can agree on a package that holds such options."""
        key = (table.name, *sorted((issue, tuple(sorted(options))) for issue, options in asked.items()))
        if key not in self._answers:
            reading = agreeing(self.terms, table)
            reading = replace(reading, structure=_only(reading.structure, asked))
            possible = all(reading.structure.choices(issue) for issue in asked)
            self._answers[key] = possible and method_for(reading, None).has_deal
        return self._answers[key]


def _only(structure: Structure, asked: dict[int, frozenset[int]]) -> Structure:
    """The packages that hold such options."""
    open_ = structure.open.copy()
    for issue, options in asked.items():
        for option in range(structure.sizes[issue]):
            if option not in options:
                open_[structure.offsets[issue] + option] = False
    return replace(structure, open=open_)
