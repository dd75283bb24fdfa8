"""Sources: the text as the quote gate reads it, every quote marked where it stands, and words that become claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.editing.operations.claims import ClaimWords, Selection, Support
from winset.casefile.passages import ChosenPassage, QuoteSearch, passage_at, sought
from winset.casefile.quotes import QuoteMatch, Several, SoughtQuote, find_quote
from winset.casefile.source_refused import SourceRefused
from winset.casefile.sources import SourceText
from winset.errors import UnknownName
from winset.model.case import Case
from winset.report.blocks import Report, Section
from winset.report.claims import quote_of
from winset.report.disclosure import disclose, is_above
from winset.report.names import counted
from winset.report.ownership import Owner, Ownership
from winset.session import Session
from winset.web.address import View
from winset.web.bar import bar
from winset.web.blocks import PageBlocks
from winset.web.desk import Desk, rail
from winset.web.editing.service import EXAMPLE, Outcome, change, opened, sent
from winset.web.readable import readable_session
from winset.web.render import Page, Part, filled, response
from winset.web.sources.claim_changes import (
    NewClaim,
    claim_accepted,
    claim_made,
    claim_rejected,
    suggested,
    words_taken,
)
from winset.web.sources.claims import PlacedClaim, SourceOnPage, Use, shown_sources, source_on_page
from winset.web.sources.marked_text import Mark, marked_text
from winset.web.sources.windows import window_of

TITLE = "Sources"
MOST_PLACES_SHOWN = 12
"""Places of a quote that stands several times, which are offered one by one; beyond, it has to be made longer."""
TYPED = ("start", "end", "carries", "reading", "speaker", "because")
"""Fields of the form for a new claim that are empty to begin with."""
SUPPORT: dict[Support, str] = {
    "direct": "the party’s own words",
    "reported": "somebody says it of the party",
    "context": "circumstances from which it is read",
}


def evidence_page(desk: Desk, view: View) -> Page:
    """The source that the address names, or the first, at its page, with the claim that it names opened."""
    return _Evidence(desk, view).page()


def make_claim(desk: Desk, view: View, request: Request) -> Response:
    """Selected words become a claim of a cell, if they stand at these offsets of the source."""
    form = sent(request)
    evidence = _Evidence(desk, _viewed(view, request))
    outcome, words = evidence.made(form)
    return evidence.answered(request, outcome, None if outcome.is_saved else form, words)


def accept_claim(desk: Desk, view: View, request: Request) -> Response:
    """Somebody else has read the quote and agrees with the reading; or takes that back."""
    form = sent(request)
    view, reader = _viewed(view, request), form.get("reader", "").strip()
    evidence = _Evidence(desk, view.with_given(reader=reader) if reader else view)
    claim = evidence.claim(form.get("claim", ""))
    if "reader" in form and not reader:
        outcome = Outcome(is_saved=False, words="Say who has read it: a claim is accepted by somebody.")
    else:
        done = f"accepted by {reader}" if reader else "no longer accepted"
        title = f"Claim “{_head(claim.claim.quote)}” {done}"
        outcome = change(desk, view, form.get("sha256", ""), title, lambda now: claim_accepted(claim, reader))
    return evidence.answered(request, outcome, None, claim.key)


def reject_claim(desk: Desk, view: View, request: Request) -> Response:
    """The claim goes; what it carried becomes what was chosen."""
    form = sent(request)
    evidence = _Evidence(desk, _viewed(view, request))
    claim = evidence.claim(form.get("claim", ""))
    then, because = form.get("then", ""), form.get("because", "").strip()
    title = f"Claim “{_head(claim.claim.quote)}” rejected"
    outcome = change(desk, view, form.get("sha256", ""), title, lambda now: claim_rejected(now, claim, then, because))
    return evidence.answered(request, outcome, None, "" if outcome.is_saved else claim.key)


def take_words(desk: Desk, view: View, request: Request) -> Response:
    """A quote that the gate refuses takes the words that were suggested, or one of the places where it stands."""
    form = sent(request)
    evidence = _Evidence(desk, _viewed(view, request))
    claim = evidence.claim(form.get("claim", ""))
    values = evidence.taken(claim, form)
    if isinstance(values, str):
        return evidence.answered(request, Outcome(is_saved=False, words=values), None, claim.key)
    title = f"Claim “{_head(claim.claim.quote)}” takes the words of its source"
    outcome = change(desk, view, form.get("sha256", ""), title, lambda now: words_taken(claim, values))
    return evidence.answered(request, outcome, None, claim.key)


def _viewed(view: View, request: Request) -> View:
    return view.at("sources", View.of(view.case, "sources", request.query_params.multi_items()).given)


def _head(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]} …"


@dataclass
class _Evidence:
    """The page of one request."""

    desk: Desk
    view: View

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """Reads the case anew."""
        self.session: Session = readable_session(self.desk, self.view)
        self.checked, self.case = self.session.checked, self.session.case
        self.owners = Ownership(case=self.case, whole=self.session.whole)
        self.names = shown_sources(self.case, self.view)
        self.source = self._source()

    def _source(self) -> SourceOnPage | None:
        wanted = self.view.first("source") or next(iter(self.names), "")
        if not wanted:
            return None
        if wanted not in self.names:
            raise UnknownName(f"there is no source `{wanted}` that may be shown at this level")
        return source_on_page(self.desk, self.view, self.checked, wanted)

    def claim(self, key: str) -> PlacedClaim:
        """A claim on the page by its path. Raises UnknownName."""
        for claim in self.source.claims if self.source is not None else ():
            if claim.key == key:
                return claim
        raise UnknownName("this claim is no longer there, or may not be shown at this level")

    def selection(self, form: Mapping[str, str]) -> Selection | str:
        """The words at the offsets that a page sends, or why there are none: the source may not be the one that the
        page was made from.
        """
        if self.source is None or not isinstance(self.source.text, SourceText):
            return "There is no text from which words can be taken."
        if form.get("digest") != self.source.text.sha256:
            return "The source was changed since this page was read: open it again, and select the words anew."
        start, end = form.get("start", ""), form.get("end", "")
        if not (_is_number(start) and _is_number(end)):
            return "Nothing is selected: select the words that are to be quoted."
        return Selection(source=self.source.name, start=int(start), end=int(end))

    def made(self, form: Mapping[str, str]) -> tuple[Outcome, str]:
        """What became of a claim of selected words, and its quote."""
        selection, new = self.selection(form), _new_claim(self.case, form)
        if isinstance(selection, str):
            return Outcome(is_saved=False, words=selection), ""
        if new is None:
            return Outcome(is_saved=False, words="Choose the party and the issue of which the words say something."), ""
        text = self.source.text if self.source is not None else None
        quote = text.text[selection.start : selection.end].strip() if isinstance(text, SourceText) else ""
        who, what = self.case.name_in_sentence(new.party), self.case.issue_in_sentence(new.issue)
        title = f"Claim “{_head(quote)}” for {who} on {what}"
        sha256 = form.get("sha256", "")
        outcome = change(self.desk, self.view, sha256, title, lambda now: claim_made(now, new, selection))
        return outcome, quote if outcome.is_saved else ""

    def taken(self, claim: PlacedClaim, form: Mapping[str, str]) -> dict[str, str | None] | str:
        """The words that a claim is to quote: those at the offsets that a page sends, or those that are suggested; or
        why there are none.
        """
        text = self.source.text if self.source is not None else None
        if not isinstance(text, SourceText):
            return "There is no text from which words can be taken."
        if not form.get("start"):
            suggestion = claim.problem.suggestion if claim.problem is not None else None
            return suggested(claim.claim, text, suggestion) if suggestion else "No words are suggested for this claim."
        selection = self.selection(form)
        if isinstance(selection, str):
            return selection
        passage = passage_at(claim.claim.source, text, selection.start, selection.end)
        if not isinstance(passage, ChosenPassage):
            return "These words cannot be told from others of the same wording: select more of them."
        return {"quote": passage.match.text, "prefix": passage.prefix, "suffix": passage.suffix}

    def answered(self, request: Request, outcome: Outcome, typed: Mapping[str, str] | None, key: str) -> Response:
        """The page after something was done on it. key: the path of the claim that is then open, or its words."""
        view = self.view
        self.view = self.view.with_given(claim=None)
        self.read()
        found = [claim for claim in self.source.claims if key in (claim.key, claim.claim.quote)] if self.source else []
        if key and found:
            self.view = view.with_given(claim=found[-1].key)
        return response(self.page(outcome, typed), request)

    def page(self, outcome: Outcome | None = None, typed: Mapping[str, str] | None = None) -> Page:
        case = self.desk.shelf.case(self.view.case)
        return Page(
            title=f"{TITLE}: {self.case.case.title}",
            heading=TITLE,
            parts=tuple(self._parts(outcome, typed)),
            url=self.view.url,
            rail=rail(case, self.view),
            bar=bar(self.desk, self.view),
            scripts=("evidence.js",),
            styles=("case.css", "evidence.css"),
        )

    def _parts(self, outcome: Outcome | None, typed: Mapping[str, str] | None) -> Iterator[Part]:
        yield Part(name="said", html=filled("outcome.html.j2", outcome=outcome), kind="said")
        yield Part(name="choose", html=self._choose())
        yield Part(name="text", html=self._text())
        if self.source is None:
            return
        beside = filled(
            "beside.html.j2",
            opened=self._opened(),
            maker=self._maker(typed),
            refused=list(self._refused()),
            unused=[self._listed(claim) for claim in self.source.claims if not claim.is_in_a_cell],
            claims=[self._listed(claim) for claim in self.source.claims if claim.number],
            take=self.view.part("take"),
            sha256=self._sha256,
            digest=self.source.text.sha256 if isinstance(self.source.text, SourceText) else "",
            example=EXAMPLE if self.desk.shelf.case(self.view.case).is_example else "",
        )
        yield Part(name="beside", html=beside, kind="side")

    @property
    def _sha256(self) -> str:
        return opened(self.desk.shelf.case(self.view.case)).sha256

    @property
    def _window(self) -> int:
        """Which page of the source is shown, from 0: the one that is named, or that of the claim."""
        if self.source is None:
            return 0
        named = self.view.first("page")
        last = max(0, len(self.source.windows) - 1)
        if named.isascii() and named.isdigit() and int(named) > 0:
            return min(int(named) - 1, last)
        at = self.view.first("at")
        if at.isascii() and at.isdigit() and len(at) < 12:
            return min(window_of(self.source.windows, int(at)), last)
        for claim in self.source.claims:
            if claim.key == self.view.first("claim"):
                return self.source.window_of(claim)
        return 0

    def _choose(self) -> Markup:
        """The sources, and the pages of the one that is shown."""
        hidden = len(self.case.sources) - len(self.names)
        withheld = f"{counted(hidden, 'source')} may not be shown at this level." if hidden else ""
        listed = [
            (name, self.case.sources[name].title or name, self.source is not None and name == self.source.name)
            for name in self.names
        ]
        given = (("reader", self.view.first("reader")),) if self.view.first("reader") else ()
        shown = self.case.sources[self.source.name] if self.source is not None else None
        return filled(
            "choose.html.j2",
            sources=listed,
            withheld=withheld,
            action=self.view.at("sources").url.partition("?")[0],
            hidden=(*self.view.case_query, *given),
            dated=(shown.date or "") if shown is not None else "",
            quality=(shown.quality or "") if shown is not None else "",
            pages=self._pages(),
            source=self.source.name if self.source is not None else "",
        )

    def _pages(self) -> Mapping[str, Any] | None:
        if self.source is None or not isinstance(self.source.text, SourceText) or len(self.source.windows) < 2:
            return None
        here, count, text = self._window, len(self.source.windows), self.source.text
        view = self.view.with_given(claim=None, at=None)
        return {
            "here": here + 1,
            "count": count,
            "before": view.with_given(page=str(here)).url if here else "",
            "after": view.with_given(page=str(here + 2)).url if here + 1 < count else "",
            "where": text.where(self.source.windows[here][0]),
        }

    def _text(self) -> Markup:
        if self.source is None:
            return Markup("<p>{}</p>").format(
                "No source may be shown at this level." if self.case.sources else "This case has no sources yet."
            )
        if isinstance(self.source.text, SourceRefused):
            return Markup('<p class="warning">{}</p>').format(self.source.text.message)
        within = self.source.windows[self._window]
        marks = [
            Mark(
                span=claim.span,
                number=claim.number,
                url=self._url(claim),
                is_open=claim.key == self.view.first("claim"),
            )
            for claim in self.source.claims
            if claim.span is not None
        ]
        there = [mark for mark in marks if mark.span[0] < within[1] and mark.span[1] > within[0]]
        html = marked_text(self.source.text.text, within, there)
        language = self.case.sources[self.source.name].language
        lang = Markup(' lang="{}"').format(language) if language else ""
        return Markup('<div class="source-text"{} aria-label="Text of the source" role="group">{}</div>').format(
            lang, html
        )

    def _url(self, claim: PlacedClaim) -> str:
        name = self.source.name if self.source is not None else ""
        return self.view.with_given(source=name, claim=claim.key, page=None, at=None).url

    def _listed(self, claim: PlacedClaim) -> Mapping[str, Any]:
        """A claim in a list: its number, what is read in it, what it carries, and the way to its mark."""
        return {
            "number": claim.number,
            "url": self._url(claim),
            "words": claim.claim.reading or _head(claim.claim.quote),
            "uses": [use.words for use in self._uses(claim)],
            "is_reviewed": bool(claim.claim.reviewed_by),
        }

    def _uses(self, claim: PlacedClaim) -> list[Use]:
        """What a claim carries, as far as that may be shown."""
        return [use for use in claim.uses if not is_above(self._owner(use).level, self.view.level)]

    def _owner(self, use: Use) -> Owner:
        is_lever = len(use.path) > 1 and use.path[0] == "levers"
        return self.owners.lever(str(use.path[1])) if is_lever else self.owners.part(use.path)

    def _opened(self) -> Mapping[str, Any] | None:
        """The claim that the address names; None where it names none that is there and may be shown."""
        key = self.view.first("claim")
        claim = next((claim for claim in self.source.claims if claim.key == key), None) if self.source else None
        if claim is None:
            return None
        quoted = Section(key="claim", title="", blocks=(quote_of(claim.claim, self.checked, self.owners),), level=1)
        disclosed = disclose(Report(title="", sections=(quoted,)), self.view.level)
        page = PageBlocks(disclosed, self.view, "detail")
        uses = [
            (use.words, self.view.at("case", (("cell", ".".join(use.cell)),)).url if use.cell else "")
            for use in self._uses(claim)
        ]
        return {
            "number": claim.number,
            "quoted": Markup("").join(page.blocks(disclosed.report.sections[0].blocks)),
            "uses": uses,
            "key": claim.key,
            "problem": claim.problem.message if claim.problem is not None else "",
            "reviewed_by": claim.claim.reviewed_by or "",
            "reader": self.view.first("reader"),
            "accept": self.view.part("accept"),
            "reject": self.view.part("reject"),
            "is_stated": any(use.path[0] == "positions" for use in claim.uses),
            "close": self.view.with_given(claim=None, page=str(self._window + 1)).url,
        }

    def _refused(self) -> Iterator[Mapping[str, Any]]:
        """Quotes of the source that the gate refuses or takes by typography only, each with what can be taken."""
        for claim in self.source.claims if self.source is not None else ():
            if claim.problem is None:
                continue
            problem = claim.problem
            yield {
                **self._listed(claim),
                "quote": claim.claim.quote,
                "message": f"{problem.message[:1].upper()}{problem.message[1:]}.",
                "hint": problem.hint,
                "suggestion": problem.suggestion or "",
                "key": claim.key,
                "places": list(self._places(claim)) if problem.code == "E102" else [],
            }

    def _places(self, claim: PlacedClaim) -> Iterator[Mapping[str, Any]]:
        """Where a quote stands that stands several times, each with its offsets."""
        text = self.source.text if self.source is not None else None
        if not isinstance(text, SourceText):
            return
        result = find_quote(text, SoughtQuote(quote=claim.claim.quote), suggest=False)
        if not isinstance(result, Several):
            return
        found = list(zip(result.lines, result.contexts, strict=True))[:MOST_PLACES_SHOWN]
        for line, context in found:
            match = sought(text, QuoteSearch(text=claim.claim.quote, source=None, line=line))
            if isinstance(match, QuoteMatch):
                yield {"line": line, "context": context, "start": match.start, "end": match.end}

    def _maker(self, typed: Mapping[str, str] | None) -> Mapping[str, Any] | None:
        """The form that makes a claim of selected words; filled in as it was sent where that was refused."""
        if self.source is None or not isinstance(self.source.text, SourceText):
            return None
        typed = typed or {}
        issue, _, party = self.view.first("cell").partition(".")
        words = ""
        start, end = typed.get("start", ""), typed.get("end", "")
        if start.isdigit() and end.isdigit() and int(start) < int(end) <= len(self.source.text.text):
            words = self.source.text.text[int(start) : int(end)]
        return {
            "action": self.view.part("claim"),
            "typed": {**dict.fromkeys(TYPED, ""), "issue": issue, "party": party, "support": "reported", **typed},
            "is_typed": bool(typed),
            "words": words,
            "issues": [
                (key, self.case.issue_title(key), [(name, option.label) for name, option in entry.options.items()])
                for key, entry in self.case.issues.items()
            ],
            "parties": [(key, entry.name) for key, entry in self.case.parties.items()],
            "supports": list(SUPPORT.items()),
        }


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
        speaker=tuple(name for part in form.get("speaker", "").split(";") if (name := part.strip())),
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
