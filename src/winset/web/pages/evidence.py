"""Sources: the text as the quote gate reads it, every quote marked where it stands, and words that become claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path as File
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from winset.casefile.editing.changes import Operation
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.cells import NewClaim, claim_made
from winset.casefile.editing.operations.claims import ClaimWords, Selection, Support
from winset.casefile.editing.operations.sources import copy_documents, sources_added
from winset.casefile.passages import ChosenPassage, passage_at
from winset.casefile.sources import SourceText
from winset.model.case import Case
from winset.web.address import View
from winset.web.cells.fields import SUPPORT, speakers
from winset.web.desk import Desk
from winset.web.editing.service import Outcome, change, opened, sent, stale
from winset.web.render import Page, response
from winset.web.sources.claim_changes import (
    claim_accepted,
    claim_rejected,
    suggested,
    words_taken,
)
from winset.web.sources.claims import PlacedClaim
from winset.web.sources.page import EvidencePage, head

GONE = "This claim is no longer there, or may not be shown at this level."


def evidence_page(desk: Desk, view: View) -> Page:
    """The source that the address names, or the first, at its page, with the claim that it names opened."""
    return EvidencePage(desk, view).page()


def make_claim(desk: Desk, view: View, request: Request) -> Response:
    """Selected words become a claim of a cell, if they stand at these offsets of the source."""
    form = sent(request)
    evidence = EvidencePage(desk, view)
    outcome, words = _made(evidence, form)
    if outcome.is_saved:  # the next words are often of the same cell
        evidence.view = view.with_given(cell=f"{form.get('issue', '')}.{form.get('party', '')}")
    return response(evidence.after(outcome, {} if outcome.is_saved else form, words), request)


def accept_claim(desk: Desk, view: View, request: Request) -> Response:
    """Somebody else has read the quote and agrees with the reading; or takes that back."""
    form = sent(request)
    reader = form.get("reader", "").strip()
    evidence = EvidencePage(desk, view.with_given(reader=reader) if reader else view)

    def done(claim: PlacedClaim) -> Outcome:
        if "reader" in form and not reader:
            return Outcome(is_saved=False, words="Say who has read it: a claim is accepted by somebody.")
        words = f"accepted by {reader}" if reader else "no longer accepted"
        title = f"Claim “{head(claim.claim.quote)}” {words}"
        return change(desk, view, form.get("sha256", ""), title, lambda now: claim_accepted(claim, reader))

    return response(_acted(evidence, form, done), request)


def reject_claim(desk: Desk, view: View, request: Request) -> Response:
    """The claim goes; what it carried becomes what was chosen."""
    form = sent(request)
    then, because = form.get("then", ""), form.get("because", "").strip()

    def done(claim: PlacedClaim) -> Outcome:
        title = f"Claim “{head(claim.claim.quote)}” rejected"
        sha256 = form.get("sha256", "")
        return change(desk, view, sha256, title, lambda now: claim_rejected(now, claim, then, because))

    return response(_acted(EvidencePage(desk, view), form, done), request)


def take_words(desk: Desk, view: View, request: Request) -> Response:
    """A quote that the gate refuses takes the words that were suggested, or one of the places where it stands."""
    form = sent(request)
    evidence = EvidencePage(desk, view)

    def done(claim: PlacedClaim) -> Outcome:
        values = _taken(evidence, claim, form)
        if isinstance(values, str):
            return Outcome(is_saved=False, words=values)
        title = f"Claim “{head(claim.claim.quote)}” takes the words of its source"
        return change(desk, view, form.get("sha256", ""), title, lambda now: words_taken(claim, values))

    return response(_acted(evidence, form, done), request)


def add_document(desk: Desk, view: View, request: Request) -> Response:
    """A document that was dropped on the page stands in the folder of the case, and is one of its sources."""
    name = unquote(request.headers.get("x-winset-name", ""))
    sha256 = request.headers.get("x-winset-sha256", "")
    evidence = EvidencePage(desk, view)
    plain = File(name.replace("\\", "/")).name
    if request.method != "POST" or not plain or plain.startswith(".") or not plain.isprintable():
        outcome = Outcome(is_saved=False, words=f"“{name}” is no name of a document.")
        return response(evidence.after(outcome, {}, ""), request)
    names: list[str] = []
    with TemporaryDirectory(prefix="winset-document-") as folder, ExitStack() as unsaved:
        document = File(folder) / plain
        document.write_bytes(request.state.body)

        def added(now: OpenedCase) -> Operation:
            sources = sources_added(now, [document])
            copy_documents(now.path.parent, sources, unsaved)
            names.extend(source.name for source in sources.sources)
            return sources.operation

        outcome = change(desk, view, sha256, f"Document “{plain}” added as a source", added)
        if outcome.is_saved:
            unsaved.pop_all()
    if not outcome.is_saved:
        return response(evidence.after(outcome, {}, ""), request)
    url = view.with_given(source=names[0], claim=None, at=None, page=None).url
    now = opened(desk.shelf.case(view.case)).sha256
    return HTMLResponse("", headers={"x-winset-go": url, "x-winset-sha256": now})


def _acted(evidence: EvidencePage, form: Mapping[str, str], done: Callable[[PlacedClaim], Outcome]) -> Page:
    """The page after something was done with a claim; what others changed meanwhile, where that is no longer there."""
    claim = evidence.claim(form.get("claim", ""))
    if claim is None:
        gone = stale(evidence.desk, evidence.view, form.get("sha256", ""))
        return evidence.after(gone or Outcome(is_saved=False, words=GONE), form, "")
    outcome = done(claim)
    return evidence.after(outcome, {} if outcome.is_saved else form, claim.key)


def _selection(evidence: EvidencePage, form: Mapping[str, str]) -> Selection | str:
    """The words at the offsets that a page sends, or why there are none: the source may not be the one that the
    page was made from.
    """
    if evidence.source is None or not isinstance(evidence.source.text, SourceText):
        return "There is no text from which words can be taken."
    if form.get("digest") != evidence.source.text.sha256:
        return "The source was changed since this page was read: open it again, and select the words anew."
    start, end = form.get("start", ""), form.get("end", "")
    if not (_is_number(start) and _is_number(end)):
        return "Nothing is selected: select the words that are to be quoted."
    return Selection(source=evidence.source.name, start=int(start), end=int(end))


def _made(evidence: EvidencePage, form: Mapping[str, str]) -> tuple[Outcome, str]:
    """What became of a claim of selected words, and its quote."""
    selection, new = _selection(evidence, form), _new_claim(evidence.case, form)
    if isinstance(selection, str):
        return Outcome(is_saved=False, words=selection), ""
    if new is None:
        return Outcome(is_saved=False, words="Choose the party and the issue of which the words say something."), ""
    text = evidence.source.text if evidence.source is not None else None
    quote = text.text[selection.start : selection.end].strip() if isinstance(text, SourceText) else ""
    who, what = evidence.case.name_in_sentence(new.party), evidence.case.issue_in_sentence(new.issue)
    title = f"Claim “{head(quote)}” for {who} on {what}"
    sha256 = form.get("sha256", "")
    outcome = change(evidence.desk, evidence.view, sha256, title, lambda now: claim_made(now, new, selection))
    return outcome, quote if outcome.is_saved else ""


def _taken(evidence: EvidencePage, claim: PlacedClaim, form: Mapping[str, str]) -> dict[str, str | None] | str:
    """The words that a claim is to quote: those at the offsets that a page sends, or those that are suggested; or
    why there are none.
    """
    text = evidence.source.text if evidence.source is not None else None
    if not isinstance(text, SourceText):
        return "There is no text from which words can be taken."
    if not form.get("start"):
        suggestion = claim.problem.suggestion if claim.problem is not None else None
        return suggested(claim.claim, text, suggestion) if suggestion else "No words are suggested for this claim."
    selection = _selection(evidence, form)
    if isinstance(selection, str):
        return selection
    passage = passage_at(claim.claim.source, text, selection.start, selection.end)
    if not isinstance(passage, ChosenPassage):
        return "These words cannot be told from others of the same wording: select more of them."
    return {"quote": passage.match.read, "prefix": passage.prefix, "suffix": passage.suffix}


def _new_claim(case: Case, form: Mapping[str, str]) -> NewClaim | None:
    """The claim of a form; None where it does not say of whom and what."""
    issue, party = form.get("issue", ""), form.get("party", "")
    if issue not in case.issues or party not in case.parties:
        return None
    options = case.issues[issue].options
    kind, _, rest = form.get("carries", "").partition(":")
    named, _, option = rest.partition(".")
    option = option if named == issue and option in options else ""
    support: Support = next((key for key in SUPPORT if key == form.get("support")), "reported")
    words = ClaimWords(
        reading=" ".join(form.get("reading", "").split()),
        speaker=speakers(form.get("speaker", "")),
        support=support,
    )
    return NewClaim(
        issue=issue,
        party=party,
        words=words,
        refuses=option if kind == "refuses" else "",
        wants=option if kind == "wants" else "",
        because=form.get("because", "").strip(),
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
