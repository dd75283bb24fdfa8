"""The candidates that patterns find in the sources of a case, without a model, by party and issue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from winset.casefile.drafting.candidate import Candidate, CueKind, Doubt, ProposedField, candidate_id
from winset.casefile.drafting.cues import LANGUAGES
from winset.casefile.drafting.drafted_sentences import DraftedSentence, drafted_sentences
from winset.casefile.drafting.parties import PartyMentions
from winset.casefile.drafting.patterns import FoundCue, Swaps, found_cues
from winset.casefile.drafting.topics import Topics
from winset.casefile.sources import SourceText
from winset.casefile.swapped_words import reads_swapped, swapped_phrases
from winset.model.case import Case, Source

FIELDS: dict[CueKind, ProposedField] = {
    "want": "ideal", "refusal": "rejects", "condition": "claim", "precondition": "precondition", "offer": "claim",
    "threat": "lever", "absence": "claim", "delegation": "delegates_to", "relief": "claim",
}  # fmt: skip
"""Where in the case the words of each kind would stand. What a party would do under a condition is not what it wants
most, so it is kept as a claim.
"""
NEAR = 120
"""Characters after a cue whose words count twice for the issue that it is on, and name its option."""
_LISTS: frozenset[CueKind] = frozenset({"want", "precondition", "refusal"})
"""Kinds of which one sentence often lists several: "a full ceasefire, the withdrawal of all forces, and guarantees"."""
_PARTS = re.compile(r"[,;:]\s+(?:and\s+)?|\s+and\s+")
_WITH_OPTION: frozenset[ProposedField] = frozenset({"ideal", "rejects", "precondition"})


def candidates_of(case: Case, sources: Mapping[str, SourceText]) -> tuple[Candidate, ...]:
    """Every candidate in these sources of the case, in the order of their places; none from a source in a language for
    which there are no words.
    """
    names = PartyMentions(case.parties)
    topics = Topics(case, (name for party in case.parties for name in names.names_of(party)))
    drafting = _Drafting(names, topics)
    return tuple(
        candidate
        for name, source in sources.items()
        if language_of(case.sources[name]) in LANGUAGES
        for candidate in drafting.of(_Document.of(name, source, case.sources[name]))
    )


def language_of(source: Source) -> str:
    """The language in which cues are sought: that which the case names, English where it names none."""
    return (source.language or "en").split("-")[0]


@dataclass(frozen=True, slots=True)
class _Document:
    """A source that is drafted from. swaps: its odd phrases, with their places and what they probably were."""

    name: str
    source: SourceText
    is_swapped: bool
    swaps: Swaps
    language: str

    @classmethod
    def of(cls, name: str, source: SourceText, entry: Source) -> _Document:
        swapped = is_swapped(source, entry)
        phrases = swapped_phrases(source, entry.glossary.items()) if swapped else ()
        swaps = [
            (start, start + len(phrase.shown), phrase.listed.original) for phrase in phrases for start in phrase.offsets
        ]
        return cls(name, source, swapped, swaps, language_of(entry))

    def words(self, sentence: DraftedSentence) -> str:
        return self.source.text[sentence.start : sentence.end]

    def meant(self, start: int, end: int) -> str:
        """The words of a stretch with what odd phrases probably were: to see what it is about, never to be quoted."""
        parts: list[str] = []
        position = start
        for first, last, original in sorted(self.swaps):
            if position <= first and last <= end:
                parts += (self.source.text[position:first], original)
                position = last
        return "".join([*parts, self.source.text[position:end]])


@dataclass(frozen=True, slots=True)
class _Drafting:
    """Drafting from one source after the other."""

    names: PartyMentions
    topics: Topics

    def of(self, document: _Document) -> Iterator[Candidate]:
        before: DraftedSentence | None = None
        around: str | None = None
        for sentence in drafted_sentences(document.source, self.names):
            if before is not None and before.paragraph != sentence.paragraph:
                before = around = None
            if sentence.mentions or sentence.speaker or sentence.antecedents:
                for cue in found_cues(document.source.text, sentence, before, document.language, document.swaps):
                    yield from self._candidates(document, sentence, cue, around)
            around = self.topics.issue(document.meant(sentence.start, sentence.end), "", around)
            before = sentence

    def _candidates(
        self, document: _Document, sentence: DraftedSentence, cue: FoundCue, around: str | None
    ) -> Iterator[Candidate]:
        """A candidate for each issue on which the words are, where they list several things; else one."""
        near = document.meant(cue.start, min(sentence.end, cue.end + NEAR))
        issue = (
            self.topics.issue(document.meant(sentence.start, sentence.end), near, around)
            if cue.kind != "absence"
            else None
        )
        yield self._candidate(document, sentence, cue, (issue, near))
        if cue.kind not in _LISTS or issue is None:
            return
        there = {issue}
        for part in _PARTS.split(document.meant(cue.end, sentence.end)):
            other = self.topics.issue(part)
            if other is not None and other not in there and self.topics.option(other, part) is not None:
                there.add(other)
                yield self._candidate(document, sentence, cue, (other, part), other)

    def _candidate(
        self, document: _Document, sentence: DraftedSentence, cue: FoundCue, about: tuple[str | None, str], *more: str
    ) -> Candidate:
        """A candidate on an issue, with the words that name an option of it."""
        source, quote = document.source, document.words(sentence)
        issue, near = about
        is_swapped = cue.is_spoken and document.is_swapped
        doubts: tuple[Doubt, ...] = (*cue.doubts, "swapped") if is_swapped else cue.doubts
        field = FIELDS[cue.kind] if not leaves_open(doubts) else "open"
        return Candidate(
            id=candidate_id(source.sha256, sentence.start, sentence.end, cue.kind, cue.party, document.name, *more),
            source=document.name,
            sha256=source.sha256,
            start=sentence.start,
            end=sentence.end,
            quote=quote,
            cue=cue.kind,
            cue_start=cue.start,
            cue_end=cue.end,
            party=cue.party,
            issue=issue,
            option=self.topics.option(issue, near) if issue is not None and field in _WITH_OPTION else None,
            other=cue.other,
            support="direct" if cue.is_spoken and not is_swapped else "reported",
            field=field,
            doubts=doubts,
        )


def leaves_open(doubts: Iterable[str]) -> bool:
    """True where what is doubtful is what the words say, not only whose they are."""
    return any(doubt not in ("far", "swapped", "unnamed") for doubt in doubts)


def is_swapped(source: SourceText, entry: Source) -> bool:
    """True of a source whose words a program swapped, by the list or by a word of doubt about it."""
    quality = (entry.quality or "").lower()
    return "spun" in quality or reads_swapped(swapped_phrases(source, entry.glossary.items()))
