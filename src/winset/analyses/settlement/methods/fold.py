"""The exact frontier without going through the packages; every solution is then a scan of it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from winset.analyses.settlement.fold import MOST_VECTORS, Fronts, fold_frontier
from winset.analyses.settlement.frontier import Frontier, TiedPackages
from winset.analyses.settlement.methods.decomposed import DecomposedMethod
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.packages import Ints, Packages
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.subproblem import Subproblem
from winset.readings import Reading


class TooLong(Exception):
    """The frontier has more undominated sums than the fold keeps."""


class Fold(DecomposedMethod):
    """The fold over every set of required parties, united.

    limit: undominated sums that are kept. fronts: of the same questions at floors that are nowhere higher, where they
    are known already. Raises TooLong where there are more sums than are kept.
    """

    key = "fold"

    def __init__(
        self,
        reading: Reading,
        known: list[Subproblem] | None = None,
        effort: Effort | None = None,
        limit: int = MOST_VECTORS,
        fronts: list[Fronts] | None = None,
    ) -> None:
        super().__init__(reading, known, effort)
        self.fronts: list[Fronts] = fronts or []
        if fronts is not None:
            return
        for subproblem in self.subproblems:
            self.fronts.append(fold_frontier(subproblem, limit))
            if not self.fronts[-1].complete:
                raise TooLong

    @cached_property
    def vectors(self) -> Ints:
        """(vector, bargaining party) the frontier."""
        from winset.analyses.settlement.kernels.dominance import undominated

        width = len(self.reading.structure.bargaining)
        parts = [np.zeros((0, width), dtype=np.int64)]
        for fronts, subproblem in zip(self.fronts, self.subproblems, strict=True):
            reached = (fronts.last[:, :width] >= subproblem.floor[:width]).all(axis=1)
            parts.append(fronts.last[reached, :width])
        together = np.ascontiguousarray(np.concatenate(parts))
        return together if len(self.fronts) == 1 and self.is_plain_sum else together[undominated(together)]

    @property
    def is_plain_sum(self) -> bool:
        """True where each sum stands for just its packages: one set of required parties, all of whom bargain."""
        return len(self.subproblems) == 1 and len(self.subproblems[0].parties) == self.subproblems[0].bargaining

    @property
    def has_deal(self) -> bool:
        return len(self.vectors) > 0

    @property
    def is_proven(self) -> bool:
        return True

    @cached_property
    def frontier(self) -> Frontier:
        tied = self._behind(self.vectors)
        packages = self.acceptable(tied.packages)
        members = self._counted() if self.is_plain_sum else len(packages) if tied.complete else None
        return Frontier(vectors=self.vectors, packages=packages, members=members)

    def _counted(self) -> int | None:
        """How many packages the frontier stands for, None where they are too many to count in 64 bits."""
        from winset.analyses.settlement.kernels.folding import MANY

        fronts, subproblem = self.fronts[0], self.subproblems[0]
        counts = fronts.counts[(fronts.last >= subproblem.floor).all(axis=1)]
        return sum(counts.tolist()) if not (counts >= MANY).any() else None

    def _behind(self, vectors: Ints) -> TiedPackages:
        """Packages of vectors of the frontier, from every set of required parties, at most about so many."""
        packages_of = [fronts.packages(vectors, TIES) for fronts in self.fronts]
        return TiedPackages(
            packages=np.concatenate([self._nothing, *(packages for packages, _ in packages_of)]),
            complete=all(whole for _, whole in packages_of),
        )

    def realising(self, vector: Ints) -> TiedPackages:
        tied = self._behind(vector[None, :])
        return TiedPackages(packages=self.acceptable(tied.packages)[:TIES], complete=tied.complete)

    def ideal(self) -> Ints:
        return np.asarray(self.vectors.max(axis=0))

    @cached_property
    def _acceptable_known(self) -> Packages:
        return self.frontier.packages
