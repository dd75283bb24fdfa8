"""On the page of how sure an answer is: what each bar of the tornado is about, to be moved or opened there; what
becomes of the deal is said at once, and the trials are counted anew once nothing is moved any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.questions.robustness.charts import Bar, Bars
from winset.questions.settlement.movable import MovableGroup, movable_scores
from winset.questions.settlement.trying import report
from winset.report.blocks import Report
from winset.report.disclosure import Disclosed, disclose
from winset.report.pieces import capitalised
from winset.web.address import View
from winset.web.bar import bar
from winset.web.blocks import FragmentBlocks, PageBlocks
from winset.web.building.form import Slider, slider_of
from winset.web.building.state import AT, Builder, builder_of, shown_at, slid, tried
from winset.web.desk import Desk
from winset.web.render import Part, filled, fragments, response

FIGURE = "tornado"
PREFIX = "judgements."


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """What a bar leads to. sliders: of the numbers that it is about; where it is about none, the address at which it
    can be looked into, and what is done there. in_place: the same page is shown anew.
    """

    key: str
    words: Markup
    sliders: tuple[Slider, ...] = ()
    url: str = ""
    link: str = ""
    in_place: bool = False


def below(desk: Desk, view: View, disclosed: Disclosed) -> Iterator[Part]:
    """What the bars lead to, in their order; nothing where there is no bar, or judgements are left out."""
    builder = builder_of(desk, view)
    figure = disclosed.figures().get(FIGURE)
    data = figure.drawings[0].data if figure is not None and figure.drawings else None
    bars = data.bars if isinstance(data, Bars) else ()
    if builder.is_of_evidence or not bars:
        return
    page = PageBlocks(disclose(Report(title=""), view.level), view)
    rows = [_row(each, builder, view, page) for each in bars if each.source]
    there = {slider.number.path for row in rows for slider in row.sliders if slider.number is not None}
    for path, _ in view.moved:
        if path not in there:
            numbers = _numbers(builder, view, path)
            rows += [BarRow(key=path, words=Markup(""), sliders=_sliders(numbers, view, page))] if numbers else []
            there.add(path)
    html = filled(
        "turning.html.j2",
        action=view.part("turned").partition("?")[0],
        settled=view.part("settled").partition("?")[0],
        hidden=[
            *((name, value) for name, value in view.case_query if name != "set"),
            *view.given,
            *(("set", f"{path}={text}") for path, text in view.moved if path not in there),
        ],
        at=AT,
        rows=rows,
        turned=turned(desk, view).element,
    )
    yield Part(name="turn-numbers", html=html)


def turned_part(desk: Desk, view: View, request: Request) -> Response:
    """What becomes of the deal, answered while a number is moved."""
    view = _slid(desk, view)
    said = turned(desk, view).element  # first: it refuses numbers that the case does not have
    return fragments(view, bar(desk, view), said)


def settled_part(desk: Desk, view: View, request: Request) -> Response:
    """The whole page under the numbers that were moved."""
    from winset.web.pages.question import question_page

    return response(question_page(desk, _slid(desk, view)), request)


def turned(desk: Desk, view: View) -> Part:
    """Whether there is a deal under the numbers that are tried."""
    builder = builder_of(desk, view)
    there = View(case=view.case, page="deal", variants=view.variants, moved=view.moved, level=view.level)
    references, quotes = builder.claims()
    page = FragmentBlocks(disclose(report(tried(desk, there), references, quotes), view.level), there, "detail")
    sections = {section.key: section for section in page.disclosed.report.sections}
    said = Markup("").join(page.blocks(sections["verdict"].blocks)) if view.moved and "verdict" in sections else ""
    return Part(name="turned", html=filled("turned.html.j2", said=said, url=there.url))


def _slid(desk: Desk, view: View) -> View:
    """The address of what was moved in the form. Raises UnknownName."""
    builder = builder_of(desk, view)
    paths = [name.removeprefix(AT) for name, _ in view.given if name.startswith(AT)]
    known: dict[str, Fraction] = {}
    for path in paths:
        known |= {number.shown.path: number.shown.likely for number in _numbers(builder, view, path)}
    return slid(view, known)


def _row(drawn: Bar, builder: Builder, view: View, page: PageBlocks) -> BarRow:
    row = BarRow(key=drawn.key, words=page.text(capitalised(drawn.label)))
    kind, *names = drawn.source
    match kind, names:
        case (("walk_away" | "salience"), _):
            return replace(row, sliders=_sliders(_numbers(builder, view, drawn.key), view, page))
        case "scores", [issue, party]:
            return replace(row, sliders=_sliders(list(_scores(builder, view, issue, party).numbers), view, page))
        case "together", paths:
            numbers = [number for path in paths for number in _numbers(builder, view, path.removeprefix(PREFIX))]
            return replace(row, sliders=_sliders(numbers, view, page))
        case "silence", [issue, party]:
            return replace(row, url=_cell(view, issue, party), link="Look at what the sources say there")
        case "red_line", [party, issue, _]:
            return replace(row, url=_cell(view, issue, party), link="Look at what the refusal rests on")
        case "variant", [name]:
            read = replace(view, variants=(*view.variants, name))
            return replace(row, url=read.url, link="Read the case so", in_place=True)
        case "link", [party, *_]:
            return replace(row, url=view.at("judge", (("party", party),)).url, link="Look at what is judged of it")
    return replace(row, url=view.at("file").url, link="Look at it in the case file")


def _cell(view: View, issue: str, party: str) -> str:
    return view.at("case", (("cell", f"{issue}.{party}"),)).url


def _numbers(builder: Builder, view: View, path: str) -> list[Any]:
    """The number under a path, guarded by whose it is; none where it is none that can be moved."""
    if path.startswith("scores."):
        _, issue, party, _ = (*path.split("."), "", "", "")[:4]
        known = builder.session.case
        if issue not in known.issues or party not in known.parties:
            return []
        return [number for number in _scores(builder, view, issue, party).numbers if number.shown.path == path]
    return [number for group in builder.groups() for number in group.numbers if number.shown.path == path]


def _scores(builder: Builder, view: View, issue: str, party: str) -> MovableGroup:
    return movable_scores(builder.session, builder.table, issue, party)


def _sliders(numbers: list[Any], view: View, page: PageBlocks) -> tuple[Slider, ...]:
    passed = shown_at(MovableGroup(key="bar", title="", numbers=tuple(numbers)), view.level).numbers
    return tuple(slider_of(number, dict(view.moved), page) for number in passed)
