"""Numbers that move together: each is a judged range of the case, and stands in one entry."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.names import listing, nearest, short
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case
from winset.model.judgements import FALLS, ranges_by_path


@check()
def together(case: Case, tree: Tree) -> Iterator[Problem]:
    """Every input is a number under `judgements` that a trial draws from a range, and no two entries share one."""
    ranges = ranges_by_path(case.judgements) if case.judgements.together else {}
    seen: set[str] = set()
    for n, entry in enumerate(case.judgements.together):
        for m, input_name in enumerate(entry.inputs):
            name, path = input_name.removeprefix(FALLS), ("judgements", "together", n, "inputs", m)
            if name in seen:
                yield tree.problem(
                    "E208", f"`{short(name)}` moves with others already", path, "one input stands in one entry, once"
                )
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
    yield tree.problem(
        "E203",
        f"no judged number is called `{short(name)}`",
        path,
        f"{did}known: {listing(alike) or 'none'}",
        close and sign + close,
    )
