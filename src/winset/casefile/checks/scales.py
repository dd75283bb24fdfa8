"""Numbers on two scales: points of 100 beside shares of 1.

A share is a number above 0 and at most 1 with two decimals at most, such as 0.8, or a 1 beside such a one. Nobody means
four fifths of a point of a hundred; numbers with more decimals come from a program. A case whose numbers are all shares
is read as it is meant, since only ratios count there, and gets no warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case
from winset.model.numbers import Span

UNJUDGED = 50
"""Points that a salience counts where none is judged."""
MOST_NAMED = 3
"""Numbers of either scale that a message names; beyond, the rest is not listed."""

Numbers = Mapping[Path, Span]


@check(warns_only=True)
def two_scales(case: Case, tree: Tree) -> Iterator[Problem]:
    """Saliences, scores and capabilities are each on one scale: a warning for every party, and in scores for every
    issue, whose numbers are shares of 1 where others of the case are points.
    """
    yield from _saliences(case, tree)
    yield from _scores(case, tree)
    capability: Numbers = {
        ("judgements", "capability", party): span for party, span in case.judgements.capability.items()
    }
    shares = _shares(capability)
    if shares:
        yield from _warned(tree, "capabilities", shares, _points(capability), "only their ratios count")


def _saliences(case: Case, tree: Tree) -> Iterator[Problem]:
    judged = case.judgements.salience
    every: Numbers = {
        ("judgements", "salience", issue, party): span for issue, row in judged.items() for party, span in row.items()
    }
    for party in dict.fromkeys(str(path[-1]) for path in every):
        own: Numbers = {path: span for path, span in every.items() if path[-1] == party}
        shares = _shares(own)
        if not shares:
            continue
        unjudged = [
            issue for issue in case.issues if party not in judged.get(issue, {}) and not _is_silent(case, issue, party)
        ]
        if _points(every):
            yield from _warned(tree, f"saliences of `{party}`", shares, _points(own) or _points(every))
        elif unjudged:
            yield tree.problem(
                "W320",
                f"the saliences of `{party}` are shares of 1 ({_listed(shares)}), and `{unjudged[0]}`, which has none, "
                f"counts {UNJUDGED}",
                next(iter(shares)),
                f"a salience goes from 0 to 100: did you mean {_in_points(next(iter(shares.values())))}?",
            )


def _scores(case: Case, tree: Tree) -> Iterator[Problem]:
    rows: dict[tuple[str, str], Numbers] = {
        (issue, party): {("judgements", "scores", issue, party, option): span for option, span in scores.items()}
        for issue, row in case.judgements.scores.items()
        for party, scores in row.items()
    }
    every: Numbers = {path: span for row in rows.values() for path, span in row.items()}
    walk_aways: Numbers = {
        ("judgements", "walk_away", party): walk_away.points
        for party, walk_away in case.judgements.walk_away.items()
        if walk_away.points is not None
    }
    beside = _points(every) or _points(walk_aways)
    for (issue, party), row in rows.items():
        shares = _shares(row)
        if not shares and len(row) > 1 and all(span.high <= 1 for span in row.values()):
            shares = {path: span for path, span in row.items() if span.high == 1}
        if shares and beside:
            what = f"scores of `{party}` on `{issue}`"
            yield from _warned(tree, what, shares, _points(row) or beside)


def _is_silent(case: Case, issue: str, party: str) -> bool:
    return issue not in case.positions or case.cell(issue, party).wants_unknown


def _shares(numbers: Numbers) -> Numbers:
    """Those of the numbers that are shares of 1; none where all of them are whole."""
    small = {
        path: span
        for path, span in numbers.items()
        if 0 < span.high <= 1 and all((end * 100).denominator == 1 for end in _ends(span))
    }
    return small if any(end.denominator != 1 for span in small.values() for end in _ends(span)) else {}


def _points(numbers: Numbers) -> Numbers:
    return {path: span for path, span in numbers.items() if span.high > 1}


def _warned(tree: Tree, what: str, shares: Numbers, points: Numbers, rule: str = "") -> Iterator[Problem]:
    if points:
        path, first = next(iter(shares.items()))
        rule = rule or f"a {what.partition(' ')[0].removesuffix('s')} goes from 0 to 100"
        verb = "stands" if len(shares) == 1 else "stand"
        message = f"two scales: {_listed(shares)} among the {what} {verb} beside {_listed(points)}"
        yield tree.problem("W320", message, path, f"{rule}: did you mean {_in_points(first)}?")


def _listed(numbers: Numbers) -> str:
    """The first of the numbers as they may have been typed."""
    shown = list(dict.fromkeys(f"{float(span.central):g}" for span in numbers.values()))[:MOST_NAMED]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _ends(span: Span) -> list[Fraction]:
    return [span.low, *([span.likely] if span.likely is not None else []), span.high]


def _in_points(span: Span) -> str:
    points = [f"{float(end * 100):g}" for end in _ends(span)]
    return points[0] if span.is_fixed else f"[{', '.join(points)}]"
