"""The bar of each party: what a package is worth to it, against its walk-away, in pixels and in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from winset.questions.settlement.trying import PartyBar, PartyBars
from winset.report.names import points
from winset.report.pieces import plain
from winset.web.blocks import PageBlocks

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
