"""The charts of time: walk-away paths with what is acceptable above them, the calendar, and power against its limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.analyses.timing.given import NotEnoughGiven
from winset.questions.timing.solve import TimingAnswer
from winset.questions.timing.words import TimingWords
from winset.report.blocks import ChartData, Figure, drawings
from winset.report.counts import amount
from winset.report.names import Names
from winset.report.wide_tables import even_runs

MOST_TOGETHER, TOGETHER = 8, 4
"""Parties whose paths are one picture; of more the pictures have so many each, of which a page holds several."""
MOST_PACKAGES = 3
"""Packages that are drawn; beyond, the sections have the rest."""


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
    pages = (replace(data, parties=tuple(run)) for run in even_runs(data.parties, most))
    made = drawings(f"{__name__}.paths", "paths_chart", pages)
    return Figure(key="paths", drawings=made, what="what each party would accept, by period")


def paths_figure_of(words: TimingWords) -> Figure:
    """Each party's walk-away by period, with the packages that lead at some date."""
    answer = words.answer
    followed = answer.dates.followed[:MOST_PACKAGES]
    parties = tuple(
        PartyPath(
            name=words.names.party_name(party),
            levels=tuple(_number(date.walk_away[party]) for date in answer.dates.dates),
            packages=tuple(
                PackageLine(sign=f"{n}", value=float(followed_package.values[party]), open=followed_package.open)
                for n, followed_package in enumerate(followed, 1)
            ),
        )
        for party in range(len(answer.case.parties))
    )
    return paths_figure(Paths(period=words.period_length, parties=parties))


def calendar_figure_of(words: TimingWords) -> Figure:
    """Events and levers, and when a deal is open."""
    answer, dates = words.answer, words.answer.dates.dates
    timing = words.names.case.judgements.timing
    events = {} if timing is None else timing.events
    pressed = {
        lever: tuple(date.period for date in dates if lever in date.pressing)
        for lever in range(len(answer.case.levers))
    }
    known = all(date.has_deal is not None for date in dates)
    calendar = Calendar(
        period=words.period_length,
        deals=tuple(date.has_deal for date in dates),
        counts=tuple(amount(date.acceptable, date.error).text for date in dates) if known else (),
        events=tuple(
            DatedEvent(title=words.event(name), period=event.period, moves=words.moved(name))
            for name, event in sorted(events.items(), key=lambda pair: pair[1].period)
        ),
        levers=tuple(
            Pressing(title=words.lever(answer.case.levers[lever].name), periods=periods)
            for lever, periods in pressed.items()
            if periods
        ),
        packages=tuple(
            OpenPackage(
                title=f"Package {n}, which leads {_leads(words, followed_package.options)}",
                open=followed_package.open,
            )
            for n, followed_package in enumerate(answer.dates.followed[:MOST_PACKAGES], 1)
        ),
    )
    made = drawings(f"{__name__}.calendar", "calendar_chart", (calendar,))
    return Figure(key="calendar", drawings=made, what="events, and when a deal is open")


def power_figure_of(answer: TimingAnswer, names: Names) -> Figure:
    """The chance to prevail by period against what leaves promises safe, for every contest in which it is known."""
    timing = names.case.judgements.timing
    drawn = []
    for contest in answer.contests:
        if isinstance(contest.power, NotEnoughGiven):
            continue
        first, second = contest.contest.parties
        drawn.append(
            PowerPath(
                party=names.party(first),
                other=names.party(second),
                period="" if timing is None else timing.period,
                chances=tuple(map(float, contest.power.chances)),
                lowest=tuple(map(_number, contest.power.lowest)),
                highest=tuple(map(_number, contest.power.highest)),
                unsafe=contest.power.unsafe,
                limited=tuple(
                    LimitedPower(
                        title=names.option(effect.issue, effect.option), chances=tuple(map(float, effect.chances))
                    )
                    for effect in contest.power.limits
                ),
            )
        )
    made = drawings(f"{__name__}.power", "power_chart", drawn)
    return Figure(key="power", drawings=made, what="power against its safe limit")


def _leads(words: TimingWords, options: Package) -> str:
    """When a package leads."""
    return words.spans(date.period for date in words.dates.dates if date.leading == options)


def _number(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
