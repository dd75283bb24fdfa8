"""Numbers that no question could compare exactly, found by the check and not by the first question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from winset.casefile.nodes import Scalar, nodes_below
from winset.casefile.tree import Tree
from winset.errors import CaseError, NumberTooFine, Path, Problem
from winset.model.case import Case

FRACTION = re.compile(r"\s*[-+]?[0-9]+\s*/\s*[0-9]+\s*")
COARSE = 2
"""Decimals with which no case passes the bound, whatever its other numbers; beyond, the central reading is made."""


def has_fine_numbers(tree: Tree) -> bool:
    """True where some number of the file is fine enough that `too_fine` has to look, under a variant that sets it."""
    return any(_is_fine(node.value) for node in nodes_below(tree.root) if isinstance(node, Scalar))


def too_fine(case: Case, tree: Tree) -> Iterator[Problem]:
    """For a case without errors: a party whose numbers have no common denominator below the bound, at any table."""
    from winset.compiled import compiled
    from winset.readings import central

    for table in (None, *case.tables):
        try:
            central(compiled(case, table))
        except NumberTooFine as refused:
            for problem in refused.problems:
                path: Path = tuple(
                    int(step) if isinstance(step, str) and step.isdigit() else step for step in problem.path
                )
                yield replace(problem, place=tree.place(path), path=tree.in_file(path))
        except CaseError:
            return


def _is_fine(value: object) -> bool:
    """True of a number with many decimals, and of a fraction in quotes."""
    if isinstance(value, str):
        return "/" in value and FRACTION.fullmatch(value) is not None
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return isinstance(exponent, int) and exponent < -COARSE
