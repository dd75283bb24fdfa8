"""A candidate: words of a source that may carry something of the case, proposed for a person to decide on.

Nothing of it stands in the case. Its quote is cut from the source at its offsets, so it passes the gate as it is; what
the words mean is a person's to say, and no candidate has a reading unless a person wrote one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Literal, TypeVar, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText

CueKind = Literal[
    "want", "refusal", "condition", "precondition", "offer", "threat", "absence", "delegation", "relief"
]  # fmt: skip
"""What the words are a cue of. condition: for a deal; precondition: for talking at all; relief: something is eased if,
or once, something else is done; absence: a party is left out, or stays away.
"""
ProposedField = Literal[
    "ideal", "rejects", "precondition", "delegates_to", "consent", "lever", "table", "aim", "note", "claim", "open"
]  # fmt: skip
"""Where in the case the words would stand. claim: under `claims`, for later use; open: for a person to choose."""
Support = Literal["direct", "reported", "context"]
Doubt = Literal[
    "negated", "hedged", "hypothetical", "question", "denied", "past", "swapped", "far", "several", "unnamed"
]
"""Why a candidate proposes less than its cue says. denied: somebody denies it; past: it was so once; swapped: the words
are not those that were said; far: the party is named in the sentence before; several: other parties are named as well;
unnamed: the words do not name the party that a model gives them to.
"""
PATTERNS = "patterns"
"""Who drafted a candidate that no model had a part in."""

_STRICT = ConfigDict(extra="forbid")

CUE_KINDS: tuple[CueKind, ...] = get_args(CueKind)
SUPPORTS: tuple[Support, ...] = get_args(Support)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words of a source, and what they are taken to say of the case."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    start: int
    end: int
    quote: str
    party: str
    field: ProposedField
    issue: str | None = None
    option: str | None = None
    other: str | None = None
    support: Support = "reported"
    reading: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(_Words):
    """Words that may carry something of the case.

    source: its short name in the case; sha256: of its bytes; start, end: the quote's place in its text, in code points.
    cue: what the words are a cue of; cue_start, cue_end: the words that show it. party: whose; issue, option: on what,
    and which, where that can be told. other: a second party that it is about, such as the one that is left the
    decision, or whom a threat is aimed at. field: where in the case it would stand. doubts: why less is proposed than
    the cue says. reading: a person's words; empty where nobody wrote any. proposal: what a model takes the words to
    mean, which is nobody's reading until a person makes it theirs. speaker: who says it, as the source names him.
    drafted_by: "patterns", or the name of a model. id: the same for the same proposal.
    """

    id: str
    source: str
    sha256: str
    cue: CueKind
    cue_start: int
    cue_end: int
    field: ProposedField = "open"
    doubts: tuple[Doubt, ...] = ()
    proposal: str = ""
    drafted_by: str = PATTERNS

    def stands_in(self, source: SourceText) -> bool:
        """True where the source has these very words at this place."""
        return source.text[self.start : self.end] == self.quote

    @property
    def choice(self) -> Choice:
        """What is accepted where it is accepted as it is proposed."""
        return Choice(**{one.name: getattr(self, one.name) for one in fields(_Words)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(_Words):
    """What a person accepts of a candidate: as it was proposed, or with something else in its place.

    because: why it follows from circumstances, where the support is `context`. wants: with a red line, the option that
    the party wants, where its cell says nothing so far.
    """

    because: str = ""
    wants: str = ""

    def corrects(self, candidate: Candidate) -> bool:
        """True where something that was proposed gives way to something else; what was left open and is now said is no
        correction.
        """
        proposed = candidate.choice
        return any(
            was not in (None, "", "open") and was != now
            for was, now in ((getattr(proposed, one.name), getattr(self, one.name)) for one in fields(self))
        )


State = Literal["waiting", "accepted", "changed", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCandidate:
    """A candidate as it was proposed, and what a person did with it. choice: what was accepted in its place, where that
    is something else or more than was proposed. when: in ISO form; empty while it waits.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    candidate: Candidate
    state: State = "waiting"
    choice: Choice | None = None
    when: str = ""


Written = TypeVar("Written", Candidate, KeptCandidate)


def candidate_id(sha256: str, start: int, end: int, field: str, *more: str) -> str:
    """The same short name for the same words of the same source proposed for the same field. more: what else tells two
    proposals apart, such as the party.
    """
    parts = "\0".join((sha256, str(start), str(end), field, *more))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def found_again(candidate: Candidate, source: SourceText) -> Candidate | None:
    """The candidate where its words stand in the source as it is now; None where they do not stand there just once."""
    if candidate.stands_in(source):
        return candidate if candidate.sha256 == source.sha256 else replace(candidate, sha256=source.sha256)
    match = find_quote(source, SoughtQuote(quote=candidate.quote), suggest=False)
    if not isinstance(match, QuoteMatch) or not match.exact:
        return None
    moved = match.start - candidate.start
    return replace(
        candidate, sha256=source.sha256, start=match.start, end=match.end,
        cue_start=candidate.cue_start + moved, cue_end=candidate.cue_end + moved,
    )  # fmt: skip


def as_data(value: Candidate | Choice) -> dict[str, Any]:
    """The fields that say something, as plain data."""
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: list(inner) if isinstance(inner, tuple) else inner
        for name, inner in named.items()
        if inner not in (None, "", ())
    }


_adapters: dict[object, TypeAdapter[Any]] = {}
"""What reads each kind of line: making it takes longer than reading a hundred."""


def read_back(kind: type[Written], line: str) -> Written | None:
    """What was written as a line of JSON; None where it is no such thing, or a quote does not fit its place."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    try:
        made: Written = _adapters[kind].validate_json(line, strict=True)
    except ValidationError:
        return None
    quoted = (made.candidate, made.choice) if isinstance(made, KeptCandidate) else (made,)
    fits = (0 <= one.start < one.end and len(one.quote) == one.end - one.start for one in quoted if one is not None)
    return made if all(fits) else None
