"""Branch and bound for what a solution chooses: bounds from supporting hyperplanes, decided in whole numbers.

For weights λ a solution's ceiling says how large its key can be where Σ λ·gain is at most s. Turned round: with the
best key known, a package can only tie or beat it where Σ λ·gain reaches some least s. That is one form of the tree,
whole on both sides. Several weights are used at once; each closes what it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import lcm
from typing import Any

import numpy as np

from winset.analyses.settlement.choose import (
    GainScale,
    Proof,
    SolutionChoice,
    first_reaching,
    key_text,
    least_gains,
    rank_packages,
)
from winset.analyses.settlement.frontier import in_case_order
from winset.analyses.settlement.packages import Ints, Packages
from winset.analyses.settlement.search.joined import JoinedTree
from winset.analyses.settlement.search.relax import (
    LARGEST_FORM,
    Floats,
    best_mixture,
    climb,
    mixtures,
    most_even_mixture,
    whole_weights,
)
from winset.analyses.settlement.search.tree import SHORT, Budget, Effort, Leaf, SearchTree, climb_rows
from winset.analyses.settlement.solutions import Context, Gain, Solution, guess_sum
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem
from winset.readings import Reading

MOST_CLIMBS = 9
"""Weights along which a first good package is looked for; beyond, the search finds a better one itself, if there is."""
FEW_NODES = 20_000
"""Nodes of a search that tries the hyperplanes of the question before; beyond, it is given up for one with its own."""
TILT = 1.25
"""By how much one party's weight is raised or lowered in the further hyperplanes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoundedTree:
    """One tree of a search: the question, its weights with the base of each, and the tree, which holds its trail."""

    subproblem: Subproblem
    context: Context
    base: tuple[int, ...]
    tree: SearchTree | JoinedTree


class OptimumSearch:
    """The search for the maximisers of one solution over all sets of required parties.

    incumbent: False where the search has to find everything by itself, without a first good package.
    """

    def __init__(  # noqa: PLR0913 - a search's question
        self,
        subproblems: list[Subproblem],
        solution: Solution,
        context: Context,
        scale: GainScale,
        effort: Effort,
        *,
        ties: int,
        incumbent: bool = True,
        recorded: bool = False,
    ) -> None:
        self.subproblems, self.solution, self.context, self.scale = subproblems, solution, context, scale
        self.budget, self.effort = Budget(effort), effort
        self.most_ties, self.incumbent, self.recorded = ties, incumbent, recorded
        self.best: Any = None
        self.tied: dict[tuple[int, tuple[int, ...]], tuple[Subproblem, tuple[int, ...]]] = {}
        self.all_tied = True
        self.nodes = 0
        self.finished = True
        self.trees: list[BoundedTree] = []
        self._planes: tuple[Context, Ints] | None = None

    def run(self) -> OptimumSearch:
        """Searches every question; where the key counts who gains, the larger groups first."""
        for group in self._groups():
            for subproblem, context in group:
                self._search(subproblem, context)
            if self.best is not None:
                break
        return self

    def _groups(self) -> Iterator[list[tuple[Subproblem, Context]]]:
        """Questions that are searched together, with the floors that a candidate must reach anyway."""
        parties = range(len(self.context.ideal))
        if not self.solution.by_support:
            candidates = least_gains(self.solution, None, self.context)
            yield [(self._raised(subproblem, candidates), self.context) for subproblem in self.subproblems]
            return
        for size in range(len(parties), -1, -1):
            yield [
                (self._raised(subproblem, tuple(int(p in who) for p in parties)), replace(self.context, gaining=who))
                for who in combinations(parties, size)
                for subproblem in self.subproblems
            ]

    def _raised(self, subproblem: Subproblem, gains: Gain) -> Subproblem:
        floor = subproblem.floor.copy()
        floor[: subproblem.bargaining] = np.maximum(
            floor[: subproblem.bargaining], self.scale.values(gains).astype(np.int64)
        )
        return replace(subproblem, floor=floor)

    def _search(self, subproblem: Subproblem, context: Context) -> None:
        if (subproblem.most_after[0] < subproblem.floor).any() and not self.recorded:
            return
        if not self.recorded and self._closed_by_earlier(subproblem, context):
            return
        weights, planes = self._weights(subproblem, context)
        self._planes = context, weights[:planes, : subproblem.bargaining]
        tree = SearchTree(subproblem, weights, recorded=self.recorded)
        base = tuple(int(row @ np.where(subproblem.floor > NO_FLOOR, subproblem.floor, 0)) for row in weights)
        searched = BoundedTree(subproblem=subproblem, context=context, base=base, tree=tree)
        self.trees.append(searched)
        tree.least[: len(weights)] = base  # no acceptable package lies below the floors
        if self.incumbent:
            self._first(subproblem, context, weights)
        self._tighten(searched, planes)
        for leaf in tree.leaves(self.budget):
            if self._offer(subproblem, context, leaf):
                self._tighten(searched, planes)
        self.nodes += tree.nodes
        self.finished = self.finished and tree.finished

    def _closed_by_earlier(self, subproblem: Subproblem, context: Context) -> bool:
        """True where the hyperplanes of the question before bring the search to its end among few nodes: then no own
        ones have to be found, which takes most of the time where many sets of parties can be required.

        What is found on the way is taken up in any case.
        """
        if self.best is None or self._planes is None or self._planes[0] != context or not len(self._planes[1]):
            return False
        planes = self._planes[1]
        weights = np.zeros((len(planes), len(subproblem.parties)), dtype=np.int64)
        weights[:, : subproblem.bargaining] = planes
        parts = np.sum([np.abs(part.rows).max(axis=0) for part in subproblem.parts], axis=0).astype(np.float64)
        floors = np.where(subproblem.floor > NO_FLOOR, np.abs(subproblem.floor), 0).astype(np.float64)
        if float((weights.astype(np.float64) @ (parts + floors)).max()) > LARGEST_FORM:
            return False
        tree = SearchTree(subproblem, weights)
        searched = BoundedTree(subproblem=subproblem, context=context, base=(0,) * len(weights), tree=tree)
        self._tighten(searched, len(weights))
        few = Budget(replace(self.effort, nodes=min(FEW_NODES, self.budget.nodes)))
        given = few.nodes
        for leaf in tree.leaves(few):
            if self._offer(subproblem, context, leaf):
                self._tighten(searched, len(weights))
        self.budget.nodes -= given - few.nodes
        self.nodes += tree.nodes
        return tree.finished

    def _weights(self, subproblem: Subproblem, context: Context) -> tuple[Ints, int]:
        """(form, coordinate) whole weights, the first from this solution's own best mixture; and how many are its own.

        The last are those that show soonest that the floors cannot be met.
        """
        mixed = mixtures(subproblem)
        even = most_even_mixture(mixed, mixed.has_floor.astype(np.float64))
        own: list[Floats] = []
        bound = self.solution.bound
        if bound is not None and even is not None and even.worth > -1e-9:
            own = self._own(mixed, context, even.point)
        forms = [weights for direction in own if (weights := whole_weights(subproblem, direction)) is not None]
        planes = len(forms)
        if even is not None and (weights := whole_weights(subproblem, even.prices)) is not None:
            forms.append(weights)
        if not forms:
            forms.append(np.ones(len(subproblem.parties), dtype=np.int64) * (subproblem.floor > NO_FLOOR))
        return np.array(forms), planes

    def _own(self, mixed: Any, context: Context, start: Floats) -> list[Floats]:
        k, width, bound = len(context.ideal), len(start), self.solution.bound
        if bound is None:
            return []
        if bound.shares is not None:
            shares = np.zeros(width)
            shares[:k] = bound.shares(context)
            peak = most_even_mixture(mixed, shares)
            main = peak.prices if peak is not None else np.zeros(width)
        else:
            rise, beyond = bound.slope, self._beyond(mixed.subproblem)

            def slope(point: Floats) -> Floats:
                result = np.zeros(width)
                if rise is not None:
                    result[:k] = rise(np.maximum(point[:k] + beyond, 1e-12), context)
                return result

            binding = width > k or not self._interior(slope, start)
            point = climb(mixed, start, slope, priced=binding)
            direction = slope(point)
            peak = best_mixture(mixed, direction)
            main = direction + (peak.prices if peak is not None else 0.0)
        tilted = [main]
        for party in range(k):
            for factor in (TILT, 1 / TILT):
                other = main.copy()
                other[party] *= factor
                tilted.append(other)
        return tilted

    def _interior(self, slope: Any, start: Floats) -> bool:
        """True where the worth itself keeps every gain above its floor: its slope grows without end there."""
        k = len(self.context.ideal)
        near = np.full(len(start), 1.0)
        close = np.full(len(start), 1e-6)
        return bool((slope(close)[:k] > 2 * slope(near)[:k]).all())

    def _beyond(self, subproblem: Subproblem) -> Floats:
        """(party) gains in points at the floors of the question, which may lie above the walk-aways."""
        gains = self.scale.gain(subproblem.floor[: subproblem.bargaining].tolist())
        return np.array([gain / self.scale.unit for gain in gains])

    def _first(self, subproblem: Subproblem, context: Context, weights: Ints) -> None:
        """Good packages to begin with: the best along some forms, improved one part at a time."""
        unit = subproblem.unit
        floor = np.where(subproblem.floor > NO_FLOOR, subproblem.floor, 0) / unit
        walk_away = np.array(self.scale.floor) / unit[: subproblem.bargaining]
        has_floor = subproblem.floor > NO_FLOOR
        tables = [part.rows / unit for part in subproblem.parts]

        def worth(points: Floats) -> Floats:
            short = np.minimum(np.where(has_floor, points - floor, 0.0), 0.0).sum(axis=1)
            keys = self.solution.screen(np.maximum(points[:, : subproblem.bargaining] - walk_away, 0.0), context)
            return np.where(short < 0, short - SHORT, np.maximum(keys, 1.0 - SHORT))

        for direction in weights[:MOST_CLIMBS] * unit:
            rows = subproblem.best_path([table @ direction for table in tables])
            self._offer(subproblem, context, climb_rows(subproblem, tables, rows, worth))

    def _offer(self, subproblem: Subproblem, context: Context, leaf: Leaf) -> bool:
        """Takes up a combination where it ties or beats the best; True where the best has changed."""
        if any(value < floor for value, floor in zip(leaf.values, subproblem.floor.tolist(), strict=True)):
            return False
        if subproblem.has_status_quo and self._is_status_quo(subproblem, leaf.rows):
            return False
        key = self.solution.worth(self.scale.gain(leaf.values[: subproblem.bargaining]), context)
        if key is None or (self.best is not None and key < self.best):
            return False
        place = (id(subproblem), leaf.rows)
        if self.best is None or self.best < key:
            self.best, self.tied, self.all_tied = key, {place: (subproblem, leaf.rows)}, True
            return True
        if place in self.tied or not self.all_tied:
            return False
        self.all_tied = len(self.tied) < self.most_ties
        if self.all_tied:
            self.tied[place] = (subproblem, leaf.rows)
        return not self.all_tied

    @staticmethod
    def _is_status_quo(subproblem: Subproblem, rows: tuple[int, ...]) -> bool:
        """True where the combination stands for the package that moves nothing alone."""
        return all(
            row == part.status_quo_row and int(part.alternatives[row]) == 1
            for row, part in zip(rows, subproblem.parts, strict=True)
        )

    def _tighten(self, searched: BoundedTree, planes: int) -> None:
        """Raises what every form must reach to what the best key asks for."""
        if self.best is None:
            return
        subproblem, tree, context = searched.subproblem, searched.tree, searched.context
        width = len(subproblem.parties)
        if not self.recorded:
            raised = self.scale.values(least_gains(self.solution, self.best, context)).astype(np.int64)
            units = slice(len(tree.weights) - width, len(tree.weights) - width + subproblem.bargaining)
            tree.least[units] = np.maximum(tree.least[units], raised)
        for form in range(planes):
            least = self._least_sum(tree, form, subproblem, context)
            if least is not None:
                shift = self._shift(tree.weights[form], subproblem)
                tree.least[form] = max(int(tree.least[form]), least + shift)

    def _shift(self, weights: Ints, subproblem: Subproblem) -> int:
        """What a form holds where the bargaining parties gain nothing and the others just reach their floors."""
        k = subproblem.bargaining
        own = sum(int(w) * floor for w, floor in zip(weights[:k], self.scale.floor, strict=True))
        return own + int(weights[k:] @ subproblem.floor[k:])

    def _least_sum(
        self, tree: SearchTree | JoinedTree, form: int, subproblem: Subproblem, context: Context
    ) -> int | None:
        """The least sum of weighted gains with which the key can tie the best, or beat it where ties are listed."""
        bound = self.solution.bound
        if bound is None:
            return None
        weights, larger = plane(tree.weights[form], subproblem, self.scale)

        def short(total: int) -> bool:
            ceiling = bound.ceiling(weights, total * larger, context)
            if ceiling is None:
                return False
            return bool(ceiling < self.best) if self.all_tied else not self.best < ceiling

        high = int(tree.rest[0, form]) - self._shift(tree.weights[form], subproblem) + 1
        if high <= 1 or not short(1):
            return None
        guess = guess_sum(self.solution, self.best, context, weights)
        return first_reaching(lambda total: not short(total), 2, high, None if guess is None else guess // larger)

    def ceiling(self) -> Any:
        """A key that no acceptable package exceeds, from the roots of all trees; None where nothing is known."""
        bound = self.solution.bound
        highest: Any = self.best
        for bounded in self.trees:
            if bounded.tree.finished:
                continue
            keys = []
            for form in range(len(bounded.base)):
                weights, larger = plane(bounded.tree.weights[form], bounded.subproblem, self.scale)
                total = int(bounded.tree.rest[0, form]) - self._shift(bounded.tree.weights[form], bounded.subproblem)
                total *= larger
                key = bound.ceiling(weights, total, bounded.context) if bound is not None and total > 0 else None
                keys += [key] if key is not None else []
            if not keys:
                return None
            lowest = min(keys)
            highest = lowest if highest is None or highest < lowest else highest
        return highest

    def _tied_packages(self) -> list[Packages]:
        return [subproblem.expand(np.array([rows]), self.most_ties) for subproblem, rows in self.tied.values()]

    def choice(self, reading: Reading) -> SolutionChoice:
        """What was found, as a solution's choice."""
        packages = self._tied_packages()
        listed = in_case_order(np.concatenate(packages)) if packages else None
        if listed is None:
            status: Any = "none exists" if self.finished else "limit"
            reason = "no package gives every bargaining party a gain above 0" if self.finished else (
                f"the search stopped after {self.nodes:,} nodes without finding a package"
            )  # fmt: skip
            return SolutionChoice(solution=self.solution, status=status, reason=reason)
        tied = rank_packages(reading, listed, self.scale, lambda _: True)
        return SolutionChoice(
            solution=self.solution,
            status="found" if self.finished else "limit",
            packages=tied[: self.most_ties],
            complete=self.finished and self.all_tied and len(tied) <= self.most_ties,
            key=self.best,
            proof=Proof(
                method="search",
                compared=self.nodes,
                best=key_text(self.best),
                bound="" if self.finished else key_text(self.ceiling()),
            ),
        )


def plane(weights: Ints, subproblem: Subproblem, scale: GainScale) -> tuple[tuple[int, ...], int]:
    """Whole weights on numerators as whole weights on gains in the common unit, and how many times larger these are."""
    larger = lcm(*scale.scale)
    return tuple(
        int(weight) * (larger // factor)
        for weight, factor in zip(weights[: subproblem.bargaining], scale.scale, strict=True)
    ), larger
