"""What stands behind a word of an answer: a party, an issue, an option, a claim or a term, opened where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from winset.casefile.evidence import claims_in_place
from winset.errors import UnknownName
from winset.model.case import Case, Cell
from winset.report.blocks import NoteSentence, Report, Section, Sentence
from winset.report.claims import ClaimReferences, quote_of
from winset.report.disclosure import disclose, is_above
from winset.report.glossary import entry_of
from winset.report.names import flag_words, listed
from winset.report.ownership import Ownership
from winset.report.pieces import piece
from winset.session import Session
from winset.web.address import View
from winset.web.blocks import PageBlocks
from winset.web.cells.fields import label_of
from winset.web.desk import Desk, rail
from winset.web.render import Page, Part


def about_page(desk: Desk, view: View, kind: str, key: str) -> Page:
    """What is known of the thing. Raises UnknownName where the case has no such thing."""
    session = desk.study(view).session
    about = _About(session)
    heading, blocks = about.of(kind, key)
    section = Section(key="about", title="", blocks=tuple(blocks))
    report = Report(title=heading, sections=(section,), holdings=about.owners.holdings)
    report = replace(report, claims=ClaimReferences(session.checked, about.owners).quotes())
    page = PageBlocks(disclose(report, view.level), view, "detail")
    html = Markup("<h2>{}</h2>{}").format(heading, Markup("").join(page.parts(page.disclosed.report.sections)))
    place = about.place_of_claim(key, view) if kind == "claim" else ""
    if place:
        html += Markup('<p><a href="{}">See it in the source</a></p>').format(place)
    return Page(
        title=heading,
        parts=(Part(name="opened-part", html=html),),
        url=view.url,
        rail=rail(desk.shelf.case(view.case), view),
    )


class _About:
    """The things of one case."""

    def __init__(self, session: Session) -> None:
        self.session, self.case = session, session.case
        self.owners = Ownership(case=self.case, whole=session.whole)

    def of(self, kind: str, key: str) -> tuple[str, Iterator[Any]]:
        """Its name, and what is said of it. Raises UnknownName."""
        case = self.case
        if kind == "party" and (key in case.parties or key in case.others):
            return case.name(key), self._party(key)
        if kind == "issue" and key in case.issues:
            return case.issue_title(key), self._issue(key)
        issue, _, option = key.partition(".")
        if kind == "option" and issue in case.issues and option in case.issues[issue].options:
            return case.option_label(issue, option), self._option(issue, option)
        entry = entry_of(key) if kind == "term" else None
        if entry is not None:
            return entry[0], iter((Sentence(text=entry[1]),))
        if kind == "claim":
            return "Claim", self._claim(key)
        raise UnknownName(f"there is no {kind} `{key}` in this case")

    def place_of_claim(self, key: str, view: View) -> str:
        """The address of a claim's mark in its source; empty where it may not be shown."""
        named = {name: claim for claim, name in ClaimReferences(self.session.checked, self.owners).keys.items()}
        claim = named.get(key)
        if claim is None or is_above(self.owners.claim(claim).level, view.level):
            return ""
        path = next(path for path, other in claims_in_place(self.case) if other == claim)
        return view.at("sources", (("source", claim.source), ("claim", ".".join(map(str, path))))).url

    def _party(self, key: str) -> Iterator[Any]:
        if key not in self.case.parties:
            yield Sentence(text="It has no seat; it presses on those who have one.")
            return
        party = self.case.parties[key]
        if party.members:
            yield Sentence(text=f"It is made up of {listed(party.members)}.")
        for aim in party.aims:
            yield from self._quotes(self.case.claims_of(aim))
        for issue in self.case.issues:
            yield from self._cell(issue, key, named=piece("issue", self.case.issue_title(issue), issue))

    def _issue(self, key: str) -> Iterator[Any]:
        issue = self.case.issues[key]
        for name, option in issue.options.items():
            now = "; it holds as long as nothing is agreed" if name == issue.status_quo else ""
            yield Sentence(text=f"{piece('option', option.label, f'{key}.{name}')}{now}.", indent=2)
        for party in self.case.parties:
            yield from self._cell(key, party, named=piece("party", self.case.name(party), party))

    def _option(self, issue: str, option: str) -> Iterator[Any]:
        here = self.case.issues[issue].options[option]
        yield Sentence(text=f"An option on {piece('issue', self.case.issue_in_sentence(issue), issue)}.")
        wanting = self._parties(issue, lambda cell: cell.ideal == option)
        refusing = self._parties(issue, lambda cell: any(line.option == option for line in cell.rejects))
        yield Sentence(text=f"Wanted most by {wanting}." if wanting else "No party is said to want it most.")
        yield Sentence(text=f"Refused by {refusing}." if refusing else "No party is said to refuse it.")
        for flag in here.flags:
            yield NoteSentence(text=f"{flag.kind.capitalize()}: {flag_words(flag)}.")
        for party in self.case.parties:
            cell = self.case.cell(issue, party)
            if cell.ideal == option or any(line.option == option for line in cell.rejects):
                yield from self._cell(issue, party, named=piece("party", self.case.name(party), party))

    def _parties(self, issue: str, chosen: Any) -> str:
        return listed(
            piece("party", self.case.name_in_sentence(party), party)
            for party in self.case.parties
            if chosen(self.case.cell(issue, party))
        )

    def _claim(self, key: str) -> Iterator[Any]:
        claims = {name: claim for claim, name in ClaimReferences(self.session.checked, self.owners).keys.items()}
        if key not in claims:
            raise UnknownName(f"there is no claim `{key}` in this case")
        yield quote_of(claims[key], self.session.checked, self.owners)

    def _cell(self, issue: str, party: str, named: str) -> Iterator[Any]:
        cell = self.case.cell(issue, party)
        yield Sentence(text=cell_words(self.case, issue, cell), name=named)
        yield from self._quotes(self.case.claims_of(cell))
        for line in cell.rejects:
            claims = [claim for claim in self.case.claims_of(line) if claim not in self.case.claims_of(cell)]
            yield from self._quotes(tuple(claims))

    def _quotes(self, claims: tuple[Any, ...]) -> Iterator[Any]:
        yield from (quote_of(claim, self.session.checked, self.owners) for claim in claims)


def cell_words(case: Case, issue: str, cell: Cell) -> str:
    """What a party wants and refuses on an issue, and on what that rests."""
    if cell.delegates_to is not None:
        return f"leaves it to {piece('party', case.name_in_sentence(cell.delegates_to), cell.delegates_to)}."
    if cell.ideal is None and not cell.rejects:
        return "no source says what it wants."
    refused = listed(
        f"“{piece('option', label_of(case, issue, line.option), f'{issue}.{line.option}')}”" for line in cell.rejects
    )
    basis = {"inferred": " (inferred)", "stated": ""}.get(cell.basis or "inferred", "")
    because = f" {cell.because}" if cell.because and cell.basis != "stated" else ""
    if cell.ideal is None:
        return f"refuses {refused}{basis}; no source says what it wants.{because}"
    wants = f"wants “{piece('option', label_of(case, issue, cell.ideal), f'{issue}.{cell.ideal}')}”"
    return f"{wants}{basis}{f', and refuses {refused}' if refused else ''}.{because}"
