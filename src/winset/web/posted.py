"""What a page sends, and numbers in an address: what somebody made up is refused, and does nothing else."""

from __future__ import annotations

import json
from typing import Any

from winset.errors import UnknownName

DIGITS = 9
"""Of a number in an address; one with more is none of a page, a line or a table."""


def posted(body: bytes) -> dict[str, Any]:
    """The fields that a page sends. Raises UnknownName where it is something else."""
    try:
        fields: Any = json.loads(body)
        json.dumps(fields, ensure_ascii=False).encode()  # halves of signs are no text, and no file can hold them
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise UnknownName("this is not what a page sends")
    return fields


def natural(text: str) -> int | None:
    """A number that counts something; None where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None
