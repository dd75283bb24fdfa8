"""What is tried, as a part of the page: how the package stands, the bars, the case as a whole, levers to pull."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from winset.questions.settlement.movable import MovableGroup, lever_title
from winset.questions.settlement.trying import PartyBar, PartyBars, Tried, report
from winset.report.blocks import Figure, Guarded
from winset.report.disclosure import disclose
from winset.report.names import points
from winset.report.pieces import plain
from winset.web.address import View
from winset.web.blocks import FragmentBlocks, PageBlocks
from winset.web.building.state import Builder, as_text, shown_at, written
from winset.web.render import Part, filled

WIDTH, EDGE = 240.0, 4.0
"""Pixels of the picture of a party's bar, and of what stays free at its ends."""
FULL = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBar:
    """A party's bar in pixels, and its numbers as texts. Nothing is drawn where they may not be shown. slider: of its
    walk-away, whose mark is dragged; zero, full: where 0 and 100 points lie.
    """

    name: Markup
    needed: bool = True
    below: bool = False
    slider: str = ""
    zero: float = 0.0
    full: float = 0.0
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    walk_away: float | None = None
    judged: tuple[float, float] | None = None
    worth: str = ""
    between: str = ""
    asked: str = ""
    is_tried: bool = False
    gain: str = ""
    words: str = ""


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


def drawn_bars(data: PartyBars, page: PageBlocks) -> list[DrawnBar]:
    """The bars on one scale of points, each party's own."""
    bars = [bar for bar in data.bars if isinstance(bar, PartyBar)]
    ends = [Fraction(0), FULL, *(end for bar in bars for end in (bar.low, bar.high))]
    ends += [bar.walk_away for bar in bars if bar.walk_away is not None]
    ends += [end for bar in bars if bar.judged is not None for end in bar.judged]
    low, high = min(ends), max(ends)

    def at(points_there: Fraction) -> float:
        return round(EDGE + float((points_there - low) / (high - low)) * (WIDTH - 2 * EDGE), 1)

    return [_bar(bar, page, at) if isinstance(bar, PartyBar) else DrawnBar(name=page.text(bar)) for bar in data.bars]


def _bar(bar: PartyBar, page: PageBlocks, at: Callable[[Fraction], float]) -> DrawnBar:
    gain = bar.gain
    sign = "" if gain is None else "+" if gain > 0 else "−" if gain < 0 else "±"
    wide = bar.low != bar.high
    return DrawnBar(
        name=page.text(bar.name),
        needed=bar.needed,
        below=gain is not None and gain < 0,
        slider=f"at-walk_away-{bar.party}",
        zero=at(Fraction(0)),
        full=at(FULL),
        value=at(bar.value),
        low=at(bar.low),
        high=at(bar.high),
        walk_away=None if bar.walk_away is None else at(bar.walk_away),
        judged=None if bar.judged is None else (at(bar.judged[0]), at(bar.judged[1])),
        worth=points(bar.value),
        between=f"{points(bar.low)} to {points(bar.high)}" if wide else "",
        asked="none" if bar.walk_away is None else points(bar.walk_away),
        is_tried=bar.is_moved,
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
