"""What was changed in the case, in words, with what each change did to the answer; undo and redo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.editing.editor import OpenedCase
from winset.report.disclosure import is_above
from winset.web.address import View
from winset.web.bar import framed
from winset.web.desk import Desk
from winset.web.editing.answer import LEVEL
from winset.web.editing.earlier import moment
from winset.web.editing.levels import CLOSED, MOST, levels_of_changes
from winset.web.editing.service import EXAMPLE, Outcome, opened, redone, sent, undone
from winset.web.render import Page, Part, filled, response
from winset.web.shelf import OpenCase

TITLE = "Changes"


def undo_change(desk: Desk, view: View, request: Request) -> Response:
    """The last change is taken back."""
    outcome = undone(desk, view, sent(request).get("sha256", ""))
    return response(changes_page(desk, view.at("changes"), outcome), request)


def redo_change(desk: Desk, view: View, request: Request) -> Response:
    """The change that was taken back last is made again."""
    outcome = redone(desk, view, sent(request).get("sha256", ""))
    return response(changes_page(desk, view.at("changes"), outcome), request)


def changes_page(desk: Desk, view: View, outcome: Outcome | None = None) -> Page:
    """The list of changes, the last one first."""
    case = desk.shelf.case(view.case)
    now = opened(case)
    html = filled(
        "changes.html.j2",
        fits=now.journal.fits,
        changes=list(_listed(case, now, view))[:MOST],
        more=max(0, len(now.journal.changes) - MOST),
        can_undo=now.journal.fits and now.journal.undoable is not None,
        can_redo=now.journal.fits and now.journal.redoable is not None,
        undo=view.part("undo"),
        redo=view.part("redo"),
        sha256=now.sha256,
        example=EXAMPLE if case.is_example else "",
    )
    parts = (
        Part(name="said", html=filled("outcome.html.j2", outcome=outcome, changes=""), kind="said"),
        Part(name="changes", html=html),
    )
    return framed(desk, view, TITLE, parts, styles=("case.css",))


def _listed(case: OpenCase, now: OpenedCase, view: View) -> Iterator[Mapping[str, Any]]:
    """The changes, the last one first, as far as their words may be shown."""
    journal = now.journal
    there = journal.position if journal.position is not None else 0
    levels = case.kept.once(("levels of changes", now.sha256, len(journal.changes)), lambda: levels_of_changes(now))
    for n in reversed(range(len(journal.changes))):
        change, level = journal.changes[n], levels[n]
        is_closed = is_above(level, view.level)
        yield {
            "when": moment(change.when),
            "title": CLOSED if is_closed else change.title or "Changed",
            "words": () if is_closed or is_above(LEVEL, view.level) else change.words,
            "is_undone": n >= there,
        }
