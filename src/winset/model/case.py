"""A case: what its file says, in names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Annotated, Literal, cast

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
    IssueId,
    IssueIds,
    Names,
    Node,
    OptionId,
    PartyId,
    PartyIds,
    TableId,
    Text,
)
from winset.model.forms import Form, OneOrMore, Shorthand
from winset.model.in_sentences import in_running_text
from winset.model.judgements import REACH, Condition, Judgements, Marks
from winset.model.kept import BriefNotes, DrafterNote, KeptPackage
from winset.model.levers import ABOUT_PEOPLE, IN_FORCE, NOT_OFFERED, Lever, about_people
from winset.model.marks import Apart, ForTables, InOrder, Reads, Refers, Sentences, Words
from winset.model.numbers import Handling, Number, Points
from winset.model.plan import Plan


class Header(Node):
    """What the case is called and what it asks."""

    id: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_-]*$")] = Field(
        title="Short name of the case",
        description="The short name of the case; files written from it are named after it.",
    )
    title: Text = Field(title="Title", description="The title at the head of every answer and brief.")
    question: Annotated[Text | None, Sentences()] = Field(
        None,
        title="What you want to know",
        description="What you want to know of this negotiation, printed below the title.",
    )
    as_of: Date | None = Field(None, title="As of which day", description="The day on which all this is true.")
    client: PartyId | None = Field(
        None,
        title="For whom briefs are written",
        description="The party for which briefs are written: they then say what to ask for and what not to give.",
    )
    drafter: Text | None = Field(
        None, title="Who wrote the case", description="Who wrote the case, as it stands on every page of a brief."
    )


class Source(Node):
    """A document in the folder of the case."""

    file: Text = Field(
        title="File",
        description="The document's file name inside the folder of the case (.txt, .md, .html, .pdf or .docx).",
    )
    title: Text | None = Field(
        None,
        title="Title",
        description="What readers call the document; its short name is shown where there is no title.",
    )
    date: Date | None = Field(None, title="Date", description="When the document was written or published.")
    author: Text | None = Field(None, title="Author", description="Who wrote the document, as it says.")
    quality: Text | None = Field(
        None,
        title="Doubt about it",
        description="A word of doubt about the document; a warning with it goes to every page that quotes it.",
    )
    glossary: dict[Text, Text] = Field(
        {},
        title="Odd phrases and what they probably were",
        description="Odd phrases of the document and what they probably were; they change no quote.",
    )
    sha256: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None,
        title="Fingerprint of the file",
        description="The fingerprint of the file, so that you are told when it has changed.",
    )
    origin: Text | None = Field(
        None,
        title="From whom it has what it says",
        description="From whom it has what it says, such as a news agency; documents of one origin count once.",
    )
    language: Annotated[StrictStr, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = Field(
        None, title="Language", description="The language of the document by its code, such as “en”, “uk” or “zh-Hant”."
    )
    handling: Handling | None = Field(
        None,
        title="Who may see what is quoted from it",
        description="Who may see what is quoted from this document; everyone, if left out.",
    )


class Interest(Assertion):
    """What a party needs or fears behind its positions."""

    kind: Annotated[Literal["need", "fear"], Words((("need", "it needs it"), ("fear", "it fears it")))] = Field(
        title="A need or a fear?", description="Whether the party needs it or fears it."
    )
    text: Text = Field(
        title="What it is", description="What it is, in a few words, such as “to be dealt with as an equal”."
    )


class Party(Node):
    """A party to the negotiation, with aims that belong to no issue."""

    name: Text = Field(title="Name", description="The name under which the party appears in every answer.")
    in_sentence: Text | None = Field(
        None,
        title="Name inside a sentence",
        description="The name inside a sentence, such as “the United States”; the name as it is, if left out.",
    )
    aliases: tuple[Text, ...] = Field(
        (),
        title="Other names in the sources",
        description="Other names under which the sources speak of the party, such as a capital or a head of state.",
    )
    members: tuple[Text, ...] = Field(
        (), title="Who speaks as this party", description="Who speaks together as this party."
    )
    aims: tuple[Assertion, ...] = Field(
        (),
        title="Aims that belong to no issue",
        description="What the party wants that belongs to no issue, each with a claim.",
    )
    interests: dict[Id, Interest] = Field(
        {},
        title="Needs and fears behind its positions",
        description="What the party needs or fears behind its positions, each under a short name, with a claim.",
    )


class Other(Assertion):
    """Who presses without a seat: voters, markets, courts."""

    name: Text = Field(title="Name", description="The name under which they appear in every answer.")
    in_sentence: Text | None = Field(
        None,
        title="Name inside a sentence",
        description="The name inside a sentence, such as “the oil markets”; the name as it is, if left out.",
    )


def _label(raw: object) -> object:
    return {"label": raw} if isinstance(raw, str) else raw


class OptionFlag(Node):
    """What readers must know of an option wherever it stands."""

    kind: Annotated[
        Literal["legal", "humanitarian", "political"],
        Words((("legal", "legal"), ("humanitarian", "humanitarian"), ("political", "political"))),
    ] = Field(title="Of what kind", description="Of what kind the concern is.")
    text: Annotated[Text, Sentences()] = Field(title="The concern", description="The concern in a sentence.")
    because: Text | None = Field(
        None,
        title="On what it rests",
        description=(
            "On what it rests, such as the article of a treaty or a resolution; without one it is shown as unsourced."
        ),
    )


class Option(Node):
    """One way to settle an issue; `at` is its place on the 0–100 line, `aside` stands off the line."""

    label: Text = Field(title="What it means", description="What the option means, in the words that readers will see.")
    in_sentence: Text | None = Field(
        None,
        title="As a clause that can follow “that”",
        description=(
            "The same as a clause that can follow “that”, such as “sanctions are lifted in steps”; the label "
            "as it is, if left out."
        ),
    )
    in_steps: Flag = Field(
        default=False,
        title="It means one step at a time",
        description="Whether the option means one step at a time; no schedule then does it at once.",
    )
    serves: tuple[Annotated[Text, Refers("interests"), Form("`party.interest`")], ...] = Field(
        (),
        title="Interests that it serves",
        description="The interests that the option serves.",
    )
    flags: tuple[OptionFlag, ...] = Field(
        (),
        title="Concerns that go with it",
        description="Legal, humanitarian or political concerns, which travel with the option wherever it is shown.",
    )
    at: (
        Annotated[
            Number | Annotated[Literal["aside"], Words((("aside", "off the line"),))], Field(union_mode="left_to_right")
        ]
        | None
    ) = Field(
        None,
        title="Its place on the line, from 0 to 100",
        description=(
            "The place of the option on a line from 0 to 100, or `aside` if it has none; without places "
            "the options are spaced evenly."
        ),
    )


OptionOrLabel = Annotated[Option, BeforeValidator(_label), Shorthand({"type": "string"})]


class Issue(Node):
    """A question with options; on a `scale` they lie on a line, in the order given."""

    title: Text | None = Field(
        None, title="Title", description="What readers call the issue; its short name is shown where there is no title."
    )
    in_sentence: Text | None = Field(
        None,
        title="Title inside a sentence",
        description="The title inside a sentence, such as “the ceasefire”; the title as it is, if left out.",
    )
    scale: Flag = Field(
        default=False,
        title="The options lie on a line, in this order",
        description="Whether the options lie on a line, in the order in which they stand.",
    )
    status_quo: OptionId | None = Field(
        None, title="As long as nothing is agreed", description="The option that holds as long as nothing is agreed."
    )
    options: dict[Id, OptionOrLabel] = Field(
        title="The ways in which it can be settled",
        description="The ways in which the issue can be settled, two at least.",
    )


def _red_line(raw: object) -> object:
    return {"option": raw} if isinstance(raw, str) else raw


class RedLine(Assertion):
    """An option that a party rejects."""

    option: OptionId = Field(
        title="The option that it refuses", description="The option that the party would accept in no deal."
    )
    protects: tuple[Text, ...] = Field(
        (),
        title="For the sake of which interests",
        description="The interests for whose sake the party refuses it, each as `party.interest`.",
    )


RedLineOrOption = Annotated[RedLine, BeforeValidator(_red_line), Shorthand({"type": "string", "pattern": ID})]


def _silent(raw: object) -> object:
    return {"basis": "silent"} if isinstance(raw, str) and raw == "silent" else raw


class EarlierPosition(Assertion):
    """What a party wanted and rejected on an issue before the position that follows it."""

    ideal: OptionId | None = Field(
        None, title="What it wanted most then", description="The option that the party wanted most then."
    )
    rejects: tuple[RedLineOrOption, ...] = Field(
        (),
        title="What it refused then",
        description="The options that the party would have accepted in no deal then.",
    )
    precondition: Flag = Field(
        default=False,
        title="It asked for this before it talked at all",
        description="Whether the party asked for this before it talked at all.",
    )
    delegates_to: PartyId | None = Field(
        None,
        title="It left the decision to",
        description="The party to whom it left the decision then.",
    )
    date: Date | None = Field(
        None,
        title="Since when",
        description=(
            "Since when the party held it, in quotes; if left out, the earliest date of its claims, or of the "
            "documents that they stand in."
        ),
    )


class Cell(Assertion):
    """What a party wants and rejects on an issue, or `silent`. Where only a refusal is said, `rejects` stands without
    `ideal`: the red lines bind, and what the party wants counts as silent.
    """

    ideal: OptionId | None = Field(
        None,
        title="What it wants most",
        description=(
            "The option that the party wants most; left out where only what it `rejects` is known, and then nothing is "
            "assumed of what it wants."
        ),
    )
    rejects: tuple[RedLineOrOption, ...] = Field(
        (),
        title="What it refuses: its red lines",
        description="The red lines: options that the party would accept in no deal.",
    )
    precondition: Flag = Field(
        default=False,
        title="It asks for this before it talks at all",
        description="Whether the party asks for this before it talks at all, not only in a deal.",
    )
    volatile: Flag = Field(
        default=False,
        title="Its line has been moving",
        description="Whether the party's line has been moving; answers then say what each other line would do.",
    )
    delegates_to: PartyId | None = Field(
        None,
        title="It leaves the decision to",
        description="The party to whom it leaves the decision; it then has no ideal or red line of its own.",
    )
    was: Annotated[tuple[EarlierPosition, ...], InOrder()] = Field(
        (),
        title="What it held before",
        description="The positions that the party held before, the earliest first, each with its claim.",
    )

    @property
    def wants_unknown(self) -> bool:
        """True where nothing says what the party wants or who decides for it, whatever it may refuse."""
        return self.ideal is None and self.delegates_to is None

    @property
    def only_refuses(self) -> bool:
        """True where the cell says what the party refuses and not what it wants."""
        return self.wants_unknown and bool(self.rejects)


Position = Annotated[Cell, BeforeValidator(_silent), Shorthand({"const": "silent"})]


class Needs(Assertion):
    """The parties without whom an issue cannot leave its status quo, or an option cannot be carried out."""

    needs: PartyIds = Field(
        title="Who is needed",
        description="Those without whom the issue cannot leave its status quo, or the option cannot be done.",
    )
    options: dict[OptionId, Needs] = Field(
        {}, title="Options that need others", description="Options that need others than the issue does."
    )


class Consent(Assertion):
    """Who must accept the whole package, and who is needed besides on single issues."""

    package: PartyIds | None = Field(
        None,
        title="Who must accept the whole package",
        description="Those who must accept the whole package, whatever is in it; every party, if left out.",
    )
    issues: dict[IssueId, Needs] = Field(
        {},
        title="Who is needed besides, on single issues",
        description="Those who are needed besides, on single issues.",
    )


class Rule(Assertion):
    """What cannot go together, whoever wants it: where `if` holds, `then` must."""

    id: Id = Field(title="Short name", description="The short name of the rule; no two rules share one.")
    title: Text | None = Field(None, title="Title", description="What readers call the rule.")
    kind: Annotated[
        Literal["agreed", "fact"],
        Words((("agreed", "no deal may combine it otherwise"), ("fact", "it cannot come about otherwise at all"))),
    ] = Field(
        "agreed",
        title="What the rule means",
        description=(
            "Whether it says what one deal may not combine (`agreed`), or what cannot come about at all, whoever "
            "moves (`fact`)."
        ),
    )
    if_: Condition = Field(
        alias="if",
        title="Where a package has",
        description="The rule binds packages that hold one of these options on every issue named here.",
    )
    then: Condition = Field(
        title="It must also have",
        description="Such a package must also hold one of these options on every issue named here.",
    )
    applies_above: Marks = Field({}, title="How far it reaches along a line", description=REACH)

    @property
    def entry_name(self) -> str:
        return self.id


def _body(raw: object) -> object:
    return {"party": raw} if isinstance(raw, str) else raw


class Ratifier(Node):
    """Who must say yes afterwards: a party, a body that follows one, or a body of members with weights and a quota."""

    party: PartyId | None = Field(None, title="A party", description="The party that must say yes afterwards.")
    body: Text | None = Field(
        None,
        title="Or a body, such as a parliament",
        description="The name of a body that must say yes afterwards, such as a parliament.",
    )
    follows: PartyId | None = Field(
        None,
        title="The party whose judgement the body shares",
        description="The party whose judgement the body shares.",
    )
    above_walk_away: Annotated[Points | None, Reads("{body}, {points} above the walk-away of {follows}")] = Field(
        None,
        title="Points above that party's walk-away that it asks for",
        description="How many points above that party's walk-away a deal must be worth to pass.",
    )
    members: dict[Id, Number] = Field(
        {},
        title="Members of the body, with the weight of each vote",
        description="The members of the body, each with the weight of its vote.",
    )
    quota: Number | None = Field(
        None,
        title="Weight of votes that a deal needs",
        description="The weight of votes that a deal needs in the body.",
    )


RatifierOrParty = Annotated[Ratifier, BeforeValidator(_body), Shorthand({"type": "string", "pattern": ID})]


class Table(Assertion):
    """Who meets, on what, and who must say yes afterwards."""

    title: Text | None = Field(None, title="Title", description="What readers call the meeting.")
    seated: PartyIds = Field(title="Who sits there", description="The parties that sit at the table.")
    past: Flag = Field(
        default=False, title="It has been held already", description="Whether the meeting has been held already."
    )
    after: TableId | None = Field(
        None, title="After which other table", description="The table that comes before this one."
    )
    opens_if: Text | None = Field(
        None, title="On what it depends", description="On what it depends whether the meeting takes place, in words."
    )
    agenda: IssueIds | None = Field(
        None,
        title="What it may agree on",
        description="The issues on which this table may agree; every issue, if left out.",
    )
    ratifiers: Annotated[tuple[RatifierOrParty, ...], ForTables()] = Field(
        (), title="Who must say yes afterwards", description="Who must say yes after the meeting."
    )


class Move(Assertion):
    """What a party can change alone on an issue; without `from_to`, between any two options."""

    by: PartyIds = Field(
        title="Who can do it, each alone", description="The parties that can make the move, each of them alone."
    )
    from_to: tuple[tuple[OptionId, OptionId], ...] | None = Field(
        None,
        title="Which changes",
        description="The changes that can be made, each from one option to another; any change, if left out.",
    )


def _list(raw: object) -> object:
    return [raw] if isinstance(raw, Mapping) else raw


Moves = Annotated[tuple[Move, ...], BeforeValidator(_list), OneOrMore()]


class Variant(Assertion):
    """The case under another understanding of an ambiguous text."""

    title: Text | None = Field(
        None,
        title="The other understanding in a few words",
        description="What readers call the variant: the other understanding in a few words.",
    )
    set: Annotated[dict[Annotated[Text, Refers("places")], object], InOrder()] = Field(
        title="What is different",
        description=(
            "The values that are different, each under its path, such as "
            "`positions.territory.ukraine.rejects`; a list is replaced whole, and `null` removes."
        ),
    )


class Note(Assertion):
    """What the text leaves open without effect on a position."""

    text: Annotated[Text, Sentences()] = Field(
        title="What is left open", description="What is left open, in your words."
    )
    handling: Handling | None = Field(
        None, title="Who may see the note", description="Who may see the note; everyone, if left out."
    )

    @property
    def entry_name(self) -> str:
        return self.text


class Case(Node):
    """A negotiation as its file states it: evidence above, the analyst's judgements apart."""

    winset: Literal[1] = Field(
        title="Version of the format",
        description="The version of the case format that the file is written in; always 1.",
    )
    case: Header = Field(title="What it is about", description="What the case is called and what it asks.")
    sources: dict[Id, Source] = Field(
        {}, title="Documents", description="The documents that the case quotes, each under a short name of its own."
    )
    parties: dict[Id, Party] = Field(
        title="Who negotiates",
        description="Those whose positions the case records, two at least, each under a short name.",
    )
    others: dict[Id, Other] = Field(
        {},
        title="Who presses without a seat",
        description="Those who press without a seat, such as voters, markets or courts; they may hold levers.",
    )
    issues: dict[Id, Issue] = Field(
        title="What is to be settled", description="What is to be settled, each issue with at least two options."
    )
    positions: dict[IssueId, dict[PartyId, Position]] = Field(
        title="Who wants what",
        description=(
            "What the sources say that each party wants: one cell for every issue and party, or "
            "`silent`; `rest: silent` covers all parties of an issue that are not listed."
        ),
    )
    consent: Consent = Field(
        default_factory=Consent,
        title="Whose yes is needed",
        description="Whose yes a package needs; without this section every party must accept it.",
    )
    rules: tuple[Rule, ...] = Field(
        (), title="What cannot go together", description="What cannot go together, whoever wants it."
    )
    levers: dict[Id, Lever] = Field(
        {}, title="Levers: pressure on a party", description="Pressure that somebody can apply to a party."
    )
    tables: Annotated[
        dict[Id, Table], Reads(of="{name}", heading="What a body asks for beyond the walk-away of its party")
    ] = Field(
        {}, title="Who meets", description="The meetings: who sits there, on what, and who must say yes afterwards."
    )
    moves: dict[IssueId, Moves] = Field(
        {},
        title="What a party can change alone",
        description="What a party can change alone; all else changes only jointly.",
    )
    plan: Annotated[Plan | None, Apart()] = Field(
        None,
        title="How it would be carried out, step by step",
        description="The steps by which an agreement would be carried out, as you propose them.",
    )
    variants: dict[Id, Variant] = Field(
        {},
        title="Variants: other understandings of a text",
        description="The case under other understandings of what a text says, each with a name.",
    )
    notes: tuple[Note, ...] = Field(
        (), title="What is left open", description="What the texts leave open and what no position depends on."
    )
    packages: dict[Id, KeptPackage] = Field(
        {},
        title="Packages kept under a name",
        description="Packages that you keep under a name, to come back to or to show in a brief.",
    )
    brief: BriefNotes | None = Field(
        None, title="Your sentences in a brief", description="What you add to a brief of the case in your own words."
    )
    claims: dict[Id, Claim] = Field(
        {},
        title="Claims used in several places",
        description="Claims that are used in several places, each written out once under a short name.",
    )
    judgements: Judgements = Field(
        default_factory=Judgements,
        title="Your judgements",
        description="Every number of yours; without this section all that needs no number is still answered.",
    )

    def has(self, section: str) -> bool:
        """Whether the case says anything in a section, of its own or of its judgements."""
        return bool(getattr(self, section, None) or getattr(self.judgements, section, None))

    @property
    def earlier_positions(self) -> tuple[EarlierPosition, ...]:
        """The positions that parties held before those of today."""
        return tuple(earlier for row in self.positions.values() for cell in row.values() for earlier in cell.was)

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

    def people_word(self, lever: str) -> str | None:
        """The word in a lever's name, title or claims that says that it is about people; None where none does."""
        definition = self.levers[lever]
        said = [text for claim in self.claims_of(definition) for text in (claim.quote, claim.reading)]
        return about_people((lever, definition.title, *said))

    def why_not_offered(self, lever: str) -> str | None:
        """Why answers never name a lever as something to use, as it can stand in brackets; None where they may."""
        definition = self.levers[lever]
        if not definition.can_be_pulled:
            return IN_FORCE
        if definition.is_allowed:
            return None
        if self.people_word(lever) is not None:
            return ABOUT_PEOPLE
        return NOT_OFFERED if definition.offered is False else None

    def levers_offered(self) -> dict[str, Lever]:
        """The levers that answers may pull or name as something to use; every answer takes them from here.

        Such a lever leaves something to pull, and is not about people unless the case allows that with its reason.
        """
        return {name: lever for name, lever in self.levers.items() if self.why_not_offered(name) is None}

    def name(self, who: str) -> str:
        """The name of a party or of another who presses without a seat."""
        holder = self.parties.get(who) or self.others.get(who)
        return holder.name if holder else who

    def name_in_sentence(self, who: str) -> str:
        """The same inside a sentence: "the United States"."""
        holder = self.parties.get(who) or self.others.get(who)
        return (holder.in_sentence if holder else None) or in_running_text(self.name(who))

    def issue_title(self, issue: str) -> str:
        return self.issues[issue].title or issue.replace("_", " ")

    def issue_in_sentence(self, issue: str) -> str:
        """The title of an issue inside a sentence: "territory"."""
        return self.issues[issue].in_sentence or in_running_text(self.issue_title(issue))

    def option_label(self, issue: str, option: str) -> str:
        return self.issues[issue].options[option].label


MOST_KEPT = 16
"""Cases, or parts of them, whose parts are kept in a list; beyond, they are gathered again, with the same result."""


def parts(node: object, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every part of a case below a node, with its path, in the order of the model."""
    return iter(_gathered(_Same(node), path))


class _Same:
    """A node that is equal to itself alone: what is frozen is not compared part by part."""

    def __init__(self, node: object) -> None:
        self.node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.node is self.node

    def __hash__(self) -> int:
        return id(self.node)


@lru_cache(maxsize=MOST_KEPT)
def _gathered(of: _Same, path: Path) -> tuple[tuple[Path, Node], ...]:
    below: list[tuple[Path, Node]] = []
    _gather(of.node, path, below)
    return tuple(below)


def _gather(node: object, path: Path, below: list[tuple[Path, Node]]) -> None:
    """Appends what `parts` gives; types are told apart by identity, since a check of a case asks thousands of times."""
    kind: type = type(node)
    steps: Iterable[tuple[str | int, object]] = ()
    if isinstance(node, dict):
        steps = node.items()
    elif isinstance(node, tuple):
        steps = enumerate(node)
    elif fields := _fields(kind):
        below.append((path, cast(Node, node)))
        steps = ((step, getattr(node, name)) for step, name in fields)
    for step, value in steps:
        value_type: type = type(value)
        if value_type is dict or value_type is tuple:
            if value:
                _gather(value, (*path, step), below)
        elif _fields(value_type):
            _gather(value, (*path, step), below)


@cache
def _fields(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a class of the model, each by its name in a case file and its own; none of any other class."""
    if not issubclass(kind, Node):
        return ()
    return tuple((field.alias or name, name) for name, field in kind.model_fields.items())


__all__ = [
    "Assertion", "BriefNotes", "Case", "Cell", "Claim", "Consent", "DrafterNote", "EarlierPosition", "Header",
    "Interest", "Issue", "KeptPackage", "Lever", "Move", "Names", "Needs", "Note", "Option", "OptionFlag", "Other",
    "Party", "Ratifier", "RedLine", "Rule", "Source", "Table", "Variant", "parts",
]  # fmt: skip
