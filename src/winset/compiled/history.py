"""The positions that parties have held, in positions: what each wanted and refused, and from which date on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from winset.compiled.case import Compiled
from winset.model.case import Case, Cell, EarlierPosition
from winset.model.dates import Placed, placed


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPosition:
    """What a party wanted and refused for a while. ideal: None where it left the decision to another, the delegate.
    placed: from when on; None where nothing dates it. said: the position as the case has it.
    """

    ideal: int | None
    delegate: int | None
    rejects: frozenset[int]
    placed: Placed | None
    said: Cell | EarlierPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The positions of a party on an issue, the earliest first, that of today last."""

    party: int
    issue: int
    held: tuple[HeldPosition, ...]
    is_volatile: bool


def histories(case: Case, compiled: Compiled) -> tuple[History, ...]:
    """Of every cell that lists an earlier position, in the order of the case."""
    return tuple(_histories(case, compiled))


def _histories(case: Case, compiled: Compiled) -> Iterator[History]:
    for issue, issue_name in enumerate(compiled.issues):
        options = compiled.options[issue]
        for party, party_name in enumerate(compiled.parties):
            cell = case.cell(issue_name, party_name)
            if not cell.was:
                continue
            positions: tuple[Cell | EarlierPosition, ...] = (*cell.was, cell)
            held = tuple(
                HeldPosition(
                    ideal=options.index(said.ideal) if said.ideal is not None else None,
                    delegate=compiled.parties.index(said.delegates_to) if said.delegates_to is not None else None,
                    rejects=frozenset(options.index(line.option) for line in said.rejects),
                    placed=placed(case, said),
                    said=said,
                )
                for said in positions
            )
            yield History(party=party, issue=issue, held=held, is_volatile=cell.volatile)
