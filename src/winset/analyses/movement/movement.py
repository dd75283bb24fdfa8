"""How far, which way and within what time a party has moved on an issue.

On a scale the order of the options says which way: whoever now stands between where it stood and what another wants has
come nearer to it, whatever the distances are. How far is told by the judged places of the options.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from winset.compiled import Compiled
from winset.compiled.history import HeldPosition, History
from winset.model.dates import is_after, months_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one position of a party to a later one.

    months: between them, those begun counted whole; None where the dates do not say. is_timed: the later has a later
    date, so that more than their order is known. distance: on the line, above 0 towards its far end; None where either
    has no place there. nearer, further: the parties to whose aim of today it came nearer, and from whose it went away,
    as the order of the options alone says. drawn, given_up: options that it came to refuse, and refuses no more.
    """

    earlier: HeldPosition
    later: HeldPosition
    months: int | None
    is_timed: bool
    distance: Fraction | None
    nearer: tuple[int, ...]
    further: tuple[int, ...]
    drawn: tuple[int, ...]
    given_up: tuple[int, ...]

    @property
    def has_moved(self) -> bool:
        """True where what is wanted, refused or left to another is not the same."""
        before, after = self.earlier, self.later
        return (before.ideal, before.delegate, before.rejects) != (after.ideal, after.delegate, after.rejects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A party on an issue: each change in turn, and from the first position to that of today."""

    history: History
    changes: tuple[Change, ...]
    whole: Change

    @property
    def has_moved(self) -> bool:
        """True where it held another position before, even if it has come back since."""
        return any(change.has_moved for change in self.changes)


def movements(case: Compiled, histories: Sequence[History]) -> tuple[Movement, ...]:
    """Of each history, in their order."""
    return tuple(_movement(case, history) for history in histories)


def _movement(case: Compiled, history: History) -> Movement:
    held = history.held
    changes = tuple(change(case, history, *pair) for pair in pairwise(held))
    return Movement(history=history, changes=changes, whole=change(case, history, held[0], held[-1]))


def change(case: Compiled, history: History, earlier: HeldPosition, later: HeldPosition) -> Change:
    """From one position of a history to a later one."""
    places = case.places[history.issue]
    before, after = (_place(places, position) for position in (earlier, later))
    nearer, further = [], []
    for party in range(len(case.parties)):
        aim = case.cells[case.root(party, history.issue)][history.issue].ideal
        wanted = places[aim] if places is not None and aim is not None else None
        if party == history.party or before is None or after is None or wanted is None or before == after:
            continue
        if before < after <= wanted or wanted <= after < before:
            nearer.append(party)
        elif after < before <= wanted or wanted <= before < after:
            further.append(party)
    dates = (earlier.placed.date, later.placed.date) if earlier.placed and later.placed else ("", "")
    is_timed = bool(dates[0]) and is_after(dates[1], dates[0])
    return Change(
        earlier=earlier,
        later=later,
        months=months_between(*dates) if is_timed else None,
        is_timed=is_timed,
        distance=after - before if before is not None and after is not None else None,
        nearer=tuple(nearer),
        further=tuple(further),
        drawn=tuple(sorted(later.rejects - earlier.rejects)),
        given_up=tuple(sorted(earlier.rejects - later.rejects)),
    )


def _place(places: Sequence[Fraction | None] | None, position: HeldPosition) -> Fraction | None:
    return places[position.ideal] if places is not None and position.ideal is not None else None
