"""Where one begins: the cases of the folder, and the examples."""

from __future__ import annotations

from winset.web.desk import Desk
from winset.web.render import Page, Part, filled
from winset.web.shelf import OpenCase

FIRST = "deal"


def start_page(desk: Desk) -> Page:
    """The cases that can be opened."""
    desk.shelf.look()
    own = [_described(case) for case in desk.shelf.cases.values() if not case.is_example]
    shipped = [_described(case) for case in desk.shelf.cases.values() if case.is_example]
    html = filled("start.html.j2", own=own, shipped=shipped, folder=str(desk.shelf.root))
    return Page(title="Cases", heading="Cases", parts=(Part(name="cases", html=html),), url="/")


def _described(case: OpenCase) -> dict[str, object]:
    checked = case.any_session().checked
    there = checked.case
    return {
        "url": f"/case/{case.key}/{'check' if checked.errors or there is None else FIRST}",
        "title": there.case.title if there is not None else case.folder.name,
        "question": there.case.question if there is not None and there.case.question else "",
        "folder": str(case.folder),
        "errors": len(checked.errors),
    }
