"""Names that head a row or a column, inside a sentence."""

from __future__ import annotations

HEADS = frozenset(
    (
        "A", "All", "An", "Any", "Both", "By", "Complete", "Early", "For", "Full", "How", "Immediate", "In", "No",
        "Nothing", "Of", "On", "Only", "Partial", "Some", "The", "What", "When", "Where", "Whether", "Which", "Who",
        "With", "Without",
    )
)  # fmt: skip
"""Words that are no names, and need no capital inside a sentence."""


def in_running_text(name: str) -> str:
    """A name that heads a row, inside a sentence: without the capital of a first word that has it only there.

    It is the one rule for every name of a case that does not say how it stands in a sentence.
    """
    first, space, rest = name.partition(" ")
    return f"{first.lower()}{space}{rest}" if space and first in HEADS else name
