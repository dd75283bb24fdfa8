"""Sentences that may say what a party needs or fears: they name it, and have a word of need or of fear after its name.

Which words these are is an open list, in English; what the sentence means is a person's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from winset.casefile.drafting.drafted_sentences import drafted_sentences
from winset.casefile.drafting.find import language_of
from winset.casefile.drafting.parties import PartyMentions, subject
from winset.casefile.sources import SourceText
from winset.model.case import Case

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
