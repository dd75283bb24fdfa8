"""The JSON Schema of the case format, generated from the model, for editors that complete and check while typing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from winset.model.case import Case
from winset.model.claims import Node
from winset.model.descriptions import description

TITLE = "winset case, version 1"


def schema_text() -> str:
    """The schema as the text of `casefile/case.schema.json`, with the sentence of every field."""
    schema = Case.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": TITLE}
    definitions = schema["$defs"]
    for model in models():
        _describe(schema if model is Case else definitions.get(model.__name__, {}), model)
    return json.dumps(_without_titles(schema), indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def models(root: type[Node] = Node) -> Iterator[type[Node]]:
    """Every class of the model, each after the one that it is derived from."""
    for model in root.__subclasses__():
        yield model
        yield from models(model)


def fields(model: type[Node]) -> tuple[str, ...]:
    """The fields of a class by the names that the case file uses."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _describe(definition: dict[str, object], model: type[Node]) -> None:
    """Puts each field's sentence before what the schema says of its form."""
    properties = definition.get("properties")
    if not isinstance(properties, dict):
        return
    for name in fields(model):
        sentence, form = description(model, name), properties[name].get("description")
        if sentence is not None:
            properties[name]["description"] = f"{sentence} Written as {form}." if form else sentence


def _without_titles(node: object, *, is_names: bool = False) -> object:
    """The schema without the titles that pydantic makes up from names; a field called `title` stays."""
    if isinstance(node, dict):
        kept = {key: value for key, value in node.items() if is_names or not _is_noise(key, value)}
        return {
            key: _without_titles(value, is_names=not is_names and key in ("properties", "$defs"))
            for key, value in kept.items()
        }
    if isinstance(node, list):
        return [_without_titles(one) for one in node]
    return node


def _is_noise(key: str, value: object) -> bool:
    """Titles made up from names, and defaults that say only that a field may be left out."""
    return (key == "title" and value != TITLE) or (key == "default" and (value is None or isinstance(value, dict)))
