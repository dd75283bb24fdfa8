"""What the JSON Schema says of the ways in which a part of a case may be written."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_plain_validator_function

FORM = "form"
"""The key under which a schema holds how a value is written, until the field's description takes it up."""


class ReadBy:
    """Says which function makes the value of what the file has.

    Pydantic's own validators also build what would write the value again, for each of the sixty places.
    """

    def __init__(self, function: Callable[[object], object]) -> None:
        self.function = function

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(self.function)


class Form:
    """Says in the JSON Schema, in words, how a value is written."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), FORM: self.words}


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
