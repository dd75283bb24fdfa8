"""What a solution chooses where rules and links join too many issues: the search for its optimum, through packages."""

from __future__ import annotations

import numpy as np

from winset.analyses.settlement.choose import GainScale
from winset.analyses.settlement.packages import Bools, Packages, View
from winset.analyses.settlement.search.joined import Package
from winset.analyses.settlement.search.joined_question import JoinedQuestion, ask_floors, neighbours
from winset.analyses.settlement.search.optimum import BoundedTree, OptimumSearch
from winset.analyses.settlement.search.tree import Effort, Leaf
from winset.analyses.settlement.solutions import Context, Solution
from winset.analyses.settlement.subproblem import Subproblem

MOST_BEGUN = 3
"""Known packages from which better ones are looked for, one issue changed at a time, before the search; beyond, the
search finds better ones itself, if there are.
"""


class JoinedOptimum(OptimumSearch):
    """The search for the maximisers of one solution. known: acceptable packages with which it begins."""

    def __init__(  # noqa: PLR0913 - a search's question
        self,
        question: JoinedQuestion,
        known: Packages,
        solution: Solution,
        context: Context,
        scale: GainScale,
        effort: Effort,
        *,
        ties: int,
    ) -> None:
        posed = [] if question.posed is None else [question.posed]
        super().__init__(posed, solution, context, scale, effort, ties=ties)
        self.question, self.known = question, known

    def _search(self, subproblem: Subproblem, context: Context) -> None:
        if (subproblem.most_after[0] < subproblem.floor).any():
            return
        weights, planes = self._weights(subproblem, context)
        tree = self.question.tree(subproblem.parties, weights)
        fit: Bools = np.asarray(tree.weights[: len(weights)].any(axis=1))
        if not fit.all():
            weights, planes = weights[fit], int(fit[:planes].sum())
            tree = self.question.tree(subproblem.parties, weights)
        ask_floors(tree, subproblem)
        base = tuple(int(row @ np.where(row != 0, subproblem.floor, 0)) for row in tree.weights[: len(weights)])
        searched = BoundedTree(subproblem=subproblem, context=context, base=base, tree=tree)
        self.trees.append(searched)
        self._climb(subproblem, context)
        self._tighten(searched, planes)
        for leaf in tree.leaves(self.budget):
            if self._offer(subproblem, context, leaf):
                self._tighten(searched, planes)
        self.nodes += tree.nodes
        self.finished = self.finished and tree.finished

    def _climb(self, subproblem: Subproblem, context: Context) -> None:
        """Good packages to begin with: the best of those that are known, improved one issue at a time."""
        order = np.argsort(-self._worth(self.known, context), kind="stable")
        for package in self.known[order[:MOST_BEGUN]].tolist():
            best = tuple(package)
            value = float(self._worth(np.array([best], dtype=np.int16), context)[0])
            while len(near := neighbours(self.question.reading, best)):
                worth = self._worth(near, context)
                at = int(np.argmax(worth))
                if not worth[at] > value:
                    break
                best, value = tuple(near[at].tolist()), float(worth[at])
            self._offer(subproblem, context, self._leaf(subproblem, best))

    def _worth(self, packages: Packages, context: Context) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(package) the key in floating point, of gains that are not negative."""
        reading, parties = self.question.reading, list(self.scale.parties)
        values = View(reading.structure, packages).values(reading)[parties].astype(np.float64).T
        unit = np.array([reading.denominator[party] for party in parties], dtype=np.float64)
        gains = np.maximum((values - np.array(self.scale.floor, dtype=np.float64)) / unit, 0.0)
        return np.asarray(self.solution.screen(gains, context))

    def _leaf(self, subproblem: Subproblem, package: Package) -> Leaf:
        values = (self.question.reading.value(party, package) for party in subproblem.parties)
        return Leaf(rows=package, values=tuple(map(int, values)))

    @staticmethod
    def _is_status_quo(subproblem: Subproblem, rows: tuple[int, ...]) -> bool:
        return False  # no package of the search moves nothing

    def _tied_packages(self) -> list[Packages]:
        return [np.array([rows], dtype=np.int16) for _, rows in self.tied.values()]
