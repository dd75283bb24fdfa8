"""Who wants what: the matrix of positions, a cell opened beside it, and the form that changes the cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.errors import UnknownName
from winset.model.case import Case
from winset.report.disclosure import is_above
from winset.report.problems import cell_of_problem, owner_of, without_words
from winset.session import Session
from winset.web.address import View
from winset.web.bar import framed
from winset.web.cells.fields import (
    LEAVES,
    REFUSES,
    SUPPORT,
    CellFields,
    CellQuote,
    cell_changed,
    cell_in_file,
    said,
)
from winset.web.cells.matrix import BASES, WORDS, matrix
from winset.web.cells.opened import opened_cell
from winset.web.desk import Desk, readable_session
from winset.web.editing.service import EXAMPLE, Outcome, change, opened, outcome_part, sent
from winset.web.render import Page, Part, filled, response
from winset.web.sources.claims import shown_sources

TITLE = "Who wants what"
Typed = tuple[CellFields, CellQuote]
"""A form of a cell as it was filled in."""


def edit_cell(desk: Desk, view: View, request: Request) -> Response:
    """The form of a cell was sent: it is saved, or shown again as it was filled in, with what stands against it."""
    form = sent(request)
    issue, party = _names(readable_session(desk, view).case, form.get("cell", ""))
    typed = CellFields.sent(form), CellQuote.sent(form)
    fields, quote = typed
    now = opened(desk.shelf.case(view.case))
    old = CellFields.of(cell_in_file(now.data, issue, party))
    title = said(readable_session(desk, view).case, (issue, party), old, fields, quote)
    outcome = change(
        desk, view, form.get("sha256", ""), title, lambda now: cell_changed(now, issue, party, fields, quote)
    )
    view = view.with_given(cell=f"{issue}.{party}")
    return response(case_page(desk, view, outcome, None if outcome.is_saved else typed), request)


def case_page(desk: Desk, view: View, outcome: Outcome | None = None, typed: Typed | None = None) -> Page:
    """The matrix, and the cell that the address names. Raises CaseError where the file gives no case at all."""
    session = readable_session(desk, view)
    parts = [
        outcome_part(outcome, view),
        Part(name="wrong", html=_wrong(session, view)),
        Part(name="cells", html=_matrix(session, view)),
        Part(name="cell", html=_cell(desk, session, view, typed), kind="side"),
    ]
    title = f"{TITLE}: {session.case.case.title}"
    return framed(desk, view, TITLE, parts, title=title, scripts=("matrix.js",), styles=("case.css",))


def _names(case: Case, key: str) -> tuple[str, str]:
    issue, _, party = key.partition(".")
    if issue not in case.issues or party not in case.parties:
        raise UnknownName(f"there is no cell `{key}` in this case")
    return issue, party


def _wrong(session: Session, view: View) -> Markup:
    """What is wrong in the file, each with the way to where it is mended."""
    problems = []
    for problem in session.checked.errors:
        told = without_words(problem) if is_above(owner_of(problem).level, view.level) else problem
        cell = cell_of_problem(session.case, problem)
        where = view.at("file", (("line", str(problem.place.line)),)).url
        url = view.with_given(cell=".".join(cell)).url if cell is not None else ""
        problems.append(
            {"said": told.message, "hint": told.hint, "line": problem.place.line, "file": where, "cell": url}
        )
    return filled("wrong.html.j2", problems=problems) if problems else Markup("")


def _matrix(session: Session, view: View) -> Markup:
    case = session.case
    chosen = {name: view.first(name) for name in ("party", "issue", "basis")}
    return filled(
        "matrix.html.j2",
        matrix=matrix(session.checked, case, view),
        words=WORDS,
        bases=BASES,
        chosen=chosen,
        parties=[(key, party.name) for key, party in case.parties.items()],
        issues=[(key, case.issue_title(key)) for key in case.issues],
        action=view.at("case").url.partition("?")[0],
        hidden=(*view.case_query, *((name, value) for name, value in view.given if name == "cell")),
    )


def _cell(desk: Desk, session: Session, view: View, typed: Typed | None) -> Markup:
    """The cell that the address names, with its form; a word on how to open one where it names none."""
    if not view.first("cell"):
        return filled("cell.html.j2", cell=None)
    issue, party = _names(session.case, view.first("cell"))
    case = desk.shelf.case(view.case)
    cell = opened_cell(session, view, issue, party)
    return filled(
        "cell.html.j2",
        cell=cell,
        heading=f"{session.case.name(party)}: {session.case.issue_title(issue)}",
        form=_form(desk, session, view, typed),
        example=EXAMPLE if case.is_example else "",
        is_read_otherwise=not view.is_as_filed,
        close=view.with_given(cell=None).url,
        quote=view.at("sources", (("cell", f"{issue}.{party}"),)).url if session.case.sources else "",
    )


def _form(desk: Desk, session: Session, view: View, typed: Typed | None) -> Mapping[str, Any]:
    issue, party = _names(session.case, view.first("cell"))
    now = opened(desk.shelf.case(view.case))
    data = cell_in_file(now.data, issue, party)
    fields, quote = typed or (CellFields.of(data), CellQuote())
    sources = [(key, session.case.sources[key].title or key) for key in shown_sources(session.case, view)]
    options = [(key, option.label) for key, option in session.case.issues[issue].options.items()]
    others = [(f"{LEAVES}{key}", other.name) for key, other in session.case.parties.items() if key != party]
    claims = sum(1 for name in ("claim", "also") if isinstance(data, Mapping) and data.get(name))
    return {
        "action": view.part("edit"),
        "sha256": now.sha256,
        "cell": f"{issue}.{party}",
        "fields": fields,
        "quote": quote,
        "sources": sources,
        "supports": list(SUPPORT.items()),
        "is_typed": typed is not None,
        "options": options,
        "others": others,
        "refuses": REFUSES,
        "has_claims": claims > 0,
    }
