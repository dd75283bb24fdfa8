"""The analyst's numbers: a judged number or its range, an order of options, a walk-away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from winset.casefile.editing.changes import CaseChange, Operation, RemoveValue, Reorder, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.yaml_text import Data
from winset.casefile.names import spelled
from winset.errors import EditRefused, Path

Judged = int | Decimal | str | Sequence[int | Decimal | str]
"""One number, or [low, high], or [low, most likely, high]; an exact fraction as text, such as `300/7`."""


def number_judged(opened: OpenedCase, path: Path, number: Judged) -> Operation:
    """The number at the path is this one, or lies in this range; who may see it and why it is so stay beside it."""
    if not isinstance(number, str | int | Decimal) and not 2 <= len(number) <= 3:
        raise EditRefused("a range is [low, high] or [low, most likely, high]")
    value: Data = number if isinstance(number, str | int | Decimal) else list(number)
    here = at(opened.data, path)
    long = next((name for name in ("points", "status_quo") if isinstance(here, dict) and name in here), None)
    inner = here[long] if long else None
    deeper = (long, "points") if isinstance(inner, dict) and "points" in inner else (long,) if long else ()
    return Operation(title=f"{spelled(path)} judged", changes=(SetValue(path=(*path, *deeper), value=value),))


def number_unjudged(opened: OpenedCase, path: Path) -> Operation:
    """Nothing is judged at the path; rows and sections that it leaves empty go with it."""
    return Operation(
        title=f"{spelled(path)} no longer judged", changes=(RemoveValue(path=without_empty(opened.data, path)),)
    )


def without_empty(data: dict[str, Any], path: Path) -> Path:
    """The path of the largest part of the case that holds nothing but what is at a path; never a whole section but of
    judgements, unless it may be left out.
    """
    least = 2 if path[0] in ("parties", "issues", "positions", "case") else 1
    while len(path) > least and len(at(data, path[:-1]) or ()) == 1:
        path = path[:-1]
    return path


def walk_away_judged(opened: OpenedCase, party: str, points: Judged, *, above_status_quo: bool = False) -> Operation:
    """Having no deal is worth so many points to the party, or so many above the status quo package."""
    path: Path = ("judgements", "walk_away", party)
    here = at(opened.data, path)
    counts_from_status_quo = here == "status_quo" or (isinstance(here, dict) and "status_quo" in here)
    if here is not None and above_status_quo == counts_from_status_quo and here != "status_quo":
        return number_judged(opened, path, points)
    value: Data = {"status_quo": _plain(points)} if above_status_quo else _plain(points)
    return Operation(title=f"{spelled(path)} judged", changes=(SetValue(path=path, value=value),))


def walk_away_compared(
    opened: OpenedCase, party: str, points: Judged, compared: Mapping[str, Sequence[Mapping[str, str]]]
) -> Operation:
    """The walk-away that the party's comparisons imply, and beside it the comparisons: by `rather` and `no_deal` the
    packages that it would rather have, and than which it would rather have no deal.
    """
    judged = walk_away_judged(opened, party, points)
    said: Data = {name: [dict(package) for package in packages] for name, packages in compared.items() if packages}
    beside = SetValue(path=("judgements", "compared", party), value=said)
    return Operation(title=judged.title, changes=(*judged.changes, *([beside] if said else [])))


def _plain(points: Judged) -> Data:
    return points if isinstance(points, str | int | Decimal) else list(points)


def options_ordered(opened: OpenedCase, issue: str, party: str, order: Sequence[str]) -> Operation:
    """The party ranks the options of the issue so, best first."""
    path: Path = ("judgements", "orders", issue, party)
    return Operation(title=f"{spelled(path)} ordered", changes=(SetValue(path=path, value=list(order)),))


def entries_ordered(path: Path, order: Sequence[str | int]) -> Operation:
    """What stands in a section or list stands there in this order: the options of a scale, the rules, the variants."""
    changes: tuple[CaseChange, ...] = (Reorder(path=path, order=tuple(order)),)
    return Operation(title=f"{spelled(path)} in another order", changes=changes)
