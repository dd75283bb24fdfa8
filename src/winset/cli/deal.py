"""`winset deal`: is there a deal, which, who blocks, and what would open one."""

from __future__ import annotations

import click

from winset.cli.options import (
    asked_by,
    case_argument,
    deal_of,
    draws_options,
    effort_options,
    handling_option,
    json_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling


@click.command("deal", short_help="Say whether there is a deal, which, who blocks, and what would open one.")
@case_argument
@variant_option
@table_option
@draws_options
@effort_options
@handling_option
@click.option("--all", "everything", is_flag=True, help="List everything, not only what leads.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Longest list in JSON; 0 lists all.",
)
@click.option("--exact", is_flag=True, help="Numbers in JSON as exact fractions.")
@json_option
def command(
    case: str,
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    method: str | None,
    nodes: int,
    seconds: float | None,
    handling: Handling,
    everything: bool,
    limit: int,
    exact: bool,
    as_json: bool,
) -> None:
    """Say whether there is a deal, which, who blocks, and what would open one.

    CASE is a folder with a case.yaml, or the file itself.

    \b
    Example:   winset deal examples/alaska-2025
               winset deal examples/alaska-2025 --variant kremlin_unchanged
               winset deal examples/alaska-2025 --table second_summit --json
               winset deal examples/classroom --method search --nodes 100000
    """
    from winset.casefile.read import read_case
    from winset.cli.holding import in_passing
    from winset.cli.output import console, finish
    from winset.errors import TooLarge
    from winset.old_study import Study
    from winset.present.chosen import shown_packages
    from winset.present.data import deal_document, limit_document
    from winset.present.deal_text import DealText
    from winset.present.visible import Visible
    from winset.present.words import Words

    study = Study(checked=read_case(case, variants), variants=variants)
    visible = Visible(case=study.case, level=handling)
    asked = asked_by(method, nodes, seconds)
    try:
        answer = deal_of(study, table=table, seed=seed, draws=draws, asked=asked)
    except TooLarge as refusal:
        document = limit_document(refusal, study.checked)
        finish(lambda: document, lambda: None, as_json=as_json, checked=study.checked)
        raise
    packages = [item.package for item in shown_packages(answer, Words(study.case, answer.case))]
    known = in_passing(study, packages, table=table, seed=seed) if packages else None
    finish(
        lambda: {
            **deal_document(answer, study.checked, visible, exact=exact, limit=limit, looked_at=known),
            "variants": list(variants),
            "timings": {stage: round(seconds, 4) for stage, seconds in study.timings.items()},
        },
        lambda: DealText(console(), answer, study.checked, visible, everything=everything).write(known),
        as_json=as_json,
        checked=study.checked,
    )
