"""Whether what no deal is worth can be known of every party."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.placeholders import has_placeholders
from winset.casefile.checks.register import check
from winset.casefile.names import listed
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case

JUDGED: tuple[Path, ...] = (("judgements",), ("judgements", "walk_away"))


@check(warns_only=True)
def without_walk_away(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning where a party has no walk-away: none is judged, and none can be derived, since an issue has no
    `status_quo`.

    A case that ranks whole packages or statements and weighs nothing needs none; of a grid whose options are still to
    be written nothing is said.
    """
    judged = case.judgements
    if (judged.ranking or judged.statements) and not (judged.scores or judged.salience or judged.walk_away):
        return
    if has_placeholders(case) or any(_is_broken(tree, path) for path in JUDGED):
        return
    open_issues = [
        name
        for name, issue in case.issues.items()
        if issue.status_quo is None and not tree.has(("issues", name, "status_quo"))
    ]
    left = [party for party in case.parties if not tree.has(("judgements", "walk_away", party))]
    if not open_issues or not left or _is_told(case, open_issues):
        return
    has = "has" if len(open_issues) == 1 else "have"
    yield tree.problem(
        "W321",
        f"what no deal is worth to {listed(left)} is not known: {listed(open_issues)} {has} no `status_quo`",
        ("issues", open_issues[0]),
        f"add `status_quo: {_an_option(case, open_issues[0])}`, the option that holds while nothing is agreed, or "
        f"judge `walk_away: {{{left[0]}: 30}}`",
    )


def _is_broken(tree: Tree, path: Path) -> bool:
    return tree.has(path) and not tree.is_section(path)


def _is_told(case: Case, open_issues: list[str]) -> bool:
    """True where an error says already that an issue has no status quo."""
    counted = any(walk_away.status_quo is not None for walk_away in case.judgements.walk_away.values())
    agendas = [table.agenda for table in case.tables.values() if table.agenda is not None]
    return counted or any(issue not in agenda for agenda in agendas for issue in open_issues)


def _an_option(case: Case, issue: str) -> str:
    return next(reversed(list(case.issues[issue].options)), "option")
