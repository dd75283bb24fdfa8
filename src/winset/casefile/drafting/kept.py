"""What a person did with each candidate: it waits, was accepted as proposed or changed, or was rejected.

That follows from what was kept, and from what stands in the case.

It stands beside the case as a hidden file that only its owner can read, for it holds words of sources. What was
proposed stays beside what a person made of it, so that it can be told how often a drafter is corrected. Candidates that
patterns find are found anew each time and stand here once somebody has decided on them; those of a model stand here
from the beginning, for they cannot be found again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path as File
from typing import Any

from winset.casefile.drafting.candidate import (
    PATTERNS,
    Candidate,
    Choice,
    CueKind,
    Doubt,
    KeptCandidate,
    ProposedField,
    State,
    as_data,
    found_again,
    read_back,
)
from winset.casefile.drafting.find import candidates_of
from winset.casefile.opening import open_regular
from winset.casefile.save import hidden_beside, write_new
from winset.casefile.sources import SourceText
from winset.casefile.temporary import sole_writer
from winset.errors import SaveRefused
from winset.model.case import Case, Cell, RedLine, parts
from winset.model.claims import Claim

VERSION = 1
LARGEST_KEPT = 50_000_000
"""Bytes of the file that says what became of candidates; beyond, it is not read, and nothing is written to it."""


@dataclass(frozen=True, kw_only=True)
class KeptCandidates:
    """The candidates of a case on which somebody has decided, and those of models; the last decision stands last."""

    entries: tuple[KeptCandidate, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, KeptCandidate]:
        return {entry.candidate.id: entry for entry in self.entries}

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], list[KeptCandidate]]:
        known: dict[tuple[str, ...], list[KeptCandidate]] = {}
        for entry in self.entries:
            known.setdefault(_words(entry.candidate), []).append(entry)
        return known

    def entry(self, candidate: Candidate) -> KeptCandidate | None:
        """What is known of the candidate: by its id; else, where its source was changed since, by its words."""
        known = self._by_id.get(candidate.id)
        if known is not None:
            return known
        same = [entry for entry in self._by_words.get(_words(candidate), ()) if _is_same(entry.candidate, candidate)]
        return same[0] if len(same) == 1 else None

    def state(self, candidate: Candidate) -> State:
        """What became of the candidate so far."""
        known = self.entry(candidate)
        return known.state if known else "waiting"

    def with_entry(self, entry: KeptCandidate) -> KeptCandidates:
        """The same with this entry as the last, in the place of what was known of its candidate."""
        known = self.entry(entry.candidate)
        return KeptCandidates(entries=(*(one for one in self.entries if one is not known), entry))

    def with_candidates(self, candidates: Iterable[Candidate]) -> KeptCandidates:
        """The same with candidates that wait, those left out of which something is known already."""
        fresh = {candidate.id: candidate for candidate in candidates if self.entry(candidate) is None}
        return KeptCandidates(
            entries=(*self.entries, *(KeptCandidate(candidate=candidate) for candidate in fresh.values()))
        )

    def drafted_by(self, *, patterns: bool, sources: dict[str, SourceText]) -> tuple[Candidate, ...]:
        """The candidates of patterns, or those of models, that stand in their sources as these are now."""
        there = []
        for entry in self.entries:
            candidate, source = entry.candidate, sources.get(entry.candidate.source)
            if (candidate.drafted_by == "patterns") is patterns and source is not None:
                now = found_again(candidate, source)
                there += [now] if now is not None else []
        return tuple(there)

    def corrections(self) -> dict[str, Corrections]:
        """By drafter, how often what was proposed was accepted as it was, changed, or rejected."""
        counts: dict[str, Corrections] = {}
        for entry in self.entries:
            drafter = entry.candidate.drafted_by
            counts[drafter] = counts.get(drafter, Corrections()).and_one(entry.state)
        return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """How many candidates of a drafter wait, and what became of the others."""

    waiting: int = 0
    accepted: int = 0
    changed: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.changed + self.rejected

    def and_one(self, state: State) -> Corrections:
        return replace(self, **{state: getattr(self, state) + 1})


def _is_same(known: Candidate, candidate: Candidate) -> bool:
    """True of two that propose the same words for the same field and party, from two states of one source."""
    return known.sha256 != candidate.sha256 and _words(known) == _words(candidate)


def _words(candidate: Candidate) -> tuple[str, ...]:
    """What stays the same of a proposal where its source changes."""
    return candidate.source, candidate.quote, candidate.field, candidate.party, candidate.drafted_by


def kept_file(case: File) -> File:
    """Where it stands; of a linked case, beside the file that the link leads to."""
    return hidden_beside(case, "candidates")


def read_kept(case: File) -> KeptCandidates:
    """What became of the candidates of a case; nothing where there is no such file.

    Raises SaveRefused where the file is there and cannot be read: it would be lost by the next decision.
    """
    path = kept_file(case)
    try:
        with open_regular(path) as stream:
            raw = stream.read(LARGEST_KEPT + 1)
    except FileNotFoundError:
        return KeptCandidates()
    except OSError as error:
        message = f"`{path}`, which says what became of candidates, cannot be read: {error.strerror}"
        raise SaveRefused(message) from error
    entries = _entries(raw) if len(raw) <= LARGEST_KEPT else None
    if entries is None:
        raise SaveRefused(
            f"`{path}`, which says what became of candidates, is not as winset writes it: move it away, and candidates "
            "on which somebody has decided are proposed again"
        )
    return KeptCandidates(entries=entries)


def save_kept(case: File, made: Callable[[KeptCandidates], KeptCandidates]) -> KeptCandidates:
    """What becomes of the candidates by a decision, written whole, with nothing lost that others decided meanwhile.

    Raises SaveRefused, with nothing changed, where it cannot be written.
    """
    path = kept_file(case)
    with sole_writer(path.parent):
        before = read_kept(case)
        after = made(before)
        if after.entries != before.entries:
            write_new(path, _text(after), private=True)
    return after


def decided(candidate: Candidate, state: State, choice: Choice | None = None) -> KeptCandidate:
    """A decision of now. choice: what was accepted, which is kept where it is not what was proposed."""
    when = datetime.now(UTC).isoformat(timespec="seconds") if state != "waiting" else ""
    kept = choice if choice is not None and choice != candidate.choice else None
    return KeptCandidate(candidate=candidate, state=state, choice=kept, when=when)


def accepted_state(candidate: Candidate, choice: Choice) -> State:
    """Accepted, or changed where something that was proposed gives way to something else."""
    return "changed" if choice.corrects(candidate) else "accepted"


def _text(kept: KeptCandidates) -> str:
    lines = [json.dumps({"candidates": VERSION})]
    for entry in kept.entries:
        record: dict[str, Any] = {"candidate": as_data(entry.candidate), "state": entry.state}
        record |= {"choice": as_data(entry.choice)} if entry.choice else {}
        record |= {"when": entry.when} if entry.when else {}
        lines.append(json.dumps(record, ensure_ascii=True, separators=(",", ":")))
    return "\n".join(lines) + "\n"


def _entries(raw: bytes) -> tuple[KeptCandidate, ...] | None:
    """The entries of a file; None where it is not one."""
    try:
        first, *lines = raw.decode().splitlines()
        is_kept = json.loads(first) == {"candidates": VERSION}
    except (ValueError, RecursionError):
        return None
    entries = [read_back(KeptCandidate, line) for line in lines] if is_kept else [None]
    return None if None in entries else tuple(entry for entry in entries if entry is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedCandidate:
    """A candidate and what became of it. was_taken_back: it was accepted, and its words are no claim of the case any
    more, so that it waits again.
    """

    candidate: Candidate
    state: State
    was_taken_back: bool = False


def drafted_candidates(
    case: Case, sources: Mapping[str, SourceText], kept: KeptCandidates
) -> tuple[DraftedCandidate, ...]:
    """What patterns find in the sources, and what models drafted, in the order of their places.

    One that was accepted counts so only while the case quotes its words: where the change was undone, it waits. One
    that waits counts as accepted where the case quotes just its words already.
    """
    return standing([*candidates_of(case, sources), *of_models(kept, sources)], case, kept)


def of_models(kept: KeptCandidates, sources: Mapping[str, SourceText]) -> tuple[Candidate, ...]:
    """What models drafted, as far as its words stand in the sources as they are now."""
    return kept.drafted_by(patterns=False, sources=dict(sources))


def standing(candidates: Iterable[Candidate], case: Case, kept: KeptCandidates) -> tuple[DraftedCandidate, ...]:
    """The candidates with what became of each. One of a party that the case does not have any more is left out."""
    quotes = quoted_words(case)
    there = (_as_named(candidate, case) for candidate in candidates if candidate.party in case.parties)
    ordered = sorted(there, key=lambda candidate: (candidate.source, candidate.start, candidate.cue_start))
    return tuple(_with_state(candidate, kept, quotes) for candidate in ordered)


def _with_state(candidate: Candidate, kept: KeptCandidates, quotes: Mapping[Place, set[str]]) -> DraftedCandidate:
    entry = kept.entry(candidate)
    state: State = entry.state if entry is not None else "waiting"
    if entry is not None and state in ("accepted", "changed"):
        words = entry.choice.quote if entry.choice is not None else candidate.quote
        is_there = _one_line(words) in quotes[candidate.source, "", "", ""]
        return DraftedCandidate(
            candidate=candidate, state=state if is_there else "waiting", was_taken_back=not is_there
        )
    part = "rejects" if candidate.cue == "refusal" else "cell"
    there = quotes[candidate.source, candidate.party, candidate.issue or "", part]
    if state == "waiting" and any(words in _one_line(candidate.quote) for words in there):
        return DraftedCandidate(candidate=candidate, state="accepted")
    return DraftedCandidate(candidate=candidate, state=state)


def corrections_of_models(kept: KeptCandidates, drafted: Iterable[DraftedCandidate]) -> dict[str, Corrections]:
    """By model, what became of its candidates: as was decided; one on which nobody did counts as accepted where the
    case quotes its words by now, as it does once the comment marks are removed.
    """
    now = {one.candidate.id: one.state for one in drafted}
    counts: dict[str, Corrections] = {}
    for entry in kept.entries:
        drafter = entry.candidate.drafted_by
        if drafter != PATTERNS:
            state = entry.state if entry.state != "waiting" else now.get(entry.candidate.id, entry.state)
            counts[drafter] = counts.get(drafter, Corrections()).and_one(state)
    return counts


def _as_named(candidate: Candidate, case: Case) -> Candidate:
    """The candidate without an issue, an option or a second party that the case does not have any more."""
    issue = candidate.issue if candidate.issue in case.issues else None
    option = candidate.option if issue is not None and candidate.option in case.issues[issue].options else None
    other = candidate.other if candidate.other in case.parties else None
    if (issue, option, other) == (candidate.issue, candidate.option, candidate.other):
        return candidate
    return replace(candidate, issue=issue, option=option, other=other)


Place = tuple[str, str, str, str]
"""A source, and the party, the issue and the part of a cell that quote it; with nothing of these, the whole case."""


def quoted_words(case: Case) -> Mapping[Place, set[str]]:
    """The words that the case quotes, each on one line, by what they carry."""
    there: defaultdict[Place, set[str]] = defaultdict(set)
    for path, part in parts(case):
        if isinstance(part, Claim):
            there[part.source, "", "", ""].add(_one_line(part.quote))
        elif isinstance(part, Cell | RedLine) and path[0] == "positions":
            of = "rejects" if isinstance(part, RedLine) else "cell"
            for claim in case.claims_of(part):
                there[claim.source, str(path[2]), str(path[1]), of].add(_one_line(claim.quote))
    return there


def _one_line(words: str) -> str:
    return " ".join(words.split())


KIND_WORDS: dict[CueKind, str] = {
    "want": "wants",
    "refusal": "refuses",
    "condition": "on a condition",
    "precondition": "asks for it before talks",
    "offer": "offers",
    "threat": "threatens",
    "absence": "is left out, or stays away",
    "delegation": "leaves it to another",
    "relief": "eases something in return, or step by step",
}
DOUBT_WORDS: dict[Doubt, str] = {
    "negated": "negated",
    "hedged": "hedged",
    "hypothetical": "imagined",
    "question": "in question",
    "denied": "denied",
    "past": "of earlier times",
    "swapped": "not the words that were said",
    "far": "named in the sentence before",
    "several": "several parties are named",
    "unnamed": "the words do not name it",
}
FIELD_WORDS: dict[ProposedField, str] = {
    "ideal": "what it wants",
    "rejects": "what it rejects",
    "precondition": "what it wants before any talks",
    "delegates_to": "it leaves the decision to another party",
    "consent": "it is needed on the issue",
    "lever": "a lever that it holds",
    "aim": "an aim beyond the issues",
    "note": "a note of what is left open",
    "claim": "a claim kept for later",
}
"""What a person can accept a candidate as; a meeting is written on its own page, and `open` is no place."""


def correction_words(drafter: str, counts: Corrections) -> str:
    """How often a person put something else in the place of what a model proposed; empty before any decision."""
    if not counts.decided:
        return ""
    wrong = counts.changed + counts.rejected
    decided = f"{counts.decided:,} candidate{'s' if counts.decided != 1 else ''}"
    return (
        f"{drafter}: of {decided} decided on, {counts.accepted:,} accepted as proposed, {counts.changed:,} changed, "
        f"{counts.rejected:,} rejected; corrected: {wrong / counts.decided:.0%}"
    )
