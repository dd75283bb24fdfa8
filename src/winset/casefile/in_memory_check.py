"""Whether a case that no file holds would be without errors: the checks across its fields, on a tree made from it."""

from __future__ import annotations

from collections.abc import Mapping as Read
from fractions import Fraction

from winset.casefile.checks.register import cross_check
from winset.casefile.nodes import Mapping, Node, Reader, Scalar, Sequence
from winset.casefile.tree import Tree
from winset.errors import Place
from winset.model.case import Case
from winset.model.claims import Node as Part
from winset.model.numbers import Span

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
