"""What the charts of time are drawn from."""

from __future__ import annotations

from fractions import Fraction

from winset.analyses.settlement.choose import Package
from winset.analyses.timing.given import NotEnoughGiven
from winset.questions.timing.charts import (
    Calendar,
    DatedEvent,
    LimitedPower,
    OpenPackage,
    PackageLine,
    PartyPath,
    Paths,
    PowerPath,
    Pressing,
    calendar_figure,
    paths_figure,
    power_figure,
)
from winset.questions.timing.solve import TimingAnswer
from winset.questions.timing.words import TimingWords
from winset.report.blocks import Figure
from winset.report.counts import amount
from winset.report.names import Names

MOST_PACKAGES = 3
"""Packages that are drawn; beyond, the sections have the rest."""


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
    return calendar_figure(
        Calendar(
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
    )


def power_figure_of(answer: TimingAnswer, names: Names) -> Figure:
    """The chance to prevail by period, for every contest in which it is known."""
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
    return power_figure(tuple(drawn))


def _leads(words: TimingWords, options: Package) -> str:
    """When a package leads."""
    return words.spans(date.period for date in words.dates.dates if date.leading == options)


def _number(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
