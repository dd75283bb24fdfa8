"""The answer about a plan: in its central reading, with what was asked beside, and over readings of its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.settlement.packages import total_packages
from winset.analyses.staging.assistance import Assistance, AssistedPlan, assisted_plan
from winset.analyses.staging.packages import PackageFit, PlanCoverage, package_fit, plan_coverage, planned_options
from winset.analyses.staging.plan_terms import plan_of
from winset.analyses.staging.readings import PlanRobustness, inputs
from winset.analyses.staging.schedule import ScheduleConstraints as Schedules
from winset.analyses.staging.staging import Staging, staging
from winset.errors import UnknownName
from winset.questions.question import Given
from winset.questions.request import BadOption
from winset.questions.staging.request import OBJECTIVES, StagingRequest
from winset.questions.staging.trials import PlanTrials
from winset.session import Session

MOST_COVERED = 200_000
"""Packages up to which the acceptable ones are held against a plan; beyond, the answer says that they are not kept."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StagingAnswer:
    """What is known of a plan. staging: in its central reading. covered: the packages of the case held against it.
    carried: one package held against it; shown_packages: those that another answer shows. assistance: the plan with
    outside help. readings: over readings of its numbers, None where none were asked for.
    """

    request: StagingRequest
    staging: Staging
    covered: PlanCoverage
    carried: PackageFit | None
    shown_packages: tuple[PackageFit, ...]
    assistance: tuple[AssistedPlan, ...]
    readings: PlanRobustness | None

    @property
    def status(self) -> str:
        cut = any(one.status == "gave up at a limit" for one in self.staging.schedules.values())
        return "limit" if cut or self.stopped else "answered"

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped."""
        done, asked = self.readings.draws if self.readings is not None else 0, self.request.draws
        return f"stopped after {done:,} of {asked:,} readings" if done < asked else ""


def solve(request: StagingRequest, given: Given) -> StagingAnswer:
    """Raises UnknownName where the case has no plan or no such party, BadOption for a step that the plan does not have,
    CaseError where the plan cannot be used.
    """
    session, case = given.session, given.session.compiled()
    plan = plan_of(case)
    steps = tuple(one.name for one in plan.steps)
    for step in request.automatic:
        if step not in steps:
            raise BadOption("automatic", f"no step `{step}` in the plan; it has: {', '.join(steps)}")
    constraints = _constraints(request, session)
    automatic = frozenset(request.automatic)
    found = staging(case, constraints, request.objectives or OBJECTIVES, automatic)
    return StagingAnswer(
        request=request,
        staging=found,
        covered=_covered(session),
        carried=None if request.package is None else package_fit(case, plan, case.package(dict(request.package))),
        shown_packages=tuple(package_fit(case, plan, package) for package in request.shown),
        assistance=tuple(
            assisted_plan(found.terms, Assistance(kind=kind, names=names, size=size))
            for kind, names, size in request.helps
        ),
        readings=_readings(request, given, automatic),
    )


def _constraints(request: StagingRequest, session: Session) -> Schedules:
    """What every better schedule must keep."""
    names = tuple(session.case.parties)
    for name, _ in request.floors:
        if name not in names:
            raise UnknownName(f"no party `{name}`; this case has: {', '.join(names)}")
    floors = {names.index(name): points for name, points in request.floors}
    return Schedules(ratio=request.ratio, floors=floors or None, periods=request.periods)


def _covered(session: Session) -> PlanCoverage:
    """How many of the acceptable packages hold what the steps of the plan carry out."""
    case = session.compiled()
    plan = plan_of(case)
    if total_packages(case.structure) > MOST_COVERED:
        return PlanCoverage(steps=planned_options(plan), among="not kept")
    return plan_coverage(case, plan, session.settlement()) or PlanCoverage(
        steps=planned_options(plan), among="not kept"
    )


def _readings(request: StagingRequest, given: Given, automatic: frozenset[str]) -> PlanRobustness | None:
    if not request.draws:
        return None
    case = given.session.compiled()
    most = request.most_tests
    redrawn = request.redrawn if most is None else min(request.redrawn, most // max(1, len(inputs(case))))
    trials = PlanTrials(case=case, seed=request.seed, redrawn=redrawn, automatic=automatic)
    done = given.running.of({"plan": trials}, request.draws)
    if not done.draws("plan"):
        raise KeyboardInterrupt
    return trials.result(done.sums["plan"])
