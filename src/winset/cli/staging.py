"""`winset staging`: does a plan of steps enforce itself?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from winset.cli.chart import picture, say, write_staging
from winset.cli.options import FiniteRange, case_argument, handling_option, json_option, seed_option, variant_option
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.analyses.staging.helped import Help
    from winset.analyses.staging.schedule import Objective

OBJECTIVES: tuple[Objective, ...] = ("security", "worth", "end")


@click.command("staging", short_help="Say whether a plan of steps holds, which step breaks first, and a better order.")
@case_argument
@click.option(
    "--floor",
    "floors",
    multiple=True,
    metavar="PARTY=POINTS",
    help="The least that a better schedule must be worth to a party; may be repeated. [default: 0 each]",
)
@click.option(
    "--ratio",
    type=FiniteRange(min=0, max=1000),
    default=1.0,
    show_default=True,
    help="How many times what a breach brings it must cost in a better schedule.",
)
@click.option(
    "--periods",
    type=click.IntRange(1, 400),
    help="Periods that a better schedule may take. [default: those of the plan]",
)
@click.option(
    "--objective",
    "objectives",
    type=click.Choice(OBJECTIVES),
    multiple=True,
    help="Look for the schedule that is best in this; may be repeated. [default: all]",
)
@click.option(
    "--automatic",
    multiple=True,
    metavar="STEP",
    help="This step is put back by itself, whoever would gain by keeping it; may be repeated.",
)
@click.option(
    "--with",
    "helps",
    multiple=True,
    metavar="HELP",
    help="Test the plan with help: monitors:PARTY=CHANCE, guarantee:PARTY=POINTS or exchange:STEP+STEP=PARTS; may be "
    "repeated.",
)
@click.option("--package", metavar="ISSUE=OPTION,…", help="Say whether the plan carries out this package.")
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=picture,
    help="Draw it, .svg or .png: a time line of the steps, and what a breach would bring and cost each party.",
)
@variant_option
@seed_option
@click.option(
    "--draws",
    type=click.IntRange(min=0, max=100_000),
    default=500,
    show_default=True,
    help="In how many readings of its numbers the plan is tested; 0 leaves it out.",
)
@handling_option
@json_option
def command(
    case: str,
    floors: tuple[str, ...],
    ratio: float,
    periods: int | None,
    objectives: tuple[Objective, ...],
    automatic: tuple[str, ...],
    helps: tuple[str, ...],
    package: str | None,
    chart: Path | None,
    variants: tuple[str, ...],
    seed: int,
    draws: int,
    handling: Handling,
    as_json: bool,
) -> None:
    """Say whether each party would do its part of the plan at every date, where it breaks first, which terms would mend
    it, and in which order the steps would hold better.

    CASE is a folder with a case.yaml that has a `plan`, or the file itself.

    \b
    Example:   winset staging examples/alaska-2025
               winset staging examples/alaska-2025 --floor us=8 --objective security
               winset staging examples/alaska-2025 --package territory=full_withdrawal,ceasefire=full --json
               winset staging examples/exchange --with monitors:oster=0.2 --chart plan.svg
    """
    from winset.casefile.read import read_case
    from winset.cli.output import Wrote, console, finish
    from winset.cli.robust import named_package
    from winset.present.staging_data import staging_document
    from winset.present.staging_text import Beside, StagingText
    from winset.present.visible import Visible
    from winset.study import Study

    study = Study(checked=read_case(case, variants), variants=variants)
    visible = Visible(case=study.case, level=handling)
    unknown = [step for step in automatic if study.case.plan is None or step not in study.case.plan.steps]
    if unknown:
        raise click.BadParameter(f"no step `{unknown[0]}` in the plan", param_hint="--automatic")
    asked = study.asked_of_schedules(ratio=ratio, floors=_floors(floors), periods=periods)
    found = study.staging(asked, objectives=objectives or OBJECTIVES, automatic=frozenset(automatic))
    sure = study.plan_sure(seed=seed, draws=draws, automatic=frozenset(automatic)) if draws else None
    carried = study.carried(named_package(package)) if package is not None else None
    tested = tuple(study.helped(found, _help(one)) for one in helps)
    beside = Beside(case=study.positions, covered=study.plan_covers(), sure=sure, carried=carried, helped=tested)

    def told() -> dict[str, object]:
        made = staging_document(found, study.checked, visible, beside)
        made["variants"] = list(variants)
        made["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return made

    if chart is not None:
        say(write_staging(chart, found, visible))
    finish(
        told,
        lambda: StagingText(console(), found, study.checked, visible).write(beside),
        as_json=as_json,
        checked=study.checked,
        wrote=Wrote(folder=chart.parent, names=(chart.name,)) if chart is not None else None,
    )


def _help(told: str) -> Help:
    """One help. Raises click.BadParameter."""
    from winset.analyses.staging.helped import KINDS, Help

    what, _, number = told.partition("=")
    kind, _, names = what.partition(":")
    known = next((one for one in KINDS if one == kind), None)
    each = tuple(names.split("+"))
    try:
        size = float(number)
    except ValueError:
        size = -1.0
    fits = len(each) == (2 if known == "exchange" else 1) and len(set(each)) == len(each) and all(each)
    most = {"monitors": 1.0, "guarantee": 1e6, "exchange": 100.0}.get(kind, 0.0)
    if known is None or not fits or not 0 < size <= most or (known == "exchange" and size != int(size)):
        message = f"`{told}` is not monitors:PARTY=CHANCE, guarantee:PARTY=POINTS or exchange:STEP+STEP=PARTS"
        raise click.BadParameter(message, param_hint="--with")
    return Help(kind=known, names=each, size=size)


def _floors(told: tuple[str, ...]) -> dict[str, float]:
    """The floors by party. Raises click.BadParameter."""
    found = {}
    for one in told:
        name, sign, number = one.partition("=")
        try:
            value = float(number)
        except ValueError:
            sign = ""
            value = 0.0
        if not sign or not abs(value) < float("inf"):
            raise click.BadParameter(f"`{one}` is not PARTY=POINTS", param_hint="--floor")
        found[name] = value
    return found
