"""What only a brief says of time: by when to decide, what waiting costs whom, and what happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from winset.model.claims import Assertion
from winset.questions.timing.figures import calendar_figure_of, paths_figure_of
from winset.questions.timing.words import TimingWords
from winset.report.blocks import Bullets, Section
from winset.report.names import listed
from winset.report.pieces import capitalised

TITLE = "What waiting costs whom, and by when to decide"
Cited = Callable[[Assertion], str]
MOST_EVENTS = 3
"""Events that are named; beyond, the calendar has the rest."""


def brief_sections(words: TimingWords, cited: Cited) -> Iterator[Section]:
    """In few sentences by when to decide and what waiting costs; and the charts of time. cited: references to the
    claims of an event.
    """
    lines = tuple(line for line in (decide(words), _costs(words), _events(words, cited)) if line)
    yield Section(key="brief_waiting", title=TITLE, blocks=(Bullets(items=lines),), depth="brief")
    figures = (calendar_figure_of(words), paths_figure_of(words))
    yield Section(key="brief_time", title="Deals and walk-aways by period", blocks=figures, depth="brief")


def decide(words: TimingWords) -> str:
    """By when a deal can be had, on the best guesses."""
    found, last = words.found, words.answer.periods
    if not found.is_known:
        return words.when()
    length = f"period {last} (each of {words.period_length})"
    if found.first is None:
        return f"On the best guesses no date up to {length} has a deal, so that waiting alone opens none."
    begins = "There is a deal now" if found.first == 0 else f"There is no deal before {_period(found.first)}"
    closes = next((date.period for date in found.dates if date.period > found.first and not date.has_deal), None)
    if closes is not None:
        until = f"decide before {_period(closes)}, in which there is none any more"
        return f"On the best guesses: {_small(begins)}; {until}."
    gone = found.followed[0].gone
    if gone is not None:
        when = "now" if found.first == 0 else "then"
        return (
            f"On the best guesses: {_small(begins)}, and some deal stays open up to {length}; the package that leads "
            f"{when} is gone in {_period(gone)}."
        )
    return f"On the best guesses: {_small(begins)}, and one stays open up to {length}."


def _costs(words: TimingWords) -> str:
    return capitalised(f"{words.turn()} {words.losers()}".strip())


def _events(words: TimingWords, cited: Cited) -> str:
    """The next events, each with its period."""
    timing = words.names.case.judgements.timing
    events = {} if timing is None else timing.events
    ahead = sorted((event.period, name) for name, event in events.items() if event.period <= words.answer.periods)
    named = [f"“{words.event(name)}” in {_period(period)}{cited(events[name])}" for period, name in ahead[:MOST_EVENTS]]
    return f"On the calendar: {listed(named)}." if named else ""


def _period(period: int) -> str:
    return "the present one" if period == 0 else f"period {period}"


def _small(text: str) -> str:
    return text[0].lower() + text[1:]
