"""The register of checks: a file of this folder names its own by `@check`, and nothing else names it.

Whether a case that no file holds would be without errors is told by the same checks, on a tree made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Read
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from winset.casefile.nodes import MAX_PROBLEMS, Mapping, Node, Reader, Scalar, Sequence
from winset.casefile.tree import Tree
from winset.errors import Place, Problem
from winset.model.case import Case
from winset.model.claims import Node as Part
from winset.model.numbers import Span

Across = Callable[[Case, Tree], Iterator[Problem]]
_registered: list[Check] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What must hold across the fields of a case. problems: where it does not. warns_only: it gives no error. explains:
    what it finds is why others find something, so that it stands first where several name one place.
    """

    problems: Across
    warns_only: bool
    explains: bool


def check(*, warns_only: bool = False, explains: bool = False) -> Callable[[Across], Across]:
    """Registers a check."""

    def registered(problems: Across) -> Across:
        _registered.append(Check(problems=problems, warns_only=warns_only, explains=explains))
        return problems

    return registered


@cache
def checks() -> tuple[Check, ...]:
    """Those of all files of this folder: those that explain others first, file by file, in the order of the file."""
    folder = __name__.rpartition(".")[0]
    for file in sorted(file.name for file in iter_modules(import_module(folder).__path__)):
        import_module(f"{folder}.{file}")
    by_file = sorted(_registered, key=lambda one: one.problems.__module__)
    return tuple(sorted(by_file, key=lambda one: not one.explains))


def cross_check(case: Case, tree: Tree, *, errors_only: bool = False) -> list[Problem]:
    """All problems across fields, warnings included; errors up to a number beyond which nobody reads them.

    errors_only: leave out the checks that give warnings alone.
    """
    problems: list[Problem] = []
    errors = 0
    asked = [check for check in checks() if not (errors_only and check.warns_only)]
    for problem in (problem for check in asked for problem in check.problems(case, tree)):
        problems.append(problem)
        errors += problem.severity == "error"
        if errors == MAX_PROBLEMS:
            limit = f"the file has more than {MAX_PROBLEMS:,} problems; the rest is not listed"
            return [*problems, tree.problem("E007", limit, ())]
    return problems


NOWHERE = Place(file="case.yaml")


def is_valid(case: Case) -> bool:
    """True where no check across the fields of the case finds an error."""
    return not any(problem.severity == "error" for problem in cross_check(case, tree_of(case), errors_only=True))


def tree_of(case: Case) -> Tree:
    """The case as the tree of a file that says it; every place in it is the beginning of that file."""
    root = _node(case)
    if not isinstance(root, Mapping):
        raise TypeError("a case is a mapping")
    return Tree(root=root, file=NOWHERE.file, reader=Reader("", NOWHERE.file))


def _node(value: object) -> Node:
    if isinstance(value, Part):
        given = {
            field.alias or name: member
            for name, field in type(value).model_fields.items()
            if (member := getattr(value, name)) != field.default
        }
        return _node(given)
    if isinstance(value, Read):
        entries = {str(key): (Scalar.at(NOWHERE, str(key)), _node(member)) for key, member in value.items()}
        return Mapping(place=NOWHERE, entries=entries)
    if isinstance(value, tuple | list):
        return Sequence(place=NOWHERE, items=[_node(item) for item in value])
    return Scalar.at(NOWHERE, str(value) if isinstance(value, Span | Fraction) else value)
