"""What fold and search share: the question as sums over clusters, and what is asked of it by branch and bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from winset.analyses.settlement.blockers import Blockers, Constraint, NoDeal, constraints, no_deal, violates
from winset.analyses.settlement.clusters import IssueCluster, build_clusters
from winset.analyses.settlement.concessions import (
    are_all,
    concession_frontier,
    voted_concession_frontier,
    voting_readings,
)
from winset.analyses.settlement.conflicts import MOST_ORACLES, Unproven, blockers
from winset.analyses.settlement.counting import count_packages
from winset.analyses.settlement.frontier import TiedPackages, in_case_order
from winset.analyses.settlement.methods.method_protocol import TIES, Method
from winset.analyses.settlement.outline import required_sets
from winset.analyses.settlement.packages import MOST, Ints, PackageCounts, Packages, View, total_packages
from winset.analyses.settlement.search.extremes import Witness, extreme, guided_tree, leaves_status_quo, witness
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.settlement.subproblem import Subproblem, subproblem_for, subproblems
from winset.analyses.settlement.violation_masks import Items
from winset.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extremes:
    """The most or the least that acceptable packages are worth. values: (bargaining party) numerators. is_known:
    (party) False where the search stopped.
    """

    values: Ints
    is_known: tuple[bool, ...]


class DecomposedMethod(Method):
    """Answers from sums over clusters. subproblems: one for each set of required parties. effort: of each search.

    Raises TooJoined where rules and links join too many issues.
    """

    def __init__(self, reading: Reading, known: list[Subproblem] | None = None, effort: Effort | None = None) -> None:
        super().__init__(reading)
        self.subproblems = list(subproblems(reading)) if known is None else known
        self.effort = effort if effort is not None else Effort()
        self._known_extremes: dict[int, Extremes] = {}

    @property
    def _nothing(self) -> Packages:
        return np.zeros((0, len(self.reading.structure.sizes)), dtype=np.int16)

    @cached_property
    def counts(self) -> PackageCounts:
        total = total_packages(self.reading.structure)
        feasible, acceptable = count_packages(self.reading)
        if not self.has_deal:
            return PackageCounts(total=total, feasible=feasible, acceptable=0)
        return PackageCounts(
            total=total,
            feasible=feasible,
            acceptable=max(1, acceptable.packages) if acceptable.error else acceptable.packages,
            error=acceptable.error,
        )

    @cached_property
    def witness(self) -> Witness:
        """An acceptable package, or the proof that there is none."""
        return witness(self.subproblems, Budget(self.effort))

    @property
    def is_proven(self) -> bool:
        """False where it is not known whether there is an acceptable package."""
        return self.witness.proven

    def values_of(self, packages: Packages) -> Ints:
        """(package, bargaining party) numerators."""
        values = View(self.reading.structure, packages).values(self.reading)
        return np.ascontiguousarray(values[list(self.reading.structure.bargaining)].T)

    def acceptable(self, packages: Packages) -> Packages:
        """Those of some packages that are acceptable, in the order of the case."""
        view = View(self.reading.structure, in_case_order(packages))
        keep = view.feasible & ~view.falls_short(self.reading, view.values(self.reading))
        return view.packages[keep]

    def reaching(self, least: Ints) -> TiedPackages:
        budget, reached, complete = Budget(self.effort), [self._nothing], True
        for subproblem in self.subproblems:
            floor = subproblem.floor.copy()
            floor[: subproblem.bargaining] = np.maximum(floor[: subproblem.bargaining], least)
            raised = replace(subproblem, floor=floor)
            if (subproblem.most_after[0] < floor).any():
                continue
            tree = guided_tree(raised)
            rows: list[tuple[int, ...]] = []
            for leaf in tree.leaves(budget):
                if leaves_status_quo(raised, leaf):
                    rows.append(leaf.rows)
                if len(rows) > TIES:
                    break
            complete = complete and tree.finished
            if rows:
                reached.append(subproblem.expand(np.array(rows), TIES))
        packages = self.acceptable(np.concatenate(reached))
        complete = complete and len(packages) <= TIES
        return TiedPackages(packages=packages[:TIES], complete=complete)

    def realising(self, vector: Ints) -> TiedPackages:
        return self.reaching(vector)

    def ideal(self) -> Ints:
        return self._extremes(1).values

    def least(self) -> Ints:
        return self._extremes(-1).values

    def _extremes(self, sign: int) -> Extremes:
        if sign not in self._known_extremes:
            parties = range(len(self.reading.structure.bargaining))
            values = [extreme(self.subproblems, n, sign, Budget(self.effort)).value for n in parties]
            self._known_extremes[sign] = Extremes(
                values=np.array([value if value is not None else 0 for value in values], dtype=np.int64),
                is_known=tuple(value is not None for value in values),
            )
        return self._known_extremes[sign]

    def _always_moves(self, issue: int, quo: int) -> bool:
        if (self._acceptable_known[:, issue] == quo).any():
            return False
        example = self._leaving(issue, quo)
        self._learn([example.package] if example.package is not None else [])
        return example.package is None and example.proven

    @cached_property
    def _acceptable_known(self) -> Packages:
        """(package, issue) acceptable packages that are known without a further search, each once."""
        return np.array([self.witness.package], dtype=np.int16) if self.witness.package else self._nothing

    def _learn(self, packages: Iterable[tuple[int, ...]]) -> None:
        """Keeps acceptable packages that a search found."""
        known = dict.fromkeys([*map(tuple, self._acceptable_known.tolist()), *packages])
        self._acceptable_known = np.array(list(known), dtype=np.int16).reshape(len(known), self._nothing.shape[1])

    def _leaving(self, issue: int, quo: int) -> Witness:
        """An acceptable package that leaves an issue at its status quo, or the proof that there is none."""
        structure = self.reading.structure
        open_ = structure.open.copy()
        start = structure.offsets[issue]
        open_[start : start + structure.sizes[issue]] = False
        open_[start + quo] = structure.open[start + quo]
        if not open_[start + quo]:
            return Witness(package=None, proven=True)
        fixed = replace(self.reading, structure=replace(structure, open=open_))
        return witness(_posed(fixed, build_clusters(structure, self.reading.links)), Budget(self.effort))

    def blockers(self, most_oracles: int = MOST_ORACLES) -> Blockers:
        """Which constraints stand in each other's way, as far as so many searches find them."""
        items, parties = constraints(self.reading), self.reading.worth.shape[0]
        return blockers(items, parties, _Oracle(self.reading, items, self.effort), most_oracles)

    def no_deal(self) -> NoDeal:
        votes = bool(self.reading.structure.votes)
        if votes and total_packages(self.reading.structure) <= MOST:
            return no_deal(self.reading)
        found = (
            voted_concession_frontier(self.reading)
            if votes
            else concession_frontier(self.reading, list(subproblems(self.reading)))
        )
        concessions, complete = found
        return NoDeal(blockers=self.blockers(), concessions=concessions, all_concessions=complete)


def _posed(reading: Reading, clusters: tuple[IssueCluster, ...]) -> list[Subproblem]:
    """The question for each set of required parties, from the clusters of a reading whose packages are no fewer."""
    sets = required_sets(reading.structure)
    return [posed for required in sets if (posed := subproblem_for(reading, clusters, required)) is not None]


class _Oracle:
    """Answers whether some package violates none of the constraints that hold."""

    def __init__(self, reading: Reading, items: tuple[Constraint, ...], effort: Effort) -> None:
        self.reading, self.items, self.effort = reading, items, effort
        self.clusters = build_clusters(reading.structure, reading.links)

    def __call__(self, enforced: Items) -> Items | None:
        proven = True
        for reading in self._readings(enforced):
            example = witness(_posed(reading, self.clusters), Budget(self.effort))
            if example.package is not None:
                return self._violated(example.package)
            proven = proven and example.proven
        if not proven:
            raise Unproven
        return None

    def _readings(self, enforced: Items) -> Iterator[Reading]:
        """Those in one of which some package is acceptable where some package violates none of the constraints."""
        reading, votes = self._with(enforced), [self.items[n] for n in enforced if self.items[n].votes]
        if not self.reading.structure.votes:
            yield reading
            return
        yield from voting_readings(reading, (item.body for item in votes if item.body is not None), self.reading)
        if votes and not are_all(self.reading.structure):
            raise Unproven

    def _with(self, enforced: Items) -> Reading:
        """The reading in which only some constraints hold."""
        reading = self.reading
        kept = [self.items[n] for n in enforced]
        walking = {item.party for item in kept if item.line is None and item.body is None}
        bodies = {item.body for item in kept if item.body is not None}
        lines = {item.line.key for item in kept if item.line is not None}
        return replace(
            reading,
            structure=reading.structure.with_lines(lambda line: line.key in lines),
            walk_away=tuple(walk_away if p in walking else None for p, walk_away in enumerate(reading.walk_away)),
            floors=tuple(floor for floor in reading.floors if floor.name in bodies),
        )

    def _violated(self, package: Iterable[int]) -> Items:
        """The constraints that a package violates."""
        reading = self.reading
        view = View(reading.structure, np.array([list(package)], dtype=np.int16))
        values = view.values(reading)
        violated_items = set()
        for n, item in enumerate(self.items):
            if bool(violates(view, values, reading, item)[0]):
                violated_items.add(n)
        return frozenset(violated_items)
