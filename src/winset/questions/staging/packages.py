"""What the steps of a plan carry out, beside the packages of its case, in sentences."""

from __future__ import annotations

from winset.analyses.staging.packages import PackageFit, PlanCoverage
from winset.report.names import Names, listed


class PackageWords:
    """What the steps of a plan carry out, beside the packages of its case."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def covered(self, one: PlanCoverage) -> list[str]:
        """What the steps carry out, and how many packages hold all of it."""
        if not one.steps.options:
            return ["No step says what it carries out, so the plan is held against no package."]
        each = (
            f"“{self.names.option(issue, option)}” on {self.names.topic(issue)}"
            for issue, options in one.steps.options
            for option in sorted(options)
        )
        told = [f"The steps carry out {listed(each)}."]
        if one.steps.at_odds:
            topics = listed(self.names.topic(issue) for issue in one.steps.at_odds)
            told.append(f"They are at odds on {topics}: no package holds two options of an issue.")
        return [*told, self._among(one)]

    def _among(self, one: PlanCoverage) -> str:
        if one.among == "none":
            return "No package is acceptable, and no single movement opens one that could be held against them."
        if one.among == "not kept":
            return "The acceptable packages are too many to hold each against them."
        which = "acceptable package" if one.among == "acceptable" else "package that a single movement would open"
        which = which if one.of == 1 else which.replace("package", "packages", 1)
        none_yet = "" if one.among == "acceptable" else "No package is acceptable. "
        if one.of == 1:
            verb = "holds" if one.holding else "does not hold"
            return f"{none_yet}The one {which} {verb} all of that{self._whole(one)}."
        if not one.holding:
            return f"{none_yet}None of the {one.of:,} {which} holds all of that."
        if one.holding == one.of:
            return f"{none_yet}Each of the {one.of:,} {which} holds all of that{self._whole(one)}."
        verb = "hold" if one.holding > 1 else "holds"
        return f"{none_yet}{one.holding:,} of the {one.of:,} {which} {verb} all of that{self._whole(one)}."

    def _whole(self, one: PlanCoverage) -> str:
        """How many of those that hold it leave the status quo on nothing else."""
        if not one.holding:
            return ""
        if one.wholly == one.holding:
            return ", and leaves the status quo on nothing else" if one.holding == 1 else ", and nothing besides"
        if not one.wholly:
            return ", with more that no step is about"
        return f"; {one.wholly:,} of them {'leave' if one.wholly > 1 else 'leaves'} the status quo on nothing else"

    def carried(self, one: PackageFit) -> str:
        """Whether the plan carries out a package: a predicate without a full stop."""
        if one.fit == "wholly":
            return "is carried out by the plan"
        if one.fit == "not touched":
            return "is touched by no step"
        if one.fit == "partly":
            topics = listed(self.names.topic(issue) for issue in one.missing)
            return f"is carried out in part; no step is about {topics}"
        topics = listed(dict.fromkeys(self.names.topic(issue) for _, issue in one.against))
        return f"is not what the plan carries out: its steps do something else on {topics}"
