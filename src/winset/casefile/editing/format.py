"""What the format says of a place: the order of what stands there, and the long form of what is written short."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from winset.casefile.editing.yaml_text import MOST_REMEMBERED, Data
from winset.casefile.fields import at, fields_at
from winset.casefile.names import listing, nearest, short, spelled
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
    guess = nearest(str(step), fields)
    inside = f"`{spelled(path)}`" if path else "a case"
    meant = f"did you mean `{guess}`? " if guess else ""
    raise EditRefused(f"{inside} has no field `{short(step)}`; {meant}it can have: {listing(fields)}", place)
