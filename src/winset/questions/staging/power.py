"""The plan with what parties gain by leaving it taken from how their strength develops."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from winset.analyses.staging.plan_terms import UNJUDGED, plan_of
from winset.analyses.timing.exit_gain import exit_gains
from winset.compiled import Compiled
from winset.compiled.timing import timing_of
from winset.errors import UnknownName
from winset.model.numbers import Span
from winset.readings.judged import most_likely
from winset.session import Session

NEEDED = "`judgements.timing` of this case does not say how strong two parties or more are, and how that changes"
ExitGains = dict[int, tuple[Fraction, ...]]


def exit_gains_of(session: Session) -> ExitGains:
    """By party, what it gains by leaving in each period, as long as the plan lasts, at the most likely numbers, with
    the limits of what the plan carries out. Raises UnknownName where the case does not give enough.
    """
    timing, plan = timing_of(session.case), plan_of(session.compiled())
    last = max((period for step in plan.steps for period, _ in step.at), default=0)
    agreed = {options for step in plan.steps for options in step.carries_out}
    gains = {} if timing is None else exit_gains(timing, most_likely, last + 1, agreed)
    if not gains:
        raise UnknownName(NEEDED)
    return gains


def with_exit_gains(case: Compiled, gains: ExitGains) -> Compiled:
    """The case with these gains in its plan; the last one holds from then on. Others keep what the plan says."""
    plan = plan_of(case)
    disciplines = tuple(
        discipline
        if party not in gains
        else (discipline or UNJUDGED).model_copy(update={"exit_gain": tuple(map(Span.of, gains[party]))})
        for party, discipline in enumerate(plan.disciplines)
    )
    return replace(case, plan=replace(plan, disciplines=disciplines))
