"""Which cell of a table the marks of a tagged PDF say that a text belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.casefile.pdf_objects import number, resolved

MOST_TAGGED = 200_000
"""Entries of what leads from the pages of a tagged PDF to its tags; beyond, the rest is read without tags."""
_DEEPEST = 100  # levels of elements within elements that are climbed

Cell = int
"""The number of the object that describes the cell."""


class TableCells:
    """The cells of the tables of a PDF, by the pages and forms whose marks they hold; none where it has no tags."""

    def __init__(self, catalog: Any) -> None:
        try:
            root = resolved(catalog.get("/StructTreeRoot")) or {}
            self._roles = resolved(root.get("/RoleMap")) or {}
            self._marks = dict(_entries(root.get("/ParentTree"))) if root else {}
        except (AttributeError, KeyError, TypeError, ValueError):
            self._roles, self._marks = {}, {}
        self._known: dict[int, Cell | None] = {}

    def marked(self, holder: Any, mark: int) -> Cell | None:
        """The cell that holds what is marked with the number on the page or form."""
        if not self._marks or mark < 0:
            return None
        elements = resolved(self._marks.get(int(number(holder.get("/StructParents"), -1))))
        if not isinstance(elements, list) or mark >= len(elements):
            return None
        return self._cell(list.__getitem__(elements, mark))

    def _cell(self, reference: Any) -> Cell | None:
        first = getattr(reference, "idnum", None)
        if first is None:
            return None
        if first not in self._known:
            self._known[first] = self._climbed(reference)
        return self._known[first]

    def _climbed(self, reference: Any) -> Cell | None:
        """The innermost cell around the element, itself included."""
        for _ in range(_DEEPEST):
            element = resolved(reference)
            if not isinstance(element, dict):
                return None
            kind = element.get("/S")
            if self._roles.get(kind, kind) in ("/TD", "/TH"):
                found: Cell | None = getattr(reference, "idnum", None)
                return found
            if "/P" not in element:
                return None
            reference = element.raw_get("/P")  # type: ignore[attr-defined]
        return None


def _entries(tree: Any) -> Iterator[tuple[int, Any]]:
    """The numbers of a tree of numbers and what each leads to."""
    left, waiting = MOST_TAGGED, [tree]
    while waiting and left > 0:
        node = resolved(waiting.pop())
        left -= 1
        if not isinstance(node, dict):
            continue
        kids, pairs = resolved(node.get("/Kids")), resolved(node.get("/Nums"))
        waiting += list.__iter__(kids) if isinstance(kids, list) else []
        if isinstance(pairs, list):
            left -= len(pairs)
            items = list(list.__iter__(pairs))
            yield from ((int(number(key, -1)), value) for key, value in zip(items[::2], items[1::2], strict=False))
