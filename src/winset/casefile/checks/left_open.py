"""What a case leaves open: placeholders, what no deal is worth, drafts that nobody confirmed, packages with a gap."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.names import listed
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, parts
from winset.model.claims import Claim

PLACEHOLDERS = {"option_a": "the first way to settle it", "option_b": "another way to settle it"}
"""The options of a new grid: the short name of each, and what it says after the colon."""
JUDGED: tuple[Path, ...] = (("judgements",), ("judgements", "walk_away"))
MOST_LINES = 20
"""Lines of unconfirmed drafts that a warning lists; beyond, it says how many more there are."""


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
