"""The candidates that patterns find in the sources of a case, without a model, by party and issue.

Beside them, sentences that may say what a party needs or fears: they name it, and have a word of need or of fear after
its name. Which words these are is an open list, in English; what the sentence means is a person's to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from winset.casefile.drafting.candidate import Candidate, CueKind, Doubt, ProposedField, candidate_id
from winset.casefile.drafting.cues import LANGUAGES
from winset.casefile.drafting.drafted_sentences import DraftedSentence, drafted_sentences
from winset.casefile.drafting.parties import PartyMentions, subject
from winset.casefile.drafting.patterns import FoundCue, Swaps, found_cues
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
LEAST_OF_OPTION = 0.6
"""The share of the words of an option that have to stand beside a cue for the option to be proposed."""
IN_FAVOUR = 4_000
"""What the issue of a paragraph counts beside the words of a sentence: as much as a word of a title that is not its
first, and less than the first.
"""
LEAST_OF_ISSUE = 1_000
"""What the words of an issue have to count for it to be proposed."""
_WORD = re.compile(r"[^\W\d_][\w-]*")
_STOP = frozenset(
    _WORD.findall("""
    a an the of on in at to for from by with and or but nor not no as is are was were be been being it its their his
    her they he she we our us you your that this these those which who whom what where when will would shall should
    can could may might must do does did has have had all any each every both either neither more most less least
    than then so such own same other another into out up down over under again further once only just very too also
    there here about against between through during before after above below if because while until unless per via
    without within one two three new old first last side sides stay stays agreed nothing everything
    """)
)


class Topics:
    """The words of the issues of a case, weighed by how few issues have them."""

    def __init__(self, case: Case, names: Iterable[str] = ()) -> None:
        parties = {stem for name in names for stem in stems(name)}
        self._titles: dict[str, Counter[str]] = {}
        self._options: dict[str, dict[str, frozenset[str]]] = {}
        for key, issue in case.issues.items():
            title = [*stems(issue.title or ""), *stems(issue.in_sentence or ""), *stems(key.replace("_", " "))]
            heads = {*stems(issue.title or "")[:1], *stems(key.replace("_", " "))[:1]}
            options = {name: frozenset(stems(option.label)) - parties for name, option in issue.options.items()}
            words: Counter[str] = Counter()
            for stem in set(title) - parties:
                words[stem] += 6 if stem in heads else 3
            for stem in set().union(*options.values()):
                words[stem] += 2
            self._titles[key], self._options[key] = words, options
        spread = Counter(stem for words in self._titles.values() for stem in words)
        self._weight = {stem: 1 / count for stem, count in spread.items()}

    def issue(self, words: str, near: str = "", around: str | None = None) -> str | None:
        """The issue that has most of the words; those near the cue count twice, and the issue of what stands around is
        in favour. None where no issue has any, or two as many.
        """
        scores: Counter[str] = Counter()
        there = Counter(set(stems(words)))
        there.update(set(stems(near)))
        for issue, known in self._titles.items():
            score = sum(known[stem] * self._weight[stem] * times for stem, times in there.items() if stem in known)
            scores[issue] = round(1000 * score) + (IN_FAVOUR if issue == around else 0)
        ranked = [(issue, score) for issue, score in scores.most_common(2) if score >= LEAST_OF_ISSUE]
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def option(self, issue: str, words: str) -> str | None:
        """The option of the issue whose words stand there, and no other's as fully; None where that is none."""
        there = set(stems(words))
        shares = []
        for name, label in self._options[issue].items():
            others = set().union(*(other for key, other in self._options[issue].items() if key != name))
            own = label - others
            if label and own & there:
                shares.append((len(label & there) / len(label), name))
        shares.sort(reverse=True)
        if not shares or shares[0][0] < LEAST_OF_OPTION or (len(shares) > 1 and shares[0][0] == shares[1][0]):
            return None
        return shares[0][1]


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


def stems(words: str) -> list[str]:
    """The words that say something, in small letters and without endings."""
    return [_stem(word) for word in map(str.lower, _WORD.findall(words)) if word not in _STOP and len(word) > 2]


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ions", "ion", "als", "al", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= (5 if "ion" in ending else 3):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word.removesuffix("y") if len(word) > 4 else word


Kind = Literal["need", "fear"]
CUES: dict[Kind, tuple[str, ...]] = {
    "fear": (
        r"fears?", r"feared", r"fearful", r"afraid", r"worr(?:y|ies|ied)", r"dreads?", r"dreaded", r"wary", r"anxious",
        r"alarmed", r"lest", r"concern(?:ed)? (?:that|about|over)", r"avoid(?:s|ed|ing)? (?:the|any|an|being|becoming)",
    ),
    "need": (
        r"needs?", r"needed", r"cannot (?:do|live|go) without", r"depends? on", r"depended on", r"vital (?:to|for)",
        r"essential (?:to|for)", r"matters? to", r"mattered to", r"for the sake of", r"so as to", r"in order to",
        r"means to (?:show|be)", r"pressure to", r"has to (?:show|be seen)", r"survival", r"be safe", r"security of",
    ),
}  # fmt: skip
"""Words that show a fear or a need, as regular expressions of whole words."""
_PATTERNS = {kind: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) for kind, words in CUES.items()}
LANGUAGE = "en"
_PRONOUN = re.compile(r"(?:(?:And|But|Yet|So|Also|Still)\s+)?(?:he|she|it|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestSentence:
    """A sentence that may carry an interest. start, cue: its place in the source, and the word that shows it. is_known:
    an interest of the party quotes it, or a part of it, already.
    """

    party: str
    kind: Kind
    source: str
    start: int
    sentence: str
    cue: str
    is_known: bool


def interest_sentences(case: Case, sources: Mapping[str, SourceText]) -> Iterator[InterestSentence]:
    """Every such sentence in these sources, in the order of its place; one for each party and kind."""
    names = PartyMentions(case.parties)
    known = {
        party: [claim.quote for interest in entry.interests.values() for claim in case.claims_of(interest)]
        for party, entry in case.parties.items()
    }
    for name, source in sources.items():
        if language_of(case.sources[name]) != LANGUAGE:
            continue
        for sentence in drafted_sentences(source, names):
            words = source.text[sentence.start : sentence.end]
            for kind, pattern in _PATTERNS.items():
                cue = pattern.search(source.text, sentence.start, sentence.end)
                who = subject(sentence.mentions, cue.start()) if cue is not None else None
                if cue is None:
                    continue
                meant = sentence.antecedents if _PRONOUN.match(words) else ()
                for party in who.parties if who is not None else meant:
                    yield InterestSentence(
                        party=party,
                        kind=kind,
                        source=name,
                        start=sentence.start,
                        sentence=words,
                        cue=cue[0],
                        is_known=any(_on_one_line(quote) in _on_one_line(words) for quote in known[party]),
                    )


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
