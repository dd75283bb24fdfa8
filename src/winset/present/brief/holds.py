"""Whether the packages of a brief would hold, as it tells it: sentences, what is left aside, and the figures."""

from __future__ import annotations

import re

from winset.present.looked_at import NOTHING_MOVES, LookedAt, Told, in_a_line, told_of
from winset.present.stability_words import StabilityWords
from winset.present.visible import Visible
from winset.present.words import counted

NAME = re.compile(r"`([^`]+)`")
MOST_OF_A_PARTY = 2
MOST_BLOCKED = 5
HOW_READ = (
    "A state is a package that breaks no rule. In one move a party may change several of the issues that it can change "
    "alone; the others may answer by moves in a row. Red lines play no part: they say what a party does not sign, and "
    "here it has signed. “Could answer” does not say that it would."
)


class Holds:
    """What a brief says of whether its packages would hold."""

    def __init__(self, looked_at: LookedAt, visible: Visible) -> None:
        self.looked_at, self.visible = looked_at, visible
        self.words = [StabilityWords(found, visible) for found in looked_at.found]
        self.is_known = any(found.states.moving for found in looked_at.found)
        self.told: list[Told] = told_of(looked_at, visible, MOST_OF_A_PARTY) if self.is_known else []

    @property
    def why_not(self) -> str:
        """Why nothing, or no share of readings, is said; empty where all is."""
        if self.looked_at.why_not or self.is_known:
            return _quoted(self.looked_at.why_not)
        return NOTHING_MOVES if self.looked_at.found else ""

    @property
    def lines(self) -> list[str]:
        """A line for each package; one where they are alike."""
        if not self.is_known:
            return []
        lines = [
            in_a_line(words, found.held)
            for words, found in zip(self.words, self.looked_at.found, strict=True)
            if found.held is not None
        ]
        return lines[:1] if len(set(lines)) == 1 else lines

    @property
    def aside(self) -> list[str]:
        """What the answer leaves aside: what nobody can change alone, what rules forbid, moves without grounds."""
        if not self.is_known:
            return []
        told = [words.still() for words in self.words]
        blocked = [
            words.blocked(one)
            for words, found in zip(self.words, self.looked_at.found, strict=True)
            for one in (found.held.blocked if found.held is not None else ())
        ]
        each = list(dict.fromkeys(blocked))
        told += each[:MOST_BLOCKED]
        if len(each) > MOST_BLOCKED:
            told.append(f"Rules forbid {counted(len(each) - MOST_BLOCKED, 'other change')}.")
        told.append(_quoted(self.words[0].bare()))
        return [line for line in dict.fromkeys(told) if line]

    @property
    def how_read(self) -> str:
        return HOW_READ


def _quoted(text: str) -> str:
    """The text with names of the case file in quotation marks: a brief has readers who never saw one."""
    return NAME.sub(r"“\1”", text)
