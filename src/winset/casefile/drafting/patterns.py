"""What the words of a sentence are cues of, and of which party: by lists of words, and by how the sentence is built.

A cue that stands in a question is none. One that is negated, hedged, imagined, denied or over stays, with the doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from winset.casefile.drafting.candidate import CUE_KINDS, CueKind, Doubt
from winset.casefile.drafting.cues import Cue, cues_in
from winset.casefile.drafting.drafted_sentences import DraftedSentence
from winset.casefile.drafting.parties import Mention, subject

_FIRST_PERSON = re.compile(r"(?<!\bas )(?<!\bif )(?<!\bIf )\b(?:I|we|We|Our|our|my|My)\b")
_INFINITIVE = re.compile(r"\bto\s+(?:\w+\s+)?$")
_US = re.compile(r"us\b")
_RELATIVE = re.compile(r"(?<![,–—])\s(?:that|who|those who)\s+$")
_PRONOUN = re.compile(
    r"\A(?:(?:And|But|Yet|So|In \w+|Also),?\s+)?(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\b|"
    r"\b(?:he|she|they)\b"
)
_CONDITIONAL = re.compile(r"\b(?:if|in case|assuming)\b|^should\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"(?:\b(?:not|never|cannot|neither|nor|no longer|no|none|nobody|hardly)|n['’]t)\b|\bwithout\s+\w*$", re.IGNORECASE
)
_NOT_DOING = re.compile(_NEGATION.pattern + r"|\b(?:ready|willing|prepared|able|glad|like)\b", re.IGNORECASE)
_SAID_AFTER = re.compile(r"[,”\"»]\s*(?:says?|said|told|added?|adds|warned|warns|stated|according)\b", re.IGNORECASE)
_THEN_DENIED = re.compile(
    r"(?:that|this|it) (?:is|was) (?:simply |just |quite )?(?:not true|untrue|false|wrong|a lie)\b|"
    r"(?:he|she|it|they) (?:has|have|had|did|does|do|is|are|was|were)(?: not|n['’]t)\s*[.!]",
    re.IGNORECASE,
)

MOST_CUES = 80
"""Cues in one sentence, with those of its build; beyond, it is a list of words, and no candidate is drafted from it."""
_DENIAL_WITHIN = 60  # characters after a sentence in which it is denied
_NEGATED_WITHIN = 28  # characters before a cue in which a negation is one of its verb
_HEDGED_WITHIN = 45
_PAST_WITHIN = 18
_OBJECT_WITHIN = 3  # words between a refusal and what is refused
_EASED_WITHIN = 90  # characters between what eases and what is eased
_TALKS_WITHIN = 45

_OUTDONE: dict[CueKind, tuple[CueKind, ...]] = {
    "precondition": ("condition", "refusal", "want", "offer", "threat"),
    "relief": ("offer", "condition", "threat", "want"),
    "condition": ("offer",),
    "absence": (),
    "delegation": ("want", "offer"),
    "threat": ("refusal",),
}
"""Of one party and sentence, what is not told besides, because it is part of it."""


Swaps = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue in a sentence, of a party. start, end: of the words that show it. other: a second party in it."""

    kind: CueKind
    party: str
    start: int
    end: int
    doubts: tuple[Doubt, ...] = ()
    other: str | None = None
    is_spoken: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """The cues of the lists that stand in a sentence, by kind."""

    there: tuple[tuple[Cue, int, int], ...]

    def of(self, *kinds: str) -> list[tuple[Cue, int, int]]:
        return [line for line in self.there if line[0].kind in kinds]


def found_cues(
    text: str, sentence: DraftedSentence, before: DraftedSentence | None, language: str, swaps: Swaps = ()
) -> tuple[FoundCue, ...]:
    """The cues of a sentence, at most one of a kind for each party. before: the sentence before it in its paragraph;
    swaps: odd phrases of the source, each with its place and the words that it probably was.
    """
    after = text[sentence.end : sentence.end + _DENIAL_WITHIN].lstrip()
    if sentence.is_question:
        return ()
    there_now = [*cues_in(text, sentence.start, sentence.end, language), *_in_swaps(sentence, swaps, language)]
    if len(there_now) > MOST_CUES:
        return ()
    lines = Lines(tuple(_longest(there_now)))
    reader = _Reader(text, sentence, before, lines)
    there: dict[tuple[str, CueKind], FoundCue] = {}
    for cue in reader.cues():
        if _THEN_DENIED.match(after):
            cue = replace(cue, doubts=(*cue.doubts, "denied"))
        known = there.get((cue.party, cue.kind))
        if known is None or len(known.doubts) > len(cue.doubts):
            there[cue.party, cue.kind] = cue
    outdone = {(party, less) for party, kind in there for less in _OUTDONE.get(kind, ())}
    kept = [cue for (party, kind), cue in there.items() if (party, kind) not in outdone]
    return tuple(sorted(kept, key=lambda cue: (cue.start, CUE_KINDS.index(cue.kind), cue.party)))


def _in_swaps(sentence: DraftedSentence, swaps: Swaps, language: str) -> Iterator[tuple[Cue, int, int]]:
    """The cues of the words that odd phrases probably were, at the places of the phrases."""
    for start, end, original in swaps:
        if sentence.start <= start and end <= sentence.end:
            yield from ((cue, start, end) for cue, _, _ in cues_in(original, 0, len(original), language))


def _longest(there: Iterable[tuple[Cue, int, int]]) -> Iterator[tuple[Cue, int, int]]:
    """Of cues of a list that lie on one another, the longer; lines that build a sentence may lie on others."""
    simple = frozenset(CUE_KINDS) - {"relief", "condition"}
    ordered = sorted(there, key=lambda line: (line[1] - line[2], line[1]))
    taken: list[tuple[int, int]] = []
    for cue, start, end in ordered:
        if cue.kind not in simple or cue.names_party:
            yield cue, start, end
        elif all(end <= first or start >= last for first, last in taken):
            taken.append((start, end))
            yield cue, start, end


@dataclass(frozen=True, slots=True)
class _Reader:
    """A sentence that is read for its cues."""

    text: str
    sentence: DraftedSentence
    before: DraftedSentence | None
    lines: Lines

    def cues(self) -> Iterator[FoundCue]:
        yield from self._preconditions()
        yield from self._relief()
        yield from self._conditions()
        yield from self._threats()
        said = self.lines.of("want", "refusal", "offer", "threat", "delegation", "absence")
        named = [found for line in said if line[0].names_party for found in self._named(*line)]
        yield from named
        for cue, start, end in said:
            is_part = any(start < found.end and end > found.start for found in named)
            if not cue.names_party and not is_part:
                yield from self._said_of(_kind(cue), start, end, is_negative=cue.is_negative)

    def _named(self, cue: Cue, start: int, end: int) -> Iterator[FoundCue]:
        """A cue that says itself where its party stands."""
        kind = _kind(cue)
        gap = re.compile(r"\s+(?:the\s+|both\s+|either\s+)?").match(self.text, end)
        at = gap.end() if gap else end
        if self.sentence.speaker is not None and kind != "delegation" and _US.match(self.text, at):
            yield FoundCue(kind, self.sentence.speaker, start, end, self._doubts(start, start), is_spoken=True)
        for mention in self.sentence.mentions:
            if mention.start == at and (cue.after is None or cue.after.match(self.text, mention.end)):
                if kind == "delegation":
                    yield from self._delegated(mention, start, mention.end)
                    continue
                for party in mention.parties:
                    doubts = self._doubts(start, start, is_negative=True)
                    yield FoundCue(kind, party, start, mention.end, doubts)

    def _delegated(self, to: Mention, start: int, end: int) -> Iterator[FoundCue]:
        """Whoever says that another decides leaves it to him."""
        who, doubts, is_spoken = self._whose(start)
        for party in who:
            if party not in to.parties:
                yield FoundCue("delegation", party, start, end, doubts, other=to.parties[0], is_spoken=is_spoken)

    def _said_of(self, kind: CueKind, start: int, end: int, *, is_negative: bool = False) -> Iterator[FoundCue]:
        who, whose, is_spoken = self._whose(start, end)
        if kind in ("want", "refusal", "offer") and _RELATIVE.search(self.text, self.sentence.start, start):
            return  # "every boat that asks for it": whoever it is said of is no party
        if self._is_object(kind, start):
            return
        doubts = tuple(dict.fromkeys((*whose, *self._doubts(start, end, is_negative=is_negative))))
        for party in who:
            other = self._other(party, end) if kind in ("delegation", "threat") else None
            yield FoundCue(kind, party, start, end, doubts, other=other, is_spoken=is_spoken)

    def _is_object(self, kind: CueKind, start: int) -> bool:
        """True of what somebody else wants of a party ("wants Ukraine to give up …"), and of what is refused ("ruled
        out support for …").
        """
        wanted = [end for _, _, end in self.lines.of("want", "refusal", "precondition") if end < start]
        if kind == "offer" and wanted:
            whose = subject(self.sentence.mentions, start)
            is_wanted_of = whose is not None and whose.start >= wanted[0] and not whose.begins_clause
            if is_wanted_of or _INFINITIVE.search(self.text, self.sentence.start, start):
                return True
        refused = [end for _, _, end in self.lines.of("refusal") if end < start]
        return kind == "want" and bool(refused) and len(self.text[refused[-1] : start].split()) <= _OBJECT_WITHIN

    def _other(self, party: str, end: int) -> str | None:
        """The next party that is named after a cue."""
        later = [mention for mention in self.sentence.mentions if mention.start >= end]
        return next((named for mention in later for named in mention.parties if named != party), None)

    def _whose(self, at: int, end: int = 0) -> tuple[tuple[str, ...], tuple[Doubt, ...], bool]:
        """The parties that the words at a place are said of, and whether they say it themselves."""
        sentence = self.sentence
        there = subject(sentence.mentions, at)
        since = there.end if there else sentence.start
        if _FIRST_PERSON.search(self.text, since, max(at, end)):
            return self._of_speaker(at)
        if there is not None and not (there.is_owner and _far(self.text, there.end, at)):
            return there.parties, (), sentence.is_spoken(at)
        after = [mention for mention in sentence.mentions if mention.start > at]
        if after and (sentence.is_spoken(at) or _SAID_AFTER.search(self.text, at, after[0].start)):
            said = _SAID_AFTER.search(self.text, at, after[0].end + 20)
            if said:
                return after[0].parties, (), True
        earlier = sentence.antecedents
        if earlier and self.before is not None and _PRONOUN.search(self.text[sentence.start : at]):
            several: tuple[Doubt, ...] = ("several",) if len(_parties(self.before.mentions)) > 1 else ()
            return earlier, ("far", *several), sentence.is_spoken(at)
        governed = [mention for mention in sentence.mentions if mention.end <= at]
        if governed and len(_parties(sentence.mentions)) == 1:
            return governed[-1].parties, ("several",), sentence.is_spoken(at)
        return (), (), False

    def _of_speaker(self, at: int) -> tuple[tuple[str, ...], tuple[Doubt, ...], bool]:
        if self.sentence.speaker is not None and not self.sentence.is_spoken(at):
            return (self.sentence.speaker,), (), True
        if self.sentence.is_spoken(at):
            outside = [mention for mention in self.sentence.mentions if not self.sentence.is_spoken(mention.start)]
            if outside:
                return outside[-1].parties, (), True
        return (), (), False

    def _doubts(self, start: int, end: int, *, is_negative: bool = False) -> tuple[Doubt, ...]:
        sentence, doubts = self.sentence, list[Doubt]()
        begins = sentence.start
        close = self.text[max(begins, start - _NEGATED_WITHIN) : start]
        if not is_negative and _NEGATION.search(_clause(close)):
            doubts.append("negated")
        for kind, doubt, within in (
            ("hedge", "hedged", _HEDGED_WITHIN), ("denial", "denied", None), ("past", "past", _PAST_WITHIN),
            ("question", "question", _HEDGED_WITHIN),
        ):  # fmt: skip
            since = begins if within is None else max(begins, start - within)
            for _, first, last in self.lines.of(kind):
                beside = since <= first and last <= start and ";" not in self.text[last:start]
                inside = start <= first < end
                if beside or inside or (kind == "past" and last - first > 4):
                    doubts.append(_doubt(doubt))
        if self.lines.of("hypothesis") or self._is_conditional(start):
            doubts.append("hypothetical")
        return tuple(dict.fromkeys(doubts))

    def _is_conditional(self, at: int) -> bool:
        """True of a word inside a clause with "if"."""
        there = list(_CONDITIONAL.finditer(self.text, self.sentence.start, at))
        since = self.text[there[-1].end() : at] if there else ","
        return "," not in since and " then " not in since

    def _preconditions(self) -> Iterator[FoundCue]:
        for _, start, end in self.lines.of("first"):
            yield from self._said_of("precondition", start, end)
        talks = self.lines.of("talks")
        for _, link, link_end in self.lines.of("firm link", "link") if talks else ():
            words = self.text[link:link_end].lower()
            if words in ("if", "once", "in exchange", "in return", "in exchange for", "in return for", "depends on"):
                continue
            for _, start, end in talks:
                if self._hangs(words, (link, link_end), (start, end)):
                    at = max(start, link)
                    yield from self._said_of_either(at, link, link_end)
                    return

    def _hangs(self, words: str, link: tuple[int, int], talks: tuple[int, int]) -> bool:
        """True where talks hang on what the link leads to, or what stands before it: "no talks until", "without a date
        no round", "before we sit down".
        """
        if talks[0] < link[0] and words not in ("before", "without", "once"):
            before = self.text[max(self.sentence.start, talks[0] - _TALKS_WITHIN) : talks[0]]
            return _NEGATION.search(before) is not None or re.search(r"\brefus\w+", before) is not None
        if words == "before" and 0 <= talks[0] - link[1] < 14:
            return True
        if words in ("without", "unless", "until") and talks[0] > link[1]:
            between = self.text[link[1] : talks[0]]
            return re.search(r"\bno\b|\bnot\b|n['’]t\b", between) is not None
        return False

    def _said_of_either(self, at: int, start: int, end: int) -> Iterator[FoundCue]:
        """A cue that may stand before its party: then it is of the first party after it that begins a clause, or of
        whoever speaks.
        """
        there = list(self._said_of("precondition", at, end, is_negative=True))
        if not there and self.sentence.speaker is not None:
            there = [FoundCue("precondition", self.sentence.speaker, start, end, (), is_spoken=True)]
        if not there:
            after = [m for m in self.sentence.mentions if m.start >= end and m.begins_clause and not m.is_governed]
            there = [FoundCue("precondition", party, start, end, ()) for one in after[:1] for party in one.parties]
        yield from (replace(cue, start=start, end=end) for cue in there)

    def _relief(self) -> Iterator[FoundCue]:
        objects, verbs = self.lines.of("relief object"), self.lines.of("relief")
        eased = [
            (verb[1], verb[2])
            for verb in verbs
            for thing in objects
            if max(verb[1], thing[1]) - min(verb[2], thing[2]) < _EASED_WITHIN and verb[1] != thing[1]
        ]
        back = self.lines.of("put back")
        links = self.lines.of("firm link", "steps", "put back")
        for start, end in eased[:1] if links else [(back[0][1], back[0][2])] if back else []:
            yield from self._said_of("relief", start, end)

    def _conditions(self) -> Iterator[FoundCue]:
        for _, start, end in self.lines.of("firm link"):
            there = subject(self.sentence.mentions, start)
            spoken = _FIRST_PERSON.search(self.text, self.sentence.start, start)
            far = _PRONOUN.search(self.text[self.sentence.start : start]) and self.before is not None
            since = there.end if there else self.sentence.start
            if (there or spoken or far) and re.search(
                r"\b(?:will|would|can|could|shall|should|ready|willing|prepared|welcomed?|accepts?|agrees?|claims|not)\b",
                self.text[since:start],
            ):
                yield from self._said_of("condition", start, end, is_negative=True)

    def _threats(self) -> Iterator[FoundCue]:
        for _, will, will_end in self.lines.of("will"):
            for _, start, end in self.lines.of("harm"):
                if not 0 <= start - will_end <= 24 or _NOT_DOING.search(self.text, will_end, start):
                    continue
                yield from self._said_of("threat", will, end, is_negative=True)


def _kind(cue: Cue) -> CueKind:
    return next(kind for kind in CUE_KINDS if kind == cue.kind)


def _clause(words: str) -> str:
    """What stands after the last sign that ends a clause."""
    return re.split(r"[,;:(–—]", words)[-1]


def _far(text: str, start: int, end: int) -> bool:
    """True where many words stand between an owner and a cue: "Ukraine’s entry into NATO, he has …"."""
    return len(text[start:end].split()) > 5 or "," in text[start:end]


def _parties(there: Iterable[Mention]) -> set[str]:
    return {party for mention in there for party in mention.parties}


def _doubt(word: str) -> Doubt:
    doubts: dict[str, Doubt] = {"hedged": "hedged", "denied": "denied", "past": "past", "question": "question"}
    return doubts[word]
