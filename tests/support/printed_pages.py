"""Texts as pages print them: broken into lines with hyphens, set in columns, over pages with headers and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

_UNSPACED = re.compile("[\u3400-\u9fff]")
HYPHENS = ("-", "\u2010", "\u00ad", "-", "-")


def lines_of(passage: str, width: int, draw: Random) -> list[str]:
    """The passage in lines of about so many characters; words are broken with a hyphen, Chinese anywhere."""
    if _UNSPACED.search(passage):
        return _unspaced_lines(passage, width)
    lines, line = [], ""
    for word in passage.split():
        joined = f"{line} {word}" if line else word
        if len(joined) <= width:
            line = joined
            continue
        room = width - len(line) - 2
        parts = _broken(word, room, draw)
        if parts:
            lines.append(f"{line} {parts[0]}" if line else parts[0])
            line = parts[1]
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


def _broken(word: str, room: int, draw: Random) -> tuple[str, str] | None:
    """The word in two halves, the first with its hyphen; None where it is not broken."""
    if "-" in word.strip("-"):
        place = word.index("-") + 1
        return (word[:place], word[place:]) if place <= room and word[place:] else None
    letters = re.match(r"[^\W\d_]+", word)
    if letters is None or len(letters[0]) < 7 or room < 3 or word[0].lower() == word[0].upper():
        return None
    place = draw.randrange(3, min(room, len(letters[0]) - 3) + 1) if min(room, len(letters[0]) - 3) >= 3 else 0
    return (word[:place] + draw.choice(HYPHENS), word[place:]) if place else None


def _unspaced_lines(passage: str, width: int) -> list[str]:
    room = width // 2
    lines: list[str] = []
    for letter in passage:
        if not lines or (len(lines[-1]) >= room and letter not in "，。" and not (letter + lines[-1][-1]).isdecimal()):
            lines.append("")
        lines[-1] += letter
    return lines


def paged(passages: Sequence[str], width: int, rows: int, draw: Random) -> str:
    """The passages one after the other on pages of so many lines, with a running header and the number of the page."""
    lines = [line for passage in passages for line in lines_of(passage, width, draw)]
    pages = [lines[start : start + rows] for start in range(0, len(lines), rows)]
    made = []
    for number, page in enumerate(pages, 1):
        made.append("\n".join(["Review of Mediation", "", *page, "", f"{number}"]))
    return "\f".join(made)
