"""Text of a case made safe to show on a terminal, in a chart and on a page."""

from __future__ import annotations

import re

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal or a page obeys instead of showing it: escape codes, what turns the direction of a line, and halves
of signs, which no encoding has.
"""


def shown(text: str) -> str:
    """The text with the name of every character that would steer in the place of the character."""
    return STEERING.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def shown_isolated(text: str) -> str:
    """The same of a text to which winset itself has added the signs that keep words from right to left apart."""
    return STEERING.sub(lambda match: match[0] if match[0] in "\u2068\u2069" else f"[U+{ord(match[0]):04X}]", text)


def shown_in_balance(text: str) -> str:
    """The same where every line of the text closes what it keeps apart; elsewhere those signs are named as well."""
    is_balanced = all(line.count("\u2068") == line.count("\u2069") for line in text.split("\n"))
    return shown_isolated(text) if is_balanced else shown(text)


def printable(text: str) -> str:
    """The text on one line, what would steer by its name, and a space for every other sign that cannot be seen."""
    line = "".join(" " if char.isspace() else char for char in text)
    return "".join(char if char.isprintable() else " " for char in shown(line))
