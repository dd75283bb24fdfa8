"""The known name that a misspelt one probably means."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

CLOSE = 65.0
"""Least similarity, on rapidfuzz's scale of 0–100, at which a name is suggested: two slips in a word of six letters."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The most similar known name, or None where none is similar; a suggestion, never a decision."""
    match = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return match[0] if match else None
