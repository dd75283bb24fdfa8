"""What packages are worth to two parties at a time, and where their walk-aways stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import ceil, floor

import altair as alt
import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.frontier import evenly_chosen
from winset.analyses.settlement.packages import Ints, Packages, View
from winset.questions.settlement.charts import Values
from winset.questions.settlement.packages import on_frontier, opened_packages, told_choices
from winset.readings import Reading
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Canvas, Type
from winset.report.charts.legend import WALK_AWAY, Entry, legend
from winset.report.charts.lettering import clean, width, wrapped
from winset.report.charts.theme import (
    ACCENT,
    ACCENT_LIGHT,
    INK,
    LINE,
    PAPER,
    SHADE,
    SMALL,
    WARN,
    WIDTH,
    Rows,
    data,
    themed,
)
from winset.report.counts import amount
from winset.report.names import judged_by, listed

MOST = 3_000
"""Packages that are drawn, over all plots; beyond, an even sample is, and the caption says so."""
GRAIN = 2.5
"""Pixels within which two dots are drawn as one: less than a dot is wide."""
PARTIES, MOST_OPENED = 3, 6
AXIS, BETWEEN, ALONE = 44.0, 12.0, 330.0
MARK, NEAR = 9.0, 4.0
TORN = 70.0
"""Pixels that two lines may leave empty where a word goes to the second."""
Floats = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Packages that are pointed out, by letter, and why."""

    letter: str
    package: Package
    why: str


class _Cloud:
    """The packages that are drawn: with a deal the acceptable ones, without one a sample of the feasible ones."""

    def __init__(self, values: Values) -> None:
        self.words, self.deal, self.others = values.words, values.words.deal, values.others
        self.reading = self.deal.central.reading
        self.parties = [p for p in self.reading.structure.bargaining if p in values.parties][:PARTIES]
        self.pairs = list(combinations(self.parties, 2))

    @cached_property
    def packages(self) -> Packages:
        answer = self.deal.central
        if not self.deal.has_deal:
            return evenly_chosen(self.reading.structure)
        if answer.stored_win_set is not None:
            return answer.stored_win_set.packages
        return np.concatenate([answer.frontier.packages, _acceptable(self.reading)])

    @cached_property
    def values(self) -> Ints:
        """(party, package) numerators."""
        listed = self.deal.central.stored_win_set
        if self.deal.has_deal and listed is not None:
            return listed.values
        return View(self.reading.structure, self.packages).values(self.reading)

    @cached_property
    def marks(self) -> list[_Mark]:
        reasons_by_package: dict[Package, list[str]] = {}
        if self.deal.has_deal:
            for choice in told_choices(self.deal):
                for package in choice.packages[:1]:
                    reasons_by_package.setdefault(package, []).append(choice.solution.title)
            reasons = {package: listed(titles) for package, titles in reasons_by_package.items()}
        else:
            opened = opened_packages(self.deal, MOST_OPENED)
            reasons = {shown.package: f"a deal {listed(self.words.reasons(shown), 'or')}" for shown in opened}
        return [_Mark(letter=chr(97 + n), package=p, why=why) for n, (p, why) in enumerate(reasons.items())]

    @property
    def tells_others(self) -> bool:
        """True where it may be shown which packages the parties outside a pair would accept."""
        return len(self.reading.structure.can_be_needed) > 2 and self.others

    def points(self, party: int, numerators: Ints) -> Floats:
        scaled: Floats = numerators.astype(np.float64) / self.reading.denominator[party]
        return scaled

    def walk_away(self, party: int) -> float | None:
        numerator = self.reading.walk_away[party]
        return float(self.reading.points(party, numerator)) if numerator is not None else None

    def at(self, pair: tuple[int, int], package: Package) -> Point:
        x, y = (float(self.reading.points(party, self.reading.value(party, package))) for party in pair)
        return x, y

    def dark(self, pair: tuple[int, int]) -> NDArray[np.bool_]:
        """(package) With a deal: listed on the frontier. Without: everyone needed outside the pair reaches its
        walk-away.
        """
        result = np.zeros(len(self.packages), dtype=bool)
        front = self.deal.central.frontier.packages
        if self.deal.has_deal and self.deal.central.stored_win_set is None:
            result[: len(front)] = True  # the cloud begins with them
        elif self.deal.has_deal:
            sizes = self.reading.structure.sizes
            result = np.isin(_numbered(self.packages, sizes), _numbered(front, sizes))
        elif self.tells_others:
            free = tuple(None if party in pair else worth for party, worth in enumerate(self.reading.walk_away))
            outside = replace(self.reading, walk_away=free)
            result = ~View(self.reading.structure, self.packages).falls_short(outside, self.values)
        return result

    def span(self, party: int) -> tuple[float, float]:
        """The points that an axis runs over."""
        ends = [float(self.reading.points(party, self.reading.value(party, mark.package))) for mark in self.marks]
        if len(self.packages):
            drawn = self.points(party, self.values[party])
            ends += [float(drawn.min()), float(drawn.max())]
        walk_away = self.walk_away(party)
        ends += [walk_away] if walk_away is not None else []
        low, high = min(ends, default=0.0), max(ends, default=100.0)
        return 10.0 * floor((low - 2) / 10), 10.0 * ceil((high + 2) / 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Two parties, the pixels of their plot, and the points that it spans."""

    pair: tuple[int, int]
    side: float
    spans: tuple[tuple[float, float], tuple[float, float]]

    def pixel(self, at: Point) -> Point:
        (left, right), (low, high) = self.spans
        return (at[0] - left) / (right - left) * self.side, (high - at[1]) / (high - low) * self.side

    def point(self, pixel: Point) -> Point:
        (left, right), (low, high) = self.spans
        return left + pixel[0] / self.side * (right - left), high - pixel[1] / self.side * (high - low)


def value_scatter(values: Values) -> Drawn | None:
    """Packages by their value to two parties, for each pair of the first three that bargain.

    With a deal: the acceptable packages, the frontier dark, solutions by letter. Without: feasible packages, those that
    the others would accept dark, and by letter the packages that a single movement opens. None where the numbers of
    fewer than two parties may be shown, or nothing is left to show.
    """
    cloud = _Cloud(values)
    if not cloud.pairs or not (len(cloud.packages) or cloud.marks):
        return None
    words = caption(values)
    if len(cloud.pairs) == 1:
        plot = _plot(cloud, _frame(cloud, cloud.pairs[0], ALONE))
        return Drawn(chart=themed(alt.hconcat(plot, _key(cloud, WIDTH - ALONE - AXIS - 30)), words), caption=words)
    side = (WIDTH - len(cloud.pairs) * AXIS - (len(cloud.pairs) - 1) * BETWEEN) / len(cloud.pairs)
    plots = alt.hconcat(*[_plot(cloud, _frame(cloud, pair, side)) for pair in cloud.pairs], spacing=BETWEEN)
    return Drawn(chart=themed(alt.vconcat(plots, _key(cloud, WIDTH - AXIS)), words), caption=words)


def caption(values: Values) -> str:
    """What the plots show, in which unit, how many packages are drawn, and whose judgement the values are."""
    cloud = _Cloud(values)
    deal, counts = cloud.deal, cloud.deal.central.counts
    count, kind = (counts.acceptable, "acceptable") if deal.has_deal else (counts.feasible, "feasible")
    of = amount(count, counts.error if deal.has_deal else 0)
    sample = f" (of {of.text}, an even sample{_with_frontier(cloud)})" if count > MOST or of.note else ""
    some = len(cloud.parties) < len(cloud.reading.structure.bargaining)
    who = "two parties" if len(cloud.pairs) == 1 else f"two of {'three' if some else 'the'} parties at a time"
    what = f"{kind.capitalize()} packages{sample}" if count else "Packages that one movement opens"
    return (
        f"{what} by their value to {who}, in points on each party’s own scale; dashed lines are walk-aways. "
        + _lesson(cloud, count)
        + judged_by(cloud.words.case)
    ).replace("  ", " ")


def _with_frontier(cloud: _Cloud) -> str:
    """What is drawn beside the sample, where the acceptable packages were not kept."""
    front = cloud.deal.central.frontier
    if not cloud.deal.has_deal or cloud.deal.central.stored_win_set is not None:
        return ""
    if not front.complete:
        return f" with {len(front.packages):,} that stand for the frontier"
    if front.all_listed:
        return " with the whole frontier"
    return f" with {len(front.packages):,} of the {on_frontier(front)} packages on the frontier"


def _lesson(cloud: _Cloud, feasible: int) -> str:
    """What the reader should see, where there is no deal."""
    if cloud.deal.central.status != "none":
        return ""
    if not feasible:
        return "Without one, rules and red lines leave no package at all."
    if len(cloud.pairs) > 1 and cloud.tells_others:
        return "None in a strong colour lies in a shaded corner, where both reach their walk-aways: there is no deal."
    return ""


def _acceptable(reading: Reading) -> Packages:
    """(package, issue) some of the acceptable packages, evenly chosen among the feasible ones."""
    feasible = evenly_chosen(reading.structure)
    view = View(reading.structure, feasible)
    return feasible[~view.falls_short(reading, view.values(reading))]


def _numbered(packages: Packages, sizes: Sequence[int]) -> NDArray[np.intp]:
    """(package) one number for each package, where there are few enough of them in all to be listed."""
    numbers: NDArray[np.intp] = np.ravel_multi_index(tuple(packages.T.astype(np.intp)), tuple(sizes))
    return numbers


def _frame(cloud: _Cloud, pair: tuple[int, int], side: float) -> _Frame:
    return _Frame(pair=pair, side=side, spans=(cloud.span(pair[0]), cloud.span(pair[1])))


def _plot(cloud: _Cloud, frame: _Frame) -> alt.LayerChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=list(frame.spans[0]), nice=False, zero=False))
    x = x.axis(title=_title(cloud, frame.pair[0], frame.side), tickCount=5, domain=False, labelFlush=False)
    y = alt.Y("y:Q", scale=alt.Scale(domain=list(frame.spans[1]), nice=False, zero=False))
    y = y.axis(title=_title(cloud, frame.pair[1], frame.side), tickCount=5, domain=False, labelFlush=False)
    light, dark = _points(cloud, frame)
    marks, letters = _marked(cloud, frame)
    letter = alt.Chart(data(letters)).encode(x, y, text="text:N")
    layers = [
        *_walk_aways(cloud, frame, x, y),
        alt.Chart(data(light)).mark_circle(size=7, color=ACCENT_LIGHT, opacity=1).encode(x, y),
        alt.Chart(data(dark)).mark_circle(size=11, color=ACCENT, opacity=1).encode(x, y),
        alt.Chart(data(marks))
        .mark_point(shape="diamond", size=70, filled=True, opacity=1, color=WARN, stroke=PAPER, strokeWidth=1)
        .encode(x, y, tooltip=alt.Tooltip("why:N")),
        letter.mark_text(fontSize=10, fontWeight="bold", stroke=PAPER, strokeWidth=3),
        letter.mark_text(fontSize=10, fontWeight="bold", color=INK),
    ]
    return alt.LayerChart(layer=layers, width=frame.side, height=frame.side)


def _title(cloud: _Cloud, party: int, side: float) -> list[str]:
    shorter = wrapped(
        cloud.words.names.party(party), SMALL, 2 * side - width("value to , points", SMALL) - TORN, most=1
    )[0]
    return wrapped(f"value to {shorter}, points", SMALL, side, most=2)


def _walk_aways(cloud: _Cloud, frame: _Frame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The corner beyond both walk-aways, and the walk-aways as lines."""
    across, up = (cloud.walk_away(party) for party in frame.pair)
    (left, right), (low, high) = frame.spans
    ends = {"x2": alt.X2("x2:Q"), "y2": alt.Y2("y2:Q")}
    corner: Rows = [{"x": across, "y": up, "x2": right, "y2": high}] if across is not None and up is not None else []
    lines: Rows = [{"x": across, "y": low, "x2": across, "y2": high}] if across is not None else []
    lines += [{"x": left, "y": up, "x2": right, "y2": up}] if up is not None else []
    rule = alt.Chart(data(lines)).mark_rule(color=WALK_AWAY.colour, strokeDash=list(WALK_AWAY.dash), opacity=1)
    return [alt.Chart(data(corner)).mark_rect(color=SHADE, opacity=1).encode(x, y, **ends), rule.encode(x, y, **ends)]


def _points(cloud: _Cloud, frame: _Frame) -> tuple[Rows, Rows]:
    """Places of the light and the dark packages, dots that would cover each other once."""
    first, second = (cloud.points(party, cloud.values[party]) for party in frame.pair)
    dark = cloud.dark(frame.pair)
    most = MOST // len(cloud.pairs)
    return _places(frame, first[~dark], second[~dark], most), _places(frame, first[dark], second[dark], most)


def _places(frame: _Frame, first: Floats, second: Floats, most: int) -> Rows:
    (left, right), (low, high) = frame.spans
    x = np.round((first - left) / (right - left) * frame.side / GRAIN).astype(np.int64)
    y = np.round((second - low) / (high - low) * frame.side / GRAIN).astype(np.int64)
    _, kept = np.unique(np.stack([x, y], axis=1), axis=0, return_index=True)
    kept = kept[np.linspace(0, len(kept) - 1, min(most, len(kept))).astype(np.int64)] if len(kept) else kept
    return [{"x": round(float(first[n]), 3), "y": round(float(second[n]), 3)} for n in kept]


def _marked(cloud: _Cloud, frame: _Frame) -> tuple[Rows, Rows]:
    """The packages pointed out, and their letters where they hide nothing; letters of one place stand together."""
    places: list[tuple[Point, list[_Mark]]] = []
    for mark in cloud.marks:
        at = frame.pixel(cloud.at(frame.pair, mark.package))
        near = next((marks_there for place, marks_there in places if _far(place, at) < NEAR), None)
        if near is None:
            places.append((at, [mark]))
        else:
            near.append(mark)
    taken = [place for place, _ in places]
    marks: Rows = []
    letters: Rows = []
    for place, marks_near in places:
        spot = _free_spot(place, ", ".join(mark.letter for mark in marks_near), taken, frame.side)
        taken.append(spot)
        x, y = frame.point(place)
        marks.append({"x": x, "y": y, "why": clean("; ".join(mark.why for mark in marks_near))})
        x, y = frame.point(spot)
        letters.append({"x": x, "y": y, "text": ", ".join(mark.letter for mark in marks_near)})
    return marks, letters


def _free_spot(place: Point, text: str, taken: Sequence[Point], side: float) -> Point:
    """The place around a mark that is farthest from everything there, inside the plot."""
    reach = MARK + width(text, 10, bold=True) / 2
    spots = [
        (place[0] + across * reach, place[1] + up * 11)
        for across, up in ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8))
    ]
    inside = [spot for spot in spots if 6 < spot[0] < side - 6 and 6 < spot[1] < side - 6] or spots
    others = [spot_taken for spot_taken in taken if spot_taken != place]
    return max(
        inside, key=lambda spot: min((min(_far(spot, other_spot), 2 * MARK) for other_spot in others), default=0)
    )


def _far(point: Point, other: Point) -> float:
    return float(np.hypot(point[0] - other[0], point[1] - other[1]))


def _key(cloud: _Cloud, room: float) -> alt.LayerChart:
    """What the marks mean, and each letter's packages in words."""
    canvas = Canvas()
    y = legend(canvas, _entries(cloud), top=0, room=room) + 6
    for mark in cloud.marks:
        lines = wrapped(mark.why, SMALL, room - 16, most=4)
        canvas.text((0, y), [mark.letter], Type(size=SMALL, bold=True))
        canvas.text((16, y), lines, Type(size=SMALL))
        y += LINE * len(lines) + 2
    return canvas.chart(room, y)


def _entries(cloud: _Cloud) -> list[Entry]:
    has_deal = cloud.deal.has_deal
    entries = []
    if len(cloud.packages):
        entries.append(Entry(sample="light", meaning="acceptable package" if has_deal else "feasible package"))
    if has_deal:
        dark = "on the frontier: none is better for everyone"
        if not cloud.deal.central.frontier.complete:
            dark = "stands for the frontier, which was not computed"
        entries.append(Entry(sample="dark", meaning=dark))
    elif cloud.tells_others and len(cloud.packages):
        entries.append(Entry(sample="dark", meaning="feasible, and the others needed would accept it"))
    entries.append(Entry(sample="walk-away", meaning="walk-away"))
    entries.append(Entry(sample="beyond", meaning="both reach theirs"))
    if cloud.marks:
        entries.append(Entry(sample="marked", meaning="chosen by a solution" if has_deal else "opened by one movement"))
    return entries
