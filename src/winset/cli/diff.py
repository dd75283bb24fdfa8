"""`winset diff`: what changed between two versions of a case, and what that did to the answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import click

from winset.cli.options import (
    complete_case,
    handling_option,
    json_option,
    limit_option,
    seed_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.analyses.comparison.answers import Version
    from winset.old_study import Study
    from winset.readings.shares import Share


@click.command(
    "diff", short_help="Say what changed between two versions of a case, and which change turned the answer."
)
@click.argument("old", type=click.Path(), shell_complete=complete_case)
@click.argument("new", type=click.Path(), shell_complete=complete_case)
@variant_option
@table_option
@seed_option
@click.option(
    "--draws",
    type=click.IntRange(min=0, max=1_000_000),
    default=1000,
    show_default=True,
    help="In how many readings of each version is asked whether there is a deal; 0 leaves it out.",
)
@handling_option
@limit_option
@json_option
def command(
    old: str,
    new: str,
    variants: tuple[str, ...],
    table: str | None,
    seed: int,
    draws: int,
    handling: Handling,
    limit: int,
    as_json: bool,
) -> None:
    """Say what changed between two versions of a case, what that did to the answer, and which change did it.

    OLD and NEW are folders with a case.yaml, or the files themselves. The order of a file and its comments do not
    matter. Every change is made alone to the old version, and taken back alone from the new one.

    \b
    Example:   winset diff monday/ friday/
               winset diff monday/ friday/ --table second_summit --json
               winset diff monday/ friday/ --variant kremlin_unchanged --draws 0
    """
    from winset.analyses.comparison.effects import comparison
    from winset.analyses.comparison.moved import moved
    from winset.casefile.in_memory_check import is_valid
    from winset.cli.output import console, finish
    from winset.model.changes import changes
    from winset.present.diff_answer import Diff, Side
    from winset.present.diff_data import diff_document
    from winset.present.diff_text import write_diff
    from winset.present.diff_visible import VisibleInBoth

    studies = _studies((old, new), variants, table)
    cases = (studies[0].case, studies[1].case)
    started = perf_counter()
    texts = tuple({name: one for name, one in study.checked.sources.items() if one} for study in studies)
    found = comparison(changes(*cases, *texts), _versions(studies, (old, new), table), table, is_valid)
    timings = {"changes": perf_counter() - started}
    shares, notes = _shares(studies, table, seed, draws)
    for name, study in zip(("old", "new"), studies, strict=True):
        timings |= {f"{stage}_{name}": seconds for stage, seconds in study.timings.items()}
    sides = [
        Side(
            checked=studies[n].checked,
            visible=VisibleInBoth(case=cases[n], level=handling, other=cases[1 - n]),
            version=version,
            share=shares[n],
        )
        for n, version in enumerate((found.old, found.new))
    ]
    diff = Diff(
        found=found,
        old=sides[0],
        new=sides[1],
        moved=moved(found.old, found.new),
        seed=seed,
        draws=draws,
        notes=tuple(notes),
    )

    def document() -> dict[str, object]:
        made = diff_document(diff, limit=limit)
        made["variants"] = list(variants)
        made["timings"] = {stage: round(seconds, 4) for stage, seconds in timings.items()}
        return made

    finish(
        document,
        lambda: write_diff(console(), diff),
        as_json=as_json,
        checked=[study.checked for study in studies],
    )


def _studies(files: tuple[str, str], variants: tuple[str, ...], table: str | None) -> tuple[Study, Study]:
    """Both cases, read under the variants. Ends the program with the errors of both where there are any."""
    from winset.casefile.read import read_case
    from winset.cli.output import show_problems
    from winset.errors import CaseError, UnknownName
    from winset.old_study import Study

    studies = []
    broken = False
    for what, file in zip(("OLD", "NEW"), files, strict=True):
        try:
            studies.append(Study(checked=read_case(file, variants), variants=variants))
        except CaseError as error:
            click.echo(f"{what}, {file}:\n", err=True)
            show_problems(error.problems)
            broken = True
            continue
        except UnknownName as error:
            raise UnknownName(f"{what}, {file}: {error}") from None
        tables = studies[-1].case.tables
        if table is not None and table not in tables:
            raise UnknownName(f"{what}, {file}: no table `{table}`; this case has: {', '.join(tables) or 'none'}")
    if broken:
        sys.exit(1)
    return studies[0], studies[1]


def _versions(studies: tuple[Study, Study], files: tuple[str, str], table: str | None) -> tuple[Version, Version]:
    """The whole answer of both versions; where one cannot be answered, it is said of which."""
    from winset.analyses.comparison.answers import version
    from winset.errors import NumberTooFine, TooLarge

    found = []
    for what, file, study in zip(("OLD", "NEW"), files, studies, strict=True):
        try:
            found.append(version(study.case, table))
        except TooLarge as refusal:
            raise TooLarge(f"{what}, {file}: {refusal}", refusal.packages) from None
        except NumberTooFine:
            click.echo(f"{what}, {file}:\n", err=True)
            raise
    return found[0], found[1]


def _shares(
    studies: tuple[Study, Study], table: str | None, seed: int, draws: int
) -> tuple[list[Share | None], list[str]]:
    """In how many readings each version has a deal, and why that is not told where it is not."""
    from winset.analyses.robustness.readings_question import DEAL, SettlementFindings
    from winset.cli.progress import progress_of
    from winset.errors import NumberTooFine, TooLarge
    from winset.old_study import Running

    if not draws:
        return [None, None], []
    shares: list[Share | None] = []
    notes = []
    with progress_of(2 * draws, "readings") as step:
        for n, study in enumerate(studies):
            which = ("old", "new")[n]
            try:
                work = study.shares(SettlementFindings(), table=table, seed=seed)
                done = Running(progress=partial(_later, step, n * draws)).of({which: work}, draws)
                if done.stopped:
                    raise KeyboardInterrupt
                shares.append(work.result(done.sums[which])[DEAL])
            except (TooLarge, NumberTooFine) as refusal:
                shares.append(None)
                notes.append(f"In how many readings the {which} version has a deal was not computed: {refusal}")
    return shares, notes


def _later(step: Callable[[int], None], before: int, done: int) -> None:
    """Tells how many readings are done, with those of the other version."""
    step(before + done)
