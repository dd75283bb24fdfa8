"""What `winset new` wrote to be replaced, and still stands there."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.names import listed
from winset.casefile.tree import Tree
from winset.errors import Problem
from winset.model.case import Case

PLACEHOLDERS = {"option_a": "the first way to settle it", "option_b": "another way to settle it"}
"""The options of a new grid: the short name of each, and what it says after the colon."""


@check()
def placeholder_options(case: Case, tree: Tree) -> Iterator[Problem]:
    """No issue has an option that says no more than a new grid does; one problem for each issue that has."""
    for name, issue in case.issues.items():
        left = [choice for choice, option in issue.options.items() if _is_placeholder(option.label)]
        if left:
            yield tree.problem(
                "E330",
                f"issue `{name}` has placeholders for options: {listed(left)}",
                ("issues", name, "options", left[0]),
                "write a way to settle it in its place, such as `keep: it stays as it is`",
            )


def has_placeholders(case: Case) -> bool:
    """True of a grid whose options are still to be written."""
    return any(_is_placeholder(option.label) for issue in case.issues.values() for option in issue.options.values())


def _is_placeholder(label: str) -> bool:
    return " ".join(label.casefold().split()).rstrip(".") in PLACEHOLDERS.values()
