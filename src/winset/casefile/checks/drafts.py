"""Claims that a program proposed and nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Problem
from winset.model.case import Case, parts
from winset.model.claims import Claim

MOST_LINES = 20
"""Lines of unconfirmed drafts that a warning lists; beyond, it says how many more there are."""


@check(warns_only=True)
def unconfirmed_drafts(case: Case, tree: Tree) -> Iterator[Problem]:
    """One warning with the lines of all of them; it names neither words nor programs, for some may be confidential."""
    drafts = [path for path, part in parts(case) if isinstance(part, Claim) and part.is_draft]
    if drafts:
        lines = sorted({tree.place(path).line for path in drafts})
        more = len(lines) - MOST_LINES
        shown = ", ".join(str(line) for line in lines[:MOST_LINES]) + (f" and {more:,} more" if more > 0 else "")
        are = "1 claim is a draft" if len(drafts) == 1 else f"{len(drafts):,} claims are drafts"
        yield tree.problem(
            "W111",
            f"{are} that nobody has confirmed (line{'s' if len(lines) > 1 else ''} {shown})",
            drafts[0],
            "read each beside its text, and write your name as `reviewed_by`",
        )
