"""Text of a case made safe to show on a terminal and in a chart."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text without characters that could steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
