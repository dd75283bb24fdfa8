"""Pages as HTML: a frame with the questions of the catalogue in its rail, and the parts of a page, each under a name,
by which a script can put a new one in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from winset.report.printable import shown
from winset.web.address import View

FRAGMENT = "x-winset-part"
"""The header by which a script asks for the parts of a page alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the rail."""

    title: str
    url: str
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a page that can be put anew. name: its id on the page."""

    name: str
    html: Markup
    kind: str = ""

    @property
    def element(self) -> Markup:
        return Markup('<div id="{}" class="part {}">{}</div>').format(self.name, self.kind, self.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is shown. title: of the window; heading: on the page. rail: where else one can go. url: its address, with
    the whole state of the page in it.
    """

    title: str
    parts: tuple[Part, ...]
    heading: str = ""
    url: str = ""
    rail: tuple[Entry, ...] = ()
    bar: Markup = field(default_factory=Markup)
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    status: int = 200


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("winset.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled(template: str, **values: object) -> Markup:
    """A template with values in it."""
    return Markup(environment().get_template(template).render(**values))


def response(page: Page, request: Request) -> Response:
    """The page, or only its parts where a script asks for these; its address goes with them."""
    headers = {"x-winset-url": page.url} if page.url else {}
    headers["vary"] = FRAGMENT
    if FRAGMENT in request.headers:
        html = Markup("\n").join([page.bar, *(part.element for part in page.parts)])
        return HTMLResponse(shown(html), status_code=page.status, headers=headers)
    return HTMLResponse(shown(filled("frame.html.j2", page=page)), status_code=page.status, headers=headers)


def fragments(view: View, *elements: Markup) -> HTMLResponse:
    """Pieces of a page that a script puts in their places, with the address that the page then has."""
    html = Markup("\n").join(element for element in elements if element)
    return HTMLResponse(shown(html), headers={"x-winset-url": view.url, "cache-control": "no-store"})


def door_page(why: str) -> str:
    """Where the passphrase of a workbench that is shared is said. why: the last one was not taken."""
    return filled("door.html.j2", why=why)
