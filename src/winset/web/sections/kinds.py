"""What kind of value a field of the model holds, as a form asks for it; found from its type and marks alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import BeforeValidator
from pydantic_core import PydanticUndefined

from winset.errors import Path
from winset.model.claims import Assertion, Node
from winset.model.forms import ReadBy
from winset.model.marks import InOrder, Named, Refers, Sentences, Words
from winset.model.numbers import HANDLING, HANDLING_WORDS, Span, spans

BRIEF = 52
"""Characters of a description that says no more than the title of its field."""
GROUNDS = tuple(Assertion.model_fields)
FEW = 2
"""Fields of a part that is asked for on one line, beside the name that it stands under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of value. before: what makes the long form of one that a file writes short."""

    before: tuple[Callable[[Any], Any], ...] = ()

    def long(self, raw: Any) -> Any:
        """The value as it is written out."""
        for function in self.before:
            raw = function(raw)
        return raw

    def short(self, value: Any) -> Any:
        """The value as a file writes it short, where it may."""
        if self.before and isinstance(value, dict) and len(value) == 1:
            (inner,) = value.values()
            if self.long(inner) == value:
                return inner
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class TextKind(Kind):
    """A text: a name, or sentences. is_id: a short name of its own. is_date: a day, a month or a year."""

    sentences: bool = False
    is_id: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceKind(Kind):
    """One of some words, each with what it means. default: the one that holds where none is written."""

    words: tuple[tuple[str, str], ...]
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagKind(Kind):
    """Yes or no. default: what holds where nothing is written; None where that is neither."""

    default: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberKind(Kind):
    """A number; whole: one that counts something."""

    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeKind(Kind):
    """A judged number: low, most likely, high, with why, and who may see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPeriodKind(Kind):
    """One range for all periods, or one for each. list_is_range: plain numbers in a list are the ends of one."""

    list_is_range: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKind(Kind):
    """The name of something that the case has. or_others: or of somebody without a seat."""

    of: Named
    or_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesKind(Kind):
    """Names of such things. ordered: their order means something."""

    of: Named
    ordered: bool = False
    or_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EitherKind(Kind):
    """A name or a word, or a number in its place."""

    name: NameKind | ChoiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesKind(Kind):
    """Texts, one on each line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsKind(Kind):
    """Options of issues. many: several of one issue, of which any will do."""

    many: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsKind(Kind):
    """A list of values, in rows that are added and taken out."""

    item: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherKind(Kind):
    """Some values side by side, all of which are needed."""

    items: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedKind(Kind):
    """Values under names: of something that the case has, or of their own."""

    key: Kind
    value: Kind

    @property
    def is_own(self) -> bool:
        """True where the names are given here."""
        return not isinstance(self.key, NameKind)

    @property
    def has_a_row_for_each(self) -> bool:
        """True where each thing that the case has gets a row, to be left empty."""
        return isinstance(self.key, NameKind) and self.key.of != "places" and is_simple(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupKind(Kind):
    """A part of the model with fields of its own."""

    node: type[Node]

    @property
    def fields(self) -> tuple[ModelField, ...]:
        return fields_of(self.node)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOrWrittenKind(Kind):
    """Something that the case has under a name, or that is written out here."""

    name: NameKind
    group: GroupKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyKind(Kind):
    """Whatever may stand in the place that its name leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelField:
    """A field of the model in a form. file: its name in a case file; label, help: what it is called, and a sentence."""

    label: str
    kind: Kind
    file: str = ""
    help: str = ""
    is_required: bool = False
    marks: tuple[object, ...] = field(default=(), repr=False)


@cache
def fields_of(node: type[Node]) -> tuple[ModelField, ...]:
    """The fields of a class as a form asks for them: what it says, then on what that rests, then who may see it."""
    made = []
    for name, info in node.model_fields.items():
        kind = kind_of(info.annotation, tuple(info.metadata))
        default = None if info.default is PydanticUndefined else info.default
        if isinstance(kind, ChoiceKind) and isinstance(default, str):
            kind = replace(kind, default=default)
        if isinstance(kind, FlagKind) and isinstance(default, bool):
            kind = replace(kind, default=default)
        words = info.description or ""
        made.append(
            ModelField(
                file=info.alias or name,
                label=info.title or words.rstrip("."),
                help=words if info.title and "`" not in words and len(words) > BRIEF else "",
                kind=kind,
                is_required=info.is_required(),
                marks=tuple(info.metadata),
            )
        )
    last = [(one.file in GROUNDS) + 2 * (one.file == "handling") for one in made]
    return tuple(one for _, one in sorted(zip(last, made, strict=True), key=lambda pair: pair[0]))


def kind_of(annotation: object, marks: tuple[object, ...] = ()) -> Kind:
    """The kind of value that a type holds."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return kind_of(inner, (*more, *marks))
    before = tuple(mark.func for mark in marks if isinstance(mark, BeforeValidator))
    made = _kind(annotation, origin, marks)
    return replace(made, before=(*made.before, *before)) if before else made  # type: ignore[arg-type]


def _kind(annotation: object, origin: object, marks: tuple[object, ...]) -> Kind:
    if origin in (Union, UnionType):
        return _of_union(tuple(one for one in get_args(annotation) if one is not NoneType), marks)
    if origin is Literal:
        return _choice(tuple(map(str, get_args(annotation))), marks)
    if origin is tuple:
        return _of_tuple(get_args(annotation), marks)
    if origin is dict:
        return _of_mapping(get_args(annotation), marks)
    if annotation is Span:
        return RangeKind()
    if annotation in (int, Fraction):
        return NumberKind(whole=annotation is int)
    if annotation is bool:
        return FlagKind()
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return GroupKind(node=annotation)
    if annotation is str:
        refers = next((mark for mark in marks if isinstance(mark, Refers)), None)
        patterns = [str(getattr(mark, "pattern", "") or mark) for mark in marks]
        is_id, is_date = (any(part in pattern for pattern in patterns) for part in ("[a-z0-9_]*$", "^[0-9]{4}("))
        sentences = any(isinstance(mark, Sentences) for mark in marks)
        return (
            TextKind(sentences=sentences, is_id=is_id, is_date=is_date)
            if refers is None
            else NameKind(of=refers.to, or_others=refers.or_others)
        )
    return AnyKind()


def _choice(words: tuple[str, ...], marks: tuple[object, ...]) -> ChoiceKind:
    said = next((dict(mark.of) for mark in marks if isinstance(mark, Words)), {})
    known = {str(level): held for level, held in HANDLING_WORDS.items()} if words == HANDLING else said
    return ChoiceKind(words=tuple((word, known.get(word, word.replace("_", " "))) for word in words))


def _of_union(types: tuple[object, ...], marks: tuple[object, ...]) -> Kind:
    if len(types) == 1:
        return kind_of(types[0], marks)
    kinds = [kind_of(one, tuple(mark for mark in marks if isinstance(mark, Refers | Words))) for one in types]
    names = [kind for kind in kinds if isinstance(kind, NameKind | ChoiceKind)]
    groups = [kind for kind in kinds if isinstance(kind, GroupKind)]
    if names and any(isinstance(kind, NumberKind) for kind in kinds):
        return EitherKind(name=names[0])
    if groups and names and isinstance(names[0], NameKind):
        return NamedOrWrittenKind(name=names[0], group=groups[0])
    if any(isinstance(kind, RangeKind) for kind in kinds):
        read = any(isinstance(mark, ReadBy) and mark.function is spans for mark in marks)
        return ByPeriodKind(list_is_range=read)
    return AnyKind()


def _of_tuple(types: tuple[object, ...], marks: tuple[object, ...]) -> Kind:
    in_order = tuple(mark for mark in marks if isinstance(mark, InOrder))
    if types[-1] is not Ellipsis:
        return TogetherKind(items=tuple(map(kind_of, types)))
    item = kind_of(types[0], in_order)
    least, most = _length(marks, MinLen, "min_length"), _length(marks, MaxLen, "max_length")
    if least is not None and least == most:
        return TogetherKind(items=(item,) * least)
    if isinstance(item, NameKind):
        return NamesKind(of=item.of, ordered=bool(in_order) or item.of == "numbers", or_others=item.or_others)
    if isinstance(item, TextKind):
        return LinesKind()
    return RowsKind(item=item)


def _length(marks: tuple[object, ...], kind: type, name: str) -> int | None:
    return next((getattr(mark, name) for mark in marks if isinstance(mark, kind)), None)


def _of_mapping(types: tuple[object, ...], marks: tuple[object, ...]) -> Kind:
    key = kind_of(types[0])
    value = kind_of(types[1], tuple(mark for mark in marks if isinstance(mark, InOrder)))
    is_of_issues = isinstance(key, NameKind) and key.of == "issues"
    match value:
        case NameKind(of="options") if is_of_issues:
            return OptionsKind(many=False)
        case NamesKind(of="options", ordered=False) if is_of_issues:
            return OptionsKind(many=True)
    return KeyedKind(key=key, value=value)


def is_simple(kind: Kind) -> bool:
    """True of what is asked for on a line or two beside a name."""
    match kind:
        case RangeKind() | NumberKind() | ChoiceKind() | FlagKind() | NameKind() | NamesKind():
            return True
        case GroupKind(node=node):
            return len(node.model_fields) <= FEW and all(is_simple(one.kind) for one in fields_of(node))
    return False


def kind_at(root: type[Node], path: Path) -> Kind | None:
    """The kind of value that stands at a path; None where the model knows no such place."""
    at: Kind | None = GroupKind(node=root)
    for step in path:
        at = _below(at, step) if at is not None else None
    return at


def _below(kind: Kind, step: str | int) -> Kind | None:
    match kind:
        case GroupKind(node=node):
            return next((one.kind for one in fields_of(node) if one.file == step), None)
        case KeyedKind(value=value):
            return value
        case RowsKind(item=item):
            return item if isinstance(step, int) else None
        case OptionsKind(many=many):
            return NamesKind(of="options") if many else NameKind(of="options")
    return None


def field_at(root: type[Node], path: Path) -> tuple[ModelField | None, Path]:
    """The field of the model that a path ends in, or that holds the names and items that it ends in; with the path of
    the part that has it.
    """
    at: Kind | None = GroupKind(node=root)
    last: ModelField | None = None
    within: Path = ()
    for n, step in enumerate(path):
        if isinstance(at, GroupKind):
            last, within = next((one for one in fields_of(at.node) if one.file == step), None), path[:n]
        at = _below(at, step) if at is not None else None
    return last, within


def is_list(root: type[Node], path: Path) -> bool:
    """True of a section whose entries have forms of their own, and of a part of one."""
    kind, (one, within) = kind_at(root, path), field_at(root, path)
    if one is None or not has_own_page(root, within, one):
        return False
    if isinstance(kind, KeyedKind):
        return not kind.has_a_row_for_each and (kind.is_own or not isinstance(kind.key, TextKind))
    return isinstance(kind, RowsKind) and kind is one.kind


def is_chapter(root: type[Node], path: Path) -> bool:
    """True of a part that a case has once: fields alone lead to it."""
    at: Kind | None = GroupKind(node=root)
    for step in path:
        at = _below(at, step) if isinstance(at, GroupKind) else None
    return isinstance(at, GroupKind)


def has_own_page(root: type[Node], path: Path, one: ModelField) -> bool:
    """True of a field of the part at the path that is asked for on a page of its own, or on several."""
    kind = one.kind
    if isinstance(kind, KeyedKind) and kind.is_own and isinstance(kind.value, GroupKind):
        return True
    if not is_chapter(root, path):
        return False
    if isinstance(kind, GroupKind):
        return path == () or any(has_own_page(root, (*path, one.file), inner) for inner in kind.fields)
    is_many = isinstance(kind, KeyedKind) or (isinstance(kind, RowsKind) and isinstance(kind.item, GroupKind))
    return is_many and (path == () or not one.is_required)


def asked_here(root: type[Node], path: Path, kind: GroupKind) -> tuple[ModelField, ...]:
    """The fields of a part that its own form asks for."""
    return tuple(one for one in kind.fields if not has_own_page(root, path, one))
