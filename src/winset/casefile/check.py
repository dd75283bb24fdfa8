"""Everything that must hold across the fields of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from winset.casefile.checks import (
    cells,
    contests,
    kept,
    levers,
    no_deal,
    numbers,
    placeholders,
    plan,
    references,
    scales,
    ties,
    timing,
    together,
)
from winset.casefile.nodes import MAX_PROBLEMS
from winset.casefile.tree import Tree
from winset.errors import Problem
from winset.model.case import Case

CHECKS: tuple[Callable[[Case, Tree], Iterator[Problem]], ...] = (
    together.version,
    references.unknown_names,
    timing.names,
    cells.parties_and_issues,
    placeholders.placeholder_options,
    cells.interests,
    cells.grid,
    cells.cells,
    cells.bases,
    cells.inherited_bases,
    cells.delegations,
    cells.stakes,
    numbers.scores_and_saliences,
    numbers.orders,
    numbers.peaks,
    numbers.walk_aways,
    plan.numbers,
    timing.timing,
    contests.contests,
    scales.two_scales,
    no_deal.without_walk_away,
    ties.together,
    together.rules,
    together.marks,
    together.consent,
    together.tables,
    plan.steps,
    levers.levers,
    together.unused,
    kept.kept_packages,
)


WARNING_CHECKS = (
    cells.stakes,
    numbers.peaks,
    scales.two_scales,
    no_deal.without_walk_away,
    together.unused,
    kept.kept_packages,
)
"""Those of them that give no error."""


def cross_check(case: Case, tree: Tree, *, errors_only: bool = False) -> list[Problem]:
    """All problems across fields, warnings included; errors up to a number beyond which nobody reads them.

    errors_only: leave out the checks that give warnings alone.
    """
    problems: list[Problem] = []
    errors = 0
    asked = [check for check in CHECKS if not (errors_only and check in WARNING_CHECKS)]
    for problem in (problem for check in asked for problem in check(case, tree)):
        problems.append(problem)
        errors += problem.severity == "error"
        if errors == MAX_PROBLEMS:
            limit = f"the file has more than {MAX_PROBLEMS:,} problems; the rest is not listed"
            return [*problems, tree.problem("E007", limit, ())]
    return problems
