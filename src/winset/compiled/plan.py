"""The plan of a case: its steps, by whom each is taken and what puts it back."""

from __future__ import annotations

from dataclasses import dataclass

from winset.compiled.index import Index
from winset.model.case import Case
from winset.model.numbers import Span
from winset.model.plan import Discipline, Worth


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One step of a plan. carries_out: (issue, option). worth: of the parties that it is worth something to. after:
    steps, by their places, that must come first. at: the share that is taken in each period. at_most: the largest share
    in one period, None where the case does not say. in_steps: True where an option that it carries out means one step
    at a time.
    """

    name: str
    owner: int
    carries_out: tuple[tuple[int, int], ...]
    worth: tuple[tuple[int, Worth], ...]
    reversible: bool
    divisible: bool
    snapback: Span
    after: tuple[int, ...]
    at: tuple[tuple[int, Span], ...]
    at_most: Span | None = None
    in_steps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTrigger:
    """Who votes on putting a step back, how likely each is to vote for it (None where that is not judged), and how
    many votes it takes.
    """

    of: tuple[int, ...]
    willing: tuple[Span | None, ...]
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan in positions. period: how long one is, in words. disciplines: per party, None where nothing is judged."""

    period: str
    steps: tuple[PlannedStep, ...]
    disciplines: tuple[Discipline | None, ...]
    trigger: PlannedTrigger | None = None


def plan_of(case: Case, index: Index) -> Planned | None:
    """The plan of the case; None where it has none."""
    plan = case.plan
    if plan is None:
        return None
    names = tuple(plan.steps)
    trigger = plan.trigger
    return Planned(
        period=plan.period,
        steps=tuple(
            PlannedStep(
                name=name,
                owner=index.parties.index(step.by),
                carries_out=tuple(
                    (issue := index.issues.index(topic), index.options[issue].index(option))
                    for topic, option in step.carries_out.items()
                ),
                worth=tuple((index.parties.index(party), worth) for party, worth in step.worth.items()),
                reversible=step.reversible,
                divisible=step.divisible,
                snapback=step.snapback,
                after=tuple(names.index(before) for before in step.after),
                at=tuple(sorted(step.at.items())),
                at_most=step.at_most,
                in_steps=any(case.issues[issue].options[name].in_steps for issue, name in step.carries_out.items()),
            )
            for name, step in plan.steps.items()
        ),
        disciplines=tuple(plan.parties.get(party) for party in index.parties),
        trigger=None
        if trigger is None
        else PlannedTrigger(
            of=tuple(index.parties.index(party) for party in trigger.of),
            willing=tuple(trigger.willing.get(party) for party in trigger.of),
            votes=trigger.votes,
        ),
    )
