"""Parties, issues, options, levers, kept packages, sentences of a brief and so on: added, changed and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from winset.casefile.editing.changes import CaseChange, InsertItem, Operation, RemoveValue, Reorder, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.judged import without_empty
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
    items = at(opened.data, path)
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
        place = there.index(before)
        changes.append(Reorder(path=path[:-1], order=(*there[:place], name, *there[place:])))
    return Operation(title=f"Option {name} of {issue} added", changes=tuple(changes))


NOTES: Path = ("brief", "notes")


def package_kept(opened: OpenedCase, title: str, options: Mapping[str, str], note: str = "") -> Operation:
    """The package is kept under a short name that is made of its title; options: one for each issue."""
    name = free_name(opened, ("packages",), title)
    fields: dict[str, Data] = {"title": title, **({"note": note} if note else {}), "options": dict(options)}
    added = entry_added(opened, ("packages", name), fields)
    return Operation(title=f"Package {title} kept", changes=added.changes)


def package_changed(opened: OpenedCase, name: str, fields: Mapping[str, Data]) -> Operation:
    """A kept package has another title, note or other options; None takes a field out. Raises EditRefused where no
    package has the name.
    """
    path: Path = ("packages", name)
    if not opened.tree.has(path):
        raise EditRefused(f"no kept package is called `{name}`", opened.tree.place(("packages",)))
    now: Any = opened.data["packages"][name]
    value = {field: inner for field, inner in {**now, **fields}.items() if inner is not None}
    return Operation(title=f"{spelled(path)} changed", changes=(SetValue(path=path, value=value),))


def package_dropped(opened: OpenedCase, name: str) -> Operation:
    """A package is kept no longer."""
    path = without_empty(opened.data, ("packages", name))
    return Operation(title=f"Package {name} no longer kept", changes=(RemoveValue(path=path),))


def sentences_written(text: str, after: str = "", *, number: int | None = None) -> Operation:
    """The drafter's sentences stand in a brief after a section, or at its beginning; number: in the place of those that
    stand there under this number, counted from 0.
    """
    value = {"text": text, **({"after": after} if after else {})}
    if number is None:
        return Operation(title="Sentences of the drafter’s added", changes=(InsertItem(path=NOTES, value=value),))
    changes = [SetValue(path=(*NOTES, number, field), value=inner) for field, inner in value.items()]
    return Operation(title="Sentences of the drafter’s changed", changes=tuple(changes))


def sentences_removed(opened: OpenedCase, number: int) -> Operation:
    """The drafter's sentences of a number, counted from 0, are gone."""
    notes = (opened.data.get("brief") or {}).get("notes") or []
    path = without_empty(opened.data, NOTES) if len(notes) == 1 else (*NOTES, number)
    return Operation(title="Sentences of the drafter’s removed", changes=(RemoveValue(path=path),))
