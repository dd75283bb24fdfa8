"""Plain data as text of a case file: strict YAML that reads as exactly this data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from textwrap import wrap

from winset.casefile.nodes import INTEGER, MAX_DIGITS, Reader, Scalar
from winset.casefile.nodes import Mapping as Section
from winset.casefile.save import as_scalar, double_quoted, in_style_of, is_legible
from winset.errors import EditRefused

Data = str | int | Decimal | bool | None | Sequence["Data"] | Mapping[str, "Data"]
"""What can stand in a case file: text, numbers, truth values, nothing, lists and mappings of these."""

WIDTH = 110
"""Characters of a line in braces or brackets; beyond, what is new is written over several lines."""
FOLDED = 100
"""Characters of a line of text that is folded over several lines."""
MOST_REMEMBERED = 10_000
"""Texts of which it is remembered how they are written; beyond, those asked for longest ago are looked at again."""
EXACT = ("quote", "prefix", "suffix")
"""Fields that hold the words of a source; they stand in quotes, whatever they are."""

_REFUSED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udfff]")


def scalar_text(value: str | int | Decimal | bool | None) -> str:
    """A single value on one line. Raises EditRefused where no case file can hold it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _number(value)
    if isinstance(value, str):
        return _text(value)
    raise EditRefused(f"a value of the kind `{type(value).__name__}` cannot stand in a case file")


def _number(value: int | Decimal) -> str:
    if isinstance(value, Decimal) and not value.is_finite():
        raise EditRefused("a number in a case file is finite")
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if sum(map(str.isdigit, text)) > MAX_DIGITS:
        raise EditRefused(f"a number in a case file has {MAX_DIGITS} digits at most")
    return text


@lru_cache(maxsize=MOST_REMEMBERED)
def _text(text: str) -> str:
    refuse_controls(text)
    return as_scalar(text)


def refuse_controls(text: str) -> None:
    """Returns where a case file can hold the text. Raises EditRefused where a character of it is not allowed."""
    match = _REFUSED.search(text)
    if match:
        raise EditRefused(f"a text in a case file cannot hold the character U+{ord(match[0]):04X}")


def quoted_text(text: str) -> str:
    """The text in double quotes, on one line."""
    refuse_controls(text)
    return double_quoted(text)


def flow_text(value: Data) -> str:
    """The value on one line, in braces and brackets where it is a mapping or a list."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {_flow_field(key, inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return scalar_text(value)


def _flow_field(name: str, value: Data) -> str:
    return quoted_text(value) if name in EXACT and isinstance(value, str) else flow_text(value)


def key_text(name: object) -> str:
    """A name of a section as it stands before its colon."""
    if not isinstance(name, str):
        raise EditRefused("the names of a mapping in a case file are texts")
    return name if INTEGER.fullmatch(name) and name.isdecimal() else _text(name)  # such as a period


def is_collection(value: Data) -> bool:
    """True of a mapping or a list, be it empty."""
    return isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str))


def fits_a_line(value: Data, room: int = WIDTH) -> bool:
    """True where the value stands well on one line: a claim written out and a text of several lines do not."""
    return not _wants_lines(value) and len(flow_text(value)) <= room


def _wants_lines(value: Data) -> bool:
    if isinstance(value, str):
        return "\n" in value and _literal(value) is not None
    if isinstance(value, Mapping):
        return "quote" in value or any(map(_wants_lines, value.values()))
    return isinstance(value, Sequence) and any(map(_wants_lines, value))


def field_lines(name: str, value: Data, unit: int, *, over_lines: bool = False) -> list[str]:
    """A field with its value as it stands in a section, line by line, from the left margin.

    over_lines: a mapping or list stands over several lines even where it would fit on one.
    """
    key = key_text(name)
    if name in EXACT and isinstance(value, str):
        return [f"{key}: {quoted_text(value)}"]
    if isinstance(value, str):
        first, *rest = _text_lines(value, unit)
        return [f"{key}: {first}", *rest]
    if not is_collection(value) or not value or (not over_lines and fits_a_line(value, WIDTH - len(key))):
        return [f"{key}: {flow_text(value)}"]
    return [f"{key}:", *indented(block_lines(value, unit), unit)]


def _text_lines(text: str, unit: int) -> list[str]:
    """The text on one line, or as a block that keeps its lines."""
    literal = _literal(text) if "\n" in text else None
    return [_text(text)] if literal is None else [literal[0], *indented(literal[1], unit)]


def block_lines(value: Data, unit: int) -> list[str]:
    """The value over several lines, from the left margin."""
    if isinstance(value, Mapping) and value:
        return [line for name, inner in value.items() for line in field_lines(name, inner, unit)]
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return [line for item in value for line in item_lines(item, unit)]
    if isinstance(value, str):
        return _text_lines(value, unit)
    return [flow_text(value)]


def item_lines(value: Data, unit: int) -> list[str]:
    """The value as an item of a list."""
    lines = [flow_text(value)] if fits_a_line(value) else block_lines(value, unit)
    return [f"- {lines[0]}", *indented(lines[1:], 2)]


def indented(lines: Sequence[str], spaces: int) -> list[str]:
    """The lines, moved in; empty ones stay empty."""
    return [" " * spaces + line if line else line for line in lines]


def _literal(text: str) -> tuple[str, list[str]] | None:
    """The head and the lines of a block that keeps the lines of a text; None where none reads as the text."""
    body, end = (text[:-1], "") if text.endswith("\n") else (text, "-")
    lines = body.split("\n")
    if (
        not body.strip()
        or lines[0].startswith(" ")
        or not lines[0]
        or not lines[-1]
        or not is_legible(body.replace("\n", ""))
    ):
        return None
    refuse_controls(text)
    head = f"|{end}"
    return (head, lines) if _reads(head, lines, text) else None


def _folded(text: str) -> tuple[str, list[str]] | None:
    """The same of a block that folds a text of one paragraph."""
    if not is_legible(text) or not text.strip():
        return None
    lines = wrap(text, FOLDED, break_long_words=False, break_on_hyphens=False)
    return (">-", lines) if _reads(">-", lines, text) else None


def _reads(head: str, lines: Sequence[str], text: str) -> bool:
    reader = Reader("\n".join([f"a: {head}", *indented(lines, 2), "b: 1", ""]), "")
    root = reader.read()
    if reader.problems or not isinstance(root, Section) or "b" not in root.entries:
        return False
    value = root.entries["a"][1]
    return isinstance(value, Scalar) and value.value == text


def restyled(written: str, text: str, indent: int) -> list[str]:
    """A text in the style of the one that it replaces: plain, in single or double quotes, or as a block; in double
    quotes where it cannot be written so. indent: of the lines of a block.
    """
    refuse_controls(text)
    if written.startswith(("|", ">")):
        block = _literal(text) if "\n" in text else _folded(text) if written.startswith(">") else None
        return [quoted_text(text)] if block is None else [block[0], *indented(block[1], indent)]
    return [in_style_of(written, text)]
