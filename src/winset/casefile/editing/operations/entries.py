"""Parties, issues, options, levers, rules, tables, moves, variants and steps: added with what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from winset.casefile.editing.changes import CaseChange, InsertItem, Operation, Reorder, SetValue
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.yaml_text import Data
from winset.casefile.names import short, spelled
from winset.casefile.start import id_for
from winset.errors import EditRefused, Path

KINDS = {
    "parties": "party", "issues": "issue", "levers": "lever", "tables": "table", "variants": "variant",
    "sources": "source", "claims": "claim", "others": "other", "steps": "step", "options": "option",
    "interests": "interest", "events": "event", "contests": "contest", "packages": "package",
}  # fmt: skip


def free_name(opened: OpenedCase, section: Path, title: str) -> str:
    """A short name for something new in a section, from what it is called, that nothing there has yet."""
    taken = opened.tree.keys(section)
    name = id_for(title, KINDS.get(str(section[-1]), "entry"), len(taken) + 1)
    return next(free for free in (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))) if free not in taken)


def entry_added(opened: OpenedCase, path: Path, value: Data) -> Operation:
    """A lever, table, variant, step, claim or source stands under a new name. Raises EditRefused where it is taken."""
    if opened.tree.has(path):
        raise EditRefused(f"`{spelled(path[:-1])}` has a `{short(path[-1])}` already", opened.tree.key_place(path))
    return Operation(title=f"{spelled(path)} added", changes=(SetValue(path=path, value=value),))


def item_added(opened: OpenedCase, path: Path, value: Mapping[str, Data]) -> Operation:
    """A rule, a link, a note or a move stands at the end of its list. Raises EditRefused where a rule's id is taken."""
    items: Any = opened.data
    for step in path:
        items = items.get(str(step)) if isinstance(items, dict) else None
    ids = [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if value.get("id") is not None and value["id"] in ids:
        raise EditRefused(f"`{spelled(path)}` has a `{short(value['id'])}` already", opened.tree.place(path))
    return Operation(title=f"added to {spelled(path)}", changes=(InsertItem(path=path, value=dict(value)),))


def party_added(opened: OpenedCase, name: str, fields: Mapping[str, Data]) -> Operation:
    """A party more, silent on every issue until something is said of it."""
    added = entry_added(opened, ("parties", name), dict(fields))
    rows = opened.data.get("positions")
    silent: list[CaseChange] = [
        SetValue(path=("positions", issue, name), value="silent")
        for issue, row in (rows.items() if isinstance(rows, dict) else ())
        if isinstance(row, dict) and "rest" not in row
    ]
    return Operation(title=f"Party {fields.get('name', name)} added", changes=(*added.changes, *silent))


def issue_added(opened: OpenedCase, name: str, fields: Mapping[str, Data]) -> Operation:
    """An issue more, on which every party is silent until something is said of it. fields: its options among them."""
    added = entry_added(opened, ("issues", name), dict(fields))
    row = SetValue(path=("positions", name), value={"rest": "silent"})
    return Operation(title=f"Issue {fields.get('title', name)} added", changes=(*added.changes, row))


def option_added(
    opened: OpenedCase, issue: str, name: str, fields: Mapping[str, Data] | str, *, before: str = ""
) -> Operation:
    """An option more of an issue: the last, or before another one, as its place on a scale asks."""
    path: Path = ("issues", issue, "options", name)
    changes = list(entry_added(opened, path, fields if isinstance(fields, str) else dict(fields)).changes)
    if before:
        there = list(opened.tree.keys(path[:-1]))
        if before not in there:
            raise EditRefused(f"`{spelled(path[:-1])}` has no `{short(before)}`", opened.tree.place(path[:-1]))
        at = there.index(before)
        changes.append(_in_order(path[:-1], [*there[:at], name, *there[at:]]))
    return Operation(title=f"Option {name} of {issue} added", changes=tuple(changes))


def _in_order(path: Path, order: Sequence[str]) -> CaseChange:
    return Reorder(path=path, order=tuple(order))
