"""The steps of a plan put at other periods, to see what follows: a case as it would be with another time line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from winset.errors import UnknownName
from winset.model.case import Case
from winset.model.numbers import Span
from winset.model.plan import Step

LATEST = 400
"""The last period at which a step can be put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDates:
    """When a step is taken: its first period, and over how many periods it is spread."""

    start: int
    periods: int = 1


def dates_of(step: Step) -> StepDates:
    """When the case has a step."""
    return StepDates(start=min(step.at), periods=max(step.at) - min(step.at) + 1)


def moved_plan(case: Case, dates: Mapping[str, StepDates]) -> Case:
    """The case with some steps of its plan at other periods. A step over as many periods as before keeps its shares;
    over another number it is taken in equal parts.

    Raises UnknownName for a step that the plan does not have, and for dates that it cannot have.
    """
    if not dates:
        return case
    if case.plan is None:
        raise UnknownName("this case has no plan whose steps could be moved")
    steps = dict(case.plan.steps)
    for name, at in dates.items():
        if name not in steps:
            raise UnknownName(f"no step `{name}` in the plan; it has: {', '.join(steps)}")
        steps[name] = steps[name].model_copy(update={"at": shares_at(name, steps[name], at)})
    return case.model_copy(update={"plan": case.plan.model_copy(update={"steps": steps})})


def shares_at(name: str, step: Step, at: StepDates) -> dict[int, Span]:
    """The share of a step in each period, at other dates. Raises UnknownName for dates that it cannot have."""
    if not (at.start >= 0 and at.periods >= 1 and at.start + at.periods - 1 <= LATEST):
        raise UnknownName(f"`{name}` cannot be put there: periods are 0 to {LATEST}")
    there = dates_of(step)
    if at.periods == there.periods:
        return {period - there.start + at.start: share for period, share in step.at.items()}
    if not step.divisible:
        raise UnknownName(f"`{name}` is taken as a whole, in one period: its case says of it no `divisible: true`")
    share = Fraction(1, at.periods)
    if step.at_most is not None and share > step.at_most.high:
        least = -(-step.at_most.high.denominator // step.at_most.high.numerator)
        raise UnknownName(f"`{name}` may be done no faster than in {least} periods (`at_most`)")
    return {at.start + place: Span.of(share) for place in range(at.periods)}
