"""What was changed in the case, in words, with what each change did to the answer; undo and redo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.confidential import higher, level_of_unread, levels_of_lines
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.journal import SavedChange
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import Reader
from winset.casefile.tree import Tree
from winset.errors import Level
from winset.report.disclosure import is_above
from winset.web.address import View
from winset.web.bar import bar
from winset.web.desk import Desk, rail
from winset.web.editing.answer import LEVEL
from winset.web.editing.service import EXAMPLE, Outcome, opened, redone, sent, undone
from winset.web.render import Page, Part, filled, response
from winset.web.shelf import OpenCase

TITLE = "Changes"
MOST = 60
"""Changes that the page lists, the last ones first; beyond, it says how many more there are."""
CLOSED = "A change in a part that may not be shown at this level"


def changes_page(desk: Desk, view: View) -> Page:
    """The list of changes, the last one first."""
    return _page(desk, view, None)


def undo_change(desk: Desk, view: View, request: Request) -> Response:
    """The last change is taken back."""
    outcome = undone(desk, view, sent(request).get("sha256", ""))
    return response(_page(desk, view.at("changes"), outcome), request)


def redo_change(desk: Desk, view: View, request: Request) -> Response:
    """The change that was taken back last is made again."""
    outcome = redone(desk, view, sent(request).get("sha256", ""))
    return response(_page(desk, view.at("changes"), outcome), request)


def _page(desk: Desk, view: View, outcome: Outcome | None) -> Page:
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
        Part(name="said", html=filled("outcome.html.j2", outcome=_hidden(outcome, view)), kind="said"),
        Part(name="changes", html=html),
    )
    return Page(
        title=TITLE,
        heading=TITLE,
        parts=parts,
        url=view.url,
        rail=rail(case, view),
        bar=bar(desk, view),
        styles=("case.css",),
    )


def _hidden(outcome: Outcome | None, view: View) -> Outcome | None:
    """What is said of a change, where the words of the answer may be shown."""
    if outcome is None or not is_above(LEVEL, view.level):
        return outcome
    return Outcome(is_saved=outcome.is_saved, words="Done." if outcome.is_saved else outcome.words)


def _listed(case: OpenCase, now: OpenedCase, view: View) -> Iterator[Mapping[str, Any]]:
    """The changes, the last one first, as far as their words may be shown."""
    journal = now.journal
    there = journal.position if journal.position is not None else 0
    levels = case.kept.once(("levels of changes", now.sha256, len(journal.changes)), lambda: _levels(now))
    for n in reversed(range(len(journal.changes))):
        change, level = journal.changes[n], levels[n]
        is_closed = is_above(level, view.level)
        yield {
            "when": _when(change.when),
            "title": CLOSED if is_closed else change.title or "Changed",
            "words": () if is_closed or is_above(LEVEL, view.level) else change.words,
            "is_undone": n >= there,
        }


def _when(text: str) -> str:
    """The moment as a reader says it, by the clock of this machine."""
    try:
        return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def _levels(now: OpenedCase) -> list[Level]:
    """Who may see each change: who may see the lines that it took away and those that it put there."""
    changes, there = now.journal.changes, now.journal.position
    levels: list[Level] = ["restricted"] * len(changes)
    if there is None:
        return levels
    _along(now.text, [(n, changes[n], True) for n in reversed(range(there))], levels)
    _along(now.text, [(n, changes[n], False) for n in range(there, len(changes))], levels)
    return levels


def _along(text: str, steps: list[tuple[int, SavedChange, bool]], levels: list[Level]) -> None:
    """Goes from text to text along the journal as far as it fits; what cannot be followed stays for the fewest."""
    for n, change, back in steps[:MOST]:
        other = change.undone(text) if back else change.redone(text)
        if other is None:
            return
        here, there = (change.new, change.old) if back else (change.old, change.new)
        levels[n] = higher(_level(text, change.start, here), _level(other, change.start, there))
        text = other


def _level(text: str, start: int, words: str) -> Level:
    """Who may see the lines of a text on which a stretch of it stands."""
    reader = Reader(text.removeprefix("\ufeff"), "")
    root = reader.read()
    if not isinstance(root, Section):
        return level_of_unread(text)
    start -= len(text) - len(text.removeprefix("\ufeff"))
    first = text.count("\n", 0, max(0, start)) + 1
    lines = levels_of_lines(Tree(root=root, file="", reader=reader))
    level: Level = "open"
    for line in range(first, first + words.count("\n") + 1):
        level = higher(level, lines.get(line, "open"))
    return level
