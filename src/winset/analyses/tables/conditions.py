"""Conditions for talks: who can sit down at which table, and conditions that contradict themselves.

A cell marked `precondition` says that what the party refuses in a deal it refuses already for talks: the issue has to
stand at an option that it does not reject before it sits down. Red lines are what a case says a deal may not hold, so
this adds nothing that the case does not say; where the position has no red line, every option meets the condition.
Beside it stands the literal understanding, under which the issue has to stand at what the party wants.

How a condition stands for a party at a table:

- *met*: the status quo is such an option;
- *earlier*: a table before this one in its sequence has the issue on its agenda, nobody's conditions keep a party from
  it, and those who sit there can agree on a package that holds such an option;
- *contradiction*: it can be met at no earlier table and is itself on the agenda of the table that it keeps the party
  from: what it asks for beforehand can only be agreed there;
- *out of reach*: it can be met at no earlier table, nor at this one;
- *impossible*: the party rejects every option;
- *not decided*: a search stopped before it was known whether an earlier table can meet it.

A party with a condition that is a contradiction, out of reach or impossible cannot be seated. One that is met earlier
leaves the seat open on that condition; it is said separately at which tables a package that meets it would also be
carried out and ratified. A table of the past asks nothing any more, and what it settled is the status quo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from winset.analyses.tables.ballots import enough
from winset.analyses.tables.searched_space import agreement_reading, holding_reading, method_for, only
from winset.analyses.tables.sequence import chain
from winset.analyses.tables.terms import TableTerms
from winset.compiled import CompiledTable
from winset.readings import Reading

ConditionStatus = Literal["met", "earlier", "contradiction", "out of reach", "impossible", "not decided"]
KEEPS_OUT: tuple[ConditionStatus, ...] = ("contradiction", "out of reach", "impossible")


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksCondition:
    """A party's condition for talks on one issue. accepted: the options that meet it. status: it stands at the table.
    before: earlier tables at which it can be agreed, by name. holding: those of them at which a package that meets it
    also holds. left_open: earlier tables of which a search stopped before it was known whether it can be agreed there,
    or holds.
    """

    party: int
    issue: int
    accepted: frozenset[int]
    status: ConditionStatus
    before: tuple[str, ...]
    holding: tuple[str, ...]
    left_open: tuple[str, ...] = ()

    @property
    def keeps_out(self) -> bool:
        return self.status in KEEPS_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Whether a party can sit down at a table. conditions: all of its own. together: whether one earlier table can meet
    all of those at once that have to be met earlier; None where there are none, or a search stopped before it knew.
    literally: the conditions where the party insists on what it wants.
    """

    table: str
    party: int
    conditions: tuple[TalksCondition, ...]
    together: bool | None
    literally: tuple[TalksCondition, ...]

    @property
    def is_open(self) -> bool | None:
        """False where some condition keeps the party from the table; None where a search stopped before that was
        known.
        """
        return _is_open(self.conditions)

    @property
    def is_open_literally(self) -> bool | None:
        return _is_open(self.literally)


def _is_open(conditions: Iterable[TalksCondition]) -> bool | None:
    known = tuple(conditions)
    if any(condition.keeps_out for condition in known):
        return False
    return None if any(condition.status == "not decided" for condition in known) else True


def conditions_of(terms: TableTerms, party: int, *, literally: bool = False) -> dict[int, frozenset[int]]:
    """Per issue on which a party has a condition for talks, the options that meet it."""
    conditions = {}
    for issue, cell in enumerate(terms.case.cells[party]):
        if cell.precondition and issue not in terms.structure.left_out:
            rejected = {line.option for line in terms.structure.red_lines[party] if line.issue == issue}
            options = set(range(terms.structure.sizes[issue])) - rejected
            ideal = terms.case.cells[terms.case.root(party, issue)][issue].ideal
            conditions[issue] = frozenset(options & {ideal} if literally and ideal is not None else options)
    return conditions


def seats_with_conditions(terms: TableTerms, tables: Sequence[CompiledTable]) -> tuple[Seat, ...]:
    """Every seat of the tables to come whose party has conditions for talks, in the order of the case."""
    known = {literally: _Known(terms, literally=literally) for literally in (False, True)}
    return tuple(
        _seat(known, chain(tables, table), party)
        for table in tables
        for party in table.seated
        if not table.past and conditions_of(terms, party)
    )


def _seat(known: dict[bool, _Known], stages: tuple[CompiledTable, ...], party: int) -> Seat:
    conditions = known[False].conditions(stages, party)
    earlier = {condition.issue: condition.accepted for condition in conditions if condition.status == "earlier"}
    return Seat(
        table=stages[-1].name,
        party=party,
        conditions=conditions,
        together=_some_is(known[False].can_agree(table, earlier) for table in stages[:-1]) if earlier else None,
        literally=known[True].conditions(stages, party),
    )


def _some_is(answers: Iterable[bool | None]) -> bool | None:
    """True where one is; None where none is known to be and some are not known."""
    is_known = True
    for answer in answers:
        if answer:
            return True
        is_known = is_known and answer is not None
    return False if is_known else None


class _Known:
    """What tables can agree on under conditions, and who can sit there; each question is asked once. None where a
    search stopped before it knew.
    """

    def __init__(self, terms: TableTerms, *, literally: bool) -> None:
        self.terms, self.literally = terms, literally
        self._answers: dict[tuple[object, ...], bool | None] = {}

    def conditions(self, stages: tuple[CompiledTable, ...], party: int) -> tuple[TalksCondition, ...]:
        """How each condition of a party stands at the last of some stages."""
        accepted = conditions_of(self.terms, party, literally=self.literally)
        return tuple(self._condition(stages, party, condition) for condition in accepted.items())

    def _condition(
        self, stages: tuple[CompiledTable, ...], party: int, condition: tuple[int, frozenset[int]]
    ) -> TalksCondition:
        issue, accepted = condition
        before: list[CompiledTable] = []
        left_open: list[CompiledTable] = []
        how: ConditionStatus = "met"
        if not accepted:
            how = "impossible"
        elif self.terms.structure.status_quo[issue] not in accepted:
            for n, table in enumerate(stages[:-1]):
                can = self._can_be_agreed(stages[: n + 1], condition)
                before += [table] if can else []
                left_open += [table] if can is None else []
            by_itself: ConditionStatus = "contradiction" if issue in stages[-1].agenda else "out of reach"
            how = "earlier" if before else "not decided" if left_open else by_itself
        holds = [self.can_hold(table, {issue: accepted}) for table in before]
        left_open += [table for table, can in zip(before, holds, strict=True) if can is None]
        return TalksCondition(
            party=party,
            issue=issue,
            accepted=accepted,
            status=how,
            before=tuple(table.name for table in before),
            holding=tuple(table.name for table, can in zip(before, holds, strict=True) if can),
            left_open=tuple(table.name for table in left_open),
        )

    def _can_be_agreed(self, stages: tuple[CompiledTable, ...], condition: tuple[int, frozenset[int]]) -> bool | None:
        """Whether a condition can be met at the last of some stages."""
        issue, accepted = condition
        can_meet = self.can_meet(stages) if issue in stages[-1].agenda else False
        if can_meet is False:
            return False
        can_agree = self.can_agree(stages[-1], {issue: accepted})
        return can_agree if can_meet else False if can_agree is False else None

    def can_meet(self, stages: tuple[CompiledTable, ...]) -> bool | None:
        """Whether nobody's conditions keep a party from the last of some stages."""
        return _is_open(condition for party in stages[-1].seated for condition in self.conditions(stages, party))

    def can_agree(self, table: CompiledTable, options_of: dict[int, frozenset[int]]) -> bool | None:
        """Whether the seated of a table can agree on a package that holds such options."""
        return self._some("agree", (agreement_reading(self.terms, table),), table, options_of)

    def can_hold(self, table: CompiledTable, options_of: dict[int, frozenset[int]]) -> bool | None:
        """Whether some package with such options holds at a table."""
        ways = enough(self.terms.case, table, with_others=True)
        return self._some(
            "hold", [holding_reading(self.terms, table, (), voters) for voters in ways], table, options_of
        )

    def _some(
        self, what: str, readings: Iterable[Reading], table: CompiledTable, options_of: dict[int, frozenset[int]]
    ) -> bool | None:
        key = (what, table.name, *sorted((issue, tuple(sorted(options))) for issue, options in options_of.items()))
        if key not in self._answers:
            self._answers[key] = _some_is(self._has_deal(reading, options_of) for reading in readings)
        return self._answers[key]

    @staticmethod
    def _has_deal(reading: Reading, options_of: dict[int, frozenset[int]]) -> bool | None:
        structure = only(reading.structure, options_of)
        if not all(structure.choices(issue) for issue in options_of):
            return False
        method = method_for(replace(reading, structure=structure), None)
        return True if method.has_deal else False if method.is_proven else None
