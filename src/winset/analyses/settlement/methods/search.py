"""No frontier: each answer is searched for by itself, with bounds that prove it, and within stated limits."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from winset.analyses.settlement.choose import GainScale, SolutionChoice, gain_scale, inapplicable, solution_context
from winset.analyses.settlement.frontier import Frontier, in_case_order
from winset.analyses.settlement.kernels.dominance import undominated
from winset.analyses.settlement.methods.decomposed import DecomposedMethod
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.search.optimum import OptimumSearch
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.solutions import Context, Solution, solutions
from winset.analyses.settlement.subproblem import Subproblem
from winset.readings import Reading


class Search(DecomposedMethod):
    """Branch and bound for each question. effort: for each single search."""

    key = "search"

    def __init__(self, reading: Reading, known: list[Subproblem] | None = None, effort: Effort | None = None) -> None:
        super().__init__(reading, known, effort)
        self._known: dict[str, SolutionChoice] = {}

    @property
    def has_deal(self) -> bool:
        return self.witness.package is not None

    @cached_property
    def frontier(self) -> Frontier:
        """The best packages that the solutions found: a part of the frontier, never said to be all of it."""
        rows = [package for choice in self.choices().values() for package in choice.packages]
        rows += [self.witness.package] if self.witness.package is not None else []
        packages = in_case_order(np.array(rows, dtype=np.int16).reshape(len(rows), -1)) if rows else self._nothing
        values = self.values_of(packages)
        kept = undominated(values)
        vectors = values[kept]
        equal = (values[:, None, :] == vectors[None, :, :]).all(axis=2).any(axis=1) if len(kept) else kept > 0
        nothing = not rows and self.is_proven
        return Frontier(vectors=vectors, packages=packages[equal], members=0 if nothing else None, complete=nothing)

    def choices(self, only: str | None = None) -> dict[str, SolutionChoice]:
        wanted = {key: solution for key, solution in solutions.items() if only in (None, key)}
        return {key: self._chosen(solution, alone=only is not None) for key, solution in wanted.items()}

    def _chosen(self, solution: Solution, *, alone: bool) -> SolutionChoice:
        if solution.key not in self._known:
            self._known[solution.key] = self._search(solution, alone=alone)
        return self._known[solution.key]

    def _search(self, solution: Solution, *, alone: bool) -> SolutionChoice:
        """alone: True where no other solution is asked for, so that what its key does not look at is not sought."""
        scale, refused = gain_scale(self.reading), inapplicable(self.reading)
        if solution.key in refused or scale is None:
            return refused[solution.key]
        if not self.has_deal and self.is_proven:
            return SolutionChoice(solution=solution, status="none exists", reason="no package is acceptable")
        if not self.has_deal:
            reason = "the search stopped before it found an acceptable package or proved that there is none"
            return SolutionChoice(solution=solution, status="limit", reason=reason)
        if alone and not solution.needs_ideal and not solution.needs_least:
            return self._optimum(solution, solution_context(self.reading, scale, self._reach, self._reach), scale)
        if not all(self._extremes(1).is_known) or (solution.needs_least and not all(self._extremes(-1).is_known)):
            reason = "the search stopped before it knew the most and the least that each party can gain"
            return SolutionChoice(solution=solution, status="limit", reason=reason)
        least = self.least() if solution.needs_least else self.ideal()
        return self._optimum(solution, solution_context(self.reading, scale, self.ideal(), least), scale)

    @property
    def _reach(self) -> Ints:
        """(party) what no combination of options exceeds, whatever the others get."""
        width = len(self.reading.structure.bargaining)
        return np.asarray(np.max([subproblem.most_from[0][0, :width] for subproblem in self.subproblems], axis=0))

    def _optimum(self, solution: Solution, context: Context, scale: GainScale) -> SolutionChoice:
        seek = OptimumSearch(self.subproblems, solution, context, scale, self.effort, ties=TIES)
        return seek.run().choice(self.reading)
