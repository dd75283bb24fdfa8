"""Which packages a plan carries out: wholly, in part, or not at all because it does something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from winset.compiled import Compiled, Planned

if TYPE_CHECKING:
    from winset.analyses.settlement.settle import Settlement

Among = Literal["acceptable", "opened", "none", "not kept"]
Fit = Literal["wholly", "partly", "contradicts", "not touched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFit:
    """A package held against a plan.

    fit: wholly, where every option of the package that leaves the status quo is carried out by some step and no step
    carries out another; partly, where some are; contradicts, where a step carries out another option of some issue than
    the package holds; not touched, where no step says that it carries out an option of the package that leaves the
    status quo. missing: issues that the package moves and no step carries out. against: steps, with the issue on which
    each does something else.
    """

    package: tuple[int, ...]
    fit: Fit
    missing: tuple[int, ...]
    against: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOptions:
    """What the steps of a plan carry out. options: per issue that some step is about, its options. silent: steps that
    name nothing that they carry out.
    """

    options: tuple[tuple[int, frozenset[int]], ...]
    silent: tuple[int, ...]

    @property
    def at_odds(self) -> tuple[int, ...]:
        """Issues of which the steps carry out more than one option: the plan contradicts every package."""
        return tuple(issue for issue, options in self.options if len(options) > 1)


def planned_options(plan: Planned) -> PlannedOptions:
    """What the steps of the plan carry out."""
    options_on: dict[int, set[int]] = {}
    for step in plan.steps:
        for issue, option in step.carries_out:
            options_on.setdefault(issue, set()).add(option)
    return PlannedOptions(
        options=tuple((issue, frozenset(options)) for issue, options in sorted(options_on.items())),
        silent=tuple(place for place, step in enumerate(plan.steps) if not step.carries_out),
    )


def package_fit(case: Compiled, plan: Planned, package: Sequence[int]) -> PackageFit:
    """One package, an option for every issue, held against the plan."""
    covered = {issue for issue, _ in planned_options(plan).options}
    moves = {
        issue
        for issue, (option, quo) in enumerate(zip(package, case.structure.status_quo, strict=True))
        if option != quo and issue not in case.structure.left_out
    }
    against = tuple(
        (place, issue)
        for place, step in enumerate(plan.steps)
        for issue, option in step.carries_out
        if package[issue] != option
    )
    missing = tuple(sorted(moves - covered))
    fit: Fit = "contradicts" if against else "not touched" if not moves & covered else "partly" if missing else "wholly"
    return PackageFit(package=tuple(int(option) for option in package), fit=fit, missing=missing, against=against)


def carries_out(plan: Planned, packages: NDArray[np.int16]) -> NDArray[np.bool_]:
    """(package) True where the package holds the option of every step; packages: (package, issue)."""
    fits = np.ones(len(packages), dtype=bool)
    for issue, options in planned_options(plan).options:
        for option in options:
            fits &= packages[:, issue] == option
    return fits


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCoverage:
    """The packages of a case beside what the steps of its plan carry out.

    steps: what they carry out. among: the packages that were gone through: the acceptable ones, or where there are none
    those that single movements would open; "none" where there are not even such, "not kept" where the acceptable ones
    are too many to keep each, or a search stopped. of: how many they are. holding: how many of them hold the option of
    every step. wholly: how many of these leave the status quo on no other issue.
    """

    steps: PlannedOptions
    among: Among
    of: int = 0
    holding: int = 0
    wholly: int = 0


def plan_coverage(case: Compiled, plan: Planned, answer: Settlement) -> PlanCoverage:
    """The plan against every acceptable package of the central reading, or against those that a movement opens."""
    steps = planned_options(plan)
    if answer.stored_win_set is not None and len(answer.stored_win_set):
        among: Among = "acceptable"
        packages = answer.stored_win_set.packages
    elif answer.status == "none" and answer.openings:
        opened = dict.fromkeys(opening.package for opening in answer.openings)
        packages, among = np.array(list(opened), dtype=np.int16), "opened"
    else:
        return PlanCoverage(steps=steps, among="none" if answer.status == "none" else "not kept")
    holding = packages[carries_out(plan, packages)]
    fits = [package_fit(case, plan, package).fit for package in holding.tolist()]
    return PlanCoverage(
        steps=steps,
        among=among,
        of=len(packages),
        holding=len(holding),
        wholly=fits.count("wholly"),
    )
