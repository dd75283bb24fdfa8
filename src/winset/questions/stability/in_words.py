"""Whether packages would hold in a few sentences, those together that hold alike: as a brief says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winset.analyses.stability.readings import is_fixed
from winset.questions.stability.words import FIXED, StabilityWords
from winset.readings.shares import Share
from winset.report.blocks import Block, Bullets, Guarded, NoteSentence, Section, Sentence
from winset.report.names import counted, listed
from winset.report.ownership import Ownership

NAME = re.compile(r"`([^`]+)`")
MOST_OF_A_PARTY = 2
"""Gains of each party that a brief tells; beyond, the rest is left to the command."""
MOST_BLOCKED = 2
"""Changes that rules forbid, as a brief tells them; beyond, it says how many more there are."""
HOW_READ = (
    "Only moves that the case lists are looked at. Red lines play no part: they say what a party does not sign, and "
    "here it has signed. That the others have a reply does not say that they would use it."
)
Numbered = tuple[int, StabilityWords, Mapping[str, Share] | None]
"""A package as it is numbered where it is shown, with its shares of readings where these were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What is said of packages that hold alike. numbers: of the packages, as they are shown. gains: the sentences on
    who could gain by what. readings: in how many readings it is so; empty where that was not counted.
    """

    words: StabilityWords
    numbers: tuple[int, ...]
    verdict: str
    gains: tuple[str, ...]
    readings: str

    @property
    def name(self) -> str:
        """Which packages, as the subject of a heading."""
        return f"Option{'s' if len(self.numbers) > 1 else ''} {listed(map(str, self.numbers))}"


def alike(each: Sequence[Numbered]) -> list[Alike]:
    """What is said of each package, those together that hold alike. each: with its number and shares of readings."""
    groups: dict[tuple[str, ...], list[int]] = {}
    first: dict[tuple[str, ...], StabilityWords] = {}
    for number, words, shares in each:
        gains = words.gains
        ways = (one for party in gains.parties for one in gains.most_telling(party, MOST_OF_A_PARTY))
        readings = words.readings(shares) if shares is not None else ""
        readings = FIXED if is_fixed(words.found.case, by_value=words.found.by_value) else readings
        verdict = " ".join((*words.verdict(), words.rests_on()))
        key = (verdict, readings, *map(words.in_short, ways))
        groups.setdefault(key, []).append(number)
        first.setdefault(key, words)
    return [
        Alike(words=first[key], numbers=tuple(numbers), verdict=key[0], readings=key[1], gains=key[2:])
        for key, numbers in groups.items()
    ]


def sections_in_words(each: Sequence[Numbered], missing: Sequence[str], owners: Ownership) -> Iterator[Any]:
    """Verdicts with who could gain by what, and what they leave aside. missing: what is not known, and why."""
    without = [(number, words.without_because, shares) for number, words, shares in each]
    yield Guarded(owners.judgements, _verdicts(each, missing), _verdicts(without, missing))


def _verdicts(each: Sequence[Numbered], missing: Sequence[str]) -> Section:
    blocks: list[Block] = [Sentence(text=_quoted(line)) for line in missing]
    for one in alike(each):
        said = " ".join(part for part in (one.verdict, one.readings) if part)
        blocks.append(Sentence(name=one.name, text=said))
        if one.gains:
            blocks.append(Bullets(items=one.gains))
    aside = " ".join(_sentence(line) for line in _left_aside([words for _, words, _ in each])) if each else ""
    notes = [NoteSentence(text=f"{HOW_READ} {aside}".rstrip())] if each else []
    return Section(key="holds_in_words", title="Would it be kept?", blocks=(*blocks, *notes), depth="brief")


def _left_aside(each: Sequence[StabilityWords]) -> Iterator[str]:
    """What nobody can change alone, what rules forbid, moves without grounds."""
    blocked = dict.fromkeys(words.blocked(one) for words in each for one in words.held.blocked)
    others = len(blocked) - MOST_BLOCKED
    lines = (
        *(words.still() for words in each),
        *list(blocked)[:MOST_BLOCKED],
        f"Rules forbid {counted(others, 'other change')}." if others > 0 else "",
        _quoted(each[0].bare()),
    )
    return (line for line in dict.fromkeys(lines) if line)


def _sentence(line: str) -> str:
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _quoted(text: str) -> str:
    """The text with names of the case file in quotation marks: a brief has readers who never saw one."""
    return NAME.sub(r"“\1”", text)
