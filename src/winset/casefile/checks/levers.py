"""Levers: none about people is offered by accident, and no effect is judged of what cannot be pulled."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.checks.register import check
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case


@check()
def levers(case: Case, tree: Tree) -> Iterator[Problem]:
    """A lever that is offered in so many words says why; one about people that says nothing gets a warning, and so does
    an effect that nothing uses.
    """
    for name, lever in case.levers.items():
        path: Path = ("levers", name)
        word = case.people_word(name)
        if lever.offered is True and lever.because is None and not tree.has((*path, "because")):
            yield tree.problem(
                "E323",
                f"`{name}` is offered as a lever, and nothing says why",
                (*path, "offered"),
                "add `because: …`, or take `offered` out",
            )
        elif lever.offered is None and word is not None and not tree.has((*path, "offered")):
            yield tree.problem(
                "W310",
                f"`{name}` is about people (“{word}”): no answer offers it as a lever",
                path,
                "write `offered: false`; or `offered: true` with `because: …`, if it is to be offered all the same",
            )
    yield from _effects(case, tree)


def _effects(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for each judged effect of a lever that presses already: nothing pulls it."""
    spent = {name for table in case.judgements.tables.values() for name in table.spends}
    for name in case.judgements.levers:
        lever = case.levers.get(name)
        if lever is not None and not lever.can_be_pulled and name not in spent:
            yield tree.problem(
                "W311",
                f"`{name}` is in force already, so nothing uses the effect that is judged of pulling it",
                ("judgements", "levers", name),
                "take the number out; or, if it stands for lifting the pressure, give the lever `effect: ease`",
            )
