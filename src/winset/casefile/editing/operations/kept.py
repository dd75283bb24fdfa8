"""Packages that the analyst keeps, and the drafter's own sentences in a brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from winset.casefile.editing.changes import InsertItem, Operation, RemoveValue, SetValue
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.entries import entry_added, free_name
from winset.casefile.editing.operations.judged import without_empty
from winset.casefile.editing.yaml_text import Data
from winset.casefile.names import spelled
from winset.errors import EditRefused, Path

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
