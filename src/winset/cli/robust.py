"""`winset robust`: how sure is the answer, when numbers are guesses and the sources are silent on much?"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from winset.cli.options import (
    cases_argument,
    draws_options,
    handling_option,
    json_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling
from winset.model.version import VERSION

if TYPE_CHECKING:
    from rich.console import Console

    from winset.analyses.robustness.acceptance import Acceptance, Share
    from winset.analyses.robustness.drivers import Driver
    from winset.analyses.robustness.flips import Flip
    from winset.analyses.robustness.robustness import Robustness
    from winset.present.visible import Visible
    from winset.study import Study
    from winset.workers import Hands, Kept, Work

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
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Longest list in JSON; 0 lists all."
)
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
    from winset.casefile.readings_file import ReadingsFile
    from winset.cli.output import console, finish
    from winset.present.visible import Visible
    from winset.workers import Processes, processors
    from winset.workers.cluster import Cluster, ClusterLost

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
        hands=Cluster(cluster) if cluster is not None else Processes(workers) if workers > 1 else None,
    )
    path = resume or (Path(f"{read[0].study.case.case.id}.readings") if cluster is not None else None)
    kept = ReadingsFile(path=path, asked=asked.told(read)) if path is not None else None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A case with its variants, each read."""

    study: Study
    variants: dict[str, Study]

    @classmethod
    def of(cls, case: str, variants: tuple[str, ...], *, alone: bool) -> Read:
        """variants: under which the case itself is read; it is then compared with no other. Raises CaseError."""
        from winset.casefile.read import read_case, read_each_variant
        from winset.study import Study

        study = Study(checked=read_case(case, variants), variants=variants)
        others = () if alone or variants else tuple(study.case.variants)
        under = read_each_variant(case, others) if others else {}
        return cls(study=study, variants={name: Study(checked=one, variants=(name,)) for name, one in under.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every case, and who does the work."""

    table: str | None
    seed: int
    draws: int
    packages: tuple[dict[str, str], ...]
    levers: int
    driver_draws: int
    hands: Hands | None

    def told(self, cases: list[Read]) -> dict[str, str]:
        """All that decides the numbers, for the file that keeps what is done."""
        return {
            **{f"case {one.study.case.case.id}": one.study.checked.sha256[:16] for one in cases},
            "variants": ", ".join(name for one in cases for name in (*one.study.variants, *one.variants)) or "none",
            "table": self.table or "none",
            "seed": str(self.seed),
            "draws": str(self.draws),
            "packages": "; ".join(str(sorted(one.items())) for one in self.packages) or "none",
            "levers": str(self.levers),
            "draws for drivers": str(self.driver_draws),
        }

    def of(self, cases: list[Read], kept: Kept | None) -> list[Found]:
        """The answers for every case, as far as the run came; a case of which nothing is known is not among them."""
        from winset.analyses.robustness.question import DEAL, Settled
        from winset.cli.progress import progress_of
        from winset.study import Running

        tallies = {
            f"{n}": one.study.tally(table=self.table, seed=self.seed, packages=self.packages, levers=self.levers)
            for n, one in enumerate(cases)
        }
        shares = {
            f"{n}.{name}": study.shares(Settled(), table=self.table, seed=self.seed)
            for n, one in enumerate(cases)
            for name, study in one.variants.items()
        }
        works: dict[str, Work] = {**tallies, **shares}
        started = perf_counter()
        with progress_of(self.draws * len(works), "readings") as step:
            done = Running(hands=self.hands, progress=step, kept=kept).of(works, self.draws)
        took = perf_counter() - started
        found = []
        for n, one in enumerate(cases):
            if done.draws(f"{n}"):
                one.study.timings["robust"] = took
                beside = {
                    name: shares[job].result(done.sums[job])[DEAL]
                    for name in one.variants
                    if done.draws(job := f"{n}.{name}")
                }
                answer = tallies[f"{n}"].result(done.sums[f"{n}"])
                found.append(Found(read=one, asked=self, answer=answer, beside=beside))
        if not found:
            raise KeyboardInterrupt
        whole = all(done.draws(job) == self.draws for job in works)
        for n, each in enumerate(found if whole else ()):
            each.look_closer(f"{n}", kept)
            if each.stopped:
                break
        return found


@dataclass(slots=True, kw_only=True)
class Found:
    """What is known of one case. beside: the readings with a deal under each variant."""

    read: Read
    asked: Asked
    answer: Acceptance
    beside: dict[str, Share]
    drivers: tuple[Driver, ...] = ()
    flips: tuple[Flip, ...] = ()
    looked: bool = False

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped; empty where nothing is."""
        told, draws = [], self.asked.draws
        if self.answer.draws < draws:
            told.append(f"after {self.answer.draws:,} of {draws:,} readings")
        told += [
            f"after {one.draws:,} of {draws:,} readings under the variant {name}"
            for name, one in self.beside.items()
            if one.draws < draws
        ]
        left = ", ".join(name for name in self.read.variants if name not in self.beside)
        told += [f"without the variants {left}"] if left else []
        told += [] if self.looked else ["without what the answer hangs on"]
        return f"{self.read.study.case.case.id}: stopped {'; '.join(told)}" if told else ""

    def look_closer(self, label: str, kept: Kept | None) -> None:
        """What the answer hangs on, and the numbers that turn the central one."""
        from winset.analyses.robustness.question import Settled
        from winset.cli.progress import progress_of
        from winset.study import Running

        asked, study, draws = self.asked, self.read.study, self.asked.driver_draws
        try:
            if draws:
                with progress_of(draws, "readings for what the answer hangs on") as step:
                    self.drivers = study.drivers(
                        Settled(package=self.answer.leading),
                        table=asked.table,
                        seed=asked.seed,
                        draws=draws,
                        variants=self.read.variants,
                        label=label,
                        running=Running(hands=asked.hands, progress=step, kept=kept),
                    )
            self.flips = study.flips(table=asked.table)
            self.looked = not draws or (bool(self.drivers) and self.drivers[0].effects["deal"].turns.draws == draws)
        except KeyboardInterrupt:
            return

    @property
    def known(self) -> Robustness:
        from winset.analyses.robustness.robustness import Robustness

        return Robustness(answer=self.answer, variants=self.beside, drivers=self.drivers, flips=self.flips)

    def document(self, visible: Visible, limit: int) -> dict[str, object]:
        """The answer for programs."""
        from winset.present.robust_data import robust_document

        study = self.read.study
        document = robust_document(self.known, study.checked, visible, limit=limit)
        document["status"] = "limit" if self.stopped else "answered"
        document["variants"] = list(study.variants)
        document["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return document

    def write(self, console: Console, visible: Visible, reach: int | None) -> None:
        """The answer for people."""
        from winset.present.robust_text import RobustText

        RobustText(console, self.known, self.read.study.checked, visible).write(reach)
