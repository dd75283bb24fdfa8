"""What time does, in positions: changes of walk-aways and strength, dated events, and levers with their dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.compiled.contests import CompiledContest, contest_of
from winset.compiled.index import Index
from winset.compiled.numbers import TimedNumber, numbers_alone, timed
from winset.model.case import Case
from winset.model.judgements import by_period
from winset.model.numbers import Span
from winset.model.timing import Timing

ROOT = "judgements.timing"
PAIR = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedMove:
    """From a period on the walk-away or the strength of a party lies so much higher."""

    period: int
    party: int
    by: TimedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTime:
    """What time does to one party; None, or no change, where that is not judged. change, power_change: one number for
    all periods, or one for each, the last of which holds from then on.
    """

    change: tuple[TimedNumber, ...] = ()
    discount: TimedNumber | None = None
    best_escalation: TimedNumber | None = None
    cost: TimedNumber | None = None
    power: TimedNumber | None = None
    power_change: tuple[TimedNumber, ...] = ()
    believes: TimedNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverDates:
    """A lever, by its place among the levers of the case, presses from a period on, and until another if any."""

    lever: int
    start: int
    end: int | None

    def covers(self, period: int) -> bool:
        """True where the lever presses in the period."""
        return self.start <= period and (self.end is None or period < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerLimit:
    """An option that, once agreed, lowers the change of a party's strength in each period."""

    issue: int
    option: int
    party: int
    by: TimedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTiming:
    """What changes while nothing is agreed. parties: by place. walk_away, power: what events move, by event. levers:
    when each presses, of those whose effect is judged. events: the period of each, by place.

    names_at: where names stand in the paths by which draws of its numbers are known: one name, or a text to the end.
    """

    names_at: ClassVar[tuple[str, ...]] = (
        f"{ROOT}.parties.*",
        f"{ROOT}.events.*.moves.walk_away.*",
        f"{ROOT}.events.*.moves.power.*",
        f"{ROOT}.limits.*.*.*",
        f"{ROOT}.contests.**",
    )
    horizon: int
    parties: tuple[PartyTime, ...]
    events: tuple[int, ...]
    walk_away: tuple[TimedMove, ...]
    power: tuple[TimedMove, ...]
    levers: tuple[LeverDates, ...]
    limits: tuple[PowerLimit, ...]
    contests: tuple[CompiledContest, ...] = ()

    def pressing(self, period: int) -> tuple[int, ...]:
        """The levers that press in a period, each once."""
        return tuple(dict.fromkeys(dates.lever for dates in self.levers if dates.covers(period)))


def timing_of(case: Case) -> CompiledTiming | None:
    """What the case says of time, in positions; None where it says nothing."""
    case = numbers_alone(case)
    timing = case.judgements.timing
    if timing is None:
        return None
    options = tuple(tuple(issue.options) for issue in case.issues.values())
    index = Index(parties=tuple(case.parties), issues=tuple(case.issues), options=options)
    return CompiledTiming(
        horizon=timing.horizon,
        parties=tuple(_of_party(timing, party) for party in index.parties),
        events=tuple(event.period for event in timing.events.values()),
        walk_away=_moved(timing, index, "walk_away"),
        power=_moved(timing, index, "power"),
        levers=lever_dates(timing, tuple(case.judgements.levers)),
        limits=tuple(
            PowerLimit(
                issue=(place := index.issues.index(issue)),
                option=index.options[place].index(option),
                party=index.parties.index(party),
                by=timed(f"{ROOT}.limits.{issue}.{option}.{party}", span),
            )
            for issue, rows in timing.limits.items()
            for option, parties in rows.items()
            for party, span in parties.items()
        ),
        contests=_contests(timing, index),
    )


def _contests(timing: Timing, index: Index) -> tuple[CompiledContest, ...]:
    """Those of the file; without any, that of the two parties of whom alone it is said how strong they are."""
    if timing.contests:
        root = f"{ROOT}.contests"
        return tuple(contest_of(name, contest, index, root) for name, contest in timing.contests.items())
    strong = [party for party in index.parties if (row := timing.parties.get(party)) is not None and row.power]
    if len(strong) != len(PAIR):
        return ()
    return (CompiledContest(name="", parties=(index.parties.index(strong[0]), index.parties.index(strong[1]))),)


def _of_party(timing: Timing, party: str) -> PartyTime:
    of_party, path = timing.parties.get(party), f"{ROOT}.parties.{party}"
    if of_party is None:
        return PartyTime()
    power = of_party.power
    return PartyTime(
        change=_changes(f"{path}.walk_away_change", of_party.walk_away_change),
        discount=_number(f"{path}.discount", of_party.discount),
        best_escalation=_number(f"{path}.best_escalation", of_party.best_escalation),
        cost=_number(f"{path}.cost", of_party.cost),
        power=_number(f"{path}.power.now", power.now if power is not None else None),
        power_change=_changes(f"{path}.power.change", power.change if power is not None else None),
        believes=_number(f"{path}.power.believes", power.believes if power is not None else None),
    )


def _number(stream: str, span: Span | None) -> TimedNumber | None:
    return None if span is None else timed(stream, span)


def _changes(path: str, given: Span | tuple[Span, ...] | None) -> tuple[TimedNumber, ...]:
    return () if given is None else tuple(timed(*number) for number in by_period(path, given))


def _moved(timing: Timing, index: Index, what: str) -> tuple[TimedMove, ...]:
    return tuple(
        TimedMove(
            period=event.period,
            party=index.parties.index(party),
            by=timed(f"{ROOT}.events.{name}.moves.{what}.{party}", span),
        )
        for name, event in timing.events.items()
        for party, span in getattr(event.moves, what).items()
    )


def lever_dates(timing: Timing, levers: tuple[str, ...]) -> tuple[LeverDates, ...]:
    """When each lever presses: as `levers` says, and from the event that applies it to the next that lifts it."""
    dates = []
    for place, name in enumerate(levers):
        starts, ends = _dates(timing, name)
        for start in starts:
            end = min((other_end for other_end in ends if other_end > start), default=None)
            dates.append(LeverDates(lever=place, start=start, end=end))
    return tuple(dates)


def _dates(timing: Timing, lever: str) -> tuple[list[int], list[int]]:
    """The periods in which a lever is applied, and those in which it is lifted."""
    lever_timing = timing.levers.get(lever)
    starts = [lever_timing.from_] if lever_timing is not None else []
    ends = [lever_timing.until] if lever_timing is not None and lever_timing.until is not None else []
    starts += [event.period for event in timing.events.values() if lever in event.moves.apply]
    ends += [event.period for event in timing.events.values() if lever in event.moves.lift]
    return sorted(set(starts)), sorted(set(ends))
