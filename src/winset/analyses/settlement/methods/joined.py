"""Rules and links join too many issues to add them up: each answer is searched for through the options themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from winset.analyses.settlement.blockers import Blockers, Concession, NoDeal, in_points, violates
from winset.analyses.settlement.choose import GainScale, SolutionChoice
from winset.analyses.settlement.conflicts import Unproven, blockers
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.settlement.frontier import TiedPackages
from winset.analyses.settlement.methods.decomposed import Extremes
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.packages import Ints, PackageCounts, View, total_packages
from winset.analyses.settlement.search.extremes import Witness
from winset.analyses.settlement.search.joined_optimum import JoinedOptimum
from winset.analyses.settlement.search.joined_question import JoinedQuestion
from winset.analyses.settlement.search.joined_sample import sampled_counts
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.settlement.solutions import Context, Solution
from winset.analyses.settlement.violation_masks import Items
from winset.readings import Reading

MOST_TRIED = 500_000
"""Options that are tried in each search where rules and links join too many issues, some seconds; beyond, the search
gives the best package that it found and what none exceeds.
"""
MOST_ORACLES = 300
"""Searches for which demands stand in the way, where rules and links join too many issues; beyond, conflicts and
repairs are those known by then, and the answer says that they are not complete.
"""


class Joined(Search):
    """Branch and bound through packages, with every rule and link. effort: of each single search, of options tried."""

    def __init__(self, reading: Reading, effort: Effort | None = None) -> None:
        self.question = JoinedQuestion(reading)
        posed = self.question.posed
        nodes = MOST_TRIED if effort is None else min(MOST_TRIED, effort.nodes)
        seconds = None if effort is None else effort.seconds
        super().__init__(reading, [] if posed is None else [posed], Effort(nodes=nodes, seconds=seconds))

    @cached_property
    def _sampled(self) -> tuple[CountEstimate, CountEstimate]:
        return sampled_counts(self.question)

    @property
    def estimate(self) -> CountEstimate:
        """How many packages are acceptable, also where a search found none and did not prove that there is none."""
        return self._sampled[1]

    @cached_property
    def counts(self) -> PackageCounts:
        feasible, acceptable = self._sampled
        if not feasible.packages:
            feasible = replace(feasible, packages=1) if self._leaves_something else CountEstimate(packages=0)
        number, error = acceptable.packages, acceptable.error
        if not self.has_deal:
            number, error = 0, 0.0
        return PackageCounts(
            total=total_packages(self.reading.structure),
            feasible=feasible.packages,
            acceptable=max(number, len(self._acceptable_known), int(self.has_deal)),
            error=error,
            feasible_error=feasible.error,
        )

    @property
    def _leaves_something(self) -> bool:
        """False where it is proven that no package breaks no rule and crosses no red line of a needed party."""
        lines = frozenset(n for n, item in enumerate(self.question.items) if item.line is not None)
        found = self.question.given(lines).witness(Budget(self.effort))
        return found.package is not None or not found.proven

    @cached_property
    def witness(self) -> Witness:
        return self.question.witness(Budget(self.effort))

    def reaching(self, least: Ints) -> TiedPackages:
        floors = dict(zip(self.reading.structure.bargaining, least.tolist(), strict=True))
        found, every = self.question.some(Budget(self.effort), TIES + 1, floors)
        packages = self.acceptable(np.array(found, dtype=np.int16)) if found else self._nothing
        return TiedPackages(packages=packages[:TIES], complete=every and len(packages) <= TIES)

    def _extremes(self, sign: int) -> Extremes:
        if sign not in self._known_extremes:
            known = sign * self.values_of(self._acceptable_known)
            found = [
                self.question.extreme(party, sign, Budget(self.effort), sign * int(known[:, n].max()))
                for n, party in enumerate(self.reading.structure.bargaining)
            ]
            self._known_extremes[sign] = Extremes(
                values=np.array([value for value, _ in found], dtype=np.int64),
                is_known=tuple(is_proven for _, is_proven in found),
            )
        return self._known_extremes[sign]

    def _leaving(self, issue: int, quo: int) -> Witness:
        return self.question.holding(issue, quo).witness(Budget(self.effort))

    def _optimum(self, solution: Solution, context: Context, scale: GainScale) -> SolutionChoice:
        known = self._acceptable_known
        seek = JoinedOptimum(self.question, known, solution, context, scale, self.effort, ties=TIES)
        choice = seek.run().choice(self.reading)
        self._learn(choice.packages)
        return choice

    def blockers(self, most_oracles: int = MOST_ORACLES) -> Blockers:
        items, parties = self.question.items, self.reading.worth.shape[0]
        return blockers(items, parties, self._oracle, most_oracles)

    def _oracle(self, enforced: Items) -> Items | None:
        """The demands that some package violates which keeps these; None where there is none."""
        found = self.question.given(enforced).witness(Budget(self.effort))
        if found.package is None and not found.proven:
            raise Unproven
        if found.package is None:
            return None
        view = View(self.reading.structure, np.array([found.package], dtype=np.int16))
        values = view.values(self.reading)
        return frozenset(
            n for n, item in enumerate(self.question.items) if bool(violates(view, values, self.reading, item)[0])
        )

    def no_deal(self) -> NoDeal:
        return NoDeal(blockers=self.blockers(), concessions=self._alone(), all_concessions=False)

    def _alone(self) -> tuple[Concession, ...]:
        """The concessions of one party alone, or of one body alone, that open a deal, as far as they are proven."""
        reading, rows = self.reading, []
        parties, names = len(reading.walk_away), [floor.name for floor in reading.floors]
        for n, item in enumerate(self.question.items):
            if item.line is not None or item.votes:
                continue
            others = self.question.given(self.question.enforced - {n})
            most, is_proven = others.extreme(item.party, 1, Budget(self.effort), None)
            if most is not None and is_proven:
                row = np.zeros(parties + len(names), dtype=np.int64)
                asked = reading.walk_away[item.party] if item.body is None else self._floor_of(item.body)
                row[item.party if item.body is None else parties + names.index(item.body)] = (asked or 0) - most
                rows.append(row)
        return in_points(reading, np.array(rows, dtype=np.int64).reshape(-1, parties + len(names)))[0]

    def _floor_of(self, body: str) -> int:
        return next(floor.worth for floor in self.reading.floors if floor.name == body)
