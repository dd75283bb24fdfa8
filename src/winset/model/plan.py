"""A plan: the steps that carry out an agreement, in shares over periods."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Assertion, Flag, Id, Ids, Node, Text
from winset.model.numbers import Range, Span

Period = Annotated[int, Field(ge=0, le=10_000)]


class Worth(Node):
    """What a step is worth to a party against no deal, in points: once, or each period while it is in force."""

    once: Range | None = None
    each: Range | None = None


class Step(Assertion):
    """One step: who takes it, what it is worth to whom, when, and whether it can be put back."""

    title: Text | None = None
    by: Id
    carries_out: dict[Id, Id] = {}
    worth: dict[Id, Worth] = {}
    reversible: Flag
    divisible: Flag = False
    snapback: Range = Span.of(1)
    after: Ids = ()
    at: Annotated[dict[Period, Range], Field(min_length=1)]


class Discipline(Node):
    """How patient a party is, how its breach is seen and how fast it is answered."""

    discount: Range
    detection: Range = Span.of(1)
    lag: Range = Span.of(0)
    open_lag: Range = Span.of(0)
    exit_gain: Annotated[tuple[Range, ...] | Range, Field(union_mode="left_to_right")] = Span.of(0)
    penalty: Range = Span.of(0)
    false_alarm: Range = Span.of(0)


class Trigger(Node):
    """Who may put a step back, how likely each is to vote for it, and how many votes it takes."""

    of: Ids
    willing: dict[Id, Range]
    votes: Annotated[int, Field(ge=1)] = 1


class Plan(Assertion):
    """The analyst's proposal of steps; its numbers are judgements."""

    period: Text
    steps: dict[Id, Step]
    parties: dict[Id, Discipline] = {}
    trigger: Trigger | None = None
