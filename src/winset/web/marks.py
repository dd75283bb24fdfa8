"""What stands in a chart and is opened from it: by a click there, or from the list below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from winset.report.blocks import Drawn
from winset.report.pieces import plain
from winset.report.printable import printable
from winset.web.address import View
from winset.web.render import filled

FEW = 12
"""Marks that are listed openly; beyond, the list is opened first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How the marks of a chart are opened. title: of their list. url: of one, by its key. in_place: it is shown over
    the page, in the place of another page.
    """

    title: str
    url: Callable[[View, str], str]
    in_place: bool = False


def _step(view: View, step: str) -> str:
    """Where a step of the plan is moved, on the same page."""
    return f"#start-{step}"


def _state(view: View, state: str) -> str:
    return view.part("state", at=state)


OPENINGS: dict[str, Opening] = {
    "time_line": Opening(title="Move one of these steps", url=_step),
    "states": Opening(title="Who could move from where", url=_state, in_place=True),
}
"""By the key of a figure."""


def marks(view: View, key: str, drawn: Drawn) -> Markup:
    """The list of what can be opened from a chart; nothing where nothing can."""
    opening = OPENINGS.get(key)
    if opening is None or not drawn.marks:
        return Markup("")
    return filled(
        "marks.html.j2",
        title=opening.title,
        in_place=opening.in_place,
        marks=[(mark.key, printable(plain(mark.words)), opening.url(view, mark.key)) for mark in drawn.marks],
        is_open=len(drawn.marks) <= FEW,
    )
