"""The charts of a forecast: per issue the distribution over the parties' positions and the rules, and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from winset.report.blocks import ChartData, Drawing, Drawn, Figure

BINS = 20
"""Columns of a distribution, each of five points of the line."""


@dataclass(frozen=True, kw_only=True)
class Placed(ChartData):
    """Something at a place on the line. name: a party or a rule."""

    name: str
    place: float


@dataclass(frozen=True, kw_only=True)
class IssueChart(ChartData):
    """An issue. ends: what 0 and 100 stand for. mass: per column of the line. interval: of 80 of 100 parts."""

    title: str
    ends: tuple[str, str]
    mass: tuple[float, ...]
    interval: tuple[float, float]
    rules: tuple[Placed, ...]
    parties: tuple[Placed, ...]


@dataclass(frozen=True, kw_only=True)
class Path(ChartData):
    """Places round by round, None where there is none. is_report: where the rule would settle, not a party."""

    name: str
    places: tuple[float | None, ...]
    is_report: bool = False


@dataclass(frozen=True, kw_only=True)
class RoundsPanel(ChartData):
    """One issue of a rule."""

    title: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class RoundsChart(ChartData):
    """A rule that goes round by round. panels: one for each issue."""

    rule: str
    panels: tuple[RoundsPanel, ...]


def forecast_figure(data: tuple[Any, ...]) -> Figure:
    """Every issue's forecast, one below the other."""
    return Figure(
        key="forecast",
        drawings=tuple(Drawing(_issue, one) for one in data),
        what="the forecast of each issue, over what the rules and the parties say",
    )


def rounds_figure(data: tuple[Any, ...]) -> Figure:
    """Where parties stand round by round, for every rule that has rounds."""
    return Figure(
        key="rounds", drawings=tuple(Drawing(_rounds, one) for one in data), what="where parties stand round by round"
    )


def _issue(data: IssueChart) -> Drawn | None:
    from winset.questions.forecast.charts.issue import issue_chart

    return issue_chart(data)


def _rounds(data: RoundsChart) -> Drawn | None:
    from winset.questions.forecast.charts.rounds import rounds_chart

    return rounds_chart(data)
