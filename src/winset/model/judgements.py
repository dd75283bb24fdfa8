"""Judgements: every number of the analyst's. None is the source's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from winset.model.claims import Assertion, Flag, Id, Ids, Node, Shorthand, Text
from winset.model.conditions import Condition
from winset.model.numbers import Handling, Range


class WalkAway(Node):
    """The value of no deal: points, or so many points above the status quo package."""

    points: Range | None = None
    status_quo: Range | None = None


def _walk_away(raw: object) -> object:
    if isinstance(raw, str) and raw == "status_quo":
        return {"status_quo": 0}
    if isinstance(raw, Mapping) and "status_quo" in raw:
        return raw
    return raw if isinstance(raw, WalkAway) else {"points": raw}


class TableWorth(Node):
    """What a meeting itself is worth to whom, and the levers that it uses up."""

    worth: dict[Id, Range] = {}
    spends: Ids = ()
    handling: Handling | None = None


class Link(Assertion):
    """The worth of a combination beyond its parts."""

    party: Id
    when: Condition
    points: Range
    handling: Handling | None = None


class LeverEffect(Node):
    """By how much a pulled lever moves the walk-away of its target."""

    walk_away: Range
    handling: Handling | None = None


def _statement(raw: object) -> object:
    if isinstance(raw, Mapping) and "when" in raw:
        when = raw["when"]
        return {**raw, "when": [when] if isinstance(when, Mapping) else when}
    return {"when": [raw] if isinstance(raw, Mapping) else raw}


class Statement(Node):
    """What a party wants to hold, as conditions joined by OR; `strong` separates strongly."""

    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    strong: Flag = False


Statements = tuple[
    Annotated[
        Statement,
        BeforeValidator(_statement),
        Shorthand({"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}),
    ],
    ...,
]
Package = dict[Id, Id]


class Power(Node):
    """A party's chance or strength now and its change per period."""

    now: Range
    change: Range


class PartyTiming(Node):
    """What a period without a deal changes for a party."""

    walk_away_change: Range | None = None
    discount: Range | None = None
    power: Power | None = None
    best_escalation: Range | None = None


class Timing(Node):
    """How the parties' positions change while nothing is agreed."""

    period: Text
    parties: dict[Id, PartyTiming] = {}
    handling: Handling | None = None


class Judgements(Node):
    """The analyst's numbers, with who judged them and who may see them."""

    by: Text | None = None
    handling: Handling = "team"
    salience: dict[Id, dict[Id, Range]] = {}
    scores: dict[Id, dict[Id, dict[Id, Range]]] = {}
    orders: dict[Id, dict[Id, tuple[Id, ...]]] = {}
    walk_away: dict[
        Id,
        Annotated[
            WalkAway,
            BeforeValidator(_walk_away),
            Shorthand({"anyOf": [{"const": "status_quo"}, {"type": "number"}, {"type": "array"}, {"type": "string"}]}),
        ],
    ] = {}
    capability: dict[Id, Range] = {}
    tables: dict[Id, TableWorth] = {}
    refusal: dict[Id, Range] = {}
    spoil: dict[Id, dict[Id, Range]] = {}
    links: tuple[Link, ...] = ()
    levers: dict[Id, LeverEffect] = {}
    statements: dict[Id, Statements] = {}
    ranking: dict[Id, tuple[tuple[Package, ...], ...]] = {}
    unknown: dict[Id, tuple[tuple[Package, Package], ...]] = {}
    timing: Timing | None = None
