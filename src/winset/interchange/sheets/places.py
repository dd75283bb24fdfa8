"""What stands at a path of a case file's data, and a value put there or taken out."""

from __future__ import annotations

from typing import Any

from winset.errors import Path


def steps_along(data: Any, path: Path) -> list[Any]:
    """What stands at each step of a path, from the whole to its end; None from where there is nothing."""
    along = [data]
    for step in path:
        data = _below(data, step)
        along.append(data)
    return along


def _below(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(str(step))
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def put_in(data: Any, path: Path, value: Any) -> None:
    """Puts a value at a path, with the sections that lead there."""
    for step in path[:-1]:
        inner = _below(data, step)
        if not isinstance(inner, dict | list):
            inner = data[str(step)] = {}
        data = inner
    data[str(path[-1])] = value


def take_out(data: Any, path: Path) -> None:
    """Takes out what stands at a path, with the sections that it leaves empty."""
    along = steps_along(data, path)
    for end in range(len(path), 1, -1):
        here, step = along[end - 1], str(path[end - 1])
        if not isinstance(here, dict) or (end < len(path) and here.get(step) != {}):
            return
        here.pop(step, None)
