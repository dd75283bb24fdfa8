"""The settlement answer: centrally, under each rule of silence, and what it turns on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from winset.analyses.settlement.deal import Deal, deal
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.search.tree import Effort
from winset.questions.question import Given, ShownPackages
from winset.questions.settlement.packages import shown_packages
from winset.questions.settlement.request import DealRequest

FEW = 100
"""Readings in which it is counted whether the packages that are shown would hold."""
MOST_STATES = 20_000
"""States up to which it is asked beside a deal whether the packages would hold; beyond, the answer says that there are
too many.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DealAnswer:
    """What is known of the packages of a case."""

    request: DealRequest
    deal: Deal

    @property
    def status(self) -> str:
        return self.deal.central.status

    @property
    def stopped(self) -> str:
        """Nothing: a run that is stopped has no answer."""
        return ""

    @property
    def shown(self) -> ShownPackages | None:
        """The packages that stand side by side, None where there are none."""
        packages = tuple(package.package for package in shown_packages(self.deal))
        if not packages:
            return None
        asked = self.request
        return ShownPackages(packages=packages, table=asked.table, seed=asked.seed, draws=FEW, most=MOST_STATES)


def solve(request: DealRequest, given: Given) -> DealAnswer:
    """Raises UnknownName for a table that the case does not have, TooLarge and NumberTooFine."""
    session, case = given.session, given.session.compiled(request.table)
    asked = SolverOptions(method=request.method, effort=Effort(nodes=request.nodes, seconds=request.seconds))
    asked = replace(asked, plain=given.answers_plainly(request.table, asked))
    given.prepare(request.table, asked)
    answer = session.settlement(request.table, asked)
    settled = deal(case, seed=request.seed, draws=request.trials, solver=asked, answer=answer)
    return DealAnswer(request=request, deal=settled)
