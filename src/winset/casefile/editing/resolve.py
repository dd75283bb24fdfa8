"""A change of a case as steps that its data, and so its text, can take one by one: the path leads to what is there.

The format says of a place in what order names stand there, and what the long form is of what is written short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from winset.casefile.editing.changes import (
    CaseChange,
    InsertItem,
    RemoveValue,
    RenameKey,
    Reorder,
    SetValue,
    changes_between,
    plain_data,
)
from winset.casefile.editing.yaml_text import MOST_REMEMBERED, Data
from winset.casefile.fields import at, fields_at
from winset.casefile.names import guessed, listing, short, spelled
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import find
from winset.errors import EditRefused, Path, Place
from winset.model.case import Case, Cell, Option, Ratifier, RedLine
from winset.model.claims import Assertion, Node
from winset.model.judgements import WalkAway
from winset.model.placed import models, place_shape, shapes

GROUNDS = tuple(shape.file for shape in shapes(Assertion))
LAST = ("handling",)
SHORT_FOR: dict[type[Node], str] = {Option: "label", RedLine: "option", Ratifier: "party"}
"""The field that a text alone stands for."""


@cache
def _fields_in_order(fields: frozenset[str]) -> tuple[str, ...]:
    """The fields of the class of the model that has all of these, as they are written: what is asserted, then on what
    it rests, then who may see it.
    """
    for model in models():
        names = [shape.file for shape in shapes(model)]
        if fields == set(names):
            own = [name for name in names if name not in GROUNDS and name not in LAST]
            return (*own, *(name for name in names if name in GROUNDS), *(name for name in names if name in LAST))
    return ()


@lru_cache(maxsize=MOST_REMEMBERED)
def fields_only(path: Path) -> tuple[str, ...]:
    """The fields at a place where nothing else may stand; none where any name may."""
    is_free = any(schema.get("type") == "object" and "properties" not in schema for schema in at(path))
    return () if is_free else fields_at(path)


def order_at(path: Path, data: Mapping[str, Data]) -> tuple[str, ...]:
    """The names that may stand at a place in their order; none where any order is as good. data: the whole case."""
    fields = fields_only(path)
    if fields:
        return _fields_in_order(frozenset(fields)) or fields
    shape = place_shape(Case, path)
    refers = shape.keys[0] if shape.keys else None
    if path == ("positions",) or refers == "issues":
        return _names(data.get("issues"))
    if path[0] == "positions" or refers == "parties":
        return (*_names(data.get("parties")), "rest")
    issue = next((str(name) for name, to in shape.names if to == "issues"), None)
    if refers == "options" and issue is not None:
        issues = data.get("issues")
        entry = issues.get(issue) if isinstance(issues, Mapping) else None
        return _names(entry.get("options")) if isinstance(entry, Mapping) else ()
    return (
        _names(data.get("tables")) if refers == "tables" else _names(data.get("levers")) if refers == "levers" else ()
    )


def _names(section: Data) -> tuple[str, ...]:
    return tuple(section) if isinstance(section, Mapping) else ()


def predecessor(name: str, there: list[str], order: tuple[str, ...]) -> str | None:
    """After which of the names that are there a new one stands; None: before all of them."""
    if name not in order:
        others = [known for known in there if known != "rest"]
        return others[-1] if others else None
    rank = {known: n for n, known in enumerate(order)}
    before = [known for known in there if rank.get(known, -1) < rank[name]]
    return before[-1] if before else None


def long_form(path: Path, value: Data) -> dict[str, Data] | None:
    """The fields that a value stands for which is written short; None where it is no short form."""
    node = _class_at(path)
    if node is Cell:
        return {} if value == "silent" else None
    if node is WalkAway:
        return {"status_quo": 0} if value == "status_quo" else {"points": value}
    field = SHORT_FOR.get(node) if node is not None else None
    if field is not None and isinstance(value, str):
        return {field: value}
    if value is not None and "points" in fields_at(path) and not isinstance(value, Mapping):
        return {"points": value}
    return None


def _class_at(path: Path) -> type[Node] | None:
    shape = place_shape(Case, path)
    return None if shape.field is None or shape.keys else shape.field.node


def refuse_unknown_field(path: Path, step: str | int, place: Place | None) -> None:
    """Returns where a name can stand below a path. Raises EditRefused where the format has no such field there."""
    fields = fields_only(path)
    if not fields or str(step) in fields:
        return
    inside = f"`{spelled(path)}`" if path else "a case"
    message = f"{inside} has no field `{short(step)}`; {guessed(str(step), fields)}it can have: {listing(fields)}"
    raise EditRefused(message, place)


class Resolver:
    """The changes of a case as steps. root: of the file, for the places that messages name. data: what it says."""

    def __init__(self, root: Section, data: dict[str, Any]) -> None:
        self.root, self.data = root, data

    def steps(self, change: CaseChange) -> Iterator[CaseChange]:
        """The steps of a change; each is made in the data before the next one is looked for.

        Raises EditRefused where the change cannot be made.
        """
        for step in self._of(change):
            self.data = made(self.data, step)
            yield step

    def _of(self, change: CaseChange) -> list[CaseChange]:
        if isinstance(change, SetValue):
            return self._set(change)
        if isinstance(change, InsertItem):
            return self._inserted(change)
        if isinstance(change, RemoveValue):
            return self._removed(change)
        if isinstance(change, RenameKey):
            return self._renamed(change)
        return self._reordered(change)

    def _set(self, change: SetValue) -> list[CaseChange]:
        if not change.path:
            raise EditRefused("a path is needed: the whole case cannot be set at once")
        here: Any = self.data
        path: Path = ()
        for n, step in enumerate(change.path):
            rest = change.path[n + 1 :]
            if isinstance(here, dict):
                self._refuse_unknown(path, step)
                name = str(step)
                if here.get(name) is None:
                    return [SetValue(path=(*path, name), value=self._nested((*path, name), rest, change.value))]
                here, path = here[name], (*path, name)
            elif isinstance(here, list):
                position = self._position(here, step, path)
                if position == len(here):
                    return [InsertItem(path=path, value=self._nested((*path, position), rest, change.value))]
                here, path = here[position], (*path, position)
            else:
                return [SetValue(path=path, value=self._written_out(path, here, change))]
        return changes_between(path, here, plain_data(change.value))

    def _written_out(self, path: Path, here: Data, change: SetValue) -> Data:
        """The long form of what is written short, with the value in it."""
        fields = long_form(path, here)
        step = change.path[len(path)]
        if fields is None:
            hint = ""
            if path[-1] == "claim" or "also" in path[-2:]:
                hint = f"; it is the name of a claim: change `claims.{here}`"
            said = f"`{short(here)}`" if here is not None else "empty"
            raise EditRefused(f"`{spelled(path)}` is {said}, so nothing can stand below it{hint}", self._place(path))
        self._refuse_unknown(path, step)
        value = self._nested((*path, step), change.path[len(path) + 1 :], change.value)
        return {**fields, str(step): value}

    def _nested(self, path: Path, rest: Path, value: Data) -> Data:
        """The value with the sections around it that are not there yet."""
        if not rest:
            return plain_data(value)
        step = rest[0]
        inner = self._nested((*path, step), rest[1:], value)
        if isinstance(step, int):
            if step != 0:
                raise EditRefused(f"`{spelled(path)}` is an empty list; its first item is 0", self._place(path))
            return [inner]
        self._refuse_unknown(path, step)
        return {step: inner}

    def _refuse_unknown(self, path: Path, step: str | int) -> None:
        refuse_unknown_field(path, step, self._place(path))

    def _position(self, items: list[Any], step: str | int, path: Path) -> int:
        """The place of an item: by its number, or by its `id`. The number after the last is that of a new one."""
        if isinstance(step, str):
            ids = [item.get("id") if isinstance(item, dict) else item for item in items]
            if step in ids:
                return ids.index(step)
            if not (step.isascii() and step.isdecimal()):
                known = [str(name) for name in ids if isinstance(name, str)]
                meant = guessed(step, known)
                there = listing(known) or f"{len(items)} without names"
                message = f"`{spelled(path)}` has no item `{short(step)}`; {meant}it has: {there}"
                raise EditRefused(message, self._place(path))
        position = int(step)
        if not 0 <= position <= len(items):
            message = f"`{spelled(path)}` has {len(items)} items, counted from 0; there is no item {position}"
            raise EditRefused(message, self._place(path))
        return position

    def existing(self, path: Path) -> tuple[Path, Data]:
        """The path with the places of items in lists, and what stands there. Raises EditRefused where nothing does."""
        here: Any = self.data
        found: Path = ()
        for step in path:
            if isinstance(here, list):
                step = self._position(here, step, found)
                is_there = step < len(here)
            else:
                step = str(step)
                is_there = isinstance(here, dict) and step in here
            if not is_there:
                known = list(here) if isinstance(here, dict) else []
                meant = guessed(str(step), known)
                inside = f"`{spelled(found)}`" if found else "the case"
                message = f"{inside} has no `{short(step)}`; {meant}it has: {listing(known) or 'nothing of the kind'}"
                raise EditRefused(message, self._place(found))
            here, found = here[step], (*found, step)
        return found, here

    def _place(self, path: Path) -> Place:
        node, key = find(self.root, path)
        return key.place if key is not None else node.place

    def _inserted(self, change: InsertItem) -> list[CaseChange]:
        try:
            path, items = self.existing(change.path)
        except EditRefused:
            return self._set(SetValue(path=change.path, value=[change.value]))
        value = plain_data(change.value)
        if items is None or items == []:
            return [SetValue(path=path, value=[value])]
        if isinstance(items, str | dict):  # a single item may stand in place of a list of them
            both = [items, value] if change.before is None or change.before > 0 else [value, items]
            return [SetValue(path=path, value=both)]
        if not isinstance(items, list):
            raise EditRefused(f"`{spelled(path)}` is no list", self._place(path))
        before = len(items) if change.before is None else change.before
        if not 0 <= before <= len(items):
            message = f"`{spelled(path)}` has {len(items)} items; none can stand at {before}"
            raise EditRefused(message, self._place(path))
        return [InsertItem(path=path, value=value, before=None if before == len(items) else before)]

    def _removed(self, change: RemoveValue) -> list[CaseChange]:
        path, _ = self.existing(change.path)
        around = self.existing(path[:-1])[1]
        if len(path) < 1 or (len(path) == 1 and isinstance(around, dict) and len(around) == 1):
            raise EditRefused("a case cannot be left empty", self._place(()))
        if isinstance(around, dict | list) and len(around) == 1:
            return [SetValue(path=path[:-1], value={} if isinstance(around, dict) else [])]
        return [RemoveValue(path=path)]

    def _renamed(self, change: RenameKey) -> list[CaseChange]:
        path, _ = self.existing(change.path)
        around = self.existing(path[:-1])[1]
        if not isinstance(around, dict):
            raise EditRefused(f"`{spelled(path)}` is an item of a list and has no name here", self._place(path))
        if change.name == path[-1]:
            return []
        self._refuse_unknown(path[:-1], change.name)
        if change.name in around:
            message = f"`{spelled(path[:-1])}` has a `{short(change.name)}` already; choose another name"
            raise EditRefused(message, self._place((*path[:-1], change.name)))
        return [RenameKey(path=path, name=change.name)]

    def _reordered(self, change: Reorder) -> list[CaseChange]:
        path, around = self.existing(change.path)
        if isinstance(around, dict):
            order: list[str | int] = [str(step) for step in change.order]
            there: list[str | int] = list(around)
        elif isinstance(around, list):
            order = [self._position(around, step, path) for step in change.order]
            there = list(range(len(around)))
        else:
            raise EditRefused(f"`{spelled(path)}` is a single value and has no order", self._place(path))
        if sorted(map(str, order)) != sorted(map(str, there)):
            names = listing(map(str, there))
            raise EditRefused(f"the order of `{spelled(path)}` names each of these once: {names}", self._place(path))
        return [] if order == there else [replace(change, path=path, order=tuple(order))]


def made(data: dict[str, Any], step: CaseChange) -> dict[str, Any]:
    """The data with a step made; what the step does not touch is shared."""
    changed: dict[str, Any] = _made(data, step, step.path)
    return changed


def _made(here: Any, step: CaseChange, path: Path) -> Any:
    inside = len(path) > (0 if isinstance(step, InsertItem | Reorder) else 1)
    if inside:
        changed: Any = dict(here) if isinstance(here, dict) else list(here)
        changed[path[0]] = _made(here[path[0]], step, path[1:])
        return changed
    if isinstance(step, Reorder):
        return _in_order(here, step)
    if isinstance(step, RenameKey):
        return {step.name if name == path[0] else name: value for name, value in here.items()}
    changed = dict(here) if isinstance(here, dict) else list(here)
    if isinstance(step, InsertItem):
        changed.insert(len(changed) if step.before is None else step.before, step.value)
    elif isinstance(step, SetValue):
        changed[path[0]] = step.value
    else:
        del changed[path[0]]
    return changed


def _in_order(here: Any, step: Reorder) -> Any:
    if isinstance(here, dict):
        return {name: here[name] for name in map(str, step.order)}
    return [here[int(n)] for n in step.order]
