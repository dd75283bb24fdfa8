"""A table put together to see what it could do: a case as it would be if these parties met, on these issues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from winset.errors import UnknownName
from winset.model.case import Case, Ratifier, Table

TRIED, TITLE = "tried", "this table"
"""The name of a table that is put together, and what readers call it."""
FEWEST = 2
"""Parties at a table: fewer do not negotiate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedTable:
    """Who meets, who must say yes afterwards, and on which issues; on every one where none is named. ratifiers: parties
    and bodies that ratify at some table of the case.
    """

    seated: tuple[str, ...]
    ratifiers: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()


def with_table(case: Case, tried: TriedTable) -> Case:
    """The case with this table alone: whether others meet before or after it is left out. Raises UnknownName for a
    party or an issue that the case does not have, and for fewer than two seats.
    """
    bodies = bodies_of(case)
    for named, known, what in (
        (tried.seated, case.parties, "party"),
        (tried.ratifiers, (*case.parties, *bodies), "ratifier"),
        (tried.agenda, case.issues, "issue"),
    ):
        for name in named:
            if name not in known:
                raise UnknownName(f"no {what} `{name}`; this case has: {', '.join(known)}")
    if len(set(tried.seated)) < FEWEST:
        raise UnknownName("a table has at least two seats: fewer do not negotiate")
    table = Table(
        title=TITLE,
        seated=_in_order(tried.seated, case.parties),
        agenda=_in_order(tried.agenda, case.issues) or None,
        ratifiers=(
            *(Ratifier(party=name) for name in _in_order(tried.ratifiers, case.parties)),
            *(body for name, body in bodies.items() if name in tried.ratifiers),
        ),
    )
    return case.model_copy(update={"tables": {TRIED: table}})


def bodies_of(case: Case) -> dict[str, Ratifier]:
    """The bodies that ratify at some table of the case, by their names, each as the first table has it."""
    found: dict[str, Ratifier] = {}
    for table in case.tables.values():
        for ratifier in table.ratifiers:
            if ratifier.body is not None and ratifier.body not in case.parties:
                found.setdefault(ratifier.body, ratifier)
    return found


def _in_order(names: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names in the order of the case, each once."""
    return tuple(name for name in known if name in names)
