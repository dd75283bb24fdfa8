"""What is tried, as a part of the page: how the package stands, the bars, the case as a whole, levers to pull."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from winset.questions.settlement.movable import MovableGroup, lever_title
from winset.questions.settlement.trying import PartyBar, PartyBars, Tried, report
from winset.report.blocks import Figure, Guarded
from winset.report.disclosure import disclose
from winset.report.names import points
from winset.report.pieces import plain
from winset.web.address import View
from winset.web.blocks import FragmentBlocks
from winset.web.building.bars import drawn_bars
from winset.web.building.disclosed import shown_at
from winset.web.building.state import Builder, as_text, written
from winset.web.render import Part, filled


def tried_now(builder: Builder, view: View, now: Tried) -> Part:
    """Everything that is said of what is tried."""
    references, quotes = builder.claims()
    disclosed = disclose(report(now, references, quotes), view.level)
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
        bars=drawn_bars(data, page) if data is not None else [],
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
class Pull:
    """A lever that can be pulled: whose walk-away it moves, from where to where, and the address with that done."""

    title: str
    target: str
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
            target=plain(builder.names.party(lever.target)),
            start=points(start),
            end=points(end),
            path=path,
            value=as_text(end),
            url=view.with_moved(path, as_text(end)).with_given(package=written(builder, now.package)).url,
        )
        made.append(Guarded(owners.lever_effect(lever.name), Guarded(owners.values(key), pull)))
    data = MovableGroup(key="pulls", title="", numbers=tuple(made))
    return list(shown_at(data, view.level).numbers)
