"""A source on a page: its text with every quote marked, and beside it the claim that is opened, and the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from winset.casefile.document_text import SourceRefused
from winset.casefile.drafting.candidate import Candidate
from winset.casefile.quotes import Several, SoughtQuote, find_quote
from winset.casefile.sources import SourceText
from winset.errors import UnknownName
from winset.report.blocks import Report, Section
from winset.report.claims import by_author, quote_of
from winset.report.disclosure import closed_words, disclose, is_above
from winset.report.names import counted
from winset.report.ownership import Owner, Ownership
from winset.session import Session
from winset.web.address import View
from winset.web.bar import framed
from winset.web.blocks import PageBlocks
from winset.web.desk import Desk, readable_session
from winset.web.editing.service import EXAMPLE, Outcome, opened, outcome_part
from winset.web.posted import natural
from winset.web.render import Page, Part, filled
from winset.web.sources.candidates import SourceCandidates, choices, panel, source_candidates
from winset.web.sources.claims import PlacedClaim, SourceOnPage, Use, shown_sources, source_on_page
from winset.web.sources.marked_text import Mark, marked_text
from winset.web.sources.windows import window_of

TITLE = "Sources"
MOST_PLACES_SHOWN = 12
"""Places of a quote that stands several times, which are offered one by one; beyond, it has to be made longer."""
NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})
OFFER = Markup(
    '<p class="offer" id="offer" hidden><button type="button" id="offer-position">Make this a position</button></p>'
)
"""What is offered as soon as words are selected."""
TYPED = ("start", "end", "carries", "reading", "speaker", "because")
"""Fields of the form for a new claim that are empty to begin with."""


def head(quote: str) -> str:
    """The first words of a quote, by which a list tells it from others."""
    words = " ".join(quote.split())
    return words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]} …"


@dataclass
class EvidencePage:
    """The page of one request: what is read of the case at the level of its view, and what is shown of it."""

    desk: Desk
    view: View

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """Reads the case anew: all that its file says, since a claim is changed by its place there."""
        self.session: Session = readable_session(self.desk, replace(self.view, as_of=""))
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

    def claim(self, key: str) -> PlacedClaim | None:
        """A claim on the page by its path; None where it is not there, or may not be shown."""
        return next((claim for claim in self.source.claims if claim.key == key), None) if self.source else None

    def after(self, outcome: Outcome, typed: Mapping[str, str], key: str) -> Page:
        """The page after something was done on it. typed: what was filled in, where that was refused. key: the path of
        the claim that is then open, or its words.
        """
        view = self.view
        self.view = self.view.with_given(claim=None)
        self.read()
        found = [claim for claim in self.source.claims if key in (claim.key, claim.claim.quote)] if self.source else []
        if key and found:
            self.view = view.with_given(claim=found[-1].key)
        return self.page(outcome, typed)

    def page(self, outcome: Outcome | None = None, typed: Mapping[str, str] = NOTHING_TYPED) -> Page:
        title, parts = f"{TITLE}: {self.case.case.title}", self._parts(outcome, typed)
        look = {"scripts": ("evidence.js", "candidates.js"), "styles": ("case.css", "evidence.css")}
        return framed(self.desk, self.view, TITLE, parts, title=title, **look)

    def _parts(self, outcome: Outcome | None, typed: Mapping[str, str]) -> Iterator[Part]:
        yield outcome_part(outcome, self.view)
        yield Part(name="choose", html=self._choose())
        yield Part(name="text", html=self._text())
        if self.source is None:
            return
        beside = filled(
            "beside.html.j2",
            opened=self._opened(typed),
            candidates=self._candidates(typed),
            maker=self._maker(typed),
            refused=list(self._refused()),
            unread=[self._listed(claim) for claim in self.source.claims if claim.lacks_reading],
            unused=[self._listed(claim) for claim in self.source.claims if not claim.is_in_a_cell],
            claims=[self._listed(claim) for claim in self.source.claims if claim.number],
            take=self.view.part("take"),
            sha256=self._sha256,
            digest=self.source.text.sha256 if isinstance(self.source.text, SourceText) else "",
            example=EXAMPLE if self.desk.shelf.case(self.view.case).is_example else "",
        )
        yield Part(name="beside", html=beside, kind="side")

    def candidates(self) -> SourceCandidates:
        """What may be decided on in the source that is shown."""
        if self.source is None or not isinstance(self.source.text, SourceText):
            return SourceCandidates()
        case = self.desk.shelf.case(self.view.case)
        there = source_candidates(case, self.case, self.source.name, self.source.text)
        closed = closed_words(self.checked.case or self.case, self.view.level)
        return there.without_closed(closed) if closed else there

    @property
    def _candidate(self) -> Candidate | None:
        """The candidate that is decided on: the one that the address names, or the first from the page on that is
        shown.
        """
        one = self.candidates().shown(self.view.first("candidate"), self._since)
        return one.candidate if one is not None else None

    @property
    def _since(self) -> int:
        return self.source.windows[self._window][0] if self.source is not None and self.source.windows else 0

    def _candidates(self, typed: Mapping[str, str]) -> Markup:
        if self.source is None or not isinstance(self.source.text, SourceText):
            return Markup()
        return filled(
            "candidates.html.j2",
            panel=panel(self.candidates(), self.case, self.view, self._since, typed),
            sha256=self._sha256,
            example=EXAMPLE if self.desk.shelf.case(self.view.case).is_example else "",
        )

    def after_candidate(self, outcome: Outcome, typed: Mapping[str, str], key: str) -> Page:
        """The page after something was done with a candidate. key: of the one that is then decided on."""
        self.view = self.view.with_given(candidate=key or None, claim=None, page=None, at=None)
        self.read()
        return self.page(outcome, typed)

    @property
    def _sha256(self) -> str:
        return opened(self.desk.shelf.case(self.view.case)).sha256

    @property
    def _window(self) -> int:
        """Which page of the source is shown, from 0: the one that is named, or that of the claim."""
        if self.source is None:
            return 0
        named, at = natural(self.view.first("page")), natural(self.view.first("at"))
        last = max(0, len(self.source.windows) - 1)
        if named:
            return min(named - 1, last)
        if at is not None:
            return min(window_of(self.source.windows, at), last)
        for claim in self.source.claims:
            if claim.key == self.view.first("claim"):
                return self.source.window_of(claim)
        named_candidate = self.candidates().candidate(self.view.first("candidate"))
        return window_of(self.source.windows, named_candidate.candidate.start) if named_candidate is not None else 0

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
            about=[text for text in (by_author(shown), shown.date, shown.quality) if text] if shown is not None else [],
            pages=self._pages(),
            add="" if self.desk.shelf.case(self.view.case).is_example else self.view.part("document"),
            sha256=self._sha256,
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
        candidate = self._candidate
        if candidate is not None:
            marks.append(Mark(span=(candidate.start, candidate.end), number=0, url="", is_candidate=True))
        there = [mark for mark in marks if mark.span[0] < within[1] and mark.span[1] > within[0]]
        html = marked_text(self.source.text.text, within, there)
        language = self.case.sources[self.source.name].language
        lang = Markup(' lang="{}"').format(language) if language else ""
        shown = Markup('<div class="source-text"{} aria-label="Text of the source" role="group">{}</div>')
        return shown.format(lang, html) + ("" if self.desk.shelf.case(self.view.case).is_example else OFFER)

    def _url(self, claim: PlacedClaim) -> str:
        name = self.source.name if self.source is not None else ""
        return self.view.with_given(source=name, claim=claim.key, page=None, at=None).url

    def _listed(self, claim: PlacedClaim) -> Mapping[str, Any]:
        """A claim in a list: its number, what is read in it, what it carries, and the way to its mark."""
        return {
            "number": claim.number,
            "url": self._url(claim),
            "words": claim.claim.reading or head(claim.claim.quote),
            "uses": [use.words for use in self._uses(claim)],
            "is_reviewed": bool(claim.claim.reviewed_by),
        }

    def _uses(self, claim: PlacedClaim) -> list[Use]:
        """What a claim carries, as far as that may be shown."""
        return [use for use in claim.uses if not is_above(self._owner(use).level, self.view.level)]

    def _owner(self, use: Use) -> Owner:
        is_lever = len(use.path) > 1 and use.path[0] == "levers"
        return self.owners.lever(str(use.path[1])) if is_lever else self.owners.part(use.path)

    def _opened(self, typed: Mapping[str, str]) -> Mapping[str, Any] | None:
        """The claim that the address names; None where it names none that is there and may be shown."""
        claim = self.claim(self.view.first("claim"))
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
            "then": typed.get("then", ""),
            "because": typed.get("because", "") if "then" in typed else "",
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
        found = zip(result.lines, result.contexts, result.spans, strict=True)
        for line, context, (start, end) in islice(found, MOST_PLACES_SHOWN):
            yield {"line": line, "context": context, "start": start, "end": end}

    def _maker(self, typed: Mapping[str, str]) -> Mapping[str, Any] | None:
        """The form that makes a claim of selected words; filled in as it was sent where that was refused."""
        if self.source is None or not isinstance(self.source.text, SourceText):
            return None
        typed = typed if "support" in typed and "candidate" not in typed else NOTHING_TYPED
        issue, _, party = self.view.first("cell").partition(".")
        words = ""
        start, end = natural(typed.get("start", "")), natural(typed.get("end", ""))
        if start is not None and end is not None and start < end <= len(self.source.text.text):
            words = self.source.text.text[start:end]
        return {
            "action": self.view.part("claim"),
            "typed": {**dict.fromkeys(TYPED, ""), "issue": issue, "party": party, "support": "reported", **typed},
            "is_typed": bool(typed),
            "words": words,
            **choices(self.case),
        }
