"""The charts of how sure an answer is: shares of trials as dots, and what turns the answer as a tornado."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from winset.readings.shares import Share
from winset.report.blocks import ChartData, Drawing, Drawn, Figure

TWICE = 2
"""Standard errors to either side of a share."""
BarKind = Literal["judged", "silent", "switched"]


@dataclass(frozen=True, kw_only=True)
class Dot(ChartData):
    """A share of trials; label: of what."""

    label: str
    share: Share

    @property
    def ends(self) -> tuple[float, float]:
        """The interval in hundredths: twice the standard error to either side; by the rule of three at none or all. Of
        a share between two bounds it runs from below the one to above the other.
        """
        (low, off), (high, further) = (
            (100 * bound.share, 100 * TWICE * bound.error if 0 < bound.number < bound.draws else 300 / bound.draws)
            for bound in (replace(self.share, undecided=0), replace(self.share, number=self.share.at_most, undecided=0))
        )
        return max(0.0, low - off), min(100.0, high + further)


@dataclass(frozen=True, kw_only=True)
class DotGroup(ChartData):
    """Shares under a heading. dots: of `Dot`, any of which may be guarded."""

    heading: str
    dots: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Dots(ChartData):
    """Shares by heading."""

    groups: tuple[DotGroup, ...]


@dataclass(frozen=True, kw_only=True)
class Bar(ChartData):
    """What turns the answer: the trials in which a deal is lost and won. source: what is drawn anew or switched, its
    kind and the names that it is about. judged: what is judged of it and by whom, empty where that is not said.
    """

    label: str
    kind: BarKind
    lost: Share
    won: Share
    source: tuple[str, ...] = ()
    judged: Any = ""

    @property
    def key(self) -> str:
        """By which a chart and a page know it."""
        return ".".join(self.source)


@dataclass(frozen=True, kw_only=True)
class Bars(ChartData):
    """What turns the answer, the longest bar first."""

    bars: tuple[Bar, ...]


def dots_figure(groups: tuple[DotGroup, ...]) -> Figure:
    """Under each heading its shares of trials, as dots with their intervals."""
    return Figure(key="shares", drawings=(Drawing(_dots, Dots(groups=groups)),))


def tornado_figure(bars: tuple[Bar, ...]) -> Figure:
    """To the left the trials that lose their deal, to the right those that win one."""
    return Figure(key="tornado", drawings=(Drawing(_tornado, Bars(bars=bars)),))


def _dots(data: Dots) -> Drawn | None:
    from winset.questions.robustness.charts.dots import dots_chart

    return dots_chart(data)


def _tornado(data: Bars) -> Drawn | None:
    from winset.questions.robustness.charts.tornado import tornado_chart

    return tornado_chart(data)
