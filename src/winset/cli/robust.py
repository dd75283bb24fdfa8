"""`winset robust`: how sure is the answer, when numbers are guesses and the sources are silent on much?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click

from winset.cli.options import (
    case_argument,
    draws_options,
    handling_option,
    json_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.analyses.robustness.acceptance import Acceptance
    from winset.analyses.robustness.drivers import Driver

MANY_DRAWS = 3_000
"""Readings from which on several processes are worth their start."""


def named_package(told: str) -> dict[str, str]:
    """ISSUE=OPTION pairs, separated by commas."""
    pairs = [one.strip().partition("=") for one in told.split(",") if one.strip()]
    if not pairs or any(not sign or not issue.strip() or not option.strip() for issue, sign, option in pairs):
        raise click.BadParameter(f"`{told}` is not a list of ISSUE=OPTION, separated by commas")
    if len({issue.strip() for issue, _, _ in pairs}) < len(pairs):
        raise click.BadParameter(f"`{told}` names an issue twice")
    return {issue.strip(): option.strip() for issue, _, option in pairs}


def _later(step: Callable[[int], None], before: int, done: int) -> None:
    """Tells how many readings are done, with those of earlier runs."""
    step(before + done)


@click.command("robust", short_help="Say how far the answer hangs on numbers and silences: the share of readings.")
@case_argument
@variant_option
@table_option
@draws_options
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="ISSUE=OPTION,…",
    help="Who accepts this package in how many readings; issues not named stay as they are. May be repeated.",
)
@click.option(
    "--levers",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    metavar="SIZE",
    help="Pull every lever, and every combination of up to so many; 0 pulls none.",
)
@click.option(
    "--reach",
    type=click.IntRange(1, 100),
    metavar="PERCENT",
    help="Which fewest levers together bring a deal in so many of 100 readings.",
)
@click.option(
    "--drivers",
    "driver_draws",
    type=click.IntRange(min=0, max=100_000),
    default=200,
    show_default=True,
    metavar="DRAWS",
    help="In how many readings each input is drawn anew by itself, to see what the answer hangs on; 0 leaves it out.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that share the readings. [default: by their number]"
)
@click.option("--alone", is_flag=True, help="Leave out the comparison with the variants of the case.")
@handling_option
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Longest list in JSON; 0 lists all."
)
@json_option
def command(
    case: str,
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    packages: tuple[str, ...],
    levers: int,
    reach: int | None,
    driver_draws: int,
    workers: int | None,
    alone: bool,
    handling: Handling,
    limit: int,
    as_json: bool,
) -> None:
    """Say how far the answer hangs on numbers that are judged and on what the sources leave out.

    CASE is a folder with a case.yaml, or the file itself. Every reading fixes each number within its range. Ctrl-C
    stops, and what is done by then is kept.

    \b
    Example:   winset robust examples/alaska-2025 --draws 10000
               winset robust examples/alaska-2025 --package territory=freeze,ceasefire=full
    """
    from winset.casefile.read import read_case
    from winset.cli.output import console, finish
    from winset.cli.progress import progress_of
    from winset.present.robust_data import drivers_data, flips_data, robust_document
    from winset.present.robust_text import RobustText
    from winset.present.visible import Visible
    from winset.study import Study
    from winset.workers import processors

    study = Study(checked=read_case(case, variants), variants=variants)
    visible = Visible(case=study.case, level=handling)
    workers = workers or (processors() if draws >= MANY_DRAWS else 1)
    named = tuple(named_package(told) for told in packages)
    others = [] if alone or variants else list(study.case.variants)
    hangs_on: tuple[Driver, ...] = ()
    beside: dict[str, Acceptance] = {}
    with progress_of(draws * (1 + len(others)), "readings") as step:
        answer = study.robust(
            table=table, seed=seed, draws=draws, packages=named, levers=levers, workers=workers, progress=step
        )
        stopped = answer.draws < draws
        for n, name in enumerate(others):
            variant = Study(checked=read_case(case, (name,)), variants=(name,))
            told = partial(_later, step, draws * (n + 1))
            with suppress(KeyboardInterrupt):  # raised where it comes before anything is done
                if not stopped:
                    beside[name] = variant.robust(table=table, seed=seed, draws=draws, workers=workers, progress=told)
            stopped = stopped or name not in beside or beside[name].draws < draws
    if driver_draws and answer.feasible and not stopped:
        with progress_of(driver_draws, "readings for what the answer hangs on") as step:
            hangs_on = study.drivers(table=table, seed=seed, draws=driver_draws, progress=step)
        stopped = not hangs_on or hangs_on[0].turns.draws < driver_draws
    turning = study.flips(table=table) if answer.feasible and not stopped else ()
    if stopped:
        left = ", ".join(name for name in others if name not in beside)
        without = f"; without the variants {left}" if left else ""
        click.echo(f"stopped after {answer.draws:,} of {draws:,} readings{without}", err=True)

    def document() -> dict[str, object]:
        made = robust_document(answer, study.checked, visible, beside, limit=limit)
        made["drivers"] = drivers_data(hangs_on)[: limit or None]
        made["flips"] = flips_data(turning, visible)[: limit or None]
        made["status"] = "limit" if stopped else "answered"
        made["variants"] = list(variants)
        made["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return made

    def text() -> None:
        told = RobustText(console(), answer, study.checked, visible, beside)
        told.write(hangs_on, turning)
        if reach is not None:
            told.reached(reach)

    finish(document, text, as_json=as_json, checked=study.checked)
    if stopped:
        sys.exit(130)
