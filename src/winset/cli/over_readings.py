"""What `winset robust` asks of the readings of cases, and what is known when it stops."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from winset.analyses.robustness.acceptance import Acceptance, Share
    from winset.analyses.robustness.drivers import Driver
    from winset.analyses.robustness.flips import Flip
    from winset.analyses.robustness.robustness import Robustness, Sweep
    from winset.old_study import Study
    from winset.present.looked_at import LookedAt
    from winset.present.visible import Visible
    from winset.runs.jobs import Checkpoint, Executor, Work

MOST_LEADING = 3
"""Packages that lead of which it is asked whether they would hold."""
MOST_HOLDING = 1_000
"""Readings in which that is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A case with its variants, each read."""

    study: Study
    variants: dict[str, Study]

    @classmethod
    def of(cls, case: str, variants: tuple[str, ...], *, alone: bool) -> Read:
        """variants: under which the case itself is read; it is then compared with no other. Raises CaseError."""
        from winset.casefile.read import read_case, read_each_variant
        from winset.old_study import Study

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
    sweeps: dict[str, tuple[Fraction, ...]]
    hands: Executor | None

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
            "sweeps": "; ".join(f"{name} {', '.join(map(str, at))}" for name, at in self.sweeps.items()) or "none",
        }

    def of(self, cases: list[Read], kept: Checkpoint | None) -> list[Found]:
        """The answers for every case, as far as the run came; a case of which nothing is known is not among them."""
        from winset.analyses.robustness.question import DEAL, Settled
        from winset.analyses.robustness.robustness import Sweep
        from winset.cli.progress import progress_of
        from winset.old_study import Running

        tallies = {
            f"{n}": one.study.tally(table=self.table, seed=self.seed, packages=self.packages, levers=self.levers)
            for n, one in enumerate(cases)
        }
        shares = {
            f"{n}.{name}": study.shares(Settled(), table=self.table, seed=self.seed)
            for n, one in enumerate(cases)
            for name, study in one.variants.items()
        }
        numbers = {
            (n, name): one.study.number(name, table=self.table) for n, one in enumerate(cases) for name in self.sweeps
        }
        swept = {
            f"{n}/{name}/{value}": cases[n].study.shares(
                Settled(), table=self.table, seed=self.seed, at=(number, value)
            )
            for (n, name), number in numbers.items()
            for value in self.sweeps[name]
        }
        works: dict[str, Work] = {**tallies, **shares, **swept}
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
                told = [
                    Sweep(
                        number=numbers[n, name],
                        deal=tuple(
                            (value, swept[job].result(done.sums[job])[DEAL])
                            for value in values
                            if done.draws(job := f"{n}/{name}/{value}")
                        ),
                    )
                    for name, values in self.sweeps.items()
                ]
                found.append(Found(read=one, asked=self, answer=answer, beside=beside, sweeps=tuple(told)))
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
    """What is known of one case. beside: the readings with a deal under each variant. looked_at: whether the packages
    that lead would hold.
    """

    read: Read
    asked: Asked
    answer: Acceptance
    beside: dict[str, Share]
    sweeps: tuple[Sweep, ...] = ()
    drivers: tuple[Driver, ...] = ()
    flips: tuple[Flip, ...] = ()
    looked: bool = False
    looked_at: LookedAt | None = None

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

    def look_closer(self, label: str, kept: Checkpoint | None) -> None:
        """What the answer hangs on, and the numbers that turn the central one."""
        from winset.analyses.robustness.question import Settled
        from winset.cli.progress import progress_of
        from winset.old_study import Running

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
            self.looked_at = self._leading(label, kept)
            self.looked = not draws or (bool(self.drivers) and self.drivers[0].effects["deal"].turns.draws == draws)
        except KeyboardInterrupt:
            return

    def _leading(self, label: str, kept: Checkpoint | None) -> LookedAt | None:
        """Whether the packages that lead would hold, and in how many readings; None where none leads."""
        from winset.cli.holding import IN_PASSING, looked_at
        from winset.old_study import Running

        packages = [one.options for one in self.answer.most[:MOST_LEADING]]
        if not packages:
            return None
        return looked_at(
            self.read.study,
            packages,
            table=self.asked.table,
            seed=self.asked.seed,
            draws=min(self.asked.draws, MOST_HOLDING),
            most=IN_PASSING,
            running=Running(hands=self.asked.hands, kept=kept),
            label=label,
        )

    @property
    def known(self) -> Robustness:
        from winset.analyses.robustness.robustness import Robustness

        return Robustness(
            answer=self.answer,
            variants=self.beside,
            drivers=self.drivers,
            flips=self.flips,
            sweeps=self.sweeps,
        )

    def document(self, visible: Visible, limit: int) -> dict[str, object]:
        """The answer for programs."""
        from winset.present.robust_data import robust_document

        study = self.read.study
        document = robust_document(self.known, study.checked, visible, limit=limit, looked_at=self.looked_at)
        document["status"] = "limit" if self.stopped else "answered"
        document["variants"] = list(study.variants)
        document["timings"] = {stage: round(seconds, 4) for stage, seconds in study.timings.items()}
        return document

    def write(self, console: Console, visible: Visible, reach: int | None) -> None:
        """The answer for people."""
        from winset.present.robust_text import RobustText

        RobustText(console, self.known, self.read.study.checked, visible).write(reach, self.looked_at)
