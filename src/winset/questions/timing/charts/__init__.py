"""The charts of time: walk-away paths with what is acceptable above them, the calendar, and power against its limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from winset.report.blocks import ChartData, Drawing, Drawn, Figure
from winset.report.wide_tables import even_runs

MOST_TOGETHER, TOGETHER = 8, 4
"""Parties whose paths are one picture; of more the pictures have so many each, of which a page holds several."""


@dataclass(frozen=True, kw_only=True)
class PackageLine(ChartData):
    """What a package is worth to a party. sign: which package it is; open: the periods in which it is acceptable."""

    sign: str
    value: float
    open: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PartyPath(ChartData):
    """The walk-away of a party by period, in points, None where none is known; and what packages are worth to it."""

    name: str
    levels: tuple[float | None, ...]
    packages: tuple[PackageLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paths(ChartData):
    """Walk-away paths. period: how long one is. parties: of `PartyPath`, any of which may be guarded."""

    period: str
    parties: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class DatedEvent(ChartData):
    """An event at its period. moves: what it changes, in few words; empty where that may not be said."""

    title: str
    period: int
    moves: Any = ""


@dataclass(frozen=True, kw_only=True)
class Pressing(ChartData):
    """A lever and the periods in which it presses."""

    title: str
    periods: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OpenPackage(ChartData):
    """A package that leads at some date. title: which one; open: the periods in which it is acceptable."""

    title: str
    open: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar(ChartData):
    """What happens when. deals: by period whether a deal exists, None where that is not known. counts: by period how
    many packages are acceptable, empty where that is not said. events, levers, packages: any of which may be guarded.
    """

    period: str
    deals: tuple[bool | None, ...]
    counts: tuple[str, ...] = ()
    events: tuple[Any, ...] = ()
    levers: tuple[Any, ...] = ()
    packages: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LimitedPower(ChartData):
    """The path under an option that limits power. title: of the option."""

    title: str
    chances: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class PowerPath(ChartData):
    """The chance of one party to prevail over another, by period. lowest, highest: between which chances what is
    agreed now can hold, None where none is too low or too high. unsafe: periods in which no earlier promise holds.
    """

    party: str
    other: str
    period: str
    chances: tuple[float, ...]
    lowest: tuple[float | None, ...]
    highest: tuple[float | None, ...]
    unsafe: tuple[int, ...] = ()
    limited: tuple[LimitedPower, ...] = ()


def paths_figure(data: Paths) -> Figure:
    """Each party's walk-away over time, with what is acceptable to it above; of many parties in several pictures."""
    most = MOST_TOGETHER if len(data.parties) <= MOST_TOGETHER else TOGETHER
    drawings = tuple(Drawing(_paths, replace(data, parties=tuple(run))) for run in even_runs(data.parties, most))
    return Figure(key="paths", drawings=drawings, what="what each party would accept, by period")


def calendar_figure(data: Any) -> Figure:
    """Events, levers and deals on one line of time."""
    return Figure(key="calendar", drawings=(Drawing(_calendar, data),), what="events, and when a deal is open")


def power_figure(drawings: tuple[Any, ...]) -> Figure:
    """The power of one party over another against what leaves promises safe, for every two-party question."""
    drawn = tuple(Drawing(_power, data) for data in drawings)
    return Figure(key="power", drawings=drawn, what="power against its safe limit")


def _paths(data: Paths) -> Drawn | None:
    from winset.questions.timing.charts.paths import paths_chart

    return paths_chart(data)


def _calendar(data: Calendar) -> Drawn | None:
    from winset.questions.timing.charts.calendar import calendar_chart

    return calendar_chart(data)


def _power(data: PowerPath) -> Drawn | None:
    from winset.questions.timing.charts.power import power_chart

    return power_chart(data)
