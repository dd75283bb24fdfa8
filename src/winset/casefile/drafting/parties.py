"""Where a text names the parties of a case, and which of them a word of it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from winset.casefile.evidence import ARTICLE
from winset.model.case import Party

_PREPOSITION = re.compile(
    r"(?:^|[\s(“\"])(?:of|to|with|from|on|against|for|in|at|by|between|into|towards?|about|over|around|among|amongst|"
    r"near|without|upon|than|under|after|before|toward|unlike|despite)\s+"
    r"(?:(?:the|a|an|its|their|both|either|president|prime|minister|foreign)\s+|[A-ZÀ-Þ][\w’'-]*\s+){0,4}$",
    re.IGNORECASE,
)
_VIEW = re.compile(r"\bin the (?:view|opinion|eyes|words) of\s+(?:the\s+)?$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:^|[,;:(–—“”‘\"«»*_#>.]\s*|\b(?:and|but|that|while|whilst|whereas|although|though|because|since|when|where|which|"
    r"whether|as|or|yet|so|both|if|once|unless|until|then|than|what|why|says?|said)\s+)"
    r"(?:(?:the|a|an|both|its|then|also|now|former|senior|some|many|most|all|officials|leaders|leader|members|generals|in|"
    r"president|prime|minister|foreign|government|defence|negotiator|commander|chair|commissioner|envoy)\s+|"
    r"[A-ZÀ-Þ][\w’'-]*\s+|\d+[.)]\s*|[-*]\s+){0,5}$"
)
_TITLES = re.compile(
    r"(?:\s+|[’']s\s+)(?:(?:[A-ZÀ-Þ][\w’'.-]*|president|prime|minister|foreign|leader)[\s,]+){0,4}", re.I
)
_TOGETHER = re.compile(r"\s*(?:,|and|or|as well as|,\s*and|&)\s*(?:the\s+)?", re.IGNORECASE)
_OWNER = re.compile(r"[’']s?(?!\w)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names parties: one, or several joined by commas and "and". is_governed: a preposition
    stands before it, so that it is hardly what a verb is said of. begins_clause: it stands where a clause begins.
    is_owner: it ends in the sign of the genitive.
    """

    start: int
    end: int
    parties: tuple[str, ...]
    is_governed: bool
    begins_clause: bool
    is_owner: bool


class PartyMentions:
    """The names of the parties of a case, to be looked for in texts: their own, their aliases and their members.

    A name that has a capital is looked for as it is written and in capitals throughout, another in any case; an article
    before it does not count.
    """

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self._cased: dict[str, str] = {}
        self._uncased: dict[str, str] = {}
        for key, party in parties.items():
            for name in (party.name, party.in_sentence, *party.aliases, *party.members):
                bare = " ".join(ARTICLE.sub("", name).split()) if name else ""
                if bare and bare == bare.lower():
                    self._uncased.setdefault(bare, key)
                elif bare:
                    self._cased.setdefault(bare, key)
                    self._cased.setdefault(bare.upper(), key)
        self._words = [
            _any_of(names, flags) for names, flags in ((self._cased, 0), (self._uncased, re.IGNORECASE)) if names
        ]

    def names_of(self, party: str) -> tuple[str, ...]:
        """The names of a party, without articles."""
        return tuple(name for known in (self._cased, self._uncased) for name, key in known.items() if key == party)

    def party(self, words: str) -> str | None:
        """The party that words name and nothing else, in whatever spelling; None of no party."""
        bare = " ".join(ARTICLE.sub("", words.strip()).split()).lower()
        known = {name.lower(): key for names in (self._uncased, self._cased) for name, key in names.items()}
        if bare in known:
            return known[bare]
        last = bare.split()[-1:] if bare else []
        return next((known[word] for word in last if word in known), None)

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Every name in a text in order, the longer where one lies in another, with its party."""
        there: list[tuple[int, int, str]] = []
        for pattern in self._words:
            for match in pattern.finditer(text):
                bare = " ".join(match[0].split())
                party = self._cased.get(bare) or self._uncased.get(bare.lower())
                if party is not None:
                    there.append((match.start(), match.end(), party))
        there.sort(key=lambda place: (place[0], -place[1]))
        kept: list[tuple[int, int, str]] = []
        for place in there:
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept


def mentions(text: str, start: int, end: int, places: Iterable[tuple[int, int, str]]) -> tuple[Mention, ...]:
    """The mentions of a sentence: names that are joined are one, and so are a name and a title of the same party."""
    there = [place for place in places if start <= place[0] and place[1] <= end]
    groups: list[list[tuple[int, int, str]]] = [there[:1]] if there else []
    for before, place in pairwise(there):
        between = text[before[1] : place[0]]
        if _TOGETHER.fullmatch(between) or (before[2] == place[2] and _TITLES.fullmatch(between)):
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(_mention(text, start, group) for group in groups)


def _mention(text: str, start: int, group: list[tuple[int, int, str]]) -> Mention:
    first, last = group[0][0], group[-1][1]
    before = text[max(start, first - 80) : first]
    is_view = _VIEW.search(before) is not None
    return Mention(
        start=first,
        end=last,
        parties=tuple(dict.fromkeys(place[2] for place in group)),
        is_governed=not is_view and _PREPOSITION.search(before) is not None,
        begins_clause=is_view or _CLAUSE.search(before) is not None,
        is_owner=_OWNER.match(text, last) is not None,
    )


def subject(there: Iterable[Mention], at: int, since: int = 0) -> Mention | None:
    """The mention that a word at a place is most likely said of: the last before it that begins a clause, else the last
    that is no object of a preposition; None where there is none.
    """
    before = [mention for mention in there if since <= mention.start and mention.end <= at]
    best = [mention for mention in before if mention.begins_clause and not mention.is_governed]
    free = [mention for mention in before if not mention.is_governed and not mention.is_owner]
    owners = [mention for mention in before if mention.is_owner and not mention.is_governed]
    for ranked in (best, free, owners):
        if ranked:
            return ranked[-1]
    return None


def _any_of(names: Iterable[str], flags: int) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    spaced = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", flags)
