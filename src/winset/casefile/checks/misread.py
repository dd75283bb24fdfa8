"""Ids that readers of YAML take for something else: a truth value, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from winset.casefile.nodes import Mapping, Node, Scalar, Sequence
from winset.errors import Problem

NO_NAMES = {"true": "a truth value", "false": "a truth value", "null": "nothing"}
"""What no id is called, with what every reader of YAML takes it for where it is referred to."""
MISREAD = ("yes", "no", "on", "off", "y", "n")
"""What readers of YAML 1.1, as most programs have them, take for a truth value."""


def misread_ids(root: Node) -> Iterator[Problem]:
    """A problem for each id that would be read as something else: an error where every reader of YAML would, a warning
    where some would.
    """
    for name in _names(root):
        if name.text in NO_NAMES:
            message = f"an id cannot be `{name.text}`: readers of YAML take it for {NO_NAMES[name.text]}"
            yield Problem(code="E008", message=message, place=name.place, hint="choose another name")
        elif name.text in MISREAD:
            message = f"other readers of YAML take the id `{name.text}` for a truth value"
            yield Problem(code="W322", message=message, place=name.place, hint="choose another name")


def _names(root: Node) -> Iterator[Scalar]:
    """Every key, in which ids are declared, and every text under `id`; without recursion."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Mapping):
            for key, value in node.entries.values():
                yield key
                if key.text == "id" and isinstance(value, Scalar) and isinstance(value.value, str):
                    yield value
                stack.append(value)
