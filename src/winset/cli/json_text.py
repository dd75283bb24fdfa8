"""A JSON document as text, piece by piece: no more of it is held than one entry of a long list.

It is laid out as `json.dumps` lays it out with an indent of two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from winset.report.long_lists import LongList

INDENT = "  "


def json_pieces(document: Any, *, ascii_only: bool) -> Iterator[str]:
    """The text of a document of objects with texts as keys, lists, texts, numbers, truth values and nulls. Raises
    TypeError for anything else.

    ascii_only: other signs are escaped.
    """
    return _Layout(encode_basestring_ascii if ascii_only else encode_basestring).pieces(document, "\n")


class _Layout:
    def __init__(self, text: Callable[[str], str]) -> None:
        self.text = text

    def pieces(self, value: Any, line: str) -> Iterator[str]:
        """The text of a value. line: the end of a line, and the space before the next one."""
        deeper, comma = line + INDENT, ""
        if isinstance(value, dict) and value:
            yield "{"
            for key, member in value.items():
                yield f"{comma}{deeper}{self.text(key)}: "
                yield from self.pieces(member, deeper)
                comma = ","
            yield f"{line}}}"
        elif isinstance(value, list | tuple | LongList) and value:
            yield "["
            for member in value:
                yield f"{comma}{deeper}"
                yield from (
                    (self._whole(member, deeper),) if isinstance(value, LongList) else self.pieces(member, deeper)
                )
                comma = ","
            yield f"{line}]"
        else:
            yield self._whole(value, line)

    def _whole(self, value: Any, line: str) -> str:
        """The text of a value in one."""
        deeper = line + INDENT
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            each = [f"{deeper}{self.text(key)}: {self._whole(member, deeper)}" for key, member in value.items()]
            return f"{{{','.join(each)}{line}}}" if each else "{}"
        if isinstance(value, list | tuple | LongList):
            each = [f"{deeper}{self._whole(member, deeper)}" for member in value]
            return f"[{','.join(each)}{line}]" if each else "[]"
        return json.dumps(value)
