"""What can be changed in a case file: a value set or removed, an item put into a list, a name or an order changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winset.casefile.editing.yaml_text import Data
from winset.errors import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SetValue:
    """The value stands at the path, whatever stood there; what leads there comes with it."""

    path: Path
    value: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveValue:
    """Nothing stands at the path any more."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertItem:
    """The value is an item of the list at the path: before the item of that place, or its last."""

    path: Path
    value: Data
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameKey:
    """The last step of the path is called otherwise; what stands there stays. Names elsewhere stay as well."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """What stands in the section or list at the path stands there in another order: its names, or the places of its
    items as they are now.
    """

    path: Path
    order: tuple[str | int, ...]


CaseChange = SetValue | RemoveValue | InsertItem | RenameKey | Reorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What somebody means to do with a case, as changes of its file. title: it in a few words. documents: those that
    are copied into its folder with it, each with its digest; they go with it when it is undone.
    """

    title: str
    changes: tuple[CaseChange, ...]
    documents: tuple[tuple[str, str], ...] = ()


def path_of(text: str) -> Path:
    """The path that is written with dots; beneath the `set` of a variant the rest is one name."""
    steps = text.split(".")
    if steps[0] == "variants" and steps[2:3] == ["set"] and len(steps) > 4:
        steps = [*steps[:3], ".".join(steps[3:])]
    return tuple(int(step) if step.isdecimal() and step.isascii() else step for step in steps)


def at(data: Any, path: Path) -> Any:
    """What stands at a path of plain data; None where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def changes_between(path: Path, old: Data, new: Data) -> list[CaseChange]:
    """The changes that make a value of another one, so that what is the same stays where it is."""
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        made: list[CaseChange] = []
        for name, value in new.items():
            if name not in old:
                made.append(SetValue(path=(*path, name), value=value))
            elif not same(old[name], value):
                made += changes_between((*path, name), old[name], value)
        return made + [RemoveValue(path=(*path, name)) for name in old if name not in new]
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _between_lists(path, old, new)
    return [] if same(old, new) else [SetValue(path=path, value=new)]


def _between_lists(path: Path, old: list[Data], new: list[Data]) -> list[CaseChange]:
    """Items that are the same at the beginning and at the end stay; those between are changed in their order."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if not same(old[n], new[n])), shorter)
    tail = next((n for n in range(shorter - head) if not same(old[-1 - n], new[-1 - n])), shorter - head)
    both = shorter - head - tail
    made = [change for n in range(head, head + both) for change in changes_between((*path, n), old[n], new[n])]
    for n in range(head + both, len(new) - tail):
        made.append(InsertItem(path=path, value=new[n], before=n if tail else None))
    for n in reversed(range(head + both, len(old) - tail)):
        made.append(RemoveValue(path=(*path, n)))
    return made


def same(one: Data, other: Data) -> bool:
    """True of values that a case file means the same by, written as they are: 1 is not true, and "1" is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other


def plain_data(value: Data) -> Data:
    """The value with every mapping a dict and every list a list."""
    if isinstance(value, Mapping):
        return {str(name): plain_data(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain_data(item) for item in value]
    return value
