"""The candidates of a case, each with what became of it: by what was kept, and by what stands in the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from winset.casefile.drafting.candidate import PATTERNS, Candidate
from winset.casefile.drafting.find import candidates_of
from winset.casefile.drafting.kept import Corrections, KeptCandidates, State
from winset.casefile.sources import SourceText
from winset.model.case import Case, Cell, RedLine, parts
from winset.model.claims import Claim


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
