"""Judged numbers: within their range, complete where they must be, on the scale of points, and not too fine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from winset.casefile.checks.register import check
from winset.casefile.names import listing, nearest, short
from winset.casefile.nodes import Scalar, nodes_below
from winset.casefile.tree import Tree
from winset.errors import CaseError, NumberTooFine, Path, Problem
from winset.model.case import Case, parts
from winset.model.claims import Node
from winset.model.judgements import FALLS, Judgements, ranges_by_path
from winset.model.numbers import Span

BEYOND = 200
"""A walk-away more than this many points from 0 is on another scale: values lie in 0–100 and links seldom double
them.
"""
FRACTION = re.compile(r"\s*[-+]?[0-9]+\s*/\s*[0-9]+\s*")
COARSE = 2
"""Decimals with which no case passes the bound, whatever its other numbers; beyond, the central reading is made."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the numbers of some fields can be: 0 or more, and at most `highest`. above: more than 0."""

    fields: tuple[str, ...]
    highest: int | None
    words: str
    above: bool = False

    def hold(self, span: Span) -> bool:
        """True of a number that lies within the bounds, whatever it is in its range."""
        return (span.low > 0 if self.above else span.low >= 0) and (self.highest is None or span.high <= self.highest)


BOUNDS: dict[type[Node], tuple[Bounds, ...]] = {
    Judgements: (
        Bounds(("salience",), 100, "a salience lies between 0 and 100 points"),
        Bounds(("scores",), 100, "a score lies between 0 and 100 points"),
        Bounds(("capability",), None, "a capability is not negative"),
    ),
}
"""What numbers of a part of a case can be. A section with parts of its own adds them where it is checked."""


@check()
def ranges(case: Case, tree: Tree) -> Iterator[Problem]:
    """Points, shares, percentages and strengths lie within what such a number can be."""
    for path, part in parts(case):
        for bounds in BOUNDS.get(type(part), ()):
            for field in bounds.fields:
                for where, span in _spans(getattr(part, field), (*path, field)):
                    if not bounds.hold(span):
                        yield tree.problem("E301", bounds.words, where)


def _spans(judged: object, path: Path) -> Iterator[tuple[Path, Span]]:
    """The numbers in a field, each with its path."""
    if isinstance(judged, Span):
        yield path, judged
    elif isinstance(judged, Mapping):
        for name, inner in judged.items():
            yield from _spans(inner, (*path, str(name)))


@check(warns_only=True)
def weightless(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for a party to which no issue weighs anything."""
    for party in case.parties:
        weights = [case.judgements.salience.get(issue, {}).get(party) for issue in case.issues]
        if weights and all(weight is not None and weight.high == 0 for weight in weights):
            message = f"every salience of `{party}` is 0: it is worth its links' points alone"
            yield tree.problem("W303", message, ("parties", party))


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
                message = f"the order of `{party}` on `{issue}` {what}"
                yield tree.problem("E311", message, path, "name every option once, best first")
            ideal = case.cell(issue, party).ideal if issue in case.positions else None
            if ideal is not None and order and order[0] != ideal:
                message = f"the order of `{party}` on `{issue}` begins with `{order[0]}`, its ideal is `{ideal}`"
                yield tree.problem("E311", message, path)


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
                    message = f"the scores of `{party}` on `{issue}` rise again away from its ideal"
                    yield tree.problem("W304", message, path)
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
            message = f"a walk-away of {_plain(span)} is on another scale: values are 0 to 100 points"
            yield tree.problem("E304", message, path)
        elif points is not None and points.low >= 0 and points.high <= 1 and points.high.denominator != 1:
            guess = ", ".join(
                f"{float(number * 100):g}" for number in dict.fromkeys((points.low, points.central, points.high))
            )
            message = f"a walk-away of {_plain(points)} is on a scale of 0 to 1: values are 0 to 100 points"
            yield tree.problem("E304", message, path, f"did you mean {guess}?")


def _plain(span: Span) -> str:
    return f"{float(span.central):g}"


@check()
def together(case: Case, tree: Tree) -> Iterator[Problem]:
    """Every input is a number under `judgements` that a trial draws from a range, and no two entries share one."""
    ranges = ranges_by_path(case.judgements) if case.judgements.together else {}
    seen: set[str] = set()
    for n, entry in enumerate(case.judgements.together):
        for m, input_name in enumerate(entry.inputs):
            name, path = input_name.removeprefix(FALLS), ("judgements", "together", n, "inputs", m)
            if name in seen:
                message = f"`{short(name)}` moves with others already"
                yield tree.problem("E208", message, path, "one input stands in one entry, once")
            elif name not in ranges:
                yield from _unknown(tree, input_name, path, list(ranges))
            elif ranges[name].is_fixed:
                hint = "give it a range, `[low, high]` or `[low, most likely, high]`"
                yield tree.problem("E325", f"`{short(name)}` is one number, which moves with nothing", path, hint)
            seen.add(name)


def _unknown(tree: Tree, input_name: str, path: Path, known: list[str]) -> Iterator[Problem]:
    """A number that the case does not judge; nothing where it stands there and is broken, which is told there."""
    name, sign = input_name.removeprefix(FALLS), FALLS if input_name.startswith(FALLS) else ""
    at: Path = ("judgements", *(int(step) if step.isdecimal() else step for step in name.split(".")))
    if tree.has(at) and not tree.is_section(at):
        return
    close = nearest(name, known)
    alike = [known_name for known_name in known if known_name.partition(".")[0] == name.partition(".")[0]] or known
    did = f"did you mean `{close}`? " if close is not None else ""
    message = f"no judged number is called `{short(name)}`"
    yield tree.problem("E203", message, path, f"{did}known: {listing(alike) or 'none'}", close and sign + close)


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
