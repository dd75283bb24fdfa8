"""The words of the package as a screen explains them: the documentation’s glossary, which comes with the package."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

EVERYDAY = frozenset(
    (
        "agenda", "basis", "breach", "capability", "case", "claim", "compromise", "concern", "concession",
        "conflict", "contest", "detection", "event", "gain", "guarantee", "inferred", "interest",
        "interval", "issue", "judgement", "lag", "largest share", "ledger", "link", "method", "move",
        "opening", "option", "package", "party", "penalty", "period", "plan", "point", "position", "preset",
        "proof", "reading", "repair", "reply", "rule", "schedule", "score", "silent", "solution", "state",
        "stated", "step", "support", "table", "tempted", "value", "way out",
    )
)  # fmt: skip
"""Entries that mean in an answer what they mean everywhere; they are not marked in its sentences."""
_ENTRY = re.compile(r"^\*\*(.+?)\*\*: (.*?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_LITERATURE = re.compile(r"\*(The literature says: .*?)\*(?=\s|\Z)", re.DOTALL)


@cache
def glossary() -> dict[str, str]:
    """Each entry with its explanation, as plain text."""
    return {name: _plain(text) for name, text in _ENTRY.findall(_page())}


@cache
def terms_of_art() -> re.Pattern[str]:
    """What finds the entries that are no everyday words, one or several of them, in a sentence."""
    names = sorted((name for name in glossary() if name not in EVERYDAY), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?:s)?(?![\w-])", re.IGNORECASE)


def entry_of(word: str) -> tuple[str, str] | None:
    """The entry of a word, whatever its capitals; None where there is none."""
    known = {name.casefold(): name for name in glossary()}
    name = known.get(word.casefold())
    return None if name is None else (name, glossary()[name])


def _page() -> str:
    """The page, beside the package, or in a checkout above it."""
    package = Path(__file__).parents[1]
    for path in (package / "_glossary.md", package.parents[1] / "docs" / "reference" / "glossary.md"):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def _plain(text: str) -> str:
    """The explanation without the marks of Markdown."""
    said = _LITERATURE.sub(r"\1", text)
    said = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", said)
    return " ".join(re.sub(r"[*`]", "", said).split())
