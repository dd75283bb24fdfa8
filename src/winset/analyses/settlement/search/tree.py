"""The tree of all combinations of a question's parts, bounded by sums that must not fall short.

A form is a weighted sum of the coordinates with weights that are whole and not negative, or a single coordinate. At a
node the rows of the first parts are fixed; the most that the others can add to a form is known, so a form that falls
short of its least value even then closes the node. Everything is decided in integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem

Floats = NDArray[np.float64]
STEP = 100_000
"""Nodes between two looks at the clock and the keyboard."""
SHORT = 1e8
"""What a combination that misses a floor is worth less, in climbing, than any that does not; more than any key."""
NOT_RAISED = np.zeros(0, dtype=np.int64)
NOTHING_ASKED = -(2**62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long a search may take: so many nodes in all, and so many seconds where a time is set."""

    nodes: int = 20_000_000
    seconds: float | None = None


class Budget:
    """What is left of an effort."""

    def __init__(self, effort: Effort) -> None:
        self.nodes = effort.nodes
        self.until = monotonic() + effort.seconds if effort.seconds is not None else None

    @property
    def spent(self) -> bool:
        return self.nodes <= 0 or (self.until is not None and monotonic() > self.until)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leaf:
    """A combination that no form closes. rows: (part) in the order of the question. values: (coordinate)."""

    rows: tuple[int, ...]
    values: tuple[int, ...]


class SearchTree:
    """One search through the combinations of a question.

    weights: (form, coordinate); the first form orders the search. The coordinates themselves follow as further forms.
    least: (form) what must be reached, the coordinates' floors included; it may be raised while the search runs.
    """

    def __init__(self, subproblem: Subproblem, weights: Ints, *, recorded: bool = False) -> None:
        self.subproblem = subproblem
        width = len(subproblem.parties)
        self.weights = np.concatenate([weights, np.eye(width, dtype=np.int64)]).astype(np.int64)
        main = self.weights[0]
        tables = [part.rows @ main for part in subproblem.parts]
        spread = [int(table.max() - table.min()) for table in tables]
        widest = sorted(subproblem.runs, key=lambda run: (-max(spread[n] for n in run), run))
        self.order = [n for run in widest for n in run]
        ordered = [subproblem.parts[n] for n in self.order]
        self.row_order = [np.lexsort((-tables[n], subproblem.parts[n].before)) for n in self.order]
        parts = [part.rows[rows] @ self.weights.T for part, rows in zip(ordered, self.row_order, strict=True)]
        self._begins = np.cumsum([0, *map(len, parts)])
        self._rows = np.ascontiguousarray(np.concatenate(parts))
        first = np.cumsum([0, 1, *(part.states for part in ordered)])
        rows = list(zip(ordered, self.row_order, strict=True))
        place = np.concatenate([first[n] + part.before[order] for n, (part, order) in enumerate(rows)])
        self._to = np.concatenate([first[n + 1] + part.after[order] for n, (part, order) in enumerate(rows)])
        self._starts = np.searchsorted(place, np.arange(first[-1]))
        self.rest = np.full((first[-1], len(self.weights)), NOTHING_ASKED, dtype=np.int64)
        self.rest[-1] = 0
        for n in range(len(parts) - 1, -1, -1):
            mine = slice(self._begins[n], self._begins[n + 1])
            np.maximum.at(self.rest, place[mine], self._rows[mine] + self.rest[self._to[mine]])
        self.least = np.full(len(self.weights), NOTHING_ASKED, dtype=np.int64)
        self.least[len(weights) :] = subproblem.floor
        self._cursor = np.zeros(len(parts), dtype=np.int64)
        self._at = np.zeros(len(parts) + 1, dtype=np.int64)
        self._sums = np.zeros((len(parts) + 1, len(self.weights)), dtype=np.int64)
        self._state = np.zeros(3, dtype=np.int64)
        self._trail = np.empty(4096 if recorded else 0, dtype=np.int64)
        self.finished = False

    @property
    def nodes(self) -> int:
        return int(self._state[1])

    def raise_floors(self, floor: Ints) -> None:
        """Asks for these values from here on, and for the weighted sum that they have in the form that orders the
        search.
        """
        self.least[-len(floor) :] = floor
        self.least[0] = int(self.weights[0] @ np.where(floor > NO_FLOOR, floor, 0))

    @property
    def trail(self) -> list[int]:
        """What became of each row that was tried, in order."""
        return [int(code) for code in self._trail[: self._state[2]]]

    @property
    def grouped(self) -> list[list[list[int]]]:
        """Per part in the order of the tree and per state before it, the rows in the order in which they are tried."""
        groups = []
        for part, order in zip(self.order, self.row_order, strict=True):
            before = self.subproblem.parts[part].before[order]
            groups.append([order[before == state].tolist() for state in range(int(before.max()) + 1)])
        return groups

    def places(self, rows: tuple[int, ...]) -> list[int]:
        """Per part in the order of the tree, the place of a combination's row among those of the state before it."""
        before = [int(self.subproblem.parts[part].before[rows[part]]) for part in self.order]
        return [
            grouped[state].index(rows[part])
            for part, grouped, state in zip(self.order, self.grouped, before, strict=True)
        ]

    def leaves(self, budget: Budget) -> Iterator[Leaf]:
        """The combinations that no form closes, until none is left or the budget is spent."""
        from winset.analyses.settlement.kernels.branching import DONE, FOUND, FULL, next_leaf

        while not budget.spent:
            before = self.nodes
            code = next_leaf(
                self._rows, self._starts, self._to, self.rest, self.least, self._cursor, self._at, self._sums,
                self._state, self._trail, NOT_RAISED, min(STEP, budget.nodes),
            )  # fmt: skip
            budget.nodes -= self.nodes - before
            if code == FULL:
                self._trail = np.concatenate([self._trail, np.empty_like(self._trail)])
            elif code == FOUND:
                yield self._leaf()
            elif code == DONE:
                self.finished = True
                return

    def largest(self, form: int, own: int, shift: int, budget: Budget) -> Leaf | None:
        """The combination with the largest value of a form, among those that no form closes and that move something;
        None where there is none.

        own, shift: where a combination must exceed a value of the form, the first form must reach own times that and
        shift. Whether the search came to its end is in `finished`.
        """
        from winset.analyses.settlement.kernels.branching import DONE, next_leaf

        parts = len(self.order)
        raising = np.array([form, own, shift, 0, *self._cursor, *self._status_quo_places()], dtype=np.int64)
        while not budget.spent and not self.finished:
            before = self.nodes
            code = next_leaf(
                self._rows, self._starts, self._to, self.rest, self.least, self._cursor, self._at, self._sums,
                self._state, self._trail, raising, min(STEP, budget.nodes),
            )  # fmt: skip
            budget.nodes -= self.nodes - before
            self.finished = code == DONE
        if not raising[3]:
            return None
        self._cursor = raising[4 : 4 + parts].copy()
        rows = self._leaf().rows
        exact = [self.subproblem.parts[n].rows[row] for n, row in enumerate(rows)]
        return Leaf(rows=rows, values=tuple(int(value) for value in np.sum(exact, axis=0)))

    def _status_quo_places(self) -> list[int]:
        """(part) the place of the row that moves nothing; −1 where it stands for other choices too or is not there."""
        places = []
        for place, part in enumerate(self.order):
            own_part = self.subproblem.parts[part]
            alone = (
                self.subproblem.has_status_quo
                and own_part.status_quo_row is not None
                and int(own_part.alternatives[own_part.status_quo_row]) == 1
            )
            at = np.flatnonzero(self.row_order[place] == own_part.status_quo_row).tolist() if alone else []
            places.append(int(self._begins[place]) + at[0] if at else -1)
        return places

    def _leaf(self) -> Leaf:
        rows = [0] * len(self.order)
        for place, part in enumerate(self.order):
            rows[part] = int(self.row_order[place][self._cursor[place] - 1 - self._begins[place]])
        width = len(self.subproblem.parties)
        return Leaf(rows=tuple(rows), values=tuple(int(value) for value in self._sums[-1, -width:]))


def climb_rows(
    subproblem: Subproblem, tables: list[Floats], rows: list[int], worth: Callable[[Floats], Floats]
) -> Leaf:
    """A combination that no change of one part improves. tables: per part (row, coordinate) points."""
    total = np.sum([table[row] for table, row in zip(tables, rows, strict=True)], axis=0)
    value, improved = float(worth(total[None, :])[0]), True
    while improved:
        improved = False
        for n, (part, table) in enumerate(zip(subproblem.parts, tables, strict=True)):
            fit = np.flatnonzero((part.before == part.before[rows[n]]) & (part.after == part.after[rows[n]]))
            others = total - table[rows[n]] + table[fit]
            keys = worth(others)
            best = int(np.argmax(keys))
            if keys[best] > value + 1e-12 * abs(value):
                value, total, improved = float(keys[best]), others[best], True
                rows[n] = int(fit[best])
    exact = np.sum([part.rows[row] for part, row in zip(subproblem.parts, rows, strict=True)], axis=0)
    return Leaf(rows=tuple(rows), values=tuple(int(value) for value in exact))
