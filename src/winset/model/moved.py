"""A case as it would be if something of it stood elsewhere: judged numbers, the dates of a plan, or a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from winset.errors import UnknownName
from winset.model.case import Case, Ratifier, Table
from winset.model.judgements import Judgements, LeverEffect, WalkAway
from winset.model.numbers import Handling, Span
from winset.model.plan import Step

MOVABLE = {"walk_away": 1, "salience": 2, "scores": 3, "capability": 1, "levers": 1}
"""Kinds of judged numbers that can be put elsewhere, with how many names lead to one of them."""


def moved(case: Case, numbers: Mapping[str, str]) -> Case:
    """The case with some judged numbers at other values. numbers: by their path below `judgements`, such as
    `walk_away.russia`, as they would be typed in a case file. A number that is not judged there yet is judged then.

    Raises UnknownName for a path or a value that the case could not have.
    """
    if not numbers:
        return case
    judged: dict[str, Any] = {name: getattr(case.judgements, name) for name in Judgements.model_fields}
    for path, text in numbers.items():
        kind, *names = path.split(".")
        if MOVABLE.get(kind) != len(names):
            below = path.removeprefix("judgements.")
            meant = f"did you mean `{below}`?" if below != path else f"such are {', '.join(_examples(case))}"
            raise UnknownName(f"`{path}` is no number that can be moved; {meant}")
        _refuse_unknown(case, path, kind, names)
        there = span_at(case, path)
        judged[kind] = _put(judged[kind], names, _value(path, text, there.handling if there is not None else None))
    try:
        return case.model_copy(update={"judgements": Judgements.model_validate(judged)})
    except ValidationError as error:
        first = error.errors()[0]
        raise UnknownName(f"`{'.'.join(map(str, first['loc']))}`: {first['msg']}") from None


def span_at(case: Case, path: str) -> Span | None:
    """The number that is judged under a path; None where none is."""
    there: Any = case.judgements
    for name in path.split("."):
        there = there.get(name) if isinstance(there, Mapping) else getattr(there, name, None)
    if isinstance(there, WalkAway):
        there = there.points if there.points is not None else there.status_quo
    if isinstance(there, LeverEffect):
        there = there.walk_away
    return there if isinstance(there, Span) else None


def _value(path: str, text: str, handling: Handling | None) -> Any:
    """As a case file would have it: as closed as the number that stands there."""
    kind = path.partition(".")[0]
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise UnknownName(f"`{path}`: `{text}` is not a number") from None
    if not number.is_finite():
        raise UnknownName(f"`{path}`: `{text}` is not a finite number")
    low, high = (0, 100) if kind in ("salience", "scores", "capability") else (-1000, 1000)
    if not low <= number <= high:
        raise UnknownName(f"`{path}`: {text} is not between {low} and {high}")
    value: Any = number if handling is None else {"points": number, "handling": handling}
    return {"walk_away": value} if kind == "levers" else value


def _put(there: Mapping[str, Any], names: list[str], value: Any) -> dict[str, Any]:
    first, *rest = names
    return {**there, first: _put(there.get(first, {}), rest, value) if rest else value}


def _refuse_unknown(case: Case, path: str, kind: str, names: list[str]) -> None:
    """Raises UnknownName where a name on the way is none of the case's."""
    for name, known in zip(names, _known(case, kind, names), strict=True):
        if name not in known:
            raise UnknownName(f"`{path}`: there is no `{name}`; known there: {', '.join(known)}")


def _known(case: Case, kind: str, names: list[str]) -> Iterator[tuple[str, ...]]:
    """What may stand at each place of a path."""
    if kind == "levers":
        yield tuple(case.levers)
        return
    if kind in ("salience", "scores"):
        yield tuple(case.issues)
    yield tuple(case.parties)
    if kind == "scores":
        yield tuple(case.issues[names[0]].options) if names[0] in case.issues else ()


def _examples(case: Case) -> Iterator[str]:
    party, issue = next(iter(case.parties)), next(iter(case.issues))
    yield f"walk_away.{party}"
    yield f"salience.{issue}.{party}"
    yield f"scores.{issue}.{party}.{next(iter(case.issues[issue].options))}"


LATEST = 400
"""The last period at which a step can be put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDates:
    """When a step is taken: its first period, and over how many periods it is spread."""

    start: int
    periods: int = 1


def dates_of(step: Step) -> StepDates:
    """When the case has a step."""
    return StepDates(start=min(step.at), periods=max(step.at) - min(step.at) + 1)


def moved_plan(case: Case, dates: Mapping[str, StepDates]) -> Case:
    """The case with some steps of its plan at other periods. A step over as many periods as before keeps its shares;
    over another number it is taken in equal parts.

    Raises UnknownName for a step that the plan does not have, and for dates that it cannot have.
    """
    if not dates:
        return case
    if case.plan is None:
        raise UnknownName("this case has no plan whose steps could be moved")
    steps = dict(case.plan.steps)
    for name, at in dates.items():
        if name not in steps:
            raise UnknownName(f"no step `{name}` in the plan; it has: {', '.join(steps)}")
        steps[name] = steps[name].model_copy(update={"at": shares_at(name, steps[name], at)})
    return case.model_copy(update={"plan": case.plan.model_copy(update={"steps": steps})})


def shares_at(name: str, step: Step, at: StepDates) -> dict[int, Span]:
    """The share of a step in each period, at other dates. Raises UnknownName for dates that it cannot have."""
    if not (at.start >= 0 and at.periods >= 1 and at.start + at.periods - 1 <= LATEST):
        raise UnknownName(f"`{name}` cannot be put there: periods are 0 to {LATEST}")
    there = dates_of(step)
    if at.periods == there.periods:
        return {period - there.start + at.start: share for period, share in step.at.items()}
    if not step.divisible:
        raise UnknownName(f"`{name}` is taken as a whole, in one period: its case says of it no `divisible: true`")
    share = Fraction(1, at.periods)
    if step.at_most is not None and share > step.at_most.high:
        least = -(-step.at_most.high.denominator // step.at_most.high.numerator)
        raise UnknownName(f"`{name}` may be done no faster than in {least} periods (`at_most`)")
    return {at.start + place: Span.of(share) for place in range(at.periods)}


TRIED, TITLE = "tried", "this table"
"""The name of a table that is put together, and what readers call it."""
FEWEST = 2
"""Parties at a table: fewer do not negotiate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedTable:
    """Who meets, who must say yes afterwards, and on which issues; on every one where none is named. ratifiers: parties
    and bodies that ratify at some table of the case.
    """

    seated: tuple[str, ...]
    ratifiers: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()


def with_table(case: Case, tried: TriedTable) -> Case:
    """The case with this table alone: whether others meet before or after it is left out. Raises UnknownName for a
    party or an issue that the case does not have, and for fewer than two seats.
    """
    bodies = bodies_of(case)
    for named, known, what in (
        (tried.seated, case.parties, "party"),
        (tried.ratifiers, (*case.parties, *bodies), "ratifier"),
        (tried.agenda, case.issues, "issue"),
    ):
        for name in named:
            if name not in known:
                raise UnknownName(f"no {what} `{name}`; this case has: {', '.join(known)}")
    if len(set(tried.seated)) < FEWEST:
        raise UnknownName("a table has at least two seats: fewer do not negotiate")
    table = Table(
        title=TITLE,
        seated=_in_order(tried.seated, case.parties),
        agenda=_in_order(tried.agenda, case.issues) or None,
        ratifiers=(
            *(Ratifier(party=name) for name in _in_order(tried.ratifiers, case.parties)),
            *(body for name, body in bodies.items() if name in tried.ratifiers),
        ),
    )
    return case.model_copy(update={"tables": {TRIED: table}})


def bodies_of(case: Case) -> dict[str, Ratifier]:
    """The bodies that ratify at some table of the case, by their names, each as the first table has it."""
    found: dict[str, Ratifier] = {}
    for table in case.tables.values():
        for ratifier in table.ratifiers:
            if ratifier.body is not None and ratifier.body not in case.parties:
                found.setdefault(ratifier.body, ratifier)
    return found


def _in_order(names: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names in the order of the case, each once."""
    return tuple(name for name in known if name in names)
