"""A source as its sentences, each with who speaks, the parties it names and the paragraph that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from winset.casefile.drafting.parties import Mention, PartyMentions, mentions, subject
from winset.casefile.sentences import sentences_of
from winset.casefile.sources import SourceText
from winset.casefile.swapped_words import direct_speech

Place = TypeVar("Place", bound=tuple[Any, ...])

LONGEST_SENTENCE = 1_000
"""Characters of a sentence from which a candidate is drafted; beyond, it is a table or a list without full stops, and
none is.
"""
MOST_DRAFTED = 3_000_000
"""Characters of a source from which candidates are drafted; beyond, the rest is left out, and the command and the page
say so.
"""
STRETCH = 8_000
"""Characters of a paragraph in which sentences are sought at once."""
WORDS_OF_HEADING = 6
"""Words without a full stop up to which a line is a heading, which says nothing of its own."""
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n\f]*(?:\r\n|\r|\n)\s*|\f\s*")
_LABEL = re.compile(r"[*_]{0,2}([^\W\d_][\w.’' -]{0,40})[*_]{0,2}:[*_]{0,2}\s+")
_MARKERS = re.compile(r"(?:(?:#{1,6}|[-*+]|>+|\d{1,3}[.)])\s+)+")
_PRONOUN_FIRST = re.compile(r"(?:(?:And|But|Yet|So|Also|Still)\s+)?(?:He|She|It|They|he|she|it|they)\b")
_ASKED = re.compile(r"\?[\"”’»)\]*_]*$")


@dataclass(frozen=True, slots=True)
class DraftedSentence:
    """A sentence of a source. paragraph: its number; speaker: the party whose words these are by the name before them.
    speech: stretches in quotation marks. antecedents: the parties that a pronoun at its beginning most likely means.
    """

    start: int
    end: int
    paragraph: int
    speaker: str | None
    mentions: tuple[Mention, ...]
    speech: tuple[tuple[int, int], ...]
    is_question: bool
    antecedents: tuple[str, ...] = ()

    def is_spoken(self, at: int) -> bool:
        """True of a place in quotation marks."""
        return any(start <= at < end for start, end in self.speech)


def drafted_sentences(source: SourceText, names: PartyMentions) -> Iterator[DraftedSentence]:
    """Every sentence of a source that is not too long, in order."""
    text = source.text[:MOST_DRAFTED]
    places, speech = names.places(text), direct_speech(source)
    speaker: str | None = None
    at_place = at_speech = 0
    antecedents: tuple[str, ...] = ()
    for number, (start, end) in enumerate(_paragraphs(text)):
        label = _LABEL.match(text, start, end)
        if label is not None and _is_label(label[1], names):
            speaker = names.party(label[1])
            start = label.end()
        antecedents = ()
        for begin, finish in _sentences(text, start, end):
            begin = _without_markers(text, begin, finish)
            if not 0 < finish - begin <= LONGEST_SENTENCE or _is_heading(text[begin:finish]):
                continue
            while at_place < len(places) and places[at_place][0] < begin:
                at_place += 1
            while at_speech < len(speech) and speech[at_speech][1] <= begin:
                at_speech += 1
            named = _until(places, at_place, finish)
            sentence = DraftedSentence(
                start=begin,
                end=finish,
                paragraph=number,
                speaker=speaker,
                mentions=mentions(text, begin, finish, named),
                speech=tuple((first, last) for first, last in _until(speech, at_speech, finish)),
                is_question=_ASKED.search(text, begin, finish) is not None,
                antecedents=antecedents,
            )
            yield sentence
            antecedents = _antecedents(text, sentence)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph, sought in stretches: how long that takes grows with the square of a stretch.

    Of a stretch without an end the rest of its sentence is left out: it is longer than any that is drafted from.
    """
    is_rest = False
    while end - start > STRETCH:
        spans = list(sentences_of(text, start, start + STRETCH))
        yield from spans[is_rest:-1]
        is_rest = len(spans) < 2
        start = start + STRETCH if is_rest else spans[-1][0]
    yield from list(sentences_of(text, start, end))[is_rest:]


def is_drafted_whole(source: SourceText) -> bool:
    """False of a source that is too long for candidates to be drafted from all of it."""
    return len(source.text) <= MOST_DRAFTED


def _antecedents(text: str, sentence: DraftedSentence) -> tuple[str, ...]:
    """The parties that a pronoun in the next sentence most likely means: those of the subject, which may itself be a
    pronoun.
    """
    if _PRONOUN_FIRST.match(text, sentence.start, sentence.end) and sentence.antecedents:
        return sentence.antecedents
    there = subject(sentence.mentions[:1], sentence.end) or subject(sentence.mentions, sentence.end)
    return there.parties if there else ()


def _until(places: Sequence[Place], first: int, end: int) -> list[Place]:
    """The places from one on that begin before the end."""
    last = first
    while last < len(places) and places[last][0] < end:
        last += 1
    return list(places[first:last])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for gap in _PARAGRAPH.finditer(text):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, len(text)


def _is_label(words: str, names: PartyMentions) -> bool:
    """True of a name before a colon: one of a party, or of somebody else, in capitals."""
    return names.party(words) is not None or words.isupper() or words in ("Q", "A", "Question", "Answer")


def _is_heading(words: str) -> bool:
    """True of a few words without an end."""
    return words[-1] not in '.!?…"”’»)*_;:' and len(words.split()) <= WORDS_OF_HEADING


def _without_markers(text: str, begin: int, end: int) -> int:
    marker = _MARKERS.match(text, begin, end)
    begin = marker.end() if marker else begin
    while begin < end and text[begin] in "*_ ":
        begin += 1
    return begin
