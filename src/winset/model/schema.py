"""The JSON Schema of the case format, generated from the model, for editors that complete and check while typing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from winset.model.case import Case
from winset.model.claims import Node
from winset.model.forms import FORM
from winset.model.placed import models

TITLE = "winset case, version 1"


def schema_text() -> str:
    """The schema as the text of `casefile/case.schema.json`, with the sentence of every field."""
    schema = Case.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": TITLE}
    for model in format_models():  # pydantic leaves a description out that is also that of the field's class
        properties = (schema if model is Case else schema["$defs"][model.__name__])["properties"]
        for name, field in zip(fields(model), model.model_fields.values(), strict=True):
            properties[name]["description"] = field.description
    return json.dumps(_tidied(schema), indent=1, ensure_ascii=False) + "\n"


def format_models() -> Iterator[type[Node]]:
    """The classes that the case format has, without those that others derive from them."""
    return (model for model in models() if model.__module__.partition(".")[0] == __name__.partition(".")[0])


def fields(model: type[Node]) -> tuple[str, ...]:
    """The fields of a class by the names that the case file uses."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _tidied(node: object, *, is_names: bool = False) -> object:
    """The schema with each field's form after its sentence, without the titles that pydantic makes up from names; a
    field called `title` stays.
    """
    if isinstance(node, dict):
        kept = (
            node
            if is_names
            else _described({key: member for key, member in node.items() if not _is_noise(key, member)})
        )
        return {
            key: _tidied(value, is_names=not is_names and key in ("properties", "$defs")) for key, value in kept.items()
        }
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    return node


def _described(schema: dict[str, object]) -> dict[str, object]:
    if FORM not in schema:
        return schema
    sentence, form = schema.get("description"), schema[FORM]
    described = {key: value for key, value in schema.items() if key != FORM}
    return {**described, "description": f"{sentence} Written as {form}." if sentence else form}


def _is_noise(key: str, value: object) -> bool:
    """Titles made up from names, and defaults that say only that a field may be left out."""
    return (key == "title" and value != TITLE) or (key == "default" and (value is None or isinstance(value, dict)))
