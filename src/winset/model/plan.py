"""A plan: the steps that carry out an agreement, in shares over periods."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Assertion, Flag, Id, IssueId, Node, OptionId, PartyId, PartyIds, StepIds, Text
from winset.model.marks import AsOne, Reads, Unit
from winset.model.numbers import Points, Range, Span

Period = Annotated[int, Field(ge=0, le=10_000)]


class Worth(Node):
    """What a step is worth to a party against no deal, in points: once, or each period while it is in force."""

    once: Annotated[Points | None, Reads("{points} to {party}, once")] = Field(
        None,
        title="Once, when it is taken",
        description="Points that the step brings the party one time, when it is taken.",
    )
    each: Annotated[Points | None, Reads("{points} to {party} in each period")] = Field(
        None,
        title="In each period in which it is in force",
        description="Points that the step brings the party in each period in which it is in force.",
    )


class Step(Assertion):
    """One step: who takes it, what it is worth to whom, when, and whether it can be put back."""

    title: Text | None = Field(None, title="Title", description="What readers call the step.")
    by: PartyId = Field(title="Who takes it", description="The party that takes the step.")
    carries_out: dict[IssueId, OptionId] = Field(
        {}, title="The options that it carries out", description="The options of a package that the step carries out."
    )
    worth: dict[PartyId, Worth] = Field(
        {},
        title="What it is worth to each party",
        description="What the step is worth to each party against having no deal.",
    )
    reversible: Flag = Field(title="Can it be undone?", description="Whether the step can be undone.")
    divisible: Flag = Field(
        default=False, title="It can be taken in parts", description="Whether the step can be taken in parts."
    )
    at_most: Annotated[Range | None, Reads("a share of at most {number} in one period")] = Field(
        None,
        title="At most, in one period",
        description="The largest share of the step in one period, from 0 to 1, where it may not be done faster.",
    )
    snapback: Annotated[Range, Reads("put back, once that is decided, with a chance of {number}")] = Field(
        Span.of(1),
        title="How surely it is put back after a breach",
        description="How surely a reversible step is put back after a breach, from 0 to 1.",
    )
    after: StepIds = Field((), title="What must come first", description="The steps that must come first.")
    at: Annotated[dict[Period, Range], Field(min_length=1), Reads(listed=False)] = Field(
        title="When it is taken",
        description="The share of the step that is taken in each period, counted from 0; the shares sum to 1.",
    )


class Discipline(Node):
    """How patient a party is, how its breach is seen and how fast it is answered."""

    discount: Annotated[Range, Reads("a point one period later is worth {number} now")] = Field(
        title="What a point one period later is worth now",
        description="What a point one period later is worth to the party now, from 0 to 1.",
    )
    detection: Annotated[Range, Reads("a hidden breach is noticed with a chance of {number} in a period")] = Field(
        Span.of(1),
        title="How likely a hidden breach is noticed",
        description="How likely a hidden breach by this party is noticed in any one period, from 0 to 1.",
    )
    lag: Annotated[Range, Reads("the answer to a hidden breach bites {periods} after it is noticed")] = Field(
        Span.of(0),
        title="How long until a hidden breach is answered",
        description="How many periods pass from the day a hidden breach is noticed until the answer bites.",
    )
    open_lag: Annotated[Range, Reads("the answer to an open breach bites {periods} after it")] = Field(
        Span.of(0),
        title="How long until an open breach is answered",
        description="How many periods pass from an open breach until the answer bites.",
    )
    exit_gain: Annotated[
        tuple[Range, ...] | Range,
        Field(union_mode="left_to_right"),
        Unit(" points"),
        Reads("leaving the agreement brings {points} {date}"),
    ] = Field(
        Span.of(0),
        title="What leaving the agreement brings",
        description=(
            "What the party gains by leaving the agreement: one number, or a list with one for each "
            "period, the last of which holds from then on. A list is never a range; [[low, most likely, "
            "high]] is one range for all periods."
        ),
    )
    penalty: Annotated[Points, Reads("a breach costs {points}, which third parties see to")] = Field(
        Span.of(0),
        title="What third parties make it pay",
        description="What third parties make the party pay, in points, when its breach takes effect.",
    )
    false_alarm: Annotated[
        Range, Reads("a step is put back with a chance of {number} in a period though nobody broke anything")
    ] = Field(
        Span.of(0),
        title="How likely a false alarm is",
        description="How likely a step is put back in any one period though nobody broke anything.",
    )


class Trigger(Node):
    """Who may put a step back, how likely each is to vote for it, and how many votes it takes."""

    of: PartyIds = Field(
        title="Who votes on putting a step back", description="The parties that vote on putting a step back."
    )
    willing: Annotated[dict[PartyId, Range], Reads("a vote for it with a chance of {number}", of="{party}")] = Field(
        title="How likely each is to vote for it", description="How likely each of them is to vote for it, from 0 to 1."
    )
    votes: Annotated[int, Field(ge=1)] = Field(
        1, title="How many votes it takes", description="How many votes it takes."
    )


class Plan(Assertion):
    """The analyst's proposal of steps; its numbers are judgements."""

    period: Text = Field(title="How long one period is", description="How long one period is, in words.")
    steps: Annotated[
        dict[Id, Step],
        Reads(of="{name}", heading="The steps of the plan: worth against no deal, and chances, in periods of {period}"),
    ] = Field(title="The steps", description="The steps, each under a short name.")
    parties: Annotated[
        dict[PartyId, Discipline],
        Reads(of="{party}", heading="The terms of the plan for each party, in periods of {period}"),
    ] = Field(
        {},
        title="Patience and breaches, by party",
        description="How patient each party is, and how its breaches are noticed and answered.",
    )
    trigger: Annotated[
        Trigger | None, AsOne(), Reads(heading="Who would vote for putting the steps of the plan back")
    ] = Field(
        None,
        title="Who decides that a step is put back",
        description="Who decides that a step is put back; without it nobody has to decide.",
    )
