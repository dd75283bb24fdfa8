"""The answer about tables: in the central reading, under each variant of the case, and over readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.settlement.packages import total_packages
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.tables.enumerated_space import MOST_LISTED
from winset.analyses.tables.readings import HOLDS, TablesQuestion, finding_name
from winset.analyses.tables.searched_space import is_gone_through
from winset.analyses.tables.tables import TableOutcome
from winset.analyses.tables.talks import TablesOptions, Talks, talks
from winset.errors import TooLarge
from winset.questions.question import Given
from winset.questions.tables.request import TablesRequest
from winset.readings.shares import Share
from winset.session import Session

MOST_GONE_THROUGH = 10_000_000_000
"""Packages that are gone through in all trials and at all tables, some minutes, where rules and links join too many
issues for anything else; beyond, there are fewer trials, and the answer says how many.
"""
QUESTIONS = 2
"""Times that a table's packages are then gone through in a trial: for what it would sign, and for what holds."""
AS_A_SEARCH = 200_000
"""Packages as which searching a table in one reading counts, where packages are too many to list."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TablesAnswer:
    """What is known of the tables of a case. talks: in the central reading. variants: the same under each variant, None
    where they were not looked at. holds: in how many readings something holds at each table, its deal survives, and it
    finds one; empty where none were counted. refusal: why none were.
    """

    request: TablesRequest
    talks: Talks
    variants: Mapping[str, Talks] | None
    holds: Mapping[str, Share]
    refusal: str = ""
    stopped: str = ""

    @property
    def draws(self) -> int:
        """How many readings were counted."""
        return next((share.draws for share in self.holds.values()), 0)

    @property
    def fewer(self) -> str:
        """How many trials were looked at where all packages had to be gone through in each; else empty."""
        asked = self.request.trials
        if not self.draws or self.draws >= asked or self.stopped or self.request.examined is not None:
            return ""
        return (
            "Rules and links join so many issues that each trial goes through all packages: "
            f"{self.draws:,} trials were looked at in place of {asked:,}."
        )

    @property
    def status(self) -> str:
        cut = any(
            solution_choice.status == "limit"
            for met in self.talks.comparison.all_tables
            for solution_choice in (met.naive, met.foresighted)
        )
        return "limit" if cut or self.stopped else "answered"

    @property
    def shares_of_holding(self) -> dict[str, Share]:
        """Per table, the trials in which something that it can agree on would be carried out."""
        every = ((met, self.share(HOLDS, met)) for met in self.talks.comparison.all_tables)
        return {met.table.name: share for met, share in every if share is not None}

    def share(self, kind: str, met: TableOutcome) -> Share | None:
        """In how many readings something is so at a table, None where that was not counted."""
        return self.holds.get(finding_name(kind, met.table.name))


def solve(request: TablesRequest, given: Given) -> TablesAnswer:
    """Raises TooLarge and NumberTooFine."""
    session = given.session
    effort = Effort(nodes=request.nodes, seconds=request.seconds)
    compared = _talks(
        session, TablesOptions(subsets=request.subsets, tolerated=Fraction(str(request.tolerated)), effort=effort)
    )
    variants = None
    if request.most_for_variants is None or total_packages(session.compiled().structure) <= request.most_for_variants:
        variants = {name: _talks(variant, TablesOptions(effort=effort)) for name, variant in session.variants.items()}
    holds, refusal, stopped = _readings(request, given, compared)
    return TablesAnswer(
        request=request, talks=compared, variants=variants, holds=holds, refusal=refusal, stopped=stopped
    )


def _talks(session: Session, solver: TablesOptions) -> Talks:
    return talks(session.compiled(), session.central(), solver)


def _readings(request: TablesRequest, given: Given, compared: Talks) -> tuple[Mapping[str, Share], str, str]:
    """In how many readings something holds at each table; why that was not counted; what is missing where the run was
    stopped. Raises KeyboardInterrupt where nothing was done by then.
    """
    tables = compared.comparison.all_tables if request.past else (*compared.comparison.coming, compared.comparison.full)
    names = tuple(met.table.name for met in tables)
    draws, case = request.trials, given.session.compiled()
    if request.examined is not None:
        total = total_packages(case.structure)
        looked_at = total if total <= MOST_LISTED else AS_A_SEARCH
        draws = min(draws, request.examined // (looked_at * len(names)))
    if is_gone_through(given.session.central()):
        draws = min(draws, MOST_GONE_THROUGH // (QUESTIONS * total_packages(case.structure) * len(names)))
    if not draws or draws < request.fewest:
        return {}, "there are too many packages" if request.trials else "", ""
    work = FindingShares(case=case, question=TablesQuestion(tables=names), seed=request.seed)
    try:
        done = given.running.of({"tables": work}, draws)
    except TooLarge as refusal:
        return {}, str(refusal), ""
    if not (number := done.draws("tables")):
        raise KeyboardInterrupt
    stopped = f"stopped after {number:,} of {draws:,} readings" if number < draws else ""
    return work.result(done.sums["tables"]), "", stopped
