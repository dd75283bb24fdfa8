"""What every page works with: the cases that are open, the questions on their way, and what was said of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any

from winset.errors import CaseError
from winset.model.numbers import Handling
from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.question import NotComputed, Showing
from winset.questions.request import Request, request_from
from winset.report.claims import ClaimReferences
from winset.report.disclosure import Disclosed, disclose
from winset.report.ownership import Ownership
from winset.session import Session
from winset.study import Study
from winset.web.address import View, fields_given
from winset.web.render import Entry
from winset.web.shelf import OpenCase, RecentlyMade, Shelf
from winset.web.work import Background, Job

SAID = 64
"""Reports that are kept."""


@dataclass(slots=True, kw_only=True, eq=False)
class Desk:
    """The cases and the work on them. documents: those that were dropped on a page, until a case is made of them."""

    shelf: Shelf
    background: Background = field(default_factory=Background)
    said: RecentlyMade = field(default_factory=lambda: RecentlyMade(SAID))
    documents: dict[str, File] = field(default_factory=dict)

    def keep_document(self, path: File) -> str:
        """The key under which a document waits for its case."""
        key = f"document-{len(self.documents) + 1}"
        self.documents[key] = path
        return key

    def study(self, view: View, asked: Question | None = None) -> Study:
        """The case as a view reads it; for a question about two, with the other one that the view names. Raises
        CaseError and UnknownName.
        """
        case = self.shelf.case(view.case)
        if asked is not None and asked.of_any_file:
            return case.kept.once((case.stamp, "any study"), lambda: Study(session=case.any_session()))
        study = case.study(view)
        if asked is None or asked.cases != "two":
            return study
        from winset.web.editing.earlier import earlier_session, is_state

        name = view.first("other")
        old = earlier_session(self, view, name)
        there = () if is_state(name) else self.shelf.case(name).stamp
        key = (case.stamp, name, there, "two", view.case_query)
        return case.kept.once(
            key, lambda: Study(session=old, other=study.session.with_moved(dict(view.moved))).at(view.level)
        )

    def request(self, asked: Question, view: View) -> Request:
        """What a page asks: the fields that its address gives. Raises UnknownName and BadOption."""
        return request_from(asked.request_type, fields_given(asked.request_type, view.given))

    def job(self, asked: Question, view: View) -> Job:
        """The question of a page on its way. Raises CaseError, UnknownName and BadOption."""
        return self.background.ask(self.study(view, asked), self.request(asked, view))

    def disclosed(self, asked: Question, view: View, answer: Any) -> Disclosed:
        """What may be shown of an answer, with its claims to be opened."""
        study, request = self.study(view, asked), self.request(asked, view)
        is_full = view.first("full") == "true"
        return self.said.once(  # with the answer, so that no other comes to have its identity
            (id(answer), request, is_full, view.level),
            lambda: (answer, self._said(study, request, answer, (is_full, view.level))),
        )[1]

    @staticmethod
    def _said(study: Study, request: Request, answer: Any, shown: tuple[bool, Handling]) -> Disclosed:
        is_full, level = shown
        report = study.report(request, answer, Showing(full=is_full))
        checked = study.session.checked
        if checked.case is not None and not isinstance(answer, NotComputed):
            owners = Ownership(case=checked.case, whole=study.session.whole)
            report = replace(report, claims=ClaimReferences(checked, owners).quotes())
        return disclose(report, level)


def rail(case: OpenCase, view: View) -> tuple[Entry, ...]:
    """Where one can go from a page of a case: the questions of the catalogue, in its order."""
    return tuple(_entries(case, view))


def _entries(case: OpenCase, view: View) -> Iterator[Entry]:
    from winset.web.pages.register import AFTER, BEFORE

    for page, title in BEFORE:
        yield _entry(title, page, view)
    for key, asked in QUESTIONS.items():
        yield _entry(asked.title, key, view)
    for page, title in AFTER:
        yield _entry(title, page, view)


def _entry(title: str, page: str, view: View) -> Entry:
    return Entry(title=title, url=view.at(page).url, is_here=view.page.split("/")[0] == page)


def readable_session(desk: Desk, view: View) -> Session:
    """The case as the view reads it; one with errors as far as it could be read. Raises CaseError where not at all."""
    session = desk.shelf.case(view.case).any_session()
    if session.checked.case is None:
        raise CaseError(session.checked.problems)
    try:
        return desk.study(view).session
    except CaseError:
        return session
