"""What holds whatever the numbers: from who wants what and who rejects what alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, Packages, View
from winset.compiled import Compiled, CompiledRedLine
from winset.readings.shapes import known_relation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ordinal:
    """Answers that no choice of numbers changes, every salience being above 0.

    closed_options: options that no acceptable package can hold, each with the red line that closes it. agreed: issues
    on which every party that takes a position wants the same option, with that option and the parties. never, always:
    (feasible package) which ones no reading accepts and which ones every reading accepts, None where there are too many
    to look at each. decided_by_order: parties whose walk-away is the status quo package and who have no links, so that
    their order alone says something; of the others nothing is concluded.
    """

    closed_options: tuple[CompiledRedLine, ...]
    agreed: tuple[tuple[int, int, tuple[int, ...]], ...]
    never: Bools | None
    always: Bools | None
    decided_by_order: tuple[int, ...]


def ordinal(case: Compiled, feasible: Packages | None) -> Ordinal:
    """What follows from positions, red lines and orders without a number.

    feasible: the feasible packages, None where there are too many to keep.
    """
    known = tuple(party for party in range(len(case.parties)) if _walks_to_status_quo(case, party))
    if feasible is None:
        return Ordinal(
            closed_options=_closed(case), agreed=_agreed(case), never=None, always=None, decided_by_order=known
        )
    view = View(case.structure, feasible)
    never = np.zeros(len(feasible), dtype=bool)
    always = np.ones(len(feasible), dtype=bool)
    for party in range(len(case.parties)):
        required = view.required[party]
        if party in known:
            worse, better = _against_status_quo(case, party, feasible)
            never |= required & worse.any(axis=1) & ~(better | _open(case, party, feasible)).any(axis=1)
            always &= ~required | ~(worse | _open(case, party, feasible)).any(axis=1)
        elif _has_walk_away(case, party):
            always &= ~required
    if case.floors or case.structure.votes:  # what a body asks beyond that is not known from orders alone
        always[:] = False
    return Ordinal(
        closed_options=_closed(case), agreed=_agreed(case), never=never, always=always, decided_by_order=known
    )


def _walks_to_status_quo(case: Compiled, party: int) -> bool:
    judged = case.walk_away[party]
    offset = judged.status_quo if judged is not None else None
    plain = judged is None or (judged.points is None and offset is not None and offset.is_fixed and offset.low == 0)
    return plain and _has_walk_away(case, party) and not any(link.party == party for link in case.links)


def _has_walk_away(case: Compiled, party: int) -> bool:
    judged = case.walk_away[party]
    on_agenda = [issue for issue in range(len(case.issues)) if issue not in case.structure.left_out]
    return (judged is not None and judged.points is not None) or all(
        case.structure.status_quo[issue] is not None for issue in on_agenda
    )


def _against_status_quo(case: Compiled, party: int, packages: Packages) -> tuple[Bools, Bools]:
    """(package, issue) where the party surely does worse than at the status quo, and where it surely does better."""
    worse, better = (_lookup(case, packages, _relation(case, party, sign)) for sign in (-1, 1))
    return worse, better


def _relation(case: Compiled, party: int, sign: int) -> list[NDArray[np.bool_]]:
    """Per issue, per option, whether it stands so to the status quo in every reading."""
    rows = []
    for issue, size in enumerate(case.structure.sizes):
        quo = case.structure.status_quo[issue]
        if quo is None or issue in case.structure.left_out:
            rows.append(np.zeros(size, dtype=bool))
        else:
            rows.append(known_relation(case, party, issue)[:, quo] == sign)
    return rows


def _open(case: Compiled, party: int, packages: Packages) -> Bools:
    """(package, issue) where the option is not the status quo and nothing is known of the two."""
    rows = []
    worse, better = _relation(case, party, -1), _relation(case, party, 1)
    for issue, size in enumerate(case.structure.sizes):
        moved = np.arange(size) != case.structure.status_quo[issue]
        rows.append(moved & ~worse[issue] & ~better[issue] & (issue not in case.structure.left_out))
    return _lookup(case, packages, rows)


def _lookup(case: Compiled, packages: Packages, rows: list[NDArray[np.bool_]]) -> Bools:
    if not rows:
        return np.zeros((len(packages), 0), dtype=bool)
    return np.stack([rows[issue][packages[:, issue]] for issue in range(len(case.issues))], axis=1)


def _closed(case: Compiled) -> tuple[CompiledRedLine, ...]:
    structure, holders = case.structure, case.structure.holders
    return tuple(
        line
        for line in structure.lines
        if structure.open[structure.offsets[line.issue] + line.option]
        and any(
            party in structure.closing or structure.needs[structure.offsets[line.issue] + line.option, party]
            for party in holders[line.key]
        )
    )


def _agreed(case: Compiled) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
    agreements = []
    for issue in range(len(case.issues)):
        if issue in case.structure.left_out:
            continue
        wants = {
            party: ideal
            for party in case.structure.can_be_needed
            if (ideal := case.cells[party][issue].ideal) is not None
        }
        if len(wants) > 1 and len(set(wants.values())) == 1:
            agreements.append((issue, next(iter(wants.values())), tuple(wants)))
    return tuple(agreements)
