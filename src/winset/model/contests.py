"""Contests: what two parties might fight over, with what bargaining theory asks of it. Numbers are in percent of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Assertion, IssueId, Node, OptionId, PartyId, Text
from winset.model.marks import Reads
from winset.model.numbers import Points, Range


class Kinds(Node):
    """A party of which the other does not know whether it is strong or weak."""

    strong: Annotated[Range, Reads("{party}, if strong, asks for {percent}")] = Field(
        title="If it is strong, it wants, in percent",
        description="What share of the stake it wants if it is strong, in percent.",
    )
    weak: Annotated[Range, Reads("{party}, if weak, asks for {percent}")] = Field(
        title="If it is weak, it wants, in percent",
        description="What share of the stake it wants if it is weak, in percent.",
    )
    chance: Annotated[Range, Reads("chance that {party} is weak, as the other sees it, {percent}")] = Field(
        title="How likely it is weak, in percent", description="How likely the other takes it to be weak, in percent."
    )
    strong_loses: Annotated[Range | None, Reads("chance that {party} loses a battle if strong {percent}")] = Field(
        None,
        title="How likely it loses a battle if strong, in percent",
        description="How likely it would lose a battle if it is strong, in percent; given with the next.",
    )
    weak_loses: Annotated[Range | None, Reads("chance that {party} loses a battle if weak {percent}")] = Field(
        None,
        title="How likely it loses a battle if weak, in percent",
        description="How likely it would lose a battle if it is weak, in percent.",
    )


class HoldingOut(Node):
    """What a party would win if the other gave in, and what waiting for it costs; both in points of its own."""

    prize: Annotated[Points, Reads("if the other gives in, a prize of {points} to {party}")] = Field(
        title="What it wins if the other gives in",
        description="What the party wins if the other gives in, in points, above 0.",
    )
    each: Annotated[Points, Reads("each period of holding out costs {party} {points}")] = Field(
        title="What each period costs it",
        description="What each period of holding out costs the party, in points, above 0.",
    )


class Contest(Assertion):
    """Something that two parties might fight over.

    How strong they are, what fighting costs them and what they believe stands under `timing.parties`.
    """

    title: Text | None = Field(None, title="What is at stake", description="What readers call that which is at stake.")
    parties: Annotated[tuple[PartyId, ...], Field(min_length=2, max_length=2)] = Field(
        title="The two parties", description="The two parties; shares of the stake are those of the first."
    )
    issue: IssueId | None = Field(
        None, title="The issue that divides the stake", description="The issue whose options divide the stake."
    )
    shares: Annotated[dict[OptionId, Range], Reads("{option} gives {first party} {percent}")] = Field(
        {},
        title="What share each option gives the first, in percent",
        description="What share of the stake each option of the issue gives the first party, in percent.",
    )
    largest_cost: Annotated[
        dict[PartyId, Range], Reads("fighting costs {party} at most {percent}, as the other sees it")
    ] = Field(
        {},
        title="The most that fighting may cost, in percent",
        description=(
            "The most that fighting may cost a party in the eyes of the other, in percent of the stake; to the other "
            "anything from 0 to that is as likely."
        ),
    )
    kinds: dict[PartyId, Kinds] = Field(
        {},
        title="A party that may be strong or weak",
        description="A party that may be strong or weak, which the other does not know.",
    )
    ratified: Annotated[dict[PartyId, Range], Reads("at least {percent} for {party} is ratified at home")] = Field(
        {},
        title="The least share that is ratified at home, in percent",
        description=(
            "The least share of the stake for a party with which whoever ratifies at home would be content, in "
            "percent; a range where the other does not know it."
        ),
    )
    holding_out: dict[PartyId, HoldingOut] = Field(
        {},
        title="What holding out brings and costs",
        description="What each party wins if the other gives in, and what holding out costs it.",
    )
