"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar

import click

from winset.model.numbers import HANDLING

if TYPE_CHECKING:
    from winset.analyses.settlement.deal import Deal
    from winset.analyses.settlement.methods.selection import SolverOptions
    from winset.old_study import Study

METHODS = ("enumeration", "streaming", "fold", "search")
NODES = 20_000_000
PREPARING = "Preparing compiled code for large cases (once; about half a minute) …"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class FiniteRange(click.FloatRange):
    """A number within limits; "nan" and "inf" are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises click.BadParameter."""
        number: float = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"`{value}` is not a finite number", param, ctx)
        return number


def complete_case(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[click.shell_completion.CompletionItem]:
    """Folders and case files."""
    return [click.shell_completion.CompletionItem(incomplete, type="file")]


def case_argument(function: Decorated) -> Decorated:
    """CASE: a folder with a `case.yaml`, or the file."""
    return click.argument("case", type=click.Path(), shell_complete=complete_case)(function)


def cases_argument(function: Decorated) -> Decorated:
    """CASE…: one or several of them."""
    return click.argument(
        "cases", metavar="CASE...", nargs=-1, required=True, type=click.Path(), shell_complete=complete_case
    )(function)


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


def handling_option(function: Decorated) -> Decorated:
    return click.option(
        "--handling",
        type=click.Choice(list(HANDLING)),
        default="team",
        show_default=True,
        help="Leave out whatever is marked above this level; the output says how much.",
    )(function)


def table_option(function: Decorated) -> Decorated:
    return click.option("--table", metavar="NAME", help="Ask of this table: its seats, ratifiers and agenda.")(function)


def seed_option(function: Decorated) -> Decorated:
    return click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the draws.")(
        function
    )


def limit_option(function: Decorated) -> Decorated:
    return click.option(
        "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Longest list in JSON; 0 lists all."
    )(function)


def draws_options(function: Decorated) -> Decorated:
    function = seed_option(function)
    return click.option(
        "--draws",
        type=click.IntRange(min=1, max=1_000_000),
        default=1000,
        show_default=True,
        help="How many draws resolve what the sources are silent on.",
    )(function)


def effort_options(function: Decorated) -> Decorated:
    """By which method a question is answered, and how long a search may take: `--method`, `--nodes`, `--seconds`."""
    function = click.option(
        "--seconds",
        type=click.FloatRange(min=0, min_open=True),
        help="Stop each search after so long; the answer then depends on the machine. [default: no limit]",
    )(function)
    function = click.option(
        "--nodes", type=click.IntRange(min=1), default=NODES, show_default=True, help="Stop each search after so many."
    )(function)
    return click.option(
        "--method",
        type=click.Choice(METHODS),
        help="How packages are gone through; by size and shape if not given.",
    )(function)


def asked_by(method: str | None, nodes: int, seconds: float | None) -> SolverOptions:
    """How a question is to be answered, from the options of `effort_options`."""
    from winset.analyses.settlement.methods.selection import SolverOptions
    from winset.analyses.settlement.search.tree import Effort

    return SolverOptions(method=method, effort=Effort(nodes=nodes, seconds=seconds))


def deal_of(study: Study, *, table: str | None, seed: int, draws: int, solver: SolverOptions) -> Deal:
    """The study's deal; says on standard error that compiled code is made first, where it is."""
    if study.has_to_prepare(table=table, solver=solver):
        click.echo(PREPARING, err=True)
    return study.deal(table=table, seed=seed, draws=draws, solver=solver)
