"""Everything that must hold across the fields of a case."""

from __future__ import annotations

from winset.casefile.checks.register import checks
from winset.casefile.nodes import MAX_PROBLEMS
from winset.casefile.tree import Tree
from winset.errors import Problem
from winset.model.case import Case


def cross_check(case: Case, tree: Tree, *, errors_only: bool = False) -> list[Problem]:
    """All problems across fields, warnings included; errors up to a number beyond which nobody reads them.

    errors_only: leave out the checks that give warnings alone.
    """
    problems: list[Problem] = []
    errors = 0
    asked = [check for check in checks() if not (errors_only and check.warns_only)]
    for problem in (problem for check in asked for problem in check.problems(case, tree)):
        problems.append(problem)
        errors += problem.severity == "error"
        if errors == MAX_PROBLEMS:
            limit = f"the file has more than {MAX_PROBLEMS:,} problems; the rest is not listed"
            return [*problems, tree.problem("E007", limit, ())]
    return problems
