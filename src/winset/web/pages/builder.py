"""On the page of a deal: a package put together option by option, numbers that are moved, and the packages that one
could take; whatever is chosen there is answered at once, and stands in the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from winset.analyses.settlement.standing import standing
from winset.errors import UnknownName, WinsetError
from winset.questions.settlement.movable import Movable, MovableGroup, lever_title
from winset.questions.settlement.nearest import LookedAt, looked_at
from winset.questions.settlement.option_rows import option_rows
from winset.questions.settlement.trying import PartyBar, PartyBars, Tried, report
from winset.report.blocks import Drawing, Figure, Guarded, Report, Section
from winset.report.disclosure import Disclosed, disclose
from winset.report.names import points
from winset.report.ownership import Owner
from winset.report.pieces import plain
from winset.report.printable import shown
from winset.web.address import View
from winset.web.bar import bar
from winset.web.blocks import FragmentBlocks, PageBlocks
from winset.web.builder import AT, ON, Builder, answered, as_text, builder_of, chosen, settlement, tried, written
from winset.web.desk import Desk
from winset.web.kept_packages import drop, keep, page_of
from winset.web.render import Part, filled

WIDTH, HEIGHT = 240.0, 30.0
"""Pixels of the picture of a party's bar."""
FULL = Fraction(100)
LISTED = 40
"""Packages that are listed under their chart; beyond, the list says how many more are drawn."""


def beside(desk: Desk, view: View) -> Iterator[Part]:
    """The builder, and the packages that can be taken into it."""
    builder = builder_of(desk, view)
    waits = answered(desk, view) is None and not builder.is_small
    if waits or builder.session.compiled(builder.table).is_blank:
        return
    now = tried(desk, view)
    form = _form(builder, view, now)
    yield Part(name="builder", html=Markup("{}{}").format(form, _tried(builder, view, now).element))
    yield _kept(desk, view, now)
    yield _frontier(desk, view, now)


def tried_part(desk: Desk, view: View, request: Request) -> Response:
    """What is tried, answered while it is chosen and dragged."""
    builder = builder_of(desk, view)
    view = chosen(view, builder)
    part = _tried(builder, view, tried(desk, view))
    return _parts(view, bar(desk, view), part.element)


def settled_part(desk: Desk, view: View, request: Request) -> Response:
    """The whole page anew but for the form, whose numbers somebody may be about to move."""
    from winset.web.pages.question import question_page

    builder = builder_of(desk, view)
    view = chosen(view, builder)
    page = question_page(desk, view, again="settled")
    parts = [part for part in page.parts if part.name != "builder"]
    if len(parts) < len(page.parts):
        parts.append(_tried(builder, view, tried(desk, view)))
    return _parts(view, page.bar, *(part.element for part in parts))


def frontier_part(desk: Desk, view: View, request: Request) -> Response:
    """The packages that can be taken, by other parties."""
    builder = builder_of(desk, view)
    view = replace(chosen(view, builder), page="deal")
    return _parts(view, _frontier(desk, view, tried(desk, view)).element)


def frontier_chart(desk: Desk, view: View, request: Request) -> Response:
    """Their chart. Raises UnknownName where there is nothing to draw."""
    from winset.questions.settlement.charts.frontier import frontier_spec

    builder = builder_of(desk, view)
    data = _data(desk, builder, view, tried(desk, view))
    if data is None or len(data.parties) < 2 or not data.texts:
        raise UnknownName("no two parties have numbers that may be shown")
    return JSONResponse(frontier_spec(data, _pair(builder, view, data.parties)))


def keep_package(desk: Desk, view: View, request: Request) -> Response:
    """What is tried is kept under a name."""
    return _done(desk, view, request, keep)


def drop_package(desk: Desk, view: View, request: Request) -> Response:
    """A package is kept no more."""
    return _done(desk, view, request, drop)


def _done(desk: Desk, view: View, request: Request, act: Callable[[Desk, View, dict[str, str]], str]) -> Response:
    """The packages that are kept after something was done, or why it was not."""
    if request.method != "POST":
        raise UnknownName("this is done from the page, and has no address of its own")
    page, sent = page_of(view, request.state.body)
    try:
        said, is_refused = act(desk, page, sent), False
    except WinsetError as error:
        said, is_refused = f"{str(error)[:1].upper()}{str(error)[1:]}", True
    return _parts(page, _kept(desk, page, tried(desk, page), said, is_refused=is_refused).element)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A package that is kept, as a line of the list. title: empty where it may not be shown."""

    name: str = ""
    title: str = ""
    note: str = ""
    words: str = ""
    standing: str = ""
    text: str = ""
    take: str = ""
    compare: str = ""


def _kept(desk: Desk, view: View, now: Tried, said: str = "", *, is_refused: bool = False) -> Part:
    builder = builder_of(desk, view)
    lines = [
        Guarded(Owner("package", name, kept.handling), _kept_line(builder, view, now, name), KeptLine())
        for name, kept in builder.session.case.packages.items()
    ]
    html = filled(
        "kept.html.j2",
        packages=_resolved(MovableGroup(key="kept", title="", numbers=tuple(lines)), view.level).numbers,
        said=said,
        is_refused=is_refused,
        can_be_changed=not desk.shelf.case(view.case).is_example,
        keep=view.part("keep").partition("?")[0],
        drop=view.part("drop").partition("?")[0],
    )
    return Part(name="kept", html=html)


def _kept_line(builder: Builder, view: View, now: Tried, name: str) -> KeptLine:
    kept = builder.session.case.packages[name]
    title = kept.title or name.replace("_", " ")
    try:
        package = builder.session.compiled(builder.table).package(dict(kept.options))
    except UnknownName as error:
        return KeptLine(name=name, title=title, note=kept.note or "", words=f"Not for this table: {error}.")
    text, own = written(builder, package), written(builder, now.package)
    standing_now = ""
    if not now.is_of_evidence:
        holds = standing(now.reading, package).is_acceptable
        standing_now = "everyone needed could accept it" if holds else "not acceptable to everyone needed"
    return KeptLine(
        name=name,
        title=title,
        note=kept.note or "",
        words=_words(builder, package),
        standing=standing_now,
        text=text,
        take=view.with_given(package=text).url,
        compare=view.with_given(package=own, against=text).url,
    )


def _parts(view: View, *elements: Markup) -> HTMLResponse:
    html = Markup("\n").join(element for element in elements if element)
    return HTMLResponse(shown(html), headers={"x-winset-url": view.url, "cache-control": "no-store"})


def _disclosed(builder: Builder, now: Tried, level: Any) -> Disclosed:
    references, quotes = builder.claims()
    return disclose(report(now, references, quotes), level)


def _tried(builder: Builder, view: View, now: Tried) -> Part:
    disclosed = _disclosed(builder, now, view.level)
    page = FragmentBlocks(disclosed, view, "detail")
    sections = {section.key: section for section in disclosed.report.sections}
    bars = [block for block in sections["bars"].blocks if isinstance(block, Figure)] if "bars" in sections else []
    notes = [block for block in sections["bars"].blocks if not isinstance(block, Figure)] if "bars" in sections else []
    data: PartyBars | None = bars[0].drawings[0].data if bars else None

    def said(key: str) -> Markup:
        return Markup("").join(page.blocks(sections[key].blocks)) if key in sections else Markup("")

    text = written(builder, now.package)
    bars_shown = [bar for bar in data.bars if isinstance(bar, PartyBar)] if data is not None else []
    values = [[now.case.parties.index(bar.party), plain(bar.name), float(bar.value)] for bar in bars_shown]
    html = filled(
        "tried.html.j2",
        standing=said("tried"),
        notes=Markup("").join(page.blocks(notes)),
        bars=_drawn(data, page) if data is not None else [],
        owner=page.text(data.judged) if data is not None else "",
        terms=said("terms"),
        verdict=said("verdict"),
        pending=not now.said and not now.is_of_evidence and now.central is not None,
        against=said("against"),
        package=text,
        values=values,
        keep=view.with_given(package=text, against=text).url,
        swap=view.with_given(package=view.first("against"), against=text).url if now.against is not None else "",
        leave=view.with_given(package=text, against=None).url if now.against is not None else "",
        pulls=_pulls(builder, view, now),
    )
    return Part(name="tried", html=html)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBar:
    """A party's bar in pixels, and its numbers as texts. Nothing is drawn where they may not be shown."""

    name: Markup
    needed: bool = True
    below: bool = False
    zero: float = 0.0
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    walk_away: float | None = None
    judged: tuple[float, float] | None = None
    worth: str = ""
    between: str = ""
    asked: str = ""
    gain: str = ""
    words: str = ""


def _drawn(data: PartyBars, page: PageBlocks) -> list[DrawnBar]:
    """The bars on one scale of points, each party's own."""
    bars = [bar for bar in data.bars if isinstance(bar, PartyBar)]
    ends = [Fraction(0), FULL, *(end for bar in bars for end in (bar.low, bar.high))]
    ends += [bar.walk_away for bar in bars if bar.walk_away is not None]
    ends += [end for bar in bars if bar.judged is not None for end in bar.judged]
    low, high = min(ends), max(ends)

    def at(points_there: Fraction) -> float:
        return round(4 + float((points_there - low) / (high - low)) * (WIDTH - 8), 1)

    return [_bar(bar, page, at) if isinstance(bar, PartyBar) else DrawnBar(name=page.text(bar)) for bar in data.bars]


def _bar(bar: PartyBar, page: PageBlocks, at: Any) -> DrawnBar:
    gain = bar.gain
    sign = "" if gain is None else "+" if gain > 0 else "−" if gain < 0 else "±"
    wide = bar.low != bar.high
    moved = ", moved here" if bar.is_moved else ""
    return DrawnBar(
        name=page.text(bar.name),
        needed=bar.needed,
        below=gain is not None and gain < 0,
        zero=at(Fraction(0)),
        value=at(bar.value),
        low=at(bar.low),
        high=at(bar.high),
        walk_away=None if bar.walk_away is None else at(bar.walk_away),
        judged=None if bar.judged is None else (at(bar.judged[0]), at(bar.judged[1])),
        worth=points(bar.value),
        between=f"{points(bar.low)} to {points(bar.high)}" if wide else "",
        asked="none" if bar.walk_away is None else f"{points(bar.walk_away)}{moved}",
        gain="" if gain is None else f"{sign}{points(abs(gain))}",
        words=_in_words(bar),
    )


def _in_words(bar: PartyBar) -> str:
    """What the picture shows, for those who do not see it."""
    said = [f"{plain(bar.name)}: worth {points(bar.value)} points"]
    if bar.low != bar.high:
        said.append(f"over all judged ranges {points(bar.low)} to {points(bar.high)}")
    if bar.walk_away is not None:
        said.append(f"walk-away {points(bar.walk_away)}")
    if bar.judged is not None:
        said.append(f"judged {points(bar.judged[0])} to {points(bar.judged[1])}")
    return ", ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """A lever that can be pulled: whose walk-away it moves, from where to where, and the address with that done."""

    title: str
    target: Markup
    start: str
    end: str
    path: str
    value: str
    url: str


def _pulls(builder: Builder, view: View, now: Tried) -> list[Pull]:
    """What each lever that answers may pull does to the walk-away of its target, as both stand here."""
    if now.is_of_evidence:
        return []
    owners, compiled, reading = builder.owners, now.case, now.reading
    made: list[Any] = []
    for position in compiled.levers_offered:
        lever = compiled.levers[position]
        walk_away, key = reading.walk_away[lever.target], compiled.parties[lever.target]
        if walk_away is None:
            continue
        start = reading.points(lever.target, walk_away)
        end, path = start + lever.points.central, f"walk_away.{key}"
        pull = Pull(
            title=lever_title(now.session, lever.name),
            target=Markup("{}").format(plain(builder.names.party(lever.target))),
            start=points(start),
            end=points(end),
            path=path,
            value=as_text(end),
            url=view.with_moved(path, as_text(end)).with_given(package=written(builder, now.package)).url,
        )
        made.append(Guarded(owners.lever_effect(lever.name), Guarded(owners.values(key), pull)))
    data = MovableGroup(key="pulls", title="", numbers=tuple(made))
    return list(_resolved(data, view.level).numbers)


def _resolved(data: Any, level: Any) -> Any:
    """What of some data may be shown at a level."""
    figure = Figure(key="data", drawings=(Drawing(lambda seen: seen, data),))
    section = Section(key="data", title="", blocks=(figure,))
    passed = disclose(Report(title="", sections=(section,)), level)
    return passed.figures()["data"].drawings[0].data


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A number that can be moved, as the form has it; `number` is None where it may not be shown."""

    name: Markup
    number: Movable | None = None
    key: str = ""
    value: str = ""
    file: str = ""
    told: str = ""
    low: str = ""
    high: str = ""
    step: str = ""
    place: str = ""
    ticks: tuple[tuple[str, str], ...] = ()
    judged: str = ""
    title: str = ""
    is_moved: bool = False


def _form(builder: Builder, view: View, now: Tried) -> Markup:
    rows = option_rows(builder.session, builder.table)
    page = PageBlocks(disclose(Report(title=""), view.level), view)
    on = dict(zip(now.case.issues, now.package, strict=True))
    picked = {issue: now.case.options[now.case.issues.index(issue)][option] for issue, option in on.items()}
    moved = dict(view.moved)
    groups = [
        (group.key, plain(group.title), [_slider(number, moved, page) for number in shown_group.numbers])
        for group in builder.groups()
        if (shown_group := _resolved(group, view.level)).numbers
    ]
    hidden = [
        *((name, value) for name, value in view.case_query if name != "set"),
        *((name, value) for name, value in view.given if name != "package"),
    ]
    others = [pair for pair in view.moved if pair[0] not in _paths(builder)]
    return filled(
        "builder.html.j2",
        action=view.part("tried").partition("?")[0],
        settled=view.part("settled").partition("?")[0],
        on=ON,
        at=AT,
        rows=[(row, page.text(row.title)) for row in rows],
        picked=picked,
        groups=groups,
        hidden=[*hidden, *(("set", f"{path}={text}") for path, text in others)],
        is_of_evidence=builder.is_of_evidence,
    )


def _paths(builder: Builder) -> set[str]:
    return {number.shown.path for group in builder.groups() for number in group.numbers}


def _slider(number: Movable | str, moved: dict[str, str], page: PageBlocks) -> Slider:
    if not isinstance(number, Movable):
        return Slider(name=page.text(number))
    value = moved.get(number.path, as_text(number.likely))
    low, high = number.low, number.high
    if number.path in moved:  # an address may have put it farther than the slider goes
        low, high = min(low, Fraction(value)), max(high, Fraction(value))
    return Slider(
        name=page.text(number.name),
        number=number,
        key=number.path.replace(".", "-"),
        value=value,
        file=as_text(number.likely),
        told=points(number.likely).removesuffix(".0"),
        low=as_text(low),
        high=as_text(high),
        step=as_text(number.step),
        place="any" if (Fraction(value) - low) % number.step else as_text(number.step),
        ticks=tuple((as_text(at), words) for at, words in number.ticks),
        judged=number.judged,
        title=plain(number.title),
        is_moved=number.path in moved,
    )


def _frontier(desk: Desk, view: View, now: Tried) -> Part:
    """The packages that can be taken: their chart, and the same as a list."""
    builder = builder_of(desk, view)
    data = _data(desk, builder, view, now)
    if data is None:
        return Part(name="frontier", html=Markup(""))
    from winset.questions.settlement.charts.frontier import caption

    parties = data.parties
    pair = _pair(builder, view, parties) if len(parties) > 1 else (0, 0)
    compiled = now.case
    names = [(compiled.parties[party], data.names[party]) for party in parties]
    rows = [
        (
            text,
            words,
            view.with_given(package=text).url,
            [points(data.reading.points(party, data.reading.value(party, package))) for party in parties],
        )
        for package, (text, words) in zip(data.looked_at.packages[:LISTED], data.texts[:LISTED], strict=True)
    ]
    return Part(
        name="frontier",
        html=filled(
            "frontier.html.j2",
            chart=view.part("frontier.json") if len(parties) > 1 and data.texts else "",
            caption=caption(data) if len(parties) > 1 and data.texts else "",
            action=view.part("frontier").partition("?")[0],
            hidden=[*view.case_query, *((name, value) for name, value in view.given if name not in ("x", "y"))],
            names=names,
            x=compiled.parties[pair[0]],
            y=compiled.parties[pair[1]],
            rows=rows,
            more=len(data.texts) - len(rows),
            are_nearest=data.looked_at.are_nearest,
        ),
    )


def _pair(builder: Builder, view: View, parties: Sequence[int]) -> tuple[int, int]:
    """The two parties over which packages are drawn: those that the address names, else the first that bargain."""
    compiled = builder.session.compiled(builder.table)
    first = [party for party in compiled.structure.bargaining if party in parties]
    first = list(dict.fromkeys([*first, *parties]))
    named = [
        compiled.parties.index(name) if name in compiled.parties else -1 for name in (view.first("x"), view.first("y"))
    ]
    x = named[0] if named[0] in parties else first[0]
    y = named[1] if named[1] in parties and named[1] != x else next(party for party in first if party != x)
    return x, y


def _data(desk: Desk, builder: Builder, view: View, now: Tried) -> Any:
    """What is drawn of the packages; None where there is no answer, or the evidence alone is read."""
    from winset.questions.settlement.charts.frontier import FrontierData

    if now.is_of_evidence or (found := settlement(desk, view)) is None or found.status == "limit":
        return None
    looked: LookedAt = looked_at(found)
    names = builder.names
    data = FrontierData(
        reading=now.reading,
        looked_at=looked,
        parties=tuple(Guarded(builder.owners.values(key), party) for party, key in enumerate(now.case.parties)),
        names=tuple(plain(names.party_name(party)) for party in range(len(now.case.parties))),
        texts=tuple((written(builder, package), _words(builder, package)) for package in looked.packages),
        tried=(written(builder, now.package), now.package),
    )
    return _resolved(data, view.level)


def _words(builder: Builder, package: tuple[int, ...]) -> str:
    """A package by what it moves off the status quo."""
    quo, names = builder.session.compiled(builder.table).structure, builder.names
    moved = [
        plain(names.option(issue, option))
        for issue, option in enumerate(package)
        if issue not in quo.left_out and option != quo.status_quo[issue]
    ]
    return "; ".join(moved) or "nothing is agreed"
