"""Judged numbers put at another value, to see what follows: a case as it would be if one of them were different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from winset.errors import UnknownName
from winset.model.case import Case
from winset.model.judgements import Judgements, LeverEffect, WalkAway
from winset.model.numbers import Handling, Span

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
            raise UnknownName(f"`{path}` is no number that can be moved; such are {', '.join(_examples(case))}")
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
