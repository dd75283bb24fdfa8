"""Packages that the analyst keeps name options of the case, one for each issue."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.names import listed
from winset.casefile.tree import Tree
from winset.errors import Problem
from winset.model.case import Case


@check(warns_only=True)
def kept_packages(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for each kept package that leaves open what becomes of an issue without a status quo."""
    for name, package in case.packages.items():
        open_issues = [
            issue for issue, entry in case.issues.items() if issue not in package.options and entry.status_quo is None
        ]
        if open_issues:
            verb = "has" if len(open_issues) == 1 else "have"
            yield tree.problem(
                "W341",
                f"kept package `{name}` says nothing of {listed(open_issues)}, which {verb} no status quo to stay at",
                ("packages", name, "options"),
                "add an option for each issue",
            )
