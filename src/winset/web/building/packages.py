"""Packages that can be taken into the builder: those of the frontier or nearest to a deal, and those that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from winset.analyses.settlement.standing import standing
from winset.errors import UnknownName
from winset.questions.settlement.movable import MovableGroup
from winset.questions.settlement.nearest import InspectedPackages, inspected_packages
from winset.questions.settlement.trying import Tried
from winset.report.blocks import Guarded
from winset.report.disclosure import is_above
from winset.report.names import points
from winset.report.ownership import Owner
from winset.report.pieces import plain
from winset.web.address import View
from winset.web.building.state import Builder, builder_of, settlement, shown_at, written
from winset.web.desk import Desk
from winset.web.editing.answer import LEVEL
from winset.web.editing.service import Outcome, opened
from winset.web.render import Part, filled

if TYPE_CHECKING:
    from winset.questions.settlement.charts.frontier import FrontierData

LISTED = 40
"""Packages that are listed under their chart; beyond, the list says how many more are drawn."""


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


def kept_packages(
    desk: Desk, view: View, now: Tried, outcome: Outcome | None = None, fields: Mapping[str, str] | None = None
) -> Part:
    """The packages that are kept. outcome: of what was done with them. fields: that were filled in and not taken."""
    builder, case, filled_in = builder_of(desk, view), desk.shelf.case(view.case), fields or {}
    lines = [
        Guarded(Owner("package", name, kept.handling), _kept_line(builder, view, now, name), KeptLine())
        for name, kept in builder.session.case.packages.items()
    ]
    if outcome is not None and outcome.is_saved and is_above(LEVEL, view.level):
        outcome = replace(outcome, words="Done.")
    html = filled(
        "kept.html.j2",
        packages=shown_at(MovableGroup(key="kept", title="", numbers=tuple(lines)), view.level).numbers,
        said=filled("outcome.html.j2", outcome=outcome, changes=view.at("changes").url),
        title=filled_in.get("title", ""),
        note=filled_in.get("note", ""),
        can_be_changed=not case.is_example,
        sha256=opened(case).sha256,
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


def packages_to_take(desk: Desk, view: View, now: Tried) -> Part:
    """The packages that can be taken: their chart, and the same as a list."""
    builder = builder_of(desk, view)
    data = drawn_data(desk, builder, view, now)
    if data is None:
        return Part(name="frontier", html=Markup(""))
    from winset.questions.settlement.charts.frontier import caption

    parties = data.parties
    pair = pair_drawn(builder, view, parties) if len(parties) > 1 else (0, 0)
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


def pair_drawn(builder: Builder, view: View, parties: Sequence[int]) -> tuple[int, int]:
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


def drawn_data(desk: Desk, builder: Builder, view: View, now: Tried) -> FrontierData | None:
    """What is drawn of the packages; None where there is no answer, or the evidence alone is read."""
    from winset.questions.settlement.charts.frontier import FrontierData

    if now.is_of_evidence or (found := settlement(desk, view)) is None or found.status == "limit":
        return None
    looked: InspectedPackages = inspected_packages(found)
    names = builder.names
    data = FrontierData(
        reading=now.reading,
        looked_at=looked,
        parties=tuple(Guarded(builder.owners.values(key), party) for party, key in enumerate(now.case.parties)),
        names=tuple(plain(names.party_name(party)) for party in range(len(now.case.parties))),
        texts=tuple((written(builder, package), _words(builder, package)) for package in looked.packages),
        tried=(written(builder, now.package), now.package),
    )
    return shown_at(data, view.level)


def _words(builder: Builder, package: tuple[int, ...]) -> str:
    """A package by what it moves off the status quo."""
    quo, names = builder.session.compiled(builder.table).structure, builder.names
    moved = [
        plain(names.option(issue, option))
        for issue, option in enumerate(package)
        if issue not in quo.left_out and option != quo.status_quo[issue]
    ]
    return "; ".join(moved) or "nothing is agreed"
