"""Requests as options of a command: every click option of a question is made from a field of its request."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, TypeVar

import click

from winset.questions.request import BadOption, Request, RequestOption, described_fields

R = TypeVar("R", bound=Request)


class FiniteRange(click.FloatRange):
    """A number within limits; "nan" and "inf" are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises click.BadParameter."""
        number: float = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"`{value}` is not a finite number", param, ctx)
        return number


class RequestedOption(click.Option):
    """An option that is made from a field of a request. by_the_clock: as the field says. formerly: an older name that
    is still taken, and shown nowhere.
    """

    by_the_clock = False
    formerly = ""

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Under its older name too."""
        super().add_to_parser(parser, ctx)
        if self.formerly:
            parser.add_option(obj=self, opts=[f"--{self.formerly}"], dest=self.name, action="store", nargs=1)


def options_of(kind: type[Request]) -> list[click.Parameter]:
    """The options of a command that asks this request."""
    return [click_option(field.name, described, field.default) for field, described in described_fields(kind)]


def flag_of(name: str, described: RequestOption) -> str:
    """An option as it is typed."""
    return described.flag or f"--{name.replace('_', '-')}"


def click_option(name: str, described: RequestOption, default: Any) -> click.Option:
    """One field as an option."""
    flag = flag_of(name, described)
    if described.kind is bool:
        return click.Option([flag, name], is_flag=True, default=default, help=described.help)
    made = RequestedOption(
        [flag, name],
        type=_type(described),
        multiple=described.repeated,
        default=None if described.repeated else default,
        metavar=described.metavar or None,
        help=described.help,
        show_default=described.show_default,
    )
    made.by_the_clock, made.formerly = described.by_the_clock, described.formerly
    return made


def _type(described: RequestOption) -> click.ParamType[Any] | None:
    if described.choices:
        return click.Choice(list(described.choices))
    if described.kind is int:
        low, high = (None if end is None else int(end) for end in (described.minimum, described.maximum))
        return click.IntRange(low, high, min_open=described.above)
    if described.kind is float:
        return FiniteRange(described.minimum, described.maximum, min_open=described.above)
    return None


def request_of(kind: type[R], given: Mapping[str, Any]) -> R:
    """The request that a command line asks. Raises click.BadParameter, with the option as it is typed."""
    described = {field.name: option for field, option in described_fields(kind)}
    try:
        return kind(**{name: given[name] for name in described})
    except BadOption as error:
        hint = flag_of(error.option, described[error.option])
        raise click.BadParameter(error.reason, param_hint=hint) from None
