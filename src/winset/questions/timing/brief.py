"""What only a brief says of time: by when to decide, what waiting costs whom, and what happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from winset.model.claims import Assertion
from winset.questions.timing.charts import calendar_figure_of, paths_figure_of
from winset.questions.timing.words import TimingWords, cost_now
from winset.report.blocks import Block, Grid, Section, Sentence
from winset.report.names import counted, listed, owned_by, points

DECIDE = "By when to decide"
TITLE = "What waiting costs whom, and by when to decide"
Cited = Callable[[Assertion], str]
MOST_EVENTS = 3
"""Events that are named; beyond, the calendar has the rest."""
_LENGTH = re.compile(r"(?:(\d{1,3}|an?|one|two|three|six) )?(day|week|month|quarter|year)s?", re.IGNORECASE)
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def brief_sections(words: TimingWords, cited: Cited) -> Iterator[Section]:
    """By when to decide, in a sentence; and what waiting costs, with the events and the charts of time.

    cited: references to the claims of an event.
    """
    yield Section(key="brief_deciding", title=DECIDE, blocks=(Sentence(text=decide(words)),), depth="brief")
    blocks = (*_costs(words), *_events(words, cited), calendar_figure_of(words), paths_figure_of(words))
    yield Section(key="brief_waiting", title=TITLE, blocks=blocks, depth="brief")


def decide(words: TimingWords) -> str:
    """By when a deal can be had, on the best guesses, and whom waiting costs something from now on."""
    dates, last = words.dates, words.answer.periods
    if not dates.is_known or words.answer.is_excluded:
        return words.when()
    if dates.first is None:
        return f"On our best guesses no deal opens within {_time(words, last)}: waiting alone brings none."
    opens = f"a deal opens after {_time(words, dates.first)}{_why(words)}" if dates.first else "a deal is open now"
    closes = next((date.period for date in dates.dates if date.period > dates.first and not date.has_deal), None)
    gone = dates.followed[0].gone
    if closes is not None:
        until = f"and is gone after {_time(words, closes)}, so decide before"
    elif gone is not None:
        until = f"and the package that leads then is gone after {_time(words, gone)}"
    else:
        until = f"and stays open to period {last}, the last looked at"
    return f"On our best guesses {opens}, {until}.{_waiting(words)}"


def _time(words: TimingWords, periods: int) -> str:
    """So many periods from now, and the month that this is: "2 periods of 3 months (February 2026)"."""
    month = month_after(words.names.case.case.as_of, words.period_length, periods)
    return f"{counted(periods, 'period')} of {words.period_length}{f' ({month})' if month else ''}"


def _why(words: TimingWords) -> str:
    """Whose walk-away, of those who must agree, is lower when a deal first opens than it is now."""
    now, then = words.dates.dates[0].walk_away, words.dates.dates[words.dates.first or 0].walk_away
    known = [
        (party, before > after)
        for party, (before, after) in enumerate(zip(now, then, strict=True))
        if before is not None and after is not None
    ]
    if len(known) > 1 and all(falls for _, falls in known):
        return ", as every walk-away falls"
    needed = words.answer.case.structure.bargaining
    falling = [words.names.party(party) for party, falls in known if falls and party in needed]
    if not falling:
        return ""
    return f", as {listed(map(owned_by, falling))} {'walk-away falls' if len(falling) == 1 else 'walk-aways fall'}"


def _waiting(words: TimingWords) -> str:
    """Whom waiting for that deal costs something, and from when on."""
    starts: dict[int, list[int]] = {}
    for cost in words.answer.waiting[0].costs if words.answer.waiting else ():
        if cost.first_loss is not None:
            starts.setdefault(cost.first_loss, []).append(cost.party)
    texts = [f"{words.names.parties(parties)} {_from(words, start)}" for start, parties in sorted(starts.items())]
    return f" Waiting for it costs {listed(texts)}." if texts else ""


def _from(words: TimingWords, start: int) -> str:
    if not start:
        return "from now on"
    return "from then on" if start == words.dates.first else f"from period {start} on"


def _costs(words: TimingWords) -> Iterator[Block]:
    """What waiting for the package that leads first costs each party, in its own points."""
    if not words.answer.waiting:
        return
    first, last = words.answer.waiting[0], words.answer.periods
    rows = tuple(
        (words.names.party_name(cost.party), *(points(number) for number in numbers))
        for cost in first.costs
        if (numbers := cost_now(first, cost.party)) is not None
    )
    when = words.dates.first or 0
    less = "; below 0 it is better off waiting" if any(cost.each and cost.each[0] < 0 for cost in first.costs) else ""
    yield Sentence(
        text=f"What each party goes without while it waits for the package that leads {words.at(when)}, in its own "
        f"points: what the package is worth to it above its walk-away at the time{less}."
    )
    head = ("", "in the first period", f"in {counted(last, 'period')}")
    yield Grid(head=head, rows=rows, align=("left", "right", "right"))


def _events(words: TimingWords, cited: Cited) -> Iterator[Block]:
    """The next events, each with its period."""
    timing = words.names.case.judgements.timing
    events = {} if timing is None else timing.events
    ahead = sorted((event.period, name) for name, event in events.items() if event.period <= words.answer.periods)
    named = [f"“{words.event(name)}”{cited(events[name])} in {_period(period)}" for period, name in ahead[:MOST_EVENTS]]
    if named:
        yield Sentence(text=f"On the calendar: {listed(named)}.")


def _period(period: int) -> str:
    return "the present period" if period == 0 else f"period {period}"


def month_after(start: str | None, length: str, periods: int) -> str | None:
    """The month so many periods after a day, as "February 2026".

    start: "2025-08-14". length: of one period, in words: "3 months". None where either is no such thing, or the month
    lies past the year 9999.
    """
    said = _LENGTH.fullmatch(length.strip())
    if said is None or start is None:
        return None
    number, unit = (said[1] or "1").lower(), said[2].lower()
    units = periods * (_WORDS[number] if number in _WORDS else int(number))
    try:
        day = date.fromisoformat(start)
        if unit in _DAYS:
            then = day + timedelta(days=units * _DAYS[unit])
        else:
            months = day.year * 12 + day.month - 1 + units * _MONTHS[unit]
            then = date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return None
    return f"{then:%B} {then.year}"
