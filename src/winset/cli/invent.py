"""`winset invent`: what would an option have to be worth that is not on the list, to open a deal?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from winset.cli.options import (
    PREPARING,
    case_argument,
    handling_option,
    json_option,
    limit_option,
    seed_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.analyses.robustness.offered import Offered


@click.command("invent", short_help="Say what an option not yet on the list must be worth to open a deal.")
@case_argument
@variant_option
@table_option
@seed_option
@click.option(
    "--draws",
    type=click.IntRange(min=0, max=1_000_000),
    default=1000,
    show_default=True,
    help="In how many readings a new option of that worth is tried; 0 leaves it out.",
)
@handling_option
@limit_option
@json_option
def command(
    case: str,
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    handling: Handling,
    limit: int,
    as_json: bool,
) -> None:
    """Say, for every issue, what an option that is not on the list yet would have to be worth to each party to open a
    deal; and of every two issues, what a new arrangement of both would.

    CASE is a folder with a case.yaml, or the file itself. Where there is a deal already, the question is what makes it
    better for somebody and worse for nobody.

    \b
    Example:   winset invent examples/alaska-2025
               winset invent examples/alaska-2025 --table second_summit --draws 10000
               winset invent examples/classroom --draws 0 --json
    """
    from winset.casefile.read import read_case
    from winset.cli.output import console, finish
    from winset.cli.progress import progress_of
    from winset.errors import TooLarge
    from winset.old_study import Study
    from winset.present.data import limit_document
    from winset.present.invent_data import invent_document
    from winset.present.invent_text import SHOWN, InventText
    from winset.present.visible import Visible

    study = Study(checked=read_case(case, variants), variants=variants)
    visible = Visible(case=study.case, level=handling)
    try:
        if study.has_to_prepare(table=table):
            click.echo(PREPARING, err=True)
        found = study.invent(table=table)
    except TooLarge as refusal:
        document = limit_document(refusal, study.checked)
        finish(lambda: document, lambda: None, as_json=as_json, checked=study.checked)
        raise
    offered: Offered | TooLarge | None = None
    if draws:
        try:
            with progress_of(draws, "readings") as step:
                offered = study.offered(found, most=SHOWN, seed=seed, draws=draws, progress=step)
        except TooLarge as refusal:
            offered = refusal
    stopped = not isinstance(offered, TooLarge | None) and offered.draws < draws
    if stopped and not isinstance(offered, TooLarge | None):
        click.echo(f"stopped after {offered.draws:,} of {draws:,} readings", err=True)

    def told() -> dict[str, object]:
        made = invent_document(found, offered, study.checked, visible, limit=limit)
        made["seed"] = seed
        made["status"] = "limit" if stopped else made["status"]
        made["variants"] = list(variants)
        made["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return made

    def text() -> None:
        InventText(console(), found, study.checked, visible, offered).write()

    finish(told, text, as_json=as_json, checked=study.checked)
    if stopped:
        sys.exit(130)
