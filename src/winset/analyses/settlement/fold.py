"""The exact frontier by the fold of Nemhauser and Ullmann: cluster after cluster, only undominated sums are kept.

Source: Nemhauser & Ullmann 1969, Management Science 15(9), 494–505, for one constraint; here sums are vectors. A sum
that another dominates cannot be part of an undominated package, since both can be completed alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.packages import Ints, Packages
from winset.analyses.settlement.subproblem import NO_CEILING, NO_FLOOR, Part, Subproblem

FEW_ROWS = 32
"""Rows of a part up to which dominated ones are not looked for beforehand."""
MOST_AT_ONCE = 15_000_000
"""Sums of up to four parties that one step may take, some hundred megabytes; beyond, the frontier counts as too long to
keep, and packages are gone through or searched.
"""
MOST_VECTORS = 150_000
"""Undominated sums that are kept, some hundred megabytes and ten seconds; beyond, the frontier counts as too long to
keep, and packages are gone through or searched.
"""
FEW_PARTIES = 4
"""Parties up to which sums are compared in about the time that sorting takes. Beyond, hardly a sum dominates another:
each is compared with each, party by party, and one step takes on fewer by the square of the parties.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fronts:
    """The undominated sums after each part, of packages that move something.

    vectors: (vector, coordinate) of one part after the other, of one state after the other, in lexicographic order, the
    largest first; before the first part there is none. ends: (state + 1) where those of each state of each part begin.
    first: (part + 2) the place of each part's first state among all. status_quo_sum: (part + 1, coordinate) the sum
    where nothing is moved. counts: (vector) packages of each of the last front. complete: False where the fold gave up.
    """

    subproblem: Subproblem
    vectors: Ints
    ends: Ints
    first: Ints
    status_quo_sum: Ints
    counts: Ints
    complete: bool

    @property
    def last(self) -> Ints:
        """(vector, coordinate) the undominated sums of whole packages."""
        return self.vectors[self.ends[-2] : self.ends[-1]]

    def packages(self, targets: Ints, limit: int) -> tuple[Packages, bool]:
        """(package, issue) what adds up to vectors of the last front, at most about so many; True where all are there.

        targets: (vector, coordinate) of the bargaining parties. What only has to satisfy others is checked by the
        caller.
        """
        from winset.analyses.settlement.kernels.folding import packages_behind

        subproblem = self.subproblem
        rows, starts = subproblem.flat
        most_before = subproblem.most_after[0] - subproblem.most_after
        parts = subproblem.parts
        combinations, whole = packages_behind(
            np.ascontiguousarray(targets), self.vectors, self.ends, self.first, self.status_quo_sum, rows, starts,
            np.concatenate([part.before for part in parts]), np.concatenate([part.after for part in parts]),
            _status_quo_states(subproblem), most_before, subproblem.floor, limit,
        )  # fmt: skip
        packages = self.subproblem.expand(combinations, limit)
        return packages, whole == len(targets) and len(packages) <= limit


def fold_frontier(subproblem: Subproblem, limit: int = MOST_VECTORS) -> Fronts:
    """The frontier of one set of required parties, over the bargaining parties and whoever else must be satisfied."""
    satisfied = np.arange(len(subproblem.parties)) >= subproblem.bargaining
    return _Fold(subproblem, np.where(satisfied, subproblem.floor, NO_CEILING), subproblem.floor, limit).all()


def fold_nearest(subproblem: Subproblem, limit: int) -> Fronts:
    """The undominated values where none counts above its floor: what comes nearest to being acceptable.

    The value of a party that has no floor counts for nothing.
    """
    ceiling = np.where(subproblem.floor > NO_FLOOR, subproblem.floor, NO_FLOOR // 2)
    return _Fold(subproblem, ceiling, np.full(len(subproblem.parties), NO_FLOOR), limit).all()


def fold_between(subproblem: Subproblem, ceiling: Ints, floor: Ints, limit: int = MOST_VECTORS) -> Fronts:
    """The undominated values where none counts above a ceiling, among those that reach a floor, which may lie below."""
    return _Fold(subproblem, ceiling, floor, limit).all()


def _status_quo_states(subproblem: Subproblem) -> Ints:
    """(part + 1) the state before each part where nothing is moved, −1 where that is not allowed."""
    states = [0 if part.status_quo_row is None else int(part.before[part.status_quo_row]) for part in subproblem.parts]
    return np.array([*states, 0] if subproblem.has_status_quo else [-1] * (len(states) + 1), dtype=np.int64)


class _Fold:
    """One fold. ceiling: (coordinate) above which more is worth nothing in the end. floor: what must be reached."""

    def __init__(self, subproblem: Subproblem, ceiling: Ints, floor: Ints, limit: int) -> None:
        self.subproblem, self.ceiling, self.floor, self.limit = subproblem, ceiling, floor, limit
        self.width = len(subproblem.parties)
        self.status_quo_sum = np.zeros((len(subproblem.parts) + 1, self.width), dtype=np.int64)
        self.status_quo_states = _status_quo_states(subproblem)

    def all(self) -> Fronts:
        subproblem = self.subproblem
        nothing = np.zeros((0, self.width), dtype=np.int64), np.zeros(0, dtype=np.int64)
        start = np.zeros((1, self.width), dtype=np.int64), np.ones(1, dtype=np.int64)
        front = [nothing if subproblem.has_status_quo else start]
        fronts = [front]
        lengths = [1]
        complete = True
        for n in range(len(subproblem.parts)):
            after = self._after(n, front)
            if after is None:
                complete = False
                break
            front = after
            fronts.append(front)
            lengths.append(sum(len(vectors) for vectors, _ in front))
            if lengths[-1] > self.limit or self._grows_too_long(lengths):
                complete = False
                break
        if not subproblem.has_status_quo:
            self.status_quo_sum[:] = NO_FLOOR
        every = [vectors for front in fronts for vectors, _ in front]
        return Fronts(
            subproblem=subproblem,
            vectors=np.concatenate(every),
            ends=np.cumsum([0, *map(len, every)]),
            first=np.cumsum([0, *map(len, fronts)]),
            status_quo_sum=self.status_quo_sum,
            counts=fronts[-1][0][1],
            complete=complete,
        )

    def _grows_too_long(self, lengths: list[int]) -> bool:
        """True where the next step, if the sums grow in it as in the two before, leaves more than are kept: of many
        parties that step would take most of the time, to no purpose.

        lengths: (part) sums after each so far. The last step is always taken: floors close most of its sums.
        """
        parts = self.subproblem.parts
        done = len(lengths) - 1
        if self.width <= FEW_PARTIES or done < 2 or done >= len(parts) - 1 or not lengths[-2] or not lengths[-3]:
            return False
        growth = min(lengths[-1] / lengths[-2], lengths[-2] / lengths[-3], len(parts[done].rows))
        return lengths[-1] * growth > self.limit

    def _after(self, n: int, front: list[tuple[Ints, Ints]]) -> list[tuple[Ints, Ints]] | None:
        """The undominated sums with one part more, per state after it, with their counts; None where they are too many.

        front: per state before it.
        """
        from winset.analyses.settlement.kernels.folding import fold_step

        part = self.subproblem.parts[n]
        vectors = np.concatenate([vectors for vectors, _ in front])
        counts = np.concatenate([ends for _, ends in front])
        cuts = np.cumsum([0, *(len(vectors) for vectors, _ in front)])
        rows, alternatives, before, after, place = self._worthwhile(part)
        begins, ends = cuts[before], cuts[before + 1]
        if int((ends - begins + 1).sum()) * max(self.width, FEW_PARTIES) ** 2 > MOST_AT_ONCE * FEW_PARTIES**2:
            return None
        from_status_quo = before == self.status_quo_states[n]
        fronts = []
        for state in range(part.states):
            mine = np.flatnonzero(after == state)
            least = self.subproblem.least_from[n + 1][state]
            ceiling = np.where(self.ceiling < NO_CEILING, self.ceiling - least, np.int64(NO_CEILING))
            fronts.append(
                fold_step(
                    vectors, counts, begins[mine], ends[mine], self.status_quo_sum[n], from_status_quo[mine],
                    rows[mine], alternatives[mine], mine == place, self.subproblem.most_from[n + 1][state], self.floor,
                    ceiling,
                )
            )  # fmt: skip
        if self.subproblem.has_status_quo:
            self.status_quo_sum[n + 1] = self.status_quo_sum[n] + rows[place]
        return fronts

    def _worthwhile(self, part: Part) -> tuple[Ints, Ints, Ints, Ints, int]:
        """The rows of a part that no other row dominates, the choices of each, the states that each leads from and to,
        and the place of the one that moves nothing, −1 for none.

        After a row that moves something any row may follow; where nothing was moved yet, the row that moves nothing
        does not count, so that it dominates nothing there.
        """
        from winset.analyses.settlement.kernels.dominance import undominated

        rows = part.rows
        if len(rows) <= FEW_ROWS or part.states > 1 or part.before.any():
            return (
                rows,
                part.alternatives,
                part.before,
                part.after,
                -1 if part.status_quo_row is None else part.status_quo_row,
            )
        keep = np.zeros(len(rows), dtype=bool)
        keep[undominated(rows)] = True
        if part.status_quo_row is not None:
            others = np.flatnonzero(np.arange(len(rows)) != part.status_quo_row)
            keep[others[undominated(np.ascontiguousarray(rows[others]))]] = True
            keep[part.status_quo_row] = True
        kept = np.flatnonzero(keep)
        place = int(np.searchsorted(kept, part.status_quo_row)) if part.status_quo_row is not None else -1
        return np.ascontiguousarray(rows[kept]), part.alternatives[kept], part.before[kept], part.after[kept], place
