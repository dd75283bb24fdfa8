"""Positions that parties held before: complete, in the order of their dates, and without a circle on any date."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.cells import contradicting_red_lines
from winset.casefile.checks.circles import circles
from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.as_of import case_as_of
from winset.model.case import Case, Cell, EarlierPosition
from winset.model.dates import Placed, in_words, is_after, placed


@check()
def earlier_positions(case: Case, tree: Tree) -> Iterator[Problem]:
    """Each earlier position says what the party wanted or who decided, on what basis, and does not contradict itself;
    none was said after the one that follows it. One of which only a document says that it was held may be older.
    """
    for issue, row in case.positions.items():
        for party, cell in row.items():
            for n, earlier in enumerate(cell.was):
                yield from _complete(tree, ("positions", issue, party, "was", n), earlier)
            yield from _out_of_order(case, tree, ("positions", issue, party), cell)


def _complete(tree: Tree, path: Path, earlier: EarlierPosition) -> Iterator[Problem]:
    if earlier.basis is None and not tree.has((*path, "basis")):
        yield tree.problem("E202", "an earlier position has no `basis`", path, "write `stated` or `inferred`")
    if earlier.delegates_to is not None and (earlier.ideal is not None or earlier.rejects):
        message = f"an earlier position leaves `{path[1]}` to `{earlier.delegates_to}` and says what it wants"
        yield tree.problem("E310", message, path)
    elif earlier.ideal is None and not any(tree.has((*path, field)) for field in ("ideal", "delegates_to")):
        yield tree.problem("E202", "an earlier position has no `ideal`", path, "or write `delegates_to: …`")
    yield from contradicting_red_lines(tree, path, earlier)


def _out_of_order(case: Case, tree: Tree, path: Path, cell: Cell) -> Iterator[Problem]:
    before: Placed | None = None
    held: tuple[Cell | EarlierPosition, ...] = (*cell.was, cell) if cell.was else ()
    for n, position in enumerate(held):
        at = placed(case, position)
        if at is not None and before is not None and before.ground == "said" and is_after(before.date, at.date):
            what = "the next" if n < len(cell.was) else "the position of today"
            yield tree.problem(
                "E328",
                f"this position is of {in_words(before.date)}, and {what}, which is to follow it, of "
                f"{in_words(at.date)}",
                (*path, "was", n - 1),
                "write the earliest first; a claim of an earlier position belongs to that one",
            )
        before = at or before


@check()
def earlier_delegations(case: Case, tree: Tree) -> Iterator[Problem]:
    """Who left a decision to another was not left it by that one on the same date."""
    for issue, row in case.positions.items():
        places = {
            at.date: ("positions", issue, party, "was", n)
            for party, cell in row.items()
            for n, earlier in enumerate(cell.was)
            if earlier.delegates_to is not None and (at := placed(case, earlier)) is not None
        }
        for date, path in places.items():
            then, _ = case_as_of(case, date)
            to = {party: [cell.delegates_to] for party, cell in then.positions[issue].items() if cell.delegates_to}
            for circle in circles(to):
                way = " → ".join([*circle, circle[0]])
                yield tree.problem("E309", f"a circular delegation on `{issue}` in {in_words(date)}: {way}", path)


@check(warns_only=True)
def moved(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for each position that has moved and is not marked `volatile`."""
    for issue, row in case.positions.items():
        for party, cell in row.items():
            changed = [earlier for earlier in cell.was if _says(earlier) != _says(cell)]
            if changed and not cell.volatile and cell.basis != "silent":
                message = f"the line of `{party}` on `{issue}` has moved, and is not marked `volatile`"
                hint = "write `volatile: true`, so that answers say what each other line would do"
                yield tree.problem("W306", message, ("positions", issue, party), hint)


def _says(position: Cell | EarlierPosition) -> tuple[object, ...]:
    return position.ideal, position.delegates_to, frozenset(line.option for line in position.rejects)
