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
    GetJsonSchemaHandler,
    StrictBool,
    StrictStr,
    Tag,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from winset.model.numbers import Handling

ID = r"^[a-z][a-z0-9_]*$"


class Node(BaseModel):
    """What every part of a case shares: it cannot be changed, and it has no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Shorthand:
    """Says in the JSON Schema that a short form may stand in place of the long one."""

    def __init__(self, short: JsonSchemaValue) -> None:
        self.short = short

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.short, handler(core)]}


class OneOrMore:
    """Says in the JSON Schema that a single item may stand in place of a list of them."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(core)
        return {"anyOf": [many["items"], many]}


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
Flag = StrictBool
Date = Annotated[StrictStr, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_is_date)]
Basis = Literal["stated", "inferred", "silent"]


def _as_list(raw: object) -> object:
    return [raw] if isinstance(raw, str) else raw


Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "description": "one name"})]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_list), Shorthand({"type": "string", "pattern": ID})]


class Claim(Node):
    """A quote, the source that it stands in, and what a person reads in it."""

    source: Id
    quote: StrictStr
    reading: Text | None = None
    speaker: Names | None = None
    date: Date | None = None
    reviewed_by: Text | None = None
    prefix: Text | None = None
    suffix: Text | None = None
    handling: Handling | None = None


def _claim_or_name(raw: object) -> str:
    return "<name>" if isinstance(raw, str) else "<claim>"


ClaimUse = Annotated[
    Annotated[Id, Tag("<name>")] | Annotated[Claim, Tag("<claim>")],
    Discriminator(_claim_or_name),
]


class Assertion(Node):
    """What may stand wherever something is asserted: on what basis, why, and the claims that carry it."""

    basis: Basis | None = None
    because: Text | None = None
    claim: ClaimUse | None = None
    also: tuple[ClaimUse, ...] = ()
