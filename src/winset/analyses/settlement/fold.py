"""The exact frontier by the fold of Nemhauser and Ullmann: cluster after cluster, only undominated sums are kept.

Source: Nemhauser & Ullmann 1969, Management Science 15(9), 494–505, for one constraint; with vectors, settlement.md
5.2. A sum that another dominates cannot be part of an undominated package, since both can be completed alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.clusters import NO_CEILING, NO_FLOOR, Part, Sums
from winset.analyses.settlement.packages import Ints, Packages

FEW_ROWS = 32
"""Rows of a part up to which dominated ones are not looked for beforehand."""
MOST_AT_ONCE = 15_000_000
"""Sums that one step may take, so that it stays within some hundred megabytes."""
MOST_VECTORS = 150_000
"""Undominated sums at which the fold gives up, so that it stays within some hundred megabytes and some ten seconds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fronts:
    """The undominated sums after each part, of packages that move something.

    vectors: (vector, coordinate) of one part after the other, each in lexicographic order, the largest first; before
    the first part there is none. ends: (part + 2) where they begin and end. still: (part + 1, coordinate) the sum where
    nothing is moved. counts: (vector) packages of each of the last front. complete: False where the fold gave up.
    """

    sums: Sums
    vectors: Ints
    ends: Ints
    still: Ints
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
        from winset.analyses.settlement.kernels.folding import behind_each

        rows, starts = self.sums.flat
        most_before = self.sums.most_after[0] - self.sums.most_after
        found, _, whole = behind_each(
            np.ascontiguousarray(targets), self.vectors, self.ends, self.still, rows, starts, most_before,
            self.sums.floor, limit,
        )  # fmt: skip
        packages = self.sums.expanded(found, limit)
        return packages, whole == len(targets) and len(packages) <= limit


def folded(sums: Sums, limit: int = MOST_VECTORS) -> Fronts:
    """The frontier of one set of required parties, over the bargaining parties and whoever else must be satisfied."""
    satisfied = np.arange(len(sums.parties)) >= sums.bargaining
    return _Fold(sums, np.where(satisfied, sums.floor, NO_CEILING), sums.floor, limit).all()


def nearest(sums: Sums, limit: int) -> Fronts:
    """The undominated values where none counts above its floor: what comes nearest to being acceptable.

    The value of a party that has no floor counts for nothing.
    """
    ceiling = np.where(sums.floor > NO_FLOOR, sums.floor, NO_FLOOR // 2)
    return _Fold(sums, ceiling, np.full(len(sums.parties), NO_FLOOR), limit).all()


class _Fold:
    """One fold. ceiling: (coordinate) above which more is worth nothing in the end. floor: what must be reached."""

    def __init__(self, sums: Sums, ceiling: Ints, floor: Ints, limit: int) -> None:
        self.sums, self.ceiling, self.floor, self.limit = sums, ceiling, floor, limit

    def all(self) -> Fronts:
        from winset.analyses.settlement.kernels.folding import step

        sums = self.sums
        width = len(sums.parties)
        front, counts = np.zeros((0, width), dtype=np.int64), np.zeros(0, dtype=np.int64)
        still = np.zeros((len(sums.parts) + 1, width), dtype=np.int64)
        fronts = [front]
        moved = not sums.can_be_still
        if moved:
            front, counts = np.zeros((1, width), dtype=np.int64), np.ones(1, dtype=np.int64)
            fronts = [front]
        complete = True
        for n, part in enumerate(sums.parts):
            rows, alternatives, place = self._worthwhile(part)
            if len(rows) * (len(front) + 1) > MOST_AT_ONCE:
                complete = False
                break
            ceiling = np.where(self.ceiling < NO_CEILING, self.ceiling - sums.least_after[n + 1], np.int64(NO_CEILING))
            quo = -2 if moved or part.quo is None else place
            front, counts = step(
                front, counts, still[n], rows, alternatives, quo, sums.most_after[n + 1], self.floor, ceiling
            )
            if quo >= 0:
                still[n + 1] = still[n] + rows[quo]
            fronts.append(front)
            if len(front) > self.limit:
                complete = False
                break
        if moved:
            still[:] = NO_FLOOR
        return Fronts(
            sums=sums,
            vectors=np.concatenate(fronts),
            ends=np.cumsum([0, *map(len, fronts)]),
            still=still,
            counts=counts,
            complete=complete,
        )

    def _worthwhile(self, part: Part) -> tuple[Ints, Ints, int]:
        """The rows of a part that no other row dominates, the choices of each, and the place of the one that moves
        nothing, −1 for none.

        After a row that moves something any row may follow; where nothing was moved yet, the row that moves nothing
        does not count, so that it dominates nothing there.
        """
        from winset.analyses.settlement.kernels.dominance import undominated

        if len(part.rows) <= FEW_ROWS:
            return part.rows, part.alternatives, -1 if part.quo is None else part.quo
        keep = np.zeros(len(part.rows), dtype=bool)
        keep[undominated(part.rows)] = True
        if part.quo is not None:
            others = np.flatnonzero(np.arange(len(part.rows)) != part.quo)
            keep[others[undominated(np.ascontiguousarray(part.rows[others]))]] = True
            keep[part.quo] = True
        kept = np.flatnonzero(keep)
        place = int(np.searchsorted(kept, part.quo)) if part.quo is not None else -1
        return np.ascontiguousarray(part.rows[kept]), np.ascontiguousarray(part.alternatives[kept]), place
