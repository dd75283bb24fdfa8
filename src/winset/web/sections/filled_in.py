"""What stands in the fields of a form: made of what a file says, and made into what a file is to say.

A form that is filled in is a tree of texts, as a page sends it: `if.0`, `points.likely`. What a form cannot show, or
shows in one way though it is written in another, is not touched while nobody changes it: what the form makes of the
file is compared with what was sent, and only where these differ does the file become what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from winset.casefile.editing.changes import path_of, same
from winset.casefile.start import id_for
from winset.errors import Path
from winset.model.case import Case
from winset.model.numbers import SLIPS, number
from winset.report.printable import shown
from winset.web.sections.kinds import (
    AnyKind,
    ByPeriodKind,
    ChoiceKind,
    EitherKind,
    FlagKind,
    GroupKind,
    KeyedKind,
    Kind,
    LinesKind,
    ModelField,
    NamedOrWrittenKind,
    NameKind,
    NamesKind,
    NumberKind,
    OptionsKind,
    RangeKind,
    RowsKind,
    TextKind,
    TogetherKind,
    kind_at,
)

Tree = dict[str, Any]
"""Texts by the names of their fields, and such trees."""
Sent = Tree | str
Name = tuple[str, ...]
"""Where a text stands in a tree."""
Fields = Callable[[GroupKind], tuple[ModelField, ...]]


class Nothing:
    """What a form says where nothing is filled in."""


NOTHING = Nothing()
YES, NO = "yes", "no"
KEY, VALUE, GONE = "key", "value", "gone"
"""Fields of a row: the name, what stands under it, and that a variant takes it away."""
LOW, LIKELY, HIGH = "low", "likely", "high"
LONGEST_NUMBER = 40
"""Characters of a number; beyond, it is none."""
DEEPEST = 40
"""Steps that lead to a field; beyond, it is none of a form."""
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
A_DAY = "2025-08-14"
NEEDED = "This is needed."


def tree_of(fields: Mapping[str, str]) -> Tree:
    """The fields of a form by the steps of their names."""
    tree: Tree = {}
    for name, text in fields.items():
        steps = name.split(".")
        if len(steps) > DEEPEST:
            continue
        at = tree
        for step in steps[:-1]:
            below = at.setdefault(step, {})
            if not isinstance(below, dict):
                break
            at = below
        else:
            at[steps[-1]] = text
    return tree


def rows(tree: Sent) -> list[tuple[str, Sent]]:
    """The rows of a part of a form, in their order, each with its number."""
    if not isinstance(tree, dict):
        return []
    numbered = [(name, row) for name, row in tree.items() if name.isascii() and name.isdigit() and len(name) < 6]
    return sorted(numbered, key=lambda pair: int(pair[0]))


def text_in(tree: Sent, name: str = "") -> str:
    """A text of a form; empty where there is none."""
    found = tree.get(name, "") if isinstance(tree, dict) and name else tree
    return found if isinstance(found, str) else ""


def below(tree: Sent, name: str) -> Sent:
    """A part of a form; an empty one where there is none."""
    return tree.get(name, {}) if isinstance(tree, dict) else {}


# From a file to a form.


def filled_in(kind: Kind, raw: Any, fields: Fields) -> Sent:
    """A value of a file as it stands in a form. fields: those of a part that the form asks for."""
    raw = _long(kind, raw)
    match kind:
        case RangeKind():
            return _range_filled(raw)
        case ByPeriodKind(list_is_range=list_is_range):
            each = _each_period(raw, list_is_range=list_is_range)
            return _numbered(_range_filled(one) for one in each)
        case NamesKind():
            return _numbered(map(_text, raw if isinstance(raw, list) else ()))
        case LinesKind():
            return "\n".join(_text(line).replace("\n", " ") for line in raw) if isinstance(raw, list) else ""
        case EitherKind(name=name):
            is_number = not isinstance(raw, str) or (isinstance(name, NameKind) and "/" in raw)
            return {"number": _text(raw)} if is_number else {"name": raw}
        case OptionsKind():
            return _options_filled(raw)
        case RowsKind(item=item):
            return _numbered(filled_in(item, one, fields) for one in raw) if isinstance(raw, list) else {}
        case TogetherKind(items=items):
            pairs = zip(items, raw, strict=False) if isinstance(raw, list) else ()
            return _numbered(filled_in(item, one, fields) for item, one in pairs)
        case KeyedKind():
            return _keyed_filled(kind, raw, fields)
        case GroupKind():
            there = raw if isinstance(raw, dict) else {}
            asked = ((one, there[one.file]) for one in fields(kind) if there.get(one.file) is not None)
            return {one.file: filled_in(one.kind, inner, fields) for one, inner in asked}
        case NamedOrWrittenKind(group=group):
            return {"name": raw} if isinstance(raw, str) else {"here": filled_in(group, raw, fields)}
    return _text(raw)


def _long(kind: Kind, raw: Any) -> Any:
    return raw if raw is None or raw is NOTHING else kind.long(raw)


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return YES if raw else NO
    if isinstance(raw, Decimal):
        return format(raw, "f")
    return shown(str(raw)).replace("\r\n", "\n").replace("\r", "\n") if isinstance(raw, str | int) else ""


def _numbered(values: Iterable[Sent]) -> Tree:
    return {str(n): value for n, value in enumerate(values)}


def _range_filled(raw: Any) -> Tree:
    if isinstance(raw, dict):
        beside = {name: _text(raw[name]) for name in ("because", "handling") if name in raw}
        return {**_range_filled(raw.get("points")), **beside}
    if isinstance(raw, list) and len(raw) in (2, 3):
        ends = (LOW, HIGH) if len(raw) == 2 else (LOW, LIKELY, HIGH)
        return dict(zip(ends, map(_text, raw), strict=True))
    return {LIKELY: _text(raw)} if raw is not None and not isinstance(raw, list) else {}


def _each_period(raw: Any, *, list_is_range: bool) -> list[Any]:
    if raw is None:
        return []
    has_ranges = isinstance(raw, list) and any(isinstance(one, list | dict) for one in raw)
    return raw if isinstance(raw, list) and (has_ranges or not list_is_range) else [raw]


def _options_filled(raw: Any) -> Tree:
    entries = raw.items() if isinstance(raw, dict) else ()
    return _numbered(f"{issue}/{_text(option)}" for issue, held in entries for option in _as_list(held))


def _as_list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _keyed_filled(kind: KeyedKind, raw: Any, fields: Fields) -> Tree:
    entries = raw.items() if isinstance(raw, dict) else ()
    made: list[Sent] = []
    for name, held in entries:
        if isinstance(kind.value, AnyKind):
            value = value_kind(kind, str(name))
            gone = {GONE: YES} if held is None else {VALUE: filled_in(value, held, fields)}
            made.append({KEY: _text(name), **gone})
        else:
            made.append({KEY: _text(name), VALUE: filled_in(kind.value, held, fields)})
    return _numbered(made)


def value_kind(kind: KeyedKind, name: str) -> Kind:
    """The kind of value that stands under a name: of what a variant sets, that of the place to which it leads."""
    if not isinstance(kind.value, AnyKind) or not name:
        return kind.value
    found = kind_at(Case, path_of(name))
    return kind.value if found is None else found


# From a form to what a file is to say.


class Faults:
    """What is wrong with what was filled in, by the name of its field."""

    def __init__(self) -> None:
        self.by_name: dict[Name, str] = {}

    def add(self, at: Name, words: str) -> None:
        self.by_name.setdefault(at, words)


def said(kind: Kind, sent: Sent, faults: Faults, at: Name, fields: Fields) -> Any:
    """What a filled-in form says, as plain data; NOTHING where it is empty."""
    match kind:
        case TextKind(is_date=is_date):
            text = text_in(sent).strip()
            if is_date and text and not DATE.fullmatch(text):
                faults.add(at, f"A day, a month or a year is needed here, such as {A_DAY}.")
            return text or NOTHING
        case NameKind():
            return text_in(sent) or NOTHING
        case ChoiceKind(default=default):
            word = text_in(sent)
            return NOTHING if word in ("", default) else word
        case FlagKind(default=default):
            return _flag(text_in(sent), default)
        case NumberKind(whole=whole):
            return _number(text_in(sent), faults, at, whole=whole)
        case RangeKind():
            return _range(sent, faults, at)
        case ByPeriodKind():
            return _by_period(kind, sent, faults, at)
        case NamesKind():
            return list(dict.fromkeys(filter(None, (text_in(row) for _, row in rows(sent))))) or NOTHING
        case LinesKind():
            return [line.strip() for line in text_in(sent).split("\n") if line.strip()] or NOTHING
        case EitherKind():
            return _either(sent, faults, at)
    return _of_many(kind, sent, faults, at, fields)


def _of_many(kind: Kind, sent: Sent, faults: Faults, at: Name, fields: Fields) -> Any:
    """The same of what holds several values."""
    match kind:
        case OptionsKind(many=many):
            return _options(sent, faults, at, many=many)
        case RowsKind(item=item):
            each = (said(item, row, faults, (*at, n), fields) for n, row in rows(sent))
            return [one for one in each if one is not NOTHING] or NOTHING
        case TogetherKind(items=items):
            return _together(items, sent, faults, at, fields)
        case KeyedKind():
            return _keyed(kind, sent, faults, at, fields)
        case GroupKind():
            return _group(kind, sent, faults, at, fields)
        case NamedOrWrittenKind(group=group):
            return _named_or_written(group, sent, faults, at, fields)
    return NOTHING


def _flag(word: str, default: bool | None) -> Any:
    if default is False:  # a box, of which nothing is sent where it is not ticked
        return True if word == YES else NOTHING
    return NOTHING if word not in (YES, NO) or (word == YES) is default else word == YES


def _number(text: str, faults: Faults, at: Name, *, whole: bool = False) -> Any:
    text = "".join(text.split()).replace("\N{MINUS SIGN}", "-")
    if not text:
        return NOTHING
    value: Any = None
    if len(text) <= LONGEST_NUMBER and text.isascii():
        if re.fullmatch(r"-?[0-9]+", text):
            value = int(text)
        elif not whole and re.fullmatch(r"-?[0-9]*\.[0-9]+", text):
            value = Decimal(text)
        elif not whole and re.fullmatch(r"-?[0-9]+/[0-9]+", text):
            value = text
    if value is None or (whole and value < 0):
        faults.add(at, _no_number(text, whole=whole))
        return NOTHING
    try:
        number(value)
    except PydanticCustomError as error:
        faults.add(at, error.message()[:1].upper() + error.message()[1:] + ".")
        return NOTHING
    return value


def _no_number(text: str, *, whole: bool) -> str:
    if whole:
        return "A whole number from 0 on is needed here."
    slip = next((words for pattern, words in SLIPS[:3] if pattern.fullmatch(text)), "")
    ends = "low, most likely and high have a field each" if SLIPS[3][0].fullmatch(text) else ""
    return f"A number is needed here, such as 12 or 12.5{'; ' if slip or ends else ''}{slip or ends}."


def _range(sent: Sent, faults: Faults, at: Name) -> Any:
    before = len(faults.by_name)
    numbers = {name: _number(text_in(sent, name), faults, (*at, name)) for name in (LOW, LIKELY, HIGH)}
    given = {name: value for name, value in numbers.items() if value is not NOTHING}
    beside = {name: text for name in ("because", "handling") if (text := text_in(sent, name).strip())}
    if len(faults.by_name) > before:
        return NOTHING
    if not given:
        if beside.get("because"):
            faults.add((*at, LIKELY), "The reason needs its number.")
        return NOTHING
    if (LOW in given) != (HIGH in given):
        faults.add((*at, HIGH if LOW in given else LOW), "A range has two ends: fill in both, or neither.")
        return NOTHING
    values = list(given.values())
    exact = [number(value) for value in values]
    if exact != sorted(exact):
        faults.add((*at, LOW), "A range goes upwards: low, most likely, high.")
        return NOTHING
    plain = values[0] if len(values) == 1 else values
    return {"points": plain, **beside} if beside else plain


def _by_period(kind: ByPeriodKind, sent: Sent, faults: Faults, at: Name) -> Any:
    each = [_range(row, faults, (*at, n)) for n, row in rows(sent)]
    ranges = [one for one in each if one is not NOTHING]
    if not ranges:
        return NOTHING
    if kind.list_is_range:
        if len(ranges) > 1 and not any(isinstance(one, list | dict) for one in ranges):
            ranges[0] = {"points": ranges[0]}
        return ranges[0] if len(ranges) == 1 else ranges
    return ranges if len(ranges) > 1 or isinstance(ranges[0], list) else ranges[0]


def _either(sent: Sent, faults: Faults, at: Name) -> Any:
    name, value = text_in(sent, "name"), _number(text_in(sent, "number"), faults, (*at, "number"))
    if name and value is not NOTHING:
        faults.add((*at, "number"), "Choose one of the two.")
    return name or value


def _options(sent: Sent, faults: Faults, at: Name, *, many: bool) -> Any:
    chosen: dict[str, list[str]] = {}
    for n, row in rows(sent):
        issue, _, option = text_in(row).partition("/")
        if not issue or option in chosen.get(issue, []):
            continue
        if not many and issue in chosen:
            faults.add((*at, n), "One option of each issue is enough: another one is chosen above.")
        chosen.setdefault(issue, []).append(option)
    return {issue: options if len(options) > 1 else options[0] for issue, options in chosen.items()} or NOTHING


def _together(items: tuple[Kind, ...], sent: Sent, faults: Faults, at: Name, fields: Fields) -> Any:
    each = [said(item, below(sent, str(n)), faults, (*at, str(n)), fields) for n, item in enumerate(items)]
    if all(one is NOTHING for one in each):
        return NOTHING
    for n, one in enumerate(each):
        if one is NOTHING:
            faults.add((*at, str(n)), "Both are needed.")
    return [None if one is NOTHING else one for one in each]


def _keyed(kind: KeyedKind, sent: Sent, faults: Faults, at: Name, fields: Fields) -> Any:
    made: dict[str, Any] = {}
    for n, row in rows(sent):
        typed, here = text_in(row, KEY).strip(), (*at, n)
        name = _key(kind, typed, len(made) + 1, faults, here)
        inner = value_kind(kind, name)
        value = said(inner, below(row, VALUE), faults, (*here, VALUE), fields)
        if text_in(row, GONE) == YES and isinstance(kind.value, AnyKind):
            value = None
        if value is NOTHING:
            if name and not kind.has_a_row_for_each and not isinstance(inner, AnyKind):
                faults.add(here, "Nothing is said here: fill it in, or take it out.")
            continue
        if not name:
            faults.add((*here, KEY), NEEDED)
        elif name in made:
            faults.add((*here, KEY), "This stands above already.")
        else:
            made[name] = value
    return made or NOTHING


def _key(kind: KeyedKind, typed: str, number: int, faults: Faults, at: Name) -> str:
    match kind.key:
        case NumberKind():
            value = _number(typed, faults, (*at, KEY), whole=True)
            return "" if value is NOTHING else str(value)
        case TextKind(is_id=True) if typed:
            return id_for(typed, "entry", number)
    return typed


def _group(kind: GroupKind, sent: Sent, faults: Faults, at: Name, fields: Fields) -> Any:
    before = len(faults.by_name)
    asked = fields(kind)
    made = {}
    for one in asked:
        value = said(one.kind, below(sent, one.file), faults, (*at, one.file), fields)
        if value is not NOTHING:
            made[one.file] = value
    if not made and len(faults.by_name) == before:
        return NOTHING
    for one in asked:
        if (
            one.is_required
            and one.file not in made
            and not any(name[: len(at) + 1] == (*at, one.file) for name in faults.by_name)
        ):
            faults.add((*at, one.file), NEEDED)
    return kind.short(made)


def _named_or_written(group: GroupKind, sent: Sent, faults: Faults, at: Name, fields: Fields) -> Any:
    name, within = text_in(sent, "name"), Faults()
    written = _group(group, below(sent, "here"), within, (*at, "here"), fields)
    if not name:
        faults.by_name |= within.by_name
        return written
    if written is not NOTHING:
        faults.add((*at, "name"), "Choose one that is there, or write one out: not both.")
    return name


# What changes of the file.


def merged(kind: Kind, old: Any, base: Any, new: Any) -> Any:
    """The value of the file with what was changed in the form. base, new: what the form said and says."""
    if (base is NOTHING and new is NOTHING) or (base is not NOTHING and new is not NOTHING and same(base, new)):
        return old
    if new is NOTHING and not isinstance(kind, GroupKind):
        return NOTHING
    full = NOTHING if old is NOTHING or old is None else kind.long(old)
    match kind:
        case NamesKind(ordered=False) if isinstance(full, list):
            if base is not NOTHING and set(base) == set(new):
                return old
            return [name for name in full if name in new] + [name for name in new if name not in full]
        case GroupKind() if isinstance(full, dict):
            parts = {one.file: one.kind for one in kind.fields}
            value = _entries_merged(full, _long(kind, base), _long(kind, new), lambda name: parts.get(name, AnyKind()))
            return value if isinstance(old, dict) else kind.short(value)
        case KeyedKind() if isinstance(full, dict):
            return _entries_merged(full, base, new, lambda name: value_kind(kind, name))
        case OptionsKind(many=many) if isinstance(full, dict):
            inner = NamesKind(of="options", before=(_as_list,)) if many else NameKind(of="options")
            return _entries_merged(full, base, new, lambda name: inner)
        case RowsKind(item=item) if isinstance(full, list):
            return _items_merged(item, full, base, new)
        case NamedOrWrittenKind(group=group) if isinstance(full, dict) and isinstance(new, dict):
            return merged(group, full, base, new)
    return new


def _entries_merged(old: Mapping[str, Any], base: Any, new: Any, kind: Callable[[str], Kind]) -> Any:
    before = base if isinstance(base, dict) else {}
    after = new if isinstance(new, dict) else {}
    made: dict[str, Any] = {}
    for name, held in old.items():
        if name in before or name in after:
            value = merged(kind(name), held, before.get(name, NOTHING), after.get(name, NOTHING))
            if value is not NOTHING:
                made[name] = value
        else:
            made[name] = held
    return {**made, **{name: value for name, value in after.items() if name not in old}} or NOTHING


def _items_merged(item: Kind, old: list[Any], base: Any, new: list[Any]) -> list[Any]:
    before = base if isinstance(base, list) else []
    if len(before) != len(old):
        return new
    shorter = min(len(before), len(new))
    head = next((n for n in range(shorter) if not same(before[n], new[n])), shorter)
    tail = next((n for n in range(shorter - head) if not same(before[-1 - n], new[-1 - n])), shorter - head)
    middle = [
        merged(item, old[n], before[n], new[n]) if n < len(old) - tail else new[n] for n in range(head, len(new) - tail)
    ]
    return [*old[:head], *middle, *old[len(old) - tail :]]


def at_path(data: Any, path: Path) -> Any:
    """What a file says at a path; NOTHING where it says nothing there."""
    for step in path:
        if isinstance(data, dict) and str(step) in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return NOTHING
    return data
