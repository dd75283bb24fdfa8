"""What the case says of time: numbers within their range, events within the horizon, levers that can be applied."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.contests import contest_references
from winset.casefile.checks.references import Reference, issue, option, party, unknown_among
from winset.casefile.checks.register import check, naming
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case
from winset.model.numbers import Span
from winset.model.timing import PartyTiming, Timing

ROOT: Path = ("judgements", "timing")
PERCENT = 100


@check(explains=True)
def names(case: Case, tree: Tree) -> Iterator[Problem]:
    """Every name that the timing uses stands for something in the case."""
    yield from unknown_among(timing_references(case), tree)


@naming
def timing_references(case: Case) -> Iterator[Reference]:
    """The names that the timing uses."""
    timing = case.judgements.timing
    if timing is None:
        return
    for who in timing.parties:
        yield party((*ROOT, "parties", who), who, is_key=True)
    for name, event in timing.events.items():
        path: Path = (*ROOT, "events", name, "moves")
        for field, moved in (("walk_away", event.moves.walk_away), ("power", event.moves.power)):
            yield from (party((*path, field, who), who, is_key=True) for who in moved)
        for field, levers in (("apply", event.moves.apply), ("lift", event.moves.lift)):
            yield from (_lever((*path, field, n), lever) for n, lever in enumerate(levers))
    for name in timing.levers:
        yield _lever((*ROOT, "levers", name), name, is_key=True)
    for topic, options in timing.limits.items():
        yield issue((*ROOT, "limits", topic), topic)
        for choice, parties in options.items():
            yield option((*ROOT, "limits", topic, choice), topic, choice, is_key=True)
            yield from (party((*ROOT, "limits", topic, choice, who), who, is_key=True) for who in parties)
    yield from contest_references(timing.contests)


def _lever(path: Path, name: str, *, is_key: bool = False) -> Reference:
    return Reference(path=path, kind="lever", name=name, declared=("levers",), is_key=is_key)


@check()
def timing(case: Case, tree: Tree) -> Iterator[Problem]:
    """Numbers within their range, events within the horizon, and levers that can be applied and lifted when it says."""
    judged = case.judgements.timing
    if judged is None:
        return
    for who, row in judged.parties.items():
        yield from _numbers(row, (*ROOT, "parties", who), tree)
    for name, event in judged.events.items():
        if event.period > judged.horizon:
            yield tree.problem(
                "W315",
                f"`{name}` takes effect in period {event.period}, and no more than {judged.horizon} are looked at",
                (*ROOT, "events", name, "period"),
                "give `timing` a longer `horizon`, or take the event out",
            )
    yield from _levers(case, judged, tree)


def _numbers(row: PartyTiming, path: Path, tree: Tree) -> Iterator[Problem]:
    """Discounts, costs and beliefs within their range, and strength above 0."""
    if row.discount is not None and (row.discount.low <= 0 or row.discount.high > 1):
        yield tree.problem("E301", "a discount lies above 0 and is at most 1", (*path, "discount"))
    if row.cost is not None and _is_no_percentage(row.cost):
        yield tree.problem("E301", "a cost of fighting on lies between 0 and 100 percent", (*path, "cost"))
    if row.power is not None:
        if row.power.now.low <= 0:
            yield tree.problem("E301", "a strength lies above 0", (*path, "power", "now"))
        if row.power.believes is not None and _is_no_percentage(row.power.believes):
            yield tree.problem("E301", "what is believed lies between 0 and 100 percent", (*path, "power", "believes"))


def _is_no_percentage(span: Span) -> bool:
    return span.low < 0 or span.high > PERCENT


def _levers(case: Case, judged: Timing, tree: Tree) -> Iterator[Problem]:
    """Levers that can be applied, have an effect, and are lifted after they were applied."""
    for name, dates in judged.levers.items():
        path: Path = (*ROOT, "levers", name)
        yield from _can_be_applied(case, name, path, tree)
        if dates.until is not None and dates.until <= dates.from_:
            message = f"`{name}` is lifted in period {dates.until}, and applied from period {dates.from_} on"
            yield tree.problem("E326", message, (*path, "until"), "lift it later than it is applied")
    for event_name, event in judged.events.items():
        path = (*ROOT, "events", event_name, "moves")
        for n, name in enumerate(event.moves.apply):
            yield from _can_be_applied(case, name, (*path, "apply", n), tree)
        for n, name in enumerate(event.moves.lift):
            if name in case.levers and not any(start < event.period for start in _starts(judged, name)):
                message = f"`{name}` is lifted in period {event.period}, and nothing applies it before"
                yield tree.problem("E326", message, (*path, "lift", n), "say under `levers` from when it presses")


def _starts(judged: Timing, lever: str) -> list[int]:
    """The periods from which a lever is applied."""
    starts = [event.period for event in judged.events.values() if lever in event.moves.apply]
    return starts + ([judged.levers[lever].from_] if lever in judged.levers else [])


def _can_be_applied(case: Case, name: str, path: Path, tree: Tree) -> Iterator[Problem]:
    """A lever that is in force already cannot be applied, nor one of which nobody knows what it does."""
    lever = case.levers.get(name)
    if lever is not None and not lever.can_be_pulled:
        yield tree.problem(
            "E326",
            f"`{name}` is in force already, so that it cannot be applied at a date",
            path,
            "take it out; or, if it stands for lifting the pressure, give the lever `effect: ease`",
        )
    elif lever is not None and name not in case.judgements.levers:
        yield tree.problem(
            "E326",
            f"nobody has judged what `{name}` does, so that its date changes nothing",
            path,
            f"give its effect under `judgements.levers.{name}`",
        )
