"""Entries of a model's answer, or of another program's, at the quote gate: candidates, or refused with a reason.

Words of a source that speak to a language model and not to a reader have no power here, and are warned of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from winset.casefile.drafting.candidate import CUE_KINDS, SUPPORTS, Candidate, CueKind, Doubt, Support, candidate_id
from winset.casefile.drafting.drafted_sentences import LONGEST_SENTENCE
from winset.casefile.drafting.find import FIELDS, candidates_of, is_swapped, leaves_open
from winset.casefile.drafting.model.answer import Entry, RefusedEntry
from winset.casefile.drafting.model.ask import Piece
from winset.casefile.drafting.parties import PartyMentions
from winset.casefile.evidence import ARTICLE
from winset.casefile.passages import ChosenPassage, passage_at
from winset.casefile.quotes import CutsWord, Empty, NotThere, QuoteMatch, Several, SoughtQuote, find_quote
from winset.casefile.sentences import sentence_around
from winset.casefile.sources import SourceText
from winset.casefile.swapped_words import direct_speech
from winset.model.case import Case

MOST_SHOWN = 5
"""Passages of a source that speak to a model which a warning shows; beyond, it says how many more there are."""
_ASKS = (
    r"(?:ignore|disregard|forget|override|bypass)\s+(?:all\s+|any\s+|the\s+|your\s+|these\s+|my\s+|previous\s+|prior\s+|"
    r"earlier\s+|above\s+|of\s+)*(?:instruction|direction|prompt|rule|guideline|order)s?\b",
    r"\byou\s+are\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:helpful\s+)?(?:AI\b|language\s+model|chat\s?bot|assistant\b|LLM\b)",
    r"\bas\s+an?\s+(?:AI|LLM|large\s+language\s+model|language\s+model|AI\s+assistant)\b",
    r"\b(?:system|developer)\s+(?:prompt|message)\b",
    r"\bmark\s+(?:everything|all|every\s+\w+|each\s+\w+)\s+(?:as\s+)?[\"“'‘`]?(?:stated|direct|confirmed|reviewed|accepted)\b",
    r"\b(?:respond|reply|answer|output)\s+only\s+with\b",
    r"\b(?:do\s+not|don['’]t|never)\s+(?:quote|extract|mention|report|reveal|tell)\s+[^.\n]{0,60}\b(?:model|user|prompt|"
    r"instructions?)\b",
    r"(?:[Ии]гнорируй(?:те)?|[Зз]абудь(?:те)?|[Іі]гноруй(?:те)?)\s+(?:\w+\s+){0,3}(?:инструкции|указания|інструкції|"
    r"вказівки)",
    r"[Ii]gnor(?:ez|e[rz]?|iere[n]?)\s+(?:\w+\s+){0,3}(?:instructions|consignes|anweisungen|instrucciones)",
    r"忽略(?:之前|以上|所有)?的?(?:所有)?(?:指令|指示|说明)",
    r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:System|Instruction)s?:",
)
_SPEAKS = re.compile("|".join(f"(?:{ask})" for ask in _ASKS), re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedWords:
    """Words that speak to a model, with their place in the text."""

    start: int
    end: int
    words: str


def addressed_words(source: SourceText) -> tuple[AddressedWords, ...]:
    """Every passage that speaks to a model as far as the patterns go; a text without any may do so in other words."""
    return tuple(
        AddressedWords(start=found.start(), end=found.end(), words=" ".join(found[0].split()))
        for found in _SPEAKS.finditer(source.text)
    )


MOST_COMPARED = 20_000_000
"""Characters in which words like those of refused quotes are sought; beyond, none are suggested."""
_GRANTS: tuple[CueKind, ...] = ("want", "condition", "offer", "relief")
"""Kinds that a model must not make of words by which the party refuses."""
Likeness = Literal["exact", "typographic", "refused"]
"""How a quote is like its source: character for character, in all but typography, or not at all or not just once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedName:
    """A party, an issue, or options of an issue that the case lacks, with the words of a source that name it.

    name: of options, the title of their issue; issue: its short name. options: of an issue, or those that it lacks.
    """

    kind: Literal["party", "issue", "option"]
    name: str
    source: str
    start: int
    end: int
    quote: str
    where: str
    options: tuple[str, ...] = ()
    issue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedEntry:
    """What became of an entry that is let in. of: None where the case has it already."""

    of: Candidate | ProposedName | None
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    likeness: Likeness


class Gate:
    """The quote gate of the sources of a case, for what somebody else's program proposes. drafted_by: its name."""

    def __init__(self, case: Case, sources: Mapping[str, SourceText], drafted_by: str) -> None:
        self.case, self.sources, self.drafted_by = case, sources, drafted_by
        self._names = PartyMentions(case.parties)
        self._spoken = {name: direct_speech(source) for name, source in sources.items()}
        self._swapped = {name for name, source in sources.items() if is_swapped(source, case.sources[name])}
        self._addressed = {name: addressed_words(source) for name, source in sources.items()}
        self._compared = 0
        self._read: tuple[Piece, SourceText] | None = None
        self._patterns: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for one in candidates_of(case, sources):
            self._patterns[one.source, one.party].append(one)

    def passed(self, entry: Entry | RefusedEntry, piece: Piece) -> PassedEntry | RefusedEntry:
        """What becomes of an entry about a piece of a source: its quote has to stand there word for word."""
        if isinstance(entry, RefusedEntry):
            return replace(entry, source=piece.source)
        source = self.sources[piece.source]
        found = self._found(entry, source, piece)
        if isinstance(found, RefusedEntry):
            return found
        if any(words.start < found.end and found.start < words.end for words in self._addressed[piece.source]):
            return self._refused(entry, piece, "these words speak to a language model, not of the negotiation")
        made = self._cell(entry, piece, found) if entry.kind == "cells" else self._name(entry, piece, found)
        return made if isinstance(made, RefusedEntry) else PassedEntry(of=made, likeness=found.likeness)

    def _refused(self, entry: Entry, piece: Piece, reason: str) -> RefusedEntry:
        return RefusedEntry(kind=entry.kind, source=piece.source, quote=entry.text("quote"), reason=reason)

    def _found(self, entry: Entry, source: SourceText, piece: Piece) -> _Found | RefusedEntry:
        """Where the quote stands. One that stands in several places is meant where it was read, if it is there once."""
        quote = entry.text("quote")
        match = find_quote(source, SoughtQuote(quote=quote), suggest=False)
        if isinstance(match, QuoteMatch):
            return _Found(match.start, match.end, "exact" if match.text == quote else "typographic")
        nearest, reason = "", ""
        if isinstance(match, Several):
            there = [span for span in match.spans if piece.start <= span[0] and span[1] <= piece.end]
            if len(there) == 1 and self._is_told_apart(source, there[0]):
                is_exact = source.text[slice(*there[0])] == quote
                return _Found(*there[0], "exact" if is_exact else "typographic")
            reason = "these words stand in the source more than once"
        elif isinstance(match, CutsWord):
            nearest, reason = match.whole, "the quote begins or ends inside a word"
        elif isinstance(match, Empty):
            reason = "the quote holds no words"
        elif match.is_hidden:
            reason = "the source does not show these words to a reader"
        else:
            nearest, reason = self._nearest(source, piece, quote), "these words do not stand in the source"
        return RefusedEntry(
            kind=entry.kind, source=piece.source, quote=quote, reason=reason, nearest=nearest, is_quote=True
        )

    def _nearest(self, source: SourceText, piece: Piece, quote: str) -> str:
        """The words of a piece that are most like a quote; empty where none are, or enough were compared."""
        self._compared += len(piece.text)
        if self._compared > MOST_COMPARED:
            return ""
        if self._read is None or self._read[0] != piece:
            self._read = piece, SourceText(name=source.name, kind=source.kind, text=piece.text, sha256=source.sha256)
        match = find_quote(self._read[1], SoughtQuote(quote=quote))
        return (match.nearest or "").strip(" .,;:\n") if isinstance(match, NotThere) else ""

    def _is_told_apart(self, source: SourceText, span: tuple[int, int]) -> bool:
        return isinstance(passage_at(source.name, source, *span), ChosenPassage)

    def _name(self, entry: Entry, piece: Piece, found: _Found) -> ProposedName | None:
        """A party, an issue or options; None where the case has them."""
        is_party = entry.kind == "parties"
        name = entry.text("name" if is_party else "title")
        issue = self._issue(name) if not is_party else None
        options = tuple(option for option in entry.options if issue is None or self._option(issue, option) is None)
        if (is_party and self._party(name) is not None) or (issue is not None and not options):
            return None
        source = self.sources[piece.source]
        return ProposedName(
            kind="party" if is_party else "issue" if issue is None else "option",
            name=name if issue is None else self.case.issue_title(issue),
            issue=issue or "",
            source=piece.source,
            start=found.start,
            end=found.end,
            quote=source.text[found.start : found.end],
            where=source.where(found.start),
            options=options,
        )

    def _cell(self, entry: Entry, piece: Piece, found: _Found) -> Candidate | RefusedEntry:
        party = self._party(entry.text("party"))
        if party is None:
            return self._refused(entry, piece, f"this case has no party `{entry.text('party')[:80]}`")
        kind: CueKind | None = next((kind for kind in CUE_KINDS if kind == entry.text("kind")), None)
        if kind is None:
            return self._refused(entry, piece, f"`{entry.text('kind')[:80]}` is none of: {', '.join(CUE_KINDS)}")
        source = self.sources[piece.source]
        start, end = self._sentence(source, found)
        issue = self._issue(entry.text("issue"))
        option = self._option(issue, entry.text("option"))
        doubts = self._doubts((party, kind), piece.source, found, (start, end))
        field = "open" if leaves_open(doubts) else FIELDS[kind]
        support: Support = next((one for one in SUPPORTS if one == entry.text("support")), "reported")
        more = (party, issue or "", option or "", piece.source, self.drafted_by)
        return Candidate(
            id=candidate_id(source.sha256, start, end, kind, *more),
            source=piece.source,
            sha256=source.sha256,
            start=start,
            end=end,
            quote=source.text[start:end],
            cue=kind,
            cue_start=found.start,
            cue_end=found.end,
            party=party,
            issue=issue,
            option=option if field in ("ideal", "rejects", "precondition") else None,
            other=self._party(entry.text("other")),
            support="reported" if support == "direct" and "swapped" in doubts else support,
            field=field,
            doubts=doubts,
            proposal=" ".join(entry.text("reading").split()),
            speaker=" ".join(entry.text("speaker").split()),
            drafted_by=self.drafted_by,
        )

    def _sentence(self, source: SourceText, found: _Found) -> tuple[int, int]:
        """The whole sentences around the quote, so that nothing of them is cut off; the quote where they are too long,
        or could not be quoted themselves.
        """
        start, end = sentence_around(source.text, found.start, found.end)
        words = source.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if end - start > max(LONGEST_SENTENCE, found.end - found.start):
            return found.start, found.end
        if not isinstance(passage_at(source.name, source, start, end), ChosenPassage):
            return found.start, found.end
        return start, end

    def _doubts(
        self, said: tuple[str, CueKind], name: str, found: _Found, sentence: tuple[int, int]
    ) -> tuple[Doubt, ...]:
        """What the words themselves say against a plain reading: as the patterns read the same words of the same party,
        and whether they name the party at all. said: the party and the kind, as the model has them.
        """
        party, kind = said
        same = [one for one in self._patterns[name, party] if found.start < one.cue_end and one.cue_start < found.end]
        there: list[Doubt] = [doubt for one in same for doubt in one.doubts if leaves_open((doubt,))]
        if kind in _GRANTS and any(one.cue == "refusal" for one in same) and all(one.cue != kind for one in same):
            there.append("negated")
        named = {key for _, _, key in self._names.places(self.sources[name].text[slice(*sentence)])}
        there += ["unnamed"] if party not in named else []
        is_said = any(start < found.end and found.start < end for start, end in self._spoken[name])
        there += ["swapped"] if name in self._swapped and is_said else []
        return tuple(dict.fromkeys(there))

    def _party(self, words: str) -> str | None:
        if words in self.case.parties:
            return words
        known = self._names.party(words) if words else None
        bare = " ".join(ARTICLE.sub("", words.strip()).split()).lower()
        is_whole = known is not None and any(bare == name.lower() for name in self._names.names_of(known))
        return known if is_whole else None

    def _issue(self, words: str) -> str | None:
        if words in self.case.issues:
            return words
        return next((key for key in self.case.issues if _same(words, self.case.issue_title(key))), None)

    def _option(self, issue: str | None, words: str) -> str | None:
        if issue is None:
            return None
        options = self.case.issues[issue].options
        return words if words in options else next((key for key in options if _same(words, options[key].label)), None)


def _same(words: str, name: str) -> bool:
    return bool(words) and " ".join(words.lower().split()) == " ".join(name.lower().split())


def counted_likeness(outcomes: Iterable[PassedEntry | RefusedEntry]) -> dict[Likeness, int]:
    """How many quotes are like their source in which way. What is refused for something else is not among them."""
    counts: dict[Likeness, int] = {"exact": 0, "typographic": 0, "refused": 0}
    for outcome in outcomes:
        if isinstance(outcome, PassedEntry):
            counts[outcome.likeness] += 1
        elif outcome.is_quote:
            counts["refused"] += 1
    return counts
