"""Words of a sentence that are more than words: a party, an option, a term, a claim, what is inferred, a number.

A sentence stays a Python string, so that it is written as a sentence is: each piece stands in it between three
characters of Unicode's private use, which no text of a case keeps (`printable` takes them out), and is read again by
the pass of disclosure and by the renderers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from winset.model.numbers import HANDLING, Handling

Kind = Literal["text", "party", "issue", "option", "term", "claim", "number", "inferred", "analyst", "command"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_PIECE = re.compile(f"{OPEN}([a-z]+)\x1f([^{MIDDLE}]*)\x1f([a-z]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
_MARKS = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]")
TO_ANALYSTS: tuple[Kind, ...] = ("analyst", "command")
"""What is said to whoever works on the case, and what of that to whoever has a command line before them."""
LEFT_OUT_TEXT = "…"
"""What stands for a piece that may not be shown, where a sentence has no other form for it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. key: of a party, issue, option, term or claim in its case. level: who may see it."""

    kind: Kind
    text: str
    key: str = ""
    level: Handling = "open"


def piece(kind: Kind, text: str, key: str = "", level: Handling = "open") -> str:
    """The text, marked as what it is; pieces inside it become plain text and give it the highest of their levels."""
    inner = tuple(pieces(text))
    highest = max((level, *(part.level for part in inner)), key=HANDLING.index)
    return f"{OPEN}{kind}\x1f{_unmarked(key)}\x1f{highest}{MIDDLE}{''.join(part.text for part in inner)}{CLOSE}"


def for_analyst(text: str) -> str:
    """Words to whoever works on the case, such as what its file could say; who is handed a brief does not read them."""
    return piece("analyst", text)


def for_command_line(text: str) -> str:
    """Words to whoever has a command line before them, such as an option that shows more."""
    return piece("command", text)


def without_kinds(text: str, kinds: tuple[Kind, ...]) -> str:
    """The sentence without the pieces of these kinds."""
    if OPEN not in text:
        return text
    return _PIECE.sub(lambda match: "" if match[1] in kinds else match[0], text)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a sentence in their order, plain text between them."""
    end = 0
    for match in _PIECE.finditer(text):
        if match.start() > end:
            yield Piece("text", _unmarked(text[end : match.start()]))
        kind = next((kind for kind in KINDS if kind == match[1]), KINDS[0])
        level = next((handling for handling in HANDLING if handling == match[3]), HANDLING[-1])
        yield Piece(kind, match[4], match[2], level)
        end = match.end()
    if end < len(text):
        yield Piece("text", _unmarked(text[end:]))


def plain(text: str) -> str:
    """The sentence as a reader sees it."""
    return "".join(part.text for part in pieces(text)) if _MARKS.search(text) else text


def capitalised(text: str) -> str:
    """The sentence with a capital first letter, be it in a piece or not."""
    first = next((n for n, char in enumerate(text) if not _in_mark(text, n) and char.strip()), None)
    return text if first is None else text[:first] + text[first].upper() + text[first + 1 :]


_HEAD = re.compile(rf"(^|[.?!]\s+){OPEN}(?:party|issue|option)\x1f[^{MIDDLE}]*{MIDDLE}")


def sentences(text: str) -> str:
    """The text with a capital for a party, issue or option at the head of a sentence: "The United States"."""
    if OPEN not in text:
        return text
    heads = [match.end() for match in _HEAD.finditer(text)]
    for place in heads:
        text = text[:place] + text[place].upper() + text[place + 1 :]
    return text


def _in_mark(text: str, place: int) -> bool:
    """True for a character of a mark itself, not of the words that it marks."""
    opened, middle = text.rfind(OPEN, 0, place + 1), text.rfind(MIDDLE, 0, place)
    return text[place] in (OPEN, MIDDLE, CLOSE) or opened > middle


def shown_at(text: str, level: Handling) -> str:
    """The sentence with every piece that lies above the level put as "…"."""
    if not _MARKS.search(text):
        return text

    def shown(match: re.Match[str]) -> str:
        above = match[3] not in HANDLING[: HANDLING.index(level) + 1]
        if not above:
            return match[0]
        return "" if match[1] == "claim" else LEFT_OUT_TEXT

    return _PIECE.sub(shown, text)


def _unmarked(text: str) -> str:
    return _MARKS.sub("", text)
