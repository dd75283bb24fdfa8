"""The pages of a case that ask no question of the catalogue, and what stands on a question's page beside its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response

from winset.web.address import View
from winset.web.desk import Desk
from winset.web.pages import builder
from winset.web.pages.brief import brief_file, brief_page
from winset.web.render import Page, Part

BEFORE: tuple[tuple[str, str], ...] = ()
"""Pages that stand in the rail before the questions, each with its title."""
AFTER: tuple[tuple[str, str], ...] = (("brief", "Brief"),)
"""Pages that stand there after them."""
PAGES: dict[str, Callable[[Desk, View], Page]] = {"brief": brief_page}
"""What makes each of these pages."""
PARTS: dict[tuple[str, str], Callable[[Desk, View, Request], Response]] = {
    ("deal", "tried"): builder.tried_part,
    ("deal", "settled"): builder.settled_part,
    ("deal", "frontier"): builder.frontier_part,
    ("deal", "frontier.json"): builder.frontier_chart,
    ("deal", "keep"): builder.keep_package,
    ("deal", "drop"): builder.drop_package,
    ("brief", "file"): brief_file,
    ("brief", "chart.svg"): brief_file,
}
"""What answers under the address of a page and a name: fragments, and what one does on the page."""
BESIDE: dict[str, Callable[[Desk, View], Iterable[Part]]] = {"deal": builder.beside}
"""By question: parts of its page that are tried out rather than read."""
SCRIPTS: dict[str, tuple[str, ...]] = {"deal": ("builder.js", "frontier.js")}
"""By question: scripts that its page alone needs."""
STYLES: dict[str, tuple[str, ...]] = {"deal": ("builder.css",)}
"""By question: style sheets that its page alone needs."""
