"""What is done with a candidate on the page of its source: accepted, changed and accepted, rejected, or taken back."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.drafting.accept import accepted, title_of
from winset.casefile.drafting.candidate import Candidate, Choice, KeptCandidate
from winset.casefile.drafting.kept import KIND_WORDS, DraftedCandidate, accepted_state, decided, save_kept
from winset.errors import SaveRefused
from winset.web.address import View
from winset.web.desk import Desk
from winset.web.editing.service import EXAMPLE, Outcome, change, opened, sent, undone
from winset.web.render import response
from winset.web.sources.candidates import chosen
from winset.web.sources.page import EvidencePage

GONE = "This candidate is no longer there: its source, the parties or the issues were changed."
NOT_LAST = "The last change of the case is another one: take that back first, on the page Changes."


def decide_candidate(desk: Desk, view: View, request: Request) -> Response:
    """A candidate is accepted with what is chosen for it, rejected, or waits again; the next one is then shown."""
    form = sent(request)
    evidence = EvidencePage(desk, view)
    there = evidence.candidates()
    one = there.candidate(form.get("candidate", ""))
    if desk.shelf.case(view.case).is_example:
        return response(evidence.after_candidate(Outcome(is_saved=False, words=EXAMPLE), form, ""), request)
    if one is None:
        return response(evidence.after_candidate(Outcome(is_saved=False, words=GONE), form, ""), request)
    candidate = one.candidate
    after = there.next_after(candidate)
    key = after.id if after is not None else ""
    if form.get("done") == "reject":
        outcome = _kept(desk, view, decided(candidate, "rejected"), f"Rejected: {_words(evidence, candidate)}.")
    elif form.get("done") == "back":
        outcome, key = _taken_back(desk, view, form, one), candidate.id
    else:
        outcome = _accepted(desk, view, form, candidate, chosen(candidate, evidence.case, form))
    return response(
        evidence.after_candidate(outcome, {} if outcome.is_saved else form, key if outcome.is_saved else candidate.id),
        request,
    )


def _accepted(desk: Desk, view: View, form: Mapping[str, str], candidate: Candidate, choice: Choice) -> Outcome:
    case = desk.shelf.case(view.case)
    title = title_of(opened(case), choice)
    sha256 = form.get("sha256", "")
    outcome = change(desk, view, sha256, title, lambda now: accepted(now, candidate, choice))
    if not outcome.is_saved:
        return outcome
    kept = _kept(desk, view, decided(candidate, accepted_state(candidate, choice), choice), outcome.words)
    return outcome if kept.is_saved else kept


def _taken_back(desk: Desk, view: View, form: Mapping[str, str], one: DraftedCandidate) -> Outcome:
    """A rejected candidate waits again; one that was accepted, if that was the last change of the case."""
    evidence_words = "The candidate waits again."
    if one.state == "rejected":
        return _kept(desk, view, decided(one.candidate, "waiting"), evidence_words)
    last = opened(desk.shelf.case(view.case)).journal.undoable
    head = " ".join(one.candidate.quote.split())[:40]
    if last is None or not last.title.startswith("Candidate accepted") or head not in last.title:
        return Outcome(is_saved=False, words=NOT_LAST)
    outcome = undone(desk, view, form.get("sha256", ""))
    if not outcome.is_saved:
        return outcome
    kept = _kept(desk, view, decided(one.candidate, "waiting"), outcome.words)
    return outcome if kept.is_saved else kept


def _kept(desk: Desk, view: View, entry: KeptCandidate, words: str) -> Outcome:
    """What was decided is kept beside the case."""
    try:
        save_kept(desk.shelf.case(view.case).path, lambda kept: kept.with_entry(entry))
    except SaveRefused as error:
        said = str(error)
        return Outcome(is_saved=False, words=f"{said[:1].upper()}{said[1:]}.")
    return Outcome(is_saved=True, words=words)


def _words(evidence: EvidencePage, candidate: Candidate) -> str:
    return f"{evidence.case.name(candidate.party)} {KIND_WORDS[candidate.cue]}"
