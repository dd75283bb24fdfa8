"""A party, issue, option or anything else that a case declares, taken out with all that is about it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from winset.casefile.editing.changes import CaseChange, Operation, RemoveValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.references import NameUse, names_used
from winset.casefile.names import spelled
from winset.errors import Path
from winset.model.case import Case
from winset.model.placed import place_shape

CONDITIONS = ("if", "then", "when")
"""Fields that say something else where a part of them is left out: without it, what they stand in goes."""
ORDINAL = {"statements": 4, "ranking": 3, "unknown": 4, "compared": 5}
"""The same within judgements: how many steps lead to what goes as a whole."""
DECLARING = ("sources", "parties", "others", "issues", "levers", "tables", "claims")
"""Sections whose entries other parts of the case may name."""
NAMED = ("options", "interests")
"""Parts of an issue or a party that other parts of the case may name."""
SET_DEPTH = 4
"""Steps that lead to a value that a variant sets."""


def removed(opened: OpenedCase, declared: Path) -> Operation:
    """What is declared at a path is gone, with every use of it: cells, numbers, seats; a lever, rule, step or link that
    means nothing without it goes as a whole. What then lacks something is for the check to say.

    Raises EditRefused where nothing is declared there; CaseError where the case is too broken to say where it uses it.
    """
    title = f"{spelled(declared)} removed"
    if declared[0] == "rules":  # which nothing else names
        path = ("rules",) if len(opened.data.get("rules") or ()) == 1 else declared
        return Operation(title=title, changes=(RemoveValue(path=path),))
    uses = names_used(opened, declared)
    everything = list(_declared(opened.data))
    goes, known = {declared}, set[Path]()
    while waiting := [path for path in everything if path not in known and _is_within(path, goes)]:
        known |= set(waiting)
        goes |= {_goes_with(opened.data, use) for path in waiting for use in uses.of(path)}
        goes = _with_emptied(opened.data, goes)
    changes = [RemoveValue(path=path) for path in _in_order(goes)]
    return Operation(title=title, changes=tuple[CaseChange, ...](changes))


def _declared(data: Mapping[str, Any]) -> Iterator[Path]:
    """The path of all that other parts of the case may name."""
    for section in DECLARING:
        for name, entry in (data.get(section) or {}).items():
            yield section, name
            for part in NAMED:
                below = entry.get(part) if isinstance(entry, dict) else None
                yield from ((section, name, part, inner) for inner in below or ())
    steps = (data.get("plan") or {}).get("steps")
    yield from (("plan", "steps", name) for name in steps or ())


def _is_within(path: Path, goes: set[Path]) -> bool:
    return any(path[:n] in goes for n in range(1, len(path) + 1))


def _goes_with(data: Mapping[str, Any], use: NameUse) -> Path:
    """What goes with a use of a name."""
    path = use.path
    if path[0] == "variants" and len(path) > 3 and path[2] == "set":
        if use.is_key and len(path) == SET_DEPTH:
            return path
        inside = (*str(path[3]).split("."), *path[SET_DEPTH:])
        goes = _whole(data, inside, at(data, path[:-1]), is_key=use.is_key)
        kept = len(goes) - len(inside) + len(path)
        return path[: max(SET_DEPTH, kept)]
    return _whole(data, path, at(data, path[:-1]), is_key=use.is_key)


def _whole(data: Mapping[str, Any], path: Path, around: Any, *, is_key: bool) -> Path:
    """The path, or that of what means nothing without what stands there."""
    if path[0] == "judgements" and path[1] in ORDINAL and len(path) > 3:
        return path[: ORDINAL[str(path[1])]]
    if isinstance(around, list) and len(around) > 1:
        return path[:-2] if "from_to" in path[:-2] and isinstance(path[-2], int) else path
    if "from_to" in path[:-1] and isinstance(path[-2], int):
        return path[:-1]
    condition = next((n for n, step in enumerate(path) if n and step in CONDITIONS and n < len(path) - 1), None)
    if condition is not None and path[0] in ("rules", "judgements"):
        return path[:condition]
    if is_key or isinstance(around, list):
        return path
    return path[:-1] if _is_needed(path) or path[-1] == "follows" else path


def _is_needed(path: Path) -> bool:
    """True of a field that what it stands in cannot do without."""
    shape = place_shape(Case, path)
    if shape.model is None or shape.field is None or shape.field.file != path[-1]:
        return False
    return shape.model.model_fields[shape.field.name].is_required()


def _with_emptied(data: Mapping[str, Any], goes: Iterable[Path]) -> set[Path]:
    """The same, with the sections and lists that hold nothing else, and what cannot do without those."""
    gone = set(goes)
    while True:
        gone = {path for path in gone if not any(path[:n] in gone for n in range(1, len(path)))}
        below: dict[Path, int] = {}
        for path in gone:
            below[path[:-1]] = below.get(path[:-1], 0) + 1
        emptied = {
            path[:-1] if _is_needed(path) and len(path) > 2 else path
            for path, count in below.items()
            if path
            and len(path) > (1 if path[0] in ("parties", "issues", "positions") else 0)
            and count == len(at(data, path))
        }
        if not emptied:
            return gone
        gone |= emptied


def _in_order(paths: Iterable[Path]) -> list[Path]:
    """Those of later items first, so that the places of the others stay."""
    return sorted(
        paths,
        key=lambda path: [(isinstance(step, int), step if isinstance(step, int) else 0) for step in path],
        reverse=True,
    )
