"""Names in messages: the known one that a misspelt one probably means, and lists that stay short."""

from __future__ import annotations

from collections.abc import Iterable

CLOSE = 65.0
"""Least similarity, on rapidfuzz's scale of 0–100, at which a name is suggested: two slips in a word of six letters."""
LONGEST = 80
"""Characters of a name that a message shows; beyond, it is cut, and no similar name is suggested."""
MOST = 20
"""Names that a message lists, and thousands of names among which a similar one is sought; beyond, it says how many more
there are, and suggests none.
"""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The most similar known name, or None where none is similar; a suggestion, never a decision. Capitals, spaces and
    hyphens make no difference.
    """
    import re

    from rapidfuzz import fuzz, process  # only a name that is not known needs it

    choices = list(known)
    if len(name) > LONGEST or len(choices) > MOST * 1000:
        return None
    match = process.extractOne(
        name,
        choices,
        scorer=fuzz.ratio,
        processor=lambda text: re.sub(r"[\W_]+", "_", text.casefold()),
        score_cutoff=CLOSE,
    )
    return match[0] if match else None


def guessed(name: str, known: Iterable[str]) -> str:
    """The question whether the most similar known name was meant, before more words; empty where none is similar."""
    guess = nearest(name, known)
    return f"did you mean `{guess}`? " if guess else ""


def short(name: object) -> str:
    """The name as a message shows it."""
    text = str(name)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def spelled(path: Iterable[object]) -> str:
    """A path as it is written in `set` and in messages."""
    return short(".".join(map(short, path)))


def listing(names: Iterable[str]) -> str:
    """The names in their order, separated by commas; of very many the first."""
    choices = list(names)
    shown = ", ".join(short(name) for name in choices[:MOST])
    return shown if len(choices) <= MOST else f"{shown} and {len(choices) - MOST:,} more"


def listed(names: Iterable[str]) -> str:
    """The names as they stand in a sentence, each in grave accents; of very many the first."""
    choices = [f"`{short(name)}`" for name in names]
    if len(choices) > MOST:
        return f"{', '.join(choices[:MOST])} and {len(choices) - MOST:,} more"
    return " and ".join(filter(None, [", ".join(choices[:-1]), *choices[-1:]]))
