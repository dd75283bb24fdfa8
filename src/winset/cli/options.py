"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path as File
from typing import Any, TypeVar

import click

from winset.model.numbers import HANDLING

FORCE = "Write over a file that is there and is not of winset; never over the case or a source."

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def complete_case(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[click.shell_completion.CompletionItem]:
    """Folders and case files."""
    return [click.shell_completion.CompletionItem(incomplete, type="file")]


def case_argument(function: Decorated) -> Decorated:
    """CASE: a folder with a `case.yaml`, or the file."""
    return click.argument("case", type=click.Path(readable=False), shell_complete=complete_case)(function)


def json_option(function: Decorated) -> Decorated:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")(function)


def variant_option(function: Decorated) -> Decorated:
    return click.option(
        "--variant",
        "variants",
        multiple=True,
        metavar="NAME",
        help="Read the case under this variant; may be repeated.",
    )(function)


def date_option() -> click.Option:
    """`--as-of`: the date as it stood on which a case is read."""
    return click.Option(
        ["--as-of", "as_of"],
        metavar="DATE",
        callback=_date,
        help="Read the case as it stood on this date: 2025-08-14, 2025-08 or 2025.",
    )


def old_date_option() -> click.Option:
    """`--old-as-of`: the same of the old one of two versions alone."""
    return click.Option(
        ["--old-as-of", "old_as_of"],
        metavar="DATE",
        callback=_date,
        help="Read OLD alone as it stood on this date; OLD and NEW may then be one case.",
    )


def as_of_option(function: Decorated) -> Decorated:
    option = date_option()
    return click.option(*option.opts, option.name, metavar=option.metavar, callback=option.callback, help=option.help)(
        function
    )


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from winset.errors import UnknownName
    from winset.model.as_of import date_asked

    try:
        return value if value is None else date_asked(value)
    except UnknownName as error:
        raise click.BadParameter(str(error)) from None


def moved_numbers() -> click.Option:
    """`--set`: judged numbers to try."""
    return click.Option(
        ["--set", "numbers"],
        multiple=True,
        metavar="PATH=NUMBER",
        help="Try a judged number at another value, such as walk_away.russia=60; may be repeated.",
    )


def numbers_of(given: Iterable[str]) -> dict[str, str]:
    """The numbers that are tried, by their path. Raises click.BadParameter."""
    numbers = {}
    for typed in given:
        path, sign, text = typed.partition("=")
        if not sign or not path.strip() or not text.strip():
            raise click.BadParameter(f"`{typed}` is not PATH=NUMBER, such as walk_away.russia=60", param_hint="--set")
        numbers[path.strip()] = text.strip()
    return numbers


def handling_option(function: Decorated) -> Decorated:
    return click.option(
        "--handling",
        type=click.Choice(list(HANDLING)),
        default="team",
        show_default=True,
        help="Leave out whatever is marked above this level; the output says how much.",
    )(function)


def folder_option(what: str) -> Callable[[Decorated], Decorated]:
    """`-o FOLDER`, where what is written stands."""
    return click.option(
        "-o", "--output", "folder", required=True, metavar="FOLDER", type=click.Path(path_type=File),
        help=f"Where the {what} to stand; nothing there is overwritten.",
    )  # fmt: skip


def force_option(function: Decorated) -> Decorated:
    return click.option("--force", is_flag=True, help=FORCE)(function)


def table_option(function: Decorated) -> Decorated:
    return click.option("--table", metavar="NAME", help="Ask of this table: its seats, ratifiers and agenda.")(function)
