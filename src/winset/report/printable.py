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


def printable(text: str) -> str:
    """The text on one line, what would steer by its name, and a space for every other sign that cannot be seen."""
    line = "".join(" " if char.isspace() else char for char in text)
    return "".join(char if char.isprintable() else " " for char in shown(line))
