"""Every judged number of a case with its place, its parties and who may see it, found by walking the model.

Nothing here names a section of the case file: a number is found by its type, its parties by the names that lead to it
and by the part in which it stands, its level by every part that says one. See `marks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from winset.errors import Path
from winset.model.claims import Node
from winset.model.marks import POINTS, Apart, AsOne, ForItsPart, ForTables, Named, Refers, Unit
from winset.model.numbers import Handling, Span, strictest

REMEMBERED = 20_000
"""Places of which it is remembered what the model says; beyond, those asked for longest ago are looked up again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedNumber:
    """A judged number at its place. span: with the level of every part that it stands in. parties: of whom it says
    something. is_apart: no value of a party at present follows from it. for_tables: only tables read it. name: its
    path without the field that its part is about.
    """

    path: Path
    span: Span
    parties: tuple[str, ...]
    is_apart: bool
    for_tables: bool
    name: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShape:
    """What the type of a field says. file: its name in a case file. keys: what the names of its mappings refer to, one
    mapping after the other. marks: those of the field itself. node: the class of the parts that it holds.
    default: what the field holds where a file does not write it.
    """

    name: str
    file: str
    annotation: object
    marks: tuple[object, ...]
    keys: tuple[Named | None, ...]
    refers: Named | None
    has_numbers: bool
    node: type[Node] | None
    default: object

    def is_marked(self, kind: type) -> bool:
        return any(isinstance(mark, kind) for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What is known of a place from what it stands in."""

    path: Path = ()
    level: Handling | None = None
    parties: tuple[str, ...] = ()
    is_apart: bool = False
    for_tables: bool = False
    for_part: bool = False

    def below(self, step: str | int, refers: Named | None = None) -> _Around:
        """What is known of an item, or of an entry whose name refers to something."""
        return _Around(
            path=(*self.path, step),
            level=self.level,
            parties=(*self.parties, str(step)) if refers == "parties" else self.parties,
            is_apart=self.is_apart,
            for_tables=self.for_tables,
        )


@cache
def shapes(model: type[Node]) -> tuple[FieldShape, ...]:
    """The fields of a class of the model, in their order."""
    return tuple(
        FieldShape(
            name=name,
            file=field.alias or name,
            annotation=field.annotation,
            marks=tuple(field.metadata),
            keys=_keys(field.annotation),
            refers=next((mark.to for mark in field.metadata if isinstance(mark, Refers)), _refers(field.annotation)),
            has_numbers=_has_numbers(field.annotation),
            node=node_of(field.annotation),
            default=field.default,
        )
        for name, field in model.model_fields.items()
    )


def parts_of(annotation: object) -> tuple[object, ...]:
    """The types of which a type is made, itself first, without what holds a text together only."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return (annotation, *parts_of(get_args(annotation)[0]))
    inner = get_args(annotation) if origin in (Union, UnionType, tuple, dict) else ()
    return (annotation, *(part for one in inner for part in parts_of(one)))


def _mapping(annotation: object) -> tuple[object, object] | None:
    """The types of the names and of the entries, where the type is that of a mapping."""
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return next(filter(None, map(_mapping, get_args(annotation))), None)
    if get_origin(annotation) is not dict:
        return None
    names, entry = get_args(annotation)
    return names, entry


def _keys(annotation: object) -> tuple[Named | None, ...]:
    found = _mapping(annotation)
    return () if found is None else (_refers(found[0]), *_keys(found[1]))


def _refers(annotation: object) -> Named | None:
    """What a name, or each name of a list, refers to; None for that of a mapping's entries."""
    if _mapping(annotation) is not None:
        return None
    marks = (mark for part in parts_of(annotation) if get_origin(part) is Annotated for mark in get_args(part)[1:])
    return next((mark.to for mark in marks if isinstance(mark, Refers)), None)


@cache
def _shapes_with_numbers(model: type[Node]) -> tuple[FieldShape, ...]:
    return tuple(shape for shape in shapes(model) if shape.has_numbers)


@cache
def _shapes_of_parties(model: type[Node]) -> tuple[FieldShape, ...]:
    return tuple(shape for shape in shapes(model) if shape.refers == "parties")


def _has_numbers(annotation: object) -> bool:
    return any(
        part is Span or (isinstance(part, type) and issubclass(part, Node) and _may_hold(part))
        for part in parts_of(annotation)
    )


@cache
def _may_hold(model: type[Node]) -> bool:
    """The same of a class: of it or of any that its fields lead to, each of which is looked at once."""
    seen, ahead = {model}, [model]
    while ahead:
        for field in ahead.pop().model_fields.values():
            for part in parts_of(field.annotation):
                if part is Span:
                    return True
                if isinstance(part, type) and issubclass(part, Node) and part not in seen:
                    seen.add(part)
                    ahead.append(part)
    return False


def placed_numbers(node: Node) -> Iterator[PlacedNumber]:
    """Every judged number that a file writes in a part of a case, or in the whole of it, in the order of the model."""
    return _of_node(node, _Around())


def _of_node(node: Node, around: _Around) -> Iterator[PlacedNumber]:
    kind = type(node)
    with_numbers = _shapes_with_numbers(kind)
    if not with_numbers:
        return
    level = strictest(around.level, getattr(node, "handling", None))
    named = (getattr(node, shape.name) for shape in _shapes_of_parties(kind))
    parties = (*around.parties, *(party for party in named if isinstance(party, str)))
    for shape in with_numbers:
        held = getattr(node, shape.name)
        if shape.name not in node.model_fields_set and held == shape.default:
            continue
        here = _Around(
            path=(*around.path, shape.file),
            level=level,
            parties=parties,
            is_apart=around.is_apart or shape.is_marked(Apart),
            for_tables=around.for_tables or shape.is_marked(ForTables),
            for_part=shape.is_marked(ForItsPart),
        )
        yield from _of_value(held, here, shape.keys)


def _of_value(held: object, around: _Around, keys: tuple[Named | None, ...]) -> Iterator[PlacedNumber]:
    if isinstance(held, Span):
        level = strictest(held.handling, around.level)
        yield PlacedNumber(
            path=around.path,
            span=held if level == held.handling else replace(held, handling=level),
            parties=tuple(dict.fromkeys(around.parties)),
            is_apart=around.is_apart,
            for_tables=around.for_tables,
            name=around.path[:-1] if around.for_part else around.path,
        )
    elif isinstance(held, tuple):
        for n, item in enumerate(held):
            yield from _of_value(item, around.below(n), ())
    elif isinstance(held, Mapping):
        for key, entry in held.items():
            yield from _of_value(entry, around.below(key, keys[0] if keys else None), keys[1:])
    elif isinstance(held, Node):
        yield from _of_node(held, around)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShape:
    """What the model says of a place of a case file. names: those on its path, each with what it refers to, the
    section's own where that is None; fields and places in lists are no names. keys: what the names below it refer to.
    model: the class whose field the path ends in. field: that field; None of a place that the model does not have.
    """

    names: tuple[tuple[str, Named | None], ...]
    keys: tuple[Named | None, ...]
    model: type[Node] | None
    field: FieldShape | None


@lru_cache(maxsize=REMEMBERED)
def place_shape(model: type[Node], path: Path) -> PlaceShape:
    """What the model says of a place of a case file."""
    names: list[tuple[str, Named | None]] = []
    at = PlaceShape(names=(), keys=(), model=None, field=None)
    kind: type[Node] | None = model
    steps = list(path)
    while steps and kind is not None:
        step = steps.pop(0)
        shape = next((one for one in shapes(kind) if step in (one.name, one.file)), None)
        if shape is None:
            break
        below = len(steps)
        names += [(str(steps.pop(0)), refers) for refers in shape.keys[:below]]
        while steps and isinstance(steps[0], int):
            steps.pop(0)
        at = PlaceShape(names=tuple(names), keys=shape.keys[below:], model=kind, field=shape)
        kind = shape.node
    return at


def names_along(model: type[Node], path: Path) -> tuple[tuple[str, Named | None], ...]:
    """The names on a path of a case file, each with what it refers to; the section's own where that is None."""
    return place_shape(model, path).names


def unit_at(model: type[Node], path: Path) -> str:
    """In what the number at a place is told; empty where the model says nothing."""
    field = place_shape(model, path).field
    return "" if field is None else _unit(field)


def _unit(field: FieldShape) -> str:
    marks = (*field.marks, *_marks(field.annotation))
    own = next((mark.words for mark in marks if isinstance(mark, Unit)), None)
    node = field.node
    if own is not None or node is None:
        return own or ""
    return next((_unit(shape) for shape in shapes(node) if shape.is_marked(ForItsPart)), "")


def _marks(annotation: object) -> Iterator[object]:
    for part in parts_of(annotation):
        if get_origin(part) is Annotated:
            yield from get_args(part)[1:]


def entry_depth(annotation: object) -> int:
    """How many names lead to what changes as one."""
    if get_origin(annotation) is Annotated and any(isinstance(mark, AsOne) for mark in get_args(annotation)[1:]):
        return 0
    found = _mapping(annotation)
    return 0 if found is None else 1 + entry_depth(found[1])


def models(root: type[Node] = Node) -> Iterator[type[Node]]:
    """Every class of the model, each after the one that it is derived from."""
    for model in root.__subclasses__():
        yield model
        yield from models(model)


@cache
def fields_of_parties() -> frozenset[str]:
    """The fields that hold names of parties, in a list or as the names of a mapping."""
    return frozenset(
        shape.name for model in models() for shape in shapes(model) if "parties" in (shape.refers, *shape.keys[:1])
    )


@cache
def fields_in_points() -> frozenset[str]:
    """The fields whose numbers are points."""
    return frozenset(shape.name for model in models() for shape in shapes(model) if _unit(shape) == POINTS)


def node_of(annotation: object) -> type[Node] | None:
    """The class of the model that stands at the end of a type; None where there is none."""
    kinds = (part for part in parts_of(annotation) if isinstance(part, type) and issubclass(part, Node))
    return next(kinds, None)


def names_in_fields(node: Node) -> Iterator[tuple[str, Named | None]]:
    """The names that the fields of a part write as such or in a list or as those of a mapping, but not in parts of it,
    each with what it refers to.
    """
    for shape in shapes(type(node)):
        held = getattr(node, shape.name)
        if shape.keys and isinstance(held, Mapping):
            yield from ((str(name), shape.keys[0]) for name in held)
        elif shape.refers is not None:
            names = held if isinstance(held, tuple) else (held,)
            yield from ((name, shape.refers) for name in names if isinstance(name, str))


def gives_away_values(model: type[Node], path: Path) -> bool:
    """True of a section from whose numbers values of parties follow: the fields on a path lead to numbers, and none
    stands apart.
    """
    kind: type[Node] | None = model
    leads = False
    for step in path:
        shape = next((one for one in shapes(kind) if step in (one.name, one.file)), None) if kind is not None else None
        if shape is None:
            continue
        leads = shape.has_numbers
        if shape.is_marked(Apart):
            return False
        kind = shape.node
    return leads


def is_list_of_parts(annotation: object) -> bool:
    """True of a list whose items are parts of the model."""
    lists = (part for part in parts_of(annotation) if get_origin(part) is tuple)
    return any(node_of(get_args(part)[0]) is not None for part in lists)
