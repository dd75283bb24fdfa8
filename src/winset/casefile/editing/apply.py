"""A case file's text with changes made: every other character is as it was, and the new text reads as it should."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from winset.casefile.editing.changes import CaseChange, InsertItem, RemoveValue, RenameKey, Reorder, SetValue, same
from winset.casefile.editing.layout import CaseLayout, laid_out
from winset.casefile.editing.resolve import Resolver, order_at, predecessor
from winset.casefile.editing.splices import (
    add_splices,
    insert_splices,
    remove_splices,
    rename_splice,
    reorder_splices,
    set_splices,
)
from winset.casefile.nodes import Mapping, Node, Sequence, node_at
from winset.casefile.save import Edit, spliced
from winset.errors import CaseError, EditRefused, Path

PART_DEPTH = 2
"""Names that lead to the part of a file that is read again after each step; the whole is read once, at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step with the part of the file that it changes, and the order of names around it."""

    change: CaseChange
    part: Path
    order: tuple[str, ...]


def changed(layout: CaseLayout, changes: Iterable[CaseChange], file: str) -> CaseLayout:
    """The file with the changes made, one after the other.

    Raises EditRefused where a change cannot be made, or where the new text would not read as the old one with just
    these changes.
    """
    resolver = Resolver(layout.root, layout.data)
    pending: list[_Step] = []
    for change in changes:
        for step in resolver.steps(change):
            part = _part(layout, step)
            if any(_overlap(part, other.part) for other in pending):
                layout = _with_steps(layout, pending, file)
                resolver.root, pending = layout.root, []
                part = _part(layout, step)
            order = order_at(step.path[:-1], resolver.data) if isinstance(step, SetValue) else ()
            pending.append(_Step(change=step, part=part, order=order))
    layout = _with_steps(layout, pending, file)
    if not same(layout.data, resolver.data):
        raise EditRefused("the file could not be rewritten so that only this changes: change it by hand")
    return layout


def _overlap(part: Path, other: Path) -> bool:
    """True where one part lies in the other, and is not the same."""
    return part != other and (part[: len(other)] == other or other[: len(part)] == part)


def _part(layout: CaseLayout, step: CaseChange) -> Path:
    """The path of the smallest part of the file, of whole lines, in which a step can be made; () for the whole."""
    inside = step.path if isinstance(step, InsertItem | Reorder) else step.path[:-1]
    part: Path = ()
    node: Node = layout.root
    for name in inside[:PART_DEPTH]:
        if not isinstance(node, Mapping) or node.flow or name not in node.entries:
            break
        node = node.entries[str(name)][1]
        if not isinstance(node, Mapping | Sequence) or node.flow:
            break
        part = (*part, name)
    return part


def _with_steps(layout: CaseLayout, steps: list[_Step], file: str) -> CaseLayout:
    """The file with steps made, those of each part by themselves; the parts do not overlap."""
    if not steps:
        return layout
    by_part: dict[Path, list[_Step]] = {}
    for step in steps:
        by_part.setdefault(step.part, []).append(step)
    edits = []
    for part, steps_there in by_part.items():
        start, end = _span(layout, part)
        inner = layout if not part else _again(layout.text[start:end], file)
        for step in steps_there:
            inner = _again(spliced(inner.text, _splices(inner, step)), file)
        if not part:
            return inner
        edits.append(Edit(start=start, end=end, text=inner.text))
    return _again(spliced(layout.text, edits), file)


def _again(text: str, file: str) -> CaseLayout:
    try:
        return laid_out(text, file)
    except CaseError as error:
        message = f"the file could not be rewritten with this change: {error.problems[0].message}"
        raise EditRefused(message, error.problems[0].place) from error


def _span(layout: CaseLayout, part: Path) -> tuple[int, int]:
    """The lines of a part: from that of its name to before that of the next name, be it further out."""
    if not part:
        return 0, len(layout.text)
    node: Mapping = layout.root
    end = len(layout.text)
    start = 0
    for name in part:
        names = list(node.entries)
        n = names.index(str(name))
        start = layout.line_of(node.entries[names[n]][0].start)
        end = layout.line_of(node.entries[names[n + 1]][0].start) if n + 1 < len(names) else end
        inner = node.entries[names[n]][1]
        node = inner if isinstance(inner, Mapping) else node
    return start, end


def _splices(layout: CaseLayout, step: _Step) -> list[Edit]:
    """The splices of a step in its part."""
    change = step.change
    path = change.path[max(0, len(step.part) - 1) :]
    if isinstance(change, InsertItem):
        node, _ = node_at(layout.root, path)
        count = len(node.items) if isinstance(node, Sequence) else 0
        return insert_splices(layout, path, change.value, count if change.before is None else change.before)
    if isinstance(change, RemoveValue):
        return remove_splices(layout, path)
    if isinstance(change, RenameKey):
        return [rename_splice(layout, path, change.name)]
    if isinstance(change, Reorder):
        return reorder_splices(layout, path, _positions(layout, path, change))
    section, _ = node_at(layout.root, path[:-1])
    if isinstance(section, Mapping) and str(path[-1]) not in section.entries:
        after = predecessor(str(path[-1]), list(section.entries), step.order)
        return add_splices(layout, path, change.value, after)
    return set_splices(layout, path, change.value)


def _positions(layout: CaseLayout, path: Path, change: Reorder) -> list[int]:
    node, _ = node_at(layout.root, path)
    if isinstance(node, Mapping):
        names = list(node.entries)
        return [names.index(str(name)) for name in change.order]
    return [int(n) for n in change.order]
