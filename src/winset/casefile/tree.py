"""A case file's nodes with the places that its parts stand at."""

from __future__ import annotations

from collections.abc import Mapping as Read
from dataclasses import dataclass, field, replace

from winset.casefile.nodes import Mapping, Node, Reader, Scalar, find, holds
from winset.errors import Path, Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The root of a case file, with the text that it was read from.

    dropped: items of lists that the model leaves out because they are broken, by the path of the list, in order. Paths
    come from the model; with these they lead to the items of the file. misspelt: fields that stand there under a name
    that is like theirs.
    """

    root: Mapping
    file: str
    reader: Reader
    dropped: Read[Path, tuple[int, ...]] = field(default_factory=dict)
    misspelt: frozenset[Path] = frozenset()

    def in_file(self, path: Path) -> Path:
        """The path with the positions that its items have in the file."""
        if not self.dropped:
            return path
        steps: list[str | int] = []
        for step in path:
            if isinstance(step, int):
                for gone in self.dropped.get(tuple(steps), ()):
                    step += gone <= step
            steps.append(step)
        return tuple(steps)

    def node(self, path: Path) -> Node:
        """The deepest node on the way to the path."""
        return find(self.root, self.in_file(path))[0]

    def has(self, path: Path) -> bool:
        """True where the file has something at the path, be it broken or under a misspelt name."""
        place = self.in_file(path)
        return place in self.misspelt or holds(self.root, place)

    def place(self, path: Path) -> Place:
        """Where the value at the path stands; of a section, where its name stands."""
        node, key = find(self.root, self.in_file(path))
        if isinstance(node, Scalar) or key is None:
            return node.place
        return key.place

    def key_place(self, path: Path) -> Place:
        """Where the name at the end of the path stands."""
        node, key = find(self.root, self.in_file(path))
        return key.place if key is not None else node.place

    def is_section(self, path: Path) -> bool:
        """True where the file has `name: value` lines at this path, none of them included."""
        place = self.in_file(path)
        return holds(self.root, place) and isinstance(self.node(path), Mapping)

    def keys(self, path: Path) -> tuple[str, ...]:
        """The names that stand below a path, broken ones included."""
        node = self.node(path) if self.is_section(path) else None
        return tuple(node.entries) if isinstance(node, Mapping) else ()

    def problem(self, code: str, message: str, path: Path, hint: str = "", suggestion: str | None = None) -> Problem:
        """A problem at the value of a path."""
        where, place = self.in_file(path), self.place(path)
        return Problem(code=code, message=message, place=place, hint=hint, suggestion=suggestion, path=where)

    def problem_of_name(self, code: str, message: str, path: Path, hint: str, suggestion: str | None = None) -> Problem:
        """A problem at the name that ends a path."""
        return replace(self.problem(code, message, path, hint, suggestion), place=self.key_place(path))
