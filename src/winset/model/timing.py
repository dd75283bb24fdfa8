"""Timing: what changes while nothing is agreed, and the dated events that change it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Assertion, Id, IssueId, LeverId, LeverIds, Node, OptionId, PartyId, Text
from winset.model.contests import Contest
from winset.model.marks import Called, Reads, Unit
from winset.model.numbers import Handling, Points, Range, Ranges

MOST_PERIODS = 400
"""Periods that are looked at; beyond, the number is refused."""
HORIZON = 8
"""Periods that are looked at where the case does not say how many."""
EventPeriod = Annotated[int, Field(ge=0, le=MOST_PERIODS)]


class Power(Node):
    """How strong a party is now, how that changes, and what it believes itself."""

    now: Annotated[Range, Reads("strength now {number}")] = Field(
        title="How strong it is now",
        description="How strong the party is at present, above 0; between two parties only the ratio counts.",
    )
    change: Annotated[Ranges, Reads("strength {rises} {each}")] = Field(
        title="How that changes each period",
        description=(
            "By how much its strength changes each period: one range for all periods, or a list of ranges with one for "
            "each, the last of which holds from then on."
        ),
    )
    believes: Annotated[Range | None, Reads("own chance to prevail, as the party sees it, {percent}")] = Field(
        None,
        title="How likely the party thinks it is to prevail",
        description="How likely the party itself takes it to be that it prevails if it fights on, in percent.",
    )


class PartyTiming(Node):
    """What a period without a deal changes for a party."""

    walk_away_change: Annotated[Ranges | None, Unit(" points"), Reads("walk-away {rises points} {each}")] = Field(
        None,
        title="How its walk-away changes each period",
        description=(
            "By how many points the party's walk-away changes each period without a deal: one range for all periods, "
            "or a list of ranges with one for each, the last of which holds from then on."
        ),
    )
    discount: Annotated[Range | None, Reads("a point one period later is worth {number} now")] = Field(
        None,
        title="What a point one period later is worth now",
        description="What a point one period later is worth to the party now, above 0 and at most 1.",
    )
    power: Power | None = Field(
        None, title="How its strength develops", description="How the party's strength develops."
    )
    cost: Annotated[Range | None, Reads("fighting on costs {percent} of all that is at stake")] = Field(
        None,
        title="What fighting on costs it, in percent",
        description="What fighting on costs the party, in percent of all that is at stake.",
    )
    best_escalation: Annotated[Points | None, Reads("escalating could reach {points} at best")] = Field(
        None,
        title="The best that escalating could reach",
        description="The best value that the party could still reach by escalating, in points.",
    )


class EventEffects(Node):
    """What an event changes from its period on."""

    walk_away: Annotated[dict[PartyId, Points], Reads("the walk-away of {party} {rises points}")] = Field(
        {}, title="By how much it moves walk-aways", description="By how many points it moves the walk-away of a party."
    )
    power: Annotated[dict[PartyId, Range], Reads("the strength of {party} {rises}")] = Field(
        {}, title="By how much it moves strength", description="By how much it moves the strength of a party."
    )
    apply: LeverIds = Field(
        (), title="Levers that are applied from then on", description="The levers that are applied from then on."
    )
    lift: LeverIds = Field(
        (),
        title="Levers that are lifted from then on",
        description="The levers that are no longer applied from then on.",
    )


class Event(Assertion):
    """Something dated that moves walk-aways or strength, such as an election or the end of a sanctions regime."""

    title: Text | None = Field(None, title="Title", description="What readers call the event.")
    period: EventPeriod = Field(
        title="In which period", description="The period in which it takes effect, a whole number counted from 0."
    )
    moves: EventEffects = Field(
        EventEffects.model_construct(), title="What it changes", description="What it changes from then on."
    )
    handling: Handling | None = Field(
        None,
        title="Who may see the event",
        description="Who may see the event; as all numbers about time, if left out.",
    )


class TimedLever(Node):
    """When a lever is applied while nothing is agreed, and when it is lifted."""

    from_: EventPeriod = Field(alias="from", title="From period", description="The first period in which it presses.")
    until: EventPeriod | None = Field(
        None,
        title="Until period",
        description="The first period in which it no longer presses; it stays applied, if left out.",
    )


class Timing(Node):
    """How the parties' positions change while nothing is agreed."""

    period: Annotated[Text, Called("Period of waiting")] = Field(
        title="How long one period is", description="How long one period is, in words."
    )
    horizon: Annotated[int, Field(ge=1, le=MOST_PERIODS), Called("Periods of waiting that are looked at")] = Field(
        HORIZON,
        title="How many periods are looked at",
        description="How many periods from now are looked at, where nothing else is asked for.",
    )
    parties: Annotated[
        dict[PartyId, PartyTiming],
        Called("What waiting changes for {party}"),
        Reads(of="{party}", heading="What a period without a deal changes, of {period} each"),
    ] = Field(
        {}, title="What waiting changes for a party", description="What a period without a deal changes for each party."
    )
    events: Annotated[
        dict[Id, Event],
        Called("Dated event: {name}"),
        Reads(of="{name} (period {period})", heading="What dated events move, in periods of {period} from now"),
    ] = Field({}, title="Dated events", description="Dated events, each under a short name.")
    levers: Annotated[dict[LeverId, TimedLever], Called("When a lever is applied: {lever}")] = Field(
        {}, title="When levers are applied and lifted", description="The levers that are applied or lifted at a date."
    )
    limits: Annotated[
        dict[IssueId, dict[OptionId, dict[PartyId, Range]]],
        Called("How far {option} limits the strength of {party}"),
        Reads(
            "that of {party} by {number}",
            of="{option}",
            heading="By how much an option, once agreed, lowers the change of a party’s strength in each period",
        ),
    ] = Field(
        {},
        title="Options that limit strength",
        description=(
            "By how much an option, once agreed, lowers the change of a party's strength in each period, as an arms "
            "limit or peacekeepers would: issue, option, party."
        ),
    )
    contests: Annotated[
        dict[Id, Contest],
        Called("Contest of two parties: {name}"),
        Reads(of="{name}", heading="What two parties might fight over, in percent of the stake"),
    ] = Field(
        {},
        title="What two parties might fight over",
        description="What two parties might fight over, each under a short name; for what bargaining theory says.",
    )
    handling: Annotated[Handling | None, Called("Who may see what is judged of time")] = Field(
        None,
        title="Who may see these numbers",
        description="Who may see these numbers; as all judgements, if left out.",
    )
