"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path as File
from typing import Any

import click

from winset.model.numbers import HANDLING

Decorator = Callable[[Callable[..., Any]], Any]
"""What adds an argument or an option to a command."""
FORCE = "Write over a file that is there and is not of winset; never over the case or a source."


def complete_case(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[click.shell_completion.CompletionItem]:
    """Folders and case files."""
    return [click.shell_completion.CompletionItem(incomplete, type="file")]


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from winset.errors import UnknownName
    from winset.model.as_of import date_asked

    try:
        return value if value is None else date_asked(value)
    except UnknownName as error:
        raise click.BadParameter(str(error)) from None


def cases_argument(name: str, **settings: Any) -> Decorator:
    """A case, or several: a folder with a `case.yaml`, or the file."""
    return click.argument(name, type=click.Path(readable=False), shell_complete=complete_case, **settings)


def folder_option(what: str) -> Decorator:
    """`-o FOLDER`, where what is written stands."""
    return click.option(
        "-o", "--output", "folder", required=True, metavar="FOLDER", type=click.Path(path_type=File),
        help=f"Where the {what} to stand; nothing there is overwritten.",
    )  # fmt: skip


case_argument = cases_argument("case")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
force_option = click.option("--force", is_flag=True, help=FORCE)
table_option = click.option("--table", metavar="NAME", help="Ask of this table: its seats, ratifiers and agenda.")
variant_option = click.option(
    "--variant", "variants", multiple=True, metavar="NAME", help="Read the case under this variant; may be repeated."
)
as_of_option = click.option(
    "--as-of", metavar="DATE", callback=_date,
    help="Read the case as it stood on this date: 2025-08-14, 2025-08 or 2025.",
)  # fmt: skip
old_as_of_option = click.option(
    "--old-as-of", metavar="DATE", callback=_date,
    help="Read OLD alone as it stood on this date; OLD and NEW may then be one case.",
)  # fmt: skip
set_option = click.option(
    "--set", "numbers", multiple=True, metavar="PATH=NUMBER",
    help="Try a judged number at another value, such as walk_away.russia=60; may be repeated.",
)  # fmt: skip
handling_option = click.option(
    "--handling", type=click.Choice(list(HANDLING)), default="team", show_default=True,
    help="Leave out whatever is marked above this level; the output says how much.",
)  # fmt: skip
ledger_option = click.option(
    "--ledger", type=click.Path(file_okay=False, path_type=File), default=File("forecasts"), show_default=True,
    metavar="FOLDER", help="The folder of kept forecasts, of all cases.",
)  # fmt: skip


def params_of(*decorators: Decorator) -> list[click.Parameter]:
    """What decorators add to a command, in their order."""

    def command() -> None: ...

    for decorate in reversed(decorators):
        decorate(command)
    return click.command()(command).params


def numbers_of(given: Iterable[str]) -> dict[str, str]:
    """The numbers that are tried, by their path. Raises click.BadParameter."""
    numbers = {}
    for typed in given:
        path, sign, text = typed.partition("=")
        if not sign or not path.strip() or not text.strip():
            raise click.BadParameter(f"`{typed}` is not PATH=NUMBER, such as walk_away.russia=60", param_hint="--set")
        numbers[path.strip()] = text.strip()
    return numbers
