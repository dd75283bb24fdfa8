"""Levers, and what the case says of time: numbers, events, contests, and levers that can be applied when it says."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.numbers import BOUNDS, Bounds
from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case
from winset.model.contests import Contest, HoldingOut, Kinds
from winset.model.timing import PartyTiming, Power, Timing

ROOT: Path = ("judgements", "timing")
OF_PARTIES = ("largest_cost", "kinds", "ratified", "holding_out")
"""Fields of a contest that say something of its parties by name."""

PERCENTAGE = "a percentage lies between 0 and 100"
BOUNDS[PartyTiming] = (
    Bounds(("discount",), 1, "a discount lies above 0 and is at most 1", above=True),
    Bounds(("cost",), 100, "a cost of fighting on lies between 0 and 100 percent"),
)
BOUNDS[Power] = (
    Bounds(("now",), None, "a strength lies above 0", above=True),
    Bounds(("believes",), 100, "what is believed lies between 0 and 100 percent"),
)
BOUNDS[Contest] = (Bounds(("shares", "largest_cost", "ratified"), 100, PERCENTAGE),)
BOUNDS[Kinds] = (Bounds(("strong", "weak", "chance", "strong_loses", "weak_loses"), 100, PERCENTAGE),)
BOUNDS[HoldingOut] = (Bounds(("prize", "each"), None, "a prize and what a period costs lie above 0", above=True),)


@check()
def levers(case: Case, tree: Tree) -> Iterator[Problem]:
    """A lever that is offered in so many words says why; one about people that says nothing gets a warning, and so does
    an effect that nothing uses.
    """
    for name, lever in case.levers.items():
        path: Path = ("levers", name)
        word = case.people_word(name)
        if lever.offered is True and lever.because is None and not tree.has((*path, "because")):
            message = f"`{name}` is offered as a lever, and nothing says why"
            yield tree.problem("E323", message, (*path, "offered"), "add `because: …`, or take `offered` out")
        elif lever.offered is None and word is not None and not tree.has((*path, "offered")):
            message = f"`{name}` is about people (“{word}”): no answer offers it as a lever"
            hint = "write `offered: false`; or `offered: true` with `because: …`, if it is to be offered all the same"
            yield tree.problem("W310", message, path, hint)
    yield from _unused_effects(case, tree)


def _unused_effects(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for each judged effect of a lever that presses already: nothing pulls it."""
    spent = {name for table in case.judgements.tables.values() for name in table.spends}
    for name in case.judgements.levers:
        lever = case.levers.get(name)
        if lever is not None and not lever.can_be_pulled and name not in spent:
            message = f"`{name}` is in force already, so nothing uses the effect that is judged of pulling it"
            hint = "take the number out; or, if it stands for lifting the pressure, give the lever `effect: ease`"
            yield tree.problem("W311", message, ("judgements", "levers", name), hint)


@check()
def timing(case: Case, tree: Tree) -> Iterator[Problem]:
    """Events lie within the horizon, and levers can be applied and lifted when it says."""
    judged = case.judgements.timing
    if judged is None:
        return
    for name, event in judged.events.items():
        if event.period > judged.horizon:
            message = f"`{name}` takes effect in period {event.period}, and no more than {judged.horizon} are looked at"
            hint = "give `timing` a longer `horizon`, or take the event out"
            yield tree.problem("W315", message, (*ROOT, "events", name, "period"), hint)
    yield from _levers(case, judged, tree)


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
        message = f"`{name}` is in force already, so that it cannot be applied at a date"
        hint = "take it out; or, if it stands for lifting the pressure, give the lever `effect: ease`"
        yield tree.problem("E326", message, path, hint)
    elif lever is not None and name not in case.judgements.levers:
        message = f"nobody has judged what `{name}` does, so that its date changes nothing"
        yield tree.problem("E326", message, path, f"give its effect under `judgements.levers.{name}`")


@check()
def contests(case: Case, tree: Tree) -> Iterator[Problem]:
    """Two different parties, and what is said of them alone."""
    timing = case.judgements.timing
    for name, contest in (timing.contests if timing is not None else {}).items():
        path: Path = (*ROOT, "contests", name)
        if contest.parties[0] == contest.parties[1]:
            message = f"`{contest.parties[0]}` cannot contend with itself"
            yield tree.problem("E208", message, (*path, "parties", 1), "name the other party")
        if contest.shares and contest.issue is None:
            yield tree.problem("E202", "shares are those of the options of an `issue`", (*path, "shares"))
        for field in OF_PARTIES:
            for who in getattr(contest, field):
                if who in case.parties and who not in contest.parties:
                    message = f"`{who}` is not one of the two parties"
                    yield tree.problem("E327", message, (*path, field, who), "take it out, or name it in `parties`")
        for who, kinds in contest.kinds.items():
            yield from _kinds(kinds, (*path, "kinds", who), tree)


def _kinds(kinds: Kinds, path: Path, tree: Tree) -> Iterator[Problem]:
    if kinds.strong.low <= kinds.weak.high:
        message = "a strong party wants more than a weak one, so that the two ranges may not meet"
        yield tree.problem("E327", message, (*path, "strong"))
    if (kinds.strong_loses is None) != (kinds.weak_loses is None):
        given = "strong_loses" if kinds.weak_loses is None else "weak_loses"
        yield tree.problem("E202", "`strong_loses` and `weak_loses` go together", (*path, given))
    elif (
        kinds.strong_loses is not None
        and kinds.weak_loses is not None
        and kinds.weak_loses.low <= kinds.strong_loses.high
    ):
        message = "a weak party loses battles more often than a strong one, so that the two ranges may not meet"
        yield tree.problem("E327", message, (*path, "weak_loses"))
