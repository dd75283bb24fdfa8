"""The charts of a forecast: per issue the distribution over the parties' positions and the rules, and rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from winset.questions.forecast.solve import IssueForecast, RuleAnswer
from winset.questions.forecast.words import ForecastWords
from winset.report.blocks import ChartData, Figure, drawings
from winset.report.pieces import capitalised, plain

BINS = 20
"""Columns of a distribution, each of five points of the line."""
SETTLES = "would settle"
STILL = 0.05
"""Points of the line within which a party is drawn as standing still."""
MARGIN = 3
"""Rounds that are drawn after the last one before a move: the move, and one of rest."""


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


def forecast_figure_of(words: ForecastWords) -> Figure:
    """Every issue's forecast, one below the other."""
    made = drawings(f"{__name__}.issue", "issue_chart", (_issue(words, made) for made in words.answer.issues))
    return Figure(
        key="forecast", drawings=made, what="the forecast of each issue, over what the rules and the parties say"
    )


def rounds_figure_of(words: ForecastWords) -> Figure:
    """Where parties stand round by round, for every rule that has rounds."""
    rules = [rule for rule in words.answer.rules if rule.settlement.rounds and rule.settlement.positions is not None]
    made = drawings(f"{__name__}.rounds", "rounds_chart", (_rule(words, rule) for rule in rules))
    return Figure(key="rounds", drawings=made, what="where parties stand round by round")


def _issue(words: ForecastWords, made: IssueForecast) -> IssueChart:
    position = words.answer.given.stances.position[:, made.issue]
    weight = words.answer.given.stances.weight[:, made.issue]
    rules = ((rule.rule.title, rule.settlement.points[made.issue]) for rule in words.answer.rules)
    first, last = words.ends(made)
    return IssueChart(
        title=plain(capitalised(words.names.topic(made.issue))),
        ends=(plain(words.names.option(made.issue, first)), plain(words.names.option(made.issue, last))),
        mass=tuple(_column(made, n) for n in range(BINS)),
        interval=made.interval,
        rules=tuple(Placed(name=title, place=point) for title, point in rules if point is not None),
        parties=tuple(
            Placed(name=words.names.party_name(party), place=float(position[party]))
            for party in range(len(position))
            if weight[party] > 0
        ),
    )


def _column(made: IssueForecast, n: int) -> float:
    """The mass of a column of the line: its lower end counts to it, and of the last one the upper end too."""
    wide = 100 / BINS
    low, high = n * wide, (n + 1) * wide
    points, mass = made.distribution.points, made.distribution.mass
    inside = (points >= low) & ((points < high) | (n == BINS - 1))
    return float(mass[inside].sum())


def _rule(words: ForecastWords, rule: RuleAnswer) -> RoundsChart:
    return RoundsChart(
        rule=rule.rule.title,
        panels=tuple(
            RoundsPanel(title=plain(capitalised(words.names.topic(made.issue))), paths=_paths(words, rule, made.issue))
            for made in words.answer.issues
        ),
    )


def _paths(words: ForecastWords, rule: RuleAnswer, issue: int) -> tuple[Path, ...]:
    """Where the rule would settle, then where each party stands."""
    report = Path(name=SETTLES, places=tuple(each[issue] for each in rule.settlement.rounds), is_report=True)
    positions = rule.settlement.positions
    if positions is None:
        return (report,)
    shown = _rounds_shown(positions[:, :, issue])
    report = replace(report, places=report.places[:shown])
    parties = tuple(
        Path(
            name=words.names.party_name(party),
            places=tuple(float(place) if isfinite(place) else None for place in positions[:shown, party, issue]),
        )
        for party in range(positions.shape[1])
        if any(isfinite(place) for place in positions[:, party, issue])
    )
    return (report, *parties)


def _rounds_shown(positions: NDArray[np.float64]) -> int:
    """How many rounds are drawn: up to one after the last in which a party moves."""
    moved = np.abs(np.diff(np.nan_to_num(positions), axis=0)).max(axis=1, initial=0.0) > STILL
    return int(np.flatnonzero(moved)[-1]) + MARGIN if moved.any() else MARGIN - 1
