"""Conflicts and repairs where packages cannot be gone through: from questions "is there a package if only these hold?"

Source: Liffiton, Previti, Malik & Marques-Silva 2016, Constraints 21(2), 223–250 (MARCO). Their map of unexplored
sets is kept as the minimal hitting sets of the conflicts found so far: what is left when one of them gives way is an
unexplored set that no other contains. If it leaves a package, the hitting set is a repair, and a minimal one, since
each smaller set misses a conflict. If not, it is shrunk to a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from winset.analyses.settlement.blockers import (
    MOST_CONFLICTS,
    Blockers,
    Constraint,
    extend_hitting_sets,
    in_order,
    pivotal,
)
from winset.analyses.settlement.violation_masks import Items

Oracle = Callable[[Items], Items | None]
"""From the constraints that hold to those that some package violates of all; None where there is no such package.
Raises Unproven where the search stopped."""
MOST_ORACLES = 3_000
"""Searches for a package that keeps a set of demands; beyond, conflicts and repairs are those known by then, and the
answer says that they are not complete.
"""


class Unproven(Exception):
    """A search stopped before it was known whether there is a package."""


class Marco:
    """The search for all conflicts and repairs. constraints: how many there are; the sets hold their positions.

    violation_sets: known ones, of some packages. barred: sets that are known to leave no package. most: conflicts and
    repairs after which it stops, and most_oracles questions.
    """

    def __init__(  # noqa: PLR0913 - what is known before, and how far to go
        self,
        constraints: int,
        oracle: Oracle,
        violation_sets: Iterable[Items] = (),
        barred: Iterable[Items] = (),
        most: int = MOST_CONFLICTS,
        most_oracles: int = MOST_ORACLES,
    ) -> None:
        self.everything: Items = frozenset(range(constraints))
        self.oracle, self.most, self.most_oracles = oracle, most, most_oracles
        self.oracle_calls = 0
        self.violation_sets, self.barred = list(violation_sets), tuple(barred)
        self.conflicts: list[Items] = []
        self.repairs: list[Items] = []

    def run(self) -> bool:
        """Finds conflicts and repairs; False where a limit was reached, so that they are "at least"."""
        hitting: list[Items] = [frozenset()]
        try:
            while True:
                open_ = next((candidate for candidate in hitting if candidate not in self.repairs), None)
                if open_ is None:
                    return True
                if self._leaves_a_package(self.everything - open_):
                    self.repairs.append(open_)
                    continue
                conflict = self._shrunk(self.everything - open_)
                self.conflicts.append(conflict)
                hitting = in_order(extend_hitting_sets(hitting, conflict))
                if len(hitting) > self.most or len(self.conflicts) > self.most:
                    return False
        except Unproven:
            return False

    def _leaves_a_package(self, enforced: Items) -> bool:
        if any(not enforced & violation_set for violation_set in self.violation_sets):
            return True
        if any(conflict <= enforced for conflict in (*self.conflicts, *self.barred)):
            return False
        self.oracle_calls += 1
        if self.oracle_calls > self.most_oracles:
            raise Unproven
        violated = self.oracle(enforced)
        if violated is not None:
            self.violation_sets.append(violated)
        return violated is not None

    def _shrunk(self, conflict: Items) -> Items:
        """A conflict within a set that leaves no package: what can be left out is, one constraint after the other."""
        for item in sorted(conflict):
            if not self._leaves_a_package(conflict - {item}):
                conflict = conflict - {item}
        return conflict


def blockers(
    constraints: tuple[Constraint, ...], parties: int, oracle: Oracle, most_oracles: int = MOST_ORACLES
) -> Blockers:
    """What stands between the parties and a deal, by MARCO; neither conflicts nor repairs where the rules alone leave
    no package, as the empty conflict says.
    """
    search = Marco(len(constraints), oracle, most_oracles=most_oracles)
    complete = search.run()
    repairs = tuple(in_order(search.repairs))
    return Blockers(
        constraints=constraints,
        conflicts=tuple(conflict for conflict in in_order(search.conflicts) if conflict),
        repairs=repairs,
        pivotal=pivotal(constraints, repairs, parties),
        complete=complete,
    )
