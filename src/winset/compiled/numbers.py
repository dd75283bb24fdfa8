"""Judged numbers as analyses read them: without the reason for each, and without who may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from winset.model.case import Case
from winset.model.claims import Node
from winset.model.numbers import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedNumber:
    """A judged number with the name of its draws, which is its path in the case file."""

    span: Span
    stream: str


def timed(stream: str, span: Span) -> TimedNumber:
    """The number under its path."""
    return TimedNumber(span=span, stream=stream)


def numbers_alone(case: Case) -> Case:
    """The case without what is written beside its judged numbers: what is compiled may be sent to other machines."""
    names = ("judgements", "plan", "tables")
    return case.model_copy(update={name: number_alone(getattr(case, name)) for name in names})


def number_alone(value: T) -> T:
    """A judged number, or whatever holds some, without what is written beside it; the value itself where nothing of it
    is left out.
    """
    made: object = value
    if isinstance(value, Span):
        made = replace(value, because=None, handling=None) if value.because or value.handling else value
    elif isinstance(value, Node):
        members = {name: getattr(value, name) for name in type(value).model_fields}
        changed = {name: alone for name, member in members.items() if (alone := number_alone(member)) is not member}
        made = value.model_copy(update=changed) if changed else value
    elif isinstance(value, dict):
        members_alone = {key: number_alone(member) for key, member in value.items()}
        made = members_alone if any(members_alone[key] is not member for key, member in value.items()) else value
    elif isinstance(value, tuple):
        every = tuple(map(number_alone, value))
        made = every if any(new is not old for new, old in zip(every, value, strict=True)) else value
    return made  # type: ignore[return-value]
