"""On the page of a deal: a package put together option by option, numbers that are moved, and the packages that one
could take; whatever is chosen there is answered at once, and stands in the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from winset.casefile.editing.operations.entries import package_dropped, package_kept
from winset.errors import UnknownName
from winset.model.numbers import HANDLING
from winset.report.names import listed
from winset.web.address import View
from winset.web.bar import bar
from winset.web.building.form import package_form
from winset.web.building.packages import drawn_data, kept_packages, packages_to_take, pair_drawn
from winset.web.building.state import answered, builder_of, by_what_it_moves, chosen, tried
from winset.web.building.tried import tried_now
from winset.web.desk import Desk
from winset.web.editing.service import Outcome, change, sent
from winset.web.render import Part, fragments

LONGEST = 2_000
"""Characters of the name or the note of a kept package; beyond, it is refused."""


def beside(desk: Desk, view: View) -> Iterator[Part]:
    """The builder, and the packages that can be taken into it."""
    builder = builder_of(desk, view)
    waits = answered(desk, view) is None and not builder.is_small
    if waits or builder.session.compiled(builder.table).is_blank:
        return
    now = tried(desk, view)
    form = package_form(builder, view, now)
    yield Part(name="builder", html=Markup("{}{}").format(form, tried_now(builder, view, now).element))
    yield kept_packages(desk, view, now)
    yield packages_to_take(desk, view, now)


def tried_part(desk: Desk, view: View, request: Request) -> Response:
    """What is tried, answered while it is chosen and dragged."""
    builder = builder_of(desk, view)
    view = chosen(view, builder)
    part = tried_now(builder, view, tried(desk, view))
    return fragments(view, bar(desk, view), part.element)


def settled_part(desk: Desk, view: View, request: Request) -> Response:
    """The whole page anew but for the form, whose numbers somebody may be about to move."""
    from winset.web.pages.question import question_page

    builder = builder_of(desk, view)
    view = chosen(view, builder)
    page = question_page(desk, view, again="settled")
    parts = [part for part in page.parts if part.name != "builder"]
    if len(parts) < len(page.parts):
        parts.append(tried_now(builder, view, tried(desk, view)))
    return fragments(view, page.bar, *(part.element for part in parts))


def frontier_part(desk: Desk, view: View, request: Request) -> Response:
    """The packages that can be taken, by other parties."""
    builder = builder_of(desk, view)
    view = replace(chosen(view, builder), page="deal")
    return fragments(view, packages_to_take(desk, view, tried(desk, view)).element)


def frontier_chart(desk: Desk, view: View, request: Request) -> Response:
    """Their chart. Raises UnknownName where there is nothing to draw."""
    from winset.questions.settlement.charts.frontier import frontier_spec

    builder = builder_of(desk, view)
    data = drawn_data(desk, builder, view, tried(desk, view))
    if data is None or len(data.parties) < 2 or not data.texts:
        raise UnknownName("no two parties have numbers that may be shown")
    return JSONResponse(frontier_spec(data, pair_drawn(builder, view, data.parties)))


def keep_package(desk: Desk, view: View, request: Request) -> Response:
    """What is tried is kept under a name."""
    return _done(desk, view, request, keep)


def drop_package(desk: Desk, view: View, request: Request) -> Response:
    """A package is kept no more."""
    return _done(desk, view, request, drop)


def _done(
    desk: Desk, view: View, request: Request, act: Callable[[Desk, View, Mapping[str, str]], Outcome]
) -> Response:
    """The packages that are kept after something was done, or why it was not."""
    fields = sent(request)
    page = page_of(view, fields)
    outcome = act(desk, page, fields)
    filled_in = {} if outcome.is_saved else fields
    return fragments(page, kept_packages(desk, page, tried(desk, page), outcome, filled_in).element)


def page_of(view: View, sent: Mapping[str, str]) -> View:
    """The page from which something is done, as its address has it. Raises UnknownName."""
    query = parse_qsl(sent.get("page", "").partition("#")[0].partition("?")[2], keep_blank_values=True)
    page = View.of(view.case, "deal", query)
    level = min(page.level, view.level, key=HANDLING.index)  # what is sent raises no level above that of the address
    return replace(page, level=level)


def keep(desk: Desk, view: View, sent: Mapping[str, str]) -> Outcome:
    """The package that is tried on a page stands in the case file under a name. Raises UnknownName."""
    title, note = (" ".join(sent.get(name, "").split()) for name in ("title", "note"))
    if not title:
        return Outcome(is_saved=False, words="Give the package a name under which it is kept.")
    if max(len(title), len(note)) > LONGEST:
        return Outcome(is_saved=False, words=f"A name or a note has at most {LONGEST:,} characters.")
    options = by_what_it_moves(builder_of(desk, view), tried(desk, view).package)
    done = f"Package “{title}” kept"
    return change(desk, view, sent.get("sha256", ""), done, lambda now: package_kept(now, title, options, note))


def drop(desk: Desk, view: View, sent: Mapping[str, str]) -> Outcome:
    """A kept package stands in the case file no more. Raises UnknownName."""
    kept, name = desk.shelf.case(view.case).session(*view.reading).case.packages, sent.get("name", "")
    if name not in kept:
        raise UnknownName(f"no package `{name}` is kept; kept are {listed(kept) or 'none'}")
    title = f"Package “{kept[name].title or name}” kept no more"
    return change(desk, view, sent.get("sha256", ""), title, lambda now: package_dropped(now, name))
