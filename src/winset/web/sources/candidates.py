"""The candidates of a source beside its text: one that is decided on, and how many are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from winset.casefile.drafting.candidate import PATTERNS, SUPPORTS, Candidate, Choice, ProposedField, Support
from winset.casefile.drafting.cues import LANGUAGES
from winset.casefile.drafting.drafted_sentences import MOST_DRAFTED, is_drafted_whole
from winset.casefile.drafting.find import candidates_of, language_of
from winset.casefile.drafting.kept import (
    DOUBT_WORDS,
    FIELD_WORDS,
    KIND_WORDS,
    DraftedCandidate,
    KeptCandidates,
    correction_words,
    corrections_of_models,
    of_models,
    read_kept,
    standing,
)
from winset.casefile.sources import SourceText
from winset.errors import SaveRefused
from winset.model.case import Case
from winset.report.disclosure import is_closed
from winset.report.printable import shown
from winset.web.address import View
from winset.web.cells.fields import SUPPORT
from winset.web.shelf import OpenCase

CUT = f"Only the first {MOST_DRAFTED:,} characters were read for candidates; the source is longer."
CONCLUDED = "These words say what it rejects; what it wants is concluded from that."
"""The reason of a position that begins with a red line, before a person writes a better one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCandidates:
    """The candidates of one source in its order, and what a person did with each. problem: why they cannot be shown;
    note: what is to be known of them.
    """

    drafted: tuple[DraftedCandidate, ...] = ()
    kept: KeptCandidates = field(default_factory=KeptCandidates)
    problem: str = ""
    note: str = ""

    @property
    def waiting(self) -> tuple[Candidate, ...]:
        return tuple(one.candidate for one in self.drafted if one.state == "waiting")

    def without_closed(self, closed: tuple[str, ...]) -> SourceCandidates:
        """The same without those whose words a claim quotes that may not be shown."""
        there = tuple(one for one in self.drafted if not is_closed(one.candidate.quote, closed))
        return replace(self, drafted=there)

    def candidate(self, key: str) -> DraftedCandidate | None:
        return next((one for one in self.drafted if one.candidate.id == key), None)

    def shown(self, key: str, since: int) -> DraftedCandidate | None:
        """The one that is named, else the first that waits from a place on, else the first that waits."""
        named = self.candidate(key) if key else None
        if named is not None:
            return named
        waiting = [one for one in self.drafted if one.state == "waiting"]
        return next((one for one in waiting if one.candidate.start >= since), waiting[0] if waiting else None)

    def next_after(self, candidate: Candidate) -> Candidate | None:
        """The next that waits after a candidate, beginning anew at the end; None where no other waits."""
        others = [one for one in self.waiting if one.id != candidate.id]
        place = (candidate.start, candidate.cue_start)
        return next((one for one in others if (one.start, one.cue_start) > place), others[0] if others else None)

    def decided_last(self) -> DraftedCandidate | None:
        """The one that was decided on last, while it still stands so."""
        for entry in reversed(self.kept.entries):
            one = self.candidate(entry.candidate.id)
            if one is not None and entry.when and one.state != "waiting":
                return one
        return None


def source_candidates(case: OpenCase, content: Case, name: str, text: SourceText) -> SourceCandidates:
    """The candidates of a source of a case. What patterns find is made once for each content of the source, the parties
    and the issues; what became of it is looked up each time.
    """
    try:
        kept = read_kept(case.path)
    except SaveRefused as error:
        words = str(error)
        return SourceCandidates(problem=f"{words[:1].upper()}{words[1:]}.")
    named = content.model_copy(update={"positions": {}, "claims": {}, "notes": ()})
    key = ("candidates", name, text.sha256, _digest(named))
    sources = {name: text}
    if language_of(content.sources[name]) not in LANGUAGES and not of_models(kept, sources):
        return SourceCandidates(problem="There is no list of words for the language of this source.")
    found = case.kept.once(key, lambda: candidates_of(content, sources))
    drafted = standing([*found, *of_models(kept, sources)], content, kept)
    return SourceCandidates(drafted=drafted, kept=kept, note="" if is_drafted_whole(text) else CUT)


def _digest(case: Case) -> int:
    """What tells apart two cases of other parties, issues or sources."""
    parts = [(key, party.model_dump_json()) for key, party in case.parties.items()]
    parts += [(key, issue.model_dump_json()) for key, issue in case.issues.items()]
    parts += [(key, source.model_dump_json()) for key, source in case.sources.items()]
    return hash(tuple(parts))


def chosen(candidate: Candidate, content: Case, form: Mapping[str, str]) -> Choice:
    """What a form says of a candidate; what it does not say, or what no case has, is left open."""
    party = form.get("party", "")
    issue = form.get("issue", "")
    named, _, option = form.get("option", "").partition(".")
    wanted, _, wants = form.get("wants", "").partition(".")
    place: ProposedField = next((key for key in FIELD_WORDS if key == form.get("field")), "open")
    support: Support = next((key for key in SUPPORTS if key == form.get("support")), candidate.support)
    known = content.issues[issue].options if issue in content.issues else {}
    other = form.get("other", "")
    is_first = place == "rejects" and bool(wants) and _is_silent(content, issue, party)
    return Choice(
        start=candidate.start,
        end=candidate.end,
        quote=candidate.quote,
        party=party if party in content.parties else candidate.party,
        field=place,
        issue=issue if issue in content.issues else None,
        option=option if named == issue and option in known else None,
        other=other if other in content.parties else None,
        support=support,
        reading=" ".join(form.get("reading", "").split()),
        speaker=form.get("speaker", "").strip(),
        because=form.get("because", "").strip() or (CONCLUDED if is_first else ""),
        wants=wants if wanted == issue and wants in known else "",
    )


def _is_silent(content: Case, issue: str, party: str) -> bool:
    row = content.positions.get(issue, {})
    cell = row.get(party, row.get("rest"))
    return cell is None or cell.basis == "silent"


def panel(there: SourceCandidates, content: Case, view: View, since: int, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the template shows of the candidates. typed: what was chosen, where that was refused."""
    one = there.shown(view.first("candidate"), since)
    last = there.decided_last()
    return {
        "problem": there.problem,
        "note": there.note,
        "left": len(there.waiting),
        "all": len(there.drafted),
        "action": view.part("decide"),
        "open": _open(there, one, content, view, typed) if one is not None else None,
        "last": _last(last, content) if last is not None else None,
    }


def _last(one: DraftedCandidate, content: Case) -> dict[str, str]:
    return {
        "id": one.candidate.id,
        "words": f"{content.name(one.candidate.party)} {KIND_WORDS[one.candidate.cue]}: {one.state}",
    }


def _open(
    there: SourceCandidates, one: DraftedCandidate, content: Case, view: View, typed: Mapping[str, str]
) -> dict[str, Any]:
    """The candidate that is decided on."""
    candidate = one.candidate
    after = there.next_after(candidate)
    number = [drafted.candidate.id for drafted in there.drafted].index(candidate.id) + 1
    at, to = candidate.cue_start - candidate.start, candidate.cue_end - candidate.start
    values = _values(candidate, content) | {name: text for name, text in typed.items() if typed.get("done")}
    return {
        "id": candidate.id,
        "number": number,
        "kind": KIND_WORDS[candidate.cue],
        "cue_kind": candidate.cue,
        "party": content.name(candidate.party),
        "issue": content.issue_in_sentence(candidate.issue) if candidate.issue in content.issues else "",
        "doubts": [DOUBT_WORDS[doubt] for doubt in candidate.doubts],
        "before": shown(candidate.quote[:at]),
        "cue": shown(candidate.quote[at:to]),
        "after": shown(candidate.quote[to:]),
        "state": one.state,
        "was_taken_back": one.was_taken_back,
        "drafted_by": shown(candidate.drafted_by) if candidate.drafted_by != "patterns" else "",
        "corrections": _corrections(there, candidate.drafted_by),
        "proposal": shown(candidate.proposal),
        "next": view.with_given(candidate=after.id, claim=None, page=None, at=None).url if after is not None else "",
        "values": values,
        "is_typed": bool(typed.get("done")),
        "missing": missing(values, content),
        **choices(content),
    }


def _corrections(there: SourceCandidates, drafter: str) -> str:
    """How often a model was corrected so far; empty of patterns."""
    if drafter == PATTERNS:
        return ""
    return shown(correction_words(drafter, corrections_of_models(there.kept, there.drafted)[drafter]))


def _values(candidate: Candidate, content: Case) -> dict[str, str]:
    """What stands in the form before anybody chooses: what is proposed, and where only one thing is left, that."""
    issue = candidate.issue if candidate.issue in content.issues else ""
    option = candidate.option if issue and candidate.option in content.issues[issue].options else ""
    return {
        "party": candidate.party,
        "issue": issue,
        "field": candidate.field if candidate.field in FIELD_WORDS else "",
        "option": f"{issue}.{option}" if option else "",
        "other": candidate.other or "",
        "support": candidate.support,
        "reading": candidate.reading,
        "speaker": candidate.speaker,
        "wants": "",
        "because": "",
    }


def missing(values: Mapping[str, str], content: Case) -> str:
    """The first field that has to be chosen before the candidate can be accepted; empty where there is none."""
    place, issue = values["field"], values["issue"]
    if not place:
        return "field"
    needs_issue = place in ("ideal", "rejects", "precondition", "delegates_to", "consent")
    if needs_issue and not issue:
        return "issue"
    if place in ("ideal", "rejects", "precondition") and not values["option"].startswith(f"{issue}."):
        return "option"
    if place in ("delegates_to", "lever") and not values["other"]:
        return "other"
    return "reading" if place == "note" and not values["reading"] else ""


def choices(content: Case) -> dict[str, Any]:
    """What can be chosen of each field of a form that says what words carry."""
    return {
        "parties": [(key, party.name) for key, party in content.parties.items()],
        "issues": [
            (key, content.issue_title(key), [(name, option.label) for name, option in issue.options.items()])
            for key, issue in content.issues.items()
        ],
        "titles": [(key, content.issue_title(key)) for key in content.issues],
        "fields": list(FIELD_WORDS.items()),
        "supports": list(SUPPORT.items()),
    }
