"""What the steps of a plan carry out, beside the packages of its case, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from winset.analyses.staging.agreement import Agreement, Spread, WorthBeside
from winset.analyses.staging.packages import PackageFit, PlanCoverage
from winset.report.blocks import Align, Grid, Guarded
from winset.report.names import Names, listed, points
from winset.report.ownership import Owner, Ownership


class PackageWords:
    """What the steps of a plan carry out, beside the packages of its case."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def covered(self, coverage: PlanCoverage) -> list[str]:
        """What the steps carry out, and how many packages hold all of it."""
        if not coverage.steps.options:
            return ["No step says what it carries out, so the plan is held against no package."]
        if coverage.steps.at_odds:
            topics = listed(self.names.topic(issue) for issue in coverage.steps.at_odds)
            return [
                f"The steps are at odds on {topics}: no package holds two options of an issue.",
                self._among(coverage),
            ]
        return [self._among(coverage)]

    def options(self, agreement: Agreement, steps: PlanCoverage, step: Callable[[int], str]) -> Iterator[Grid]:
        """The package that the plan carries out, issue by issue, with the steps that do."""
        plan = self.names.compiled.plan
        if agreement.package is None or plan is None:
            return
        rows = [
            (
                self.names.issue(issue),
                self.names.option(issue, agreement.package[issue]),
                listed(
                    step(n)
                    for n, planned_step in enumerate(plan.steps)
                    if (issue, agreement.package[issue]) in planned_step.carries_out
                ),
            )
            for issue, _ in steps.steps.options
        ]
        moved = {issue for issue, _ in steps.steps.options} | self.names.compiled.structure.left_out
        stay = [issue for issue in range(len(agreement.package)) if issue not in moved]
        rows += [
            (self.names.issue(issue), self.names.option(issue, agreement.package[issue]), "no step") for issue in stay
        ]
        yield Grid(head=("issue", "what is agreed", "carried out by"), rows=tuple(rows))

    def worth(self, agreement: Agreement, owners: Ownership) -> Grid:
        """What the plan and the package that it carries out are worth to each party."""
        spread = any(worth_beside.package_spread or worth_beside.plan_spread for worth_beside in agreement.worth)
        ranged = any(worth_beside.plan_spread for worth_beside in agreement.worth)
        head = ["party", "the plan", *(["9 of 10 trials"] if ranged else []), "its package"]
        head += [*(["9 of 10 trials"] if spread else []), "difference"]
        return Grid(
            head=tuple(head),
            rows=tuple(
                self._worth(worth_beside, owners, spread=spread, ranged=ranged) for worth_beside in agreement.worth
            ),
            align=_right_after_the_first(len(head)),
        )

    def _worth(self, worth_beside: WorthBeside, owners: Ownership, *, spread: bool, ranged: bool) -> tuple[object, ...]:
        of = owners.values(self.names.compiled.parties[worth_beside.party])
        return (
            self.names.party_name(worth_beside.party),
            signed(worth_beside.plan),
            *((between(worth_beside.plan_spread),) if ranged else ()),
            _kept(of, "not known" if worth_beside.package is None else signed(worth_beside.package)),
            *((_kept(of, between(worth_beside.package_spread)),) if spread else ()),
            _kept(of, "" if worth_beside.difference is None else signed(worth_beside.difference)),
        )

    def _among(self, coverage: PlanCoverage) -> str:
        if coverage.among == "none":
            return "No package is acceptable, and no single movement opens one that could be held against them."
        if coverage.among == "not kept":
            return "The acceptable packages are too many to hold each against them."
        which = "acceptable package" if coverage.among == "acceptable" else "package that a single movement would open"
        which = which if coverage.of == 1 else which.replace("package", "packages", 1)
        none_yet = "" if coverage.among == "acceptable" else "No package is acceptable. "
        if coverage.of == 1:
            verb = "holds" if coverage.holding else "does not hold"
            return f"{none_yet}The one {which} {verb} all that the steps carry out{self._whole(coverage)}."
        if not coverage.holding:
            return f"{none_yet}None of the {coverage.of:,} {which} holds all that the steps carry out."
        if coverage.holding == coverage.of:
            whole = self._whole(coverage)
            return f"{none_yet}Each of the {coverage.of:,} {which} holds all that the steps carry out{whole}."
        verb = "hold" if coverage.holding > 1 else "holds"
        some = f"{coverage.holding:,} of the {coverage.of:,} {which} {verb}"
        return f"{none_yet}{some} all that the steps carry out{self._whole(coverage)}."

    def _whole(self, coverage: PlanCoverage) -> str:
        """How many of those that hold it leave the status quo on nothing else."""
        if not coverage.holding:
            return ""
        if coverage.wholly == coverage.holding:
            return ", and leaves the status quo on nothing else" if coverage.holding == 1 else ", and nothing besides"
        if not coverage.wholly:
            return ", with more that no step is about"
        verb = "leave" if coverage.wholly > 1 else "leaves"
        return f"; {coverage.wholly:,} of them {verb} the status quo on nothing else"

    def carried(self, package_fit: PackageFit) -> str:
        """Whether the plan carries out a package: a predicate without a full stop."""
        if package_fit.fit == "wholly":
            return "is carried out by the plan"
        if package_fit.fit == "not touched":
            return "is touched by no step"
        if package_fit.fit == "partly":
            topics = listed(self.names.topic(issue) for issue in package_fit.missing)
            return f"is carried out in part; no step is about {topics}"
        topics = listed(dict.fromkeys(self.names.topic(issue) for _, issue in package_fit.against))
        return f"is not what the plan carries out: its steps do something else on {topics}"


def _right_after_the_first(columns: int) -> tuple[Align, ...]:
    right: Align = "right"
    return ("left", *(right for _ in range(columns - 1)))


def signed(value: float) -> str:
    """Points with their sign, whole where that does not hide it."""
    digits = 0 if abs(value) >= 0.5 or value == 0 else 1
    text = points(Fraction(value), digits)
    return text.replace("-", "−") if value < 0 or float(text) == 0 else f"+{text}"


def between(spread: Spread | None) -> str:
    """The ends of nine tenths of the trials; "one number" where it is not a range."""
    return "one number" if spread is None or spread[0] == spread[1] else f"{signed(spread[0])} to {signed(spread[1])}"


def _kept(of: Owner, text: str) -> Guarded[str]:
    return Guarded(of, text, "…")
