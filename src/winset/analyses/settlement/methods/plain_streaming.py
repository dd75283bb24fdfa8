"""The same as streaming with plain arrays, for a first answer where compiled code would have to be made beforehand.

Every list comes in the same order, so that nobody can tell from an answer which of the two gave it.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from winset.analyses.settlement.blockers import NoDeal, no_deal
from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.methods.streaming import Streaming
from winset.analyses.settlement.packages import Bools, Ints, Packages, View
from winset.analyses.settlement.subproblem import NO_FLOOR
from winset.readings import Reading

RECENT = 24
"""Undominated vectors of the pieces before that a piece is rid of first."""


class PlainStreaming(Streaming):
    """Every package is looked at, some ten thousand at a time; those of the frontier are kept."""

    is_plain: ClassVar[bool] = True

    def _visited(self, first: int, last: int) -> tuple[tuple[Ints, Ints, Any, Ints], tuple[Ints, Ints, Ints]]:
        structure = self.reading.structure
        width = len(structure.bargaining)
        numbers, view, values, good = self._looked_at(self.reading, first, last)
        counts = np.array([view.feasible.sum(), good.sum()], dtype=np.int64)
        seen = np.zeros(len(structure.sizes), dtype=bool)
        if not good.any():
            most, least = np.full(width, NO_FLOOR, dtype=np.int64), np.full(width, -NO_FLOOR, dtype=np.int64)
            nothing = np.zeros(0, dtype=np.int64)
            return (most, least, seen, counts), (np.zeros((0, width), dtype=np.int64), nothing, nothing)
        packages, numbers = view.packages[good], numbers[good]
        vectors = np.ascontiguousarray(values[list(structure.bargaining)][:, good].T.astype(np.int64))
        for place, issue in enumerate(self.odometer.order):
            quo = structure.status_quo[issue]
            seen[place] = quo is not None and bool((packages[:, issue] == quo).any())
        extremes = vectors.max(axis=0), vectors.min(axis=0), seen, counts
        candidates = np.flatnonzero(~_dominated(vectors, self._known))
        kept = candidates[np.sort(maxima(vectors[candidates]).members)]
        self._known = _broadest(vectors[kept], self._known)
        return extremes, (vectors[kept], numbers[kept], np.ones(len(kept), dtype=np.int64))

    def _looked_at(self, reading: Reading, first: int, last: int) -> tuple[Ints, View, Ints, Bools]:
        """The numbers of some packages, the packages, (party, package) their values, and which are acceptable."""
        rows = len(self.odometer.rows)
        numbers = np.arange(first * rows, last * rows, dtype=np.int64)
        view = View(reading.structure, self._packages(numbers))
        values = view.values(reading)
        return numbers, view, values, view.feasible & ~view.falls_short(reading, values)

    def _packages(self, numbers: Ints) -> Packages:
        packages = np.zeros((len(numbers), len(self.odometer.order)), dtype=np.int16)
        prefix, row = np.divmod(np.asarray(numbers, dtype=np.int64), len(self.odometer.rows))
        for issue in reversed(self.odometer.outer):
            prefix, digit = np.divmod(prefix, len(self.odometer.choices[issue]))
            packages[:, issue] = np.array(self.odometer.choices[issue], dtype=np.int16)[digit]
        packages[:, self.odometer.inner] = self.odometer.classed[row]
        return packages

    def _first(self) -> Ints:
        return np.zeros((0, len(self.reading.structure.bargaining)), dtype=np.int64)

    def _undominated(self, vectors: Ints) -> Ints:
        return np.array(sorted(maxima(vectors).distinct.tolist(), reverse=True), dtype=np.int64)

    def _listed(self, raised: Reading) -> tuple[Ints, bool]:
        def work(first: int, last: int) -> Ints:
            numbers, _, _, good = self._looked_at(raised, first, last)
            return numbers[good][: TIES + 1]

        numbers = np.concatenate(self._pieces(work))
        return numbers[:TIES], len(numbers) <= TIES

    def no_deal(self) -> NoDeal:
        return no_deal(self.reading)


def _dominated(vectors: Ints, known: Ints) -> Bools:
    """(vector) True where a known one is as large in every coordinate and larger in one."""
    dominated = np.zeros(len(vectors), dtype=bool)
    for champion in known:
        rest = np.flatnonzero(~dominated)
        below = (vectors[rest] <= champion).all(axis=1)
        dominated[rest[below]] = (vectors[rest[below]] != champion).any(axis=1)
    return dominated


def _broadest(vectors: Ints, known: Ints) -> Ints:
    """Some of the vectors that are likely to dominate many: those of which the least share of the most is largest."""
    together = np.concatenate([vectors, known])
    if len(together) <= RECENT:
        return together
    low, most = together.min(axis=0), together.max(axis=0)
    share = ((together - low + 1) / (most - low + 1)).min(axis=1)
    return together[np.argsort(-share, kind="stable")[:RECENT]]
