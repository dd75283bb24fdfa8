"""`winset stability`: once it is agreed, who gains by moving away, and who could answer?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from winset.cli.beside_stability import Also, Showing
from winset.cli.chart import picture, say, write_stability
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
    from winset.analyses.robustness.acceptance import Share
    from winset.analyses.stability.deterrence import Concept

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")


@click.command("stability", short_help="Say whether a package would hold: who gains by moving away, who could answer.")
@case_argument
@click.option(
    "--package",
    metavar="ISSUE=OPTION,…",
    help="Look at this package; issues not named stay as they are. [default: what leads in `winset deal`]",
)
@click.option(
    "--concept",
    "concepts",
    type=click.Choice(CONCEPTS),
    multiple=True,
    help="List the states that are stable by this definition; may be repeated. [default: all]",
)
@click.option("--coalitions", is_flag=True, help="Say as well who could gain by leaving it together.")
@click.option(
    "--partition",
    metavar="A+B,…",
    help="Say as well what holds if these parties each act as one; a party that is not named acts by itself.",
)
@click.option("--paths", is_flag=True, help="Say as well how things could get there from where they stand.")
@click.option(
    "--inverse",
    type=click.Choice(CONCEPTS[:4]),
    multiple=True,
    help="Say as well which preferences would have to be different for it to be stable by this definition; may be "
    "repeated.",
)
@click.option(
    "--ahead",
    type=click.IntRange(1, 50),
    metavar="MOVES",
    help="For two parties: say as well what holds if each looks up to so many moves ahead.",
)
@click.option("--by-value", is_flag=True, help="Rank by value even where the case has statements or a ranking.")
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=picture,
    help="Draw it, .svg or .png: all states up to 60 of them, else what can follow from the package.",
)
@variant_option
@table_option
@seed_option
@click.option(
    "--draws",
    type=click.IntRange(min=0, max=1_000_000),
    default=1000,
    show_default=True,
    help="In how many readings the package is looked at; 0 leaves it out.",
)
@handling_option
@limit_option
@json_option
def command(
    case: str,
    package: str | None,
    concepts: tuple[str, ...],
    coalitions: bool,
    partition: str | None,
    paths: bool,
    inverse: tuple[Concept, ...],
    ahead: int | None,
    by_value: bool,
    chart: Path | None,
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    handling: Handling,
    limit: int,
    as_json: bool,
) -> None:
    """Say whether a package would hold once it is agreed: who gains by moving away from it alone, who could answer so
    that the gain does not last, and which packages are stable.

    CASE is a folder with a case.yaml, or the file itself. What each party can change alone is what `moves` says of it.

    \b
    Example:   winset stability examples/camp-david-1978
               winset stability examples/alaska-2025 --package territory=freeze,ceasefire=full
               winset stability examples/alaska-2025 --by-value --concept seq --json
               winset stability examples/literature/kilgour-2001-elmira --coalitions --paths --inverse nash
               winset stability examples/literature/kilgour-2001-elmira --chart elmira.svg
    """
    from winset.casefile.read import read_case
    from winset.cli.output import Wrote, console, finish
    from winset.cli.progress import progress_of
    from winset.cli.robust import named_package
    from winset.errors import TooLarge
    from winset.old_study import Running, Study
    from winset.present.data import limit_document
    from winset.present.stability_data import stability_document
    from winset.present.stability_text import Shown, StabilityText
    from winset.present.visible import Visible

    study = Study(checked=read_case(case, variants), variants=variants)
    visible = Visible(case=study.case, level=handling)
    keys = tuple(key for key in CONCEPTS if not concepts or key in concepts)
    named = named_package(package) if package is not None else None
    try:
        if named is None and study.has_to_prepare(table=table):
            click.echo(PREPARING, err=True)
        found = study.stability(table=table, package=named, by_value=by_value)
    except TooLarge as refusal:
        document = limit_document(refusal, study.checked)
        finish(lambda: document, lambda: None, as_json=as_json, checked=study.checked)
        raise
    holds: dict[str, Share] | TooLarge | None = None
    if draws and found.held is not None and found.states.moving:
        try:
            with progress_of(draws, "readings") as step:
                holds = dict(study.holding(found, seed=seed, draws=draws, running=Running(progress=step)))
        except TooLarge as refusal:
            holds = refusal
    shown = Shown(keys=keys, holds=holds)
    also = Also(named=concepts, coalitions=coalitions, partition=partition, paths=paths, inverse=inverse, ahead=ahead)
    parts = also.parts(study, found, Showing(visible=visible, keys=keys, most=limit or None))
    done = next((share.draws for share in holds.values()), 0) if isinstance(holds, dict) else draws
    stopped = isinstance(holds, dict) and done < draws
    if stopped:
        click.echo(f"stopped after {done:,} of {draws:,} readings", err=True)

    def told() -> dict[str, object]:
        made = stability_document(found, shown, study.checked, visible, limit=limit)
        for part in parts:
            made.update(part.data())
        made["status"] = "limit" if stopped else made["status"]
        made["seed"] = seed
        made["variants"] = list(variants)
        made["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return made

    def text() -> None:
        StabilityText(console(), found, study.checked, visible, shown).write(parts)

    wrote = None
    if chart is not None:
        say(write_stability(chart, found, visible))
        wrote = Wrote(folder=chart.parent, names=(chart.name,))
    finish(told, text, as_json=as_json, checked=study.checked, wrote=wrote)
    if stopped:
        sys.exit(130)
