"""The candidates that patterns find in the sources of a case, without a model, by party and issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from winset.casefile.drafting.candidate import Candidate, CueKind, ProposedField, Support, candidate_id
from winset.casefile.drafting.cues import LANGUAGES
from winset.casefile.drafting.drafted_sentences import DraftedSentence, drafted_sentences
from winset.casefile.drafting.parties import PartyMentions
from winset.casefile.drafting.patterns import FoundCue, found_cues
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
_ABOUT_ISSUE: frozenset[ProposedField] = frozenset({"ideal", "rejects", "precondition", "delegates_to"})


def candidates_of(case: Case, sources: Mapping[str, SourceText]) -> tuple[Candidate, ...]:
    """Every candidate in these sources of the case, in the order of their places; none from a source in a language for
    which there are no words.
    """
    names = PartyMentions(case.parties)
    topics = Topics(case, (name for party in case.parties for name in names.names_of(party)))
    return tuple(
        candidate
        for name, source in sources.items()
        if language_of(case.sources[name]) in LANGUAGES
        for candidate in _Drafting(names, topics).of(name, source, case.sources[name])
    )


def language_of(source: Source) -> str:
    """The language in which cues are sought: that which the case names, English where it names none."""
    return (source.language or "en").split("-")[0]


class _Drafting:
    """Drafting from one source."""

    def __init__(self, names: PartyMentions, topics: Topics) -> None:
        self._names, self._topics = names, topics

    def of(self, name: str, source: SourceText, entry: Source) -> Iterator[Candidate]:
        swapped = is_swapped(source, entry)
        sentences = list(drafted_sentences(source, self._names))
        topic: tuple[int, str | None] = (-1, None)
        for n, sentence in enumerate(sentences):
            before = sentences[n - 1] if n and sentences[n - 1].paragraph == sentence.paragraph else None
            around = topic[1] if topic[0] == sentence.paragraph else None
            topic = (sentence.paragraph, self._topics.issue(source.text[sentence.start : sentence.end], "", around))
            if not (sentence.mentions or sentence.speaker or (before and before.mentions)):
                continue
            after = source.text[sentence.end : sentence.end + 60].lstrip()
            for cue in found_cues(source.text, sentence, before, after, language_of(entry)):
                yield self._candidate(name, source, sentence, cue, around, is_swapped=swapped)

    def _candidate(
        self, name: str, source: SourceText, sentence: DraftedSentence, cue: FoundCue, around: str | None, *,
        is_swapped: bool,
    ) -> Candidate:  # fmt: skip
        text = source.text
        near = text[cue.start : min(sentence.end, cue.end + 120)]
        words = text[sentence.start : sentence.end]
        issue = self._topics.issue(words, near, around) if cue.kind != "absence" else None
        option = self._topics.option(issue, near) if issue is not None else None
        doubts = (*cue.doubts, *(("swapped",) if is_swapped and cue.is_spoken else ()))
        field = FIELDS[cue.kind] if not _leaves_open(doubts) else "open"
        support: Support = "direct" if cue.is_spoken and not is_swapped else "reported"
        return Candidate(
            id=candidate_id(source.sha256, sentence.start, sentence.end, cue.kind, cue.party, name),
            source=name,
            sha256=source.sha256,
            start=sentence.start,
            end=sentence.end,
            quote=text[sentence.start : sentence.end],
            cue=cue.kind,
            cue_start=cue.start,
            cue_end=cue.end,
            party=cue.party,
            issue=issue,
            option=option if field in _ABOUT_ISSUE else None,
            other=cue.other,
            support=support,
            field=field,
            doubts=doubts,
        )


def _leaves_open(doubts: Iterable[str]) -> bool:
    """True where what is doubtful is what the words say, not only whose they are."""
    return any(doubt not in ("far", "swapped") for doubt in doubts)


def is_swapped(source: SourceText, entry: Source) -> bool:
    """True of a source whose words a program swapped, by the list or by a word of doubt about it."""
    quality = (entry.quality or "").lower()
    return "spun" in quality or reads_swapped(swapped_phrases(source, entry.glossary.items()))
