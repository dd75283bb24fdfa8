"""A study: one case, checked, and one result for each analysis that the user asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from winset.analyses.settlement.deal import Deal, deal
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.packages import total_packages
from winset.compiled import Compiled, compiled
from winset.errors import UnknownName, WinsetError
from winset.model.case import Case
from winset.model.evidence import Checked
from winset.readings import central

if TYPE_CHECKING:
    from winset.analyses.robustness.finding_shares import FindingShares
    from winset.analyses.robustness.readings_question import ReadingsQuestion
    from winset.analyses.settlement.settle import Settlement
    from winset.analyses.staging.helped import Help, Helped
    from winset.analyses.staging.packages import Carried, Covered
    from winset.analyses.staging.readings import Sure
    from winset.analyses.staging.schedule import Asked as Schedules
    from winset.analyses.staging.schedule import Objective
    from winset.analyses.staging.staging import Staging
    from winset.runs.jobs import Checkpoint, Done, Executor, Work

SEED = 1
DRAWS = 1000
MOST_COVERED = 200_000
"""Packages up to which the acceptable ones are held against a plan that is asked about."""


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

    def has_to_prepare(self, *, table: str | None = None, solver: SolverOptions | None = None) -> bool:
        """True where `deal`, asked the same, makes compiled code first, which it does once and which takes a while."""
        from winset.analyses.settlement.methods.selection import needs_kernels

        if not needs_kernels(compiled(self.case, table), solver or SolverOptions()):
            return False
        from winset.analyses.settlement.kernels import prepared

        return not prepared()

    def deal(
        self, *, table: str | None = None, seed: int = SEED, draws: int = DRAWS, solver: SolverOptions | None = None
    ) -> Deal:
        """Whether there is a deal, which, who blocks and what the answer turns on.

        table: ask of this table instead of the case's consent list. seed, draws: of the draws that resolve silence.
        solver: by which method and with how much effort, if not by size and shape. Raises UnknownName for a table that
        the case does not have, TooLarge and NumberTooFine.
        """
        started = perf_counter()
        result = deal(compiled(self.case, table), seed=seed, draws=draws, solver=solver)
        self.timings["deal"] = perf_counter() - started
        return result

    def shares(
        self,
        question: ReadingsQuestion,
        *,
        table: str | None = None,
        seed: int = SEED,
    ) -> FindingShares:
        """The work that says in how many draws the findings of any question hold."""
        from winset.analyses.robustness.finding_shares import FindingShares

        return FindingShares(case=compiled(self.case, table), question=question, seed=seed)

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
        from winset.analyses.settlement.settle import solve
        from winset.analyses.staging.fixed import plan_of
        from winset.analyses.staging.packages import Covered, covered, steps_of

        started, case = perf_counter(), self.positions
        plan, found = plan_of(case), None
        if answer is None and total_packages(case.structure) <= MOST_COVERED:
            answer = solve(central(case), SolverOptions())
        if answer is not None:
            found = covered(case, plan, answer)
        self.timings["packages"] = perf_counter() - started
        return found or Covered(steps=steps_of(plan), among="not kept")


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
