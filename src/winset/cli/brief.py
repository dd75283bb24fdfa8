"""`winset brief`: two pages that can be handed over, and an annex that opens every claim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from winset.analyses.settlement.deal import Deal
    from winset.old_study import Study
    from winset.present.brief.steps import Planned

PLAN_DRAWS, PLAN_TESTS = 200, 800
"""In how many readings a plan is tested beside the other questions, and how often at most with numbers drawn anew."""


@click.command("brief", short_help="Write the brief that can be handed over: HTML for print, or Markdown.")
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .html or .md. [default: CASE-ID.html]",
)
@variant_option
@table_option
@draws_options
@effort_options
@handling_option
@json_option
def command(
    case: str,
    output: Path | None,
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    method: str | None,
    nodes: int,
    seconds: float | None,
    handling: Handling,
    as_json: bool,
) -> None:
    """Write the brief that can be handed over: one HTML file that needs nothing else, or Markdown.

    What is marked above the handling level is left out, and the brief says how much. At `--handling open` it shows no
    judgement as a number.

    \b
    Example:   winset brief examples/alaska-2025 --output alaska.html
               winset brief examples/alaska-2025 --handling open --output public.md
    """
    from winset.casefile.read import read_case
    from winset.casefile.save import write_new
    from winset.cli.beside_tables import tables_found
    from winset.cli.holding import IN_WORDS, looked_at
    from winset.cli.output import Wrote, finish
    from winset.old_study import Study
    from winset.present.brief import html_brief, markdown_brief
    from winset.present.brief.contents import Beside, Contents
    from winset.present.chosen import shown_packages
    from winset.present.visible import Visible
    from winset.present.words import Words

    study = Study(checked=read_case(case, variants), variants=variants)
    target = output or Path(f"{study.case.case.id}.html")
    if target.suffix.lower() not in (".html", ".htm", ".md"):
        raise click.UsageError(f"a brief is .html or .md, not `{target.suffix or target.name}`")
    asked = asked_by(method, nodes, seconds)
    answer = deal_of(study, table=table, seed=seed, draws=draws, asked=asked)
    others = _others(study)
    packages = [item.package for item in shown_packages(answer, Words(study.case, answer.case))]
    beside = Beside(
        looked_at=looked_at(study, packages, table=table, seed=seed, draws=draws, keys=IN_WORDS),
        tables=tables_found(study, others, seed=seed, draws=draws, effort=asked.effort),
        planned=_planned(study, answer, packages, seed, draws),
    )
    contents = Contents(answer, study.checked, Visible(case=study.case, level=handling), beside)
    text = markdown_brief(contents) if target.suffix.lower() == ".md" else html_brief(contents)
    write_new(target, text)
    finish(
        lambda: {
            "case": study.case.case.id,
            "file": str(target),
            "handling": handling,
            "answer": contents.answer,
        },
        lambda: click.echo(f"The brief is in {target.resolve()}"),
        as_json=as_json,
        checked=study.checked,
        wrote=Wrote(folder=target.parent, names=(target.name,)),
    )


def _others(study: Study) -> dict[str, Study]:
    """The case under each of its variants, unless it is read under one already."""
    from winset.casefile.read import read_each_variant
    from winset.old_study import Study

    read = read_each_variant(study.checked.path, () if study.variants else tuple(study.case.variants))
    return {name: Study(checked=checked, variants=(name,)) for name, checked in read.items()}


def _planned(study: Study, answer: Deal, packages: Sequence[tuple[int, ...]], seed: int, draws: int) -> Planned | None:
    """What is known of the steps; None where the case has no plan. packages: those that are shown."""
    from winset.present.brief.steps import Planned

    if study.case.plan is None:
        return None
    few = min(draws, PLAN_DRAWS)
    return Planned(
        case=study.positions,
        found=study.staging(objectives=("security",)),
        covered=study.plan_covers(answer.central),
        carried=tuple(study.carried_package(package) for package in packages),
        sure=study.plan_sure(seed=seed, draws=few, redrawn=PLAN_TESTS // max(1, study.plan_ranges)) if few else None,
    )
