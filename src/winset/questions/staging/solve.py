"""The answer about a plan: in its central reading, with what was asked beside, and over readings of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from winset.analyses.settlement.packages import total_packages
from winset.analyses.staging.agreement import Agreement, agreement
from winset.analyses.staging.guards import Assistance, AssistedPlan, assisted_plan
from winset.analyses.staging.packages import PackageFit, PlanCoverage, package_fit, plan_coverage, planned_options
from winset.analyses.staging.plan_terms import UNJUDGED, plan_of, plan_terms
from winset.analyses.staging.readings import PlanRobustness, inputs
from winset.analyses.staging.schedule import ScheduleConstraints as Schedules
from winset.analyses.staging.security import security
from winset.analyses.staging.staging import Staging, staging
from winset.analyses.staging.terms import SAME_SHARE, PlanTerms
from winset.compiled import Compiled
from winset.errors import CaseError, NumberTooFine, UnknownName
from winset.model.numbers import Span
from winset.questions.question import ExitGains, ExitGainsOf, Given
from winset.questions.request import BadOption
from winset.questions.staging.request import OBJECTIVES, StagingRequest
from winset.questions.staging.trials import PlanTrials
from winset.session import Session

MOST_BESIDE = 1_000
"""Trials over which the plan and its package are looked at side by side; beyond, the first so many are."""
MOST_COVERED = 200_000
"""Packages up to which the acceptable ones are held against a plan; beyond, the answer says that they are not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderVariant:
    """The plan and its package under a variant of the case. kept: whether the plan would be."""

    name: str
    agreed: Agreement
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StagingAnswer:
    """What is known of a plan. staging: in its central reading. agreed: the package that it carries out beside it;
    without one where the numbers of the case are too fine. variants: under how many it was looked at. changes: those
    under which another party or red line is in the way, or the plan is kept where it was not. covered: the packages of
    the case held against it. carried: one package held against it; shown_packages: those that another answer shows.
    assistance: the plan with outside help. readings: over trials of its numbers, None where none were asked for.
    ranges: how many of its numbers are ranges. exit_gains: what parties gain by leaving, where that was
    taken from how their strength develops.
    """

    request: StagingRequest
    staging: Staging
    agreed: Agreement
    variants: int
    changes: tuple[UnderVariant, ...]
    covered: PlanCoverage
    carried: PackageFit | None
    shown_packages: tuple[PackageFit, ...]
    assistance: tuple[AssistedPlan, ...]
    readings: PlanRobustness | None
    ranges: int
    exit_gains: ExitGains | None = None

    @property
    def status(self) -> str:
        cut = any(schedule.status == "gave up at a limit" for schedule in self.staging.schedules.values())
        return "limit" if cut or self.stopped else "answered"

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped."""
        done, asked = self.readings.draws if self.readings is not None else 0, self.request.trials
        return f"stopped after {done:,} of {asked:,} trials" if done < asked else ""


def solve(request: StagingRequest, given: Given) -> StagingAnswer:
    """Raises UnknownName where the case has no plan or no such party, BadOption for a step that the plan does not have,
    CaseError where the plan cannot be used.
    """
    session = given.session
    taken = exit_gains_of(session, given.exit_gains) if request.exit_gain_from_power else None
    case = _case(session, taken)
    plan = plan_of(case)
    steps = tuple(step.name for step in plan.steps)
    for step in request.automatic:
        if step not in steps:
            raise BadOption("automatic", f"no step `{step}` in the plan; it has: {', '.join(steps)}")
    constraints = _constraints(request, session)
    _refuse_haste(request, plan_terms(case))
    automatic = frozenset(request.automatic)
    staging_result = staging(case, constraints, request.objectives or OBJECTIVES, automatic)
    agreed = _agreed(session, case, staging_result, request)
    under = _under_variants(given, request, automatic) if agreed.consent is not None else ()
    return StagingAnswer(
        request=request,
        staging=staging_result,
        agreed=agreed,
        variants=len(under),
        changes=tuple(under_variant for under_variant in under if _changes(under_variant, agreed, staging_result)),
        covered=_covered(session),
        carried=None if request.package is None else package_fit(case, plan, case.package(dict(request.package))),
        shown_packages=tuple(package_fit(case, plan, package) for package in request.shown),
        assistance=tuple(
            assisted_plan(staging_result.terms, Assistance(kind=kind, names=names, size=size))
            for kind, names, size in request.helps
        ),
        readings=_readings(request, given, case, automatic),
        ranges=len(inputs(case)),
        exit_gains=taken,
    )


def _case(session: Session, taken: ExitGains | None) -> Compiled:
    """The case; with what parties gain by leaving in its plan, where that is taken from elsewhere."""
    case = session.compiled()
    return case if taken is None else with_exit_gains(case, taken.by_party)


def _agreed(session: Session, case: Compiled, staging: Staging, request: StagingRequest) -> Agreement:
    """The package that the plan carries out beside it; none where the numbers of the case are too fine."""
    draws = min(request.trials, MOST_BESIDE)
    try:
        return agreement(case, staging.terms, session.central(), request.seed, draws)
    except NumberTooFine:
        return Agreement(package=None, consent=None)


def _under_variants(given: Given, request: StagingRequest, automatic: frozenset[str]) -> tuple[UnderVariant, ...]:
    """The plan and its package under each variant by itself, as far as it can be used there."""
    under = []
    for name, other in given.session.variants.items():
        try:
            taken = exit_gains_of(other, given.exit_gains) if request.exit_gain_from_power else None
            case = _case(other, taken)
            terms = plan_terms(case, automatic=automatic)
            agreed = agreement(case, terms, other.central())
        except (CaseError, NumberTooFine, UnknownName):
            continue
        if agreed.consent is not None:
            under.append(UnderVariant(name=name, agreed=agreed, kept=security(terms).holds))
    return tuple(under)


def _changes(under_variant: UnderVariant, agreed: Agreement, staging: Staging) -> bool:
    """True where a variant puts somebody or something else in the way, or turns whether the plan is kept."""
    return under_variant.agreed.in_the_way != agreed.in_the_way or under_variant.kept != staging.security.holds


def _refuse_haste(request: StagingRequest, terms: PlanTerms) -> None:
    """No exchange is in fewer parts than the largest shares of its steps allow. Raises BadOption, UnknownName."""
    for kind, names, parts in request.helps:
        for name in names if kind == "exchange" else ():
            limit = float(terms.at_most[terms.step(name)])
            if parts * limit < 1 - SAME_SHARE:
                raise BadOption("helps", f"at most {100 * limit:.3g} % of `{name}` is done in one period: more parts")


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


def _readings(
    request: StagingRequest, given: Given, case: Compiled, automatic: frozenset[str]
) -> PlanRobustness | None:
    if not request.trials:
        return None
    most = request.most_tests
    redrawn = request.redrawn if most is None else min(request.redrawn, most // max(1, len(inputs(case))))
    trials = PlanTrials(case=case, seed=request.seed, redrawn=redrawn, automatic=automatic)
    done = given.running.of({"plan": trials}, request.trials)
    if not done.draws("plan"):
        raise KeyboardInterrupt
    return trials.result(done.sums["plan"])


def exit_gains_of(session: Session, offered: ExitGainsOf) -> ExitGains:
    """What parties gain by leaving as long as the plan lasts, where what it carries out is agreed. Raises UnknownName
    where the case does not give enough.
    """
    plan = plan_of(session.compiled())
    last = max((period for step in plan.steps for period, _ in step.at), default=0)
    return offered(session, last + 1, frozenset(options for step in plan.steps for options in step.carries_out))


def with_exit_gains(case: Compiled, gains: Mapping[int, tuple[Fraction, ...]]) -> Compiled:
    """The case with these gains in its plan; the last one holds from then on. Others keep what the plan says."""
    plan = plan_of(case)
    disciplines = tuple(
        discipline
        if party not in gains
        else (discipline or UNJUDGED).model_copy(update={"exit_gain": tuple(map(Span.of, gains[party]))})
        for party, discipline in enumerate(plan.disciplines)
    )
    return replace(case, plan=replace(plan, disciplines=disciplines))
