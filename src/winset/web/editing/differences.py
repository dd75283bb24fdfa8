"""What changed between two states of a case file, in words: for a page that was read before the change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.casefile.editing.changes import CaseChange, InsertItem, RemoveValue, SetValue, changes_between
from winset.casefile.editing.editor import OpenedCase
from winset.errors import Path

MOST = 12
"""Changes that are told one by one; beyond, it is said how many more there are."""
LONGEST = 160
"""Characters of a value that are shown; beyond, the rest is left out."""


def differences(before: OpenedCase, after: OpenedCase) -> tuple[str, ...]:
    """Each change in a line: where it is, what stood there and what stands there now."""
    made = list(changes_between((), before.data, after.data))
    lines = [_said(change, before.data) for change in made[:MOST]]
    more = len(made) - MOST
    return (*lines, *([f"and {more} more"] if more > 0 else []))


def _said(change: CaseChange, data: Any) -> str:
    where = " › ".join(_steps(change.path))
    match change:
        case RemoveValue():
            return f"{where}: {_short(_at(data, change.path))} was taken away"
        case InsertItem():
            return f"{where}: {_short(change.value)} was added"
        case SetValue():
            old = _at(data, change.path)
            now = _short(change.value)
            return f"{where}: {now} was added" if old is None else f"{where}: {_short(old)} became {now}"
    return f"{where} was changed"


def _steps(path: Path) -> Iterator[str]:
    for step in path:
        yield str(step + 1) if isinstance(step, int) else step.replace("_", " ")


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _short(value: Any) -> str:
    text = _plain(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')} {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "nothing"
    if isinstance(value, str):
        return f"“{value}”"
    return (
        {True: "yes", False: "no", None: "nothing"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
