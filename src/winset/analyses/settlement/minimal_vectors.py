"""The vectors of which no other is as small in every coordinate and smaller in one, gathered some at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.packages import Ints, Packages


class MinimalVectors:
    """Gathers the minimal vectors, with the first package of each and how many there are. vectors: (vector,
    coordinate).
    """

    def __init__(self, width: int) -> None:
        self.vectors: Ints = np.zeros((0, width), dtype=np.int64)
        self.packages: Packages | None = None
        self.ties: Ints = np.zeros(0, dtype=np.int64)

    def add(self, vectors: Ints, packages: Packages) -> None:
        """Takes up some packages, all of them later than those before."""
        known = packages if self.packages is None else np.concatenate([self.packages, packages])
        ties = np.concatenate([self.ties, np.ones(len(vectors), dtype=np.int64)])
        distinct, first, which = np.unique(
            np.concatenate([self.vectors, vectors]), axis=0, return_index=True, return_inverse=True
        )
        counts = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(counts, which.ravel(), ties)
        kept = np.sort(maxima(-distinct).distinct)
        self.vectors, self.ties, self.packages = distinct[kept], counts[kept], known[first[kept]]

    def all(self) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], int]]:
        """Each minimal vector with its first package, and the number of its packages."""
        if self.packages is not None:
            for vector, package, ties in zip(self.vectors.tolist(), self.packages.tolist(), self.ties, strict=True):
                yield tuple(vector), tuple(package), int(ties)
