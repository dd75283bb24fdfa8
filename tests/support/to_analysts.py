"""What a text says to whoever works on the case: options, fields of the case file, paths, seeds."""

from __future__ import annotations

import json
import re
from typing import Any

from winset.model.schema import schema_text


def field_names() -> set[str]:
    """The names of fields of the case format that are no English words."""
    return {name for name in _properties(json.loads(schema_text())) if "_" in name}


def _properties(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        names = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
        return names.union(*map(_properties, schema.values()))
    return set().union(*map(_properties, schema)) if isinstance(schema, list) else set()


FORBIDDEN = re.compile(
    rf"(?<![\w|-])--[a-z]|\bseed\b|`|\bcase file\b|\.ya?ml\b|\.md\b|\bwinset [a-z]+\b"
    rf"|(?<![\w/])/?(?:\w+/)+\w+\.\w+|\b(?:{'|'.join(sorted(field_names()))})\b"
)


def to_analysts(text: str) -> list[str]:
    """What stands in a brief that is for whoever works on the case."""
    return [found[0] for found in FORBIDDEN.finditer(re.sub(r"<!--.*?-->", "", text))]
