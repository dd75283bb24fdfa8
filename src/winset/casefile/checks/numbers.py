"""Judged numbers: within their range, complete where they must be, and on the scale of points."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case
from winset.model.numbers import Span

BEYOND = 200
"""A walk-away more than this many points from 0 is on another scale: values lie in 0–100 and links seldom double
them.
"""


@check()
def scores_and_saliences(case: Case, tree: Tree) -> Iterator[Problem]:
    """Scores, saliences and capabilities are points from 0 to 100."""
    judged = case.judgements
    spans: list[tuple[str, Path, Span]] = []
    for issue, row in judged.salience.items():
        spans += [("salience", ("judgements", "salience", issue, party), span) for party, span in row.items()]
    for issue, rows in judged.scores.items():
        for party, scores in rows.items():
            spans += [("score", ("judgements", "scores", issue, party, name), span) for name, span in scores.items()]
    for what, path, span in spans:
        if span.low < 0 or span.high > 100:
            yield tree.problem("E301", f"a {what} lies between 0 and 100 points", path)
    for party, span in judged.capability.items():
        if span.low < 0:
            yield tree.problem("E301", "a capability is not negative", ("judgements", "capability", party))
    for party in case.parties:
        weights = [judged.salience.get(issue, {}).get(party) for issue in case.issues]
        if weights and all(weight is not None and weight.high == 0 for weight in weights):
            yield tree.problem(
                "W303", f"every salience of `{party}` is 0: it is worth its links' points alone", ("parties", party)
            )


@check()
def orders(case: Case, tree: Tree) -> Iterator[Problem]:
    """An order names every option of its issue once, best first, beginning with the party's ideal."""
    for issue, rows in case.judgements.orders.items():
        for party, order in rows.items():
            path: Path = ("judgements", "orders", issue, party)
            known = set(tree.keys(("issues", issue, "options")))
            if not known or not known.issuperset(order):
                continue
            missing = [name for name in tree.keys(("issues", issue, "options")) if name not in set(order)]
            if missing or len(set(order)) < len(order):
                what = f"leaves out {', '.join(missing)}" if missing else "names an option twice"
                yield tree.problem(
                    "E311", f"the order of `{party}` on `{issue}` {what}", path, "name every option once, best first"
                )
            ideal = case.cell(issue, party).ideal if issue in case.positions else None
            if ideal is not None and order and order[0] != ideal:
                yield tree.problem(
                    "E311",
                    f"the order of `{party}` on `{issue}` begins with `{order[0]}`, its ideal is `{ideal}`",
                    path,
                )


@check(warns_only=True)
def peaks(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning where judged scores rise again with distance from the ideal on a line."""
    for issue, rows in case.judgements.scores.items():
        if issue not in case.issues or issue not in case.positions or not case.issues[issue].scale:
            continue
        for party, scores in rows.items():
            ideal = case.cell(issue, party).ideal
            line = [name for name, option in case.issues[issue].options.items() if option.at != "aside"]
            if ideal not in line:
                continue
            peak = line.index(ideal)
            for side in (line[peak::-1], line[peak:]):
                known = [scores[name].central for name in side if name in scores]
                if known != sorted(known, reverse=True):
                    path: Path = ("judgements", "scores", issue, party)
                    yield tree.problem(
                        "W304", f"the scores of `{party}` on `{issue}` rise again away from its ideal", path
                    )
                    break


@check()
def walk_aways(case: Case, tree: Tree) -> Iterator[Problem]:
    """A walk-away is in points like the values it is compared with."""
    for party, walk_away in case.judgements.walk_away.items():
        path: Path = ("judgements", "walk_away", party)
        points = walk_away.points
        if walk_away.status_quo is not None and points is not None:
            yield tree.problem("E304", "give points, or points above the status quo, not both", path)
        if walk_away.status_quo is not None and any(issue.status_quo is None for issue in case.issues.values()):
            open_ = next(name for name, issue in case.issues.items() if issue.status_quo is None)
            yield tree.problem("E304", f"no status quo package to count from: `{open_}` has no `status_quo`", path)
        span = points or walk_away.status_quo
        if span is None:
            continue
        if max(abs(span.low), abs(span.high)) > BEYOND:
            yield tree.problem(
                "E304", f"a walk-away of {_plain(span)} is on another scale: values are 0 to 100 points", path
            )
        elif points is not None and points.low >= 0 and points.high <= 1 and points.high.denominator != 1:
            guess = ", ".join(
                f"{float(number * 100):g}" for number in dict.fromkeys((points.low, points.central, points.high))
            )
            yield tree.problem(
                "E304",
                f"a walk-away of {_plain(points)} is on a scale of 0 to 1: values are 0 to 100 points",
                path,
                f"did you mean {guess}?",
            )


def _plain(span: Span) -> str:
    return f"{float(span.central):g}"
