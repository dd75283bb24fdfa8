"""A case file's nodes with the places that its parts stand at."""

from __future__ import annotations

from dataclasses import dataclass

from winset.casefile.nodes import Mapping, Node, Reader, Scalar, find, holds
from winset.errors import Path, Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The root of a case file, with the text that it was read from."""

    root: Mapping
    file: str
    reader: Reader

    def node(self, path: Path) -> Node:
        """The deepest node on the way to the path."""
        return find(self.root, path)[0]

    def has(self, path: Path) -> bool:
        return holds(self.root, path)

    def place(self, path: Path) -> Place:
        """Where the value at the path stands; of a section, where its name stands."""
        node, key = find(self.root, path)
        if isinstance(node, Scalar) or key is None:
            return node.place
        return key.place

    def key_place(self, path: Path) -> Place:
        """Where the name at the end of the path stands."""
        node, key = find(self.root, path)
        return key.place if key is not None else node.place

    def keys(self, path: Path) -> tuple[str, ...]:
        """The names that stand below a path, broken ones included."""
        if path and not self.has(path):
            return ()
        node = self.node(path)
        return tuple(node.entries) if isinstance(node, Mapping) else ()

    def problem(self, code: str, message: str, path: Path, hint: str = "", suggestion: str | None = None) -> Problem:
        """A problem at the value of a path."""
        return Problem(code=code, message=message, place=self.place(path), hint=hint, suggestion=suggestion, path=path)
