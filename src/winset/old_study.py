"""A study: one case, checked, and one result for each analysis that the user asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from time import perf_counter
from typing import TYPE_CHECKING

from winset.analyses.settlement.deal import Deal, deal
from winset.analyses.settlement.methods.decide import Asked
from winset.analyses.settlement.packages import total_packages
from winset.compiled import Compiled, compiled
from winset.errors import UnknownName, WinsetError
from winset.model.case import Case
from winset.model.evidence import Checked
from winset.readings import central

if TYPE_CHECKING:
    from winset.analyses.robustness.acceptance import Acceptance, Share
    from winset.analyses.robustness.drivers import Driver
    from winset.analyses.robustness.flips import Flip
    from winset.analyses.robustness.numbers import JudgedNumber
    from winset.analyses.robustness.question import Question
    from winset.analyses.robustness.robustness import Robustness
    from winset.analyses.robustness.shares import Shares
    from winset.analyses.robustness.tally import Tally
    from winset.analyses.settlement.settle import Settlement
    from winset.analyses.staging.helped import Help, Helped
    from winset.analyses.staging.packages import Carried, Covered
    from winset.analyses.staging.readings import Sure
    from winset.analyses.staging.schedule import Asked as Schedules
    from winset.analyses.staging.schedule import Objective
    from winset.analyses.staging.staging import Staging
    from winset.runs.jobs import Checkpoint, Done, Executor, Work

Holds = Mapping[str, "Share"]
"""In how many readings a package is stable, by definition, and by definition and party."""
SEED = 1
DRAWS = 1000
DRIVER_DRAWS = 200
"""Draws in which every input is drawn anew or switched by itself."""
PULLED_TOGETHER = 2
MOST_COVERED = 200_000
"""Packages up to which the acceptable ones are held against a plan that is asked about."""
MOST_PULLED = 2_000
"""Combinations of levers that are asked about at once."""


def _nobody(_: int) -> None:
    """Nobody is told how far a run is."""


@dataclass(slots=True, kw_only=True)
class Study:
    """Runs analyses on a checked case. variants: those that the case was read under. timings: seconds by stage, as
    they ran.
    """

    checked: Checked
    variants: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case. Raises WinsetError where its file does not give one."""
        if self.checked.case is None:
            raise WinsetError("this case has errors; `winset check` lists them")
        return self.checked.case

    def has_to_prepare(self, *, table: str | None = None, asked: Asked | None = None) -> bool:
        """True where `deal`, asked the same, makes compiled code first, which it does once and which takes a while."""
        from winset.analyses.settlement.methods.decide import needs_kernels

        if not needs_kernels(compiled(self.case, table), asked or Asked()):
            return False
        from winset.analyses.settlement.kernels import prepared

        return not prepared()

    def deal(
        self, *, table: str | None = None, seed: int = SEED, draws: int = DRAWS, asked: Asked | None = None
    ) -> Deal:
        """Whether there is a deal, which, who blocks and what the answer turns on.

        table: ask of this table instead of the case's consent list. seed, draws: of the draws that resolve silence.
        asked: by which method and with how much effort, if not by size and shape. Raises UnknownName for a table that
        the case does not have, TooLarge and NumberTooFine.
        """
        started = perf_counter()
        result = deal(compiled(self.case, table), seed=seed, draws=draws, asked=asked)
        self.timings["deal"] = perf_counter() - started
        return result

    def tally(
        self,
        *,
        table: str | None = None,
        seed: int = SEED,
        packages: tuple[dict[str, str], ...] = (),
        levers: int = 0,
    ) -> Tally:
        """The work that says over draws of everything judged, missing or silent whether there is a deal, and which.

        packages: those that are asked about, as options of issues; an issue that is not named stays at its status quo.
        levers: every combination of up to so many levers is pulled as well. Raises UnknownName and TooLarge.
        """
        from winset.analyses.robustness.tally import Tally

        case = compiled(self.case, table)
        named = tuple(case.package(options) for options in packages)
        pulled = [one for size in range(1, levers + 1) for one in combinations(range(len(case.levers)), size)]
        if len(pulled) > MOST_PULLED:
            raise WinsetError(
                f"{len(pulled):,} combinations of levers are too many; {MOST_PULLED:,} at most are pulled"
            )
        return Tally(case, seed, named, tuple(pulled))

    def shares(
        self,
        question: Question,
        *,
        table: str | None = None,
        seed: int = SEED,
        at: tuple[JudgedNumber, Fraction] | None = None,
    ) -> Shares:
        """The work that says in how many draws the findings of any question hold. at: with a number at one value."""
        from winset.analyses.robustness.shares import Shares

        case = compiled(self.case, table) if at is None else at[0].moved(at[1])
        return Shares(case=case, question=question, seed=seed)

    def robust(self, tally: Tally, *, draws: int = DRAWS, running: Running | None = None) -> Acceptance:
        """The settlement answer over draws. running: by whom. Raises KeyboardInterrupt where nothing was done by then,
        TooLarge and NumberTooFine.
        """
        started = perf_counter()
        done = (running or Running()).of({"case": tally}, draws)
        self.timings["robust"] = perf_counter() - started
        if not done.draws("case"):
            raise KeyboardInterrupt
        return tally.result(done.sums["case"])

    def robustness(
        self,
        *,
        table: str | None = None,
        seed: int = SEED,
        draws: int = DRAWS,
        variants: Mapping[str, Study] | None = None,
    ) -> Robustness:
        """All that is known of how sure the answer is, with the variants that are given beside it.

        Raises UnknownName, TooLarge and NumberTooFine.
        """
        from winset.analyses.robustness.question import DEAL, Settled
        from winset.analyses.robustness.robustness import Robustness

        started, others = perf_counter(), variants or {}
        tally = self.tally(table=table, seed=seed, levers=PULLED_TOGETHER)
        shares = {name: one.shares(Settled(), table=table, seed=seed) for name, one in others.items()}
        works: dict[str, Work] = {"case": tally, **{f"variant.{name}": work for name, work in shares.items()}}
        done = Running().of(works, draws)
        if done.stopped:
            raise KeyboardInterrupt
        answer = tally.result(done.sums["case"])
        question = Settled(package=answer.leading)
        found = Robustness(
            answer=answer,
            variants={name: work.result(done.sums[f"variant.{name}"])[DEAL] for name, work in shares.items()},
            drivers=self.drivers(question, table=table, seed=seed, draws=min(draws, DRIVER_DRAWS), variants=others),
            flips=self.flips(table=table),
        )
        self.timings["robustness"] = perf_counter() - started
        return found

    def number(self, name: str, *, table: str | None = None) -> JudgedNumber:
        """A judged number by its name, such as `walk_away.russia`. Raises UnknownName."""
        from winset.analyses.robustness.numbers import judged_numbers

        known = {one.name: one for one in judged_numbers(compiled(self.case, table))}
        if name not in known:
            raise UnknownName(f"no judged number `{name}`; this case has: {', '.join(known) or 'none'}")
        return known[name]

    def drivers(  # noqa: PLR0913 - a question over readings
        self,
        question: Question,
        *,
        table: str | None = None,
        seed: int = SEED,
        draws: int,
        variants: Mapping[str, Study] | None = None,
        label: str = "case",
        running: Running | None = None,
    ) -> tuple[Driver, ...]:
        """What every input, red line, variant and reading of a silent cell does to the findings of a question.

        Those first that turn the first finding most often. label: of the run among others that are kept together. A
        KeyboardInterrupt ends the run, and what is done is kept.
        """
        from winset.analyses.robustness.drivers import Drivers, Input
        from winset.analyses.robustness.switches import silence_resolved, without_red_lines

        started = perf_counter()
        case = compiled(self.case, table)
        others = tuple(
            (Input(kind="variant", names=(name,)), compiled(one.case, table)) for name, one in (variants or {}).items()
        )
        switches = (*without_red_lines(case), *others, *silence_resolved(case))
        work = Drivers(case=case, question=question, seed=seed, switches=switches)
        job = f"{label}/drivers"
        done = (running or Running()).of({job: work}, draws)
        self.timings["drivers"] = perf_counter() - started
        return work.result(done.sums[job]) if done.draws(job) else ()

    def invent(self, *, table: str | None = None) -> Invented:
        """What an option that is not on the list would have to be worth to each party, to open a deal or to better it.

        Raises UnknownName, TooLarge and NumberTooFine.
        """
        from winset.analyses.settlement.invent import invented

        started = perf_counter()
        found = invented(compiled(self.case, table))
        self.timings["invent"] = perf_counter() - started
        return found

    def offered(
        self, found: Invented, *, most: int, seed: int = SEED, draws: int, progress: Callable[[int], None] = _nobody
    ) -> Offered:
        """In how many readings the new options that ask least are enough: up to so many of each issue, and of the
        combinations that ask least.

        progress: is told how many draws are done; a KeyboardInterrupt ends the run, and what is done is kept. Raises
        TooLarge.
        """
        from winset.analyses.robustness.offered import Offers

        started = perf_counter()
        shown = (*(one for one in found.issues if one.opens), *found.smallest[:most])
        offers = Offers(found, shown, most, seed)
        try:
            for start in range(0, draws, offers.at_once):
                offers.add(range(start, min(start + offers.at_once, draws)))
                progress(offers.draws)
        except KeyboardInterrupt:
            pass
        self.timings["readings"] = perf_counter() - started
        return offers.result()

    @property
    def positions(self) -> Compiled:
        """The case in positions, for its own consent list."""
        return compiled(self.case)

    def staging(
        self,
        asked: Schedules | None = None,
        *,
        objectives: tuple[Objective, ...] = ("security", "worth", "end"),
        automatic: frozenset[str] = frozenset(),
    ) -> Staging:
        """Whether the plan of the case enforces itself, what would mend it, and in which order it would hold better.

        asked: what a better schedule must keep. automatic: steps that are put back by themselves. Raises UnknownName
        where the case has no plan or a floor names no party of it, and CaseError where the plan cannot be used.
        """
        from winset.analyses.staging.staging import staging

        started = perf_counter()
        found = staging(self.positions, asked, objectives, automatic)
        self.timings["staging"] = perf_counter() - started
        return found

    def asked_of_schedules(
        self, *, ratio: float = 1.0, floors: Mapping[str, float] | None = None, periods: int | None = None
    ) -> Schedules:
        """What every better schedule must keep. floors: by party, in points. Raises UnknownName."""
        from winset.analyses.staging.schedule import Asked as Question

        names = tuple(self.case.parties)
        for name in floors or {}:
            if name not in names:
                raise UnknownName(f"no party `{name}`; this case has: {', '.join(names)}")
        placed = {names.index(name): points for name, points in (floors or {}).items()}
        return Question(ratio=ratio, floors=placed or None, periods=periods)

    def helped(self, found: Staging, asked: Help) -> Helped:
        """The plan tested with outside help. Raises UnknownName for a party or step that it does not have."""
        from winset.analyses.staging.helped import helped

        return helped(found.terms, asked)

    def plan_sure(
        self, *, seed: int = SEED, draws: int, redrawn: int | None = None, automatic: frozenset[str] = frozenset()
    ) -> Sure:
        """In how many readings of its numbers the plan holds, and with which it turns. redrawn: draws that are taken
        for the latter.
        """
        from winset.analyses.staging.readings import REDRAWN, how_sure

        started = perf_counter()
        found = how_sure(
            self.positions, seed, draws, redrawn=REDRAWN if redrawn is None else redrawn, automatic=automatic
        )
        self.timings["readings"] = perf_counter() - started
        return found

    @property
    def plan_ranges(self) -> int:
        """How many numbers of the plan are ranges."""
        from winset.analyses.staging.readings import inputs

        return len(inputs(self.positions))

    def carried(self, package: Mapping[str, str]) -> Carried:
        """Whether the plan carries out a package. Raises UnknownName."""
        return self.carried_package(self.positions.package(package))

    def carried_package(self, package: Sequence[int]) -> Carried:
        """The same of a package in positions."""
        from winset.analyses.staging.fixed import plan_of
        from winset.analyses.staging.packages import carried

        case = self.positions
        return carried(case, plan_of(case), package)

    def plan_covers(self, answer: Settlement | None = None) -> Covered:
        """How many of the acceptable packages hold what the steps of the plan carry out. answer: to the question of
        settlement, where it is known. Raises UnknownName where the case has no plan.
        """
        from winset.analyses.settlement.settle import settled
        from winset.analyses.staging.fixed import plan_of
        from winset.analyses.staging.packages import Covered, covered, steps_of

        started, case = perf_counter(), self.positions
        plan, found = plan_of(case), None
        if answer is None and total_packages(case.structure) <= MOST_COVERED:
            answer = settled(central(case), Asked())
        if answer is not None:
            found = covered(case, plan, answer)
        self.timings["packages"] = perf_counter() - started
        return found or Covered(steps=steps_of(plan), among="not kept")

    def flips(self, *, table: str | None = None) -> tuple[Flip, ...]:
        """The judged numbers that alone turn the central answer within their range, and where."""
        from winset.analyses.robustness.flips import flips

        return flips(compiled(self.case, table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a long run goes. hands: who does it, this process if nobody is named. progress: is told how many draws are
    done. kept: where what is done is kept.
    """

    hands: Executor | None = None
    progress: Callable[[int], None] = _nobody
    kept: Checkpoint | None = None

    def of(self, works: Mapping[str, Work], draws: int) -> Done:
        """So many draws of every work."""
        from winset.runs.jobs import Job, run

        jobs = [Job(name=name, work=work, draws=draws) for name, work in works.items()]
        return run(jobs, self.hands, self.progress, self.kept)
