"""Whether packages would hold in a few sentences, those together that hold alike: as a brief says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winset.analyses.stability.readings import is_fixed
from winset.questions.stability.charts import figure
from winset.questions.stability.words import NOT_SHOWN, StabilityWords
from winset.readings.shares import Share
from winset.report.blocks import Block, Bullets, Guarded, NoteSentence, Section, Sentence
from winset.report.names import counted, listed
from winset.report.ownership import Ownership

MOST_OF_A_PARTY = 2
"""Gains of each party that a brief tells; beyond, the rest is left to the command."""
MOST_OF_A_PACKAGE = 8
"""Gains under a package that a brief tells; beyond, it says how many more there are."""
MOST_BLOCKED = 5
"""Changes that facts rule out, as a brief tells them; beyond, it says how many more there are."""
HOW_READ = (
    "In one move a party may change several of the issues that it can change alone; the others may reply by moves in "
    "a row. A rule on what one deal may combine forbids no breach. Red lines play no part: they say what a party does "
    "not sign, and here it has signed. That somebody has a reply does not say that it would be used."
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
        return f"Package{'s' if len(self.numbers) > 1 else ''} {listed(map(str, self.numbers))}"


def alike(numbered: Sequence[Numbered]) -> list[Alike]:
    """What is said of each package, those together that hold alike. each: with its number and shares of readings."""
    groups: dict[tuple[str, ...], list[int]] = {}
    first: dict[tuple[str, ...], StabilityWords] = {}
    for number, words, shares in numbered:
        gains = words.gains
        ways = (gain for party in gains.parties for gain in gains.most_telling(party, MOST_OF_A_PARTY))
        readings = words.readings(shares) if shares is not None else ""
        readings = "" if is_fixed(words.stability.case, by_value=words.stability.by_value) else readings
        verdict = " ".join((words.verdict(), *words.assumptions(), words.tag()))
        key = (verdict, readings, *map(words.in_short, ways))
        groups.setdefault(key, []).append(number)
        first.setdefault(key, words)
    return [
        Alike(words=first[key], numbers=tuple(numbers), verdict=key[0], readings=key[1], gains=key[2:])
        for key, numbers in groups.items()
    ]


def sections_in_words(numbered: Sequence[Numbered], missing: Sequence[str], owners: Ownership) -> Iterator[Any]:
    """Verdicts with who could gain by what, what the answer leaves aside, and how it is read. missing: what is not
    known, and why.
    """
    orders = numbered[0][1].orders_owner(owners) if numbered else owners.judgements
    yield Guarded(
        orders,
        _verdicts(numbered, missing, owners),
        _verdicts([], [*missing, *((NOT_SHOWN,) if numbered else ())], owners),
    )
    if numbered:
        words = [stability_words for _, stability_words, _ in numbered]
        aside = (Bullets(items=tuple(_left_aside(words))),)
        yield Section(key="holds_aside", title="What this leaves aside", blocks=aside, depth="brief", level=3)
        yield Section(key="holds_method", title="", blocks=(NoteSentence(text=HOW_READ),), depth="brief")


def _verdicts(numbered: Sequence[Numbered], missing: Sequence[str], owners: Ownership) -> Section:
    groups = alike(numbered)
    blocks: list[Block] = [Sentence(text=line) for line in missing]
    for group in groups:
        said = " ".join(part for part in (group.verdict, group.readings) if part)
        blocks.append(Sentence(name=group.name, text=said))
        if group.gains:
            more = len(group.gains) - MOST_OF_A_PACKAGE
            rest = (f"{counted(more, 'more way')} to gain.",) if more > 0 else ()
            blocks.append(Bullets(items=(*group.gains[:MOST_OF_A_PACKAGE], *rest)))
    return Section(
        key="holds_in_words",
        title="Would it hold?",
        blocks=(*blocks, *_pictures(groups, numbered, owners)),
        depth="brief",
    )


def _pictures(groups: Sequence[Alike], numbered: Sequence[Numbered], owners: Ownership) -> Iterator[Any]:
    """The graph of all states with every package marked in it; else what can follow from those from which any can."""
    if groups:
        first = numbered[0][1]
        places = [first.stability.states.state(words.package_stability.package) for _, words, _ in numbered]
        drawn = [(group.name, group.words) for group in groups if group.gains]
        yield figure(first, drawn, owners, [place for place in places if place is not None])


def _left_aside(all_words: Sequence[StabilityWords]) -> Iterator[str]:
    """What nobody can change alone, what facts rule out, moves without grounds."""
    blocked = dict.fromkeys(
        words.blocked(blocked_change) for words in all_words for blocked_change in words.package_stability.blocked
    )
    others = len(blocked) - MOST_BLOCKED
    lines = (
        *(words.still() for words in all_words),
        *list(blocked)[:MOST_BLOCKED],
        f"Facts rule out {counted(others, 'other change')}." if others > 0 else "",
        all_words[0].bare(),
    )
    return (line for line in dict.fromkeys(lines) if line)
