"""Judgements: every number of the analyst's. None is the source's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from winset.model.claims import (
    Assertion,
    Flag,
    IssueId,
    LeverId,
    LeverIds,
    Node,
    OptionId,
    OptionIds,
    PartyId,
    TableId,
    Text,
)
from winset.model.forms import Form, Shorthand
from winset.model.marks import (
    AnsweredBy,
    Apart,
    AsOne,
    Called,
    ForItsPart,
    ForTables,
    InOrder,
    OfNumbers,
    Reads,
    Refers,
    Sentences,
    Unit,
)
from winset.model.numbers import LONG_FORM, Handling, Number, Points, Range, Span
from winset.model.placed import placed_numbers
from winset.model.timing import Timing

Condition = Annotated[
    dict[IssueId, OptionIds], Field(min_length=1), Form("issues joined by AND; the options of a list by OR")
]
Place = Annotated[Number | OptionId, Field(union_mode="left_to_right")]
Marks = dict[IssueId, Place]
REACH = (
    "How far it reaches on an issue that is a scale and named here: to any option that lies at this place of the line "
    "(a number from 0 to 100, or an option) or beyond it, on the side of the options that are named; upwards where "
    "they lie just there. A new option that an analysis proposes is told apart by it as well."
)


def condition_name(when: Condition) -> str:
    """A condition by what it says, whatever the order in which it says it."""
    return ",".join(f"{issue}={'|'.join(sorted(options))}" for issue, options in sorted(when.items()))


class WalkAway(Node):
    """The value of no deal: points, or so many points above the status quo package."""

    points: Annotated[Points | None, ForItsPart(), Reads("{points}")] = Field(
        None, title="Worth in points", description="What having no deal is worth to the party, on the scale of values."
    )
    status_quo: Annotated[Points | None, ForItsPart(), Reads("{more} the status quo package")] = Field(
        None,
        title="Or: so much above the status quo package",
        description="How many points having no deal is worth above the status quo package.",
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

    worth: Annotated[dict[PartyId, Points], Reads("{points} to {party}")] = Field(
        {},
        title="What the meeting itself is worth",
        description="What the meeting itself is worth to a party, whatever is agreed there, in points.",
    )
    spends: LeverIds = Field(
        (), title="The levers that it uses up", description="The levers that holding the meeting uses up."
    )
    handling: Handling | None = Field(
        None,
        title="Who may see these numbers",
        description="Who may see these numbers; as all judgements, if left out.",
    )


class Link(Assertion):
    """The worth of a combination beyond its parts."""

    party: PartyId = Field(
        title="To whom", description="The party to whom the combination is worth more or less than its parts."
    )
    when: Condition = Field(
        title="The combination",
        description="The combination: options on several issues that must all be in the package.",
    )
    applies_above: Marks = Field({}, title="How far it reaches along a line", description=REACH)
    points: Annotated[Points, ForItsPart(), Reads("{points}")] = Field(
        title="Points that it adds or takes",
        description="The points that the combination adds to the package's value, or takes from it.",
    )
    handling: Handling | None = Field(
        None, title="Who may see the link", description="Who may see the link; as all judgements, if left out."
    )

    @property
    def entry_name(self) -> str:
        """A link by what it says: "party(issue=option|option,issue=option)"."""
        return f"{self.party}({condition_name(self.when)})"


class Together(Node):
    """Judged numbers that the same cause moves, so that they are not independent in a trial."""

    inputs: tuple[Annotated[Text, Refers("numbers")], ...] = Field(
        min_length=2,
        title="The numbers",
        description=(
            "The numbers, each by its path below `judgements`, such as `walk_away.russia`; a `-` before it: it "
            "falls as the others rise."
        ),
    )
    because: Annotated[Text | None, Sentences()] = Field(
        None, title="The cause that moves them", description="The cause that moves them together."
    )

    @property
    def entry_name(self) -> str:
        return "+".join(sorted(self.inputs))


class LeverEffect(Node):
    """By how much a pulled lever moves the walk-away of its target."""

    walk_away: Annotated[Points, ForItsPart(), Reads("the walk-away of {target} {rises points}")] = Field(
        title="By how much it moves the target's walk-away",
        description="By how many points the target's walk-away moves; below 0 a deal becomes easier.",
    )
    handling: Handling | None = Field(
        None, title="Who may see the number", description="Who may see the number; as all judgements, if left out."
    )


def _statement(raw: object) -> object:
    if isinstance(raw, Statement):
        return raw
    if isinstance(raw, Mapping) and "when" in raw:
        when = raw["when"]
        return {**raw, "when": [when] if isinstance(when, Mapping) else when}
    return {"when": [raw] if isinstance(raw, Mapping) else raw}


class Statement(Node):
    """What a party wants to hold, as conditions joined by OR; `strong` separates strongly."""

    when: Annotated[tuple[Condition, ...], Field(min_length=1)] = Field(
        title="What is to hold",
        description="What is to hold: a set of options, or several sets of which one is enough.",
    )
    strong: Flag = Field(
        default=False,
        title="Without it, a package is far worse",
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
Package = dict[IssueId, OptionId]


class Compared(Node):
    """Packages that a party was taken to compare with having no deal; its walk-away is judged by what that implies."""

    rather: tuple[Package, ...] = Field(
        (), title="It would rather have", description="Packages that it would rather have than no deal."
    )
    no_deal: tuple[Package, ...] = Field(
        (), title="It would rather have no deal than", description="Packages than which it would rather have no deal."
    )


class Judgements(Node):
    """The analyst's numbers, with who judged them and who may see them."""

    by: Annotated[Text | None, Called("Who judged")] = Field(
        None, title="Who judged, and when", description="Who judged, and when."
    )
    handling: Annotated[Handling, Called("Who may see what is judged"), OfNumbers()] = Field(
        "team",
        title="Who may see the numbers",
        description="Who may see the numbers, where a number says nothing else.",
    )
    salience: Annotated[
        dict[IssueId, dict[PartyId, Annotated[Range, Unit(" of 100")]]],
        Called("Salience of {issue} to {party}"),
        Reads("{number}", of="{party} on {issue}", heading="How much an issue weighs for a party, of 100"),
    ] = Field(
        {},
        title="How much an issue weighs",
        description="How much an issue weighs for a party, from 0 to 100; 50 where nothing is judged.",
    )
    scores: Annotated[
        dict[IssueId, dict[PartyId, Annotated[dict[OptionId, Points], AsOne()]]],
        Called("Scores of the options of {issue} to {party}"),
        Reads(
            "{number}",
            of="{party} on {issue}, {option}",
            heading="What an option is worth to a party, from 0 to 100 points",
        ),
    ] = Field({}, title="What an option is worth", description="What an option is worth to a party, from 0 to 100.")
    orders: Annotated[
        dict[IssueId, dict[PartyId, tuple[OptionId, ...]]],
        InOrder(),
        Called("Order of the options of {issue} to {party}"),
    ] = Field(
        {},
        title="Options in order, best first",
        description="The options of an issue as a party ranks them, best first, where you give no scores.",
    )
    walk_away: Annotated[
        dict[PartyId, WalkAwayOrRange],
        Called("{party’s} walk-away"),
        Reads(of="{party}", heading="What having no deal is worth to a party"),
    ] = Field(
        {},
        title="Walk-aways: what having no deal is worth",
        description=(
            "What having no deal is worth to a party, in points; where it is left out, as much as the "
            "status quo package."
        ),
    )
    compared: Annotated[dict[PartyId, Compared], Called("What {party} was taken to compare with no deal")] = Field(
        {},
        title="Comparisons by which walk-aways were judged",
        description=(
            "The comparisons by which a walk-away was judged. No answer is computed from them; where weights or scores "
            "change afterwards, the workbench says that it is to be judged again."
        ),
    )
    capability: Annotated[
        dict[PartyId, Range],
        Called("Capability of {party}"),
        Reads("{number}", of="{party}", heading="How strong a party is beside the others; only the ratios count"),
    ] = Field(
        {},
        title="How strong a party is",
        description="How strong a party is beside the others, not below 0; only the ratios count.",
    )
    tables: Annotated[
        dict[TableId, TableWorth],
        ForTables(),
        Called("What the meeting itself is worth: {table}"),
        Reads(of="{table}", heading="What a meeting itself is worth, whatever is agreed there"),
    ] = Field(
        {},
        title="What a meeting itself is worth",
        description="What a meeting is worth to the parties as such, and what it uses up.",
    )
    refusal: Annotated[
        dict[PartyId, Points],
        ForTables(),
        Called("What {party} gains if it refuses its part"),
        Reads("{points}", of="{party}", heading="What a needed party gains if it refuses its part"),
    ] = Field(
        {},
        title="What refusing its part brings a needed party",
        description="What a needed party gains if it refuses its part; 0 if left out.",
    )
    spoil: Annotated[
        dict[PartyId, dict[PartyId, Points]],
        ForTables(),
        Called("What {party} can cost {other party} if left out"),
        Reads(
            "{points} to {other party}",
            of="{party}",
            heading="What a party that is left out and loses brings others, below 0 where it costs them",
        ),
    ] = Field(
        {},
        title="What a party that is left out can cost others",
        description="What a party that is left out and loses can cost each of the others.",
    )
    links: Annotated[
        tuple[Link, ...],
        Called("What a combination of options is worth"),
        Reads(of="{party}, {when}", heading="What a combination of options is worth to a party beyond its parts"),
    ] = Field(
        (), title="Combinations of options", description="What combinations of options are worth beyond their parts."
    )
    levers: Annotated[
        dict[LeverId, LeverEffect], Apart(), Called("What the lever does: {lever}"), Reads(of="{lever}")
    ] = Field({}, title="What the levers do", description="What each lever does once it is applied.")
    together: Annotated[tuple[Together, ...], Called("Numbers that move together")] = Field(
        (),
        title="Numbers that move together",
        description="Numbers that one cause moves; a trial takes all of one entry at the same place of their ranges.",
    )
    statements: Annotated[
        dict[PartyId, Annotated[Statements, AsOne()]], InOrder(), Called("What {party} wants most, in order")
    ] = Field(
        {},
        title="What a party wants to hold, in order",
        description="What a party wants to hold true of the outcome, most important first.",
    )
    ranking: Annotated[
        dict[PartyId, tuple[tuple[Package, ...], ...]], InOrder(), Called("Ranking of packages by {party}")
    ] = Field(
        {},
        title="Whole packages in order",
        description="A party's order of whole packages, best first, with ties together; for small cases.",
    )
    unknown: Annotated[
        dict[PartyId, tuple[tuple[Package, Package], ...]], Called("Pairs that {party} has not ordered")
    ] = Field(
        {},
        title="Pairs of packages that nobody has ordered",
        description="Pairs of packages of which nobody knows which one the party prefers.",
    )
    timing: Annotated[Timing | None, Apart(), AnsweredBy(question="timing", words="Time")] = Field(
        None, title="Time: what changes while nothing is agreed", description="What changes while nothing is agreed."
    )


FALLS = "-"
"""Before a number that falls as the others of its entry rise."""


def ranges_by_path(judged: Judgements) -> dict[str, Span]:
    """Every judged number that a trial draws, by its path below `judgements`, such as `walk_away.russia`."""
    return {".".join(map(str, placed.name)): placed.span for placed in placed_numbers(judged)}


def by_period(path: str, given: Span | tuple[Span, ...]) -> tuple[tuple[str, Span], ...]:
    """One number for all periods under its own path, or one for each under its place in the list."""
    if isinstance(given, Span):
        return ((path, given),)
    return tuple((f"{path}.{n}", span) for n, span in enumerate(given))
