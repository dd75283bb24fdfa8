"""The pages of a case that ask no question of the catalogue, and what stands on a question's page beside its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response

from winset.web.address import View
from winset.web.desk import Desk
from winset.web.pages import builder, plan, seats
from winset.web.pages.brief import brief_file, brief_page, write_sentences
from winset.web.pages.candidates import decide_candidate
from winset.web.pages.case import case_page, edit_cell
from winset.web.pages.changes import changes_page, redo_change, undo_change
from winset.web.pages.evidence import accept_claim, add_document, evidence_page, make_claim, reject_claim, take_words
from winset.web.pages.file import file_page, mend_lines
from winset.web.pages.judge import judge, judge_page
from winset.web.pages.setup import set_up, setup_page
from winset.web.pages.state import state_part
from winset.web.render import Page, Part

BEFORE: tuple[tuple[str, str], ...] = (
    ("setup", "The case"),
    ("case", "Who wants what"),
    ("sources", "Sources"),
    ("judge", "Your judgements"),
)
"""Pages that stand in the rail before the questions, each with its title."""
AFTER: tuple[tuple[str, str], ...] = (("brief", "Brief"), ("changes", "Changes"), ("file", "The case file"))
"""Pages that stand there after them."""
PAGES: dict[str, Callable[[Desk, View], Page]] = {
    "case": case_page,
    "sources": evidence_page,
    "judge": judge_page,
    "setup": setup_page,
    "changes": changes_page,
    "file": file_page,
    "brief": brief_page,
}
"""What makes each of these pages."""
SETTLED = "settled"
"""The part that a page with something to try has: the page without the form in which it is tried."""
PARTS: dict[tuple[str, str], Callable[[Desk, View, Request], Response]] = {
    ("case", "edit"): edit_cell,
    ("sources", "document"): add_document,
    ("sources", "claim"): make_claim,
    ("sources", "accept"): accept_claim,
    ("sources", "reject"): reject_claim,
    ("sources", "take"): take_words,
    ("sources", "decide"): decide_candidate,
    ("judge", "number"): judge,
    ("setup", "set"): set_up,
    ("changes", "undo"): undo_change,
    ("changes", "redo"): redo_change,
    ("file", "lines"): mend_lines,
    ("deal", "tried"): builder.tried_part,
    ("deal", SETTLED): builder.settled_part,
    ("deal", "frontier"): builder.frontier_part,
    ("deal", "frontier.json"): builder.frontier_chart,
    ("deal", "keep"): builder.keep_package,
    ("deal", "drop"): builder.drop_package,
    ("stability", "state"): state_part,
    ("tables", "seats"): seats.tried_part,
    ("staging", "moved"): plan.tried_part,
    ("staging", "keep"): plan.keep_part,
    ("brief", "file"): brief_file,
    ("brief", "sentences"): write_sentences,
    ("brief", "chart.svg"): brief_file,
}
"""What answers under the address of a page and a name: fragments, and what one does on the page."""
BESIDE: dict[str, Callable[[Desk, View], Iterable[Part]]] = {
    "deal": builder.beside,
    "staging": plan.beside,
    "tables": seats.beside,
}
"""By question: parts of its page that are tried out rather than read."""
SCRIPTS: dict[str, tuple[str, ...]] = {"deal": ("builder.js", "frontier.js", "sliders.js"), "staging": ("plan.js",)}
"""By question: scripts that its page alone needs."""
STYLES: dict[str, tuple[str, ...]] = {"deal": ("builder.css",), "staging": ("plan.css",), "tables": ("seats.css",)}
"""By question: style sheets that its page alone needs."""
