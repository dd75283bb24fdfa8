"""What a person did with each candidate: it waits, was accepted as proposed or changed, or was rejected.

It stands beside the case as a hidden file that only its owner can read, for it holds words of sources. What was
proposed stays beside what a person made of it, so that it can be told how often a drafter is corrected. Candidates that
patterns find are found anew each time and stand here once somebody has decided on them; those of a model stand here
from the beginning, for they cannot be found again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path as File
from typing import Any, Literal, get_args

from winset.casefile.drafting.candidate import (
    Candidate,
    Choice,
    as_data,
    candidate_from,
    choice_from,
    found_again,
)
from winset.casefile.opening import open_regular
from winset.casefile.save import write_new
from winset.casefile.sources import SourceText
from winset.casefile.temporary import sole_writer
from winset.errors import SaveRefused

State = Literal["waiting", "accepted", "changed", "rejected"]
STATES: tuple[State, ...] = get_args(State)
VERSION = 1
LARGEST_KEPT = 50_000_000
"""Bytes of the file that says what became of candidates; beyond, it is not read, and nothing is written to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCandidate:
    """A candidate as it was proposed, and what a person did with it. choice: what was accepted in its place, where that
    is something else or more than was proposed. when: in ISO form; empty while it waits.
    """

    candidate: Candidate
    state: State = "waiting"
    choice: Choice | None = None
    when: str = ""


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
    real = File(os.path.realpath(case))
    return real.with_name(f".{real.name}.candidates")


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
        raise SaveRefused(
            f"`{path}`, which says what became of candidates, cannot be read: {error.strerror}"
        ) from error
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
        records = [json.loads(line) for line in raw.decode().splitlines()]
    except (ValueError, RecursionError):
        return None
    if not records or records[0] != {"candidates": VERSION}:
        return None
    entries = [_entry(record) for record in records[1:]]
    return None if None in entries else tuple(entry for entry in entries if entry is not None)


def _entry(record: object) -> KeptCandidate | None:
    if not isinstance(record, dict) or not {"candidate", "state", "choice", "when"}.issuperset(record):
        return None
    candidate, state, when = candidate_from(record.get("candidate")), record.get("state"), record.get("when", "")
    choice = choice_from(record["choice"]) if "choice" in record else None
    if candidate is None or state not in STATES or not isinstance(when, str) or ("choice" in record and not choice):
        return None
    return KeptCandidate(candidate=candidate, state=state, choice=choice, when=when)
