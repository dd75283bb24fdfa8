"""Judgements: every number of the analyst's. None is the source's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from winset.model.claims import Assertion, Flag, Id, Ids, Node, Text
from winset.model.conditions import REACH, Condition, Marks
from winset.model.forms import Shorthand
from winset.model.numbers import LONG_FORM, Handling, Range
from winset.model.timing import Timing


class WalkAway(Node):
    """The value of no deal: points, or so many points above the status quo package."""

    points: Range | None = Field(None, description="What having no deal is worth to the party, on the scale of values.")
    status_quo: Range | None = Field(
        None, description="How many points having no deal is worth above the status quo package."
    )


def _walk_away(raw: object) -> object:
    if isinstance(raw, str) and raw == "status_quo":
        return {"status_quo": 0}
    if isinstance(raw, Mapping) and "status_quo" in raw:
        return raw
    return raw if isinstance(raw, WalkAway) else {"points": raw}


WalkAwayOrRange = Annotated[
    WalkAway,
    BeforeValidator(_walk_away),
    Shorthand(
        {"anyOf": [{"const": "status_quo"}, {"type": "number"}, {"type": "array"}, {"type": "string"}, LONG_FORM]}
    ),
]


class TableWorth(Node):
    """What a meeting itself is worth to whom, and the levers that it uses up."""

    worth: dict[Id, Range] = Field(
        {}, description="What the meeting itself is worth to a party, whatever is agreed there, in points."
    )
    spends: Ids = Field((), description="The levers that holding the meeting uses up.")
    handling: Handling | None = Field(None, description="Who may see these numbers; as all judgements, if left out.")


class Link(Assertion):
    """The worth of a combination beyond its parts."""

    party: Id = Field(description="The party to whom the combination is worth more or less than its parts.")
    when: Condition = Field(description="The combination: options on several issues that must all be in the package.")
    applies_above: Marks = Field({}, description=REACH)
    points: Range = Field(description="The points that the combination adds to the package's value, or takes from it.")
    handling: Handling | None = Field(None, description="Who may see the link; as all judgements, if left out.")


class Together(Node):
    """Judged numbers that the same cause moves, so that they are not independent in a trial."""

    inputs: tuple[Text, ...] = Field(
        min_length=2,
        description=(
            "The numbers, each by its path below `judgements`, such as `walk_away.russia`; a `-` before it: it "
            "falls as the others rise."
        ),
    )
    because: Text | None = Field(None, description="The cause that moves them together.")


class LeverEffect(Node):
    """By how much a pulled lever moves the walk-away of its target."""

    walk_away: Range = Field(
        description="By how many points the target's walk-away moves; below 0 a deal becomes easier."
    )
    handling: Handling | None = Field(None, description="Who may see the number; as all judgements, if left out.")


def _statement(raw: object) -> object:
    if isinstance(raw, Mapping) and "when" in raw:
        when = raw["when"]
        return {**raw, "when": [when] if isinstance(when, Mapping) else when}
    return {"when": [raw] if isinstance(raw, Mapping) else raw}


class Statement(Node):
    """What a party wants to hold, as conditions joined by OR; `strong` separates strongly."""

    when: Annotated[tuple[Condition, ...], Field(min_length=1)] = Field(
        description="What is to hold: a set of options, or several sets of which one is enough."
    )
    strong: Flag = Field(
        default=False,
        description="Whether packages that fulfil it are far better for the party than those that do not.",
    )


Statements = tuple[
    Annotated[
        Statement,
        BeforeValidator(_statement),
        Shorthand({"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}),
    ],
    ...,
]
Package = dict[Id, Id]


class Judgements(Node):
    """The analyst's numbers, with who judged them and who may see them."""

    by: Text | None = Field(None, description="Who judged, and when.")
    handling: Handling = Field("team", description="Who may see the numbers, where a number says nothing else.")
    salience: dict[Id, dict[Id, Range]] = Field(
        {}, description="How much an issue weighs for a party, from 0 to 100; 50 where nothing is judged."
    )
    scores: dict[Id, dict[Id, dict[Id, Range]]] = Field(
        {}, description="What an option is worth to a party, from 0 to 100."
    )
    orders: dict[Id, dict[Id, tuple[Id, ...]]] = Field(
        {}, description="The options of an issue as a party ranks them, best first, where you give no scores."
    )
    walk_away: dict[Id, WalkAwayOrRange] = Field(
        {},
        description=(
            "What having no deal is worth to a party, in points; where it is left out, as much as the "
            "status quo package."
        ),
    )
    capability: dict[Id, Range] = Field(
        {}, description="How strong a party is beside the others, not below 0; only the ratios count."
    )
    tables: dict[Id, TableWorth] = Field(
        {}, description="What a meeting is worth to the parties as such, and what it uses up."
    )
    refusal: dict[Id, Range] = Field({}, description="What a needed party gains if it refuses its part; 0 if left out.")
    spoil: dict[Id, dict[Id, Range]] = Field(
        {}, description="What a party that is left out and loses can cost each of the others."
    )
    links: tuple[Link, ...] = Field((), description="What combinations of options are worth beyond their parts.")
    levers: dict[Id, LeverEffect] = Field({}, description="What each lever does once it is applied.")
    together: tuple[Together, ...] = Field(
        (),
        description="Numbers that one cause moves; a trial takes all of one entry at the same place of their ranges.",
    )
    statements: dict[Id, Statements] = Field(
        {}, description="What a party wants to hold true of the outcome, most important first."
    )
    ranking: dict[Id, tuple[tuple[Package, ...], ...]] = Field(
        {}, description="A party's order of whole packages, best first, with ties together; for small cases."
    )
    unknown: dict[Id, tuple[tuple[Package, Package], ...]] = Field(
        {}, description="Pairs of packages of which nobody knows which one the party prefers."
    )
    timing: Timing | None = Field(None, description="What changes while nothing is agreed.")
