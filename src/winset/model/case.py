"""A case: what its file says, in names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictStr

from winset.errors import Path
from winset.model.claims import (
    ID,
    Assertion,
    Claim,
    ClaimUse,
    Date,
    Flag,
    Id,
    Ids,
    Names,
    Node,
    OneOrMore,
    Shorthand,
    Text,
)
from winset.model.conditions import Condition
from winset.model.judgements import Judgements
from winset.model.numbers import Handling, Number, Range
from winset.model.plan import Plan


class Header(Node):
    """What the case is called and what it asks."""

    id: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    title: Text
    question: Text | None = None
    as_of: Date | None = None


class Source(Node):
    """A document in the folder of the case."""

    file: Text
    title: Text | None = None
    date: Date | None = None
    quality: Text | None = None
    glossary: dict[Text, Text] = {}
    sha256: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    handling: Handling | None = None


class Party(Node):
    """A party to the negotiation, with aims that belong to no issue."""

    name: Text
    members: tuple[Text, ...] = ()
    aims: tuple[Assertion, ...] = ()


class Other(Assertion):
    """Who presses without a seat: voters, markets, courts."""

    name: Text


def _label(raw: object) -> object:
    return {"label": raw} if isinstance(raw, str) else raw


class Option(Node):
    """One way to settle an issue; `at` is its place on the 0–100 line, `aside` stands off the line."""

    label: Text
    at: Annotated[Number | Literal["aside"], Field(union_mode="left_to_right")] | None = None


class Issue(Node):
    """A question with options; on a `scale` they lie on a line, in the order given."""

    title: Text | None = None
    scale: Flag = False
    status_quo: Id | None = None
    options: dict[Id, Annotated[Option, BeforeValidator(_label), Shorthand({"type": "string"})]]


def _red_line(raw: object) -> object:
    return {"option": raw} if isinstance(raw, str) else raw


class RedLine(Assertion):
    """An option that a party rejects."""

    option: Id


def _silent(raw: object) -> object:
    return {"basis": "silent"} if isinstance(raw, str) and raw == "silent" else raw


class Cell(Assertion):
    """What a party wants and rejects on an issue, or `silent`."""

    ideal: Id | None = None
    rejects: tuple[
        Annotated[RedLine, BeforeValidator(_red_line), Shorthand({"type": "string", "pattern": ID})], ...
    ] = ()
    precondition: Flag = False
    volatile: Flag = False
    delegates_to: Id | None = None


Position = Annotated[Cell, BeforeValidator(_silent), Shorthand({"const": "silent"})]


class Needs(Assertion):
    """The parties without whom an issue cannot leave its status quo, or an option cannot be carried out."""

    needs: Ids
    options: dict[Id, Needs] = {}


class Consent(Assertion):
    """Who must accept the whole package, and who is needed besides on single issues."""

    package: Ids | None = None
    issues: dict[Id, Needs] = {}


class Rule(Assertion):
    """What cannot go together, whoever wants it: where `if` holds, `then` must."""

    id: Id
    title: Text | None = None
    if_: Condition = Field(alias="if")
    then: Condition


class Lever(Assertion):
    """Pressure that its holders can apply to a party."""

    title: Text | None = None
    holders: Ids
    target: Id
    handling: Handling | None = None


def _body(raw: object) -> object:
    return {"party": raw} if isinstance(raw, str) else raw


class Ratifier(Node):
    """Who must say yes afterwards: a party, a body that follows one, or a body of members with weights and a quota."""

    party: Id | None = None
    body: Text | None = None
    follows: Id | None = None
    above_walk_away: Range | None = None
    members: dict[Id, Number] = {}
    quota: Number | None = None


class Table(Assertion):
    """Who meets, on what, and who must say yes afterwards."""

    title: Text | None = None
    seated: Ids
    past: Flag = False
    after: Id | None = None
    opens_if: Text | None = None
    agenda: Ids | None = None
    ratifiers: tuple[
        Annotated[Ratifier, BeforeValidator(_body), Shorthand({"type": "string", "pattern": ID})], ...
    ] = ()


class Move(Assertion):
    """What a party can change alone on an issue; without `from_to`, between any two options."""

    by: Ids
    from_to: tuple[tuple[Id, Id], ...] | None = None


def _list(raw: object) -> object:
    return [raw] if isinstance(raw, Mapping) else raw


Moves = Annotated[tuple[Move, ...], BeforeValidator(_list), OneOrMore()]


class Variant(Assertion):
    """The case under another understanding of an ambiguous text."""

    title: Text | None = None
    set: dict[Text, object]


class Note(Assertion):
    """What the text leaves open without effect on a position."""

    text: Text
    handling: Handling | None = None


class Case(Node):
    """A negotiation as its file states it: evidence above, the analyst's judgements apart."""

    winset: Literal[1]
    case: Header
    sources: dict[Id, Source] = {}
    parties: dict[Id, Party]
    others: dict[Id, Other] = {}
    issues: dict[Id, Issue]
    positions: dict[Id, dict[Id, Position]]
    consent: Consent = Consent()
    rules: tuple[Rule, ...] = ()
    levers: dict[Id, Lever] = {}
    tables: dict[Id, Table] = {}
    moves: dict[Id, Moves] = {}
    plan: Plan | None = None
    variants: dict[Id, Variant] = {}
    notes: tuple[Note, ...] = ()
    claims: dict[Id, Claim] = {}
    judgements: Judgements = Judgements()

    def cell(self, issue: str, party: str) -> Cell:
        """The party's cell; `rest: silent` stands for all parties of the issue that are not listed."""
        return self.positions[issue].get(party, Cell(basis="silent"))

    def claim(self, use: ClaimUse | None) -> Claim | None:
        """The claim itself, looked up where only its name stands."""
        return self.claims.get(use) if isinstance(use, str) else use

    def claims_of(self, assertion: Assertion) -> tuple[Claim, ...]:
        """All claims that carry an assertion, the main one first."""
        uses = ([assertion.claim] if assertion.claim is not None else []) + list(assertion.also)
        return tuple(claim for use in uses if (claim := self.claim(use)) is not None)

    def name(self, who: str) -> str:
        """The name of a party or of another who presses without a seat."""
        holder = self.parties.get(who) or self.others.get(who)
        return holder.name if holder else who

    def issue_title(self, issue: str) -> str:
        return self.issues[issue].title or issue.replace("_", " ")

    def option_label(self, issue: str, option: str) -> str:
        return self.issues[issue].options[option].label


def parts(node: object, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every part of a case below a node, with its path, in the order of the model."""
    if isinstance(node, Node):
        yield path, node
        for name, field in type(node).model_fields.items():
            yield from parts(getattr(node, name), (*path, field.alias or name))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from parts(value, (*path, key))
    elif isinstance(node, tuple):
        for position, value in enumerate(node):
            yield from parts(value, (*path, position))


__all__ = [
    "Assertion", "Case", "Cell", "Claim", "Consent", "Header", "Issue", "Lever", "Move", "Names", "Needs", "Note",
    "Option", "Other", "Party", "Ratifier", "RedLine", "Rule", "Source", "Table", "Variant", "parts",
]  # fmt: skip
