"""Claims: a quote, its source and its reading; and what may stand wherever something is asserted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictStr,
    Tag,
)
from pydantic_core import PydanticCustomError

from winset.model.forms import Form, Shorthand
from winset.model.marks import Refers, Sentences, Words
from winset.model.numbers import Handling

ID = r"^[a-z][a-z0-9_]*$"


class Node(BaseModel):
    """What every part of a case shares: it cannot be changed, and it has no unknown fields.

    Its validator is built when it is first used: that of the whole case then takes the place of thirty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    @property
    def entry_name(self) -> str:
        """What an item of a list is known by, whatever its place in the list: all that it says."""
        return self.model_dump_json(exclude_defaults=True)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("E204", "a text is expected here, and this one is empty")
    return text


def _is_date(text: str) -> str:
    from datetime import date

    parts = text.split("-")
    try:
        date(*(int(part) for part in [*parts, "01", "01"][:3]))
    except ValueError as error:
        raise PydanticCustomError("E204", 'no such day; write "2025-08-14", "2025-08" or "2025"') from error
    return text


Text = Annotated[StrictStr, AfterValidator(_not_blank)]
Id = Annotated[StrictStr, Field(pattern=ID)]
PartyId = Annotated[Id, Refers("parties")]
IssueId = Annotated[Id, Refers("issues")]
OptionId = Annotated[Id, Refers("options")]
LeverId = Annotated[Id, Refers("levers")]
TableId = Annotated[Id, Refers("tables")]
SourceId = Annotated[Id, Refers("sources")]
StepId = Annotated[Id, Refers("steps")]
HolderId = Annotated[Id, Refers("parties", or_others=True)]
Flag = StrictBool
Date = Annotated[
    StrictStr,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
    AfterValidator(_is_date),
    Form('a day, a month or a year in quotes, such as "2025-08-14"'),
]
Basis = Annotated[
    Literal["stated", "inferred", "silent"],
    Words(
        (
            ("stated", "stated: a source says it"),
            ("inferred", "inferred: you conclude it"),
            ("silent", "silent: no source says anything"),
        )
    ),
]


def _as_list(raw: object) -> object:
    return [raw] if isinstance(raw, str) else raw


Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "description": "one name"})]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]
PartyIds = Annotated[tuple[PartyId, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]
LeverIds = Annotated[tuple[LeverId, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]
IssueIds = Annotated[tuple[IssueId, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]
OptionIds = Annotated[tuple[OptionId, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]
StepIds = Annotated[tuple[StepId, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]
HolderIds = Annotated[tuple[HolderId, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]


class Claim(Node):
    """A quote, the source that it stands in, and what a person reads in it."""

    source: SourceId = Field(title="Document", description="The short name of the document that is quoted.")
    quote: Annotated[StrictStr, Sentences()] = Field(
        title="The words of the document", description="The words of the document, character for character."
    )
    reading: Annotated[Text | None, Sentences()] = Field(
        None,
        title="What you read in them",
        description="What you understand these words to mean, in a sentence of your own.",
    )
    speaker: Names | None = Field(
        None, title="Who says it", description="Who says it, by name, where it is not the author of the document."
    )
    support: Annotated[
        Literal["direct", "reported", "context"],
        Words(
            (
                ("direct", "the party's own words"),
                ("reported", "somebody says it of the party"),
                ("context", "circumstances from which it is read; they make nothing stated"),
            )
        ),
    ] = Field(
        "reported",
        title="How the words carry it",
        description=(
            "Whether these are the party's own words (`direct`), somebody says it of the party (`reported`), or it is "
            "circumstances from which it is read (`context`); the last makes nothing `stated`."
        ),
    )
    date: Date | None = Field(None, title="When it was said", description="When it was said.")
    reviewed_by: Text | None = Field(
        None,
        title="Read and accepted by",
        description="The second person who has read the quote and agrees with the reading.",
    )
    drafted_by: Text | None = Field(
        None,
        title="Which program proposed it",
        description=(
            "The language model, or other program, that proposed the quote; it is a draft until a second person has "
            "read it and agrees."
        ),
    )
    prefix: Text | None = Field(
        None,
        title="The words directly before",
        description="The words directly before the quote, where the quote stands more than once.",
    )
    suffix: Text | None = Field(
        None,
        title="The words directly after",
        description="The words directly after the quote, where the quote stands more than once.",
    )
    handling: Handling | None = Field(
        None, title="Who may see the claim", description="Who may see the claim; everyone, if left out."
    )

    @property
    def is_draft(self) -> bool:
        """True of what a program proposed and nobody has confirmed."""
        return self.drafted_by is not None and self.reviewed_by is None


def _claim_or_name(raw: object) -> str:
    return "<name>" if isinstance(raw, str) else "<claim>"


ClaimUse = Annotated[
    Annotated[Id, Refers("claims"), Tag("<name>")] | Annotated[Claim, Tag("<claim>")],
    Discriminator(_claim_or_name),
]


class Assertion(Node):
    """What may stand wherever something is asserted: on what basis, why, and the claims that carry it."""

    basis: Basis | None = Field(
        None,
        title="On what basis",
        description=(
            "Whether a source says it (`stated`), you conclude it (`inferred`) or no source says "
            "anything (`silent`); the last is for whole positions only."
        ),
    )
    because: Annotated[Text | None, Sentences()] = Field(
        None,
        title="Because",
        description="Why the source supports it though it does not say it; needed where it is inferred.",
    )
    claim: ClaimUse | None = Field(
        None,
        title="The quote that carries it",
        description="The quote that carries it, or a claim that the case has under a name; needed where it is stated.",
    )
    also: tuple[ClaimUse, ...] = Field(
        (), title="More quotes that carry it", description="More claims that carry the same thing."
    )
