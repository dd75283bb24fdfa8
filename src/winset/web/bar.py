"""What frames a page of a case: the rail, and how the case is read there: under which variants, with which numbers
elsewhere, and who may see what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from winset.model.numbers import HANDLING
from winset.report.names import judged_number, variant_title
from winset.web.address import View
from winset.web.desk import Desk, rail
from winset.web.render import Page, Part, filled


def framed(desk: Desk, view: View, heading: str, parts: Iterable[Part], **more: Any) -> Page:
    """A page of a case in its frame. more: its other fields; the title of its window is its heading if left out."""
    entries = rail(desk.shelf.case(view.case), view)
    told = {"title": heading, "bar": bar(desk, view), **more}
    return Page(heading=heading, parts=tuple(parts), url=view.url, rail=entries, **told)


def bar(desk: Desk, view: View) -> Markup:
    """The line under the heading. Nothing where the file has errors: there is no case to read then."""
    case = desk.shelf.case(view.case).any_session().checked.case
    if case is None:
        return Markup("")
    variants = [(key, variant_title(case, key), key in view.variants) for key in case.variants]
    moved = [(judged_number(case, path), text, view.with_moved(path, None).url) for path, text in view.moved]
    return filled(
        "bar.html.j2",
        title=case.case.title,
        action=view.at(view.page).url.partition("?")[0],
        variants=variants,
        levels=[(level, level == view.level) for level in HANDLING],
        moved=moved,
        hidden=(*(("set", f"{path}={text}") for path, text in view.moved), *view.given),
        as_of=view.as_of,
        is_read_otherwise=not view.is_as_filed,
    )
