"""`winset tables`: who must be in the room?"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from winset.cli.chart import picture, say, write_tables
from winset.cli.options import (
    FiniteRange,
    case_argument,
    handling_option,
    json_option,
    limit_option,
    seed_option,
    variant_option,
)
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.present.tables_text import Holds


@click.command("tables", short_help="Say who must be in the room: what each table can agree, and what would hold.")
@case_argument
@click.option(
    "--subsets", is_flag=True, help="Look at every set of seats as well, and for the smallest that is enough."
)
@click.option(
    "--tolerated",
    type=FiniteRange(min=0),
    default=0.0,
    show_default=True,
    metavar="POINTS",
    help="By how much the sum of gains at the smallest table may fall short of that of all.",
)
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=picture,
    help="Draw it, .svg or .png: the tables side by side, what each brings whom, and meeting in stages.",
)
@variant_option
@seed_option
@click.option(
    "--draws",
    type=click.IntRange(min=0, max=1_000_000),
    default=200,
    show_default=True,
    help="In how many readings each table is looked at; 0 leaves it out.",
)
@handling_option
@limit_option
@json_option
def command(
    case: str,
    subsets: bool,
    tolerated: float,
    chart: Path | None,
    variants: tuple[str, ...],
    seed: int,
    draws: int,
    handling: Handling,
    limit: int,
    as_json: bool,
) -> None:
    """Say of every table what could be agreed there, what of that would be carried out and ratified, what leaving
    parties out costs whom, what meeting in stages changes, and whose conditions keep them from the table.

    CASE is a folder with a case.yaml, or the file itself. Beside the tables of the case stands that of everybody.

    \b
    Example:   winset tables examples/alaska-2025
               winset tables examples/alaska-2025 --subsets --draws 1000
               winset tables examples/alaska-2025 --chart tables.svg
               winset tables examples/camp-david-1978 --draws 0 --json
    """
    from winset.casefile.read import read_case, read_each_variant
    from winset.cli.output import Wrote, console, finish
    from winset.cli.progress import progress_of
    from winset.errors import TooLarge
    from winset.old_study import Running, Study
    from winset.present.data import limit_document
    from winset.present.tables_data import tables_document
    from winset.present.tables_text import TablesText
    from winset.present.tables_variants import VariantsText
    from winset.present.tables_words import TablesWords
    from winset.present.visible import Visible

    study = Study(checked=read_case(case, variants), variants=variants)
    visible = Visible(case=study.case, level=handling)
    others = {}
    try:
        found = study.tables(subsets=subsets, tolerated=Fraction(str(tolerated)))
        if not variants:
            read = read_each_variant(study.checked.path, tuple(study.case.variants))
            others = {name: Study(checked=one, variants=(name,)).tables() for name, one in read.items()}
    except TooLarge as refusal:
        document = limit_document(refusal, study.checked)
        finish(lambda: document, lambda: None, as_json=as_json, checked=study.checked)
        raise
    holds: Holds = None
    if draws:
        try:
            with progress_of(draws, "readings") as step:
                holds = dict(study.tables_holding(found, seed=seed, draws=draws, running=Running(progress=step)))
        except TooLarge as refusal:
            holds = refusal
    done = next((share.draws for share in holds.values()), 0) if isinstance(holds, dict) else draws
    stopped = isinstance(holds, dict) and done < draws
    if stopped:
        click.echo(f"stopped after {done:,} of {draws:,} readings", err=True)

    def told() -> dict[str, object]:
        made = tables_document(found, holds, study.checked, visible, limit=limit)
        made["status"] = "limit" if stopped else made["status"]
        made["variants_beside"] = VariantsText(TablesWords(found, visible), others).data()
        made["seed"] = seed
        made["variants"] = list(variants)
        made["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return made

    def text() -> None:
        TablesText(console(), found, study.checked, visible, holds).write(
            VariantsText(TablesWords(found, visible), others)
        )

    wrote = None
    if chart is not None:
        say(write_tables(chart, found, visible))
        wrote = Wrote(folder=chart.parent, names=(chart.name,))
    finish(told, text, as_json=as_json, checked=study.checked, wrote=wrote)
    if stopped:
        sys.exit(130)
