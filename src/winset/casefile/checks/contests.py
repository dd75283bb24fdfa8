"""What the case says of contests: two different parties, numbers within their range, and options of the right issue."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.references import Reference, issue, option, party
from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case
from winset.model.contests import Contest, Kinds
from winset.model.numbers import Span

ROOT: Path = ("judgements", "timing", "contests")
PERCENT = 100
OF_PARTIES = ("largest_cost", "kinds", "ratified", "holding_out")


def contest_references(contests: dict[str, Contest]) -> Iterator[Reference]:
    """The names that contests use."""
    for name, contest in contests.items():
        path = (*ROOT, name)
        yield from (party((*path, "parties", n), who) for n, who in enumerate(contest.parties))
        yield from (
            party((*path, field, who), who, is_key=True) for field in OF_PARTIES for who in getattr(contest, field)
        )
        if contest.issue is not None:
            yield issue((*path, "issue"), contest.issue)
            yield from (
                option((*path, "shares", choice), contest.issue, choice, is_key=True) for choice in contest.shares
            )


@check()
def contests(case: Case, tree: Tree) -> Iterator[Problem]:
    """Two different parties, what is said of them alone, and numbers within their range."""
    timing = case.judgements.timing
    for name, contest in (timing.contests if timing is not None else {}).items():
        path = (*ROOT, name)
        if contest.parties[0] == contest.parties[1]:
            message = f"`{contest.parties[0]}` cannot contend with itself"
            yield tree.problem("E208", message, (*path, "parties", 1), "name the other party")
        if contest.shares and contest.issue is None:
            yield tree.problem("E202", "shares are those of the options of an `issue`", (*path, "shares"))
        for field in OF_PARTIES:
            for who in getattr(contest, field):
                if who in case.parties and who not in contest.parties:
                    message = f"`{who}` is not one of the two parties"
                    yield tree.problem("E327", message, (*path, field, who), "take it out, or name it in `parties`")
        yield from _numbers(contest, path, tree)


def _numbers(contest: Contest, path: Path, tree: Tree) -> Iterator[Problem]:
    """Percentages between 0 and 100, and points above 0."""
    for field in ("shares", "largest_cost", "ratified"):
        for who, span in getattr(contest, field).items():
            yield from _percentage(span, (*path, field, who), tree)
    for who, kinds in contest.kinds.items():
        yield from _kinds(kinds, (*path, "kinds", who), tree)
    for who, holding_out in contest.holding_out.items():
        for field, span in (("prize", holding_out.prize), ("each", holding_out.each)):
            if span.low <= 0:
                yield tree.problem(
                    "E301", "a prize and what a period costs lie above 0", (*path, "holding_out", who, field)
                )


def _kinds(kinds: Kinds, path: Path, tree: Tree) -> Iterator[Problem]:
    for field in ("strong", "weak", "chance", "strong_loses", "weak_loses"):
        span = getattr(kinds, field)
        if span is not None:
            yield from _percentage(span, (*path, field), tree)
    if kinds.strong.low <= kinds.weak.high:
        message = "a strong party wants more than a weak one, so that the two ranges may not meet"
        yield tree.problem("E327", message, (*path, "strong"))
    if (kinds.strong_loses is None) != (kinds.weak_loses is None):
        given = "strong_loses" if kinds.weak_loses is None else "weak_loses"
        yield tree.problem("E202", "`strong_loses` and `weak_loses` go together", (*path, given))
    elif (
        kinds.strong_loses is not None
        and kinds.weak_loses is not None
        and kinds.weak_loses.low <= kinds.strong_loses.high
    ):
        message = "a weak party loses battles more often than a strong one, so that the two ranges may not meet"
        yield tree.problem("E327", message, (*path, "weak_loses"))


def _percentage(span: Span, path: Path, tree: Tree) -> Iterator[Problem]:
    if span.low < 0 or span.high > PERCENT:
        yield tree.problem("E301", "a percentage lies between 0 and 100", path)
