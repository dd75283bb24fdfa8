"""Phrases of a source that come about where a program swaps words: those that a list or the source's glossary has.

Only what is listed is found, so that a text without a finding may have been altered all the same. Nothing is edited.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from winset.casefile.fold import INVISIBLE, fold
from winset.casefile.sources import SOURCES_REMEMBERED, SourceText

LIST = Path(__file__).with_name("swapped_phrases.txt")
FEWEST = 2
"""Different phrases from which on a source reads like a text whose words were swapped; a single one may be a slip."""

WORD = re.compile(r"\w+")
INFLECTED = re.compile(r"\w+~")
ENDINGS = "(?:s|es|d|ed|ing)?"
SPEECH = re.compile(r"“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|\"[^\"\n]*\"|(?<!\w)‘[^‘\n]*?’(?!\w)")
"""Words in quotation marks, in one paragraph."""


@dataclass(frozen=True, slots=True)
class ListedPhrase:
    """A phrase that swapping makes, and what it probably was. kind: of which part of the field; "glossary" of a case.

    A word with ~ after it stands also with an ending; one with a capital stands in that spelling and in capitals only.
    """

    phrase: str
    original: str
    kind: str

    def spans(self, text: str, lower: str) -> Iterator[tuple[int, int]]:
        """Where the phrase stands as whole words of a folded text. lower: the same in small letters."""
        spelled = self._folded
        has_capital = spelled != spelled.lower()
        endings = ENDINGS if self.kind != "glossary" else "~"
        for spelling in (spelled, spelled.upper()) if has_capital else (spelled,):
            # It begins with plain letters, which are quick to seek; so what stands before it is looked at afterwards.
            pattern = re.compile(re.escape(spelling).replace("\\~", "~").replace("~", endings) + r"(?!\w)")
            for match in pattern.finditer(text if has_capital else lower):
                if not WORD.match(text, max(match.start() - 1, 0), match.start()):
                    yield match.span()

    @property
    def whole_words(self) -> tuple[str, ...]:
        """Words that stand in every text that has the phrase, in small letters."""
        return tuple(_words(INFLECTED.sub("", self._folded)))

    @property
    def _folded(self) -> str:
        return fold(self.phrase).text if self.kind == "glossary" else self.phrase


@dataclass(frozen=True, slots=True)
class SwappedPhrase:
    """A listed phrase that stands in a text, and where: the offset of each place into the exact text."""

    listed: ListedPhrase
    shown: str
    offsets: tuple[int, ...]


@cache
def listed_phrases() -> tuple[ListedPhrase, ...]:
    """The list that comes with the package."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return tuple(ListedPhrase(phrase, original, kind) for kind, phrase, original in rows)


def swapped_phrases(source: SourceText, glossary: Iterable[tuple[str, str]] = ()) -> tuple[SwappedPhrase, ...]:
    """The phrases of the list and of a glossary that stand in a source, in the order of their first places; where one
    stands inside another, the longer.
    """
    return _swapped_phrases(source, tuple(glossary))


@lru_cache(maxsize=SOURCES_REMEMBERED)
def _swapped_phrases(source: SourceText, glossary: tuple[tuple[str, str], ...]) -> tuple[SwappedPhrase, ...]:
    there = set(_words(source.text))
    own = [ListedPhrase(odd, original, "glossary") for odd, original in glossary if WORD.search(odd)]
    possible = [listed for listed in dict.fromkeys([*own, *listed_phrases()]) if there.issuperset(listed.whole_words)]
    if not possible:
        return ()
    folded = source.folded_text
    lower = folded.text.lower()
    if len(lower) != len(folded.text):  # a letter whose small form is two: it is left as it is
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in folded.text)
    spans = [(start, -end, listed) for listed in possible for start, end in listed.spans(folded.text, lower)]
    places: defaultdict[ListedPhrase, list[tuple[int, int]]] = defaultdict(list)
    reached = 0
    for start, minus_end, listed in sorted(spans, key=lambda span: span[:2]):
        if start >= reached:
            places[listed].append((start, reached := -minus_end))
    return tuple(
        SwappedPhrase(listed, folded.text[slice(*found[0])], tuple(folded.start(start) for start, _ in found))
        for listed, found in places.items()
    )


def _words(text: str) -> list[str]:
    """The words in small letters, as nearly as they can be told without the fold: to see quickly what is not there."""
    plain = unicodedata.normalize("NFKD", text).replace("\u00ad\n", "")
    for sign in INVISIBLE:
        plain = plain.replace(sign, "")
    return WORD.findall(plain.lower())


def reads_swapped(phrases: tuple[SwappedPhrase, ...]) -> bool:
    """True of a source in which so many different phrases of the list stand."""
    return len(phrases) >= FEWEST


@lru_cache(maxsize=SOURCES_REMEMBERED)
def direct_speech(source: SourceText) -> tuple[tuple[int, int], ...]:
    """Where words stand in quotation marks, as spans of the exact text, the marks included."""
    return tuple(match.span() for match in SPEECH.finditer(source.text))
