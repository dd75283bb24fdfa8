"""A plan: the steps that carry out an agreement, in shares over periods."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Assertion, Flag, Id, Ids, IssueId, Node, OptionId, PartyId, PartyIds, Text
from winset.model.marks import AsOne, Unit
from winset.model.numbers import Points, Range, Span

Period = Annotated[int, Field(ge=0, le=10_000)]


class Worth(Node):
    """What a step is worth to a party against no deal, in points: once, or each period while it is in force."""

    once: Points | None = Field(None, description="Points that the step brings the party one time, when it is taken.")
    each: Points | None = Field(
        None, description="Points that the step brings the party in each period in which it is in force."
    )


class Step(Assertion):
    """One step: who takes it, what it is worth to whom, when, and whether it can be put back."""

    title: Text | None = Field(None, description="What readers call the step.")
    by: PartyId = Field(description="The party that takes the step.")
    carries_out: dict[IssueId, OptionId] = Field({}, description="The options of a package that the step carries out.")
    worth: dict[PartyId, Worth] = Field({}, description="What the step is worth to each party against having no deal.")
    reversible: Flag = Field(description="Whether the step can be undone.")
    divisible: Flag = Field(default=False, description="Whether the step can be taken in parts.")
    at_most: Range | None = Field(
        None, description="The largest share of the step in one period, from 0 to 1, where it may not be done faster."
    )
    snapback: Range = Field(
        Span.of(1), description="How surely a reversible step is put back after a breach, from 0 to 1."
    )
    after: Ids = Field((), description="The steps that must come first.")
    at: Annotated[dict[Period, Range], Field(min_length=1)] = Field(
        description="The share of the step that is taken in each period, counted from 0; the shares sum to 1."
    )


class Discipline(Node):
    """How patient a party is, how its breach is seen and how fast it is answered."""

    discount: Range = Field(description="What a point one period later is worth to the party now, from 0 to 1.")
    detection: Range = Field(
        Span.of(1), description="How likely a hidden breach by this party is noticed in any one period, from 0 to 1."
    )
    lag: Range = Field(
        Span.of(0), description="How many periods pass from the day a hidden breach is noticed until the answer bites."
    )
    open_lag: Range = Field(Span.of(0), description="How many periods pass from an open breach until the answer bites.")
    exit_gain: Annotated[tuple[Range, ...] | Range, Field(union_mode="left_to_right"), Unit(" points")] = Field(
        Span.of(0),
        description=(
            "What the party gains by leaving the agreement: one number, or a list with one for each "
            "period, the last of which holds from then on. A list is never a range; [[low, most likely, "
            "high]] is one range for all periods."
        ),
    )
    penalty: Points = Field(
        Span.of(0), description="What third parties make the party pay, in points, when its breach takes effect."
    )
    false_alarm: Range = Field(
        Span.of(0), description="How likely a step is put back in any one period though nobody broke anything."
    )


class Trigger(Node):
    """Who may put a step back, how likely each is to vote for it, and how many votes it takes."""

    of: PartyIds = Field(description="The parties that vote on putting a step back.")
    willing: dict[PartyId, Range] = Field(description="How likely each of them is to vote for it, from 0 to 1.")
    votes: Annotated[int, Field(ge=1)] = Field(1, description="How many votes it takes.")


class Plan(Assertion):
    """The analyst's proposal of steps; its numbers are judgements."""

    period: Text = Field(description="How long one period is, in words.")
    steps: dict[Id, Step] = Field(description="The steps, each under a short name.")
    parties: dict[PartyId, Discipline] = Field(
        {}, description="How patient each party is, and how its breaches are noticed and answered."
    )
    trigger: Annotated[Trigger | None, AsOne()] = Field(
        None, description="Who decides that a step is put back; without it nobody has to decide."
    )
