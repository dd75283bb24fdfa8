"""The plan with what parties gain by leaving it taken from another question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from winset.analyses.staging.plan_terms import UNJUDGED, plan_of
from winset.compiled import Compiled
from winset.model.numbers import Span
from winset.questions.question import ExitGains, ExitGainsOf
from winset.session import Session


def exit_gains_of(session: Session, offered: ExitGainsOf) -> ExitGains:
    """What parties gain by leaving as long as the plan lasts, where what it carries out is agreed. Raises UnknownName
    where the case does not give enough.
    """
    plan = plan_of(session.compiled())
    last = max((period for step in plan.steps for period, _ in step.at), default=0)
    return offered(session, last + 1, frozenset(options for step in plan.steps for options in step.carries_out))


def with_exit_gains(case: Compiled, gains: Mapping[int, tuple[Fraction, ...]]) -> Compiled:
    """The case with these gains in its plan; the last one holds from then on. Others keep what the plan says."""
    plan = plan_of(case)
    disciplines = tuple(
        discipline
        if party not in gains
        else (discipline or UNJUDGED).model_copy(update={"exit_gain": tuple(map(Span.of, gains[party]))})
        for party, discipline in enumerate(plan.disciplines)
    )
    return replace(case, plan=replace(plan, disciplines=disciplines))
