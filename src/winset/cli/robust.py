"""`winset robust`: how sure is the answer, when numbers are guesses and the sources are silent on much?"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import click

from winset.cli.options import (
    cases_argument,
    draws_options,
    handling_option,
    json_option,
    limit_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling
from winset.model.version import VERSION

MOST_STEPS = 1_000
BEST = 100
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


def swept(told: str) -> tuple[str, tuple[Fraction, ...]]:
    """NUMBER=LOW:HIGH:STEP: the name of a judged number, and the values that it takes."""
    name, sign, ends = told.partition("=")
    try:
        low, high, step = (Fraction(one.strip()) for one in ends.split(":"))
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f"`{told}` is not NUMBER=LOW:HIGH:STEP, such as walk_away.russia=0:40:5") from None
    if not sign or step <= 0 or high < low or (high - low) / step >= MOST_STEPS:
        raise click.BadParameter(f"`{told}` does not go up from LOW to HIGH in fewer than {MOST_STEPS} steps")
    within = name.strip().startswith(("salience.", "score."))
    if within and (low < 0 or high > BEST):
        raise click.BadParameter(f"`{name.strip()}` lies between 0 and {BEST}")
    return name.strip(), tuple(low + n * step for n in range(int((high - low) / step) + 1))


@click.command("robust", short_help="Say how far the answer hangs on numbers and silences: the share of readings.")
@cases_argument
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
    "--sweep",
    "sweeps",
    multiple=True,
    metavar="NUMBER=LOW:HIGH:STEP",
    help="The readings with a deal as one judged number takes each of these values, such as "
    "walk_away.russia=0:40:5. May be repeated.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that share the readings. [default: by their number]"
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Share the readings among the workers of this Dask scheduler, such as tcp://host:8786.",
)
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep what is done in this file, and go on from what it holds. [default: none; with --cluster "
    "CASE-ID.readings, until the run ends]",
)
@click.option("--alone", is_flag=True, help="Leave out the comparison with the variants of the case.")
@handling_option
@limit_option
@json_option
def command(
    cases: tuple[str, ...],
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    packages: tuple[str, ...],
    levers: int,
    reach: int | None,
    driver_draws: int,
    sweeps: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
    resume: Path | None,
    alone: bool,
    handling: Handling,
    limit: int,
    as_json: bool,
) -> None:
    """Say how far the answer hangs on numbers that are judged and on what the sources leave out.

    CASE is a folder with a case.yaml, or the file itself; several may be named. Every reading fixes each number within
    its range. Ctrl-C stops, and what is done by then is kept.

    \b
    Example:   winset robust examples/alaska-2025 --draws 10000
               winset robust examples/alaska-2025 --package territory=freeze,ceasefire=full
    """
    from winset.cli.output import console, finish
    from winset.cli.over_readings import Asked, Read
    from winset.present.visible import Visible
    from winset.runs.checkpoint import CheckpointFile
    from winset.runs.cluster import Cluster, ClusterLost
    from winset.runs.processes import Processes, processors

    if cluster is not None and workers is not None:
        raise click.UsageError("name a cluster or a number of workers, not both")
    read = [Read.of(case, variants, alone=alone) for case in cases]
    workers = workers or (processors() if draws >= MANY_DRAWS else 1)
    asked = Asked(
        table=table,
        seed=seed,
        draws=draws,
        packages=tuple(named_package(told) for told in packages),
        levers=levers,
        driver_draws=driver_draws,
        sweeps=dict(swept(told) for told in sweeps),
        hands=Cluster(cluster) if cluster is not None else Processes(workers) if workers > 1 else None,
    )
    path = resume or (Path(f"{read[0].study.case.case.id}.readings") if cluster is not None else None)
    kept = CheckpointFile(path=path, asked=asked.told(read)) if path is not None else None
    try:
        found = asked.of(read, kept)
    except ClusterLost as lost:
        raise ClusterLost(f"{lost}\nWhat was done by then is in {path}; go on with: --resume {path}") from lost
    stopped = [one for one in found if one.stopped]
    if kept is not None and resume is None and not stopped:
        kept.path.unlink(missing_ok=True)

    def document() -> dict[str, object]:
        documents = [one.document(Visible(case=one.read.study.case, level=handling), limit) for one in found]
        if len(cases) == 1:
            return documents[0]
        apart = {key: {str(one["case"]): one.pop(key) for one in documents} for key in ("sha256", "timings")}
        return {"winset": VERSION, "cases": documents, **apart}

    def text() -> None:
        for one in found:
            one.write(console(), Visible(case=one.read.study.case, level=handling), reach)

    finish(document, text, as_json=as_json, checked=[one.read.study.checked for one in found])
    for one in stopped:
        click.echo(one.stopped, err=True)
    if stopped and kept is not None:
        click.echo(f"go on with: --resume {kept.path}", err=True)
    if stopped or len(found) < len(cases):
        sys.exit(130)
