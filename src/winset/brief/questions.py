"""What a brief asks of a case, and within which budgets: as much as takes no time to speak of beside the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from winset.brief.request import BriefRequest
from winset.questions.question import NotComputed
from winset.runs.running import Running

if TYPE_CHECKING:
    from winset.study import Study

PLAN_DRAWS, PLAN_TESTS = 200, 800
"""In how many readings a plan is tested, and how often at most with numbers drawn anew."""
DRIVER_DRAWS = 200
"""Readings in which each input is drawn anew by itself."""
TOGETHER = 2
"""Levers that are pulled together."""


def questions_of(study: Study, request: BriefRequest, running: Running) -> dict[str, Any]:
    """The answers by question, as far as the case has what they ask about. Raises TooLarge where the question of a deal
    is too large.
    """
    from winset.questions.check.request import CheckRequest
    from winset.questions.robustness.request import RobustRequest
    from winset.questions.settlement.request import DealRequest
    from winset.questions.staging.request import StagingRequest
    from winset.questions.tables.request import TablesRequest

    case = study.session.case
    deal = study.ask(
        DealRequest(
            table=request.table,
            seed=request.seed,
            draws=request.draws,
            method=request.method,
            nodes=request.nodes,
            seconds=request.seconds,
        ),
        running,
    )
    if isinstance(deal, NotComputed):
        raise deal.refusal
    answers = {"deal": deal, "check": study.ask(CheckRequest())}
    answers["robust"] = study.ask(
        RobustRequest(
            table=request.table,
            seed=request.seed,
            draws=request.draws,
            levers=TOGETHER,
            drivers=min(request.draws, DRIVER_DRAWS),
        ),
        running,
    )
    if case.tables:
        answers["tables"] = study.ask(TablesRequest(seed=request.seed, draws=request.draws), running)
    if case.plan is not None:
        few = min(request.draws, PLAN_DRAWS)
        answers["staging"] = study.ask(
            StagingRequest(objectives=("security",), seed=request.seed, draws=few), running
        )
    return answers
