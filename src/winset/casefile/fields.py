"""What the format knows at a place of a case file: its fields there and the kinds of value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from winset.errors import Path
from winset.model.case import Case

Schema = dict[str, object]


def fields_at(path: Path) -> tuple[str, ...]:
    """The fields that the format knows at a place; none where any name may stand."""
    return tuple(dict.fromkeys(name for schema in at(path) for name in _names(schema)))


def short_form_at(path: Path) -> str | None:
    """The word that may stand at a place instead of a section, "a text" where any may, None where none may."""
    for schema in at(path):
        if "const" in schema:
            return f"`{schema['const']}`"
        if schema.get("type") == "string":
            return "a text"
    return None


@cache
def _schema() -> Schema:
    return Case.model_json_schema(by_alias=True)


def words_at(path: Path) -> tuple[str, ...]:
    """The words that may stand at a place instead of a section or a number."""
    return tuple(str(schema["const"]) for schema in at(path) if "const" in schema)


def at(path: Path) -> list[Schema]:
    """What the format knows at a place, each of the forms in which it may be written."""
    nodes = [_schema()]
    for step in path:
        nodes = [below for node in nodes for below in _below(node, step)]
    return [alternative for node in nodes for alternative in alternatives(node)]


def alternatives(node: Schema) -> Iterator[Schema]:
    """Each of the forms of a part of the format."""
    reference = node.get("$ref")
    if isinstance(reference, str):
        definitions = _schema()["$defs"]
        if isinstance(definitions, dict):
            yield from alternatives(definitions[reference.rsplit("/", 1)[1]])
        return
    choices = node.get("anyOf") or node.get("oneOf") or node.get("allOf")
    if isinstance(choices, list):
        for choice in choices:
            yield from alternatives(choice)
    else:
        yield node


def _below(node: Schema, step: str | int) -> Iterator[Schema]:
    for alternative in alternatives(node):
        named = alternative.get("properties")
        if isinstance(named, dict) and step in named:
            yield named[str(step)]
            continue
        items, prefix = alternative.get("items"), alternative.get("prefixItems")
        if isinstance(items, dict) and isinstance(step, int):
            yield items
        if isinstance(prefix, list) and isinstance(step, int) and step < len(prefix):
            yield prefix[step]
        patterns, others = alternative.get("patternProperties"), alternative.get("additionalProperties")
        if isinstance(patterns, dict) and isinstance(step, str):
            yield from patterns.values()
        if isinstance(others, dict) and isinstance(step, str):
            yield others


def _names(node: Schema) -> list[str]:
    properties = node.get("properties")
    return [str(name) for name in properties] if isinstance(properties, dict) else []
